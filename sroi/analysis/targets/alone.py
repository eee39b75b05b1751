"""Present values with one number moved at a time, everything else in place, for all numbers of a study at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.outputs import Output
from sroi.analysis.targets.goal import Goal
from sroi.valuation.engine import Evaluation, evaluate
from sroi.valuation.searching import held, life_roles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Points of one evaluation in which each number moves in its own points only.
_POINTS: Final = 2048

#: Up to so many points × years × years, numbers that could be moved side by side are moved one after the other too:
#: one evaluation for all then costs less than one for each sort of number.
_FEW: Final = 25_600


class Alone:
    """Present values of one side, a model from a perspective, as one number after the other is moved.

    Two ways lead to the same values. *One after the other*: a single evaluation in which each number has some points
    of its own and stands at its central value in all others. *Side by side*: numbers that only shape lives of
    different outcomes are moved at the same points, since an outcome's value depends on its own life alone; what each
    changes is read off its own outcomes. The second is far cheaper where durations, delays, growth or drop-off are
    scanned.

    Parameters
    ----------
    side
        The model and the perspective.
    base
        Its base case, with every line.
    factors
        What moves, and the factor by which it moves.
    """

    def __init__(self, side: Output, base: Evaluation, factors: dict[str, float]) -> None:
        self.model, self.view, self.factors = side.model, side.view, factors
        self.roles = life_roles(self.model)
        assert base.by_line is not None
        self.base = np.array([base.pv_benefits[0], base.pv_inputs[0]])
        self._lines = base.by_line[0]

    def sums(self, addresses: Sequence[str], at: Floats) -> Floats:
        """Present values of benefits and inputs with each number alone at its own points.

        Parameters
        ----------
        addresses
            The numbers.
        at : shape (number, point)
            Where each of them is put.

        Returns
        -------
        sums : shape (2, number, point)
            Benefits and inputs that the perspective counts.
        """
        found = np.broadcast_to(self.base[:, None, None], (2, *at.shape)).copy()
        moved = [place for place, address in enumerate(addresses) if address in self.factors]
        columns = {place: self.model.parameters.columns[addresses[place]] for place in moved}
        many = len(moved) * at.shape[1] * self.model.horizon**2 > _FEW
        ways: dict[tuple[str, int], list[int]] = {}
        seen: Counter[str] = Counter()
        for place in moved:
            role = self.roles.get(columns[place]) if many else None
            # A number that is asked about twice can stand side by side with others, not with itself.
            seen[addresses[place]] += role is not None
            way = (role.name, seen[addresses[place]]) if role else ("", 0)
            ways.setdefault(way, []).append(place)
        own = at * np.array([self.factors.get(address, 1.0) for address in addresses])[:, None]
        for (side_by_side, _), places in ways.items():
            names = [addresses[place] for place in places]
            found[:, places] = (self._side_by_side if side_by_side else self._one_by_one)(names, own[places])
        return found

    def _one_by_one(self, names: list[str], at: Floats) -> Floats:
        found, points = np.empty((2, *at.shape)), at.shape[1]
        columns = self.model.parameters.columns
        shaping = [name for name in names if columns[name] in self.roles]
        limit = min(_POINTS, held(self.model, {columns[name] for name in shaping})) if shaping else _POINTS
        size = max(1, limit // points)
        for start in range(0, len(names), size):
            some, own = names[start : start + size], at[start : start + size]
            moved: dict[str, Floats] = {}
            for place, name in enumerate(some):
                row = self.model.parameters.row(name)
                assert row is not None
                moved.setdefault(name, np.full((len(some), points), row.central))[place] = own[place]
            flat = {name: column.ravel() for name, column in moved.items()}
            found[:, start : start + size] = self._evaluated(flat).reshape(2, len(some), points)
        return found

    def _evaluated(self, moved: dict[str, Floats]) -> Floats:
        """One evaluation, in as many pieces as memory asks for."""
        count = next(iter(moved.values())).size
        size = held(self.model, {self.model.parameters.columns[name] for name in moved})
        found = np.empty((2, count))
        for start in range(0, count, size):
            here = slice(start, start + size)
            with np.errstate(over="ignore", invalid="ignore"):
                sums = evaluate(self.model, {name: at[here] for name, at in moved.items()}, view=self.view)
            found[0, here], found[1, here] = sums.pv_benefits, sums.pv_inputs
        return found

    def _side_by_side(self, names: list[str], at: Floats) -> Floats:
        columns, points = self.model.parameters.columns, at.shape[1]
        size = held(self.model, {columns[name] for name in names})
        found = np.broadcast_to(self.base[:, None, None], (2, *at.shape)).copy()
        counted, lines = self._counted(), self._lines_of_streams()
        for start in range(0, points, size):
            here = slice(start, start + size)
            with np.errstate(over="ignore", invalid="ignore"):
                moved = evaluate(self.model, dict(zip(names, at[:, here], strict=True)), view=self.view, by_line=True)
            assert moved.by_line is not None
            change = (moved.by_line - self._lines) * counted
            for place, name in enumerate(names):
                own = [line for stream in self.roles[columns[name]].streams for line in lines[stream]]
                found[0, place, here] += change[:, own].sum(axis=1)
        return found

    def _lines_of_streams(self) -> list[list[int]]:
        """Places of the lines of each outcome."""
        lines: list[list[int]] = [[] for _ in self.model.streams]
        for place, line in enumerate(self.model.lines):
            lines[line.stream].append(place)
        return lines

    def _counted(self) -> Floats:
        """Part of each line that the perspective counts: all, none, or its cashable share."""
        central = [row.central for row in self.model.parameters.rows]
        counted = np.array(self.view.lines, dtype=float)
        if self.view.shares:
            shares = [central[share] if isinstance(share, int) else share for share in self.view.shares]
            counted *= np.array(shares)
        return counted


class Apart:
    """Present values of a model, and of the rival it is to meet, as one number after the other is moved in both.

    Parameters
    ----------
    goal
        What is to meet what.
    """

    def __init__(self, goal: Goal) -> None:
        model = goal.output.model
        self.goal = goal
        self.own = Alone(goal.output, goal.bases[0], dict.fromkeys(model.addresses, 1.0))
        self.rival = Alone(goal.rival, goal.bases[1], goal.follows) if goal.rival is not None else None

    def sums(self, addresses: Sequence[str], at: Floats) -> Floats:
        """Present values with each number alone at its own points: shape (4, number, point)."""
        rival = self.rival.sums(addresses, at) if self.rival is not None else None
        return self.goal.filled(self.own.sums(addresses, at), rival)
