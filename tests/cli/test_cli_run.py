"""``sroi run``: what a person reads, what a machine reads, and what is written to files."""

from __future__ import annotations

import csv
import io
import json
import math
import re

import pytest

RATIO = 1800 / 1.035 / 1000


def numbers(node):
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        return [number for item in node for number in numbers(item)]
    return [node] if isinstance(node, float) else []


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_run_prints_the_answer_as_a_sentence_and_the_measures_behind_it(sroi, written):
    found = sroi("run", written())
    assert (found.code, found.err) == (0, "")
    assert "Walking group" in found.out
    assert "Every £1 invested is estimated to create £1.74 of social value over 3 years." in found.words
    assert re.search(r"SROI ratio +1\.74 +\(net ratio 0\.74\)", found.out)
    assert re.search(r"Net present value +£739\.13", found.out)
    assert re.search(r"Present value of benefits +£1,739\.13", found.out)
    assert re.search(r"Present value of inputs +£1,000\.00", found.out)
    assert re.search(r"Payback +6\.7 months", found.out)
    assert (
        "sroi-guide: 3.5% a year; inputs at the start of their year (year 0 undiscounted), outcomes at the end"
        in found.words
    )
    assert re.search(r"Walkers +walkers +£1,739 +100% +1\.74", found.out)
    assert re.search(r"Fitter +fit +£1,739 +100% +1\.74", found.out)
    assert re.search(r"2025 +£1,000 +£1,800 +£1,000 +£1,739 +£739", found.out)
    assert "The price base of the money is not stated." in found.words


def test_printed_tables_are_plain_text_that_fits_a_page(sroi):
    for arguments in (["run"], ["run", "--conventions"], ["scenarios"], ["explain"], ["explain", "volunteers-health"]):
        command, *more = arguments
        found = sroi(command, "wheels-to-meals", *more)
        assert found.code == 0
        assert "\x1b" not in found.out
        assert max(map(len, found.out.splitlines())) <= 120


def test_a_ready_study_is_found_by_name_from_any_folder(terminal):
    found = terminal("run", "wheels-to-meals", "--json")
    assert found.code == 0
    result = json.loads(found.out)
    assert round(result["ratio"], 2) == 1.93
    assert round(result["pv_benefits"], 2) == 81741.93
    assert round(result["npv"], 2) == 39366.93


@pytest.mark.parametrize("name", ["wheels-to-meals.yaml", "studies/wheels-to-meals.yaml"])
def test_a_file_that_is_not_there_is_never_replaced_by_a_ready_study(name, terminal):
    found = terminal("run", name, "--json")
    assert found.code == 2
    assert found.out == ""
    assert f"there is no file {name}" in found.err


