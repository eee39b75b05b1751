"""The draws of a simulation, block by block: on one thread or several, stopped early where told to."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.drawing.interrupts import held_back
from sroi.analysis.drawing.sample import Sample
from sroi.analysis.drawing.sampling import Draws, Sampler
from sroi.analysis.outputs import Output
from sroi.errors import Problem, ValuationError
from sroi.valuation.engine import at_a_time, totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Told after every block: draws done, draws in all, seconds left; answers False to stop.
Progress = Callable[[int, int, float], bool | None]

#: Draws, mean, its standard error, 5th, 50th and 95th percentile.
Step = tuple[int, float, float, float, float, float]


class Run:
    """One simulation under way.

    Parameters
    ----------
    asked
        What is asked about.
    sampler
        What is drawn.

    Attributes
    ----------
    sample : Sample
        The results so far.
    outside : dict of address to int
        Draws in which a comparison gave a share outside 0% to 100%.
    """

    def __init__(self, asked: Output, sampler: Sampler) -> None:
        self.output, self.sampler = asked, sampler
        self.sample = Sample()
        self.outside: dict[str, int] = {}
        self._steps: list[Step] = []
        self._own = threading.local()
        columns = sampler.model.parameters.columns
        self.size = at_a_time(sampler.model, [columns[row.address] for row in sampler.rows])

    def go(self, draws: int, threads: int, progress: Progress | None) -> None:
        """Do the draws, block by block, results in the order of the draws; stop early where told to."""
        begun = time.monotonic()
        with held_back() as interrupted:
            for results, outside in self._blocks(draws, threads):
                self._take(results, outside)
                left = (time.monotonic() - begun) * (draws / self.sample.count - 1)
                told = progress(self.sample.count, draws, left) if progress is not None else None
                if told is False or interrupted():
                    break

    def _blocks(self, draws: int, threads: int) -> Iterator[tuple[Floats, dict[str, int]]]:
        spans = [(start, min(start + self.size, draws)) for start in range(0, draws, self.size)]
        if threads == 1:
            for start, stop in spans:
                yield self._block(start, stop)
            return
        waiting: deque[Future[tuple[Floats, dict[str, int]]]] = deque()
        pool = ThreadPoolExecutor(threads)
        try:
            for start, stop in spans:
                waiting.append(pool.submit(self._block, start, stop))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _block(self, start: int, stop: int) -> tuple[Floats, dict[str, int]]:
        if not hasattr(self._own, "draws"):
            self._own.draws = Draws(self.sampler)
        x: Draws = self._own.draws.block(start, stop)
        benefits, inputs, _ = totals(self.sampler.model, x, self.output.view)
        size = np.zeros(stop - start)
        return self._measure(benefits + size, inputs + size), x.outside()

    def _measure(self, benefits: Floats, inputs: Floats) -> Floats:
        measure = self.output.measure
        if measure == "npv":
            return benefits - inputs
        if measure in ("pv_benefits", "pv_inputs"):
            return benefits if measure == "pv_benefits" else inputs
        if not np.all(inputs > 0):
            few = int((inputs <= 0).sum())
            raise ValuationError(
                Problem(
                    "inputs-zero",
                    f"the inputs counted come to nothing or less in {few:,} of {inputs.size:,} draws",
                    "a ratio needs inputs above 0",
                    "give the inputs a range that stays above 0, or ask for npv",
                )
            )
        return benefits / inputs - (1.0 if measure == "net_ratio" else 0.0)

    def _take(self, results: Floats, outside: dict[str, int]) -> None:
        for address, count in outside.items():
            self.outside[address] = self.outside.get(address, 0) + count
        done = 0
        while done < results.size:  # cut at powers of two, for the convergence table
            step = max(256, 1 << self.sample.count.bit_length())
            part = results[done : done + step - self.sample.count]
            self.sample.add(part)
            done += part.size
            if self.sample.count == step:
                self._note()

    def _note(self) -> None:
        s = self.sample
        self._steps.append((s.count, s.mean, s.mean_error, s.quantile(0.05), s.quantile(0.5), s.quantile(0.95)))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The state after 2^8, 2^9, … draws, and now."""
        if not self._steps or self._steps[-1][0] != self.sample.count:
            self._note()
        return tuple(self._steps)
