"""Draws of the uncertain numbers of a study: a stream of its own for every source of error, some of it shared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.drawing.dependence import Dependence
from sroi.analysis.drawing.normal_scores import levels, scores
from sroi.analysis.drawing.quantile_table import quantile_table
from sroi.errors import Problem, ValuationError
from sroi.valuation.formats import number
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.vector import derived_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: What stands before the name of a family where its common error is meant.
FAMILY: Final = "family: "

#: What stands behind the name of a source where its second stream is meant.
RENEWED: Final = " (renewed)"


class Sampler:
    """Draws of the uncertain numbers of a model, any stretch of them, in any order.

    Every source of error, one for each number and one for each family that shares some, has its own stream of
    uniform numbers, found by its name and the seed; draw ``i`` of a source is always the same. So results do not
    depend on threads or on how draws are cut into blocks, an outcome more leaves the other draws as they were, and
    the scenarios of a study share theirs.

    Parameters
    ----------
    model
        The study, or one of its scenarios, resolved.
    seed
        Any whole number from 0.
    shared_error
        Share of the error that numbers of one family have in common; None for the study's.

    Attributes
    ----------
    rows : tuple of Parameter
        The uncertain numbers, in the order of the vector of estimates.
    dependence : Dependence
        Which of them share error.

    Raises
    ------
    ValuationError
        ``seed-range``; ``shared-error-range``; ``correlations-impossible`` where another shared error makes stated
        correlations impossible.

    Notes
    -----
    Streams are PCG64 (O'Neill 2014) with the DXSM output function, which can be moved to any place at once. Values come
    through quantile functions only (:mod:`sroi.analysis.drawing.quantile_table`); dependence is a Gaussian copula,
    z = √ρ·F + √(1 − ρ)·ε (:mod:`sroi.analysis.drawing.dependence`), so each number keeps the distribution that is
    stated for it.

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20}}}
    ... ''')
    >>> sampler = Sampler(Model(study), seed=1)
    >>> sampler.sources
    ('fit/quantity', 'family: quantities')
    >>> bool((sampler.draw(0, 10)["fit/quantity"][4:6] == sampler.draw(4, 6)["fit/quantity"]).all())
    True
    """

    def __init__(self, model: Model, seed: int = 0, *, shared_error: float | None = None) -> None:
        problems = []
        if seed < 0:
            problems.append(
                Problem("seed-range", f"found the seed {number(seed)}", "a seed is a whole number from 0", "write 0")
            )
        shared = model.study.shared_error if shared_error is None else shared_error
        if not 0 <= shared < 1:
            problems.append(
                Problem(
                    "shared-error-range",
                    f"found a shared error of {number(shared)}",
                    "the shared error is a share from 0% to below 100%",
                    "write 30%",
                )
            )
        if problems:
            raise ValuationError(problems)
        self.model, self.seed = model, seed
        self.rows: tuple[Parameter, ...] = tuple(row for row in model.parameters.rows if row.uncertain)
        self.dependence = Dependence.of(model, self.rows, shared)

    @property
    def shared_error(self) -> float:
        """Share of the error that numbers of one family have in common."""
        return self.dependence.shared

    @property
    def independent(self) -> bool:
        """Whether no two uncertain numbers share any error."""
        return self.dependence.independent

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the independent sources of error: that of each number, and the common one of each family."""
        return (*(row.address for row in self.rows), *(FAMILY + name for name in self.dependence.families))

    def draw(self, start: int, stop: int, *, renewed: Set[str] = frozenset()) -> dict[str, Floats]:
        """Draws ``start`` to ``stop`` of every uncertain number.

        Parameters
        ----------
        renewed
            Sources that take a second stream, independent of the first; all others keep their numbers.

        Returns
        -------
        dict of address to array of shape (stop - start,)
        """
        drawn = Draws(self, renewed).block(start, stop)
        return {row.address: drawn.value(row) for row in self.rows}

    def scores(self, start: int, stop: int, *, renewed: Set[str] = frozenset()) -> dict[str, Floats]:
        """Standard normal scores of the same draws: what is correlated."""
        drawn = Draws(self, renewed).block(start, stop)
        return {row.address: drawn.score(row.address) for row in self.rows}


class Draws(Sequence[Any]):
    """The vector of estimates at one block of draws after another, each number drawn when it is asked for.

    What is asked for once is not kept, so that a block of hundreds of numbers stays in a processor's cache; results do
    not depend on it. For one thread at a time.

    Parameters
    ----------
    sampler
        What is drawn.
    renewed
        Sources that take a second stream.
    """

    def __init__(self, sampler: Sampler, renewed: Set[str] = frozenset()) -> None:
        self.sampler, self.renewed = sampler, renewed
        table = sampler.model.parameters
        self._fixed = [None if row.uncertain else row.central for row in table.rows]
        self._rows, self._derived = table.rows, table.derived
        self._streams: dict[str, tuple[int, np.random.Generator]] = {}
        self._asked = [0] * len(self)
        self._again: set[int] = set()
        self._kept: dict[int, Floats] = {}
        self._scores: dict[str, Floats] = {}
        self.start, self.stop = 0, 0

    def __len__(self) -> int:
        return len(self._rows) + len(self._derived)

    def block(self, start: int, stop: int) -> Draws:
        """Turn to draws ``start`` to ``stop``."""
        # What was asked for twice in one block will be in the next: it is kept there from the first time on.
        self._again |= {column for column, times in enumerate(self._asked) if times > 1}
        self._asked = [0] * len(self)
        self._kept.clear()
        self._scores.clear()
        self.start, self.stop = start, stop
        return self

    def __getitem__(self, column: Any) -> Any:
        """The number at a place of the vector, or its draws."""
        if column >= len(self._rows):
            return self._derive(column)
        fixed = self._fixed[column]
        if fixed is not None:
            return fixed
        if column in self._kept:
            return self._kept[column]
        values = self.value(self._rows[column])
        self._asked[column] += 1
        if column in self._again:
            self._kept[column] = values
        return values

    def _derive(self, column: int) -> Any:
        if column not in self._kept:
            derived = self._derived[column - len(self._rows)]
            self._kept[column] = derived_value(self.sampler.model, derived, self)
        return self._kept[column]

    def outside(self) -> dict[str, int]:
        """Draws of this block in which a comparison gave a share outside 0% to 100%, by the comparison."""
        counts: dict[str, int] = {}
        for place, derived in enumerate(self._derived):
            drawn = self._kept.get(len(self._rows) + place)
            if drawn is not None and (count := int(np.sum((drawn < 0) | (drawn > 1)))):
                comparison = self._rows[derived.columns[0]].owner
                counts[comparison] = max(count, counts.get(comparison, 0))
        return counts

    def value(self, row: Parameter) -> Floats:
        """Draws of one uncertain number."""
        if self.sampler.independent:
            return quantile_table(row.distribution).at(self._levels(row.address))
        return quantile_table(row.distribution).at(levels(self.score(row.address)))

    def score(self, address: str) -> Floats:
        """Standard normal scores of one uncertain number."""
        return self.sampler.dependence.score(address, self._own, self._common)

    def _own(self, address: str) -> Floats:
        """Independent scores of one number; kept where several numbers are mixed of them."""
        if address not in self.sampler.dependence.paired:
            return scores(self._levels(address))
        if address not in self._scores:
            self._scores[address] = scores(self._levels(address))
        return self._scores[address]

    def _common(self, family: str) -> Floats:
        name = FAMILY + family
        if name not in self._scores:
            self._scores[name] = scores(self._levels(name))
        return self._scores[name]

    def _levels(self, source: str) -> Floats:
        """Uniform numbers of one source for this block."""
        at, stream = self._streams.get(source, (-1, None))
        if stream is None or at > self.start:
            bits = stream_of(self.sampler.seed, source + (RENEWED if source in self.renewed else ""))
            stream, at = np.random.Generator(bits), 0
        if at != self.start:  # another thread drew what lies between
            stream.bit_generator.advance(self.start - at)  # type: ignore[attr-defined]
        self._streams[source] = (self.stop, stream)
        return stream.random(self.stop - self.start)


def stream_of(seed: int, source: str) -> np.random.PCG64DXSM:
    """The stream of one source of error.

    Examples
    --------
    >>> one, other = stream_of(0, "fit/quantity"), stream_of(0, "fit/value")
    >>> one.random_raw() == other.random_raw()
    False
    """
    name = int.from_bytes(hashlib.blake2b(source.encode(), digest_size=16).digest(), "big")
    return np.random.PCG64DXSM(np.random.SeedSequence([seed, name]))
