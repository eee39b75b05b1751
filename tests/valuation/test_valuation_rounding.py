"""Rounding to what a range can bear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.valuation.rounding import about, rounded, short_money, step

ENDS = st.floats(-1e9, 1e9, allow_nan=False)


@given(low=ENDS, width=st.floats(1e-6, 1e9))
def test_rounding_moves_no_end_by_more_than_a_fortieth_of_the_range(low, width):
    high = low + width
    if not high > low:
        return
    to = step(low, high)
    for end in (low, high):
        assert abs(rounded(end, to) - end) <= (high - low) / 40 * (1 + 1e-6) + 1e-9 * abs(end)


@pytest.mark.parametrize(
    ("value", "low", "high", "shown"),
    [
        (5.3146, 3.412, 7.618, ("£5.30", "£3.40", "£7.60")),
        (0.804, 0.31, 1.62, ("£0.80", "£0.31", "£1.62")),
        (-0.5, -1.21, 0.42, ("−£0.50", "−£1.21", "£0.42")),
        (1234.5, 800, 2900, ("£1,200", "£800", "£2,900")),
        (2.0, 2.0, 2.0, ("£2.00", "£2.00", "£2.00")),
        (1.0, 0.9999, 1.0001, ("£1.00", "£1.00", "£1.00")),
    ],
)
def test_a_ratio_with_its_range(value, low, high, shown):
    assert about(value, low, high, "GBP") == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "£0"), (81.4, "£81"), (999.4, "£999"), (999.6, "£1k"), (1000, "£1k"), (12_345, "£12.3k"),
        (-412_345, "−£412k"), (999_999, "£1m"), (2_391_430, "£2.39m"), (3.2e9, "£3.2bn"), (5e12, "£5tn"),
    ],
)  # fmt: skip
def test_money_in_three_digits(amount, shown):
    assert short_money(amount, "GBP") == shown
