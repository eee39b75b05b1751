"""The assumptions log in the fields of the Aqua Book, with the effect of each assumption worked out by the engine."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sroi.analysis.outputs import output
from sroi.analysis.tornado import Bar, tornado
from sroi.study.addresses import matching
from sroi.study.records import Assumption
from sroi.study.study import Study
from sroi.valuation.formats import count, money
from sroi.valuation.grades import in_words
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.parameters import Parameter
from sroi.valuation.stated import number_text
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

#: Change by which a number without a range is moved, so that its effect can be said all the same. A house rule.
CHANGE: Final = 0.1

#: What a field says that nobody filled in.
EMPTY: Final = "not stated"

#: What stands where a number is marked as an assumption and the log has no entry for it.
NO_ENTRY: Final = "no entry yet"

#: Where the fields of the log come from.
FIELDS: Final = (
    "AQuA Book (HM Treasury; revision repository, January 2026): an assumptions log says what, why, when, by whom, "
    "effect, reliability and sign-off; review dates are its sunset dates for data"
)

#: How numbers were moved to find an effect.
RANGE, AROUND, BOTH = "P5 to P95", "±10%, no range stated", "P5 to P95, ±10% where no range is stated"

#: Why they were not.
AT_ZERO, UNDEFINED = "no range is stated, and ±10% of 0 is 0", "the ratio is undefined at an end of its range"


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of the ratio over what an assumption may be.

    Parameters
    ----------
    low, high
        The SROI ratio with all numbers of the assumption at the ends that lower it, and at those that raise it.
    moved
        How they were moved: :data:`RANGE`, :data:`AROUND` or :data:`BOTH`; or why they were not, and then ``low`` and
        ``high`` are NaN.
    """

    low: float
    high: float
    moved: str

    def words(self, currency: str) -> str:
        """Say it.

        Examples
        --------
        >>> Effect(3.1, 4.2, RANGE).words("GBP"), Effect(3.1, 3.1, AROUND).words("GBP")
        ('ratio £3.10 to £4.20 (P5 to P95)', 'no effect on the ratio')
        """
        if self.moved in (AT_ZERO, UNDEFINED):
            return f"not computed: {self.moved}"
        if self.low == self.high:
            return "no effect on the ratio"
        return f"ratio {money(self.low, currency, 2)} to {money(self.high, currency, 2)} ({self.moved})"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One assumption of the log.

    Parameters
    ----------
    what, why, when, by, reliability, signed_off_by, review_by
        As the study says; None where it does not. Of a number without an entry, ``what`` is its value and ``why`` its
        note.
    numbers
        The numbers it is about.
    effect
        What becomes of the ratio; None where the entry names no number.
    entered
        Whether the study has an entry for it.
    """

    what: str
    why: str | None
    when: str | None
    by: str | None
    reliability: str | None
    signed_off_by: str | None
    review_by: str | None
    numbers: tuple[Parameter, ...]
    effect: Effect | None
    entered: bool = True

    @property
    def swing(self) -> float:
        """How far the ratio moves; 0 where that cannot be computed."""
        width = self.effect.high - self.effect.low if self.effect is not None else 0.0
        return 0.0 if math.isnan(width) else width

    @property
    def gaps(self) -> tuple[str, ...]:
        """Fields that nobody filled in."""
        fields = ("why", "when", "by", "reliability", "signed_off_by", "review_by")
        return tuple(field for field in fields if not getattr(self, field))

    @property
    def weakest(self) -> str:
        """The weakest grade among its numbers, in words, for who judges reliability."""
        return in_words(max((row.grade for row in self.numbers if row.grade is not None), default=None))


@dataclass(frozen=True)
class AssumptionsLog:
    """Every assumption of a study, the one that moves the ratio most first.

    Made by :func:`assumptions_log`.

    Parameters
    ----------
    valuation
        The study, valued.
    entries
        Entries of the study's log, and one for every number that is an assumption without an entry.
    """

    valuation: Valuation
    entries: tuple[LogEntry, ...]

    @property
    def missing(self) -> tuple[LogEntry, ...]:
        """Assumptions without an entry."""
        return tuple(entry for entry in self.entries if not entry.entered)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per assumption.

        Columns: ``what``, ``why``, ``when``, ``by``, ``addresses``, ``effect`` (in words), ``ratio_low``,
        ``ratio_high``, ``moved`` (how the numbers were moved), ``reliability``, ``weakest_grade``, ``signed_off_by``,
        ``review_by``, ``entry`` (``in the log`` or ``no entry yet``).
        """
        import pandas as pd

        columns = (
            "what", "why", "when", "by", "addresses", "effect", "ratio_low", "ratio_high", "moved", "reliability",
            "weakest_grade", "signed_off_by", "review_by", "entry",
        )  # fmt: skip
        rows = [self._row(entry) for entry in self.entries]
        table = pd.DataFrame(rows, columns=list(columns), dtype=object)
        return table.astype({"ratio_low": float, "ratio_high": float})

    def _row(self, entry: LogEntry) -> tuple[object, ...]:
        effect = entry.effect
        ends = (None, None, None) if effect is None else (effect.low, effect.high, effect.moved)
        return (
            entry.what, entry.why, entry.when, entry.by, ", ".join(row.address for row in entry.numbers),
            self.effect(entry), *ends, entry.reliability, entry.weakest, entry.signed_off_by, entry.review_by,
            "in the log" if entry.entered else NO_ENTRY,
        )  # fmt: skip

    def effect(self, entry: LogEntry) -> str:
        """What an assumption does to the ratio, in words."""
        if entry.effect is None:
            return "names no number, so no effect can be computed"
        return entry.effect.words(self.valuation.study.currency)

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(
            self, self.summary, self.table, ("what", "why", "by", "effect", "reliability", "signed_off_by", "review_by")
        )

    @property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences."""
        return tuple(_sentences(self))


def assumptions_log(study: Study | Valuation) -> AssumptionsLog:
    """Fill in the assumptions log of a study.

    The effect of an entry is the ratio with all its numbers at the ends of their ranges, P5 or P95, that lower it, and
    at those that raise it; which end does which is found for each number alone. A number without a range is moved by
    ±10%, and the effect says so.

    Raises
    ------
    SroiError
        Where the study cannot be valued; see :func:`sroi.evaluate`.

    References
    ----------
    :data:`FIELDS`; ``docs/assurance.md``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  sources: {guess: {title: A guess, kind: assumption}}, inputs: {grant: {from: a, amount: 100}},
    ...  discounting: undiscounted,
    ...  assumptions: [{what: Attendance holds, by: J. Doe, addresses: [fit/quantity]}],
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: {value: 20, source: guess}}}}
    ... ''')
    >>> log = assumptions_log(study)
    >>> log.table[["what", "by", "effect", "entry"]].values.tolist()[0]
    ['Attendance holds', 'J. Doe', 'ratio £1.60 to £2.40 (P5 to P95)', 'in the log']
    >>> log.table[["what", "by", "effect", "entry"]].values.tolist()[1]
    ['Fitter: value of one unit is £20.00', None, 'ratio £1.76 to £2.16 (±10%, no range stated)', 'no entry yet']
    """
    valuation = study if isinstance(study, Valuation) else Valuation(Model(study))
    model = valuation.model
    bars = _bars(model)
    logged = [_of_entry(model, entry, bars) for entry in valuation.study.assumptions]
    covered = {row.address for entry in logged for row in entry.numbers}
    rows = [row for row in model.parameters.rows if row.stated and row.assumption and row.owner not in model.left_out]
    unlogged = [_of_number(model, row, bars) for row in rows if row.address not in covered]
    return AssumptionsLog(valuation, tuple(sorted([*logged, *unlogged], key=lambda entry: -entry.swing)))


def _bars(model: Model) -> dict[str, Bar]:
    """Each number moved alone: over its range, or else by ±10%."""
    around, ranges = (tornado(model, by=by).bars for by in (CHANGE, None))
    return {bar.parameter.address: bar for bar in (*around, *ranges)}


def _of_entry(model: Model, entry: Assumption, bars: dict[str, Bar]) -> LogEntry:
    rows = _rows(model, entry.addresses)
    return LogEntry(
        entry.what, entry.why, entry.when, entry.by, entry.reliability, entry.signed_off_by, entry.review_by,
        rows, _effect(model, rows, bars),
    )  # fmt: skip


def _of_number(model: Model, row: Parameter, bars: dict[str, Bar]) -> LogEntry:
    what = f"{row.label} is {number_text(row.central, row, model.study.currency)}"
    effect = _effect(model, (row,), bars)
    return LogEntry(what, row.note, None, None, None, None, None, (row,), effect, entered=False)


def _rows(model: Model, addresses: Sequence[str]) -> tuple[Parameter, ...]:
    """The numbers that addresses lead to: those inside a container, and the levels behind a share that follows."""
    table = model.parameters
    found: dict[str, Parameter] = {}
    for pattern in addresses:
        for name in matching(pattern, table.columns):
            inside = [name] if name in table.columns else [one for one in table.columns if one.startswith(f"{name}/")]
            for place in (table.columns[one] for one in inside):
                derived = place - len(table.rows)
                for column in (place,) if derived < 0 else table.derived[derived].columns:
                    found.setdefault(table.rows[column].address, table.rows[column])
    return tuple(found.values())


def _effect(model: Model, rows: Sequence[Parameter], bars: dict[str, Bar]) -> Effect | None:
    """The ratio with numbers at the ends that lower it, and that raise it; None where no number is named."""
    if not rows:
        return None
    moved = [bars[row.address] for row in rows if row.address in bars]
    used = [bar for bar in moved if bar.swing]
    if not moved or any(bar.swing is None for bar in moved):
        return Effect(math.nan, math.nan, UNDEFINED if moved else AT_ZERO)
    if len(moved) == 1 or not used:
        low, high = (end.result for end in moved[0].by_result)
    else:
        ends = [[bar.by_result[side].value for side in (0, 1)] for bar in used]
        points = {bar.parameter.address: end for bar, end in zip(used, ends, strict=True)}
        low, high = sorted(map(float, output(model).where_defined(points)))
    if low is None or high is None or math.isnan(low + high):
        return Effect(math.nan, math.nan, UNDEFINED)
    return Effect(low, high, _words(used or moved))


def _words(bars: Sequence[Bar]) -> str:
    ranges = {bar.parameter.uncertain for bar in bars}
    return BOTH if len(ranges) > 1 else RANGE if ranges == {True} else AROUND


def _sentences(log: AssumptionsLog) -> Iterator[str]:
    entries, missing = log.entries, log.missing
    if not entries:
        yield "No number is marked as an assumption, and the log is empty. That is a statement in itself: check it."
        return
    kept = len(entries) - len(missing)
    yield f"{count(kept)} of {count(len(entries))} assumptions {'has' if kept == 1 else 'have'} an entry in the log."
    first = entries[0]
    if first.swing:
        yield f"What moves the ratio most: {first.what}: {log.effect(first)}."
    if missing and missing[0].swing and missing[0] is not first:
        yield f"Of those without an entry: {missing[0].what}: {log.effect(missing[0])}."
    unsigned = sum(not entry.signed_off_by for entry in entries if entry.entered)
    if unsigned:
        yield f"{count(unsigned)} {'entry has' if unsigned == 1 else 'entries have'} no sign-off."
