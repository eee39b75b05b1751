"""How the cells of a sweep are computed: one model for each part of the grid, and blocks of cells for each model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.cells.dimensions import SCENARIO, Dimension
from sroi.analysis.cells.targets import RATE, Targets, addresses, all_zero, conflicts, targets, unknown
from sroi.analysis.cells.wholes import ScaledModel, with_factors
from sroi.analysis.outputs import Output, output
from sroi.analysis.words.comparisons import levels
from sroi.analysis.words.naming import named, quoted, titled
from sroi.errors import Problem, SroiError, StudyError
from sroi.study.consistency import SETTINGS
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.engine import NO_INPUTS
from sroi.valuation.model import Model
from sroi.valuation.scenarios import scenario_of, with_settings
from sroi.valuation.vector import central

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Cells evaluated at a time, and numbers held for them.
_CELLS: Final = 262_144
_HELD: Final = 16_777_216

#: Id under which the changes of one part of a grid are put into a study.
_PART: Final = "sweep"


def places_of(cells: NDArray[np.int64], shape: Sequence[int]) -> list[NDArray[np.int64]]:
    """Place of each cell in each dimension, for any number of dimensions."""
    found: list[NDArray[np.int64]] = []
    for size in reversed(shape):
        found.append(cells % size)
        cells = cells // size
    return found[::-1]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a grid that one model answers for: the model, what its dimensions move, where its cells are."""

    model: Model
    targets: tuple[Targets, ...]
    offset: int


