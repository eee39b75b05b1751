"""What a table does not say is asked for, all of it at once, and never guessed; texts are read as workbooks are."""

import json

import pytest

import sroi
from sroi.cli.main import main
from sroi.errors import FileError
from sroi.workbook.reading import Answers, read_table
from tests.workbook.import_grids import HEADINGS, book, line

SAID = Answers(currency="GBP", start_year=2025)
BARE = [*HEADINGS[:8], "Attribution %", *HEADINGS[9:]]
INPUT = ["Council", None, None, None, None, None, None, None, None, None, None, None]


def with_input(rows):
    """The same rows with inputs of 1,000 in two more columns."""
    return [[*rows[0], "Inputs", "Value of inputs"], [*rows[1], "Grant", 1000], *rows[2:]]


def attribution(share, impact=None, heading="Attribution %"):
    head = [*BARE[:8], heading, *BARE[9:]]
    row = line("A", "Fitter", 100, 100.0, attribution=share)
    return with_input([head, [*row[:-1], impact]])


def read(rows, answers=SAID, name="map.xlsx", **more):
    return read_table(book(rows, **more), name, answers)


def test_an_attribution_that_does_not_say_whose_it_is_is_asked_for_with_both_ratios():
    found = read(attribution(0.2))
    (need,) = found.needs
    assert need.code == "import-attribution" and "“Attribution %” does not say whose share" in need.found
    assert not [said for said in found.report.decisions if "attribution" in said]  # what is asked is not decided
    assert "of others the ratio is 7.73" in need.found and "of our own the ratio is 1.93" in need.found
    assert need.write == "say which: --attribution others or --attribution ours"
    with pytest.raises(FileError) as error:
        found.study
    assert error.value.problems == (need,)


@pytest.mark.parametrize(("said", "share"), [("others", 0.2), ("ours", 0.8)])
def test_an_answer_settles_it(said, share):
    found = read(attribution(0.2), Answers(currency="GBP", start_year=2025, attribution=said))
    assert found.study.outcomes["fitter"].attribution.central == share


@pytest.mark.parametrize(
    ("heading", "share"),
    [("Attribution % (to others)", 0.2), ("Attribution: our own share", 0.8), ("Attribution (due to the project)", 0.8),
     ("Attribution % Who else contributed to the change?", 0.2),
     ("Attribution% Who else contributed to the change? The changes belong to CPBL, excluding Chinatrust", 0.2)],
)  # fmt: skip
def test_the_words_of_the_heading_say_it(heading, share):
    outcome = read(attribution(0.2, heading=heading)).study.outcomes["fitter"]
    assert outcome.attribution.central == share
    document = read(attribution(0.2, heading=heading)).study.document["outcomes"]["fitter"]["attribution"]
    assert share == 0.2 or document == {"value": "80%", "note": "stated as a share of our own: 20%"}


@pytest.mark.parametrize(("impact", "share"), [(8000.0, 0.2), (2000.0, 0.8)])
def test_the_printed_impacts_say_it(impact, share):
    found = read(attribution(0.2, impact))
    assert found.study.outcomes["fitter"].attribution.central == share and not found.report.compared.differences
    assert any("the printed impacts come out as" in said for said in found.report.decisions)


@pytest.mark.parametrize("heading", ["Attribution % (us or others)", "Attribution % (ours and others')"])
def test_a_heading_that_says_both_says_neither(heading):
    assert [need.code for need in read(attribution(0.2, heading=heading)).needs] == ["import-attribution"]


def test_words_and_impacts_that_disagree_are_asked_for():
    (need,) = read(attribution(0.2, 2000.0, "Attribution % (others)")).needs
    assert (
        need.code == "import-attribution"
        and "says a share caused by others, the printed impacts a share of our own" in need.found
    )


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_it_is_not_asked_where_it_makes_no_difference(share):
    assert read(attribution(share)).needs == ()


