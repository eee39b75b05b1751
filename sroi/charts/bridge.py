"""From one result to another: what each change contributes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from sroi.analysis.bridge import Bridge
from sroi.analysis.words.naming import quoted, scenario_name
from sroi.charts.basis import caveats
from sroi.charts.chart import Chart, headline
from sroi.charts.marks import Dot, Mark, Names
from sroi.charts.measures import described
from sroi.charts.scales import around
from sroi.charts.steps import Step, change, joins
from sroi.valuation.model import Model
from sroi.valuation.stated import ABSENT

#: Changes shown on their own; the smallest beyond that are one row.
_MOST: Final = 9

#: What changed stands below its name where it is no longer than this; otherwise below the chart. [letters]
_SHORT: Final = 48


def bridge(found: Bridge, *, most: int = _MOST) -> Chart:
    """Show what leads from one result to another, change by change.

    Both results are points and only the changes are bars, so that the axis need not begin at 0 and small changes can be
    seen beside large results.

    Parameters
    ----------
    found
        The difference between two results, divided among the changes.
    most
        Changes shown on their own; the smallest beyond that are one row.

    Returns
    -------
    Chart
        ``table`` has ``step``, ``part`` and ``running_total`` (in the unit of the measure), ``before`` and ``after`` in
        words, ``address``: the first result, one row per change, the second result.
    """
    names = _called(found)
    steps = list(_steps(found, names, len(found.parts)))
    shown = list(_steps(found, names, most))
    ends = [end for step in shown for end in (step.start, step.end)]
    title = _title(found)
    varied = [part.change.address for part in found.parts]
    return Chart(
        kind="bridge",
        title=title,
        subtitle=described(found.first, f"from {quoted(names[0])} to {quoted(names[1])}", varied=varied),
        alt=f"Bridge chart. {title}. {' '.join(found.summary[:2])}",
        columns=("step", "part", "running_total", "before", "after", "address"),
        rows=tuple(_rows(found, steps)),
        marks=tuple(_marks(found, shown)),
        across=around(ends, found.text),
        up=Names(
            tuple(step.name for step in shown), tuple(step.detail for step in shown), frozenset((0, len(shown) - 1))
        ),
        notes=tuple(_notes(found, shown)),
    )


def _called(found: Bridge) -> list[str]:
    """What the two sides are called: scenarios of one study, or two studies."""
    models = (found.first.model, found.second.model)
    same = models[0].base_study.hash == models[1].base_study.hash
    names = [_name(model, same) for model in models]
    return names if names[0] != names[1] else ["First version", "Second version"]


def _name(model: Model, same: bool) -> str:
    scenario = scenario_name(model.scenario_id)
    return scenario if same else f"{model.base_study.title}{f': {scenario}' if model.scenario_id else ''}"


def _steps(found: Bridge, names: Sequence[str], most: int) -> Iterator[Step]:
    yield Step(names[0], found.before, found.before, total=True)
    kept = found.parts if len(found.parts) <= most else found.parts[: most - 1]
    rest = found.parts[len(kept) :]
    at = found.before
    for part in kept:
        item = part.change
        detail = f"{item.before} → {item.after}"
        short = ABSENT not in (item.before, item.after) and len(detail) <= _SHORT
        said = f"{detail} ({item.group})" if short else item.group
        yield Step(item.label, at, at + part.part, detail=said, key=item.address)
        at += part.part
    if rest:
        yield Step(f"Other changes ({len(rest)})", at, at + math.fsum(part.part for part in rest), key="other")
    yield Step(names[1], found.after, found.after, total=True)


def _rows(found: Bridge, steps: Sequence[Step]) -> Iterator[tuple[str, float | None, float, str, str, str]]:
    yield steps[0].name, None, found.before, "", "", ""
    for step, part in zip(steps[1:-1], found.parts, strict=True):
        yield step.name, part.part, step.end, part.change.before, part.change.after, part.change.address
    yield steps[-1].name, None, found.after, "", "", ""


def _marks(found: Bridge, shown: Sequence[Step]) -> Iterator[Mark]:
    yield from joins(shown)
    sizes = iter(found.shown([step.change for step in shown if not step.total]))
    for row, step in enumerate(shown):
        if step.total:
            said = found.text(step.end)
            yield Dot(step.end, row, "main", said, "right", f"{step.name}: {said}")
        else:
            yield change(row, step, found.signed(next(sizes)))


def _notes(found: Bridge, shown: Sequence[Step]) -> Iterator[str]:
    drawn = {step.key for step in shown}
    for part in found.parts:
        detail = f"{part.change.before} → {part.change.after}"
        if part.change.address in drawn and len(detail) > _SHORT:
            yield f"{part.change.label}: {detail}."
    if found.note:
        yield found.note
    yield from caveats(found.first.model)


def _title(found: Bridge) -> str:
    name = found.first.name[0].upper() + found.first.name[1:]
    if not found.parts:
        return headline(f"{name} is {found.text(found.before)} in both", f"{found.text(found.before)} in both")
    verb = "rises" if found.shown_difference > 0 else "falls" if found.shown_difference < 0 else "stays"
    span = f"{verb} from {found.text(found.before)} to {found.text(found.after)}"
    top = quoted(found.parts[0].change.label)
    return headline(f"{name} {span}; largest change: {top}", f"{name} {span}", f"The result {span}")
