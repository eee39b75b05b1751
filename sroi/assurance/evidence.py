"""Evidence behind the value: how strong it is where the money is, and what rests on assumptions and defaults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.caveats import is_effect
from sroi.analysis.default_ranges import coverage, said_of
from sroi.study.study import Study
from sroi.valuation.assumed import ANY, numbers_of_lines
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import count, part
from sroi.valuation.grades import SOURCE, UNGRADED, WORDS, in_words
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.parameters import Parameter
from sroi.valuation.stated import number_text
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

#: What a number may rest on, the strongest first.
MEASURED, NAMED, JUDGED, REBUILT, ASSUMED, UNSOURCED, DEFAULT = BASES = (
    "measured or published", "a source of unstated kind", "expert judgement", "a reconstruction", "an assumption",
    "no source stated", "a default",
)  # fmt: skip

#: What a number rests on, by the kind of its source.
_BY_KIND: Final = {
    "own-data": MEASURED,
    "published": MEASURED,
    "statistics": MEASURED,
    "expert": JUDGED,
    "reconstruction": REBUILT,
    "assumption": ASSUMED,
}

#: Numbers that a value map has a column for: left out, they are a default that somebody should have thought about.
EXPECTED: Final = ("deadweight", "displacement", "attribution", "drop_off", "duration")

GRADES: Final = (*WORDS, None)


@dataclass(frozen=True, slots=True)
class Support:
    """One number and what it rests on.

    Parameters
    ----------
    parameter
        The number.
    basis
        One of :data:`BASES`.
    value_share
        Share of the (absolute) present value that depends on it.
    """

    parameter: Parameter
    basis: str
    value_share: float

    @property
    def grade(self) -> str:
        """Its grade in words."""
        return in_words(self.parameter.grade)


@dataclass(frozen=True, slots=True)
class Profile:
    """How the value divides by the evidence of one kind of number.

    Parameters
    ----------
    kind
        ``any number``, ``quantities``, ``unit values``, ``deductions`` or ``times and rates``.
    by_weakest_grade
        Share of the value by the weakest grade among the graded numbers of this kind it rests on; None: none is graded.
        The shares add up to 1.
    resting_on
        Share of the value that rests on at least one number of each basis; these overlap.
    ungraded
        Share of the value that rests on at least one stated number without a grade.
    all_measured
        Share of the value for which every number of this kind is measured or published.
    """

    kind: str
    by_weakest_grade: dict[int | None, float]
    resting_on: dict[str, float]
    ungraded: float
    all_measured: float


@dataclass(frozen=True)
class Evidence:
    """What a result rests on.

    Made by :func:`evidence`. Shares are of the present value, each value counted by its size whatever its sign, so that
    harm counts as much as good. They are shares of the ratio too: inputs are in none of them.

    Parameters
    ----------
    valuation
        The study, valued.
    numbers
        Every number that some value depends on, the one that most depends on first.
    profiles
        The value by evidence, for all numbers together and for each kind.
    """

    valuation: Valuation
    numbers: tuple[Support, ...]
    profiles: tuple[Profile, ...]

    @property
    def whole(self) -> Profile:
        """The profile over all kinds of number."""
        return self.profiles[0]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per number: address, number (in words), grade, grade_words, basis, source, value_share."""
        import pandas as pd

        rows = [
            (s.parameter.address, s.parameter.label, s.parameter.grade, s.grade, s.basis,
             source_text(s.parameter.study, s.parameter.source), s.value_share)
            for s in self.numbers
        ]  # fmt: skip
        columns = ["address", "number", "grade", "grade_words", "basis", "source", "value_share"]
        return pd.DataFrame(rows, columns=columns).astype({"grade": "Int64", "value_share": float})

    @cached_property
    def profile_table(self) -> pd.DataFrame:
        """Share of the value by weakest grade: one row per kind of number, one column per grade."""
        import pandas as pd

        names = {None: UNGRADED} | {grade: f"grade {grade}" for grade in WORDS}
        rows = [{names[grade]: profile.by_weakest_grade[grade] for grade in GRADES} for profile in self.profiles]
        index = pd.Index([profile.kind for profile in self.profiles], name="kind")
        return pd.DataFrame(rows, index=index)

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table, ("number", "grade_words", "basis", "source", "value_share"))

    @property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        return tuple(_sentences(self))


def evidence(study: Study | Valuation) -> Evidence:
    """Find what a result rests on.

    A value depends on its quantity, its unit value, its deductions and its times; the weakest graded of them is its
    grade. A number that follows from a comparison stands for the levels of the comparison. A default counts where a
    value map has a column for it (:data:`EXPECTED`) and it bears on the value: not a drop-off on what lasts one year,
    nor a deadweight where the quantity is an effect already. The discount rate is a choice and stands aside.

    Raises
    ------
    SroiError
        Where the study cannot be valued; see :func:`sroi.evaluate`.

    References
    ----------
    ``docs/assurance.md``; the six grades: ``docs/method.md``, the ladder of evidence.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  sources: {survey: {title: Survey, kind: own-data}, guess: {title: A guess, kind: assumption}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 3, value: 20, source: survey, grade: 3, duration: 1,
    ...                   deadweight: {value: 20%, source: guess, grade: 6}, attribution: 0%, displacement: 0%}}}
    ... ''')
    >>> found = evidence(study)
    >>> found.whole.by_weakest_grade[6], found.whole.resting_on["an assumption"], found.whole.resting_on["a default"]
    (1.0, 1.0, 0.0)
    >>> for sentence in found.summary[:2]:
    ...     print(sentence)
    100% of the value rests, at its weakest, on grade 6: uncorroborated expert judgement.
    100% rests on at least one assumption; 0% on numbers that are all measured or published.
    """
    valuation = study if isinstance(study, Valuation) else Valuation(Model(study))
    model = valuation.model
    size = np.abs(valuation.flows.line_totals)
    shares = [float(share) for share in (size / size.sum() if size.sum() else size)]
    lines = [
        {kind: _that_matter(model, line, places) for kind, places in kinds.items()}
        for line, kinds in zip(range(len(model.lines)), numbers_of_lines(model), strict=True)
    ]
    kinds = list(lines[0]) if lines else []
    profiles = [_profile(ANY, [[*chain(*line.values())] for line in lines], model, shares)]
    profiles += [_profile(kind, [line[kind] for line in lines], model, shares) for kind in kinds]
    return Evidence(valuation, _numbers(lines, model, shares), tuple(profiles))


