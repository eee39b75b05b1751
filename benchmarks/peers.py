"""The reference problem in other people's libraries, where they can express it. Left out where not installed."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.reference_problem import RATE, SHARES, YEARS, Problem, lognormal, pert

#: Draws given to libraries that need too long for a million.
FEW = 20_000

#: A LibreOffice profile that recalculates what it opens instead of trusting the numbers in the file.
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def peers(problem: Problem) -> Iterator[tuple[str, int, Callable[[], Any]]]:
    """Yield the name of a library, the draws it is given, and a task that makes them and values them."""
    for name, make in (
        ("OpenTURNS, samples and numpy formula", _openturns),
        ("squigglepy, samples and numpy formula", _squigglepy),
        ("heormodel, parameter set and run_psa in one process", _heormodel),
    ):
        try:
            yield name, FEW, make(problem)
        except ImportError:
            print(f"left out: {name} is not installed (pip install -e '.[bench]')")


def _columns(problem: Problem) -> Iterator[tuple[str, str, int, tuple[float, ...]]]:
    """Name, kind, outcome and numbers of every uncertain number but the cost."""
    for key in ("quantity", "value", *SHARES):
        for place in range(problem.outcomes):
            yield f"{key}_{place}", key, place, tuple(float(column[place]) for column in problem.numbers[key])


def _ratio(problem: Problem, table: np.ndarray, cost: np.ndarray) -> Any:
    size = problem.outcomes
    keys = ("quantity", "value", *SHARES)
    return problem.ratio({key: table[:, i * size : (i + 1) * size] for i, key in enumerate(keys)}, cost)


def _openturns(problem: Problem) -> Callable[[], Any]:
    import openturns as ot

    laws = []
    for _, key, _, numbers in _columns(problem):
        if key in SHARES:
            low, _, high = numbers
            laws.append(ot.Beta(*(float(shape) for shape in pert(*numbers)), low, high))
        else:
            laws.append(ot.LogNormal(*(float(p) for p in lognormal(*numbers))))
    joint = ot.JointDistribution([*laws, ot.LogNormal(*(float(p) for p in lognormal(*problem.cost)))])

    def task() -> Any:
        table = np.asarray(joint.getSample(FEW))
        return _ratio(problem, table[:, :-1], table[:, -1])

    return task


def _squigglepy(problem: Problem) -> Callable[[], Any]:
    import squigglepy as sq

    laws = []
    for _, key, _, numbers in _columns(problem):
        if key in SHARES:
            laws.append(sq.pert(*numbers))
        else:
            centre, spread = lognormal(*numbers)
            laws.append(sq.lognorm(norm_mean=float(centre), norm_sd=float(spread)))
    centre, spread = lognormal(*problem.cost)
    cost = sq.lognorm(norm_mean=float(centre), norm_sd=float(spread))

    def task() -> Any:
        table = np.stack([np.asarray(sq.sample(law, n=FEW)) for law in laws], axis=1)
        return _ratio(problem, table, np.asarray(sq.sample(cost, n=FEW)))

    return task


def _heormodel(problem: Problem) -> Callable[[], Any]:
    import heormodel
    import pandas as pd
    from heormodel import params

    # heormodel has no PERT: a beta on 0 to 1 is drawn and stretched in the model.
    laws: dict[str, Any] = {}
    for name, key, _, numbers in _columns(problem):
        laws[name] = (
            params.Beta(*(float(s) for s in pert(*numbers)))
            if key in SHARES
            else params.LogNormal(*(float(p) for p in lognormal(*numbers)))
        )
    laws["cost"] = params.LogNormal(*(float(p) for p in lognormal(*problem.cost)))
    given = params.ParameterSet(laws)
    names = [name for name in laws if name != "cost"]
    low, high = np.zeros(len(names)), np.ones(len(names))
    for place, (_, key, _, numbers) in enumerate(_columns(problem)):
        if key in SHARES:
            low[place], high[place] = numbers[0], numbers[2]

    def model(draws: pd.DataFrame) -> Any:
        table = low + (high - low) * draws[names].to_numpy()
        cost = draws["cost"].to_numpy()
        effect = _ratio(problem, table, cost) * cost
        both = pd.concat(
            [
                pd.DataFrame({"intervention": "nothing", "iteration": draws.index, "cost": 0.0, "qaly": 0.0}),
                pd.DataFrame({"intervention": "programme", "iteration": draws.index, "cost": cost, "qaly": effect}),
            ]
        )
        return heormodel.as_outcomes(both)

    def task() -> Any:
        return heormodel.run_psa(model, given.sample(FEW, seed=0), sequential=True)

    return task


def salib_indices(problem: Problem, base: int) -> Callable[[], Any]:
    """First-order and total indices by SALib's Saltelli design, on the unit cube through SciPy's quantiles."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sample
    from scipy import special

    names = [name for name, *_ in _columns(problem)] + ["cost"]
    stated = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}

    def task() -> Any:
        u = np.clip(sample.sample(stated, base, calc_second_order=False), 1e-12, 1 - 1e-12)
        table = np.empty_like(u)
        for place, (_, key, _, numbers) in enumerate(_columns(problem)):
            if key in SHARES:
                low, _, high = numbers
                table[:, place] = low + (high - low) * special.betaincinv(*pert(*numbers), u[:, place])
            else:
                centre, spread = lognormal(*numbers)
                table[:, place] = np.exp(centre + spread * special.ndtri(u[:, place]))
        centre, spread = lognormal(*problem.cost)
        y = _ratio(problem, table[:, :-1], np.exp(centre + spread * special.ndtri(u[:, -1])))
        return analysis.analyze(stated, y, calc_second_order=False, num_resamples=10)

    return task


def recalculation(problem: Problem) -> Callable[[], Any]:
    """One recalculation of the same sum as a spreadsheet by LibreOffice, its start included."""
    import xlsxwriter

    folder = Path(tempfile.mkdtemp())
    book = xlsxwriter.Workbook(str(folder / "reference.xlsx"))
    sheet = book.add_worksheet()
    for row in range(problem.outcomes):
        for column, key in enumerate(("quantity", "value", *SHARES)):
            numbers = problem.numbers[key]
            sheet.write_number(row, column, float(numbers[1 if key in SHARES else 0][row]))
        at = row + 1
        years = "+".join(f"((1-F{at})/{1 + RATE})^{year}" for year in range(YEARS))
        sheet.write_formula(row, 6, f"=A{at}*B{at}*(1-C{at})*(1-D{at})*(1-E{at})*({years})/{1 + RATE}")
    sheet.write_formula(problem.outcomes, 6, f"=SUM(G1:G{problem.outcomes})/{problem.cost[0]}")
    book.close()
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_ALWAYS, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "csv"]

    def task() -> Any:
        done = [*command, "--outdir", str(folder), str(folder / "reference.xlsx")]
        subprocess.run(done, check=True, capture_output=True, timeout=120)
        return float((folder / "reference.csv").read_text().strip().splitlines()[-1].split(",")[-1])

    return task
