"""Explain: the sum behind a number, drawn where it is asked for; the dialog itself is tried in a browser."""

from streamlit.testing.v1 import AppTest

import sroi
from sroi.study.history import History
from sroi.study.places import places
from sroi.valuation.explain import explain
from sroi.valuation.model import Model
from sroi.valuation.used_by import used_by
from sroi.webapp.entering.numbers import stands_for, written_at
from sroi.webapp.explain import lately, offered
from tests.webapp.driver import NOON
from tests.webapp.studies import example, hostile, walking


def draw():
    from sroi.webapp.explain import render
    from tests.webapp import test_explain

    render(test_explain.SHOWN)


def shown(explanation):
    globals()["SHOWN"] = explanation
    return AppTest.from_function(draw, default_timeout=60).run()


def plain(cell):
    return cell.replace("\\", "").replace("\u2003", "")


def test_every_step_is_shown_with_its_amount_and_source():
    found = explain(sroi.evaluate(example()), "into-work")
    at = shown(found)
    assert not at.exception and plain(at.markdown[0].value) == f"**{found.title}**"
    table = at.table[0].value
    assert [plain(cell) for cell in table["Amount"]] == [step.amount for step in found.steps]
    for cell, step in zip(table["Step, and who says so"], found.steps, strict=True):
        assert plain(cell).startswith(step.what)
        assert step.source.partition("sroi explain")[0].removesuffix("; ") in plain(cell)
    assert sum("ASSUMPTION" in step.source for step in found.steps) > 0
    assert at.code[0].value == str(found)


def test_the_ratio_names_no_commands():
    table = shown(explain(sroi.evaluate(example()), "ratio")).table[0].value
    said = " ".join(table["Step, and who says so"])
    assert "sroi explain" not in said and "of the value" in said


def test_what_was_done_to_a_number_is_told_newest_first():
    history = History.start(walking(), "opened", NOON)
    for changes in ({"fit/deadweight": "20%"}, {"fit/value": 120}, {"fit/deadweight": "30%"}):
        new = history.study.edited(changes)
        history = history.apply("changed", new, NOON)
    assert lately(history, "fit/deadweight") == [
        "12:00 deadweight 20% to 30%, Fitter",
        "12:00 deadweight 10% to 20%, Fitter",
    ]
    assert len(lately(history, "fit")) == 3 and lately(history, "inputs/leader") == []
    assert len(lately(history.undo(), "fit/deadweight")) == 1


def test_texts_of_the_study_are_shown_and_not_obeyed():
    table = shown(explain(sroi.evaluate(hostile()), "ratio")).table[0].value
    cell = next(cell for cell in table["Step, and who says so"] if "HYPERLINK" in cell)
    assert "\\[here\\]" in cell and "\\*\\*bold" in cell


def test_every_number_that_is_offered_can_be_explained_and_those_shared_say_where_they_are_used():
    valued = sroi.evaluate(example())
    names = offered(valued, "into-work")
    assert names["ratio"] == "The ratio" and "into-work/deadweight" in names and "estimates/into-work" in names
    assert all(explain(valued, name).steps for name in names)
    assert len(used_by(valued.model, "estimates/into-work")) > 1
    assert used_by(valued.model, "into-work/displacement") == () == used_by(valued.model, "nothing")
    assert used_by(valued.model, "counterfactuals/use-of-services/programme/before") != ()


def test_a_box_that_names_a_number_kept_elsewhere_shows_what_it_is():
    model = Model(example())
    links = [
        (address, place.estimate)
        for address, place in ((place.address, place) for place in places(example()))
        if place.estimate is not None and (place.estimate.use or place.estimate.counterfactual)
    ]
    shared = next(address for address, stated in links if stated.use)
    follows = next(address for address, stated in links if stated.counterfactual)
    assert "a number that several places share." in stands_for(model, shared, written_at(example(), shared))
    assert "follows from the comparison" in stands_for(model, follows, written_at(example(), follows))
    assert stands_for(model, "into-work/displacement", "25%") == ""
