"""Rules on inputs: what was left out of the cost, and what will cost more than planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.assurance.wording import LEFT_OUT, VOLUNTEERS
from sroi.valuation.formats import count, percent
from sroi.valuation.model import LADDER

#: Grade assumed where none is stated, to show what a correction may be worth. House rule.
_GRADE: Final = 4


@rule(
    "INP001", "warning", "Costs that may be missing",
    why="A cost understated raises the ratio.", source="SROI Guide (2012), stage 2.2",
)  # fmt: skip
def costs_left_out(case: Case) -> Iterator[Found]:
    """Volunteers or partners who contribute nothing that is counted, or one payer's cash as the only input."""
    inputs = case.study.inputs
    payers = {given.from_ for given in inputs.values()}
    if any(LEFT_OUT.search(text) for text in _explained(case)):
        return
    unpaid = [key for key, person in case.study.stakeholders.items()
              if VOLUNTEERS.search(f"{person.name} {key}") and key not in payers]  # fmt: skip
    timed = any(given.kind == "time" or VOLUNTEERS.search(f"{given.name or ''} {key}") for key, given in inputs.items())
    fix = "add their time or goods as inputs of kind time or in-kind, or say under decisions why they cost nothing"
    if unpaid and not timed:
        names = ", ".join(case.study.stakeholders[key].name for key in unpaid)
        yield Found("inputs", f"{names} give their time, and no input counts it.", fix)
    elif len(payers) == 1 and all(given.kind == "cash" for given in inputs.values()):
        payer = case.study.stakeholders[next(iter(payers))].name
        partners = f", and {count(len(case.study.partners))} partners contribute nothing" if case.study.partners else ""
        yield Found(
            "inputs",
            f"Only cash of one payer ({payer}) is counted{partners}: no volunteers, goods, partners' time or set-up.",
            fix,
        )


def _explained(case: Case) -> Iterator[str]:
    """Where a study would say that something costs nothing: decisions, assumptions, limitations."""
    yield from case.study.limitations
    for decision in case.study.decisions:
        yield f"{decision.what} {decision.why or ''}"
    for assumption in case.study.assumptions:
        yield f"{assumption.what} {assumption.why or ''}"


@rule(
    "INP002", "note", "Volunteers on one side of the account",
    why="Whether their time is a cost, a gain or both is contested: a reader must know which.",
    source="Third Sector Research Centre (Arvidson et al.)",
)  # fmt: skip
def volunteers_on_one_side(case: Case) -> Iterator[Found]:
    """Volunteer time among the inputs and no outcome of volunteers, or the reverse, without a word on it."""
    if any(VOLUNTEERS.search(text) for text in _explained(case)):
        return
    people = case.study.stakeholders
    giving = {key: given for key, given in case.study.inputs.items() if given.kind != "cash"
              and VOLUNTEERS.search(f"{key} {given.name or ''} {people[given.from_].name}")}  # fmt: skip
    gaining = {name: outcome for name, outcome, _ in case.outcomes()
               if VOLUNTEERS.search(f"{people[outcome.stakeholder].name} {outcome.name}")}  # fmt: skip
    fix = "count the other side too, or say under decisions why not"
    if giving and not gaining and not any(given.note for given in giving.values()):
        yield Found(f"inputs/{next(iter(giving))}", "Volunteer time is a cost here, and volunteers gain nothing.", fix)
    if gaining and not giving and not any(outcome.note for outcome in gaining.values()):
        yield Found(next(iter(gaining)), "Volunteers gain here, and their time costs nothing.", fix)


@rule(
    "INP003", "warning", "Forecast without optimism bias",
    why="Forecasts overstate benefits and understate costs.", source="Green Book (HM Treasury); National Audit Office",
)  # fmt: skip
def no_optimism_bias(case: Case) -> Iterator[Found]:
    """A forecast in which neither a cost nor a benefit is adjusted for optimism, in the base case or a scenario."""
    bias = {f"inputs/{cost.id}/optimism_bias": f"inputs/{cost.id}" for cost in case.model.costs}
    bias |= {f"{name}/optimism_bias": name for name, _, _ in case.outcomes()}
    corrected = any(case.at(address) for address in bias) or any(
        "optimism_bias" in key for scenario in case.study.scenarios.values() for key in scenario.set
    )
    if case.study.kind == "forecast" and not corrected:
        grades = {address: case.model.parameters.worst_grade(owner) or _GRADE for address, owner in bias.items()}
        yield Found(
            "optimism_bias",
            "A forecast without any adjustment for optimism bias, on costs or on benefits.",
            "write optimism_bias: by-grade, or state it where evidence is weak",
            {address: LADDER[grade] for address, grade in grades.items()},
            f"Corrected by the grade of the evidence ({percent(LADDER[_GRADE])} assumed where none is stated)",
        )
