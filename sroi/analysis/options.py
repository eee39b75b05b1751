"""Scenarios and options side by side: what each sets, what comes of it, and how often one is better than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from sroi.analysis.differences.under_draws import COMPARED, Range, Results, above, best_of, ends, ties
from sroi.analysis.differences.what_differs import Row, rows_that_differ, what_it_sets
from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.progress import Progress, told
from sroi.analysis.words.options import sentences
from sroi.errors import Problem, SroiError, ValuationError
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.formats import number
from sroi.valuation.model import Model
from sroi.valuation.notebook import page
from sroi.valuation.scenarios import BASE
from sroi.valuation.valuation import Valuation
from sroi.valuation.views import view_named

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: What is ranged over: results that stand beside each other.
MEASURES: Final = ("ratio", "npv", "pv_inputs")

#: Fewest draws that say anything.
_FEWEST: Final = 100


@dataclass(frozen=True, slots=True)
class Alternative:
    """The base case, a scenario or an option beside the others.

    Parameters
    ----------
    id
        Its id; ``base`` for the base case.
    kind
        ``base case``, ``scenario`` or ``option``.
    valuation
        Its valuation at central values.
    ratio, npv, pv_inputs
        Result at central values from the perspective; the ratio is None where nothing counted is invested.
    ranges
        For ``ratio``, ``npv`` and ``pv_inputs`` the ends of the range in which 9 in 10 draws lie; empty without draws.
    above_base
        For ``ratio`` and ``npv`` the share of draws in which it exceeds the base case of the same draw; nothing where
        the two are the same in every draw, or undefined.
    best
        For ``ratio`` and ``npv`` the share of draws in which it is the best of base case and options; empty for a
        scenario, which is not a choice.
    changes, note
        What it sets, in words, and its note.
    """

    id: str
    kind: Literal["base case", "scenario", "option"]
    valuation: Valuation
    ratio: float | None
    npv: float
    pv_inputs: float
    ranges: Mapping[str, Range]
    above_base: Mapping[str, float]
    best: Mapping[str, float]
    changes: str
    note: str | None


@dataclass(frozen=True)
class SideBySide:
    """Every scenario and option of a study beside its base case.

    Made by :func:`side_by_side`.

    Parameters
    ----------
    study
        The study.
    perspective
        Whose values and inputs count.
    alternatives
        Base case first, then scenarios, then options.
    rows
        What differs, numbers in the order of the file, then settings and what is not counted; what is the same in all
        is not here.
    draws, seed
        Draws behind the ranges, the same for every alternative; 0 where there are none.
    reason
        Why there are no ranges; None where there are.
    ties
        For ``ratio`` and ``npv`` the groups of base case and options whose results are the same in every draw.
    """

    study: Study
    perspective: str
    alternatives: tuple[Alternative, ...]
    rows: tuple[Row, ...]
    draws: int
    seed: int
    reason: str | None = None
    ties: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    @property
    def base(self) -> Alternative:
        """The base case."""
        return self.alternatives[0]

    @property
    def options(self) -> tuple[Alternative, ...]:
        """Rival ways to spend the money."""
        return tuple(found for found in self.alternatives if found.kind == "option")

    @property
    def table(self) -> pd.DataFrame:
        """One row per alternative.

        Columns: ``scenario``, ``kind``; ``ratio`` (per 1 invested), ``difference`` from the base case, ``npv`` and
        ``pv_inputs`` (study currency, price base); ``…_low`` and ``…_high``, ends of the range in which 9 in 10 draws
        lie; ``ratio_above_base`` and ``npv_above_base``, ``ratio_best`` and ``npv_best``, shares of the draws;
        ``changes`` and ``note``.
        """
        import pandas as pd

        return pd.DataFrame([self.plain(found) for found in self.alternatives])

    def plain(self, found: Alternative) -> dict[str, Any]:
        """One alternative as plain data."""
        both = found.ratio is not None and self.base.ratio is not None
        data: dict[str, Any] = {
            "scenario": found.id,
            "kind": found.kind,
            "ratio": found.ratio,
            "difference": (found.ratio or 0.0) - (self.base.ratio or 0.0) if both else None,
            "npv": found.npv,
            "pv_inputs": found.pv_inputs,
        }
        for measure in MEASURES:
            low, high = found.ranges.get(measure, (None, None))
            data |= {f"{measure}_low": low, f"{measure}_high": high}
        for measure in COMPARED:
            data |= {
                f"{measure}_above_base": found.above_base.get(measure),
                f"{measure}_best": found.best.get(measure),
            }
        return data | {"changes": found.changes, "note": found.note}

    @property
    def differences(self) -> pd.DataFrame:
        """What differs, in words: one row per number or setting, one column per alternative, empty where as base."""
        import pandas as pd

        names = [found.id for found in self.alternatives]
        rows = [
            (row.address, row.label, row.base, *(row.elsewhere.get(name, "") for name in names[1:]))
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=["address", "what", *names])

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What stands out, in sentences."""
        return tuple(sentences(self))

    def __repr__(self) -> str:
        count = len(self.alternatives) - 1
        return f"SideBySide({self.study.title!r}, base case and {count} alternatives, draws={self.draws})"

    def _repr_html_(self) -> str:
        columns = ("scenario", "kind", "ratio", "ratio_low", "ratio_high", "npv", "npv_low", "npv_high", "changes")
        return page(self, self.summary, self.table, columns if self.draws else None) + page(None, (), self.differences)


