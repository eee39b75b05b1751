"""Rules on counting the same change twice."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Final

from sroi import bank
from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.assurance.wording import BENEFITS, EARNINGS, NETTED, PART_OF_LIFE, TAXES, WELLBEING, WRITTEN_OFF
from sroi.errors import SroiError
from sroi.valuation.formats import count, money, number
from sroi.valuation.model import Line

#: One point of life satisfaction for one person and year, by which wellbeing is counted in years.
_WELLBY: Final = "wellby"
_POINT: Final = "life-satisfaction-point"


@rule(
    "DBL001", "warning", "One value for the same people in two outcomes",
    why="The same change may be counted twice.",
    source="Fujiwara (2015); SROI Guide (2012), stage 3",
)  # fmt: skip
def same_value_twice(case: Case) -> Iterator[Found]:
    """Two outcomes of the same people with the same proxy, the same figure of one source, or a part and its whole."""
    by_mark: dict[object, list[tuple[Line, float]]] = {}
    for line, worth in case.lines:
        for mark in _marks(case, line):
            by_mark.setdefault((mark, worth > 0), []).append((line, worth))
    achieved = {line.outcome: _achieved(case, line.outcome) for line, _ in case.lines}
    seen: set[str] = set()
    for alike in by_mark.values():
        ranked = [line for line, _ in sorted(alike, key=lambda pair: -abs(pair[1]))]
        for place, line in enumerate(ranked):
            larger = next((other for other in ranked[:place] if _overlap(case, line, other, achieved)), None)
            if larger is None or line.address in seen:
                continue
            seen.add(line.address)
            yield Found(
                line.address,
                f"“{case.name(line)}” and “{case.name(larger)}” put {_alike(line, larger)} on the same people.",
                "keep one of them, or say why they are different people or different changes",
                case.without_line(line),
                f"Without “{case.name(line)}” ({line.value.replace('-', ' ')})",
            )


def _marks(case: Case, line: Line) -> Iterator[object]:
    """What makes two values alike: the record, a record that holds it or is held by it, or the same figure."""
    if line.unit_value.proxy is not None:
        yield from ((other, line.type) for other in {line.unit_value.proxy, *case.kin(line.unit_value.proxy)})
        return
    row = case.row(line.address)
    if row is not None and row.central and row.address == line.address:
        yield (row.central, row.unit)


def _overlap(case: Case, first: Line, second: Line, achieved: dict[str, set[tuple[str, float]]]) -> bool:
    """Whether two alike values are put on the same people, and are not two types of value of one change."""
    one, other = first.unit_value.proxy, second.unit_value.proxy
    kin = one is not None and other in case.kin(one)
    if first.outcome == second.outcome:
        return first.to == second.to and one is not None and (kin or one == other)
    if one != other and not kin:
        return False
    same_people = case.study.outcomes[first.outcome].stakeholder == case.study.outcomes[second.outcome].stakeholder
    if one is None and _source(case, first) != _source(case, second):
        same_people = False  # the same figure of two sources may be chance, unless the same people achieve it
    return same_people or not achieved[first.outcome].isdisjoint(achieved[second.outcome])


def _source(case: Case, line: Line) -> str | None:
    row = case.row(line.address)
    return row.source if row is not None else None


def _achieved(case: Case, name: str) -> set[tuple[str, float]]:
    """Shares of people who succeed, by their names and numbers."""
    found = set()
    for chain in case.study.outcomes[name].quantity.chains:
        for factor, row in case.factors(name, chain):
            if factor.id and row is not None and row.kind.share:
                found.add((factor.id, row.central))
    return found


def _alike(first: Line, second: Line) -> str:
    if first.unit_value.proxy is None:
        return "the same figure"
    if first.unit_value.proxy == second.unit_value.proxy:
        return f"the same value ({first.unit_value.proxy})"
    return f"values that must not be added ({first.unit_value.proxy}, {second.unit_value.proxy})"


@rule(
    "DBL002", "warning", "A step and the end of one chain both valued",
    why="The value of the end may already hold that of the step.",
    source="SROI Guide (2012), stage 2: mapping outcomes",
)  # fmt: skip
def step_and_end_valued(case: Case) -> Iterator[Found]:
    """An outcome that leads to another in the chain, both valued as gains of the same people."""
    leads: dict[str, set[str]] = {}
    for link in case.study.chain:
        leads.setdefault(link.from_, set()).add(link.to)
    gains = {name: outcome for name, outcome, _ in case.gains()}
    to = {name: {line.to for line, _ in case.lines if line.outcome == name} for name in gains}
    seen: set[str] = set()
    for name, outcome in gains.items():
        for end in sorted(_reached(leads, name)):
            if end not in gains or min(case.worth[name], case.worth[end]) <= 0:
                continue  # not valued, or a transfer that nets out
            smaller = name if case.worth[name] <= case.worth[end] else end
            if smaller in seen or not (gains[end].stakeholder == outcome.stakeholder or to[name] & to[end]):
                continue
            seen.add(smaller)
            yield Found(
                smaller,
                f"“{outcome.name}” leads to “{gains[end].name}”, and both are valued for the same people.",
                "value the end of the chain alone, or say why these are different people or different changes",
                case.without(smaller),
                f"Without “{gains[smaller].name}”, the smaller of the two",
            )


def _reached(leads: dict[str, set[str]], start: str) -> set[str]:
    """Everything a chain leads to from a place."""
    reached, ahead = set[str](), list(leads.get(start, ()))
    while ahead:
        step = ahead.pop()
        if step not in reached:
            reached.add(step)
            ahead += leads.get(step, ())
    return reached - {start}


@rule(
    "DBL003", "error", "Wellbeing and a part of it both valued",
    why="Life satisfaction already answers to health, work and income.",
    source="HM Treasury, Wellbeing Guidance for Appraisal (2021), as quoted in secondary sources",
)  # fmt: skip
def wellbeing_and_its_part(case: Case) -> Iterator[Found]:
    """A wellbeing value and a value of health, work or income that goes to the same people."""
    by_person: dict[str, tuple[list[tuple[Line, float]], list[tuple[Line, float]]]] = {}
    for line, worth in case.lines:
        if worth > 0 and (_is_wellbeing(case, line) or _is_part(case, line)):
            by_person.setdefault(line.to, ([], []))[not _is_wellbeing(case, line)].append((line, worth))
    for to, sides in by_person.items():
        if not all(sides):
            continue
        less, more = sorted(sides, key=lambda side: sum(worth for _, worth in side))
        kept = ", ".join(dict.fromkeys(f"“{case.name(line)}”" for line, _ in more))
        for line, _ in less:
            wellbeing = "the wellbeing" if less is sides[0] else "a part of the wellbeing"
            yield Found(
                line.address,
                f"“{case.name(line)}” ({line.value.replace('-', ' ')}) values {wellbeing} of "
                f"{case.study.stakeholders[to].name}, who are also valued by {kept}.",
                "keep the wellbeing or its parts, or say why these are different people",
                case.without_line(line),
                f"Without “{case.name(line)}” ({line.value.replace('-', ' ')})",
            )


def _is_wellbeing(case: Case, line: Line) -> bool:
    record = case.record(line)
    if record is not None:
        return record.method == "wellbeing" or record.unit.per == _POINT
    return bool(WELLBEING.search(case.words(line)))


def _is_part(case: Case, line: Line) -> bool:
    outcome, record = case.study.outcomes[line.outcome], case.record(line)
    if line.type == "fiscal" or case.study.stakeholders[line.to].role == "public":
        return False
    said = f"{outcome.domain or ''} {outcome.name} {line.value} {record.domain if record is not None else ''}"
    return bool(PART_OF_LIFE.search(said.replace("-", " ")))


@rule(
    "DBL004", "warning", "A transfer counted as value",
    why="What one side saves the other no longer receives: to society it is nothing.",
    source="Green Book (HM Treasury)",
)  # fmt: skip
def transfer_counted(case: Case) -> Iterator[Found]:
    """Benefits, taxes or debts counted on one side only: saved or received, and lost by nobody."""
    earners = {case.study.outcomes[line.outcome].stakeholder for line, worth in case.lines
               if worth > 0 and line.type != "fiscal" and case.study.stakeholders[line.to].role != "public"
               and EARNINGS.search(f"{case.words(line)} {case.name(line)}")}  # fmt: skip
    for line, worth in case.lines:
        if worth <= 0 or case.value(line).transfer_from is not None:
            continue
        public = case.study.stakeholders[line.to].role == "public" or line.type == "fiscal"
        payment = _payment(case, line)
        taxes = public and case.study.outcomes[line.outcome].stakeholder in earners and _is_tax(case, line)
        if not (payment or taxes):
            continue
        who, amount = case.study.stakeholders[line.to].name, money(worth, case.study.currency)
        yield Found(
            line.address,
            f"{amount} of “{case.name(line)}” are {payment or 'taxes'} that {who} "
            f"{'save or receive' if public else 'receive'}, and nobody is said to lose them.",
            "name who loses them under transfer_from; they then count from each side and net out for society",
            case.without_line(line),
            "Netted out",
        )


def _payment(case: Case, line: Line) -> str:
    """What payment a value is, if it is one: by the method and notes of its record, else by what is said of it."""
    record, said = case.record(line), f"{case.words(line)} {case.name(line)}"
    if record is None:
        if NETTED.search(said):
            return ""
        return "benefits" if BENEFITS.search(said) else "debts or payments" if WRITTEN_OFF.search(said) else ""
    saved = (
        "benefit payment" in record.claim or "are a transfer" in record.notes or record.notes.startswith("A transfer")
    )
    return "benefits" if record.method == "benefit-rate" or (line.type == "fiscal" and saved) else ""


def _is_tax(case: Case, line: Line) -> bool:
    return case.record(line) is None and bool(TAXES.search(f"{case.words(line)} {case.name(line)}"))


@rule(
    "DBL005", "warning", "More wellbeing than a life can gain",
    why="Life satisfaction runs from 0 to 10; a programme rarely moves it by one point.",
    source="HM Treasury, Wellbeing Guidance for Appraisal (2021), as quoted in secondary sources",
    limits={"points": "points of life satisfaction per person and year"},
)  # fmt: skip
def more_wellbeing_than_plausible(case: Case, *, points: float = 3.0) -> Iterator[Found]:
    """Wellbeing of one group that sums to more than a few points of life satisfaction per person and year."""
    claimed: dict[str, list[tuple[Line, float, float]]] = {}
    for line, worth in case.lines:
        if worth > 0 and _is_wellbeing(case, line) and (found := _points(case, line)) is not None:
            claimed.setdefault(line.to, []).append((line, *found))
    for to, items in claimed.items():
        people = max(each for _, each, _ in items)
        total = sum(each * gained for _, each, gained in items) / people if people else 0.0
        if total > points:
            biggest = max(items, key=lambda item: item[1] * item[2])[0]
            yield Found(
                biggest.address,
                f"{count(total)} points of life satisfaction are claimed for each of {count(people)} "
                f"{case.study.stakeholders[to].name} in a year, over {len(items)} "
                f"{'value' if len(items) == 1 else 'values'}.",
                f"claim at most {number(points)}, or show from a survey that they gained so much",
                {f"{line.outcome}/multiplier": points / total for line, _, _ in items},
                f"With {number(points)} points",
            )


def _points(case: Case, line: Line) -> tuple[float, float] | None:
    """People who gain, and points of life satisfaction that each gains in a year; None where this cannot be said."""
    outcome, stream, record = case.study.outcomes[line.outcome], case.model.streams[line.stream], case.record(line)
    quantity, size = case.quantity(stream), case.people(line.to)
    if quantity <= 0:
        return None
    if record is None or record.unit.per != _POINT:
        one = _worth_of_a_point(case)
        return (quantity, float(line.unit.of(case.vector)) / one) if one else None
    factors = case.factors(line.outcome, outcome.quantity.chains[0])
    named = [row.central for factor, row in factors if row is not None and "point" in factor.id]
    gained = prod(named)
    if named and gained > 0:
        return quantity / gained, gained
    people = min(size, quantity) if size else None
    return (people, quantity / people) if people else None


def _worth_of_a_point(case: Case) -> float | None:
    """Value of one point in the study's money; None where it cannot be brought there."""
    found = bank.find(_WELLBY)
    if case.study.currency != found.record.currency or case.study.price_base == "unknown":
        return None
    try:
        return found.value.amount * case.model.converter.deflator(int(found.value.price_year))[0]
    except SroiError:
        return None
