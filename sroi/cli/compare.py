"""``sroi compare``: how two studies, versions or scenarios differ, and why their results do."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sroi.analysis.bridge import Bridge, bridge
from sroi.analysis.outputs import output
from sroi.assurance.versions import between
from sroi.cli.machines import for_machines
from sroi.cli.opening import open_with_scenario
from sroi.cli.output import heading, say, table
from sroi.cli.records import records
from sroi.cli.steps import plain_findings, show_step
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.changes import Edit
from sroi.valuation.compare import Comparison, compare
from sroi.valuation.formats import money
from sroi.valuation.unlike import comparable
from sroi.valuation.valuation import evaluate

if TYPE_CHECKING:
    import pandas as pd

#: Changes that are printed; the rest is summed up.
_ROWS: Final = 15

#: Other differences that are printed.
_OTHERS: Final = 10

#: Settings and the addresses of the changes that they are in a bridge.
_SETTINGS: Final = {
    "price base": "price_base",
    "price index": "price_base",
    "exchange rates": "price_base",
    "horizon": "horizon",
    "start year": "start_year",
    "convention": "discounting",
    "part-years": "partial_years",
    "optimism bias": "optimism_bias",
}

#: Parts of a study that change as a whole.
_WHOLE: Final = ("quantity", "amount", "discounting")

#: Parts of a study that no result of its base case rests on.
_ASIDE: Final = (
    "scenarios",
    "options",
    "sources",
    "assumptions",
    "decisions",
    "acknowledged",
    "checks",
    "signed_off",
    "published",
)

#: What is shown of two studies that must not be ranked only where it differs.
_FRAME: Final = ("Years counted", "Prices", "Discounting")


def execute(options: argparse.Namespace) -> int:
    """Compare A with B."""
    names = (options.first, options.second)
    first, one = open_with_scenario(options.first, proxies=options.proxies)
    second, other = open_with_scenario(options.second, around=first, proxies=options.proxies)
    found = _compared(names, (first, second), (one, other))
    explained = _explained(found, options.measure, options.perspective)
    step = between(found) if explained is not None else None
    data = {**_plain(found, explained, names), "findings": plain_findings(step)}
    beside = second if second is not first else None
    if not for_machines(options, data, lambda: _frame(found, explained), first, beside):
        _show(found, explained, names)
        if step is not None:
            show_step(step)
        _notes(found)
    return 0


def _compared(
    names: tuple[str, str], studies: tuple[Study, Study], scenarios: tuple[str | None, str | None]
) -> Comparison:
    """Compare; an error names the file it is in."""
    try:
        return compare(studies[0], studies[1], first_scenario=scenarios[0], second_scenario=scenarios[1])
    except SroiError:
        for name, study, scenario in zip(names, studies, scenarios, strict=True):
            try:
                evaluate(study, scenario)
            except SroiError as error:
                raise type(error)(error.problems, name) from None
        raise


def _explained(found: Comparison, measure: str, perspective: str) -> Bridge | None:
    """The bridge, where the two are of one programme and in one currency."""
    models = found.first.model, found.second.model
    for model in models:
        output(model, measure, perspective)  # a perspective that is not known is an error, bridge or no bridge
    if "currencies" in found.unlike or not (found.same_study or found.related):
        return None
    return bridge(*models, measure=measure, perspective=perspective)


# For machines


def _plain(found: Comparison, explained: Bridge | None, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "first": Path(names[0]).name,
        "second": Path(names[1]).name,
        "measures": found.table.to_dict("index"),
        "changes": [
            {
                "address": c.address,
                "label": c.label,
                "unit": c.unit,
                "before": c.before,
                "after": c.after,
                "before_stated": c.stated[0],
                "after_stated": c.stated[1],
                "ratio_with_this_alone": c.alone,
            }
            for c in found.changes
        ],
        "settings": [{"what": what, "first": before, "second": after} for what, before, after in found.settings],
        "added": list(found.added),
        "removed": list(found.removed),
        "ranges": [
            {"address": r.address, "label": r.label, "first": r.before, "second": r.after} for r in found.ranges
        ],
        "others": [{"address": edit.address, "words": str(edit)} for edit in found.others],
        "count_differently": list(found.unlike),
        "refusal": found.refusal,
        "comparable": {side: comparable(v) for side, v in (("first", found.first), ("second", found.second))},
        "bridge": _plain_bridge(explained) if explained is not None else None,
    }


def _plain_bridge(explained: Bridge) -> dict[str, Any]:
    return {
        "measure": explained.first.measure,
        "perspective": explained.first.view.id,
        "before": explained.before,
        "after": explained.after,
        "difference": explained.difference,
        "exact": explained.exact,
        "error": explained.error,
        "parts": records(explained.table),
        "groups": explained.groups,
        "summary": list(explained.summary),
    }


def _frame(found: Comparison, explained: Bridge | None) -> pd.DataFrame:
    """For a spreadsheet: every change with its part, what has no part, and the difference in the last row."""
    import pandas as pd

    if explained is None:
        sides = comparable(found.first), comparable(found.second)
        rows = [(what, said, sides[1][what]) for what, said in sides[0].items()]
        rows += [(what, before, after) for what, before, after in found.settings]
        return pd.DataFrame(rows, columns=["what", "first", "second"])
    frame = explained.table
    rest = [
        (label, "no effect", before, after, 0.0, address) for label, before, after, address in _idle(found, explained)
    ]
    rest += [(str(edit), "no effect", "", "", 0.0, edit.address) for edit in _others(found, explained)]
    name, before, after = explained.first.name, explained.before, explained.after
    numbers = explained.text(before), explained.text(after)
    total = (name, "difference", *numbers, explained.difference, "", before, after, explained.error)
    added = [(*row, None, None, 0.0) for row in rest]
    below = pd.DataFrame([*added, total], columns=frame.columns).astype(frame.dtypes.to_dict())
    return below if frame.empty else pd.concat([frame, below], ignore_index=True)


# For people


def _show(found: Comparison, explained: Bridge | None, names: tuple[str, str]) -> None:
    heading(f"{names[0]}  →  {names[1]}")
    if found.refusal is not None:
        say(found.refusal, "")
        _comparables(found)
    if explained is not None:
        if found.refusal is not None:
            heading("Why they differ, which does not make one of them better")
        say(explained.summary[0], *(explained.summary[1:2] if len(explained.groups) > 1 else ()), "")
        _measures(explained)
        _parts(explained)
        _without_effect(found, explained)


def _comparables(found: Comparison) -> None:
    sides = comparable(found.first), comparable(found.second)
    rows = [(what, said, sides[1][what]) for what, said in sides[0].items()]
    table(("", "First", "Second"), [row for row in rows if row[0] not in _FRAME or row[1] != row[2]])


def _measures(explained: Bridge) -> None:
    models, view = (explained.first.model, explained.second.model), explained.first.view
    currency = models[0].study.currency
    rows = []
    for measure in ("npv", "pv_benefits", "pv_inputs"):
        before, after = (output(model, measure, view.id).base for model in models)
        change = round(after) - round(before)
        sign = "+" if change > 0 else ""
        name = output(models[0], measure, view.id).name
        rows.append(
            (
                name[0].upper() + name[1:],
                money(before, currency),
                money(after, currency),
                sign + money(change, currency),
            )
        )
    table(("", "First", "Second", "Difference"), rows, (1, 2, 3))


def _parts(explained: Bridge) -> None:
    parts = explained.parts
    if not parts:
        return
    heading("What the difference is made of, largest part first")
    named, rest = (parts, ()) if len(parts) <= _ROWS + 1 else (parts[:_ROWS], parts[_ROWS:])
    sums = [part.part for part in named] + ([math.fsum(part.part for part in rest)] if rest else [])
    sizes = [explained.signed(size) for size in explained.shown(sums)]
    rows = [
        (c.label, c.group, c.before, c.after, size)
        for size, c in zip(sizes, (part.change for part in named), strict=False)
    ]
    if rest:
        rows.append((f"{len(rest)} smaller changes (--json lists them)", "", "", "", sizes[-1]))
    total = (explained.text(explained.before), explained.text(explained.after))
    name = explained.first.name
    rows.append((name[0].upper() + name[1:], "", *total, explained.signed(explained.shown_difference)))
    table(("Change", "Kind", "First", "Second", "Part"), rows, (4,))
    if len(parts) > 1:
        say(explained.method)
    if explained.note:
        say(explained.note)


def _without_effect(found: Comparison, explained: Bridge) -> None:
    idle = [f"{label}: {before} → {after}" for label, before, after, _ in _idle(found, explained)]
    said = [*idle, *map(str, _others(found, explained))]
    if not said:
        if found.identical:
            say("No number differs.")
        return
    heading(f"Also different, without effect on the {explained.first.name}")
    say(*(f"• {line}" for line in said[:_OTHERS]))
    if len(said) > _OTHERS:
        say(f"and {len(said) - _OTHERS} more: --json lists them.")


def _idle(found: Comparison, explained: Bridge) -> Iterator[tuple[str, str, str, str]]:
    """Numbers, ranges, settings and things counted that differ and move nothing: label, before, after, address."""
    moved = {part.change.address.partition(" (")[0] for part in explained.parts}
    for c in found.changes:
        if not _explains(explained, c.address):
            yield c.label, *c.stated, c.address
    for r in found.ranges:
        yield f"{r.label}, range", r.before, r.after, r.address
    for what, before, after in found.settings:
        key = _SETTINGS.get(what, what)
        if not any(address.startswith(key) for address in moved):
            yield what[0].upper() + what[1:], before, after, key
    for names, before, after in ((found.added, "not counted", "counted"), (found.removed, "counted", "not counted")):
        for name in names:
            if name not in moved:
                yield name, before, after, name


def _others(found: Comparison, explained: Bridge) -> list[Edit]:
    """Other differences of the files, those of scenarios and logs last."""
    shown = [edit for edit in found.others if not _explains(explained, edit.address)]
    return sorted(shown, key=lambda edit: edit.address.split("/")[0] in _ASIDE)


def _explains(explained: Bridge, address: str) -> bool:
    """Whether a bridge speaks of what stands at an address, or of all that it is in."""
    owner, _, key = address.rpartition("/")
    for change in (part.change for part in explained.parts):
        name, _, form = change.address.partition(" (")
        whole = change.group == "scope" or name.split("/")[-1] in _WHOLE or name[-4:].isdigit()
        if address == name or (whole and address.startswith(f"{name}/")):
            return True
        if form == "form)" and owner == name.partition("/")[0] and key in ("profile", "drop_off", "drop_off_from"):
            return True
        if name == "optimism_bias" and key == name:
            return True
    return False


def _notes(found: Comparison) -> None:
    """Print what must be said of both once, and what is said of one of them beside its name."""
    first, second = found.first.notes, found.second.notes
    both = [note for note in first if note in second]
    lines = [f"• {note}" for note in both]
    lines += [f"• The first: {note}" for note in first if note not in both]
    lines += [f"• The second: {note}" for note in second if note not in both]
    if lines:
        say("", *lines)
