"""Compare: what scenarios set, what comes of it, and why two of them differ."""

from sroi.analysis.bridge import bridge
from sroi.analysis.options import side_by_side
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from tests.webapp.driver import app, finished, words
from tests.webapp.studies import blank, example, walking


def said(at):
    return words(at).replace("\\", "")


def test_sentences_are_those_of_the_library():
    text = said(finished(app("compare", example())))
    assert all(sentence in text for sentence in side_by_side(example()).summary)


def test_each_alternative_has_its_own_short_table_of_what_it_sets():
    at, found = finished(app("compare", example())), side_by_side(example())
    names = [spaced(one.id).capitalize() for one in found.alternatives[1:]]
    assert [heading.value.replace("\\", "") for heading in at.subheader] == names
    tables = [table.value for table in at.table if "Here" in table.value.columns]
    assert max(len(table.columns) for table in tables) == 3
    higher = next(table for heading, table in zip(at.subheader, tables, strict=True) if "displacement" in heading.value)
    assert [cell.replace("\\", "") for cell in higher.iloc[0]] == ["Parents move into work: displacement", "25%", "50%"]


def test_names_in_boxes_are_not_escaped_and_the_reasons_follow_the_choice():
    at = finished(app("compare", example()))
    assert at.selectbox(key="compare-second").options[:2] == ["Base case", "Slow start"]
    at.selectbox(key="compare-second").select("Higher displacement").run()
    study = example()
    for sentence in bridge(Model(study), Model(study, "higher-displacement")).summary:
        assert sentence in said(at)
    at.selectbox(key="compare-first").select("Higher displacement").run()
    assert "Choose two that differ." in said(at)


def test_other_studies_are_not_ranked():
    assert "their ratios are not ranked here" in said(finished(app("compare", walking())))


def test_a_study_without_scenarios_is_led_to_the_levers():
    study = walking().document
    del study["scenarios"]
    at = app("compare", type(walking()).from_document(study))
    assert "This study has no scenarios yet." in said(at)
    assert at.get("page_link")
    assert "To a first ratio" in said(app("compare", blank()))
