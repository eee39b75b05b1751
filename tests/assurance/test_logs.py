"""The assumptions log: entries as written, effects by the engine, and nothing assumed without a row."""

from __future__ import annotations

import pytest

from sroi.assurance.logs import AROUND, AT_ZERO, BOTH, RANGE, LogEntry, assumptions_log
from sroi.study.study import Study
from tests.assurance.small import small


def entry(study: Study, what: str) -> LogEntry:
    return next(one for one in assumptions_log(study).entries if one.what == what)


def logged(*addresses: str, **fields: str) -> list[dict[str, object]]:
    return [{"what": "It holds", "addresses": list(addresses), **fields}]


def test_an_effect_is_the_ratio_at_p5_and_p95() -> None:
    study = small({"fit/deadweight": "20% (10% to 40%)"}, assumptions=logged("fit/deadweight"))
    found = entry(study, "It holds").effect
    assert found is not None
    assert (found.low, found.high) == pytest.approx(((200 * 0.6 - 10) / 100, (200 * 0.9 - 10) / 100))
    assert found.moved == RANGE
    assert found.words("GBP") == "ratio £1.10 to £1.70 (P5 to P95)"


def test_a_number_without_a_range_is_moved_by_a_tenth_and_that_is_said() -> None:
    found = entry(small(assumptions=logged("fit/quantity")), "It holds").effect
    assert found is not None
    assert (found.low, found.high, found.moved) == pytest.approx((1.34, 1.66, AROUND))
    assert found.words("GBP") == "ratio £1.34 to £1.66 (±10%, no range stated)"


def test_several_numbers_move_together_each_to_the_end_that_lowers_the_ratio() -> None:
    study = small(
        {"fit/quantity": "8 to 12", "fit/deadweight": "20%"}, assumptions=logged("fit/quantity", "fit/deadweight")
    )
    found = entry(study, "It holds").effect
    assert found is not None
    low, high = (8 * 20 * 0.78 - 10) / 100, (12 * 20 * 0.82 - 10) / 100
    assert (found.low, found.high, found.moved) == pytest.approx((low, high, BOTH))


def test_a_pattern_and_a_container_name_all_that_is_in_them() -> None:
    chain = {"walkers": 5, "each": 2}
    study = small({"fit/quantity": chain}, assumptions=logged("fit/quantity", "*/deadweight"))
    addresses = [row.address for row in entry(study, "It holds").numbers]
    assert addresses == [
        "fit/quantity/walkers", "fit/quantity/each", "fit/deadweight", "fun/deadweight", "harm/deadweight",
    ]  # fmt: skip


def test_a_share_that_follows_from_a_comparison_moves_by_its_levels(riverside: str) -> None:
    study = Study.parse(riverside)
    document = {**study.document, "assumptions": [{"what": "Fair comparison", "addresses": ["into-work/deadweight"]}]}
    found = entry(study.replaced(document), "Fair comparison")
    assert [row.address.rsplit("/", 2)[-2:] for row in found.numbers] == [
        ["programme", "before"], ["programme", "after"], ["comparison", "before"], ["comparison", "after"],
    ]  # fmt: skip
    assert found.swing > 0


def test_a_number_that_ten_percent_leaves_at_0_is_not_said_to_have_no_effect() -> None:
    found = entry(small(assumptions=logged("fit/attribution")), "It holds").effect
    assert found is not None
    assert found.moved == AT_ZERO
    assert found.words("GBP") == "not computed: no range is stated, and ±10% of 0 is 0"


def test_an_entry_without_addresses_keeps_its_place_without_an_effect() -> None:
    log = assumptions_log(small(assumptions=[{"what": "Nothing else changes"}]))
    found = next(one for one in log.entries if one.what == "Nothing else changes")
    assert found.effect is None
    assert log.effect(found) == "names no number, so no effect can be computed"


def test_every_assumption_without_an_entry_gets_a_row_that_says_so() -> None:
    log = assumptions_log(small())
    assert [one.what for one in log.missing] == ["Fitter: deadweight is 20%"]
    row = log.table.iloc[0]
    assert (row["entry"], row["by"], row["addresses"]) == ("no entry yet", None, "fit/deadweight")
    assert row["weakest_grade"] == "grade 6: uncorroborated expert judgement"
    assert log.summary[0] == "0 of 1 assumptions have an entry in the log."


def test_an_entry_takes_the_place_of_that_row() -> None:
    log = assumptions_log(small(assumptions=logged("fit/deadweight", by="J. Doe", why="no comparison group")))
    assert not log.missing
    only = log.entries[0]
    assert (only.by, only.why) == ("J. Doe", "no comparison group")
    assert only.gaps == ("when", "reliability", "signed_off_by", "review_by")
    assert log.summary[0] == "1 of 1 assumptions has an entry in the log."
    assert "1 entry has no sign-off." in log.summary


def test_the_assumption_that_moves_the_ratio_most_comes_first() -> None:
    study = small({"fun/value": {"value": 40, "source": "guess"}, "fit/value": {"value": 20, "source": "guess"}})
    swings = [one.swing for one in assumptions_log(study).entries]
    assert swings == sorted(swings, reverse=True)
    assert assumptions_log(study).entries[0].numbers[0].address == "fit/value"


def test_a_study_without_assumptions_says_that() -> None:
    bare = small({"fit/deadweight": "20%"})
    assert assumptions_log(bare).entries == ()
    assert assumptions_log(bare).table.empty
    assert "No number is marked as an assumption" in assumptions_log(bare).summary[0]