def test_a_file_of_ones_own_comes_before_a_ready_study_of_the_same_name(sroi, written, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    written("wheels-to-meals.yaml")
    assert json.loads(sroi("run", "wheels-to-meals.yaml", "--json").out)["title"] == "Walking group"


def test_json_has_everything_the_contract_lists_with_the_right_numbers(sroi, written):
    found = sroi("run", written(), "--json")
    assert (found.code, found.err) == (0, "")
    result = json.loads(found.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert result["ratio"] == pytest.approx(RATIO, rel=1e-12)
    assert result["net_ratio"] == pytest.approx(RATIO - 1, rel=1e-12)
    assert result["npv"] == pytest.approx(1000 * (RATIO - 1), rel=1e-12)
    assert result["pv_benefits"] == pytest.approx(1000 * RATIO, rel=1e-12)
    assert result["pv_inputs"] == 1000
    assert result["payback"]["guide_months"] == pytest.approx(1000 / (1800 / 12))
    assert result["payback"]["cumulative_years"] == pytest.approx(1000 / 1800)
    assert result["payback"]["discounted_years"] == pytest.approx(1 / RATIO)
    assert result["convention"].startswith("sroi-guide: 3.5% a year")
    assert result["by_stakeholder"] == {"walkers": pytest.approx({"value": 1000 * RATIO, "share": 1.0, "per_1": RATIO})}
    assert result["by_outcome"]["fit"]["value"] == pytest.approx(1000 * RATIO)
    assert [row["year"] for row in result["by_year"]] == [2025, 2026, 2027]
    assert [row["benefits"] for row in result["by_year"]] == pytest.approx([1800, 0, 0])
    assert {"social", "fiscal", "cashable", "participants", "council-leverage", "council-own"} == set(
        result["perspectives"]
    )
    assert result["perspectives"]["social"]["ratio"] == pytest.approx(RATIO)
    assert result["perspectives"]["council-own"]["ratio"] == 0.0
    assert {row["address"]: row["central"] for row in result["estimates"]} == {
        "stakeholders/walkers/size": 20,
        "inputs/leader/amount": 1000,
        "fit/quantity": 20,
        "fit/value": 100,
        "fit/deadweight": 0.1,
    }


def test_a_perspective_without_inputs_is_undefined_with_its_reason_and_not_a_number(sroi, written):
    path = written(change={"from: council": "from: walkers"})
    fiscal = json.loads(sroi("run", path, "--json").out)["perspectives"]["fiscal"]
    assert fiscal["ratio"] is None
    assert fiscal["reason"] == "there are no inputs of public bodies"
    assert "undefined: there are no inputs of public bodies" in sroi("run", path).words


def test_a_study_that_never_pays_back_says_never_and_why(sroi, written):
    path = written(change={"value: 100": "value: 10"})
    payback = json.loads(sroi("run", path, "--json").out)["payback"]
    assert payback["cumulative_years"] == payback["discounted_years"] == "never"
    assert payback["reasons"]["cumulative_years"] == "the running total is not above 0 at the end of the horizon"
    assert "by running total never undiscounted, never discounted" in sroi("run", path).words


def test_a_loss_is_called_a_loss(sroi, written):
    found = sroi("run", written(change={"value: 100": "value: -100"}))
    assert found.code == 0
    assert "Every £1 invested goes with £1.74 of social harm over 3 years, on top of what is invested." in found.words


@pytest.mark.parametrize("value", [0, 1e-300, -1e-300, 1e300])
def test_extreme_values_give_finite_json_or_a_refusal(value, sroi, written):
    found = sroi("run", written(change={"value: 100": f"value: {value}"}), "--json")
    if found.code == 0:
        assert all(math.isfinite(number) for number in numbers(json.loads(found.out)))
    else:
        assert (found.code, found.out) == (2, "")


def test_years_may_be_quoted_or_not_even_within_one_amount(sroi, written):
    found = sroi("run", written(change={"amount: 1000": 'amount: {2025: 600, "2026": 414}'}), "--json")
    assert found.code == 0
    assert json.loads(found.out)["pv_inputs"] == pytest.approx(600 + 414 / 1.035)


def test_a_scenario_is_run_instead_of_the_base_case(sroi, written):
    path = written()
    found = sroi("run", path, "--scenario", "cautious")
    assert "Walking group — scenario cautious" in found.out
    assert "£1.16" in found.words
    result = json.loads(sroi("run", path, "--scenario", "cautious", "--json").out)
    assert result["scenario"] == "cautious"
    assert result["ratio"] == pytest.approx(1200 / 1.035 / 1000)


def test_an_unknown_scenario_is_named_with_those_there_are(sroi, written):
    found = sroi("run", written(), "--scenario", "cautios")
    assert (found.code, found.out) == (2, "")
    assert (
        "found cautios; a scenario is an id under scenarios or options; did you mean cautious. [scenario-unknown]"
        in found.words
    )


def test_conventions_show_the_study_under_each_reading_of_the_ratio(sroi):
    rows = {row["id"]: row for row in json.loads(sroi("run", "wheels-to-meals", "--conventions", "--json").out)}
    assert list(rows) == ["stated", "end-of-year", "mid-year", "start-of-year", "undiscounted"]
    assert [round(row["ratio"], 2) for row in rows.values()] == [1.93, 1.93, 1.96, 2.0, 2.0]
    assert rows["undiscounted"]["ratio"] > rows["start-of-year"]["ratio"]
    assert all(row["net_ratio"] == pytest.approx(row["ratio"] - 1) for row in rows.values())
    assert rows["start-of-year"]["pv_benefits"] == pytest.approx(rows["stated"]["pv_benefits"] * 1.035)
    printed = sroi("run", "wheels-to-meals", "--conventions")
    assert "First year undiscounted" in printed.words
    assert "what differs is how they are discounted" in printed.words


def test_conventions_of_a_scenario_keep_the_scenario(sroi, written):
    rows = json.loads(sroi("run", written(), "--conventions", "--scenario", "cautious", "--json").out)
    assert {row["id"]: round(row["ratio"], 4) for row in rows}["undiscounted"] == 1.2


@pytest.mark.parametrize(
    ("table", "columns", "rows"),
    [
        ("value_map", {"address", "stakeholder", "outcome", "quantity", "deadweight", "present_value"}, 1),
        ("cash_flow", {"year", "benefits", "inputs", "pv_benefits", "running_total_discounted"}, 3),
        ("ledger", {"address", "year", "gross", "less_deadweight", "discount_factor", "present_value"}, 1),
        ("estimates", {"address", "label", "central", "source", "assumption"}, 5),
        ("by_stakeholder", {"stakeholder", "value", "share", "per_1"}, 1),
        ("by_outcome", {"outcome", "value", "share", "per_1"}, 1),
        ("by_type", {"type", "value"}, 1),
        ("by_agency", {"agency", "value"}, 1),
        ("by_domain", {"domain", "value"}, 1),
        ("perspectives", {"perspective", "ratio", "reason", "additive"}, 6),
    ],
)
def test_each_table_is_written_as_csv(table, columns, rows, sroi, written, tmp_path):
    target = tmp_path / "result.csv"
    found = sroi("run", written(), "--table", table, "-o", target)
    assert (found.code, found.out) == (0, "")
    assert found.err.splitlines()[0] == f"written: {target}"
    lines = read_csv(target)
    assert columns <= set(lines[0])
    assert len(lines) == rows


def test_the_csv_ledger_adds_up_to_the_present_value(sroi, tmp_path):
    sroi("run", "wheels-to-meals", "--table", "ledger", "-o", tmp_path / "ledger.csv")
    total = sum(float(row["present_value"]) for row in read_csv(tmp_path / "ledger.csv"))
    assert total == pytest.approx(81741.93, abs=0.005)


def test_json_file_and_json_on_screen_say_the_same(sroi, written, tmp_path):
    path = written()
    found = sroi("run", path, "--json", "-o", tmp_path / "result.JSON")
    assert json.loads((tmp_path / "result.JSON").read_text(encoding="utf-8")) == json.loads(found.out)


def test_parquet_holds_the_same_table_as_csv(sroi, tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    for suffix in ("csv", "parquet"):
        assert sroi("run", "wheels-to-meals", "-o", tmp_path / f"map.{suffix}").code == 0
    frames = [pandas.read_csv(tmp_path / "map.csv"), pandas.read_parquet(tmp_path / "map.parquet")]
    assert list(frames[0]["address"]) == list(frames[1]["address"])
    assert frames[0]["present_value"].sum() == pytest.approx(frames[1]["present_value"].sum())


@pytest.mark.parametrize("name", ["result.xlsx", "result", "result.yaml", ".csv"])
def test_an_unknown_suffix_is_refused_and_nothing_is_written(name, sroi, written, tmp_path):
    found = sroi("run", written(), "-o", tmp_path / name)
    assert found.code == 2
    assert "results are written as .csv, .json or .parquet" in found.words
    assert [item.name for item in tmp_path.iterdir()] == ["walking.yaml"]


def test_a_folder_that_is_not_there_is_named(sroi, written, tmp_path):
    found = sroi("run", written(), "-o", tmp_path / "nowhere" / "result.csv")
    assert found.code == 2
    assert "no such file or directory; check the folder and its rights. [file-unwritten]" in found.words
