"""Rules on time: how long changes last, when they begin, and what later money is worth today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sroi import bank
from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.assurance.wording import ABOVE_INFLATION, INFLATION, NOMINAL, span_in_years
from sroi.valuation.formats import number, percent, years

#: Official schedule of a currency, by its name in the bank.
OFFICIAL: Final = {"GBP": "green-book", "NOK": "norway-r109"}

_GREEN_BOOK: Final = "Green Book (HM Treasury)"


@rule(
    "TIM001", "warning", "Lasts longer than it was followed up, without fading",
    why="What was not seen to last is assumed to.", source="SROI Guide (2012), stage 4.4, drop-off",
)  # fmt: skip
def lasts_beyond_follow_up(case: Case) -> Iterator[Found]:
    """A gain that lasts longer than people were followed up (a year where nothing is said), with no drop-off."""
    for name, outcome, stream in case.gains():
        lasts = case.vector[stream.life.duration]
        fades = stream.life.profile is not None or (
            stream.life.drop_off is not None and case.vector[stream.life.drop_off] > 0
        )
        seen = span_in_years(outcome.follow_up or "")
        known = max(seen or 0.0, 1.0)  # drop-off begins after the first year
        if fades or lasts <= known + 1e-9:
            continue
        row = case.row(f"{name}/duration")
        followed = f"people were followed up for {years(round(seen, 2))}" if seen else "no follow-up is stated"
        yield Found(
            f"{name}/duration",
            f"“{outcome.name}” lasts {years(lasts)} without fading, and {followed}.",
            "state a drop-off with its source, or count no longer than people were followed up",
            {f"{name}/duration": known} if row is not None else {},
            f"Counted for {years(round(known, 2))}" + ("" if seen else " (assumed)"),
        )


@rule(
    "TIM002", "warning", "Lasting change on weak evidence",
    why="The years counted drive the ratio.", source="HM Treasury and New Economy (2014)",
    limits={"years": "years above which a change needs evidence that it lasts",
            "grade": "weakest grade that carries it"},
)  # fmt: skip
def lasting_without_evidence(case: Case, *, years: float = 5.0, grade: int = 3) -> Iterator[Found]:
    """A change of more than five years without evidence of grade 1 to 3 (A or B)."""
    for name, outcome, stream in case.outcomes():
        lasts = case.vector[stream.life.duration]
        row = case.row(f"{name}/duration")
        found = (row.grade if row is not None else None) or outcome.grade
        if lasts > years and (found is None or found > grade):
            strength = f"grade {found}" if found else "no grade of evidence"
            yield Found(
                f"{name}/duration",
                f"“{outcome.name}” is counted for {number(lasts)} years on {strength}.",
                f"find evidence that it lasts, or count at most {number(years)} years",
                {f"{name}/duration": float(years)} if row is not None else {},
                f"Counted for {number(years)} years",
            )


@rule(
    "TIM003", "error", "Benefits and costs out of step",
    why="Nothing can come of what has not been delivered, and what is delivered costs money.", source=_GREEN_BOOK,
    enforced_by=("year-outside",),
)  # fmt: skip
def out_of_step(case: Case) -> Iterator[Found]:
    """Benefits that begin before the first cost, or groups who start after the last."""
    amounts = [amount for cost in case.model.costs for amount in cost.amounts]
    spent = [offset for offset, amount in amounts if float(amount.of(case.vector)) > 0]
    if not spent:
        return
    first, last, start = min(spent), max(spent), int(case.study.start_year)
    for name, outcome, stream in case.gains():
        delay, cohorts = case.vector[stream.life.delay], [cohort for cohort, _ in stream.cohorts]
        early, late = [c for c in cohorts if c + delay < first - 1e-9], [c for c in cohorts if c > last + 1]
        if early:
            yield Found(
                f"{name}/delay" if outcome.delay is not None else f"{name}/quantity",
                f"“{outcome.name}” begins in {start + early[0] + delay:g}, before anything is spent ({start + first}).",
                "let it start with, or after, what brings it about; or add the costs before",
                {f"{name}/delay": first - early[0]} if case.row(f"{name}/delay") is not None else {},
                f"Begun in {start + first}",
            )
        if late:
            yield Found(
                f"{name}/quantity",
                f"“{outcome.name}” counts people who start in {start + late[0]}, and nothing is spent after "
                f"{start + last}.",
                "add what it costs to reach them, or leave them out",
                level="warning",
            )


@rule(
    "TIM004", "error", "Not discounted, or at a rate of one's own",
    why="Later value is made equal to present cost.", source=_GREEN_BOOK,
)  # fmt: skip
def discounting(case: Case) -> Iterator[Found]:
    """Value of later years not discounted, or a rate that is not the official one, without a reason."""
    official = OFFICIAL.get(case.study.currency)
    later = np.abs(case.valuation.flows.values).sum(axis=0)[1:].sum() > 0
    if not later or _discounting_reason(case):
        return
    schedule = case.model.schedule
    bare = not any(schedule.rates) or schedule.outcomes == "none"
    settings = {"discounting": official} if official is not None else {"discounting": "sroi-guide"}
    if bare:
        yield Found(
            "discounting",
            f"Nothing is discounted over {years(case.model.horizon)}.",
            "discount, or say in a note under decisions why not",
            mended=f"Discounted by {settings['discounting']}",
            settings=settings,
        )
        return
    choice = case.study.discounting
    if official is None or (choice.rate is None and not isinstance(choice.schedule, tuple)):
        return
    rate, theirs = bank.schedule(official).rate(1), schedule.rates[1]
    if abs(rate - theirs) > 1e-9:
        yield Found(
            "discounting/rate" if choice.rate is not None else "discounting",
            f"The rate is {percent(theirs)}; the official one for {case.study.currency} is {percent(rate)} "
            f"({official}).",
            "use the official rate, or say in a note why not",
            mended=f"Discounted by {official}",
            settings=settings,
            level="warning",
        )


def _discounting_reason(case: Case) -> bool:
    row = case.row("discounting/rate")
    if row is not None and row.stated and (row.note or row.source):
        return True
    said = [*case.study.limitations]
    said += [f"{decision.what} {decision.why or ''}" for decision in case.study.decisions]
    said += [f"{assumption.what} {assumption.why or ''}" for assumption in case.study.assumptions]
    return any("discount" in text.lower() for text in said)


@rule(
    "TIM005", "error", "A real rate on money with inflation in it",
    why="Inflation is handled twice: taken out of the rate and left in the money.", source=_GREEN_BOOK,
)  # fmt: skip
def inflation_left_in(case: Case) -> Iterator[Found]:
    """Growth or amounts that by their notes hold inflation, in a study that counts in the money of one year."""
    for name, outcome, stream in case.outcomes():
        row = case.row(f"{name}/real_growth")
        said = f"{_said(case, row.note, row.source)} {outcome.note or ''}" if row is not None else ""
        if row is not None and row.central > 0 and INFLATION.search(said) and not ABOVE_INFLATION.search(said):
            yield Found(
                row.address,
                f"“{outcome.name}” grows by {percent(row.central)} a year for inflation, and is discounted at a real "
                "rate.",
                "leave inflation out: real_growth is growth above general prices",
                {row.address: 0.0} if row.owner == stream.outcome else {},
                "Without inflation",
            )
    for key, given in case.study.inputs.items():
        rows = [row for row in case.model.parameters.rows if row.owner == f"inputs/{key}"]
        notes = " ".join(filter(None, [given.note, *(row.note for row in rows)]))
        if given.prices == "real" and NOMINAL.search(notes):
            yield Found(
                f"inputs/{key}/amount",
                f"{given.name or key} is in money of the day, and counts as money of {case.study.price_base}.",
                "write prices: cash, which takes inflation out year by year",
            )
    for line, _ in case.lines:
        row = case.row(line.address)
        notes = " ".join(filter(None, [case.value(line).note, row.note if row is not None else None]))
        if case.record(line) is None and NOMINAL.search(notes):
            yield Found(
                line.address,
                f"The value of “{case.name(line)}” is said to be in money of the day.",
                "state it in the prices of one year, with price_year",
            )


def _said(case: Case, note: str | None, source: str | None) -> str:
    found = case.source(source)
    return " ".join(filter(None, [note, found.title if found is not None else source]))


@rule(
    "TIM006", "note", "A very long horizon without a test of a lower rate",
    why="Over such a time the rate decides.",
    source="Green Book (HM Treasury, 2026), as quoted by the Department for Transport (April 2026)",
    limits={"years": "years above which the test is asked for"},
)  # fmt: skip
def long_without_lower_rate(case: Case, *, years: float = 50.0) -> Iterator[Found]:
    """A horizon of more than 50 years, and no scenario with other discounting."""
    changes = [key for scenario in case.study.scenarios.values() for key in (*scenario.set, *scenario.scale)]
    tested = any("discounting" in key for key in changes)
    if case.model.horizon > years and not tested:
        yield Found(
            "horizon",
            f"{number(case.model.horizon)} years are counted, and no scenario has a lower discount rate.",
            "add a scenario that sets discounting to the lower schedule",
            mended="Discounted at the lower schedule (green-book-no-pure-time-preference)",
            settings={"discounting": "green-book-no-pure-time-preference"},
        )
