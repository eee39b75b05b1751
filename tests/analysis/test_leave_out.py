"""Leaving out: every result is that of a scenario which leaves the same out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

import sroi
from sroi.analysis.leave_out import leave_out
from sroi.analysis.outputs import MEASURES, output
from sroi.errors import ValuationError
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.model import Model

STUDIES = sorted((Path(__file__).parents[2] / "studies").glob("*.yaml"))


def study(outcomes: dict[str, Any], **more: Any) -> Study:
    """Outcomes of so much each in one undiscounted year, for 100 of a grant and 60 of time."""
    return Study.from_document(
        {
            "sroi": 1,
            "title": "T",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": 2,
            "discounting": "undiscounted",
            "stakeholders": {"a": {"name": "A", "role": "participant"}, "c": {"name": "C", "role": "public"}},
            "inputs": {"grant": {"from": "c", "amount": 100}, "time": {"from": "a", "amount": 60, "kind": "time"}},
            "outcomes": {
                key: {"name": key.upper(), "stakeholder": "a", "quantity": 1, "value": value}
                for key, value in outcomes.items()
            },
            **more,
        }
    )


def without(base: Study, *names: str) -> Model:
    """The study in a scenario that leaves something out."""
    return Model(base.model_copy(update={"scenarios": {"without": Scenario(leave_out=names)}}), "without")


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_every_ready_study_as_a_scenario_leaves_out(path: Path) -> None:
    base = sroi.load(path)
    found = leave_out(base)
    assert {row.id for row in found.outcomes} == set(base.outcomes)
    assert {row.id for row in found.inputs} == set(base.inputs)
    for row in found.outcomes if len(base.outcomes) > 1 else ():
        assert row.result == pytest.approx(output(without(base, row.id)).base, rel=1e-9)
        assert row.effect == pytest.approx(row.result - found.base)
    for row in found.inputs if len(base.inputs) > 1 else ():
        assert row.result == pytest.approx(output(without(base, f"inputs/{row.id}")).base, rel=1e-9)


@pytest.mark.parametrize("measure", list(MEASURES))
@pytest.mark.parametrize("perspective", ["social", "fiscal", "cashable", "participants"])
def test_every_measure_and_perspective(measure: str, perspective: str, riverside: str) -> None:
    base = Study.parse(riverside)
    found = leave_out(base, measure=measure, perspective=perspective)
    for row in (*found.outcomes, *found.inputs):
        name = row.id if row.kind == "outcome" else f"inputs/{row.id}"
        expected = output(without(base, name), measure, perspective).base
        assert row.result == pytest.approx(expected, rel=1e-9), name


def test_the_largest_effect_comes_first_whatever_its_sign() -> None:
    found = leave_out(study({"small": 10, "harm": -200, "large": 300}))
    assert [row.id for row in found.outcomes] == ["large", "harm", "small"]
    assert [row.effect for row in found.outcomes] == pytest.approx([-300 / 160, 200 / 160, -10 / 160])


def test_shares_are_of_all_that_is_counted() -> None:
    found = leave_out(study({"small": 10, "harm": -200, "large": 300}))
    assert [row.share for row in found.outcomes] == pytest.approx([300 / 110, -200 / 110, 10 / 110])
    assert [row.share for row in found.inputs] == pytest.approx([100 / 160, 60 / 160])
    assert leave_out(study({"gain": 10, "harm": -10})).outcomes[0].share is None


def test_the_only_input_leaves_the_ratio_undefined_and_that_is_said() -> None:
    base = study({"x": 10}, inputs={"grant": {"from": "c", "amount": 100}})
    (row,) = leave_out(base).inputs
    assert (row.result, row.effect, row.note) == (None, None, "undefined: the inputs counted come to nothing")
    table = leave_out(base).table.set_index("id")
    assert math.isnan(table["without"]["grant"]) and math.isnan(table["effect"]["grant"])
    assert leave_out(base, measure="npv").inputs[0].result == 10


def test_payback_that_never_comes_has_no_effect_in_years() -> None:
    found = leave_out(study({"large": 300, "small": 20}), measure="payback")
    large = found.outcomes[0]
    assert (large.id, large.result, large.effect) == ("large", math.inf, None)
    assert "becomes never within 2 years, instead of 0.5 years" in found.summary[0]
    assert found.summary[1] == (
        "1 of 2 would alone, by being left out, keep it from paying back within 2 years: “LARGE”."
    )


def test_the_table_is_tidy() -> None:
    table = leave_out(study({"b": 10, "a": 300})).table
    assert list(table.columns) == [
        "kind", "id", "name", "present_value", "share", "base", "without", "effect", "note",
    ]  # fmt: skip
    assert list(table["kind"]) == ["outcome", "outcome", "input", "input"]
    assert list(table["present_value"]) == [300, 10, 100, 60]


def test_the_sentences() -> None:
    first, second = leave_out(study({"b": 96, "a": 144})).summary
    assert first == (
        "Without “A” the SROI ratio becomes £0.60 per £1, instead of £1.50 per £1. "
        "It makes up 60% of the value counted."
    )
    assert second == ("2 of 2 would alone, by being left out, take the SROI ratio below £1.00 per £1: “A” and “B”.")
    assert leave_out(study({"a": 999, "b": 999})).summary[1] == (
        "Leaving out any single outcome would not take the SROI ratio below £1.00 per £1."
    )
    harmed = leave_out(study({"a": 200, "b": -100})).summary
    assert harmed[0].endswith("Its present value is £200; all that is counted comes to £100.")
    assert harmed[1].startswith(
        "1 of 2 would alone, by being left out, lift the SROI ratio to £1.00 per £1 or more: “B”"
    )
    alone = leave_out(study({"a": 5}))
    assert alone.summary == (
        "“A” is the only outcome: everything rests on it. Without it no outcome is left, and nothing to be worth "
        "anything.",
    )
    assert [row.note for row in alone.outcomes] == ["no outcome left"]
    assert not any(row.note for row in leave_out(study({"a": 5, "b": 1})).outcomes)
    assert "3 of 7 outcomes make up 93.3% of the value counted." in (
        leave_out(study({"a": 100, "b": 100, "c": 80, "d": 5, "e": 5, "f": 5, "g": 5})).summary
    )


def test_a_perspective_that_counts_none_of_them() -> None:
    found = leave_out(study({"a": 5, "b": 6}), perspective="fiscal")
    assert found.summary == ("The SROI ratio (Public budgets), £0.00 per £1, is the same without any single outcome.",)
    assert [row.share for row in found.outcomes] == [None, None]


def test_a_scenario_is_the_base() -> None:
    base = study({"a": 5, "b": 6, "c": 7}, scenarios={"less": {"leave_out": ["c"]}})
    found = leave_out(base, scenario="less")
    assert {row.id for row in found.outcomes} == {"a", "b"}
    assert found.base == 11 / 160


def test_what_has_no_result_to_begin_with_is_refused() -> None:
    base = study({"a": 5}, perspectives={"nobody": {"inputs": {"role": "funder"}}})
    with pytest.raises(ValuationError, match="inputs-zero"):
        leave_out(base, perspective="nobody")
    with pytest.raises(ValuationError, match="measure-unknown"):
        leave_out(base, measure="ration")