class Grid:
    """A grid to be computed: one model for each part in which the study as a whole differs, and the cells of each.

    Parameters
    ----------
    study
        The study.
    dims
        What is varied.
    outputs
        Measures and perspective, of the study without any change.
    scenario
        Scenario that the grid is laid around; None for the base case.
    """

    def __init__(
        self, study: Study, dims: tuple[Dimension, ...], outputs: tuple[Output, ...], scenario: str | None
    ) -> None:
        self.study, self.dims, self.outputs, self.scenario = study, dims, outputs, scenario
        self.notes: dict[str, None] = {}
        named = {each.target: addresses(study, each) for each in dims if not each.setting}
        # A schedule of several rates is scaled when a model is resolved, as by a scenario.
        self.by_model = [
            each.setting or (each.relative and any(name.endswith(RATE) for name in named[each.target])) for each in dims
        ]
        self.inner = [each for each, by_model in zip(dims, self.by_model, strict=True) if not by_model]
        self.scaled = [each for each in self.inner if each.relative]
        self.strides = [math.prod(len(other) for other in dims[place + 1 :]) for place in range(len(dims))]
        self.wide, self.factors = with_factors(study, len(self.scaled)) if self.scaled else (study, ())
        self.settled: dict[str, Study] = {}
        self.parts: list[_Part] = []

    def problems(self) -> list[Problem]:
        """Resolve every part of the grid, and say what is wrong with any of them; nothing if all are sound."""
        found: list[Problem] = []
        if self.scenario is not None and any(each.target == SCENARIO for each in self.dims):
            write = f"leave one out, or put {self.scenario} among the values"
            found.append(Problem("vary-twice", f"found scenario, and the scenario {self.scenario}", "", write))
        model = Model(self.study, self.scenario)
        moved = [self._targets(model, each, found) for each in self.inner]
        found += conflicts(moved)
        found += [] if found else self._refused(moved)
        sound = not found
        outer = [each for each, by_model in zip(self.dims, self.by_model, strict=True) if by_model]
        strides = [stride for stride, by_model in zip(self.strides, self.by_model, strict=True) if by_model]
        if len(outer) > 1:  # each value alone first: what is wrong with one is not said of every combination
            alone = [(each, value) for each in outer for value in each.values]
            found += [problem for chosen in alone for problem in self._add([chosen], 0, sound)]
            self.parts.clear()
            if found:
                return list(dict.fromkeys(found))
        for places in product(*(range(len(each)) for each in outer)):
            chosen = [(each, each.values[place]) for each, place in zip(outer, places, strict=True)]
            offset = sum(place * stride for place, stride in zip(places, strides, strict=True))
            found += self._add(chosen, offset, sound)
        return list(dict.fromkeys(found))

    def _refused(self, moved: Sequence[Targets]) -> tuple[Problem, ...]:
        """What the model itself refuses of values that are legal by themselves, such as deadweight on an effect."""
        stated = {name: _extreme(each) for each in moved if not each.dimension.relative for name in each.set_addresses}
        levels_left = {name: value for name, value in stated.items() if not name.startswith("counterfactuals/")}
        try:
            Model(_with_scenario(self.study, Scenario(set=levels_left)), _PART)
        except SroiError as error:
            return error.problems
        return ()

    def _add(self, chosen: Sequence[tuple[Dimension, float | str]], offset: int, sound: bool) -> list[Problem]:
        """Add a part to the grid, or say what is wrong with it."""
        try:
            self.parts.append(self._part(chosen, offset, sound))
        except SroiError as error:
            return [_where(problem, chosen) for problem in error.problems]
        return []

    def computed(self) -> tuple[dict[str, Floats], dict[str, dict[str, int]], tuple[str, ...]]:
        """Results by measure, undefined cells by measure and reason, and notes, of a grid without problems."""
        cells = math.prod(len(each) for each in self.dims)
        results = {each.measure: np.empty(cells) for each in self.outputs}
        undefined: dict[str, Counter[str]] = {each.measure: Counter() for each in self.outputs}
        for part in self.parts:
            self._fill(part, results, undefined)
        reasons = {measure: dict(counted) for measure, counted in undefined.items()}
        return results, reasons, tuple(self.notes)

    def _part(self, chosen: Sequence[tuple[Dimension, float | str]], offset: int, sound: bool) -> _Part:
        """Resolve the model of one part, and what the other dimensions move in it; they are ``sound`` in the study."""
        setting = {each.target: value for each, value in chosen if each.setting}
        name = str(setting.pop(SCENARIO)) if SCENARIO in setting else self.scenario
        own = scenario_of(self.study, name) or Scenario()
        scales = {each.target: float(value) for each, value in chosen if not each.setting}
        study, own = self._settled(_changed(own, {key: _written(key, value) for key, value in setting.items()}, scales))
        model, problems = Model(_with_scenario(study, own), _PART), list[Problem]()
        moved = [self._targets(model, each, problems) for each in self.inner]
        problems += conflicts(moved)
        if problems:
            raise StudyError(problems if sound else ())  # what is wrong with them everywhere has been said
        self._note(model, moved)
        wholes: dict[str, list[str]] = {}
        for each in moved:
            for whole in each.wholes:
                wholes.setdefault(whole, []).append(self._factor(each))
        linked = {name: value for each in moved for name, value in _own_numbers(model, each)}
        if linked or wholes:
            study = _with_scenario(study, _changed(own, linked, {}))
            model = ScaledModel(study, _PART, wholes)
            moved = [self._targets(model, each, problems) for each in self.inner]
            problems += conflicts(moved)
        if problems:
            raise StudyError(problems)
        return _Part(model, tuple(moved), offset)

    def _settled(self, scenario: Scenario) -> tuple[Study, Scenario]:
        """The study with the settings of a scenario, made once for each of them, and the scenario without them."""
        settings = {key: value for key, value in scenario.set.items() if key in SETTINGS}
        rest = {key: value for key, value in scenario.set.items() if key not in SETTINGS}
        key = repr(sorted(settings.items()))
        if key not in self.settled:
            self.settled[key] = with_settings(self.wide, scenario, None)
        return self.settled[key], scenario.model_copy(update={"set": rest})

    def _targets(self, model: Model, each: Dimension, problems: list[Problem]) -> Targets:
        names = [name for name in addresses(model.study, each) if name not in self.factors]
        if not names:
            problems.append(unknown(self.study, each))
        return targets(model, each, names, problems)

    def _factor(self, moved: Targets) -> str:
        """Address of the number that multiplies the wholes of a relative dimension."""
        return self.factors[self.scaled.index(moved.dimension)]

    def _note(self, model: Model, moved: Sequence[Targets]) -> None:
        for each in moved:
            elsewhere = [*each.linked, *(whole for whole in each.wholes if whole in model.parameters.columns)]
            if elsewhere := [name for name in elsewhere if name in model.parameters.columns]:
                self.notes[_in_its_place(model, elsewhere)] = None
            if each.dimension.relative and not each.wholes and all_zero(each, moved):
                self.notes[f"{each.dimension.target} is 0, which a relative change leaves at 0."] = None

    def _fill(self, part: _Part, results: dict[str, Floats], undefined: dict[str, Counter[str]]) -> None:
        inner = [place for place, by_model in enumerate(self.by_model) if not by_model]
        shape = [len(self.dims[place]) for place in inner]
        strides = [self.strides[place] for place in inner]
        outputs = [output(part.model, each.measure, each.view.id) for each in self.outputs]
        moved = sum(len(each.numbers) for each in part.targets) + len(self.scaled)
        block, cells = max(1024, min(_CELLS, _HELD // max(1, moved))), math.prod(shape)
        for start in range(0, cells, block):
            places = places_of(np.arange(start, min(start + block, cells)), shape)
            at = part.offset + sum(
                (place * stride for place, stride in zip(places, strides, strict=True)),
                np.zeros(min(block, cells - start), dtype=np.int64),
            )
            points = self._points(part, places)
            impossible = _impossible(part.model, points)
            for each in outputs:
                found = each.where_defined(points) if points else each.where_defined()
                for reason, where in impossible.items():
                    found[where] = np.nan
                    undefined[each.measure][reason] += int(where.sum())
                without = np.isnan(found) & ~np.any([*impossible.values(), np.zeros(found.size, bool)], axis=0)
                undefined[each.measure] += Counter({NO_INPUTS.found: int(without.sum())})
                results[each.measure][at] = found

    def _points(self, part: _Part, places: Sequence[NDArray[np.int64]]) -> dict[str, Floats]:
        """The numbers of the vector that vary: first those that are set, then all that is scaled."""
        points: dict[str, Floats] = {}
        order = sorted(range(len(places)), key=lambda place: part.targets[place].dimension.relative)
        for place in order:
            each = part.targets[place]
            values = np.array(each.dimension.values, dtype=float)[places[place]]
            for row in each.numbers:
                so_far = points.get(row.address, np.full(values.size, row.central))
                points[row.address] = so_far * values if each.dimension.relative else values
            if each.wholes:
                points[self._factor(each)] = values
        return points


def _where(problem: Problem, chosen: Sequence[tuple[Dimension, float | str]]) -> Problem:
    """Name the part of the grid that a problem belongs to."""
    if not chosen:
        return problem
    words = ", ".join(f"{each.target} = {each.text(value)}" for each, value in chosen)
    found = f"with {words}: {problem.found}"
    return Problem(problem.code, found, problem.allowed, problem.write, problem.address)


def _written(key: str, value: float | str) -> Any:
    """A setting as it would be written in a scenario."""
    return int(value) if key == "horizon" and float(value).is_integer() else value


def _changed(scenario: Scenario, changes: Mapping[str, Any], scales: Mapping[str, float]) -> Scenario:
    """A scenario with further changes; where both change the same, theirs count."""
    kept = {key: value for key, value in scenario.set.items() if key not in changes}
    factors = {key: scenario.scale.get(key, 1.0) * factor for key, factor in scales.items()}
    return scenario.model_copy(update={"set": {**kept, **changes}, "scale": {**scenario.scale, **factors}})


def _with_scenario(study: Study, scenario: Scenario) -> Study:
    return study.model_copy(update={"scenarios": {**study.scenarios, _PART: scenario}})


def _own_numbers(model: Model, moved: Targets) -> Iterator[tuple[str, float]]:
    """What stands at an address that gets a number of its own: what it was, or the value furthest from 0."""
    for name in moved.linked:
        if not moved.dimension.relative:
            yield name, _extreme(moved)
        else:
            yield name, float(central(model)[model.parameters.columns[name]])


def _in_its_place(model: Model, names: Sequence[str]) -> str:
    """Say that numbers which stand elsewhere were varied where they are used."""
    if len(names) > 1:
        some = named(names)
        return f"{some} use shared estimates or follow from comparisons; each was varied in its own place only."
    row = model.parameters.row(names[0])
    why = f"uses {row.address}" if row is not None else "follows from a comparison"
    return f"{names[0]} {why}; it was varied in its own place only."


def _extreme(moved: Targets) -> float:
    """The value furthest from 0: what is legal only at 0 must not pass for legal throughout."""
    return max(map(float, moved.dimension.values), key=abs)


def _impossible(model: Model, points: dict[str, Floats]) -> dict[str, NDArray[np.bool_]]:
    """Cells in which a comparison cannot be, by reason; the numbers there are put back to where they can be."""
    found = {}
    for each in levels(model, points):
        where = each.broken | each.outside
        if where.any():
            name = quoted(titled(each.name.split("/")[-1]))
            found[f"in the comparison {name}, the level without would not lie between 0 and the level after"] = where
    for where in found.values():
        for address, values in points.items():
            row = model.parameters.row(address)
            assert row is not None
            points[address] = np.where(where, row.central, values)
    return found
