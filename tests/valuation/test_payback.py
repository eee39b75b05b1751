"""Payback and rates of return where a boundary decides: sums in the comments."""

from __future__ import annotations

import numpy as np
import pytest

from sroi.valuation.payback import VALUE_FIRST, Payback, RateOfReturn, flag, last_crossing, payback, rate_of_return


def of(flows: list[float]) -> RateOfReturn:
    """Rates of return of net flows at the start of each year."""
    net = np.array(flows, dtype=float)
    return rate_of_return(np.maximum(net, 0), np.maximum(-net, 0), "start", "start")


def test_a_loss_over_forty_years() -> None:
    """100 now and 50 in year 39: (1 + r)^39 = 0.5."""
    assert of([-100, *[0] * 38, 50]).rate == pytest.approx(0.5 ** (1 / 39) - 1, abs=1e-11)


def test_a_loss_in_instalments_of_one() -> None:
    """100 now and 1 in each of 39 years: v + v² + … + v³⁹ = 100, with v = 1 / (1 + r) above 1."""
    rate = of([-100, *[1] * 39]).rate
    assert rate is not None
    assert -0.05 < rate < 0
    assert sum((1 + rate) ** -year for year in range(1, 40)) == pytest.approx(100, rel=1e-9)


def test_the_rate_of_a_windfall() -> None:
    """1 now and 10,000,000 a year later: 999,999,900% a year, and still one rate."""
    assert of([-1, 1e7]).rate == pytest.approx(1e7 - 1, rel=1e-9)


def test_two_rates_of_sums_in_millions() -> None:
    """−(1 − 1.07 v)(1 − 1.31 v): v = 1 / 1.07 and 1 / 1.31, so 7% and 31%, for any size of the sums.

    (1 − 1.07 v)(1 − 1.31 v) = 1 − 2.38 v + 1.4017 v².
    """
    for size in (1.0, 3_333_333.0, 1e9):
        assert of([-size, 2.38 * size, -1.4017 * size]).roots == pytest.approx([0.07, 0.31], abs=1e-9)


def test_a_flow_in_the_middle_of_one_year_only() -> None:
    """100 at the start of year 0 and 100 × 1.1^1.5 in the middle of year 1: one and a half years at 10%."""
    found = rate_of_return(np.array([0, 100 * 1.1**1.5]), np.array([100.0, 0]), "mid", "start")
    assert found.rate == pytest.approx(0.1, abs=1e-11)


@pytest.mark.parametrize("flows", [[-1, 0, -2], [1, 0, 2], [0.5, 2], [-0.5, -2]])
def test_a_year_of_nothing_is_no_change_of_sign(flows: list[float]) -> None:
    assert of(flows).reason == "flows do not change sign"


def test_years_of_nothing_are_not_counted_among_the_changes_of_sign() -> None:
    """100 − 150 v² + 100 v⁴: 150² < 4 × 100 × 100, so no root; + − + are two changes, with a 0 between or without."""
    reason = of([100, 0, -150, 0, 100]).reason
    assert reason == "no rate brings the net present value to zero (2 changes of sign)"


def test_several_rates_are_counted() -> None:
    """−(1 − 1.1 v)(1 − 1.2 v) = −1 + 2.3 v − 1.32 v²: 10% and 20%."""
    assert of([-1, 2.3, -1.32]).reason == "no unique IRR: 2 rates bring the net present value to zero"


def test_one_rate_without_a_reason() -> None:
    """100 now, 121 in two years: 10%."""
    found = of([-100, 0, 121])
    assert found.roots == pytest.approx((0.1,))
    assert found.reason is None


def paid(benefits: list[float], inputs: list[float]) -> Payback:
    """Payback of flows that are not discounted."""
    gain, cost = np.array(benefits, dtype=float), np.array(inputs, dtype=float)
    return payback(gain, cost, gain, cost, undated=False)


def test_the_guide_takes_the_first_year_with_any_impact() -> None:
    """90 + 30 invested; nothing in year 0, 60 in year 1: 120 ÷ (60 ÷ 12) = 24 months."""
    assert paid([0, 60, 600], [90, 30, 0]).guide_months == pytest.approx(24)


def test_a_loss_in_the_first_year_with_any_impact() -> None:
    found = paid([0, -5, 600], [90, 0, 0])
    assert found.guide_months is None
    assert found.reasons == {"guide_months": "the impact of its first year (year 1) is not above 0"}


def test_what_rounding_leaves_behind_is_no_impact() -> None:
    """1e-13 beside 1 is rounding; 1e-11 beside 1 is an impact: 1 ÷ (1e-11 ÷ 12) = 1.2e12 months."""
    assert paid([1e-13, 1], [1, 0]).guide_months == pytest.approx(12)
    assert paid([1e-11, 1], [1, 0]).guide_months == pytest.approx(1.2e12)
    # 1e-14 a year is an impact where there is nothing larger: 1 ÷ (1e-14 ÷ 12).
    assert paid([1e-14, 1e-14], [1, 0]).guide_months == pytest.approx(1.2e15)


def test_discounted_and_not() -> None:
    """100 spent; 80 a year, worth 60 a year: (100 − 80) ÷ 80 of year 1, and (100 − 60) ÷ 60 of year 1."""
    found = payback(np.array([80.0, 80]), np.array([100.0, 0]), np.array([60.0, 60]), np.array([100.0, 0]), False)
    assert found.cumulative_years == pytest.approx(1.25)
    assert found.discounted_years == pytest.approx(1 + 2 / 3)
    assert found.reasons == {}


