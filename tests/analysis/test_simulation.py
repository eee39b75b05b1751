"""A simulation says how it was made, stops as told, and refuses what it cannot do."""

from __future__ import annotations

import os
import signal

import numpy as np
import pandas as pd
import pytest

import sroi
from sroi.analysis.drawing.kept_draws import refuse_unfit, write_draws
from sroi.analysis.drawing.sample import KEPT, Sample
from sroi.analysis.simulation import simulate
from sroi.errors import SroiError
from sroi.study import Study
from sroi.valuation.engine import BLOCK
from tests.analysis.test_sampling import HEAD, ONE, TWO

STUDY = Study.parse(HEAD + "outcomes:\n" + ONE + TWO)


def test_threads_and_their_number_change_nothing() -> None:
    one, two = (simulate(STUDY, draws=3 * BLOCK + 17, seed=3, threads=threads) for threads in (1, 2))
    assert np.array_equal(one.sample.values, two.sample.values)
    assert one.table.equals(two.table)


def test_fewer_draws_are_the_first_of_more() -> None:
    few, many = simulate(STUDY, draws=500), simulate(STUDY, draws=5000)
    assert np.array_equal(few.sample.values, many.sample.values[:500])


def test_measures_fit_each_other_draw_by_draw() -> None:
    ratio, net, npv, benefits, inputs = (
        simulate(STUDY, draws=1000, measure=measure).sample.values
        for measure in ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")
    )
    assert np.allclose(ratio, benefits / inputs)
    assert np.allclose(net, ratio - 1)
    assert np.allclose(npv, benefits - inputs)


def test_statistics_are_those_of_the_draws() -> None:
    found = simulate(STUDY, draws=4000, target=2.0)
    values = found.sample.values
    table = found.table.set_index("statistic")["value"]
    assert table["mean"] == pytest.approx(values.mean())
    assert table["median"] == pytest.approx(np.quantile(values, 0.5))
    assert table["90% interval, low"] == pytest.approx(np.quantile(values, 0.05))
    assert table["80% interval, high"] == pytest.approx(np.quantile(values, 0.9))
    assert table["95% interval, high"] == pytest.approx(np.quantile(values, 0.975))
    assert table["chance above 2"] == pytest.approx((values > 2).mean())
    assert found.sample.mean_error == pytest.approx(values.std(ddof=1) / np.sqrt(4000))


def test_convergence_is_that_of_the_first_draws() -> None:
    found = simulate(STUDY, draws=3000)
    assert list(found.convergence["draws"]) == [256, 512, 1024, 2048, 3000]
    first = found.sample.values[:512]
    assert found.convergence["mean"][1] == pytest.approx(first.mean())
    assert found.convergence["p95"][1] == pytest.approx(np.quantile(first, 0.95))


def test_until_gives_the_mean_to_the_width_asked_for() -> None:
    found = simulate(STUDY, until=0.01)
    assert found.draws > 4096
    assert 1.6449 * found.sample.mean_error == pytest.approx(0.01, rel=0.1)


def test_stopping_keeps_the_draws_that_are_done() -> None:
    told = []

    def progress(done: int, draws: int, left: float) -> bool:
        told.append((done, draws))
        assert left >= 0
        return done < 2 * BLOCK

    found = simulate(STUDY, draws=10 * BLOCK, threads=1, progress=progress)
    assert told == [(BLOCK, 10 * BLOCK), (2 * BLOCK, 10 * BLOCK)]
    assert found.interrupted and found.draws == 2 * BLOCK
    assert np.array_equal(found.sample.values, simulate(STUDY, draws=2 * BLOCK).sample.values)


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupt_from_the_keyboard_keeps_what_is_done(threads: int) -> None:
    def progress(done: int, draws: int, left: float) -> None:
        if done == BLOCK:
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    found = simulate(STUDY, draws=50 * BLOCK, threads=threads, progress=progress)
    assert found.interrupted and found.draws % BLOCK == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_many_results_are_counted_in_bins_and_tell_the_same() -> None:
    values = np.random.default_rng(5).lognormal(1.0, 0.7, 2 * KEPT + 12_345)
    sample = Sample()
    for part in np.array_split(values, 97):
        sample.add(part)
    assert not sample.exact and sample.values.size == 0
    assert sample.mean == pytest.approx(values.mean(), rel=1e-12)
    assert sample.sd == pytest.approx(values.std(ddof=1), rel=1e-9)
    for p in (0.001, 0.05, 0.5, 0.95, 0.999):
        assert (values < sample.quantile(p)).mean() == pytest.approx(p, abs=2e-5)
    for t in (0.5, 1.0, 3.0, 10.0):
        assert sample.chance_above(t) == pytest.approx((values > t).mean(), abs=2e-5)
    assert sample.chance_above(values.max() + 1) == 0 and sample.chance_above(values.min() - 1) == 1


