"""``sroi compare``: how two studies, versions or scenarios differ."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.cli.opening import open_with_scenario
from sroi.cli.output import heading, notes, print_json, say, table, write
from sroi.errors import SroiError
from sroi.valuation.compare import Change, Comparison, compare
from sroi.valuation.formats import count, money, number, percent
from sroi.valuation.sentences import difference
from sroi.valuation.valuation import evaluate


def execute(options: argparse.Namespace) -> int:
    """Compare A with B."""
    first, one = open_with_scenario(options.first, proxies=options.proxies)
    second, other = open_with_scenario(options.second, around=first, proxies=options.proxies)
    for name, study, scenario in ((options.first, first, one), (options.second, second, other)):
        try:
            evaluate(study, scenario)
        except SroiError as error:
            raise type(error)(error.problems, name) from None
    found = compare(first, second, first_scenario=one, second_scenario=other)
    data = _plain(found, (options.first, options.second))
    if options.output:
        import pandas as pd

        write(options.output, data, pd.DataFrame(data["changes"]))
    if options.json:
        print_json(data)
    elif not options.output:
        _show(found, (options.first, options.second))
    return 0


def _plain(found: Comparison, names: tuple[str, str]) -> dict[str, Any]:
    measures = found.table
    return {
        "first": names[0],
        "second": names[1],
        "measures": measures.to_dict("index"),
        "changes": [
            {
                "address": c.address,
                "label": c.label,
                "unit": c.unit,
                "before": c.before,
                "after": c.after,
                "ratio_with_this_alone": c.alone,
            }
            for c in found.changes
        ],
        "settings": [{"what": what, "first": before, "second": after} for what, before, after in found.settings],
        "added": list(found.added),
        "removed": list(found.removed),
    }


def _show(found: Comparison, names: tuple[str, str]) -> None:
    currency = found.first.study.currency
    heading(f"{names[0]}  →  {names[1]}")
    same = found.first.study.currency == found.second.study.currency
    if same:
        say(f"Ratio {difference(found.first.ratio, found.second.ratio, currency)}.")
    else:
        say(f"Ratio {found.first.ratio:,.2f} and {found.second.ratio:,.2f}: in different currencies.")
    if found.differences:
        lead = "They count differently" + ("" if found.same_study else ", so their ratios must not be ranked")
        say(f"{lead}:", *(f"  {line}" for line in found.differences))
    other = found.second.study.currency
    rows = [
        (
            title,
            money(getattr(found.first, key), currency),
            money(getattr(found.second, key), other),
            money(getattr(found.second, key) - getattr(found.first, key), currency) if same else "",
        )
        for title, key in (
            ("Net present value", "npv"),
            ("Present value of benefits", "pv_benefits"),
            ("Present value of inputs", "pv_inputs"),
        )
    ]
    table(("", "First", "Second", "Difference"), rows, (1, 2, 3))
    for title, items in (("Counted only in the second", found.added), ("Counted only in the first", found.removed)):
        if items:
            say(f"{title}: {', '.join(items)}")
    if found.changes:
        _changes(found)
    elif not (found.added or found.removed or found.settings):
        same = found.first.ratio == found.second.ratio
        say(
            "No number differs."
            if same
            else "The ratio differs for a reason that is not listed: compare the two files."
        )
    notes(found.first)
    if not found.same_study:
        notes(found.second)


def _changes(found: Comparison) -> None:
    heading("What changes, largest effect first")
    shown = [
        (c.label, _number(c, c.before), _number(c, c.after), f"{c.alone:,.2f}" if c.alone is not None else "")
        for c in found.changes
    ]
    table(("Number", "First", "Second", "Ratio with this change alone"), shown, (1, 2, 3))


def _number(change: Change, value: float | None) -> str:
    if value is None:
        return "—"
    if change.unit.startswith("share"):
        return percent(value)
    head = change.unit.split(" ")[0]
    if len(head) == 3 and head.isupper():
        return money(value, head, 2)
    return f"× {number(value)}" if change.unit == "times" else count(value)
