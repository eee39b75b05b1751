"""One-way sensitivity: every end is what the study gives with that number, and nothing is left unsaid."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

import sroi
from sroi.analysis import tornado as module
from sroi.analysis.outputs import MEASURES
from sroi.analysis.tornado import Bar, Tornado, tornado
from sroi.errors import ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model


def study(*, inputs: Any = 100, more: dict[str, Any] | None = None, **outcome: Any) -> Study:
    """10 × 20 for 100 over one undiscounted year, with numbers of the outcome as given."""
    return Study.from_document(
        {
            "sroi": 1,
            "title": "T",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": 4,
            "discounting": "undiscounted",
            "stakeholders": {"a": {"name": "A", "role": "participant"}, "c": {"name": "C", "role": "public"}},
            "inputs": {"grant": {"from": "c", "amount": inputs}},
            "outcomes": {"fit": {"name": "Fitter", "stakeholder": "a", "quantity": 10, "value": 20, **outcome}},
            **(more or {}),
        }
    )


def bar(found: Tornado, address: str) -> Bar:
    return next(each for each in found.bars if each.parameter.address == address)


def ends(found: Tornado, address: str) -> tuple[Any, ...]:
    each = bar(found, address)
    return each.low.value, each.low.result, each.high.value, each.high.result


# What the ends are


def test_each_end_is_the_result_of_the_study_with_that_number(riverside: str) -> None:
    """Against the study edited to say the number at the end, valued from the start."""
    base = Study.parse(riverside)
    found = tornado(base)
    checked = 0
    for each in found.bars:
        address = each.parameter.address
        if address.startswith("counterfactuals/"):
            continue  # an edited level would no longer be the sample that the quantity shares with it
        for end in (each.low, each.high):
            written = f"{end.value * 100!r}%" if each.parameter.kind.share else end.value
            edited = base.edited({address: written})
            assert sroi.evaluate(edited).ratio == pytest.approx(end.result, rel=1e-9), address
            checked += 1
    assert checked >= 16


def test_a_level_of_a_comparison_is_a_row_and_the_deadweight_is_none(riverside: str) -> None:
    """The deadweight by hand: without = 7/240 + 25/310 − 9/310; the level after is also a factor of the quantity."""
    found = tornado(Study.parse(riverside))
    names = [each.parameter.address for each in found.bars]
    levels = [f"counterfactuals/comparison-areas/{name}" for name in
              ("programme/before", "programme/after", "comparison/before", "comparison/after")]  # fmt: skip
    assert set(levels) < set(names)
    assert "into-work/deadweight" not in names
    assert bar(found, levels[1]).places == 2
    model = Model(Study.parse(riverside))
    low = bar(found, levels[1]).low
    without = 7 / 240 + 25 / 310 - 9 / 310
    by_hand = sroi.evaluate(
        Study.parse(riverside).edited(
            {
                "into-work/deadweight": f"{without / low.value * 100!r}%",
                "into-work/quantity/into-work": f"{low.value * 100!r}%",
            }
        )
    )
    assert low.result == pytest.approx(by_hand.ratio, rel=1e-9)
    assert low.value < model.parameters.row(levels[1]).central < bar(found, levels[1]).high.value


def test_a_shared_estimate_moves_everywhere_at_once() -> None:
    """With f people, benefits 20f + 5f and inputs 3f + 40: 25f / (3f + 40)."""
    found = tornado(
        study(
            inputs={"people": {"use": "people"}, "each": 3},
            quantity={"people": {"use": "people"}},
            more={
                "estimates": {"people": "10 to 40"},
                "inputs": {
                    "grant": {"from": "c", "amount": {"people": {"use": "people"}, "each": 3}},
                    "rent": {"from": "c", "amount": 40},
                },
                "outcomes": {
                    "fit": {"name": "F", "stakeholder": "a", "quantity": {"people": {"use": "people"}}, "value": 20},
                    "calm": {"name": "C", "stakeholder": "a", "quantity": {"people": {"use": "people"}}, "value": 5},
                },
            },
        )
    )
    assert [each.parameter.address for each in found.bars] == ["estimates/people"]
    assert ends(found, "estimates/people") == (10, pytest.approx(250 / 70), 40, pytest.approx(1000 / 160))
    assert found.bars[0].places == 3
    assert found.table["places"][0] == 3


@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_measure_and_perspective(measure: str, riverside: str) -> None:
    base = Study.parse(riverside)
    for perspective in ("social", "fiscal", "council-own", "families"):
        if measure in ("ratio", "net_ratio") or perspective in ("social", "fiscal"):
            found = tornado(base, measure=measure, perspective=perspective)
            assert len(found.bars) == 13
            assert found.base == found.output.base
            assert found.summary


def test_payback_by_hand() -> None:
    """Inputs 100, benefits 40 to 80 a year: 2.5 years and 1.25; at 20 a year for four years it never comes."""
    found = tornado(study(duration=4, value="40 to 80", quantity=1), measure="payback")
    assert ends(found, "fit/value") == (40, 2.5, 80, 1.25)
    assert bar(found, "fit/value").by_result == (bar(found, "fit/value").high, bar(found, "fit/value").low)
    found = tornado(study(duration=4, value="20 to 80", quantity=1), measure="payback")
    assert ends(found, "fit/value") == (20, math.inf, 80, 1.25)
    assert bar(found, "fit/value").swing == math.inf
    assert "at £20 (the low end of its range: 1 in 20 lies below) never within 4 years" in found.summary[0]
    assert "1 of 1 can by itself keep it from paying back within 4 years" in found.summary[1]


def test_payback_of_values_without_years_is_undefined() -> None:
    base = study(more={"outcomes": {"fit": {"name": "F", "stakeholder": "a", "quantity": 1, "values": {
        "all": {"value": "10 to 20", "present_value": True}}}}})  # fmt: skip
    with pytest.raises(ValuationError, match="payback-undefined"):
        tornado(base, measure="payback")
    assert len(tornado(base).bars) == 1


def test_many_estimates_in_several_calls_are_the_same_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = {
        f"o{n}": {
            "name": f"O{n}",
            "stakeholder": "a",
            "quantity": f"{n + 1} to {n + 9}",
            "value": f"{n + 2} to {n + 3}",
        }
        for n in range(60)
    }
    whole = tornado(study(more={"outcomes": outcomes}))
    monkeypatch.setattr(module, "_TOGETHER", 7)
    parts = tornado(study(more={"outcomes": outcomes}))
    assert len(whole.bars) == 120
    assert whole.table.equals(parts.table)


# Order, and which end is which


def test_bars_are_sorted_by_swing_and_say_which_end_is_higher() -> None:
    found = tornado(study(value="15 to 25", deadweight="10% to 90%", duration={"low": 1, "high": 1.2}))
    assert [each.parameter.address for each in found.bars] == ["fit/deadweight", "fit/value", "fit/duration"]
    swings = [each.swing for each in found.bars]
    assert swings == sorted(swings, reverse=True)
    assert list(found.table["higher_at"][:3]) == ["low", "high", "high"]
    low, high = bar(found, "fit/deadweight").by_result
    assert (low.value, high.value) == (pytest.approx(0.9), pytest.approx(0.1))


def test_an_estimate_without_effect_has_no_higher_end() -> None:
    found = tornado(study(value="15 to 25", more={"estimates": {"idle": "1 to 2"}}))
    assert bar(found, "estimates/idle").swing == 0
    assert found.table.set_index("address")["higher_at"]["estimates/idle"] == ""
    assert found.bars[-1].parameter.address == "estimates/idle"


def test_the_table_is_tidy() -> None:
    table = tornado(study(value="15 to 25")).table
    assert list(table.columns) == [
        "address", "estimate", "unit", "assumption", "places", "central", "low", "high", "range", "base", "at_low",
        "at_high", "swing", "higher_at", "note",
    ]  # fmt: skip
    row = table.iloc[0]
    assert (row["address"], row["estimate"], row["unit"]) == ("fit/value", "Fitter: value of one unit", "GBP")
    assert (row["low"], row["high"], row["range"], row["at_low"], row["at_high"]) == (15, 25, "P5 to P95", 1.5, 2.5)
    assert row["base"] == pytest.approx(10 * math.sqrt(15 * 25) / 100)


# What does not move, is cut or is undefined


def test_numbers_without_a_range_are_named_the_most_sensitive_first() -> None:
    found = tornado(study(value="15 to 25", deadweight="20%", attribution="1%", quantity=10))
    names = [row.address for row in found.held]
    # ±10% swings the ratio by 20.2% (grant), 20% (quantity), 5% (deadweight) and 0.2% (attribution) of itself.
    assert names == ["inputs/grant/amount", "fit/quantity", "fit/deadweight", "fit/attribution"]
    held = found.table[found.table["note"] == "no range stated"]
    assert list(held["address"]) == names
    assert (held["low"] == held["central"]).all() and (held["swing"] == 0).all()
    assert found.summary[-1].startswith(
        "4 stated numbers have no range stated and stay at the central value: “Grant: amount”, “Fitter: quantity”"
    )


def test_a_default_is_not_said_to_lack_a_range() -> None:
    found = tornado(study(value="15 to 25"))
    assert not {"fit/attribution", "fit/delay", "fit/drop_off"} & {row.address for row in found.held}


def test_nothing_to_move_is_said() -> None:
    found = tornado(study())
    assert found.bars == ()
    assert "no number of this study has a range stated" in found.summary[0]
    assert set(found.table["address"]) == {"inputs/grant/amount", "fit/quantity", "fit/value"}


def test_by_a_share_moves_every_stated_number() -> None:
    found = tornado(study(deadweight="50%"), by=0.2)
    addresses = {each.parameter.address for each in found.bars}
    assert addresses == {"inputs/grant/amount", "fit/quantity", "fit/value", "fit/deadweight"}
    assert ends(found, "fit/deadweight") == (
        pytest.approx(0.4),
        pytest.approx(1.2),
        pytest.approx(0.6),
        pytest.approx(0.8),
    )
    assert ends(found, "inputs/grant/amount") == (80, pytest.approx(1.25), 120, pytest.approx(100 / 120))
    assert found.table["range"][0] == "±20%"


def test_by_a_share_moves_the_rate_of_a_named_convention() -> None:
    found = tornado(study(more={"discounting": "sroi-guide"}), by=0.2)
    assert bar(found, "discounting/rate").low.value == pytest.approx(0.028)


def test_a_range_that_leaves_the_legal_range_is_cut_and_the_cut_is_said() -> None:
    found = tornado(study(deadweight="90%"), by=0.2)
    end = bar(found, "fit/deadweight").high
    assert end.value == 1
    assert end.result == 0
    assert end.note == "cut at 100%, the end of its legal range (+20% would be 108%)"
    words = "at 100%: cut at 100%, the end of its legal range (+20% would be 108%)"
    assert words in found.table.set_index("address")["note"]["fit/deadweight"]
    assert any(words in sentence for sentence in found.summary)
    assert bar(found, "fit/deadweight").low.note == ""


def test_an_open_end_is_come_close_to() -> None:
    end = bar(tornado(study(duration=2), by=1.0), "fit/duration").low
    assert 0 < end.value < 1e-6
    assert end.note == "cut at just above 0, the end of its legal range (−100% would be 0)"


def test_zero_does_not_move_by_a_share_and_that_is_said() -> None:
    found = tornado(study(deadweight="0%", attribution=0), by=0.2)
    assert {row.address for row in found.held} == {"fit/deadweight", "fit/attribution", "discounting/rate"}
    assert "Not moved, because 0, which ±20% leaves at 0" in found.summary[-1]
    assert set(found.table["note"]) == {"", "0, which ±20% leaves at 0"}


def test_a_negative_number_runs_from_its_larger_size() -> None:
    found = tornado(study(value=-20), by=0.1)
    assert ends(found, "fit/value") == (-22, pytest.approx(-2.2), -18, pytest.approx(-1.8))
    assert "None of them can by itself lift the SROI ratio to £1.00 per £1 or more." in found.summary


def test_an_end_without_inputs_is_undefined_and_comes_first() -> None:
    found = tornado(study(), by=1.0)
    first = found.bars[0]
    assert first.parameter.address == "inputs/grant/amount"
    assert (first.low.result, first.swing) == (None, None)
    assert first.low.note == "undefined: the inputs counted come to nothing"
    assert "at £0 (100% down) undefined" in found.summary[0]
    assert math.isnan(found.table["at_low"][0]) and math.isnan(found.table["swing"][0])
    assert tornado(study(), by=1.0, measure="npv").bars[0].swing is not None


COMPARED = {
    "counterfactuals": {
        "areas": {
            "programme": {"before": {"successes": 8, "n": 40}, "after": {"successes": 12, "n": 40}},
            "comparison": {"before": {"successes": 8, "n": 40}, "after": {"successes": 10, "n": 40}},
        }
    }
}


def test_an_end_at_which_a_comparison_cannot_be_says_so() -> None:
    """Without: 8/40 + 10/40 − 8/40 = 25%; after the programme 30%, but at its P5 only 19%."""
    found = tornado(study(deadweight={"from": "areas"}, more=COMPARED))
    low = bar(found, "counterfactuals/areas/programme/after").low
    assert low.value == pytest.approx(stats.beta(12.5, 28.5).ppf(0.05))
    assert low.note == "the comparison “Areas” then says 25% without the programme and 19.36% with it"
    assert low.result == pytest.approx(2 * (1 - 0.25 / low.value))
    assert any("19.36% with it" in sentence for sentence in found.summary)


def test_a_level_of_nothing_leaves_the_end_undefined_and_the_others_as_they_are() -> None:
    found = tornado(study(deadweight={"from": "areas"}, more=COMPARED), by=1.0)
    low = bar(found, "counterfactuals/areas/programme/after").low
    assert (low.value, low.result) == (0, None)
    assert low.note == "undefined: the comparison “Areas” then says 25% without the programme and 0% with it"
    assert ends(found, "fit/quantity") == (0, 0, 20, pytest.approx(4 * (1 - 25 / 30)))


# Scenarios, words, errors


def test_what_a_scenario_leaves_out_is_no_row() -> None:
    more = {
        "outcomes": {
            "fit": {"name": "F", "stakeholder": "a", "quantity": "5 to 10", "value": 20},
            "calm": {"name": "C", "stakeholder": "a", "quantity": "5 to 10", "value": 20},
        },
        "scenarios": {"less": {"leave_out": ["calm"], "scale": {"fit/quantity": 2}}},
    }
    base = study(more=more)
    assert {each.parameter.address for each in tornado(base).bars} == {"fit/quantity", "calm/quantity"}
    found = tornado(base, scenario="less")
    assert ends(found, "fit/quantity") == (10, 2, 20, 4)
    assert len(found.bars) == 1
    assert not any(row.address.startswith("calm") for row in found.held)
    assert tornado(Model(base, "less")).table.equals(found.table)


def test_most_of_the_uncertainty_is_only_said_where_it_is_most() -> None:
    even = tornado(study(value="15 to 25", quantity="7.5 to 12.5"))  # half of it each
    assert even.summary[0].startswith("The widest swing is that of “Fitter: ")
    uneven = tornado(study(value="15 to 25", quantity="9 to 11"))
    assert uneven.summary[0] == (
        "Most of the stated uncertainty comes from “Fitter: value of one unit”: at £15 (the low end of its "
        "range: 1 in 20 lies below) £1.49 per £1, at £25 (the high end: 1 in 20 lies above) £2.49 per £1."
    )
    assert uneven.summary[1] == "Next: “Fitter: quantity” (£1.74 to £2.13)."
    assert uneven.summary[2] == "None of them can by itself take the SROI ratio below £1.00 per £1."


def test_what_can_cross_the_mark_is_named_and_an_assumption_is_called_one() -> None:
    guess = {"sources": {"guess": {"title": "Guess", "kind": "assumption"}}}
    found = tornado(study(value={"low": 2, "high": 40, "source": "guess"}, quantity="9 to 11", more=guess))
    assert (
        "1 of 2 can by itself take the SROI ratio below £1.00 per £1: “Fitter: value of one unit” (an assumption)."
        in (found.summary)
    )
    assert found.table["assumption"][0]
    lifted = tornado(study(value={"low": 1, "high": 14}, quantity="9 to 11"))
    assert any(sentence.startswith("1 of 2 can by itself lift the SROI ratio to £1.00") for sentence in lifted.summary)


def test_a_notebook_shows_the_sentences_safely() -> None:
    found = tornado(study(value="15 to 25", name="<b>Fitter</b>"))
    assert "&lt;b&gt;Fitter" in found._repr_html_()
    assert "<b>" not in found._repr_html_()


@pytest.mark.parametrize("by", [0.0, -0.2, 1.5, 20.0, math.nan])
def test_a_share_that_is_none_is_refused(by: float) -> None:
    with pytest.raises(ValuationError) as caught:
        tornado(study(), by=by)
    (problem,) = caught.value.problems
    assert problem.code == "by-range"
    assert problem.allowed == "numbers are moved by more than 0% and at most 100%"
    assert problem.write == {20.0: "for 20 per cent write 20%", 1.5: "for 1.5 per cent write 1.5%"}.get(by, "write 20%")


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"measure": "rato"}, "measure-unknown"), ({"perspective": "socil"}, "perspective-unknown")],
)
def test_what_is_unknown_is_refused_with_the_nearest(asked: dict[str, str], code: str) -> None:
    with pytest.raises(ValuationError, match=f"did you mean (ratio|social).*{code}"):
        tornado(study(), **asked)


def test_a_base_case_without_inputs_is_refused() -> None:
    base = study(more={"perspectives": {"nobody": {"inputs": {"role": "funder"}}}})
    with pytest.raises(ValuationError, match="inputs-zero"):
        tornado(base, perspective="nobody")
