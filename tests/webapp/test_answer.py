"""Answer: the sentence, its caveats, how likely it is, and what is not counted."""

from sroi.analysis.caveats import caveats
from sroi.analysis.headline import DRAWS, headline
from sroi.analysis.simulation import simulate
from sroi.analysis.tornado import tornado
from sroi.analysis.words.simulation import chance
from sroi.valuation.sentences import answer
from sroi.valuation.valuation import evaluate
from tests.webapp.driver import app, words
from tests.webapp.studies import blank, example, walking


def said(at):
    return words(at).replace("\\", "")


def test_the_answer_is_that_of_the_library_with_its_range_first():
    at, valued, numbers = app("answer", example()), evaluate(example()), headline(example())
    text = said(at)
    assert f"**A{numbers.answer[1:]}.**" in text
    assert f"At central values: e{answer(valued)[1:]}" in text
    for sentence in tornado(example()).summary[:5]:
        assert sentence in text


def test_three_caveats_stand_beside_it_and_travel_with_it():
    at, chosen = app("answer", example()), caveats(evaluate(example()))
    assert len(chosen) == 3
    for caveat in chosen:
        assert f"- {caveat.words}" in said(at) and caveat.words in at.code[0].value
    assert answer(evaluate(example())) in at.code[0].value and "likely £" in at.code[0].value


def test_the_threshold_moves_the_sentence():
    at, found = app("answer", example()), simulate(example(), draws=DRAWS)
    assert chance(found, 1.0) in said(at)
    at.number_input(key="answer-threshold").set_value(2.0).run()
    assert chance(found, 2.0) in said(at) and chance(found, 1.0) not in said(at)


def test_without_ranges_no_likelihood_is_claimed():
    text = said(app("answer", walking()))
    assert "How likely" not in text and "range not known" in text
    assert "The study names no change that it does not value." in text


def test_what_is_not_counted_is_listed():
    text = said(app("answer", example()))
    assert all(f"- {item.name}" in text for item in example().unmonetised.values())


def test_an_unfinished_study_shows_what_is_missing_and_no_number():
    text = said(app("answer", blank()))
    assert "To a first ratio: 0 of 3 done" in text
    assert "£0" not in text and "nan" not in text.lower()
