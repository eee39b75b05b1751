"""What a table means as a whole: its attribution, its years, its discounting, its settings; and the study of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sroi.errors import Problem, SroiError, StudyError
from sroi.study.privacy import personal_data
from sroi.study.settings import Timing
from sroi.study.study import Study
from sroi.valuation.flows import flows
from sroi.valuation.formats import percent, years
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate
from sroi.workbook.reading.accounts import Accounts
from sroi.workbook.reading.answers import Answers
from sroi.workbook.reading.arithmetic import Sense, impact, same
from sroi.workbook.reading.attribution import Attribution, sense_of
from sroi.workbook.reading.currency import currency_of, signs_of
from sroi.workbook.reading.differences import Compared, compare
from sroi.workbook.reading.lives import Running, comes_out, fractional, needed_years, years_of
from sroi.workbook.reading.rows import MapOutcome, Number
from sroi.workbook.reading.sheets import Book
from sroi.workbook.reading.table import Table
from sroi.workbook.reading.timing import TIMINGS, Discounted, Tried, near_total, timing_of
from sroi.workbook.reading.to_study import Builder, Draft
from sroi.workbook.reading.understood import LeftOut, Report, Understood
from sroi.workbook.reading.written import annotated, share_text

#: What stands for a currency and a start year while they are not known, so that ratios can be computed already.
_STAND_IN: Final = ("GBP", 2000)


class Interpretation:
    """One table on its way to a study."""

    def __init__(
        self,
        book: Book,
        table: Table,
        accounts: Accounts,
        outcomes: list[MapOutcome],
        remarks: list[str],
        answers: Answers,
    ) -> None:
        self.book, self.table, self.accounts, self.outcomes = book, table, accounts, outcomes
        self.answers, self.decisions = answers, list(remarks)
        self.doubtful: list[Number] = []
        self.decisions += _hidden(table, outcomes)
        if book.decimal_commas:
            self.decisions.append("amounts are written with decimal commas: 1.200 is read as 1,200")
        column = table.headings.of("attribution")
        self.attribution = sense_of(outcomes, column)
        if answers.attribution is not None:
            self.attribution = Attribution(answers.attribution, "as you said")
        self.sense: Sense = self.attribution.sense or "others"
        self._settle_shares()
        up = None if answers.partial_years is None else answers.partial_years == "round-up"
        self.years = years_of(table, outcomes, up)
        self.discounted = timing_of(table, outcomes, self.years)

    def understood(self) -> Understood:
        """Everything, with what must still be said."""
        needs = [*self._needs()]
        draft, study = self._study(self.sense)
        if self.discounted.timing is None and self.answers.timing is None:
            timing = self._timing_by_total(study)
            if timing is not None:
                self.discounted = timing
                draft, study = self._study(self.sense)
        compared = compare(study, self.table, draft.rows, self.years, self.sense, self.discounted.later)
        report = self._report(draft, study, compared)
        return Understood(report, self.table, tuple(needs), None if needs else study)

    def _settle_shares(self) -> None:
        """A share that may mean two things means what makes the printed impact or years come out, or what was said."""
        for outcome in self.outcomes:
            for key, share in list(outcome.numbers.items()):
                if share.other is None:
                    continue
                fits = {read: self._fits(outcome, key, read) for read in (share.value, share.other)}
                other = fits[share.other] and not fits[share.value]
                if fits[share.value] == fits[share.other]:  # neither speaks for itself
                    other = self.answers.shares == "percent"
                    matters = key != "drop_off" or outcome.value("duration", 1.0) > 1
                    if self.answers.shares is None and share.value == 1 and matters:
                        self.doubtful.append(share)
                if other:
                    outcome.numbers[key] = replace(share, value=share.other)
                    self.decisions.append(f"{share.cell.place} ({share.cell.text}) is read as {percent(share.other)}")

    def _fits(self, outcome: MapOutcome, key: str, share: float) -> bool:
        """Whether the printed impact and years of a row come out with one reading of a share."""
        tried = replace(outcome, numbers={**outcome.numbers, key: replace(outcome.numbers[key], value=share)})
        printed, found = outcome.printed.get("impact"), impact(tried, self.sense)
        if key == "drop_off":
            columns = [column.column for column in self.table.headings.all("year")]
            values = {columns.index(column): one.value for column, one in outcome.years.items() if one.value}
            return bool(values) and comes_out(tried, values, Running())
        return printed is not None and found is not None and same(printed.value, found)

    def _needs(self) -> list[Problem]:
        needs = []
        if self._currency() is None:
            signs = sorted(set(signs_of(self.table)))
            found = (
                f"found the sign{'s' if len(signs) > 1 else ''} {', '.join(signs)}" if signs else "found no currency"
            )
            needs.append(
                Problem(
                    "import-currency",
                    f"{found} in {self.table.sheet.name}",
                    "a study is in one currency, named by three letters",
                    "say which: --currency GBP",
                )
            )
        if self._start_year() is None:
            needs.append(
                Problem(
                    "import-start-year",
                    "found no calendar year for the first year",
                    "a study says which calendar year its year 0 is",
                    "say which: --start-year 2025",
                )
            )
        if self.attribution.sense is None:
            needs.append(self._attribution_need())
        if self.doubtful:
            places = ", ".join(f"{share.cell.place} ({share.cell.text})" for share in self.doubtful[:5])
            needs.append(
                Problem(
                    "import-shares",
                    f"found {places} among shares, without a percent sign",
                    "a 1 is all of it, or 1%",
                    "say which: --shares fraction (100%) or --shares percent (1%)",
                )
            )
        halves = fractional(self.outcomes)
        if halves and self.answers.partial_years is None and not self.years.told:
            rows = ", ".join(
                f"{one.numbers['duration'].cell.place} ({one.numbers['duration'].cell.text})" for one in halves[:5]
            )
            needs.append(
                Problem(
                    "import-partial-years",
                    f"found durations that are no whole years: {rows}",
                    "a part of a year counts as its part, or as a whole year",
                    "say which: --partial-years pro-rata or --partial-years round-up",
                )
            )
        return needs

    def _attribution_need(self) -> Problem:
        ratios = {sense: self._ratio(sense) for sense in ("others", "ours")}
        said = "; ".join(
            f"as a share {'of others' if sense == 'others' else 'of our own'} the ratio is {ratio}"
            for sense, ratio in ratios.items()
        )
        return Problem(
            "import-attribution",
            f"{self.attribution.how}; {said}",
            "attribution is the share caused by others, or the share that is our own",
            "say which: --attribution others or --attribution ours",
        )

    def _ratio(self, sense: str) -> str:
        try:
            _, study = self._study("ours" if sense == "ours" else "others")
            return f"{evaluate(study).ratio:.2f}"
        except SroiError:
            return "not defined, as no inputs have a value"

    def _currency(self) -> str | None:
        return self.answers.currency if self.answers.currency is not None else currency_of(self.table)

    def _start_year(self) -> int | None:
        return self.answers.start_year if self.answers.start_year is not None else self.years.calendar

    def _settings(self, decisions: list[str]) -> dict[str, Any]:
        title = self.answers.title or self.table.title or Path(self.book.name).stem
        count, needed = self.years.count, needed_years(self.outcomes, self.years) + self.discounted.later
        horizon = self.answers.horizon or (count + self.discounted.later if count else needed)
        if self.answers.horizon is None:
            why = "as many as the map has year columns" if count else "until the last outcome ends"
            decisions.append(f"horizon of {years(horizon)}: {why}")
        if needed > horizon:
            decisions.append(f"what lies after {years(horizon)} is not counted, though outcomes last up to {needed}")
        settings: dict[str, Any] = {
            "sroi": 1,
            "title": " ".join(title.split()),
            "currency": self._currency() or _STAND_IN[0],
            "price_base": "unknown",
            "start_year": self._start_year() or _STAND_IN[1],
            "horizon": horizon,
            "discounting": self._discounting(decisions),
        }
        if self.years.running.round_up or self.answers.partial_years == "round-up":
            settings["partial_years"] = "round-up"
        if words := self.years.running.words:
            decisions.append(
                f"{words}: so the printed years come out in {self.years.fits[0]} of {self.years.fits[1]} rows"
            )
        settings["limitations"] = [
            f"Imported from {self.book.name}, sheet {self.table.sheet.name}; a person should check each row against it."
        ]
        if published := self._published():
            settings["published"] = published
        return settings

    def _discounting(self, decisions: list[str]) -> Any:
        rate = self.answers.rate if self.answers.rate is not None else self.discounted.rate
        timing = self.answers.timing or self.discounted.timing
        if rate is None and timing is None:
            decisions.append(
                "no discount rate found: sroi-guide is taken, 3.5% a year and values at the end of each year"
            )
            return "sroi-guide"
        if timing == "none" and not rate:
            return "undiscounted"
        if rate is None:
            decisions.append("no discount rate found: 3.5% a year is taken, as in the SROI guide")
        if timing is None:
            decisions.append("the timing of values is not printed: end of each year is taken, as in the SROI guide")
        return {"rate": share_text(0.035 if rate is None else rate), "inputs": "start", "outcomes": timing or "end"}

    def _published(self) -> dict[str, Any]:
        foot = self.table.foot
        found: dict[str, Any] = {
            key: round(foot.numbers[key], 2) for key in ("ratio", "total_pv", "npv") if key in foot.numbers
        }
        if not found:
            return {}
        places = ", ".join(self.table.sheet.where(foot.totals[key]) for key in found)
        return {**found, "page": places, "kind": "independent"}

    def _study(self, sense: Sense) -> tuple[Draft, Study]:
        """Build the study; a row that cannot be one is kept as an outcome without money, with the reason."""
        outcomes, reasons = list(self.outcomes), list[tuple[MapOutcome, str]]()
        for _ in range(len(outcomes) + 1):
            decisions = list(self.decisions)
            builder = Builder(self.table, self.accounts, sense, self.years)
            if self.discounted.later:
                builder.years = replace(
                    self.years, begins={row: k + self.discounted.later for row, k in self.years.begins.items()}
                )
            draft = builder.build(outcomes, self._settings(decisions))
            draft.decisions = [*decisions, *draft.decisions]
            stated = any("attribution" in outcome.numbers for outcome in outcomes)
            if stated and self.attribution.sense is not None:  # what is to be asked is not decided
                draft.decisions.append(f"attribution is {_SENSE[sense]}: {self.attribution.how}")
            if not draft.document.get("inputs"):
                draft.decisions.append("no input has a value: add what is invested before there is a ratio")
            draft.document["decisions"] = [{"what": said} for said in draft.decisions]
            draft.left += reasons
            try:
                head = (
                    f"Imported from {self.book.name}, sheet {self.table.sheet.name}. Behind a number stands its cell.",
                )
                return draft, Study.parse(annotated(draft.document, draft.places, head), self.book.name)
            except StudyError as error:
                bad = {
                    draft.rows[key].row: problem
                    for problem in error.problems
                    if (key := problem.address.split("/")[0]) in draft.rows
                }
                if not bad:
                    raise
                for outcome in outcomes:
                    if outcome.row in bad:
                        reasons.append((outcome, bad[outcome.row].message))
                        outcome.numbers.pop("quantity", None)
        raise AssertionError("every round takes a row out")

    def _timing_by_total(self, study: Study) -> Discounted | None:
        """The timing under which the recomputed total present value is the printed one."""
        foot = self.table.foot.numbers
        printed, how = foot.get("total_pv"), "the total present value, recomputed"
        if printed is None and "ratio" in foot:
            try:
                printed, how = foot["ratio"] * float(flows(Model(study)).present_costs.sum()), "the ratio, recomputed"
            except SroiError:
                return None
        if not printed:
            return None
        rate = study.document["discounting"]
        rate = rate["rate"] if isinstance(rate, dict) else "3.5%"
        totals: dict[Timing, float] = {}
        for timing in TIMINGS:
            other = study.edited({"discounting": {"rate": rate, "inputs": "start", "outcomes": timing}})
            try:
                totals[timing] = float(flows(Model(other)).line_totals.sum())
            except SroiError:
                return None
        shown = tuple(
            Tried(timing, TIMINGS[timing], total, near_total(total, printed)) for timing, total in totals.items()
        )
        fitting = [one.timing for one in shown if one.fits]
        how = how if fitting else ""
        return Discounted(
            self.discounted.rate, self.discounted.rate_from, fitting[0] if fitting else None, how, 0, shown, printed
        )

    def _report(self, draft: Draft, study: Study, compared: Compared) -> Report:
        others = tuple(
            (sheet.name, len(sheet.cells))
            for sheet in self.book.sheets
            if sheet.name != self.table.sheet.name and sheet.cells
        )
        document = draft.document
        return Report(
            file=self.book.name,
            sheet=self.table.sheet.name,
            columns=self.table.headings.columns,
            unread=self.accounts.unread(),
            counts=self.accounts.counts(),
            other_sheets=others,
            compared=compared,
            discounted=self.discounted,
            decisions=tuple(draft.decisions),
            left_out=tuple(LeftOut(outcome.row, outcome.name, why) for outcome, why in draft.left),
            warnings=personal_data(study),
            outcomes=len(document["outcomes"]),
            inputs=len(document.get("inputs", {})),
            stakeholders=len(document.get("stakeholders", {})),
            rows={key: outcome.row for key, outcome in draft.rows.items()},
        )


_SENSE: Final = {"others": "the share caused by others", "ours": "the share that is our own, turned round"}


def _hidden(table: Table, outcomes: list[MapOutcome]) -> list[str]:
    """Rows and columns that are hidden on the sheet: they were read, and the reader should know."""
    sheet = table.sheet
    rows = [outcome.row for outcome in outcomes if outcome.row in sheet.hidden_rows]
    columns = [column.letter for column in table.headings.columns if column.column in sheet.hidden_columns]
    said = [f"row {row} is hidden on the sheet; it was read and counts" for row in rows]
    return said + [f"column {letter} is hidden on the sheet; it was read" for letter in columns]
