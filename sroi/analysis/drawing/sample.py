"""What a simulation keeps of its results: all of them while they are few, then how they are spread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Results that are kept one by one; more are counted in bins, so that memory does not grow with the draws.
KEPT: Final = 2**20

#: Bins, each holding the same share of the first ``KEPT`` results.
_BINS: Final = 2**16

#: A normal quantity lies within ± this many standard errors 9 times in 10.
Z90: Final = 1.6448536269514722


class Sample:
    """Results of a simulation, one after another: mean, quantiles and chances, each with its standard error.

    Up to 2^20 results all are kept. From then on they are counted in 2^16 bins with edges at quantiles of those first
    results: a chance is then out by at most 0.000015 more than its standard error, and memory stays the same.

    Notes
    -----
    Standard errors are closed forms that hold for independent draws whatever the distribution: s/√n of the mean,
    √(p(1 − p)/n) of a chance, and of the quantile at p half the distance between the quantiles at p ± √(p(1 − p)/n),
    the order-statistic interval (David and Nagaraja 2003, Order Statistics, 3rd edition, section 7.1).

    Examples
    --------
    >>> sample = Sample()
    >>> sample.add(np.arange(1, 101, dtype=float))
    >>> sample.mean, sample.quantile(0.5), sample.chance_above(90)
    (50.5, 50.5, 0.1)
    """

    def __init__(self) -> None:
        self._held: list[Floats] = []
        self._sorted: Floats | None = None
        self._edges: Floats | None = None
        self._counts = np.zeros(0, dtype=np.int64)
        self.count = 0
        self._mean, self._squares = 0.0, 0.0
        self.least, self.most = math.inf, -math.inf

    def add(self, values: Floats) -> None:
        """Take results in."""
        size, mean = values.size, float(values.mean())
        total = self.count + size
        apart = mean - self._mean
        # Moments of two parts joined (Chan, Golub and LeVeque 1983).
        self._squares += float(np.square(values - mean).sum()) + apart**2 * self.count * size / total
        self._mean += apart * size / total
        self.count = total
        self.least, self.most = min(self.least, float(values.min())), max(self.most, float(values.max()))
        self._sorted = None
        if self._edges is not None:
            self._count(values)
            return
        self._held.append(values)
        if total > KEPT:
            everything = np.sort(np.concatenate(self._held))
            self._edges = everything[:: len(everything) // _BINS][1:]
            self._counts = np.zeros(len(self._edges) + 1, dtype=np.int64)
            self._count(everything)
            self._held.clear()

    def _count(self, values: Floats) -> None:
        assert self._edges is not None
        self._counts += np.bincount(np.searchsorted(self._edges, values), minlength=len(self._counts))

    @property
    def exact(self) -> bool:
        """Whether all results are kept."""
        return self._edges is None

    @property
    def values(self) -> Floats:
        """The results that are kept, in the order of the draws; empty once they are counted in bins."""
        return np.concatenate(self._held) if self._held else np.zeros(0)

    @property
    def mean(self) -> float:
        """Mean of the results."""
        return self._mean

    @property
    def sd(self) -> float:
        """Standard deviation of the results."""
        return math.sqrt(self._squares / (self.count - 1)) if self.count > 1 else 0.0

    def quantile(self, p: float) -> float:
        """Value below which a share ``p`` of the results lies."""
        if self._edges is None:
            if self._sorted is None:
                self._sorted = np.sort(self.values)
            place = p * (len(self._sorted) - 1)
            low = math.floor(place)
            high = min(low + 1, len(self._sorted) - 1)
            return float(self._sorted[low] + (self._sorted[high] - self._sorted[low]) * (place - low))
        ends, reached = self._cumulative()
        return float(np.interp(p * self.count, reached, ends))

    def chance_above(self, threshold: float) -> float:
        """Share of the results above a value."""
        if self._edges is None:
            if self._sorted is None:
                self._sorted = np.sort(self.values)
            return float(self.count - np.searchsorted(self._sorted, threshold, side="right")) / self.count
        ends, reached = self._cumulative()
        return 1 - float(np.interp(threshold, ends, reached)) / self.count

    def _cumulative(self) -> tuple[Floats, Floats]:
        """Edges of the bins, outermost results included, and how many results lie below each."""
        assert self._edges is not None
        ends = np.concatenate([[self.least], self._edges, [self.most]])
        return ends, np.concatenate([[0], np.cumsum(self._counts)]).astype(float)

    @property
    def mean_error(self) -> float:
        """Standard error of the mean."""
        return self.sd / math.sqrt(self.count)

    def quantile_error(self, p: float) -> float:
        """Standard error of a quantile."""
        spread = math.sqrt(p * (1 - p) / self.count)
        return (self.quantile(min(p + spread, 1.0)) - self.quantile(max(p - spread, 0.0))) / 2

    def chance_error(self, threshold: float) -> float:
        """Standard error of a chance; where none or all of the results lie above, that of half a result."""
        p = self.chance_above(threshold)
        least = 0.5 / self.count
        p = min(max(p, least), 1 - least)
        return math.sqrt(p * (1 - p) / self.count)
