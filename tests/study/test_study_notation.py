"""How an estimate may be written, and what it then is: every row of the table in docs/study-file.md."""

from __future__ import annotations

import math

import pytest

from sroi.study.faults import Faulty
from sroi.study.kinds import COST, COUNT, MONEY, SCORE, SHARE, factor_kind
from sroi.study.notation import estimate
from sroi.study.numbers import number
from sroi.study.quantity import quantity
from sroi.study.study import Study


def logit(share: float) -> float:
    return math.log(share / (1 - share))


def expit(y: float) -> float:
    return 1 / (1 + math.exp(-y))


TABLE = [
    ("44", 44, COUNT, 44.0),
    ("27%", "27%", SHARE, 0.27),
    ("a to b, positive: log-normal, median the geometric mean", "90 to 160", MONEY, 120.0),
    ("a to b, negative: mirrored", "-160 to -90", MONEY, -120.0),
    ("a to b across zero: normal", "-50 to 150", MONEY, 50.0),
    ("a to b of shares: logit-normal", "18% to 27%", SHARE, expit((logit(0.18) + logit(0.27)) / 2)),
    ("with its own centre", "25% (15% to 35%)", SHARE, 0.25),
    ("with its own centre, money", "110 (90 to 150)", MONEY, 110.0),
    ("PERT: the likely value", {"low": 900, "likely": 1100, "high": 1500}, COUNT, 1100.0),
    ("PERT of shares, ends included", {"low": "0%", "likely": "10%", "high": "100%"}, SHARE, 0.1),
    ("triangular", {"low": 900, "likely": 1000, "high": 1500, "shape": "triangular"}, COUNT, 1000.0),
    ("uniform: the middle", {"low": 10, "high": 30}, MONEY, 20.0),
    ("normal: the mean", {"mean": 100, "sd": 20}, MONEY, 100.0),
    ("beta: the mean", {"mean": "20%", "sd": "5%"}, SHARE, 0.2),
    ("log-normal by moments: the mean", {"mean": 100, "sd": 80, "shape": "lognormal"}, MONEY, 100.0),
    ("gamma: the mean", {"mean": 100, "sd": 80, "shape": "gamma"}, MONEY, 100.0),
    ("three percentiles: p50", {"p10": 80, "p50": 120, "p90": 150}, MONEY, 120.0),
    ("two percentiles: the median between", {"p10": 90, "p90": 160}, MONEY, 120.0),
    ("two percentiles of shares", {"p5": "18%", "p95": "27%"}, SHARE, expit((logit(0.18) + logit(0.27)) / 2)),
    ("one percentile and the median", {"p50": 120, "p90": 150}, MONEY, 120.0),
    ("successes out of n", {"successes": 52, "n": 240}, SHARE, 52 / 240),
    ("values: the mean", {"values": [80, 100, 150]}, MONEY, 110.0),
    ("values with weights: the weighted mean", {"values": ["10%", "20%"], "weights": [3, 1]}, SHARE, 0.125),
    ("a value with its evidence", {"value": "25% (15% to 35%)", "source": "survey", "grade": 3}, SHARE, 0.25),
]