def test_everything_that_is_needed_is_asked_for_at_once():
    rows = with_input([[*BARE], [*line("A", "Fitter", 100, 100.0, attribution=0.2, duration=2.5)[:-1], None]])
    codes = [need.code for need in read(rows, Answers()).needs]
    assert codes == ["import-currency", "import-start-year", "import-attribution", "import-partial-years"]


@pytest.mark.parametrize(
    ("heading", "written", "code"),
    [("Value in currency (NT$)", 100, "TWD"), ("Value (£)", 100, "GBP"), ("Value", "€ 100", "EUR"),
     ("Value", "US$100", "USD"), ("Value", "$100", None), ("Value", "kr 100", None), ("Value (GBP)", "€ 100", None),
     ("Value in currency (NT$)", "$100", "TWD")],
)  # fmt: skip
def test_the_currency_is_read_where_a_sign_names_one(heading, written, code):
    found = read([["Outcome", "Quantity", heading, "Deadweight"], ["Fitter", 1, written, 0]], Answers(start_year=2025))
    assert [need.code for need in found.needs] == ([] if code else ["import-currency"])
    assert code is None or found.study.currency == code


def test_two_sheets_with_maps_are_asked_for_and_one_is_named():
    rows = [HEADINGS, line("A", "Fitter", 10, 100.0)]
    more = {"Draft": [HEADINGS, line("A", "Thinner", 1, 1.0)], "Notes": [["read me"]]}
    with pytest.raises(FileError) as error:
        read(rows, sheet="Final map", more=more)
    problem = error.value.problems[0]
    assert (
        problem.code == "import-sheet"
        and "Final map, Draft" in problem.found
        and '--sheet "Final map"' in problem.write
    )
    found = read(rows, Answers(sheet="Draft", currency="GBP", start_year=2025), sheet="Final map", more=more)
    assert list(found.study.outcomes) == ["thinner"] and dict(found.report.other_sheets) == {
        "Final map": 24,
        "Notes": 1,
    }
    with pytest.raises(FileError) as error:
        read(rows, Answers(sheet="Drafd"), more=more)
    assert error.value.problems[0].code == "sheet-unknown" and error.value.problems[0].write == "did you mean Draft"


def test_an_empty_template_beside_the_filled_map_is_not_asked_about():
    found = read([HEADINGS, line("A", "Fitter", 10, 100.0)], more={"Template": [HEADINGS]})
    assert found.report.outcomes == 1


@pytest.mark.parametrize("sign", ["\t", ",", ";"])
def test_a_text_with_tabs_commas_or_semicolons_is_read_as_the_workbook_is(sign):
    rows = [
        HEADINGS,
        ["Members", "Fitter, and well", "10", "gym", '"£1,250.50"', "survey", "25%", "0", "0", "10%", "2", ""],
    ]
    text = "\n".join(
        sign.join(f'"{cell}"' if sign in cell and '"' not in cell else cell for cell in row) for row in rows
    )
    for source in (text, text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("cp1252")):
        outcome = read_table(source, "map.csv", SAID).study.outcomes["fitter-and-well"]
        assert (outcome.value.central, outcome.deadweight.central, outcome.duration.central) == (1250.5, 0.25, 2)


def test_a_text_with_decimal_commas_is_read_with_them_throughout():
    text = "Outcome;Quantity;Value;Deadweight\nFitter;1.200;25,50;12,5 %\nWell;2,500;1.234,50;0"
    found = read_table(text, "map.csv", SAID)
    outcomes = found.study.document["outcomes"]
    assert [one["quantity"] for one in outcomes.values()] == [1200, 2.5]
    assert [one["value"] for one in outcomes.values()] == [25.5, 1234.5] and outcomes["fitter"]["deadweight"] == "12.5%"
    assert any("decimal commas" in said for said in found.report.decisions)
    plain = read_table(
        text.replace("25,50", "25.50").replace("12,5 %", "12.5 %").replace("1.234,50", "3"), "map.csv", SAID
    )
    assert [one["quantity"] for one in plain.study.document["outcomes"].values()] == [1.2, 2500]


