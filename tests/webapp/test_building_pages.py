"""Scope, Costs, Library and Checks: what is typed becomes a step of the history, what is wrong is explained."""

import pytest

import sroi
from sroi import bank
from sroi.assurance.review import review
from sroi.valuation.formats import money
from sroi.webapp.session import KEY
from tests.webapp.driver import app, words
from tests.webapp.studies import blank, broken, example, walking


def study(at):
    return at.session_state[KEY].history.study


def said(at):
    return words(at).replace("\\", "")


def box(at, label):
    return next(box for box in at.text_input if box.label.replace("\\", "").startswith(label))


def press(at, label):
    return next(button for button in at.button if button.label == label).click().run()


def test_a_stakeholder_is_added_described_and_removed():
    at = app("scope", blank())
    box(at, "Name").input("Parents")
    press(at, "Add stakeholder")
    assert study(at).stakeholders["parents"].name == "Parents"
    assert "Neither an outcome nor a reason for leaving them out is stated." in said(at)
    at.text_input(key="scope-excluded-parents-1").input("none was asked").run()
    assert study(at).stakeholders["parents"].excluded == "none was asked"
    assert "Neither an outcome" not in said(at)
    at.button(key="scope-remove-parents").click().run()
    assert not study(at).stakeholders and not at.exception


def test_those_who_gain_through_a_value_are_not_said_to_be_left_out():
    text = said(app("scope", example()))
    assert "Neither an outcome" not in text
    assert "Public body; 1 outcome of others bears on them." in text
    assert "Public body; 1 outcome; 1 outcome of others bears on them; contributes 2 inputs." in text
    assert "No outcome or input of their own." in text


def test_a_stakeholder_without_a_name_or_twice_is_refused():
    at = press(app("scope", walking()), "Add stakeholder")
    assert "Say who they are." in said(at)
    box(at, "Name").input("Walkers")
    at = press(at, "Add stakeholder")
    assert "There is a stakeholder of that name already." in said(at) and len(study(at).stakeholders) == 2


def test_the_title_and_the_kind_are_steps_of_the_history():
    at = app("scope", walking())
    at.text_input(key="scope-title-0").input("Sheila's group").run()
    at.selectbox(key="scope-kind-0").select("evaluation").run()
    assert (study(at).title, study(at).kind) == ("Sheila's group", "evaluation")
    assert len(at.session_state[KEY].history.commands) == 3


def test_costs_say_what_the_library_says():
    text = said(app("costs", example()))
    assert f"Present value of all inputs: {money(sroi.evaluate(example()).pv_inputs, 'GBP')}." in text


def test_amounts_say_their_year_and_currency_and_a_convention_has_its_title():
    at = app("costs", example())
    labels = {box.label.replace("\\", "") for box in at.text_input}
    assert {"Amount in 2009, GBP", "Amount: centres, 2009", "Amount: cost each, 2009"} <= labels
    assert "3.5% a year; inputs at the start of their year (year 0 undiscounted), outcomes at the start" in said(at)
    chosen = at.selectbox(key="costs-convention-0")
    assert chosen.value == "green-book" and "SROI Guide, 3.5% flat, outcomes at the end of the year" in chosen.options


def test_a_cost_of_nothing_takes_the_ratio_away_and_says_why():
    at = app("costs", walking())
    box(at, "Amount, GBP").input("0").run()
    assert not at.exception and study(at).document["inputs"]["leader"]["amount"] == 0
    assert "No ratio yet" in said(at) and "There is no ratio yet." in said(at)


def test_an_input_is_added_and_removed():
    at = app("costs", walking())
    box(at, "What is it?").input("Rooms")
    amount = [one for one in at.text_input if one.label == "Amount, GBP"][-1]
    amount.input("400 to 600")
    press(at, "Add input")
    assert study(at).inputs["rooms"].from_ == "walkers" and not at.exception
    at.button(key="costs-remove-rooms").click().run()
    assert list(study(at).inputs) == ["leader"]


