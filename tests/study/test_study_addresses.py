"""Addresses: the one name by which a number is known, and the lines on which things stand."""

from __future__ import annotations

import pytest

from sroi.errors import StudyError
from sroi.study.addresses import address_of, containers, matching
from sroi.study.places import places
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate


@pytest.fixture(scope="module")
def study(riverside: str) -> Study:
    return Study.parse(riverside)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (("outcomes", "into-work", "deadweight"), "into-work/deadweight"),
        (("outcomes", "into-work", "quantity", "engaged"), "into-work/quantity/engaged"),
        (("outcomes", "into-work", "quantity", 2026, "engaged"), "into-work/quantity/engaged/2026"),
        (("outcomes", "into-work", "quantity", "2026"), "into-work/quantity/2026"),
        (("outcomes", "into-work", "values", "earnings", "value"), "into-work/earnings"),
        (("outcomes", "into-work", "values", "earnings", "proxy"), "into-work/earnings"),
        (("outcomes", "into-work", "values", "earnings", "cashable"), "into-work/earnings/cashable"),
        (("outcomes", "into-work", "values"), "into-work/values"),
        (("outcomes", "into-work", "value"), "into-work/value"),
        (("outcomes", "into-work", "drop_off", "linear"), "into-work/drop_off/linear"),
        (("outcomes", "into-work", "other_deductions", "overlap"), "into-work/other_deductions/overlap"),
        (("inputs", "staff", "amount", 2025, "hours"), "inputs/staff/amount/hours/2025"),
        (("inputs", "staff", "amount"), "inputs/staff/amount"),
        (("estimates", "engaged"), "estimates/engaged"),
        (("discounting", "rate"), "discounting/rate"),
        (("outcomes",), "outcomes"),
        ((), ""),
    ],
)
def test_the_path_of_a_place_has_one_address(path, address):
    assert address_of(path) == address


NAMES = [
    "a/deadweight",
    "b/deadweight",
    "a/quantity/hours/2025",
    "a/quantity/rate/2025",
    "inputs/s/amount",
    "inputs/t/amount/n",
]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a/deadweight", ["a/deadweight"]),
        ("*/deadweight", ["a/deadweight", "b/deadweight"]),
        ("*/dead*", ["a/deadweight", "b/deadweight"]),
        ("inputs/*/amount", ["inputs/s/amount", "inputs/t/amount"]),
        ("a/quantity", ["a/quantity"]),
        ("a/quantity/*", ["a/quantity/hours", "a/quantity/rate"]),
        ("a/quantity/hours", ["a/quantity/hours"]),
        ("a/quantity/*/2025", ["a/quantity/hours/2025", "a/quantity/rate/2025"]),
        ("*", []),
        ("a", []),
        ("A/deadweight", []),
        ("a/deadweight/", []),
        ("", []),
    ],
)
def test_a_star_stands_for_any_text_of_one_segment(pattern, found):
    assert matching(pattern, NAMES) == found


def test_what_may_be_scaled_as_a_whole_holds_the_number():
    assert containers("a/quantity/hours/2025") == ["a/quantity", "a/quantity/hours"]
    assert containers("inputs/s/amount/hours") == ["inputs/s/amount"]
    assert containers("a/deadweight") == containers("estimates/x") == []


def test_every_number_of_a_study_has_an_address_of_its_own(study):
    addresses = [place.address for place in places(study)]
    assert len(set(addresses)) == len(addresses)
    assert {
        "estimates/engaged",
        "counterfactuals/comparison-areas/programme/before",
        "discounting/rate",
        "stakeholders/children/size",
        "inputs/coordinators/amount/2025",
        "inputs/volunteers/amount/hours",
        "inputs/materials/optimism_bias",
        "into-work/quantity/engaged",
        "into-work/benefits-saved",
        "into-work/benefits-saved/cashable",
        "into-work/deadweight",
        "into-work/other_deductions/overlap",
        "into-work/drop_off",
        "confidence/quantity/engaged/2025",
        "confidence/quantity/2026",
        "confidence/value",
        "confidence/duration",
        "less-time-together/delay",
    } <= set(addresses)


def test_the_address_of_a_place_is_that_of_its_path_in_the_file(study):
    for place in places(study):
        assert address_of(place.path).removesuffix("/linear") == place.address


def test_a_number_left_at_its_default_has_an_address_too(study):
    spots = {place.address: place for place in places(study)}
    assert not spots["less-time-together/deadweight"].stated
    assert spots["less-time-together/deadweight"].estimate.central == 0.0
    assert spots["less-time-together/multiplier"].estimate.central == 1.0
    assert spots["into-work/deadweight"].stated
    assert "confidence/drop_off" not in spots, "a profile leaves nothing for drop-off"