def test_the_text_of_the_study_names_the_cell_of_every_number():
    found = read(with_input([HEADINGS, line("A", "Fitter", 10, 100.0, deadweight=0.25)]))
    lines = found.study.text().split("\n")
    assert "    quantity: 10  # Value map!C2" in lines and "    deadweight: 25%  # Value map!G2" in lines
    assert lines[0].startswith("# Imported from map.xlsx, sheet Value map") and any(
        "# Value map!N2" in line for line in lines
    )
    again = sroi.study.study.Study.parse(found.study.text())
    assert again.hash == found.study.hash


@pytest.mark.parametrize("name", [": a", "? a", "- a", "a: b # c", "yes", "{a}", "=1+1", "'", "#REF", "1: 2", "27%"])
def test_any_name_comes_through_as_it_is(name):
    rows = [["Stakeholder", "Outcome", "Quantity", "Value", "Deadweight"], [name, name, 10, 100, 0]]
    study = read(rows).study
    (outcome,) = study.outcomes.values()
    assert (outcome.name, study.stakeholders[outcome.stakeholder].name) == (name, name)


def test_personal_data_is_warned_of():
    found = read([HEADINGS, line("ask ann@example.org", "Fitter", 10, 100.0)])
    assert [problem.found for problem in found.report.warnings] == ["found what looks like an e-mail address"]


# the command


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "map.xlsx"
    path.write_bytes(
        book(with_input([HEADINGS, line("Members", "Fitter", 10, 100.0, impact=999.0), line(None, "Well", 5, 10.0)]))
    )
    return path


def test_the_command_reports_in_80_columns_and_writes_a_study(workbook, tmp_path, capsys):
    target = tmp_path / "study.yaml"
    said = ["import", str(workbook), "--currency", "GBP", "--start-year", "2025", "-o", str(target)]
    assert main(said) == 0
    out, err = capsys.readouterr()
    assert max(map(len, out.replace(str(target), "study.yaml").splitlines())) <= 80
    assert "Row 2 (L2), Fitter: impact printed 999, recomputed 1,000" in out and "written:" in err
    study = sroi.load(target)
    assert sroi.evaluate(study).ratio == pytest.approx(1.05 / 1.035)
    assert main(said) == 2 and "[file-exists]" in capsys.readouterr().err
    assert main([*said, "--force", "--rate", "0%"]) == 0 and sroi.evaluate(sroi.load(target)).ratio == pytest.approx(
        1.05
    )


def test_the_command_asks_for_everything_at_once_and_writes_nothing(workbook, tmp_path, capsys):
    target = tmp_path / "study.yaml"
    assert main(["import", str(workbook), "-o", str(target)]) == 2
    out, err = capsys.readouterr()
    assert "[import-currency]" in err and "[import-start-year]" in err and "2 problems" in err and not target.exists()
    assert "To be said before there is a study" in out


def test_the_command_prints_json_for_machines(workbook, capsys):
    assert main(["import", str(workbook), "--json", "--currency", "GBP", "--start-year", "2025"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rows_that_differ"] == [2] and data["needs"] == [] and sum(data["cells"].values()) == 39
    assert data["columns"][4] | {"how": ""} == {"column": "E", "heading": "Value in currency", "field": "value",
                                                "label": "value of one unit", "how": "", "of": None}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [(["--rate", "350%"], "option-unread"), (["-o", "study.txt"], "suffix-unknown"),
     (["--start-year", "25"], "option-range"), (["--currency", "pounds"], "currency-form")],
)  # fmt: skip
def test_options_that_cannot_be_meant_are_refused(workbook, capsys, said, code):
    assert main(["import", str(workbook), "--start-year", "2025", *said]) == 2
    assert f"[{code}]" in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys):
    assert main(["import", "nothing.xlsx"]) == 2 and "[file-unread]" in capsys.readouterr().err