def test_settings_are_changed_and_wrong_ones_explained():
    at = app("costs", walking())
    at.number_input(key="costs-horizon-0").set_value(5).run()
    assert study(at).horizon == 5
    at.text_input(key="costs-shared-0").input("130%").run()
    assert "The setting was not changed." in said(at) and study(at).shared_error == walking().shared_error


@pytest.mark.parametrize(
    ("typed", "kept"), [("0.3", 0.3), ("33.3%", 0.333), ("", 0.3), ("{", 0.3), ("abc", 0.3), ("150%", 0.3)]
)
def test_the_shared_error_is_read_however_it_is_written(typed, kept):
    at = app("costs", walking())
    box(at, "Error shared").input(typed).run()  # a page that is drawn for ever ends here as well
    assert not at.exception and study(at).shared_error == pytest.approx(kept)
    assert bool(at.error) is (typed in ("{", "abc", "150%"))
    assert len(at.session_state[KEY].history.commands) == (2 if typed in ("0.3", "33.3%") else 1)


def test_discounting_goes_from_a_name_to_a_rate_and_back():
    at = app("costs", walking())
    box(at, "Or a rate of its own").input("green").run()
    assert "a share is a number" in at.error[0].value and "discounting" not in study(at).document
    box(at, "Or a rate of its own").input("5%").run()
    assert study(at).document["discounting"] == {"rate": "5%"} and box(at, "Discount rate").value == "5%"
    at.selectbox(key="costs-convention-1").select("HM Treasury Green Book, standard declining schedule").run()
    assert study(at).document["discounting"] == "green-book" and not at.error and not at.exception


def test_the_same_number_in_other_words_is_taken_over_once():
    at = app("outcomes", walking())
    box(at, "Would have happened anyway").input("{value: 10%}").run()
    at.run()
    assert not at.exception and not at.error and len(at.session_state[KEY].history.commands) == 2


def test_a_study_keeps_its_title():
    at = app("scope", walking())
    box(at, "Title").input("  ").run()
    assert "A study has a title" in at.error[0].value and study(at).title == "Walking group"


def test_names_of_payers_are_not_escaped():
    at = app("costs", example())
    payer = next(one for one in at.selectbox if one.label == "Who contributes it?")
    assert payer.options == [person.name for person in example().stakeholders.values()]


def test_a_card_says_what_a_value_is_in_the_prices_of_the_study_and_the_sum_below():
    at = app("library", example())
    lines = [text.value.replace("\\", "") for text in at.markdown]
    card = next(line for line in lines if "£358.80" in line)
    assert "Fiscal value: £358.80 in 2013-14 prices; uprated £491.28 (2024-25)" in card and "×" not in card
    tables = " ".join(str(table.value.to_dict()) for table in at.table).replace("\\", "")
    assert "£358.80 × 1.369231 = £491.28" in tables


def test_the_library_finds_filters_and_uses_a_value():
    at = app("library", walking())
    at.text_input(key="library-words").input("GP visit").run()
    hits = bank.search("GP visit", limit=10)
    assert [one.value.replace("\\", "") for one in at.subheader] == [hit.record.claim for hit in hits]
    first = next(hit.record for hit in hits if len(hit.record.types) == 1)
    at.button(key=f"library-use-{first.id}").click().run()
    assert study(at).document["outcomes"]["fit"].get("proxy") == first.id or "was not taken over" in said(at)
    assert not at.exception


def test_no_hit_suggests_what_to_do():
    at = app("library", walking())
    at.text_input(key="library-words").input("zzzzqqqq").run()
    assert "Nothing found. Try broader words" in said(at)


def test_checks_list_what_the_review_finds_with_its_effect():
    at, found = app("checks", example()), review(example())
    text = said(at)
    assert all(sentence in text for sentence in found.summary)
    for finding in found.open:
        assert f"{finding.rule.id}: {finding.rule.title}" in text and finding.found.message in text
        assert found.effect(finding) in text


@pytest.mark.parametrize("page", ["answer", "what_if", "compare", "sensitivity", "uncertainty", "checks"])
def test_a_study_that_cannot_be_valued_says_why_on_every_page(page):
    assert "The study cannot be valued yet." in said(app(page, broken()))
