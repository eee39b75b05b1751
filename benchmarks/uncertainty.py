"""What simulation, drivers and sensitivity cost, against something timed in the same run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.peers import peers, recalculation, salib_indices
from benchmarks.problems import many_outcomes
from benchmarks.reference_problem import Problem, usual_numpy
from benchmarks.timing import cpu, wall
from sroi.analysis.drivers import drivers
from sroi.analysis.simulation import simulate
from sroi.analysis.switching import switching
from sroi.analysis.tornado import tornado
from sroi.study import Study
from sroi.valuation.model import Model

Row = tuple[str, float, str]

DRAWS = 1_000_000

#: Draws given to code that needs too long for a million.
FEWER = 100_000


def rows() -> Iterator[Row]:
    """Measure: what, seconds, and how it compares."""
    problem = Problem()
    models = {shared: Model(problem.study(shared)) for shared in (0.0, 0.3)}
    count = sum(row.uncertain for row in models[0.0].parameters.rows)
    for model in models.values():
        simulate(model, draws=100)  # tables built, modules loaded
    buffer, rng = np.empty(32_768), np.random.default_rng(0)
    floor = cpu(lambda: [rng.random(out=buffer) for _ in range(DRAWS * count // buffer.size)], 3)
    name = f"{DRAWS:,} draws × {count} numbers"
    yield f"yardstick: numpy makes that many uniforms, {name} (CPU)", floor, "1"
    ours = {}
    for shared, model in models.items():
        ours[shared] = cpu(lambda model=model: simulate(model, draws=DRAWS, threads=1), 3)  # type: ignore[misc]
        target = "; target 4" if not shared else ""
        what = f"sroi simulate, shared error {shared:.0%}, {name} (CPU, one thread)"
        yield what, ours[shared], f"{ours[shared] / floor:.2f} × the uniforms{target}"
    yield from _usual(problem, ours)
    yield from _threads(models[0.0], ours[0.0])
    yield from _memory()
    yield from _closed_form(problem, models[0.0])
    yield from _interactive()
    yield from _peers(problem, ours[0.0] / DRAWS)


def _usual(problem: Problem, ours: dict[float, float]) -> Iterator[Row]:
    for shared, draws in ((0.0, FEWER), (0.3, 20_000)):
        seconds = cpu(lambda shared=shared, draws=draws: usual_numpy(problem, draws, shared), 1) * DRAWS / draws  # type: ignore[misc]
        what = f"the usual numpy code for the same, shared error {shared:.0%} (CPU, scaled from {draws:,} draws)"
        yield what, seconds, f"sroi takes {ours[shared] / seconds:.2f} of it; target 0.30"


def _threads(model: Model, one: float) -> Iterator[Row]:
    alone = wall(lambda: simulate(model, draws=DRAWS, threads=1), 1)
    seconds = wall(lambda: simulate(model, draws=DRAWS, threads=2), 1)
    yield "the same on two threads (wall)", seconds, f"{alone / seconds:.2f} × as fast as on one"


def _memory() -> Iterator[Row]:
    peaks = {}
    for draws in (2_000_000, 8_000_000):  # up to 2^20 results are kept one by one
        code = (
            "from benchmarks.reference_problem import Problem; from sroi.analysis.simulation import simulate;"
            f"simulate(Problem(12).study(), draws={draws}, threads=1);"
            # Not getrusage: what that calls the peak counts this process too, of which the other one is a copy at first.
            "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
        )
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=_ROOT)
        peaks[draws] = int(done.stdout.split()[-2]) / 1024
    few, many = peaks.values()
    yield "peak memory of 8,000,000 draws, 12 outcomes [MiB]", many, f"{many / few:.2f} × that of 2,000,000 draws"


_ROOT = Path(__file__).parents[1]


def _closed_form(problem: Problem, model: Model) -> Iterator[Row]:
    drivers(model)
    seconds = wall(lambda: drivers(model), 5)
    yield f"closed-form Sobol indices of {6 * problem.outcomes + 1} numbers", seconds, "target 25 ms"
    base = 128
    other = cpu(salib_indices(problem, base), 1)
    runs = base * (6 * problem.outcomes + 3)
    yield f"SALib's Saltelli indices of the same, {runs:,} model runs (CPU)", other, f"{other / seconds:,.0f} × as long"


def _interactive() -> Iterator[Row]:
    study = Study.from_document(many_outcomes(30, 10))
    model = Model(study)

    def everything() -> None:
        simulate(model, draws=4096)
        tornado(model)
        switching(model, 1.0)

    everything()
    yield "4,096 draws, tornado and switching values of 30 outcomes, warm (wall)", wall(everything, 7), "target 100 ms"


def _peers(problem: Problem, per_draw: float) -> Iterator[Row]:
    for name, draws, task in peers(problem):
        seconds = cpu(task, 1)
        yield f"{name}, {draws:,} draws (CPU)", seconds, f"{seconds / draws / per_draw:.1f} × sroi's time a draw"
    try:
        seconds = wall(recalculation(problem), 2)
    except FileNotFoundError:
        print("left out: LibreOffice is not installed")
        return
    yield (
        "one recalculation by LibreOffice, its start included (wall)",
        seconds,
        f"{seconds / per_draw:,.0f} draws of sroi",
    )
