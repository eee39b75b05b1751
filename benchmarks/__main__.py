"""``make bench``: prints a table; ``--write`` puts it into docs/benchmarks.md."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks import app, uncertainty
from benchmarks.problems import many_outcomes
from benchmarks.timing import cpu, wall
from sroi import bank
from sroi.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate as value

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def rows() -> list[tuple[str, float, str]]:
    """Measure everything: what, seconds, and how it compares with a yardstick of the same run."""
    draws = 1_000_000
    yardstick = cpu(lambda: np.random.default_rng(0).random(draws), 7)
    small, large = Study.from_document(many_outcomes(30, 10)), Study.from_document(many_outcomes(1000, 30))
    model, big = Model(small), Model(large)
    base = wall(lambda: evaluate(model), 50)
    found = [
        ("yardstick: numpy draws 10^6 uniforms (CPU)", yardstick, "1"),
        ("base case, 30 outcomes × 10 years, once loaded", base, f"{base / yardstick:.2f} × yardstick; target 10 ms"),
    ]
    for what, task in (
        ("full valuation with year-by-year flows, 30 outcomes", lambda: value(small)),
        ("base case, 1,000 outcomes × 30 years, once loaded", lambda: evaluate(big)),
        ("resolving and valuing 1,000 outcomes × 30 years", lambda: value(large)),
        ("reading 1,000 outcomes from a plain document", lambda: Study.from_document(many_outcomes(1000, 30))),
    ):
        seconds = wall(task, 5)
        found.append((what, seconds, f"{seconds / yardstick:.1f} × yardstick"))
    bank.search("warm up")
    seconds = wall(lambda: bank.search("someone moves off Universal Credit"), 20)
    found.append(
        (
            "a search of the proxy bank, once its index is built",
            seconds,
            f"{seconds / yardstick:.1f} × yardstick; target 50 ms",
        )
    )
    code = "from sroi import bank; bank.find('wellby')"
    bare = wall(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    seconds = wall(lambda: subprocess.run([sys.executable, "-c", code], check=True), 5) - bare
    found.append(
        (
            "first look-up in the bank in a fresh process, imports included",
            seconds,
            f"{seconds / bare:.1f} × starting Python; target 0.3 s",
        )
    )
    found.append(_check(300, bare))
    rng = np.random.default_rng(0)
    points = {
        f"o{i}/{key}": rng.random(draws) * 0.5 for i in range(30) for key in ("deadweight", "attribution", "drop_off")
    }
    seconds = cpu(lambda: evaluate(model, points), 3)
    per = seconds / (yardstick * len(points))
    found.append(
        (
            f"10^6 rows × {len(points)} varied numbers of 30 outcomes (CPU)",
            seconds,
            f"{per:.2f} × numpy's uniforms for as many numbers",
        )
    )
    return found


def _check(outcomes: int, bare: float) -> tuple[str, float, str]:
    """CPU seconds of `sroi check` in a process of its own, every finding with its effect on the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.yaml"
        Study.from_document(many_outcomes(outcomes, 10)).save(path)

        def seconds() -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-m", "sroi", "check", path], check=False, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        taken = statistics.median(seconds() for _ in range(5))
    what = f"`sroi check` on {outcomes} outcomes with all effects, in a fresh process (CPU)"
    return what, taken, f"{taken / bare:.0f} × starting Python; target 2 s"


def _versions() -> str:
    found = []
    for name in ("numpy", "scipy", "SALib", "openturns", "squigglepy", "heormodel"):
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return ", ".join(found)


def table() -> str:
    """Write the page."""
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Read the ratios, not the seconds: the yardstick is timed in the same run on the same machine.",
        "",
        f"Python {platform.python_version()}, {_versions()}; {os.cpu_count()} cores.",
        "",
        "| what | seconds | against the yardstick |",
        "| --- | --- | --- |",
        *(f"| {what} | {seconds:.4f} | {ratio} |" for what, seconds, ratio in rows()),
        "",
        "## Uncertainty",
        "",
        "The reference problem: 50 outcomes, each with uncertain quantity and value (log-normal), deadweight, displacement,",
        "attribution and drop-off (PERT), one uncertain cost, five-year lives, 3.5%.",
        "",
        "| what | seconds | against the yardstick |",
        "| --- | --- | --- |",
        *(f"| {what} | {seconds:.4f} | {ratio} |" for what, seconds, ratio in uncertainty.rows()),
        *_in_the_app(),
    ]
    return "\n".join(lines) + "\n"


def _in_the_app() -> list[str]:
    """What a person waits for, where there is a browser to measure it."""
    found = app.rows()
    if not found:
        return []
    lines = ["", "## The app", "", "In Chromium, against a server of its own.", "", "| what | seconds | |"]
    return [*lines, "| --- | --- | --- |", *(f"| {what} | {seconds:.3f} | {note} |" for what, seconds, note in found)]


if __name__ == "__main__":
    page = table()
    print(page)
    if "--write" in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
