"""The importer on value maps as practitioners make them, built and written down without it (``foreign/``)."""

import functools
import importlib.util
import math
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sroi
from sroi.errors import FileError
from sroi.workbook.reading import Answers, read_table

FOREIGN = Path(__file__).parent / "foreign"
EXPECTED = YAML(typ="safe").load((FOREIGN / "expected.yaml").read_text(encoding="utf-8"))["fixtures"]
MAPS = [name for name, said in EXPECTED.items() if said["kind"] == "map"]
REFUSED = [
    name for name, said in EXPECTED.items() if said["kind"] != "map" and said.get("result", "refused") == "refused"
]

SHARES = ("deadweight", "displacement", "attribution")

#: What a person has to say of some of them, beside the start year.
SAID = {
    "attribution_unclear.xlsx": {"attribution": "ours"},
    "percent_ambiguous.xlsx": {"shares": "percent"},
    "set8_social_value_engine.xlsx": {"currency": "GBP"},
    "set8_thai_template.xlsx": {"currency": "THB"},
    "notations_kroner.xlsx": {"currency": "NOK"},
    "value_map_semicolon.csv": {"currency": "NOK"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every fixture but the two large ones, written once."""
    spec = importlib.util.spec_from_file_location("foreign_make", FOREIGN / "make.py")
    maker = importlib.util.module_from_spec(spec)
    sys.modules["foreign_make"] = maker
    spec.loader.exec_module(maker)
    place = tmp_path_factory.mktemp("foreign")
    maker.write(place, list(EXPECTED))
    return place


@functools.cache
def imported(folder, name):
    return read_table(folder / name, answers=Answers(**{"start_year": 2025, "currency": None, **SAID.get(name, {})}))


@pytest.mark.parametrize("name", MAPS)
def test_every_outcome_is_read_as_it_stands_on_the_sheet(folder, name):
    said, found = EXPECTED[name], imported(folder, name)
    assert [need.code for need in found.needs] == []
    study = found.study
    assert study.currency == said["currency"]
    if said["sheet"] != "text":
        assert found.report.sheet == said["sheet"]
    rows = {row: key for key, row in found.report.rows.items()}
    gaps = {gap["row"] for gap in said.get("gaps", []) if gap["field"] in ("quantity", "value")}
    wanted = {one["row"]: one for one in said["outcomes"]}
    assert sorted(rows) == sorted(set(wanted) - gaps)
    for row, key in rows.items():
        check(study, key, wanted[row], said)
        kept = str(study.document["outcomes"][key]) + str(study.document["stakeholders"])
        for heading, text in wanted[row].get("extra", []):
            # A percentage is shown rounded and held with its decimals: its heading must be there.
            assert (heading if str(text).endswith("%") else " ".join(str(text).split())) in kept, heading
    assert sum(found.report.counts.values()) == len(found.table.sheet.cells)


def check(study, key, wanted, said):
    outcome = study.outcomes[key]
    near = pytest.approx
    gaps = {gap["field"] for gap in said.get("gaps", []) if gap["row"] == wanted["row"]}
    if "quantity" in wanted:
        assert quantity(outcome) == near(wanted["quantity"])
    if "value" in wanted and "value" not in said.get("not_on_sheet", []):
        # A unit value printed without the minus of its total is taken with it.
        right = {one["row"]: one["right"] for one in said["wrong_rows"] if one["outcome"] == "Injuries"}
        assert outcome.value.central == near(float(right.get(wanted["row"], wanted["value"])))
    for share in SHARES:
        if wanted.get(share) is not None and share not in gaps:
            stated = getattr(outcome, share)
            assert (stated.central if stated else 0) == near(wanted[share]), share
    for share, amount in (wanted.get("other_deductions") or {}).items():
        stated = getattr(outcome, share, None) or outcome.other_deductions.get(share)
        assert stated is not None and stated.central == near(amount), share
    if wanted.get("drop_off") is not None and "drop_off" not in gaps:
        assert (outcome.drop_off.share.central if outcome.drop_off else 0) == near(wanted["drop_off"])
    if "duration" in wanted and "duration" not in gaps:
        assert (outcome.duration.central if outcome.duration else 1) == near(wanted["duration"])
    if "delay" in wanted and "delay" not in gaps:
        assert (outcome.delay.central if outcome.delay else 0) == near(wanted["delay"])
    if wanted.get("stakeholder"):
        assert study.stakeholders[outcome.stakeholder].name == " ".join(wanted["stakeholder"].split())


def quantity(outcome):
    (chain,) = outcome.quantity.chains
    return math.prod(factor.estimate.central for factor in chain.factors)


@pytest.mark.parametrize("name", MAPS)
def test_every_input_is_counted_once(folder, name):
    said, found = EXPECTED[name], imported(folder, name)
    stated = [
        (one["stakeholder"], one["what"], one["amount"]) for one in said["inputs"] if one.get("amount") is not None
    ]
    people = {key: one.name for key, one in found.study.stakeholders.items()}
    read = [(people[one.from_], one.name, quantity_of(one.amount)) for one in found.study.inputs.values()]
    wanted = sorted((who or "Not stated", amount) for who, _, amount in stated)
    assert sorted((who, amount) for who, _, amount in read) == [(who, pytest.approx(amount)) for who, amount in wanted]


def quantity_of(amount):
    (chain,) = amount.chains
    return math.prod(factor.estimate.central for factor in chain.factors)


@pytest.mark.parametrize("name", MAPS)
def test_rows_that_are_wrong_are_named_and_no_others(folder, name):
    said, found = EXPECTED[name], imported(folder, name)
    planted = [one["row"] for one in said["wrong_rows"] if name != "set4_baseball_ten_years.xlsx"]
    gaps = [gap["row"] for gap in said.get("gaps", [])]
    assert sorted(set(found.report.compared.rows) - set(gaps)) == sorted(planted)


@pytest.mark.parametrize("name", [name for name in MAPS if "discount_rate" in EXPECTED[name]])
def test_rate_and_timing_are_read_off_the_sheet(folder, name):
    said, found = EXPECTED[name], imported(folder, name)
    discounted = found.report.discounted
    assert discounted.rate == pytest.approx(said["discount_rate"]["share"])
    if said["discount_rate"].get("cell"):
        assert discounted.rate_from.endswith(f"!{said['discount_rate']['cell']}")
    if name != "live_formulas_never_calculated.xlsx":
        assert discounted.timing == said["timing"]["outcomes"] == found.study.discounting.outcomes


@pytest.mark.parametrize("name", [name for name in MAPS if EXPECTED[name].get("printed_totals", {}).get("ratio")])
def test_the_printed_ratio_comes_out(folder, name):
    said, found = EXPECTED[name], imported(folder, name)
    right = said.get("right_totals", said["printed_totals"])
    assert sroi.evaluate(found.study).ratio == pytest.approx(right["ratio"], rel=2e-3)


@pytest.mark.parametrize("name", REFUSED)
def test_files_nobody_should_send_are_refused_in_words(folder, name):
    with pytest.raises(FileError) as error:
        read_table(folder / name)
    for problem in error.value.problems:
        assert problem.found and problem.code.split("-")[0] in ("workbook", "table", "import")


@pytest.mark.parametrize("name", ["wide_sheet.xlsx", "formula_names.xlsx", "formula_names.csv", "unicode_names.xlsx"])
def test_odd_maps_are_read_whole(folder, name):
    said = EXPECTED[name]
    found = read_table(folder / name, answers=Answers(start_year=2025, currency="GBP"))
    assert sum(found.report.counts.values()) == len(found.table.sheet.cells) and found.report.counts["unread"] == 0
    rows = {row: key for key, row in found.report.rows.items()}
    wanted = {one["row"]: one for one in said.get("outcomes", [])}
    assert sorted(rows) == sorted(wanted) or not wanted
    for row, one in wanted.items():
        outcome = found.study.outcomes[rows[row]]
        assert outcome.value.central == pytest.approx(one["value"]) and quantity(outcome) == pytest.approx(
            one["quantity"]
        )
    if name == "wide_sheet.xlsx":
        assert len(found.report.understood) == said["recognised_columns"]
    if name == "formula_names.csv":
        wanted_names = dict.fromkeys(text.strip() for text in said["stakeholders"])
        assert [one.name for one in found.study.stakeholders.values()] == list(wanted_names)
    if name == "unicode_names.xlsx":
        told = " ".join(found.report.decisions)
        assert "signs that cannot be seen were taken out" in told and "letters was cut" in told
        assert not any(sign in found.study.text() for sign in "\u202e\u202d\u200b\u2066\u2067")


def test_a_hidden_row_is_read_and_told(folder):
    found = imported(folder, "hidden_rows.xlsx")
    assert any("row 5 is hidden on the sheet; it was read and counts" in said for said in found.report.decisions)
    assert any("column M is hidden" in said for said in found.report.decisions)


def test_a_harm_printed_without_its_minus_is_told(folder):
    found = imported(folder, "set4_baseball_ten_years.xlsx")
    assert any("row 9, Injuries: unit and total value differ in sign" in said for said in found.report.decisions)


def test_reasons_of_the_planted_errors(folder):
    found = imported(folder, "planted_errors.xlsx")
    reasons = {one.place: one.reason for one in found.report.compared.differences}
    assert reasons["Q11"] == "it comes out without the attribution of 50%"
    assert "one year less of drop-off" in reasons["T7"] and "Q8" in reasons


@pytest.mark.parametrize(
    ("name", "said"),
    [("set7_unit_costs.xlsx", "a list of unit costs"), ("set8_hku_calculator_form.xlsx", "a form on Calculator"),
     ("set8_programme_cba_tabs.xlsx", "no row of headings"), ("headings_only.xlsx", "no outcome below them"),
     ("old_excel_named_xlsx.xlsx", "before 2007"), ("pdf_inside.xlsx", "is a PDF"), ("macro_named_xlsx.xlsx", "macros"),
     ("tall_sheet.xlsx", "more than 20,000 rows"), ("zip_bomb.xlsx", "unpacks to 1,258 MB")],
)  # fmt: skip
def test_what_is_no_value_map_is_called_what_it_is(folder, name, said):
    with pytest.raises(FileError) as error:
        read_table(folder / name)
    assert said in error.value.problems[0].found
