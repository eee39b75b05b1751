"""The rule on units: whether a value is for one unit of what the quantity counts, and how often it counts."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.assurance.wording import EVENT, ONCE, YEARLY
from sroi.valuation.formats import years
from sroi.valuation.model import Line
from sroi.valuation.units import PEOPLE, unit_problems


@rule(
    "VAL005", "error", "The unit of the value is not that of the quantity",
    why="A value for a year on something that happens once, or for a visit on a person, is the commonest slip.",
    source="house rule",
)  # fmt: skip
def unit_mismatch(case: Case) -> Iterator[Found]:
    """A value per person, event or year on a quantity of another unit, or one for a whole life counted each year."""
    said = set()
    for problem in unit_problems(case.model):
        said.add(problem.address)
        outcome = (problem.address or "").partition("/")[0]
        mend = {f"{outcome}/duration": 1.0} if problem.code == "unit-once" else {}
        yield Found(
            problem.address or "",
            f"{problem.found[0].upper()}{problem.found[1:]}: {problem.allowed}.",
            problem.write,
            mend if case.row(f"{outcome}/duration") is not None else {},
            "Counted once",
        )
    for line, _ in case.lines:
        if line.address in said:
            continue
        if case.record(line) is None:
            yield from _own_unit(case, line)
        elif (counted := _counted_events(case, line)) is not None:
            yield Found(
                line.address,
                f"The value of “{case.name(line)}” is for a person and year, and the quantity counts {counted}.",
                "count people, or use a value for one of these",
            )


def _own_unit(case: Case, line: Line) -> Iterator[Found]:
    """What the words of a value of the study's own say of its unit, against unit and duration of its outcome."""
    outcome, words = case.study.outcomes[line.outcome], _own_words(case, line)
    duration = case.at(f"{line.outcome}/duration")
    unit, factors = outcome.unit or "", {f.id for chain in outcome.quantity.chains for f in chain.factors}
    event = EVENT.search(words)
    yearly = YEARLY.search(case.words(line))
    once = ONCE.search(words) and not yearly
    if once and duration > 1:
        yield Found(
            line.address,
            f"The value of “{outcome.name}” is said to be for a whole course or life, and counts again in each of "
            f"{years(duration)}.",
            "set duration: 1, or use a value for one year",
            {f"{line.outcome}/duration": 1.0} if case.row(f"{line.outcome}/duration") is not None else {},
            "Counted once",
        )
    elif YEARLY.search(words) and not event and unit and EVENT.search(f"per {unit}"):
        yield Found(
            line.address,
            f"The value of “{outcome.name}” is for a year, and the quantity counts in units of {unit}.",
            "use a value for one unit, or count people and years",
        )
    elif YEARLY.search(words) and not event and duration < 1:
        yield Found(
            line.address,
            f"The value of “{outcome.name}” is for a full year, and the outcome lasts {years(duration)}.",
            "check that a part of the year is meant, and say so in a note",
            level="note",
        )
    elif event and not yearly and unit != event[1] and (unit in PEOPLE or _only_people(factors, event[1])):
        yield Found(
            line.address,
            f"The value of “{outcome.name}” is {event[0].replace('-', ' ')}, and the quantity counts "
            f"{unit or 'no ' + event[1] + 's'}.",
            f"add a factor such as {event[1]}s: …, or use a value per person",
        )


def _own_words(case: Case, line: Line) -> str:
    """What is said of a value by itself; the title of its source may speak of years and visits for other reasons."""
    row, stated = case.row(line.address), case.value(line)
    return " ".join(filter(None, [line.value.replace("-", " "), stated.note, row.note if row is not None else None]))


def _counted_events(case: Case, line: Line) -> str | None:
    """The factor by which a quantity counts events, where the value from the bank is for a person and year."""
    record, outcome = case.record(line), case.study.outcomes[line.outcome]
    if record is None or outcome.unit is not None or record.unit.per not in PEOPLE or not record.unit.repeats:
        return None
    if record.unit.time != "per-year":
        return None
    names = [factor.id for factor in outcome.quantity.chains[0].factors]
    return next((name for name in names if EVENT.search(f"per {name.split('-')[0].removesuffix('s')}")), None)


def _only_people(factors: set[str], event: str) -> bool:
    """Whether a chain of named factors counts none of what the value is for; a plain number may be of anything."""
    named = {factor for factor in factors if factor}
    return bool(named) and not any(event[:-1].lower() in factor for factor in named)
