"""Rules on claiming too much: what would have happened anyway, what others did, how many there can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, Rule
from sroi.study.outcome import Outcome
from sroi.valuation.formats import count, percent
from sroi.valuation.model import Stream

#: Domains in which one person's gain is easily another's loss.
_ZERO_SUM: Final = ("employment", "housing", "crime")

#: Outcomes from which a shared deduction looks like a category rather than evidence.
_SEVERAL: Final = 3


def deadweight_without_reason(case: Case) -> Iterator[Found]:
    """Deadweight 0, and nobody says why."""
    for name, outcome, stream in case.outcomes():
        address = f"{name}/deadweight"
        if case.is_effect(stream) or case.at(address) > 0 or case.has_reason(address):
            continue
        yield Found(
            address,
            f"Nothing of “{outcome.name}” is said to happen anyway (deadweight 0), without a reason.",
            "state the deadweight with its source, or say in a note why it is 0",
        )


def attribution_without_reason(case: Case) -> Iterator[Found]:
    """Attribution 0 while several bodies pay."""
    payers = {cost.stakeholder for cost in case.model.costs}
    if len(payers) < 2:
        return
    for name, outcome, _ in case.outcomes():
        address = f"{name}/attribution"
        if case.at(address) > 0 or case.has_reason(address):
            continue
        yield Found(
            address,
            f"Nothing of “{outcome.name}” is owed to others (attribution 0), though {len(payers)} bodies contribute.",
            "state what is owed to others with its source, or say in a note why it is nothing",
        )


def gross_claimed_as_net(case: Case) -> Iterator[Found]:
    """Every deduction 0."""
    for name, outcome, stream in case.outcomes():
        if not case.is_effect(stream) and not any(case.deductions(name).values()):
            yield Found(
                name,
                f"Nothing at all is taken off “{outcome.name}”: the gross value is claimed.",
                "state deadweight, attribution and displacement, each with its source",
            )


def one_deduction_for_all(case: Case) -> Iterator[Found]:
    """The same deduction on every outcome."""
    names = [name for name, _, _ in case.outcomes()]
    if len(names) < _SEVERAL:
        return
    for key in ("deadweight", "attribution", "displacement"):
        if any(case.row(f"{name}/{key}") is None for name in names):
            continue  # a comparison is evidence
        values = {case.at(f"{name}/{key}") for name in names}
        if len(values) == 1 and (value := next(iter(values))) > 0:
            yield Found(
                f"{names[0]}/{key}",
                f"All {len(names)} outcomes have the same {key}, {percent(value)}: a guess, or evidence for each?",
                "state each with its own source, or give it a range and show what it changes",
            )


def displacement_left_out(case: Case) -> Iterator[Found]:
    """No displacement where one person's place is another's."""
    for name, outcome, _ in case.outcomes():
        address = f"{name}/displacement"
        if outcome.domain in _ZERO_SUM and case.at(address) == 0 and not case.has_reason(address):
            yield Found(
                address,
                f"“{outcome.name}” takes nothing from others (displacement 0), though jobs, homes and crime move.",
                "state the displacement with its source, or say in a note why it is 0",
            )


def more_than_there_are(case: Case) -> Iterator[Found]:
    """More people than the stakeholder has."""
    for name, outcome, stream in case.outcomes():
        if not _counts_people(case, outcome, stream):
            continue
        there = case.row(f"stakeholders/{outcome.stakeholder}/size")
        columns = case.model.parameters.columns
        if f"stakeholders/{outcome.stakeholder}/size" not in columns:
            continue
        size = there.central if there is not None else case.at(f"stakeholders/{outcome.stakeholder}/size")
        counted = case.quantity(stream)
        if counted > size * (1 + 1e-9):
            whole = f"{name}/quantity"
            mend = {whole: size} if case.row(whole) is not None else {}
            yield Found(
                whole,
                f"{count(counted)} have “{outcome.name}”, but there are {count(size)} of "
                f"{case.study.stakeholders[outcome.stakeholder].name}.",
                "correct the quantity, or the size of the group",
                mend,
            )


def _counts_people(case: Case, outcome: Outcome, stream: Stream) -> bool:
    """Whether a quantity is of people: said so, or one count times shares. Weeks and visits may well be more."""
    if outcome.unit is not None:
        return outcome.unit == "person"
    rows = case.model.parameters.rows
    return all(
        sum(column < len(rows) and not rows[column].kind.share for column in product.columns) <= 1
        for _, product in stream.cohorts
    )


def everybody_succeeds(case: Case) -> Iterator[Found]:
    """A share of exactly 100%."""
    for name, outcome, stream in case.outcomes():
        for column in {column for _, product in stream.cohorts for column in product.columns}:
            if column >= len(case.model.parameters.rows):
                continue
            row = case.model.parameters.rows[column]
            if row.kind.share and row.central == 1:
                yield Found(
                    row.address if row.owner == name else f"{name}/quantity",
                    f"All of them are said to have “{outcome.name}” ({row.label.lower()} 100%).",
                    "count those who changed, not those who took part",
                )


RULES: Final = (
    Rule("OVC002", "error", "Deadweight 0 without a reason", "That nothing would have happened anyway is a big claim.",
         "SROI Guide (2012), stage 4.1; Krlev et al. (2013), study design", deadweight_without_reason),
    Rule("OVC003", "warning", "Nothing owed to others though several pay", "It claims the share of partners.",
         "Social Value principle 5, do not over-claim", attribution_without_reason),
    Rule("OVC004", "error", "Gross value claimed as net", "Without deductions the value is not the programme's.",
         "Social Value principle 5, do not over-claim", gross_claimed_as_net),
    Rule("OVC005", "warning", "One deduction for all outcomes", "A category guess looks like evidence.",
         "Additionality Guide (Homes and Communities Agency)", one_deduction_for_all),
    Rule("OVC008", "warning", "Displacement left out", "Jobs, homes and crime are often moved, not made or prevented.",
         "Additionality Guide (Homes and Communities Agency)", displacement_left_out),
    Rule("OVC009", "error", "More people than there are", "An impossible quantity.",
         "National Audit Office, framework to review models: unrealistic assumptions", more_than_there_are),
    Rule("OVC010", "warning", "Everybody succeeds", "An output may be counted as an outcome; no failure is reported.",
         "Hutchinson et al. (2019), BMJ Open 9:e029789", everybody_succeeds),
)  # fmt: skip
