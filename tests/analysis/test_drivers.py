"""Drivers: the closed form and the draws agree, shares add up, labels are words, and sentences claim no more."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import sroi
from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.drivers import DRAWN, EXACT, Drivers, drawn, drivers
from sroi.analysis.knowing.errors_asked import ELEMENTARY
from sroi.analysis.outputs import output
from sroi.analysis.simulation import simulate
from sroi.errors import ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model

STUDIES = Path(__file__).parents[2] / "studies"

#: Outcomes of every shape of belief; each study below takes some of them.
OUTCOMES: dict[str, dict[str, Any]] = {
    "fit": {
        "quantity": {"low": 8, "high": 14},
        "value": "15 to 30",
        "deadweight": {"low": 0.1, "likely": 0.2, "high": 0.5},
    },
    "calm": {
        "quantity": {"mean": 20, "sd": 3},
        "value": {"values": [4, 6, 11], "weights": [1, 2, 1]},
        "attribution": "20% (10% to 35%)",
    },
    "work": {
        "quantity": {"of": 40, "in-work": {"successes": 12, "n": 40}},
        "value": {"low": 8, "likely": 9, "high": 20, "shape": "triangular"},
    },
    "loss": {"quantity": 5, "value": "-9 to -4"},
    "long": {"quantity": "4 to 6", "value": 6, "duration": 3, "drop_off": {"low": 0.1, "likely": 0.2, "high": 0.6}},
}


def study(*names: str, grant: Any = 300, **more: Any) -> Study:
    """Some of the outcomes, for a grant."""
    return of({name: OUTCOMES[name] for name in names}, grant, **more)


def of(outcomes: dict[str, dict[str, Any]], grant: Any = 300, **more: Any) -> Study:
    """Outcomes of one stakeholder, for a grant."""
    return Study.from_document(
        {
            "sroi": 1,
            "title": "T",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": 3,
            "stakeholders": {"a": {"name": "A", "role": "participant"}, "c": {"name": "C", "role": "public"}},
            "inputs": {"grant": {"from": "c", "amount": grant}},
            "outcomes": {
                name: {"name": name.upper(), "stakeholder": "a"} | outcome for name, outcome in outcomes.items()
            },
            **more,
        }
    )


def from_draws(base: Study, measure: str, draws: int, **more: Any) -> Drivers:
    """The same question answered from draws, whatever its structure."""
    model = Model(base)
    return drawn(output(model, measure), Sampler(model, 1, **more), draws, "asked for")


def agree(exact: Drivers, sampled: Drivers) -> None:
    assert (exact.method, sampled.method) == (EXACT, DRAWN)
    rows = {(row.asked.kind, row.asked.name): row for row in sampled.rows}
    assert {(row.asked.kind, row.asked.name) for row in exact.rows} == set(rows)
    for row in exact.rows:
        other = rows[row.asked.kind, row.asked.name]
        for name in ("first", "total"):
            known, estimated = getattr(row, name), getattr(other, name)
            assert abs(known.value - estimated.value) < 4.5 * estimated.error + 1e-3, (row.asked.name, name)
    assert sampled.mean == pytest.approx(exact.mean, abs=4.5 * exact.sd / sampled.draws**0.5)


@pytest.mark.parametrize("name", ["livelihoods-training-wales", "childrens-centres-work-services"])
@pytest.mark.parametrize("measure", ["ratio", "npv"])
def test_the_closed_form_agrees_with_draws_on_ready_studies(name: str, measure: str) -> None:
    base = sroi.load(STUDIES / f"{name}.yaml")
    agree(drivers(base, measure=measure), from_draws(base, measure, 4096))


@pytest.mark.parametrize(
    ("names", "grant", "shared"),
    [
        (("fit",), 300, 0.0),
        (("fit", "calm"), "250 to 360", 0.3),
        (("work", "loss"), {"low": 250, "high": 350}, 0.3),
        (("fit", "calm", "work", "loss", "long"), "200 to 500", 0.6),
        (("long",), 80, 0.0),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value)[:6],
)
@pytest.mark.parametrize("measure", ["ratio", "npv", "pv_benefits"])
def test_the_closed_form_agrees_with_draws_on_studies_of_every_shape(names, grant, shared, measure) -> None:
    base = study(*names, grant=grant, shared_error=shared)
    exact = drivers(base, measure=measure)
    agree(exact, from_draws(base, measure, 8192))
    values = simulate(base, measure=measure, draws=20_000).sample.values
    assert exact.mean == pytest.approx(values.mean(), abs=4.5 * exact.sd / 20_000**0.5)
    assert exact.sd == pytest.approx(values.std(), rel=0.05)


def test_shares_add_up() -> None:
    found = drivers(study("fit", "calm", "work", grant="250 to 360"))
    assert found.alone + found.interactions == pytest.approx(1, abs=1e-12)
    assert 0 < found.interactions < 0.2
    assert found.alone == pytest.approx(sum(row.first.value for kind in ELEMENTARY for row in found.by(kind)))
    for row in found.rows:
        assert -1e-9 <= row.first.value <= row.total.value + 1e-9 <= 1 + 2e-9, row
    for family in found.by("family"):
        own = [row for row in found.by("estimate") if row.asked.members[0] in family.asked.members]
        common = [row for row in found.by("common") if row.asked.name == family.asked.name]
        assert family.first.value >= sum(row.first.value for row in (*own, *common)) - 1e-9
    assert sum(row.first.value for row in found.by("family")) <= 1 + 1e-9


def test_two_numbers_that_are_added_have_no_interactions_and_share_by_their_variances() -> None:
    wide, narrow = ({"quantity": 1, "value": {"low": 0, "high": high}} for high in (12, 6))
    base = of({"fit": wide, "calm": narrow}, shared_error=0, discounting="undiscounted")
    found = drivers(base, measure="npv")
    assert [(row.asked.name, round(row.first.value, 9)) for row in found.by("estimate")] == [
        ("fit/value", 0.8),
        ("calm/value", 0.2),
    ]
    assert found.interactions == pytest.approx(0, abs=1e-9)
    assert found.sd == pytest.approx((12**2 / 12 + 6**2 / 12) ** 0.5)


def test_labels_are_words_and_names_are_addresses() -> None:
    base = study("fit", "calm", "work", grant="250 to 360")
    found = drivers(base)
    addresses = {row.address for row in Model(base).parameters.rows}
    labels = [(row.asked.kind, row.label) for row in found.rows]
    assert len(set(labels)) == len(labels)
    assert {row.asked.name for row in found.by("estimate")} <= addresses
    said = {row.asked.name: row.label for row in found.by("estimate")}
    assert said["fit/value"] == "FIT: value of one unit"
    assert said["inputs/grant/amount"] == "Grant: amount"
    assert {row.label for row in found.by("family")} >= {"quantities", "deadweights", "attributions", "costs"}
    assert {row.label for row in found.by("outcome")} == {"FIT", "CALM", "WORK", "Grant"}
    assert "quantities: what they have in common" in {row.label for row in found.by("common")}


def test_the_table_has_every_row_with_its_range() -> None:
    exact = drivers(study("fit", "calm")).table
    assert list(exact.columns) == [
        "kind", "name", "label", "numbers",
        "first_order", "first_order_low", "first_order_high", "total", "total_low", "total_high",
    ]  # fmt: skip
    assert (exact["first_order"] == exact["first_order_low"]).all()
    sampled = from_draws(study("fit", "calm"), "ratio", 2000).table
    assert (sampled["first_order_low"] < sampled["first_order_high"]).all()
    assert not sampled.isna().any().any()
    for kind, rows in exact.groupby("kind"):
        assert list(rows["total"]) == sorted(rows["total"], reverse=True), kind


CORRELATED = [{"between": ["fit/quantity", "fit/value"], "rho": 0.8}]


def test_correlated_numbers_are_asked_about_together_and_say_so() -> None:
    found = drivers(study("fit", "calm", correlations=CORRELATED, shared_error=0), draws=2000)
    assert found.method == DRAWN
    (pair,) = found.by("correlated")
    assert pair.label == "FIT: quantity and FIT: value of one unit"
    assert found.summary[-2].startswith(
        "Estimated from 2,000 draws, because the study states correlations between single numbers: "
    )


def test_whoever_waits_for_draws_is_told_how_many_sources_are_done() -> None:
    shares: list[float] = []
    found = drivers(study("fit", "calm", correlations=CORRELATED), draws=1000, progress=shares.append)
    assert len(shares) == len(found.rows) and shares[-1] == 1
    assert shares == sorted(shares) and all(0 < share <= 1 for share in shares)


def test_a_share_that_chance_takes_above_everything_is_said_to_be_within_its_error() -> None:
    known = {"name": "Fitter", "quantity": {"low": 9, "high": 11}, "value": {"low": 10, "high": 30}}
    base = of({"fit": known}, correlations=CORRELATED)
    above = [found for seed in range(6) if (found := drivers(base, draws=1000, seed=seed)).rows[0].first.value > 1]
    assert above
    for found in above:
        row = found.rows[0]
        assert row.first.low < 1 < row.first.high
        said = " ".join(found.summary)
        assert (
            "Chance takes some shares above 100%, or above the same with interactions, by about their errors." in said
        )
        assert "All that is uncertain is correlated: “Fitter: quantity and Fitter: value of one unit”." in said
        assert "belongs to no one source" not in said
    exact = " ".join(drivers(study("fit", "calm")).summary)
    assert "Chance takes" not in exact


def test_what_contributes_alike_is_not_said_to_be_most() -> None:
    value = {"low": 0, "high": 12}
    base = of({name: {"quantity": 1, "value": {**value, "source": name}} for name in ("one", "other")})
    said = drivers(base, measure="npv").summary
    assert said[0] == (
        "To the uncertainty of the net present value “unit values of one” (50%) and “unit values of other” (50%) "
        "contribute most, and alike."
    )
    assert said[1] == (
        "Of single numbers “ONE: value of one unit” and “OTHER: value of one unit” matter most, alike: settling one "
        "alone would take away 50% of the uncertainty."
    )


def test_most_is_said_only_of_more_than_half() -> None:
    for names, grant in ((("fit",), 300), (("fit", "calm"), "250 to 360"), (("work", "long"), 300)):
        found = drivers(study(*names, grant=grant, shared_error=0))
        largest = max(row.first.value for row in found.by("family"))
        lead = "Nearly all" if largest > 0.9 else "Over half" if largest > 0.5 else "The largest part"
        assert found.summary[0].startswith(f"{lead} of the uncertainty of the SROI ratio comes from “")


def test_how_many_numbers_count_as_known_is_said_in_the_singular_too() -> None:
    one = drivers(study("fit", grant=300)).summary[-1]
    assert one == (
        "1 of 4 stated numbers has no range and counts as known: what is not known about it is not in these shares."
    )
    more = drivers(study("fit", "loss", grant=300)).summary[-1]
    assert "have no range and count as known: what is not known about them" in more


def test_the_same_seed_gives_the_same_shares_and_another_seed_others() -> None:
    base = study("fit", "calm", correlations=CORRELATED)
    one, same, other = (drivers(base, draws=1000, seed=seed).table for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


@pytest.mark.parametrize(
    ("base", "options", "code", "words"),
    [
        (study("fit"), {"measure": "payback"}, "measure-simulated", "found the measure payback; drivers are of"),
        (study("fit"), {"measure": "rato"}, "measure-unknown", "did you mean ratio"),
        (study("fit"), {"draws": 999}, "draws-range", "drivers take 1,000 to 1,000,000 draws; write 16384"),
        (study("fit"), {"draws": -5}, "draws-range", "found −5 draws"),
        (study("fit"), {"seed": -1}, "seed-range", "found the seed −1"),
        (study("fit"), {"shared_error": -0.5}, "shared-error-range", "found a shared error of −0.5"),
        (study("fit"), {"measure": "pv_inputs"}, "nothing-bears", "no number with a range bears on the present"),
        (study("fit"), {"perspective": "fiscal"}, "nothing-bears", "a range bears on the SROI ratio (Public"),
        (study("fit", grant={"low": 0, "high": 9}), {}, "ratio-unlimited", "the spread of the ratio has no limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(base, options, code, words) -> None:
    with pytest.raises(ValuationError) as refused:
        drivers(base, **options)
    assert code in {problem.code for problem in refused.value.problems}
    assert words in str(refused.value)


def test_a_study_without_ranges_is_refused() -> None:
    with pytest.raises(ValuationError, match="no number of the study has a range"):
        drivers(of({"fit": {"quantity": 3, "value": 4}}))


@pytest.mark.parametrize("measure", ["payback", "discounted_payback"])
def test_payback_of_an_involved_study_is_refused_without_a_warning(measure: str) -> None:
    base = sroi.load(STUDIES / "whole-family-support-scotland.yaml")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValuationError) as refused:
            drivers(base, measure=measure)
    assert [problem.code for problem in refused.value.problems] == ["measure-simulated"]
