"""What a result is to meet: a number, or what a rival option of the same study comes to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.outputs import MEASURES, Output, output
from sroi.errors import Problem, ValuationError
from sroi.study.addresses import matching
from sroi.study.faults import did_you_mean, said
from sroi.study.study import Study
from sroi.valuation.engine import Evaluation, evaluate
from sroi.valuation.formats import money
from sroi.valuation.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Measures that are sums of present values, or one sum over another, and the target of each that needs no saying.
DEFAULTS: Final = {"ratio": 1.0, "net_ratio": 0.0, "npv": 0.0, "pv_benefits": None, "pv_inputs": None}


#: Part of what is added up below which a change is rounding.
ROUNDING: Final = 1e-12

#: Part of what a gap is the difference of that counts as nothing: there the target is met.
NOTHING: Final = 1e-14


@dataclass(frozen=True)
class Goal:
    """A measure of a model and what it is to meet.

    Made by :func:`goal`. Where a rival is to be met, whatever is moved in the model is moved in the rival too.

    Parameters
    ----------
    output
        The measure, of the model, from a perspective.
    target
        The number to be met; for a rival, what it comes to in its own base case.
    rival
        The same measure of another option or scenario; None where a number is to be met.
    """

    output: Output
    target: float
    rival: Output | None = None

    @property
    def _per_input(self) -> bool:
        return self.output.measure in ("ratio", "net_ratio")

    def terms(self, sums: Floats) -> tuple[Floats, Floats]:
        """Two amounts, the first of which is the larger where the result is above the target.

        Ratios are multiplied out: benefits × the rival's inputs, and the rival's benefits × inputs. So both are
        straight lines, or parabolas, in every number in which present values are straight lines.

        Parameters
        ----------
        sums : shape (4, …)
            Present value of benefits and of inputs, and those of the rival; see :meth:`filled`.
        """
        benefits, inputs, rival_benefits, rival_inputs = sums
        if self._per_input:
            return benefits * rival_inputs, rival_benefits * inputs
        if self.output.measure == "npv":
            return benefits + rival_inputs, inputs + rival_benefits
        return (benefits, rival_benefits) if self.output.measure == "pv_benefits" else (inputs, rival_inputs)

    def gap(self, sums: Floats) -> Floats:
        """How far the result lies above the target, in the form of :meth:`terms`; NaN where it is undefined."""
        first, second = self.terms(sums)
        return np.where(self.defined(sums), first - second, np.nan)

    def size(self, sums: Floats) -> Floats:
        """Size of what the gap is the difference of."""
        first, second = self.terms(sums)
        return np.abs(first) + np.abs(second)

    def changes(self, sums: Floats, base: Floats) -> NDArray[np.bool_]:
        """Whether the result, or what the rival comes to, is another one than in the base case, rounding apart.

        Parameters
        ----------
        sums : shape (4, movement, point)
            Present values.
        base : shape (4, movement)
            Present values to compare with.

        Returns
        -------
        changes : shape (movement,)
            Whether it is at any point. A result that is undefined at some points is another one there.
        """
        found = np.zeros(base.shape[1], dtype=bool)
        for side in (slice(0, 2), slice(2, 4))[: 2 if self.rival else 1]:
            own, start = sums[side], base[side][:, :, None]
            size = np.maximum(np.maximum(np.abs(own).max(axis=2), np.abs(base[side])), self.sizes[side][:, None])
            moves = (np.abs(own - start) > ROUNDING * size[:, :, None]).any(axis=0)
            result, before = self.results(own), self.results(start)
            of = size[0] / np.abs(base[side][1]) if self._per_input else size.sum(axis=0)
            found |= (moves & ~(np.abs(result - before) <= ROUNDING * of[:, None])).any(axis=1)
        return found

    def parabola(self, base: Floats, slope: Floats) -> tuple[Floats, Floats, Floats]:
        """Coefficients c of the gap c₀ + c₁ d + c₂ d², where present values are base + slope × d."""
        constant, zero = np.subtract(*self.terms(base)), np.zeros(base.shape[1:])
        if not self._per_input:
            return constant, np.subtract(*self.terms(slope)), zero
        (b, i, rb, ri), (b1, i1, rb1, ri1) = base, slope
        return constant, b1 * ri + b * ri1 - rb1 * i - rb * i1, b1 * ri1 - rb1 * i1

    def filled(self, sums: Floats, rival: Floats | None = None) -> Floats:
        """Put the present values of a model, shape (2, …), and those that stand for the target one above the other."""
        if rival is None:
            rival = np.broadcast_to(np.reshape(self._stand_in, (2, *[1] * (sums.ndim - 1))), sums.shape)
        return np.concatenate([sums, rival])

    def defined(self, sums: Floats) -> NDArray[np.bool_]:
        """Whether the measure exists: ratios need inputs above 0."""
        fine = np.isfinite(sums).all(axis=0)
        return np.asarray(fine & (sums[1] > 0) & (sums[3] > 0) if self._per_input else fine)

    def results(self, sums: Floats) -> Floats:
        """The measure of the model, NaN where it does not exist."""
        benefits, inputs = sums[0], sums[1]
        if self._per_input:
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = np.where(inputs > 0, benefits / inputs, np.nan)
            return ratio - 1 if self.output.measure == "net_ratio" else ratio
        return np.asarray({"npv": benefits - inputs, "pv_benefits": benefits}.get(self.output.measure, inputs))

    @property
    def name(self) -> str:
        """What is to meet the target, in words that start a sentence."""
        name = {"ratio": "ratio", "net_ratio": "net ratio"}.get(self.output.measure, MEASURES[self.output.measure])
        view = self.output.view
        return f"The {name}" + (f" ({view.title})" if view.id != "social" else "")

    @property
    def verb(self) -> str:
        """What the result would do to pass to the other side of the target."""
        return "falls below" if self.side > 0 else "reaches"

    @property
    def infinitive(self) -> str:
        """The same of what moves it, after "could": ``take it below``."""
        return "take it below" if self.side > 0 else "bring it to"

    @property
    def takes(self) -> str:
        """The same, after a single number: ``takes the ratio below``."""
        name = self.name[0].lower() + self.name[1:]
        return f"takes {name} below" if self.side > 0 else f"brings {name} to"

    @cached_property
    def text(self) -> str:
        """What is to be met, in words."""
        if self.rival is None:
            return self.short
        other = self.rival.model
        kind = "option" if other.scenario_id in other.base_study.options else "scenario"
        named = f"the {kind} “{other.scenario_id}”" if other.scenario_id else "the base case"
        return f"that of {named}"

    @property
    def short(self) -> str:
        """What is to be met, in one word: ``£3``, ``“phone-only”``."""
        return self.output_text(self.target) if self.rival is None else f"“{self.rival.model.scenario_id or 'base'}”"

    def output_text(self, value: float) -> str:
        """Show a value of the measure, whole numbers without pennies."""
        shown = self.output.text(value)
        whole = money(value, self.output.model.study.currency)
        return whole if shown.removesuffix("00").removesuffix(".") == whole else shown

    @cached_property
    def bases(self) -> tuple[Evaluation, ...]:
        """Base case of the model, and of the rival where there is one, with every line."""
        sides = (self.output, self.rival) if self.rival else (self.output,)
        return tuple(evaluate(side.model, view=side.view, by_line=True) for side in sides)

    @cached_property
    def base(self) -> Floats:
        """Present values in the base case, as :meth:`filled` puts them: shape (4,)."""
        sides = [np.array([found.pv_benefits[0], found.pv_inputs[0]]) for found in self.bases]
        return self.filled(*sides)

    @cached_property
    def side(self) -> int:
        """1 where the base case lies above the target, −1 where it lies below, 0 where it meets it."""
        gap = float(self.gap(self.base))
        return 0 if abs(gap) <= NOTHING * float(self.size(self.sizes)) else 1 if gap > 0 else -1

    @cached_property
    def follows(self) -> dict[str, float]:
        """Factor by which each number of the rival moves when it moves in the model; empty where there is no rival."""
        return follows(self.output.model, self.rival.model) if self.rival else {}

    @cached_property
    def sizes(self) -> Floats:
        """Sizes of what is added up in the four sums of the base case, of which rounding errors are a part."""
        rival = _sizes(self.rival, self.bases[1]) if self.rival else tuple(map(abs, self._stand_in))
        return np.array([*_sizes(self.output, self.bases[0]), *rival])

    @property
    def _stand_in(self) -> tuple[float, float]:
        """Present values of benefits and inputs that come to the target."""
        target = self.target
        return {
            "ratio": (target, 1.0),
            "net_ratio": (target + 1.0, 1.0),
            "npv": (target, 0.0),
            "pv_benefits": (target, 0.0),
            "pv_inputs": (0.0, target),
        }[self.output.measure]


def _sizes(side: Output, base: Evaluation) -> tuple[float, float]:
    """Present values of benefits, harms counted without their sign, and of inputs."""
    assert base.by_line is not None
    return float(np.abs(base.by_line[0]) @ np.array(side.view.lines, dtype=float)), abs(float(base.pv_inputs[0]))


def goal(
    study: Study | Model,
    target: float | str | None = None,
    *,
    scenario: str | None = None,
    measure: str = "ratio",
    perspective: str = "social",
) -> Goal:
    """Say what is to meet what.

    Parameters
    ----------
    study
        A study, or a model of one of its scenarios.
    target
        A number, or the id of a scenario or option of the study (``base`` for its base case), also written as
        ``option:ID`` or ``scenario:ID``. If left out: a ratio of 1, a net ratio or net present value of 0.
    scenario
        Scenario or option of the study that is asked about, where ``study`` is a study.
    measure
        ``ratio``, ``net_ratio``, ``npv``, ``pv_benefits`` or ``pv_inputs``.
    perspective
        Id of a perspective.

    Raises
    ------
    ValuationError
        ``measure-unknown`` (paybacks have no switching value), ``perspective-unknown``, ``target-missing``,
        ``target-finite``, ``target-unknown``, ``target-itself``; ``inputs-zero`` where a ratio does not exist.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  options: {half: {scale: {fit/quantity: 0.5}}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> goal(study).target, goal(study, "option:half").target, goal(study, "half").text
    (1.0, 1.0, 'that of the option “half”')
    """
    model = study if isinstance(study, Model) else Model(study, scenario)
    asked = output(model, measure, perspective)
    if measure not in DEFAULTS:
        allowed = f"a target is set for {', '.join(DEFAULTS)}"
        raise ValuationError(
            Problem(
                "measure-unknown", f"found the measure {measure}", allowed, "ask for the ratio at a shorter horizon"
            )
        )
    _ = asked.base  # a ratio without inputs is refused here
    if target is None:
        target = DEFAULTS[measure]
    if target is None:
        allowed = "only ratios and net present value have a target that needs no saying"
        raise ValuationError(
            Problem("target-missing", f"found no target for the {MEASURES[measure]}", allowed, "say which amount")
        )
    if isinstance(target, str):
        rival = output(Model(model.base_study, _named(model, target)), measure, perspective)
        return Goal(asked, rival.base, rival)
    if not math.isfinite(target):
        raise ValuationError(Problem("target-finite", f"found the target {target}", "a target is a finite number"))
    return Goal(asked, float(target))


def _named(model: Model, target: str) -> str | None:
    """Id of the scenario or option that a target names; None for the base case."""
    study = model.base_study
    kind, colon, name = target.rpartition(":")
    known: dict[str, Any] = {"base": None}
    known |= study.scenarios if kind != "option" else {}
    known |= study.options if kind != "scenario" else {}
    if name not in known or (colon and kind not in ("option", "scenario")):
        ids = [*study.scenarios, *study.options]
        allowed = "a target is a number, or a scenario or option of the study"
        write = did_you_mean(name, ids, "" if ids else "the study has no scenarios or options")
        raise ValuationError(Problem("target-unknown", f"found the target {said(target)}", allowed, write))
    chosen = None if name == "base" else name
    if chosen == model.scenario_id:
        what = f"the scenario {chosen}" if chosen else "the base case"
        allowed = "a result is set against a number or against another option"
        raise ValuationError(
            Problem("target-itself", f"found {what} as its own target", allowed, "name another option, or a number")
        )
    return chosen


def follows(model: Model, rival: Model) -> dict[str, float]:
    """Factor by which each number of a rival moves when the same number of the model moves.

    1 where both have it, the quotient of the factors where one scales it. A number that a scenario sets is another
    number: it has no place here and stays where it is.
    """
    scales = [_scales(each) for each in (model, rival)]
    found = {}
    for row in model.parameters.rows:
        address = row.address
        other = rival.parameters.row(address) if address in rival.parameters.columns else None
        if other is None or other.address != address or (scales[0].get(address, 1.0) == 0):
            continue
        factor = scales[1].get(address, 1.0) / scales[0].get(address, 1.0)
        if math.isclose(other.central, row.central * factor, rel_tol=1e-12):
            found[address] = factor
    return found


def _scales(model: Model) -> dict[str, float]:
    factors: dict[str, float] = {}
    for pattern, factor in (model.scenario.scale if model.scenario else {}).items():
        for address in matching(pattern, model.parameters.columns):
            factors[address] = factors.get(address, 1.0) * factor
    return factors
