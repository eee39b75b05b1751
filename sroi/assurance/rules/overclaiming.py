"""Rules on claiming too much: what would have happened anyway, what others did, how many there can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, enforced, rule
from sroi.assurance.wording import COMPARED, NOT_YET, OURS, ZERO_SUM
from sroi.study.outcome import Outcome
from sroi.valuation.formats import count, percent
from sroi.valuation.model import Stream
from sroi.valuation.units import PEOPLE

#: Medians of published studies (meta-analysis of SROI ratios: deadweight n = 154, attribution n = 216). They show what
#: a missing deduction may be worth, and are never put into a study.
TYPICAL_DEADWEIGHT: Final = 0.20
TYPICAL_ATTRIBUTION: Final = 0.25

#: Displacement assumed to show what a missing one may be worth. House rule.
SOME_DISPLACEMENT: Final = 0.25

#: What a deduction looks like when it was picked from a scale.
_STEPS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)

_ADDITIONALITY: Final = "Additionality Guide (Homes and Communities Agency)"
_OVERCLAIM: Final = "Social Value principle 5, do not over-claim"

deduction_outside_0_to_1 = enforced(
    "OVC001",
    "error",
    "A deduction below 0% or above 100%",
    why="It is impossible: a slip of sign or unit.",
    source="SROI Guide (2012), stage 4",
    by=("share-range", "scale-range", "counterfactual-range"),
    how="A share outside 0% to 100%, written, scaled by a scenario, or following from a comparison.",
)


@rule(
    "OVC002", "error", "Deadweight 0 without a reason",
    why="That nothing would have happened anyway is a big claim.",
    source="SROI Guide (2012), stage 4.1; Krlev et al. (2013), study design",
)  # fmt: skip
def deadweight_without_reason(case: Case) -> Iterator[Found]:
    """Deadweight 0 or left out on a gain, and neither a note, a source of its own nor the log says why."""
    for name, outcome, stream in case.gains():
        address = f"{name}/deadweight"
        if case.is_effect(stream) or case.at(address) > 0 or case.has_reason(address):
            continue
        yield Found(
            address,
            f"Nothing of “{outcome.name}” is said to happen anyway (deadweight 0), without a reason.",
            "state the deadweight with its source, or say in a note why it is 0",
            {address: TYPICAL_DEADWEIGHT},
            f"With {percent(TYPICAL_DEADWEIGHT)} deadweight, the median of published studies",
        )


@rule(
    "OVC003", "warning", "Nothing owed to others though others take part",
    why="It claims the share of partners.", source=_OVERCLAIM,
)  # fmt: skip
def attribution_without_reason(case: Case) -> Iterator[Found]:
    """Attribution 0 on a gain while several bodies contribute or partners are listed, without a reason."""
    payers, partners = {cost.stakeholder for cost in case.model.costs}, case.study.partners
    if len(payers) < 2 and not partners:
        return
    others = f"{len(payers)} bodies contribute" if len(payers) > 1 else f"{count(len(partners))} partners are listed"
    for name, outcome, _ in case.gains():
        address = f"{name}/attribution"
        if case.at(address) > 0 or case.has_reason(address):
            continue
        yield Found(
            address,
            f"Nothing of “{outcome.name}” is owed to others (attribution 0), though {others}.",
            "state what is owed to others with its source, or say in a note why it is nothing",
            {address: TYPICAL_ATTRIBUTION},
            f"With {percent(TYPICAL_ATTRIBUTION)} owed to others, the median of published studies",
        )


@rule(
    "OVC004", "error", "Gross value claimed as net",
    why="Without deductions the value is not the programme's.", source=_OVERCLAIM,
)  # fmt: skip
def gross_claimed_as_net(case: Case) -> Iterator[Found]:
    """Every deduction of a gain is 0, and the quantity is no effect from a comparison."""
    for name, outcome, stream in case.gains():
        if not case.is_effect(stream) and not any(case.deductions(name).values()):
            yield Found(
                name,
                f"Nothing at all is taken off “{outcome.name}”: the gross value is claimed.",
                "state deadweight, attribution and displacement, each with its source",
                {f"{name}/deadweight": TYPICAL_DEADWEIGHT, f"{name}/attribution": TYPICAL_ATTRIBUTION},
                f"With {percent(TYPICAL_DEADWEIGHT)} deadweight and {percent(TYPICAL_ATTRIBUTION)} attribution, the "
                "medians of published studies",
            )


@rule(
    "OVC005", "warning", "Deductions picked from a scale",
    why="A category guess looks like evidence.",
    source=f"{_ADDITIONALITY}; five-step scales in Australian practice",
    limits={"outcomes": "outcomes from which on a shared deduction is remarkable"},
)  # fmt: skip
def one_deduction_for_all(case: Case, *, outcomes: int = 3) -> Iterator[Found]:
    """The same deduction on every outcome, or deductions of 0, 25, 50, 75 and 100% only, each without a range."""
    names = [name for name, _, _ in case.outcomes()]
    if len(names) < outcomes:
        return
    fix = "state each with its own source, or give it a range and show what it changes"
    same: set[str] = set()
    for key in ("deadweight", "attribution", "displacement"):
        if any(case.row(f"{name}/{key}") is None for name in names):
            continue  # a comparison is evidence
        values = {case.at(f"{name}/{key}") for name in names}
        if len(values) == 1 and (value := next(iter(values))) > 0:
            same.add(key)
            yield Found(
                f"{names[0]}/{key}",
                f"All {len(names)} outcomes have the same {key}, {percent(value)}: a guess, or evidence for each?",
                fix,
            )
    stated = [row for name in names for key in ("deadweight", "attribution", "displacement") if key not in same
              and (row := case.row(f"{name}/{key}")) is not None and row.stated]  # fmt: skip
    taken = [row for row in stated if row.central > 0]
    if len(taken) >= outcomes and all(row.central in _STEPS and not row.uncertain for row in stated):
        used = ", ".join(percent(value) for value in sorted({row.central for row in stated}))
        yield Found(
            taken[0].address,
            f"All {len(stated)} stated deductions are steps of a scale ({used}): a guess, or evidence for each?",
            fix,
        )


@rule(
    "OVC006", "error", "Attribution written the wrong way round",
    why="Glossaries disagree: here attribution is the share caused by others, and it is taken off.",
    source="published glossaries, which use both readings",
)  # fmt: skip
def attribution_is_ours(case: Case) -> Iterator[Found]:
    """An attribution whose note or source speaks of our own share instead of that of others."""
    for name, outcome, _ in case.outcomes():
        address = f"{name}/attribution"
        row = case.row(address)
        if row is None or not row.stated or not OURS.search(f"{row.note or ''} {row.source or ''}"):
            continue
        yield Found(
            address,
            f"The attribution of “{outcome.name}”, {percent(row.central)}, is taken off as the share caused by others, "
            "and its note calls it our own.",
            f"write the share caused by others: {percent(1 - row.central)} where {percent(row.central)} is our own",
            {address: 1 - row.central},
            f"With {percent(1 - row.central)} owed to others",
        )


@rule(
    "OVC007", "warning", "Deadweight taken off a result that is already net",
    why="A comparison and deadweight answer the same question: what would have happened anyway.",
    source="guidance of HACT on combining the two",
    enforced_by=("deadweight-twice",),
)  # fmt: skip
def deadweight_beside_comparison(case: Case) -> Iterator[Found]:
    """Deadweight above 0 beside a quantity that by its note or source is a difference from a comparison group."""
    for name, outcome, stream in case.outcomes():
        address = f"{name}/deadweight"
        if case.at(address) <= 0:
            continue
        rows = [case.model.parameters.rows[column] for _, product in stream.cohorts for column in product.columns
                if column < len(case.model.parameters.rows)]  # fmt: skip
        titles = [source.title for row in rows if row.kind.share and (source := case.source(row.source)) is not None]
        said = " ".join(filter(None, [*(row.note for row in rows), *titles, outcome.indicator, outcome.note]))
        if COMPARED.search(said):
            row = case.row(address)
            yield Found(
                address,
                f"The number who have “{outcome.name}” comes from a comparison, and {percent(case.at(address))} "
                "deadweight is taken off it again.",
                "remove the deadweight, or count all who changed in the quantity",
                {address: 0.0} if row is not None else {},
                "Without that deadweight",
            )


@rule(
    "OVC008", "warning", "Displacement left out",
    why="Jobs, homes, crime and trade are often moved, not made or prevented.",
    source=f"{_ADDITIONALITY}; SROI Guide (2012), stage 4.1",
)  # fmt: skip
def displacement_left_out(case: Case) -> Iterator[Found]:
    """Displacement 0 without a reason on a gain in jobs, homes, crime or trade."""
    for name, outcome, _ in case.gains():
        address = f"{name}/displacement"
        named = f"{outcome.name} {name.replace('-', ' ')}"
        zero_sum = ZERO_SUM.search(outcome.domain or "") or (ZERO_SUM.search(named) and not NOT_YET.search(named))
        if zero_sum and case.at(address) == 0 and not case.has_reason(address):
            yield Found(
                address,
                f"“{outcome.name}” takes nothing from others (displacement 0), though jobs, homes, crime and trade "
                "move.",
                "state the displacement with its source, or say in a note why it is 0",
                {address: SOME_DISPLACEMENT},
                f"With {percent(SOME_DISPLACEMENT)} displaced (assumed, to show the size)",
            )


@rule(
    "OVC009", "error", "More people than there are",
    why="An impossible quantity.",
    source="National Audit Office, framework to review models: unrealistic assumptions",
)  # fmt: skip
def more_than_there_are(case: Case) -> Iterator[Found]:
    """A quantity of people above the size of the group."""
    for name, outcome, stream in case.outcomes():
        size = case.people(outcome.stakeholder)
        if size is None or not _counts_people(case, outcome, stream):
            continue
        counted = case.quantity(stream)
        if counted > size * (1 + 1e-9):
            whole = f"{name}/quantity"
            yield Found(
                whole,
                f"{count(counted)} have “{outcome.name}”, but there are {count(size)} of "
                f"{case.study.stakeholders[outcome.stakeholder].name}.",
                "correct the quantity, or the size of the group",
                {whole: size} if case.row(whole) is not None else {f"{name}/multiplier": size / counted},
                f"With {count(size)}, all there are",
            )


def _counts_people(case: Case, outcome: Outcome, stream: Stream) -> bool:
    """Whether a quantity is of people: said so, or one count times shares. Weeks and visits may well be more."""
    if outcome.unit is not None:
        return outcome.unit in PEOPLE
    rows = case.model.parameters.rows
    return all(
        sum(column < len(rows) and not rows[column].kind.share for column in product.columns) <= 1
        for _, product in stream.cohorts
    )


@rule(
    "OVC010", "warning", "Everybody succeeds",
    why="An output may be counted as an outcome; no failure is reported.",
    source="Hutchinson et al. (2019), BMJ Open 9:e029789",
)  # fmt: skip
def everybody_succeeds(case: Case) -> Iterator[Found]:
    """A share of exactly 100%, or as many who change as there are people in the group."""
    rows = case.model.parameters.rows
    fix = "count those who changed, not those who took part"
    for name, outcome, stream in case.gains():
        columns = {column for _, product in stream.cohorts for column in product.columns if column < len(rows)}
        whole = [rows[column] for column in sorted(columns) if rows[column].kind.share and rows[column].central == 1]
        for row in whole:
            yield Found(
                row.address if row.owner == name else f"{name}/quantity",
                f"All of them are said to have “{outcome.name}” ({row.label.lower()} 100%).",
                fix,
            )
        size = case.people(outcome.stakeholder)
        some = any(rows[column].kind.share and rows[column].central < 1 for column in columns)
        if whole or some or size is None or size <= 1 or not _counts_people(case, outcome, stream):
            continue
        if (
            abs(case.quantity(stream) - size) <= 1e-9 * size
            and case.study.stakeholders[outcome.stakeholder].role == "participant"
        ):
            yield Found(f"{name}/quantity", f"All {count(size)} are said to have “{outcome.name}”.", fix)