@pytest.mark.parametrize(("written", "kind", "central"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_way_of_writing_has_its_central_value(written, kind, central):
    assert estimate(written, kind).central == pytest.approx(central, rel=1e-12)


@pytest.mark.parametrize(("written", "kind"), [row[1:3] for row in TABLE], ids=[row[0] for row in TABLE])
def test_only_a_plain_number_is_certain(written, kind):
    assert estimate(written, kind).uncertain == (written not in (44, "27%"))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (" 27 % ", 0.27),
        ("0.5%", 0.005),
        ("35%", 0.35),
        ("+5", 5.0),
        ("-5", -5.0),
        ("−5", -5.0),
        ("- 5", -5.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1,200", 1200.0),
        ("1,234,567.5", 1234567.5),
        ("£1,200.50", 1200.5),
        ("-£350", -350.0),
        ("£-350", -350.0),
        ("€99", 99.0),
        ("$ 5", 5.0),
        ("kr 1200", 1200.0),
        (7, 7.0),
    ],
)
def test_a_number_is_read_as_people_write_it(written, value):
    assert number(written).value == value


@pytest.mark.parametrize("percent", range(0, 101))
def test_a_percentage_is_the_decimal_it_says_to_the_last_digit(percent):
    assert number(f"{percent}%").value == float(f"{percent / 100:.2f}")


@pytest.mark.parametrize(
    "written",
    [
        "about 40",
        "1,20",
        "12,34,567",
        "1.234,50",
        "1 200",
        "1.5k",
        "--5",
        "5%%",
        "",
        "%",
        "£",
        "-",
        ".",
        ",",
        "to",
        "10 to",
        "to 10",
        "1_000",
        "1:30",
        "2024-01-01",
        True,
        None,
        [1],
    ],
)
def test_what_is_no_number_is_refused_and_never_guessed(written):
    with pytest.raises(Faulty) as found:
        estimate(written, MONEY)
    assert [fault.code for fault in found.value.faults] == ["estimate-unread"]


@pytest.mark.parametrize(
    "dash", [" to ", "to", " – ", "–", " — ", "-", " - "], ids=["to", "tight to", "en", "tight en", "em", "hyphen", "-"]
)
def test_a_range_may_be_written_with_any_dash(dash):
    belief = estimate(f"90{dash}160", MONEY).distribution
    assert belief.quantile(0.05) == pytest.approx(90)
    assert belief.quantile(0.95) == pytest.approx(160)


@pytest.mark.parametrize("written", ["18 to 27%", "18% to 27%", "0.18 to 0.27", "18% – 27%"])
def test_one_percent_sign_at_the_end_stands_for_both_ends_of_a_range(written):
    belief = estimate(written, SHARE).distribution
    assert (belief.quantile(0.05), belief.quantile(0.95)) == pytest.approx((0.18, 0.27))


@pytest.mark.parametrize("written", ["£90 to £160", "90 to £160", "£90–160", "£ 90 to £ 160"])
def test_currency_signs_may_stand_in_a_range(written):
    assert estimate(written, MONEY).distribution.quantile(0.05) == pytest.approx(90)


@pytest.mark.parametrize("written", [27, 1.0001, "101%", -0.01, "-5%", {"low": 10, "likely": 20, "high": 30}])
def test_a_share_never_leaves_zero_to_one(written):
    with pytest.raises(Faulty) as found:
        estimate(written, SHARE)
    assert {fault.code for fault in found.value.faults} == {"share-range"}


def test_every_wrong_number_of_an_estimate_is_reported_at_its_own_key():
    with pytest.raises(Faulty) as found:
        estimate({"low": 10, "likely": 20, "high": 30}, SHARE)
    assert [fault.inside for fault in found.value.faults] == [("low",), ("likely",), ("high",)]
    assert [fault.write for fault in found.value.faults] == [f"for {n} per cent write {n}%" for n in (10, 20, 30)]


def test_a_normal_may_cross_zero_by_a_thousandth_of_its_mass_and_no_more():
    assert estimate({"mean": 100, "sd": 32}, MONEY).central == 100  # 0.09% below zero
    with pytest.raises(Faulty, match=r"0\.1%|0\.2%") as found:
        estimate({"mean": 100, "sd": 33}, MONEY)  # 0.12% below zero
    assert found.value.faults[0].code == "normal-crosses-zero"
    assert estimate({"mean": 1, "sd": 5}, SCORE).central == 1  # a change on a scale may have either sign


@pytest.mark.parametrize(
    ("name", "written", "share"),
    [
        ("engaged", "82%", True),
        ("engaged", 0.82, False),
        ("share-engaged", 0.82, True),
        ("percent-engaged", 0.82, True),
        ("into-work", {"successes": 52, "n": 240}, True),
        ("into-work", {"low": "10%", "likely": "20%", "high": "30%"}, True),
        ("engaged", "18% to 27%", True),
        ("hours", 1800, False),
        ("shared-rooms", 3, False),
        ("rate", 24.10, False),
    ],
)
def test_a_factor_is_a_share_when_its_key_says_so_or_it_is_written_so(name, written, share):
    factor = quantity({"people": 10, name: written}, COUNT).chains[0].factors[1]
    assert factor.estimate.share is share


def test_a_factor_that_is_a_share_is_held_to_zero_to_one():
    for name, written in (("share-engaged", 27), ("engaged", "120%"), ("percent-engaged", 27)):
        with pytest.raises(Faulty) as found:
            quantity({"people": 10, name: written}, COUNT)
        assert [(fault.code, fault.inside) for fault in found.value.faults] == [("share-range", (name,))]


def test_points_and_scores_may_fall_but_counts_may_not():
    assert factor_kind("points-gained") is SCORE
    assert quantity({"people": 10, "points-gained": -0.4}, COUNT).chains[0].factors[1].estimate.central == -0.4
    with pytest.raises(Faulty):
        quantity({"people": 10, "sessions": -4}, COUNT)


def test_a_shared_estimate_used_where_a_share_belongs_is_a_share(written):
    study = Study.parse(
        written(change={"inputs:": "estimates: {dw: 0.3, many: 20}\ninputs:", "10%   #": "{use: dw}   #"}).read_bytes()
    )
    assert study.estimates["dw"].share
    assert not study.estimates["many"].share
    assert study.outcomes["fit"].deadweight.use == "dw"


@pytest.mark.parametrize(("name", "years"), [("a number", {2025: 10, 2026: 20}), ("texts", {"2025": 10, "2026": 20})])
def test_a_mapping_of_years_is_a_set_of_cohorts(name, years):
    found = quantity(years, COUNT)
    assert [chain.year for chain in found.chains] == [2025, 2026]
    assert found.by_year


def test_years_stand_in_order_whatever_the_order_of_the_file():
    found = quantity({2027: 3, 2025: {"people": 1, "share": "50%"}, 2026: 2}, COST)
    assert [chain.year for chain in found.chains] == [2025, 2026, 2027]
    assert [below for below, _, _ in found.places()] == ["people/2025", "share/2025", "2026", "2027"]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ({}, {"chain-empty"}),
        ({"people": 3, "value": 4}, {"chain-mixed"}),
        ({2025: 3, "people": 4}, {"year-key"}),
        ({2025: 3, "2025": 4}, {"year-twice"}),
        ({2025: {2026: 3}}, {"id-form"}),
        ({"Big": 3, "x y": 4}, {"id-form"}),
        ({"people": {"more": 3}}, {"estimate-key"}),
        ({"people": [1, 2]}, {"estimate-unread"}),
    ],
)
def test_a_chain_that_cannot_be_read_says_what_it_mixes(written, codes):
    with pytest.raises(Faulty) as found:
        quantity(written, COUNT)
    assert {fault.code for fault in found.value.faults} == codes