def test_a_profile_without_duration_lasts_as_long_as_the_profile(written):
    study = Study.parse(written(change={"10%   #": "10%\n    profile: [1, 50%]   #"}).read_bytes())
    assert {p.address: p for p in places(study)}["fit/duration"].estimate.central == 2.0


def test_the_model_knows_every_address_of_the_study(study):
    columns = Model(study).parameters.columns
    assert [place.address for place in places(study) if place.address not in columns] == []


@pytest.mark.parametrize(
    ("change", "address"),
    [
        ({"set": {"fit/deadweight": "100%"}}, "fit/deadweight"),
        ({"set": {"*/deadweight": "100%"}}, "fit/deadweight"),
        ({"set": {"fit/dead*": "100%"}}, "fit/deadweight"),
        ({"scale": {"fit/quantity": 0}}, "fit/quantity"),
        ({"scale": {"*/value": 0}}, "fit/value"),
        ({"set": {"fit/value": 0}}, "fit/value"),
    ],
)
def test_the_same_address_works_in_scenarios(change, address, written):
    document = Study.parse(written().read_bytes()).document
    study = Study.from_document({**document, "scenarios": {"nothing": change}})
    assert evaluate(study, "nothing").ratio == 0.0
    assert address in Model(study).parameters.columns


def test_lines_are_those_of_the_file(riverside, study):
    text = riverside.splitlines()
    for path, start in (
        (("outcomes", "into-work", "deadweight"), "deadweight: {from: comparison-areas}"),
        (("outcomes", "into-work", "values", "earnings"), "earnings: {value: 14044"),
        (("outcomes", "into-work", "values", "earnings", "price_year"), "earnings: {value: 14044"),
        (("inputs", "coordinators", "amount", 2026), "coordinators:"),
        (("scenarios", "slow-start", "set", "into-work/delay"), "slow-start:"),
        (("horizon",), "horizon: 10"),
    ):
        assert text[study.line(*path) - 1].strip().startswith(start)


def test_a_place_that_is_not_there_has_the_line_of_what_it_is_missing_from(study):
    assert study.line("outcomes", "into-work", "nothing", "here") == study.line("outcomes", "into-work")
    assert study.line("nothing") is None


YAML_1_2 = [
    ("1000", 1000),
    ("0o17", 15),
    ("0x1F", 31),
    ("01000", 1000),
    ("1e3", 1000.0),
    ("1.", 1.0),
    (".5", 0.5),
    ("+5", 5),
    ("-0", 0),
    ("true", True),
    ("True", True),
    ("~", None),
    ("null", None),
    ("", None),
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("y", "y"),
    ("1_000", "1_000"),
    ("1:30", "1:30"),
    ("2024-01-01", "2024-01-01"),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("'5'", "5"),
    ('"true"', "true"),
    ("'~'", "~"),
    ("2024-25", "2024-25"),
    ("27%", "27%"),
    ("|\n  a\n  b", "a\nb\n"),
]


@pytest.mark.parametrize(("text", "value"), YAML_1_2, ids=[repr(row[0]) for row in YAML_1_2])
def test_a_plain_word_means_what_yaml_1_2_says_and_nothing_more(text, value):
    from sroi.study.reading import read_bytes

    found = read_bytes(f"a: {text}\nb: 1\n".encode(), "study").document["a"]
    assert found == value
    assert isinstance(found, type(value))
    assert isinstance(found, bool) is isinstance(value, bool)


def test_problems_come_in_the_order_of_the_file_each_once(written):
    path = written(change={"10%   #": "27   #", "amount: 1000": "amount: -1", "horizon: 3": "horizon: 0"})
    with pytest.raises(StudyError) as found:
        Study.load(path)
    lines = [problem.line for problem in found.value.problems]
    assert lines == sorted(lines)
    assert len(lines) == 3
    assert len(set(found.value.problems)) == 3
    assert str(found.value).startswith("walking.yaml: 3 problems\n  line 6, horizon: found 0;")


def test_a_discount_rate_may_be_a_shared_estimate(written):
    change = {"horizon: 3": "horizon: 3\ndiscounting: {rate: {use: rate}}\nestimates: {rate: 5%}"}
    study = Study.parse(written(change=change).read_bytes())
    assert evaluate(study).ratio == pytest.approx(1.8 / 1.05)
    assert Model(study).parameters.row("discounting/rate").address == "estimates/rate"