def test_a_chance_that_no_draw_shows_is_not_known_exactly() -> None:
    sample = Sample()
    sample.add(np.linspace(2, 3, 1000))
    assert sample.chance_above(1) == 1.0
    assert 0 < sample.chance_error(1) < 0.001


SKEWED = Study.parse(
    HEAD.replace("900 to 1100", "1000")
    + "discounting: undiscounted\n"
    + "outcomes:\n  fit: {name: Fit, stakeholder: a, quantity: {low: 50, likely: 60, high: 300}, value: 30}\n"
)


def test_where_base_case_and_mean_part_the_reason_is_told() -> None:
    said = " ".join(simulate(SKEWED).summary)
    assert "The base case, £1.80, lies below the mean of the draws" in said
    assert "1 range has a mean that is not its central value" in said
    assert "Fit: quantity +£1.15" in said  # (50 + 4·60 + 300)/6 = 98.33 people in place of 60: 38.33 × 30 / 1000
    assert not any("The base case" in line for line in simulate(STUDY).summary)


def test_the_summary_reads_out() -> None:
    lines = simulate(STUDY, draws=2000, target=50.0).summary
    assert lines[0].startswith("In 9 of 10 draws the SROI ratio lies between £")
    assert lines[2] == "It lies at or below £50.00 in all of the 2,000 draws."
    assert lines[3].startswith("Assumption: estimates of one family")
    assert lines[4] == "All 8 stated numbers have a range."
    alone = simulate(STUDY, draws=2000, shared_error=0.0).summary
    assert any(line.startswith("Assumption: all errors are independent") for line in alone)


def test_comparisons_that_overlap_are_counted_as_they_fell_and_said() -> None:
    more = """
counterfactuals:
  areas:
    programme: {before: 10%, after: {successes: 30, n: 60}}
    comparison: {before: 10%, after: {successes: 28, n: 60}}
"""
    outcome = "  fit: {name: Fit, stakeholder: a, quantity: 100, value: 30, deadweight: {from: areas}}\n"
    found = simulate(Study.parse(HEAD + more + "outcomes:\n" + outcome), draws=5000)
    count = found.outside["counterfactuals/areas"]
    assert 1000 < count < 3000
    assert (found.sample.values < 0).sum() == count
    assert any(f"In {count:,} of 5,000 draws the comparison “Areas” gave a share outside" in s for s in found.summary)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": 0}, "found 0 draws; a simulation has 100 to 1,000,000,000 draws; write 10000"),
        ({"draws": 10**10}, "found 10,000,000,000 draws"),
        ({"until": 0.0}, "found ± 0; a mean is simulated to ± a number above 0"),
        ({"until": 1e-9}, "draws; a simulation has at most 1,000,000,000 draws; write .* or more"),
        ({"threads": 0}, "found 0 threads; there is at least 1 thread"),
        ({"measure": "payback"}, "found the measure payback; a simulation is of the ratio"),
        ({"measure": "rato"}, "found the measure rato.*ratio"),
        ({"perspective": "fiscl"}, "found the perspective fiscl.*fiscal"),
        ({"draws": 5, "seed": -2}, "found the seed −2"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_words(options: dict, words: str) -> None:
    with pytest.raises(SroiError, match=words):
        simulate(STUDY, **options)


def test_a_study_without_ranges_is_refused() -> None:
    with pytest.raises(SroiError, match=r"no number of the study has a range; .* 25% \(15% to 35%\)"):
        simulate(sroi.load("studies/wheels-to-meals.yaml"))


def test_kept_draws_are_the_draws(tmp_path) -> None:
    found = simulate(STUDY, draws=BLOCK + 5)
    for name in ("draws.csv", "draws.parquet"):
        write_draws(found, tmp_path / name, estimates=True)
    text, binary = pd.read_csv(tmp_path / "draws.csv"), pd.read_parquet(tmp_path / "draws.parquet")
    assert list(text.columns[:5]) == ["draw", "ratio", "npv", "pv_benefits", "pv_inputs"]
    assert np.allclose(text["ratio"], found.sample.values, rtol=1e-12)
    assert np.allclose(text.to_numpy(), binary.to_numpy(), rtol=1e-12)
    assert np.array_equal(binary["fit/value"], found.sampler.draw(0, BLOCK + 5)["fit/value"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draws.csv", "draws.parquet"]


def test_draws_that_would_not_fit_are_refused_before_they_are_made(tmp_path) -> None:
    with pytest.raises(SroiError, match=r"draws of 105 columns need about .* GB; .* GB are free there; keep fewer"):
        refuse_unfit(tmp_path / "draws.csv", 10**12, 100)
    with pytest.raises(SroiError, match=r"found the file name draws.xls; draws are kept as .csv or .parquet"):
        refuse_unfit(tmp_path / "draws.xls", 100, 0)


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    found = simulate(STUDY, draws=200)

    def fail(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(KeyboardInterrupt):
        write_draws(found, tmp_path / "draws.csv")
    assert list(tmp_path.iterdir()) == []
