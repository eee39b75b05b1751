"""``sroi scenarios``: every scenario and option beside the base case: what it sets, and what comes of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from sroi.analysis.options import Alternative, SideBySide, side_by_side
from sroi.cli.machines import for_machines
from sroi.cli.opening import open_study
from sroi.cli.output import heading, notes, say, table
from sroi.cli.records import records
from sroi.valuation.formats import money
from sroi.valuation.rounding import short_money
from sroi.valuation.sentences import answer


def execute(options: argparse.Namespace) -> int:
    """Value the base case and every scenario and option."""
    study = open_study(options.study, options.proxies)
    found = side_by_side(
        study,
        draws=2_000 if options.draws is None else options.draws,
        seed=options.seed,
        ranges=not options.no_ranges,
        perspective=options.perspective,
    )
    rows = records(found.table)
    if not for_machines(options, rows, lambda: found.table, study):
        _show(found, asked=not options.no_ranges)
    return 0


def _show(found: SideBySide, asked: bool) -> None:
    heading(found.study.title)
    say(answer(found.base.valuation))
    if found.perspective != "social":
        view = found.base.valuation.perspectives[found.perspective].view
        say(f"Below: {view.title}, {view.numerator} over {view.denominator}.")
    if len(found.alternatives) == 1:
        say("The study has no scenarios yet: add them under scenarios.")
    elif not found.rows:
        say("None of them differs from the base case in any number or setting.")
    else:
        heading("What differs from the base case")
        table(("", "Base case", "Elsewhere"), [(row.label, row.base, _elsewhere(row.elsewhere)) for row in found.rows])
    if found.draws:
        heading(f"What comes of it, per {money(1, found.study.currency)} invested")
        _ratios(found)
        heading("Net present value")
        _amounts(found)
    else:
        heading("What comes of it")
        _results(found)
    said = found.summary if asked else ()
    if said:
        say("", *said)
    why = [f"• {each.id}: {each.note}" for each in found.alternatives if each.note]
    if why:
        heading("Why")
        say(*why)
    notes(found.base.valuation)


def _elsewhere(elsewhere: Mapping[str, str]) -> str:
    by_text: dict[str, list[str]] = {}
    for name, text in elsewhere.items():
        by_text.setdefault(text, []).append(name)
    return "; ".join(f"{', '.join(names)}: {text}" for text, names in by_text.items())


def _ratios(found: SideBySide) -> None:
    currency = found.study.currency
    rows = [
        (
            _name(each),
            _ratio(each.ratio, currency),
            _difference(found, each),
            _range(found, each, "ratio", lambda end: money(end, currency, 2)),
            _above(found, each, "ratio"),
        )
        for each in found.alternatives
    ]
    table(("Scenario", f"Per {money(1, currency)}", "Difference", "9 in 10", "Above base"), rows, (1, 2, 3, 4))


def _amounts(found: SideBySide) -> None:
    currency = found.study.currency
    rows = [
        (
            _name(each),
            short_money(each.pv_inputs, currency),
            short_money(each.npv, currency),
            _range(found, each, "npv", lambda end: short_money(end, currency)),
            _above(found, each, "npv"),
        )
        for each in found.alternatives
    ]
    table(("Scenario", "Inputs", "Net present value", "9 in 10", "Above base"), rows, (1, 2, 3, 4))


def _results(found: SideBySide) -> None:
    """Central values in one table, where there are no ranges."""
    currency = found.study.currency
    rows = [
        (
            _name(each),
            _ratio(each.ratio, currency),
            _difference(found, each),
            money(each.npv, currency),
            money(each.pv_inputs, currency),
        )
        for each in found.alternatives
    ]
    table(("Scenario", f"Per {money(1, currency)}", "Difference", "Net present value", "Inputs"), rows, (1, 2, 3, 4))


def _name(each: Alternative) -> str:
    return f"{each.id} (option)" if each.kind == "option" else each.id


def _range(found: SideBySide, each: Alternative, measure: str, shown: Callable[[float], str]) -> str:
    """Ends of a range; a currency without a sign of its own is not repeated at each of them."""
    ends = each.ranges.get(measure)
    if ends is None:
        return "undefined"
    return f"{shown(ends[0])} to {shown(ends[1])}".replace(f"{found.study.currency} ", "")


def _above(found: SideBySide, each: Alternative, measure: str) -> str:
    """In how many of 20 draws a result exceeds that of the base case."""
    if each is found.base:
        return ""
    return f"{20 * each.above_base[measure]:.0f} of 20" if measure in each.above_base else "the same"


def _ratio(value: float | None, currency: str) -> str:
    return "undefined" if value is None else money(value, currency, 2)


def _difference(found: SideBySide, each: Alternative) -> str:
    """Difference of the two ratios as they are shown, so that a reader who subtracts finds the same."""
    if each is found.base or each.ratio is None or found.base.ratio is None:
        return ""
    change = round(round(each.ratio, 2) - round(found.base.ratio, 2), 2)
    return ("+" if change > 0 else "") + money(change, found.study.currency, 2)