def _that_matter(model: Model, line: int, places: set[int]) -> list[int]:
    """Places of stated numbers, and of defaults that a value map has a column for and that bear on the value."""
    rows, stream = model.parameters.rows, model.streams[model.lines[line].stream]
    outcome = model.study.outcomes[stream.outcome]
    bearing = set(EXPECTED)
    if rows[stream.life.duration].central <= 1 or outcome.profile is not None:
        bearing.discard("drop_off")
    if outcome.profile is not None:
        bearing.discard("duration")
    if is_effect(model, stream):
        bearing.discard("deadweight")
    if model.lines[line].present_value:
        bearing -= {"drop_off", "duration"}
    rest = [place for place in sorted(places) if place < len(rows) and rows[place].family != "discounting"]
    return [place for place in rest if rows[place].stated or rows[place].address.split("/")[-1] in bearing]


def basis(model: Model, row: Parameter) -> str:
    """What a number rests on: one of :data:`BASES`."""
    if not row.stated:
        return DEFAULT
    if row.source is None:
        return UNSOURCED
    found = model.study.sources.get(row.source.partition(" ")[0].rstrip(",;:"))
    if found is not None:
        return _BY_KIND[found.kind]
    return MEASURED if (unit := model.units.get(row.address)) is not None and unit.proxy else NAMED


def _profile(kind: str, lines: Sequence[list[int]], model: Model, shares: Sequence[float]) -> Profile:
    rows = model.parameters.rows
    by_grade: dict[int | None, float] = dict.fromkeys(GRADES, 0.0)
    resting = dict.fromkeys(BASES, 0.0)
    ungraded = all_measured = 0.0
    for places, share in zip(lines, shares, strict=True):
        stated = [rows[place] for place in places if rows[place].stated]
        grades = [row.grade for row in stated if row.grade is not None]
        by_grade[max(grades, default=None)] += share
        ungraded += share * any(row.grade is None for row in stated)
        found = {basis(model, rows[place]) for place in places}
        for one in found:
            resting[one] += share
        all_measured += share * (found <= {MEASURED})
    return Profile(kind, by_grade, resting, ungraded, all_measured)


def _numbers(lines: Sequence[dict[str, list[int]]], model: Model, shares: Sequence[float]) -> tuple[Support, ...]:
    carried: dict[int, float] = {}
    rows = model.parameters.rows
    for line, share in zip(lines, shares, strict=True):
        for place in {place for places in line.values() for place in places}:
            carried[place] = carried.get(place, 0.0) + share
    found = [Support(rows[place], basis(model, rows[place]), share) for place, share in sorted(carried.items())]
    return tuple(sorted(found, key=lambda one: -one.value_share))


def _sentences(found: Evidence) -> Iterator[str]:
    whole = found.whole
    graded = {grade: share for grade, share in whole.by_weakest_grade.items() if grade is not None and share > 0}
    if not graded:
        yield "No number behind the value has a grade of evidence."
    for place, (grade, share) in enumerate(sorted(graded.items(), key=lambda item: -item[1])):
        lead = "of the value rests, at its weakest, on" if not place else "on"
        yield f"{part(share, 1)} {lead} {in_words(grade)}."
    if graded and whole.by_weakest_grade[None] > 0:
        yield f"{part(whole.by_weakest_grade[None], 1)} on no graded number at all."
    if graded and whole.ungraded > 0:
        yield f"{part(whole.ungraded, 1)} rests on at least one number without a grade, which is not in that."
    resting = whole.resting_on
    yield (
        f"{part(resting[ASSUMED], 1)} rests on at least one assumption; {part(whole.all_measured, 1)} on numbers that "
        "are all measured or published."
    )
    left = [row.parameter for row in found.numbers if row.basis == DEFAULT]
    if left:
        of = "number of the value map is" if len(left) == 1 else "numbers of the value map are"
        yield (
            f"{part(resting[DEFAULT], 1)} rests on defaults: {count(len(left))} {of} not stated, such as "
            f"“{left[0].label}”, counted as {number_text(left[0].central, left[0], found.valuation.study.currency)}."
        )
    others = [f"{part(resting[one], 1)} on {one}" for one in (JUDGED, REBUILT, NAMED) if resting[one] > 0]
    if others:
        yield f"At least in part: {', '.join(others)}."
    if resting[UNSOURCED] > 0:
        yield f"{part(resting[UNSOURCED], 1)} rests on at least one number without a source."
    if coverage(found.valuation.model)[0]:
        yield said_of(found.valuation.model)
    yield f"Grades: {SOURCE}. “Weakest counts” is our rule."
