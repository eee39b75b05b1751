"""What a report holds: every section, the range and caveats beside the ratio, effects that the engine computed."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import sroi.report
from sroi.analysis.caveats import caveats
from sroi.analysis.spread import spread
from sroi.errors import FileError, StudyError
from sroi.report.build import PROFILES, build
from sroi.report.catalogue import catalogue
from sroi.report.content import Figure, Paragraph, Points, Prompt, Report, Table
from sroi.study.study import Study
from sroi.valuation.engine import evaluate as run
from sroi.valuation.model import Model
from sroi.valuation.opening import ready_studies
from sroi.valuation.valuation import evaluate

ROOM = Path(sroi.report.__file__).parent

#: Sections that a report in the order of the principles must have.
WANTED = (
    "summary", "scope", "stakeholders", "theory", "evidence", "values", "impact", "result", "uncertainty", "unvalued",
    "limits", "response", "assurance", "assumptions", "decisions", "data", "trace", "history", "glossary", "reproduce",
)  # fmt: skip


@pytest.fixture(scope="module")
def study(riverside) -> Study:
    return Study.parse(riverside)


@pytest.fixture(scope="module")
def reports(study) -> dict[str, Report]:
    return {profile: build(study, profile, draws=400, date=date(2026, 11, 22)) for profile in PROFILES}


def table(report: Report, caption: str) -> Table:
    return next(block for block in report.blocks() if isinstance(block, Table) and block.caption == caption)


def test_every_section_is_there_numbered_annexes_lettered(reports):
    sections = reports["svi"].sections
    assert tuple(section.id for section in sections) == WANTED
    assert [section.title.partition(".")[0] for section in sections] == [
        *map(str, range(1, 14)), *(f"Annex {letter}" for letter in "ABCDEFG")
    ]  # fmt: skip
    green = [section.id for section in reports["green-book"].sections]
    assert green.index("appraisal") < green.index("result")


@pytest.mark.parametrize("profile", PROFILES)
def test_the_range_and_the_caveats_stand_beside_every_headline(profile, reports, study):
    report, said = reports[profile], tuple(caveat.words for caveat in caveats(evaluate(study)))
    assert len(said) == 3
    leads = [block for block in report.blocks() if isinstance(block, Paragraph) and block.look == "lead"]
    assert leads and all("9 in 10" in lead.text for lead in leads)
    lists = [block.items for block in report.blocks() if isinstance(block, Points)]
    assert lists.count(said) == (1 if profile == "brief" else 3 if profile == "green-book" else 2)


def test_prompts_are_filled_from_the_study_where_it_has_the_words(reports, study):
    report = reports["svi"]
    answers = [block.answer for block in report.blocks() if isinstance(block, Prompt) and not block.open]
    assert study.purpose in answers or study.purpose is None
    shown = " ".join(block.text for block in report.cover if isinstance(block, Paragraph))
    assert f"{len(report.prompts)} parts of this report are still to be written by people" in shown


def test_an_assumption_has_its_effect_from_the_engine(study):
    """The printed ends are the ratios at both ends of the range of the number, all else in place."""
    model = Model(study)
    report = build(study, draws=200)
    rows = {row[0]: row for row in table(report, "Numbers that are assumptions, without an entry in the log").rows}
    row = model.parameters.row("confidence/deadweight")
    low, high = spread(row)
    ratios = sorted(float(ratio) for ratio in run(model, {row.address: [low, high]}).ratio)
    said = rows[f"{row.label} is {row.central:.0%}"]
    assert said[1] == f"ratio £{ratios[0]:.2f} to £{ratios[1]:.2f} (P5 to P95)"


def test_the_appraisal_table_adds_up(reports, study):
    rows = table(reports["green-book"], "Appraisal summary table").rows
    said = {row[0]: row for row in rows}
    assert table(reports["green-book"], "Appraisal summary table").columns[1:] == (
        "Without the programme (reference)", "Base case", "Phone only",
    )  # fmt: skip
    valuation = evaluate(study)
    assert said["Net present social value"][2] == f"£{valuation.npv:,.0f}"
    assert said["Net present social value"][1] == "£0"

    def amount(text: str) -> float:
        return float(text.replace("£", "").replace(",", "").replace("−", "-"))

    for column in (2, 3):
        payers = sum(amount(row[column]) for row in rows[1:] if row[0].startswith("of which") and rows.index(row) < 5)
        assert payers == pytest.approx(amount(said["Present value of costs"][column]), abs=3)
    types = ("of which fiscal", "of which economic", "of which social", "of which no type stated")
    total = sum(amount(said[kind][2]) for kind in types)
    assert total == pytest.approx(amount(said["Present value of benefits"][2]), abs=3)
    assert re.fullmatch(r"£\d\.\d\d \(£\d\.\d\d to £\d\.\d\d\)", said[
        "Benefit-cost ratio (the SROI ratio), with its range"][2])  # fmt: skip


def test_the_value_map_adds_up_to_the_present_value(reports, study):
    found = table(reports["svi"], "From quantity to present value")
    assert found.rows[-1][6] == f"£{evaluate(study).pv_benefits:,.0f}"


def test_the_brief_stays_brief_with_many_who_gain(study):
    document = study.document
    for place in range(20):
        document["stakeholders"][f"group-{place}"] = {"name": f"Group {place}"}
        document["outcomes"][f"change-{place}"] = {
            "name": f"Change {place}", "stakeholder": f"group-{place}", "quantity": 10, "value": 20 + place,
        }  # fmt: skip
    many = Study.from_document(document)
    rows = table(build(many, "brief", draws=200), "Present value by stakeholder").rows
    assert len(rows) == 8 and rows[-1][0] == "16 others together"
    assert sum(float(row[1].translate(str.maketrans("−", "-", "£,"))) for row in rows) == pytest.approx(
        evaluate(many).pv_benefits, abs=8
    )


def test_a_study_without_any_range_says_so_everywhere():
    report = build(Study.load(ready_studies()["wheels-to-meals"]))
    leads = [block.text for block in report.blocks() if isinstance(block, Paragraph) and block.look == "lead"]
    assert all("How far off this may be is not known: no number has a range." in lead for lead in leads)
    shown = " ".join(block.text for block in report.blocks() if isinstance(block, Paragraph))
    assert "There is no range: no number has a range." in shown and "nan" not in shown.lower().split()


def test_a_scenario_can_be_reported(study):
    report = build(study, "brief", scenario="slow-start", draws=200)
    assert report.title.endswith(": Slow start")
    assert report.record.numbers["ratio"] == evaluate(study, "slow-start").ratio


SIGNED = """
{sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, price_base: 2025, kind: evaluation,
 sources: {s: {title: Survey, sample: 40, year: 2025}}, limitations: [small],
 stakeholders: {a: {name: Parents, role: participant, involved: interviews with 18}, b: {name: B, role: public}},
 inputs: {grant: {from: b, amount: 100, source: s, grade: 2}},
 outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: {value: 20 to 30, source: s},
   source: s, grade: 2, deadweight: {value: 10% to 20%, source: s}, attribution: {value: 10%, source: s}}}}