def side_by_side(
    study: Study,
    *,
    draws: int = 2_000,
    seed: int = 0,
    ranges: bool = True,
    perspective: str = "social",
    progress: Progress | None = None,
) -> SideBySide:
    """Value a study and each of its scenarios and options, with ranges under the same draws.

    Draw i takes the same numbers in every alternative, but for those that the alternative sets (common random numbers),
    so that "better in 16 of 20" compares like with like: luck that helps one helps the other.

    Parameters
    ----------
    study
        The study.
    draws, seed
        How many draws, from 100, and any whole number from 0.
    ranges
        Whether to draw at all.
    perspective
        Id of a perspective.
    progress
        Told, as each alternative is drawn, which share of them is done.

    Returns
    -------
    SideBySide
        Without ranges, and with the reason, where no number has one or SciPy is not installed.

    Raises
    ------
    SroiError
        Where the base case or scenarios cannot be valued, naming each of these; ``draws-range``; ``seed-range``;
        ``perspective-unknown``.

    References
    ----------
    Common random numbers: Law (2015), Simulation Modeling and Analysis, 5th edition, section 11.2. ``docs/method.md``,
    uncertainty.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20, deadweight: 20%}},
    ...  options: {online: {set: {inputs/grant/amount: 60}, scale: {fit/quantity: 0.5}}}}
    ... ''')
    >>> found = side_by_side(study)
    >>> [(a.id, round(a.ratio, 2), [round(end, 2) for end in a.ranges["ratio"]]) for a in found.alternatives]
    [('base', 1.57, [1.29, 1.91]), ('online', 1.31, [1.08, 1.59])]
    >>> found.alternatives[1].above_base["ratio"]
    0.0
    """
    if ranges and draws < _FEWEST:
        raise ValuationError(
            Problem("draws-range", f"found {number(draws)} draws", f"ranges need {_FEWEST} draws or more", "write 2000")
        )
    named = list(_named(study))
    valuations = _all_valued(study, [name for name, _, _ in named])
    valued = [(*one, valuation) for one, valuation in zip(named, valuations, strict=True)]
    models = {name or BASE: valuation.model for name, _, _, valuation in valued}
    results, reason = _drawn(models, perspective, draws, seed, progress) if ranges else ({}, "not asked for")
    base = results.get(BASE)
    choices = [name or BASE for name, kind, _, _ in valued if kind != "scenario"]
    best = best_of(results, choices)
    alternatives = []
    for name, kind, scenario, valuation in valued:
        key = name or BASE
        at = evaluate(valuation.model, view=view_named(valuation.model, perspective))
        benefits, inputs = float(at.pv_benefits[0]), float(at.pv_inputs[0])
        own = results.get(key)
        alternatives.append(
            Alternative(
                key,
                kind,
                valuation,
                benefits / inputs if inputs > 0 else None,
                benefits - inputs,
                inputs,
                {measure: ends(values) for measure, values in own.items()} if own else {},
                above(own, base) if own and base and name is not None else {},
                best.get(key, {}),
                what_it_sets(study, scenario),
                scenario.note if scenario is not None else None,
            )
        )
    rows = tuple(rows_that_differ(valued[0][3], {str(name): valuation for name, _, _, valuation in valued[1:]}))
    same = {measure: ties(results, choices, measure) for measure in COMPARED}
    return SideBySide(study, perspective, tuple(alternatives), rows, draws if results else 0, seed, reason, same)


Named = tuple[str | None, Literal["base case", "scenario", "option"], Scenario | None]


def _named(study: Study) -> Iterator[Named]:
    yield None, "base case", None
    yield from ((name, "scenario", scenario) for name, scenario in study.scenarios.items())
    yield from ((name, "option", scenario) for name, scenario in study.options.items())


def _all_valued(study: Study, names: Sequence[str | None]) -> list[Valuation]:
    """Value the base case and every scenario; where several cannot be, say what is wrong with each of them."""
    found, broken = [], dict[str, SroiError]()
    for name in names:
        try:
            found.append(Valuation(Model(study, name)))
        except SroiError as error:
            if name is None:
                raise
            broken[name] = error
    if len(broken) == 1:
        ((name, only),) = broken.items()
        raise type(only)(only.problems, f"scenario {name}")
    if broken:
        problems = [
            replace(problem, address=", ".join(filter(None, (f"scenario {name}", problem.address))))
            for name, found_wrong in broken.items()
            for problem in found_wrong.problems
        ]
        raise ValuationError(problems, f"{len(broken)} of {len(names) - 1} scenarios and options")
    return found


# Draws


def _drawn(
    models: Mapping[str, Model], perspective: str, draws: int, seed: int, progress: Progress | None
) -> tuple[dict[str, Results], str | None]:
    """Results of every model under the same draws, or why there are none."""
    if not any(row.uncertain for row in models[BASE].parameters.rows):
        return {}, "no number of the study has a range"
    found = {}
    try:
        for name, model in told(models.items(), progress):
            drawn = evaluate(model, Sampler(model, seed).draw(0, draws), view=view_named(model, perspective))
            benefits, inputs = (np.broadcast_to(values, draws) for values in (drawn.pv_benefits, drawn.pv_inputs))
            found[name] = {"npv": benefits - inputs, "pv_inputs": inputs}
            if np.all(inputs > 0):
                found[name]["ratio"] = benefits / inputs
    except SroiError as error:
        if any(problem.code == "extra-missing" for problem in error.problems):
            return {}, "ranges need SciPy: pip install 'sroi[analysis]'"
        raise
    return found, None