def test_never_only_when_discounted() -> None:
    """120 covers 100; 90, which it is worth, does not."""
    found = payback(np.array([0, 120.0]), np.array([100.0, 0]), np.array([0, 90.0]), np.array([100.0, 0]), False)
    assert found.cumulative_years == pytest.approx(1 + 100 / 120)
    assert found.discounted_years == "never"
    assert found.reasons == {"discounted_years": "the running total is not above 0 at the end of the horizon"}


def test_never_in_either_way() -> None:
    """90 does not cover 100. The guide's months ask for one year's impact only: 100 ÷ (90 ÷ 12)."""
    found = paid([0, 90], [100, 0])
    assert (found.cumulative_years, found.discounted_years) == ("never", "never")
    assert set(found.reasons) == {"cumulative_years", "discounted_years"}
    assert found.guide_months == pytest.approx(100 / 7.5)


def test_value_before_anything_is_invested() -> None:
    """100 comes in year 0 and 60 are spent in year 1: nothing to pay back, and nothing that earns a rate."""
    found = paid([100, 50], [0, 60])
    assert (found.guide_months, found.cumulative_years, found.discounted_years) == (None, None, None)
    assert found.reasons == dict.fromkeys(("guide_months", "cumulative_years", "discounted_years"), VALUE_FIRST)
    rate = of([100, -110])
    assert rate.roots == pytest.approx((0.1,))
    assert (rate.rate, rate.reason) == (None, VALUE_FIRST)


def test_a_harm_before_anything_is_invested_is_no_value() -> None:
    """−5, then 60 spent and 130 gained: −5 − 60 + 130; the last crossing is 65 ÷ 130 into year 1."""
    assert paid([-5, 130], [0, 60]).cumulative_years == pytest.approx(1.5)


def test_the_guide_takes_a_full_year_where_the_first_is_part_of_one() -> None:
    """60 invested; 30 in half a year, then 60 a year: 60 ÷ (60 ÷ 12). Where every year is a part, the first."""
    gain, cost = np.array([0.0, 30, 60]), np.array([60.0, 0, 0])
    found = payback(gain, cost, gain, cost, False, part_years=[1])
    assert (found.guide_months, found.guide_year) == (pytest.approx(12), 2)
    found = payback(gain, cost, gain, cost, False, part_years=[1, 2])
    assert (found.guide_months, found.guide_year) == (pytest.approx(24), None)
    found = payback(gain, cost, gain, cost, False)
    assert (found.guide_months, found.guide_year) == (pytest.approx(24), None)
    harm = np.array([0.0, 30, -60])
    found = payback(harm, cost, harm, cost, False, part_years=[1])
    assert found.guide_months is None
    assert found.reasons["guide_months"] == "the impact of its first full year (year 2) is not above 0"


def test_values_without_a_year_have_no_payback() -> None:
    found = payback(np.array([300.0]), np.array([100.0]), np.array([300.0]), np.array([100.0]), undated=True)
    assert (found.guide_months, found.cumulative_years, found.discounted_years) == (None, None, None)
    assert set(found.reasons) == {"guide_months", "cumulative_years", "discounted_years"}
    assert set(found.reasons.values()) == {"some values are stated as present values and belong to no year"}


@pytest.mark.parametrize(
    ("benefits", "inputs", "years"),
    [
        ([100, 0], [100, 0], "never"),  # exactly even is not above 0
        ([100, 1], [100, 0], 1.0),  # −100 + 100 = 0 at the end of year 0, above 0 from then on
        ([50, 100], [100, 0], 1.5),  # −50 after year 0, half of year 1
        ([150, 50], [100, 60], 1.2),  # +50 after year 0; 60 more are spent, −10; 10 ÷ 50 of year 1
        ([150, 20], [100, 50], 1.0),  # +50, 50 more are spent, 0; above 0 from the start of year 1
        ([200, 10], [100, 50], 0.5),  # once above 0 it stays there: 100 ÷ 200 of year 0
        ([200, -150, 150], [100, 0, 0], 2 + 50 / 150),  # +100, −50, +100: the last crossing counts
        ([10, 0], [0, 0], 0.0),  # nothing is spent
        ([1, 0], [0.5, 0], 0.5),  # half of what comes in year 0
    ],
)
def test_the_last_crossing(benefits: list[float], inputs: list[float], years: float | str) -> None:
    found = last_crossing(np.array(benefits, dtype=float), np.array(inputs, dtype=float))
    assert found == (years if isinstance(years, str) else pytest.approx(years))


def test_payback_in_words() -> None:
    assert [flag("never"), flag(None), flag(2.26)] == ["never", "undefined", "2.3"]


@pytest.mark.parametrize(
    ("benefits", "inputs", "rate"), [([0, 100.0, 0], [25.0, 0, 100], 1.0), ([0, 160.0, 0], [64.0, 0, 100], 0.25)]
)
def test_a_double_root_is_one_rate(benefits, inputs, rate):
    """−25 + 100v − 100v² = −100 (v − ½)², so v = ½ and the rate 100%; −64 + 160v − 100v² = −(10v − 8)²: 25%."""
    found = rate_of_return(np.array(benefits), np.array(inputs), "start", "start")
    assert found.roots == pytest.approx((rate,), abs=1e-6)