"""


def test_a_draft_says_so_until_no_error_is_open():
    unsigned = Study.parse(SIGNED)
    assert (build(unsigned, "brief", draws=200).draft, build(unsigned, "brief", draws=200).status) == (
        "", "Not signed off",
    )  # fmt: skip
    stale = unsigned.document | {"signed_off": {"by": "Ann", "when": "2026-11-20", "hash": "0" * 64}}
    report = build(Study.from_document(stale), "brief", draws=200)
    assert (report.draft, report.status) == ("DRAFT", "Draft: 1 error of the checks is open")
    lets = stale | {"acknowledged": [{"check": "PRC004", "reason": "a comma", "by": "Ann"}]}
    report = build(Study.from_document(lets), "brief", draws=200)
    assert report.draft == ""
    assert report.status == "Signed off by Ann, 2026-11-20, and changed since: not signed off as it stands"
    good = unsigned.document | {"signed_off": {"by": "Ann", "when": "2026-11-20", "hash": unsigned.hash}}
    assert build(Study.from_document(good), "brief", draws=200).status == "Signed off by Ann, 2026-11-20"


def test_what_cannot_be_asked_for_is_refused(study):
    with pytest.raises(StudyError, match="found the profile sv; the profiles are svi, green-book, brief; did you mean"):
        build(study, "sv")
    with pytest.raises(FileError, match="found the language xx; reports are written in en"):
        build(study, language="xx")


def test_figures_have_text_alternatives_and_tables_whole_words(reports):
    for report in reports.values():
        for block in report.blocks():
            if isinstance(block, Figure):
                assert len(block.chart.alt) > 30
            if isinstance(block, Table):
                assert sum(block.shares) == pytest.approx(1) and min(block.shares) > 0.02


def said_in_code() -> set[str]:
    """Keys that code asks the catalogue for, as far as they are written out."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if name == "say" and node.args and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def test_every_text_that_is_asked_for_is_in_the_catalogue():
    asked = said_in_code()
    assert len(asked) > 100
    assert asked - set(catalogue().texts) == set()


def test_another_language_is_another_file_and_what_it_leaves_out_is_english(study, tmp_path, monkeypatch):
    folder = ROOM / "texts"
    (tmp_path / "en.yaml").write_text((folder / "en.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "cy.yaml").write_text(
        "language: cy\nsummary: {title: Crynodeb}\n"
        "cover: {to-write: {one: '{count} rhan', two: '{count} ran', other: '{count} o rannau'}}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("sroi.report.catalogue._FOLDER", tmp_path)
    catalogue.cache_clear()
    try:
        texts = catalogue("cy")
        assert [texts.say("cover.to-write", count=n) for n in (1, 2, 3)] == ["1 rhan", "2 ran", "3 o rannau"]
        report = build(study, "svi", draws=200, language="cy")
        assert (report.language, report.sections[0].title, report.sections[1].title) == (
            "cy", "1. Crynodeb", "2. Purpose, audience and scope",
        )  # fmt: skip
    finally:
        catalogue.cache_clear()


def test_the_glossary_says_what_the_documentation_says():
    lines = (ROOM.parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    documented = {cells[1].strip(): cells[3].strip() for line in lines if len(cells := line.split("|")) == 5}
    for word, meaning in catalogue().group("glossary").items():
        assert documented[word].replace("**", "") == meaning


def test_no_table_is_without_rows():
    """A study that states no deduction has no empty table of reasons."""
    bare = Study.parse("""
    {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
     inputs: {grant: {from: a, amount: 100}}, outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    """)
    report = build(bare)

    def blocks(section):
        yield from section.blocks
        for part in section.sections:
            yield from blocks(part)

    found = [block for section in report.sections for block in blocks(section)]
    assert [block.caption for block in found if isinstance(block, Table) and not block.rows] == []
    assert "The study states no deduction, and no duration either." in [
        block.text for block in found if isinstance(block, Paragraph)
    ]


def test_more_draws_than_a_report_can_print_are_refused(study):
    with pytest.raises(StudyError) as caught:
        build(study, draws=300_000_000)
    assert str(caught.value) == (
        "found 300,000,000 draws; a report rests on at most 1,000,000; write 100000, or ask sroi simulate for more. "
        "[draws-range]"
    )
