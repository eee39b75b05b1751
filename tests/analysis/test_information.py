"""The worth of information: against brute force, its sums, its yardstick, and sentences that do not contradict it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import sroi
from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.information import Information, information
from sroi.analysis.outputs import output
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.model import Model
from tests.analysis.test_drivers import OUTCOMES, STUDIES, of, study

DRAWS = 20_000


def npv(base: Study, scenario: str | None = None, draws: int = DRAWS) -> np.ndarray:
    """Net present value by draw, the same draws in every scenario."""
    model = Model(base, scenario)
    return output(model, "npv").of(Sampler(model, 5).draw(0, draws))


def gain(curves: list[np.ndarray], best: int) -> tuple[float, float]:
    """Average of the best of several results less that of one of them, and its standard error."""
    apart = np.max(curves, axis=0) - curves[best]
    return float(apart.mean()), float(apart.std() / len(apart) ** 0.5)


NEAR = study("fit", "calm", "work", grant="400 to 700")


def test_to_know_everything_is_worth_what_brute_force_says() -> None:
    found = information(NEAR, draws=DRAWS)
    results = npv(NEAR)
    worth, error = gain([0 * results, results], found.best)
    assert found.worth.value == pytest.approx(worth, abs=4.5 * (error + found.worth.error))
    assert found.changing == pytest.approx(np.mean((results > 0) != (found.best == 1)), abs=0.02)
    assert found.choices[1].mean == pytest.approx(results.mean(), abs=4.5 * results.std() / DRAWS**0.5)


def test_between_options_too() -> None:
    small = {"scale": {"inputs/grant/amount": 0.5, "fit/quantity": 0.6}}
    options = {"small": small, "big": {"scale": {"fit/value": 1.1}}}
    base = study("fit", "calm", grant="200 to 300", options=options)
    found = information(base, between="options", draws=DRAWS)
    curves = [npv(base, name) for name in (None, "small", "big")]
    assert [choice.name for choice in found.choices] == ["base", "small", "big"]
    assert found.best == int(np.argmax([curve.mean() for curve in curves]))
    worth, error = gain(curves, found.best)
    assert found.worth.value == pytest.approx(worth, abs=4.5 * (error + found.worth.error))


def test_to_know_one_number_is_worth_what_its_conditional_mean_says() -> None:
    fit, grant = {"quantity": {"low": 0, "high": 40}, "value": {"low": 5, "high": 15}}, {"low": 150, "high": 250}
    base = of({"fit": fit}, grant, discounting="undiscounted", shared_error=0)
    found = {row.name: row.worth for row in information(base).by("estimate")}
    levels = (np.arange(200_000) + 0.5) / 200_000
    for address, expected in {
        "fit/quantity": 40 * levels * 10 - 200,
        "fit/value": 20 * (5 + 10 * levels) - 200,
        "inputs/grant/amount": 20 * 10 - (150 + 100 * levels),
    }.items():
        assert found[address].error == 0
        assert found[address].value == pytest.approx(np.maximum(expected, 0).mean(), rel=1e-6), address


def test_a_ready_study_agrees_with_brute_force() -> None:
    base = sroi.load(STUDIES / "livelihoods-training-wales.yaml")
    found = information(base, draws=4096)
    results = npv(base)
    worth, error = gain([0 * results, results], found.best)
    assert found.worth.value == pytest.approx(worth, abs=4.5 * (error + found.worth.error))
    check(found)


def check(found: Information) -> None:
    """What holds of every worth of information."""
    whole = found.worth
    for row in found.rows:
        assert row.worth.value >= 0
        slack = 4.5 * (row.worth.error + whole.error) + 1e-9 * found.stake
        assert row.worth.value <= whole.value + slack, row.name
    single = {row.name: row.worth.value for row in found.by("estimate")}
    for kind in ("family", "outcome", "source"):
        for row in found.by(kind):
            assert set(row.members) <= set(single)
            largest = max(single[member] for member in row.members)
            assert row.worth.value >= largest - 4.5 * row.worth.error - 1e-9 * found.stake, row.name
        members = [member for row in found.by(kind) for member in row.members]
        assert sorted(members) == sorted(single)
    said = " ".join(found.summary)
    if "No realistic finding" in said:
        assert found.changing == 0
    if found.decided or found.negligible:
        assert "Worth measuring" not in said
        assert "nothing to learn" in said or "not for this decision" in said


@pytest.mark.parametrize("grant", [100, 300, 560, 700, "300 to 900"])
@pytest.mark.parametrize("shared", [0.0, 0.5])
def test_parts_are_worth_no_more_than_everything_and_words_fit_the_numbers(grant: Any, shared: float) -> None:
    check(information(study(*OUTCOMES, grant=grant, shared_error=shared), draws=4000))


def test_correlated_numbers_are_met_by_regression_and_it_is_said() -> None:
    correlations = [{"between": ["fit/quantity", "fit/value"], "rho": 0.8}]
    base = study("fit", "calm", grant="200 to 500", correlations=correlations)
    found = information(base, draws=8000)
    assert not found.exact
    assert found.summary[-1] == (
        "Worth of single numbers and groups is estimated by regression on the draws, because the study states "
        "correlations between single numbers."
    )
    results = npv(base)
    worth, error = gain([0 * results, results], found.best)
    assert found.worth.value == pytest.approx(worth, abs=4.5 * (error + found.worth.error))


@pytest.mark.parametrize("more", [{}, {"correlations": [{"between": ["fit/quantity", "fit/value"], "rho": 0.8}]}])
def test_whoever_waits_is_told_how_much_is_worked_out(more: dict[str, Any]) -> None:
    shares: list[float] = []
    base = study("fit", "calm", **more)
    found = information(base, draws=5000, progress=shares.append)
    assert shares == sorted(shares) and shares[0] > 0 and shares[-1] == pytest.approx(1) and len(shares) > 4
    assert found.table.equals(information(base, draws=5000).table)


def test_labels_are_words_and_the_table_begins_with_everything() -> None:
    found = information(NEAR, draws=2000)
    assert {row.label for row in found.by("outcome")} == {"FIT", "CALM", "WORK", "Grant"}
    assert {row.label for row in found.by("family")} >= {"quantities", "deadweights", "costs"}
    assert [row.label for row in found.by("source")] == ["no stated source"]
    table = found.table
    assert list(table.columns) == [
        "kind", "name", "label", "numbers", "worth", "standard_error", "worth_low", "worth_high", "share",
    ]  # fmt: skip
    assert (table["kind"][0], table["worth"][0], table["share"][0]) == ("everything", found.worth.value, 1.0)
    assert table["numbers"][0] == len(found.by("estimate"))
    assert not table.isna().any().any()


# The yardstick is the study


def money(factor: float, low: float = 8, high: float = 40) -> Study:
    """One study with all its money multiplied."""
    value = {"low": low * factor, "high": high * factor}
    return of({"fit": {"quantity": {"low": 5, "high": 20}, "value": value}}, grant=300 * factor, shared_error=0)


@pytest.mark.parametrize("factor", [1e-6, 1e-4, 1.0, 1e9])
def test_what_is_next_to_nothing_does_not_hang_on_the_size_of_the_money(factor: float) -> None:
    one, found = information(money(1), draws=4000), information(money(factor), draws=4000)
    assert (found.decided, found.negligible, found.changing) == (one.decided, one.negligible, one.changing)
    assert [found.idle(row) for row in found.rows] == [one.idle(row) for row in one.rows]
    assert found.worth.value == pytest.approx(one.worth.value * factor, rel=1e-9)
    assert found.least == pytest.approx(one.least * factor)
    assert not any(re.search(r"£0\.00(?!\d)", sentence) for sentence in found.summary)


def test_amounts_have_as_many_digits_as_they_need() -> None:
    found = information(money(1e-4), draws=4000)
    assert (found.text(695.3), found.text(26.4), found.text(1.5), found.text(0.00157)) == (
        "£695", "£26.40", "£1.50", "£0.0016",
    )  # fmt: skip
    assert (found.text(0.0), found.text(3.0, 41.0), found.text(-5e6)) == ("£0", "£3.00", "−£5,000,000")


def rarely(grant: int) -> Information:
    """Funding that is seldom wrong."""
    return information(money(1).edited({"inputs/grant/amount": grant}), draws=30_000)


def test_a_choice_that_is_often_wrong_by_next_to_nothing_is_not_said_never_to_change() -> None:
    value = {"low": 999.99, "high": 1000.011}
    steady = of({"fit": {"quantity": 1, "value": value}}, grant=1000, discounting="undiscounted")
    found = information(steady, draws=4000)
    assert found.changing > 0.4
    assert found.negligible
    assert not found.decided
    said = found.summary[1]
    assert said.startswith(f"In {100 * found.changing:.1f}".removesuffix(".0"))
    assert "another choice is better, but by little: to know everything beforehand would be worth £0.00" in said
    assert said.endswith(
        "next to nothing beside the £1,000 at stake. More research may be worth doing for other reasons, but not for "
        "this decision."
    )


def test_where_no_draw_changes_the_choice_that_is_said_and_no_share_with_it() -> None:
    found = rarely(30)
    assert found.changing == 0
    assert found.summary[1] == (
        "No realistic finding would change the decision: in none of 30,000 draws another choice is better. More "
        "research may be worth doing for other reasons, but not for this decision."
    )


def test_where_hardly_any_draw_does_the_share_is_said_without_a_claim_that_none_would() -> None:
    found = next(found for grant in (44, 46, 48, 50) if 0 < (found := rarely(grant)).changing < 0.001)
    assert found.decided
    assert re.match(r"Hardly any finding would change the decision: in (under )?0\.1% of 30,000 ", found.summary[1])
    assert "No realistic finding" not in " ".join(found.summary)


def test_choices_that_are_the_same_are_said_to_be_equally_good() -> None:
    options = {"twin": {"scale": {"fit/quantity": 1}}, "other": {"set": {"fit/deadweight": 0}}}
    base = of({"fit": {"quantity": "5 to 9", "value": 9}}, options=options)
    found = information(base, between="options", draws=2000)
    assert found.summary[0] == (
        "On what is known “the study as it stands”, “twin” and “other” are equally good, with an expected net present "
        f"value of {found.text(found.choices[0].mean)} each."
    )
    assert any("They are worth the same in each of 2,000 draws" in sentence for sentence in found.summary)
    assert found.worth.value == 0


def test_a_study_without_ranges_has_nothing_to_learn() -> None:
    found = information(of({"fit": {"quantity": 3, "value": 4}}))
    assert (found.worth.value, found.rows, found.draws) == (0, (), 0)
    assert found.summary[-1].startswith("No number with a range bears on the decision, so there is nothing to learn")
    assert list(found.table["worth"]) == [0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": 10}, "found 10 draws; the worth of information takes 1,000 to 10,000,000 draws; write 32768"),
        ({"draws": -10}, "found −10 draws"),
        ({"seed": -3}, "found the seed −3"),
        ({"between": "option"}, "found option; a decision is one of fund, options; did you mean options"),
        ({"between": "options"}, "the study has no options"),
        ({"perspective": "nobody"}, "[perspective-unknown]"),
        ({"shared_error": 1.0}, "found a shared error of 1"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(options: dict[str, Any], words: str) -> None:
    with pytest.raises(SroiError) as refused:
        information(NEAR, **options)
    assert words in str(refused.value)


def test_the_same_seed_gives_the_same_worth() -> None:
    one, same, other = (information(NEAR, draws=2000, seed=seed).table for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_the_page_of_a_notebook_escapes_what_people_wrote() -> None:
    base = of({"fit": {"name": "<b>Fit</b>", "quantity": "5 to 50", "value": 9}})
    assert "<b>Fit" not in information(base, draws=2000)._repr_html_()
