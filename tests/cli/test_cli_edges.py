"""Edges of the command line: standard input, narrow terminals, single tables, copies, and what check notes."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from sroi.cli import output
from sroi.study.loading import load
from tests.conftest import WALKING_GROUP


def fed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8"))))


# Standard input and things that are no files


def test_a_study_may_come_from_standard_input(sroi, monkeypatch):
    for command in (["run"], ["check"], ["scenarios"], ["explain"]):
        fed(monkeypatch, WALKING_GROUP)
        found = sroi(*command, "-")
        assert found.code == (command == ["check"]), found.words  # its checks are open
        assert "1.74" in found.words


def test_what_is_wrong_in_standard_input_is_said_all_at_once(sroi, monkeypatch):
    fed(monkeypatch, WALKING_GROUP.replace("value: 100", "proxy: no-such-thing").replace("horizon: 3", "horizon: 0"))
    found = sroi("run", "-")
    assert (found.code, found.out) == (2, "")
    assert "standard input: 2 problems" in found.words
    assert "[whole-number]" in found.words
    assert "there is no proxy no-such-thing; the bank has nothing like it" in found.words


def test_nothing_on_standard_input_is_an_empty_file(sroi, monkeypatch):
    fed(monkeypatch, "")
    assert "standard input: 1 problem the file is empty" in sroi("run", "-").words


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("command", ["run {}", "check {}", "explain {}", "new x.yaml --from {}"])
def test_a_pipe_or_a_device_as_study_is_refused_at_once(command, terminal, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, kind in (("pipe", "a pipe"), ("/dev/zero", "a device")):
        found = terminal(*command.format(name).split())
        assert found.code == 2
        assert f"cannot read {name}: it is {kind}; save it as a file first, or write - to read" in found.words
        assert "[file-unread]" in found.words


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_own_proxies_are_not_read_from_a_pipe_either(terminal, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for arguments in (("proxies", "check", "pipe"), ("run", "wheels-to-meals", "--proxies", "pipe")):
        found = terminal(*arguments)
        assert found.code == 2
        assert "pipe is not a file; check the name. [file-missing]" in found.words


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_results_replace_no_pipe_and_follow_a_link(sroi, written, tmp_path):
    study, pipe, link = written(), tmp_path / "pipe.csv", tmp_path / "link.csv"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "target.csv")
    found = sroi("run", study, "-o", pipe)
    assert found.code == 2
    assert f"cannot write {pipe}: it is a pipe; name a file, or leave -o out to print. [file-unwritten]" in found.words
    assert sroi("run", study, "-o", link).code == 0
    assert link.is_symlink()
    assert (tmp_path / "target.csv").read_text(encoding="utf-8").startswith("address,")
    assert "it is a device" in sroi("schema", "-o", "/dev/null").words


# Single tables


def test_a_table_alone_is_printed_for_people(sroi, written):
    found = sroi("run", written(), "--table", "cash_flow")
    assert found.code == 0
    assert "Walking group: cash_flow" in found.out
    assert "2025 1,800 1,000 800" in found.words
    assert "SROI ratio" not in found.out
    assert "• The price base of the money is not stated." in found.out


def test_every_table_is_printed_and_given_as_data(sroi, written, tmp_path):
    from sroi.cli.main import TABLES

    path = written()
    for table in TABLES:
        assert f"Walking group: {table}" in sroi("run", path, "--table", table).out
        rows = json.loads(sroi("run", path, "--table", table, "--json").out)
        assert isinstance(rows, list)
        assert rows
        assert sroi("run", path, "--table", table, "-o", tmp_path / "t.json").code == 0
        assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == rows


def test_without_a_table_the_file_holds_what_it_held(sroi, written, tmp_path):
    path = written()
    sroi("run", path, "-o", tmp_path / "whole.json")
    assert json.loads((tmp_path / "whole.json").read_text(encoding="utf-8"))["ratio"] == pytest.approx(1.7391, abs=1e-4)
    sroi("run", path, "-o", tmp_path / "map.csv")
    assert (tmp_path / "map.csv").read_text(encoding="utf-8").startswith("address,stakeholder,outcome")


def test_a_table_and_conventions_do_not_go_together(sroi, written):
    found = sroi("run", written(), "--conventions", "--table", "ledger")
    assert found.code == 2
    assert (
        "found --table beside --conventions; each prints another table; leave one out. [options-apart]" in found.words
    )


# Narrow terminals


@pytest.fixture
def width(monkeypatch):
    """Set how wide the terminal is."""
    from rich.console import Console

    def narrow(columns: int) -> None:
        def console() -> Console:
            return Console(markup=False, highlight=False, emoji=False, width=columns, soft_wrap=False)

        monkeypatch.setattr(output, "console", console)

    return narrow


@pytest.mark.parametrize("columns", [30, 60, 80, 200])
@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "wheels-to-meals"),
        ("run", "wheels-to-meals", "--conventions"),
        ("run", "wheels-to-meals", "--table", "value_map"),
        ("explain", "wheels-to-meals", "gp-visits"),
        ("explain", "wheels-to-meals", "inputs"),
        ("scenarios", "wheels-to-meals"),
    ],
    ids=" ".join,
)
def test_nothing_is_lost_however_narrow_the_terminal(arguments, columns, sroi, width):
    """Every number that a wide terminal shows, a narrow one shows too, and no line is wider than it."""
    nothing_lost(arguments, columns, sroi, width)


def test_names_of_studies_are_not_broken(sroi, width):
    nothing_lost(("examples",), 79, sroi, width)


def nothing_lost(arguments, columns, sroi, width):
    wide = sroi(*arguments)
    width(columns)
    found = sroi(*arguments)
    assert max(map(len, found.out.splitlines())) <= columns
    assert "…" not in found.out.replace("sroi explain …", "").replace("…", "", wide.out.count("…"))
    seen = "".join(found.out.split())
    lost = [word for word in wide.words.split() if any(sign.isdigit() for sign in word) and word not in seen]
    assert lost == []


def test_a_row_that_does_not_fit_is_printed_as_a_list(sroi, width):
    width(40)
    out = sroi("run", "wheels-to-meals").out
    assert "Value goes to: Elderly and disabled\nresidents\n  Id: residents\n  Present value: £85,056\n" in out


def test_headings_of_numbers_fold_before_rows_do(sroi, written):
    out = sroi("run", written(), "--table", "cash_flow").out
    assert "year   benefits   inputs" in out
    assert "discounted" in out


# Conventions


def test_the_heading_of_the_readings_names_the_scenario(sroi, written):
    found = sroi("run", written(), "--conventions", "--scenario", "cautious")
    assert "Walking group — scenario cautious: one study, several readings of “the ratio”" in found.words
    assert "Same inputs, same outcomes: what differs is how they are discounted." in found.words


def test_a_study_that_discounts_nothing_says_whose_rate_the_readings_take(sroi, written):
    path = written(change={"horizon: 3": "horizon: 3\ndiscounting: undiscounted"})
    assert "First year divided by 1 + r, at the 3.5% a year of sroi-guide" in " ".join(
        row["title"] for row in json.loads(sroi("run", path, "--conventions", "--json").out)
    )
    assert "at the 3.5% a year" not in sroi("run", written(), "--conventions").words


# Copies


def test_a_copy_takes_another_title_and_keeps_its_comments(sroi, tmp_path):
    path = tmp_path / "mine.yaml"
    assert sroi("new", path, "--from", "wheels-to-meals", "--title", "Ours: 1.10").code == 0
    study = load(path)
    assert (study.title, study.currency) == ("Ours: 1.10", "GBP")
    assert path.read_text(encoding="utf-8").startswith("# The worked example")


def test_a_copy_keeps_its_currency(sroi, tmp_path):
    found = sroi("new", tmp_path / "mine.yaml", "--from", "wheels-to-meals", "--currency", "EUR")
    assert found.code == 2
    assert "found --currency EUR for a copy of a study in GBP; a copy keeps its currency" in found.words
    assert "[copy-currency]" in found.words
    assert list(tmp_path.iterdir()) == []
    assert sroi("new", tmp_path / "mine.yaml", "--from", "wheels-to-meals", "--currency", "GBP").code == 0


# Explanations


def test_an_explanation_gives_numbers_to_machines(sroi, written):
    data = json.loads(sroi("explain", written(), "fit", "--json").out)
    steps = {step["what"]: step for step in data["steps"]}
    assert steps["less deadweight 10%"]["value"] == pytest.approx(1800)
    assert steps["less deadweight 10%"]["factor"] == pytest.approx(0.1)
    assert steps["Present value to Walkers"]["value"] == pytest.approx(1800 / 1.035)
    assert steps["For"]["value"] is None


def test_the_scenario_stands_in_the_heading_of_an_explanation(sroi, written):
    assert "Fitter (fit) — scenario cautious" in sroi("explain", written(), "fit", "--scenario", "cautious").words


# What check says beside errors


def test_check_says_that_a_study_changed_after_it_was_signed_off(sroi, written):
    plain = load(written())
    signed = "signed_off: {by: The board, when: 2025-06-01, hash: HASH}\n"
    text = WALKING_GROUP + signed.replace("HASH", plain.hash)
    assert load(written(text=text)).hash == plain.hash
    assert "PRC004" not in sroi("check", written(text=text)).words
    changed = written(text=text.replace("value: 100", "value: 110"))
    found = sroi("check", changed, "--fail-on", "warning")
    assert found.code == 1
    assert "The study has changed since The board signed it off on 2025-06-01" in found.words
    assert f"ask for a new sign-off; the hash is now {load(changed).hash}." in found.words
    assert "PRC004 Changed since it was signed off" in found.words


def test_check_notes_an_agency_that_the_bank_does_not_have(sroi, written):
    path = written(change={"role: public}": "role: public, agency: Local-Authorty}"})
    found = sroi("check", path)
    assert "valid; " in found.words
    assert "note: line 11, stakeholders/council/agency: found the agency Local-Authorty" in found.words
    assert "did you mean local-authority. [agency-unknown]" in found.words
    known = written(change={"role: public}": "role: public, agency: local-authority}"})
    assert "[agency-unknown]" not in sroi("check", known).words


def test_check_names_a_printed_measure_that_does_not_exist(sroi, written):
    also = (
        "published: {kind: independent, ratio: 1.74, also: [{what: x, printed: 1, measure: by_stakeholder.walker}]}\n"
    )
    found = sroi("check", written(text=WALKING_GROUP + also))
    assert found.code == 1
    assert "published/also/0/measure: found the measure by_stakeholder.walker" in found.words
    assert "did you mean by_stakeholder.walkers" in found.words


# Whose money, and what was printed


def test_a_perspective_that_counts_nothing_says_why(sroi, written):
    words = sroi("run", written()).words
    assert "Public budgets £0 £1,000 0.00 (no value has the type fiscal)" in words
    fiscal = sroi("run", written(change={"value: 100": "value: 100\n    type: fiscal"})).words
    assert "0.00 (no fiscal values to public bodies)" in fiscal


def test_the_list_of_examples_sets_a_net_ratio_beside_a_printed_net_one(sroi):
    lines = sroi("examples").out.splitlines()
    (net,) = [line for line in lines if line.startswith("safe-regeneration-consortium")]
    assert net.split()[-4:] == ["£8.38", "net", "8.38", "net"]
    (plain,) = [line for line in lines if line.startswith("lwtc-diabetes-westbank")]
    assert plain.split()[-2:] == ["£5.80", "5.80"]
    rows = {row["study"]: row for row in json.loads(sroi("examples", "--json").out)}
    row = rows["safe-regeneration-consortium"]
    assert row["published_net"] is True
    assert row["ratio"] - 1 == pytest.approx(row["net_ratio"])
    assert rows["lwtc-diabetes-westbank"]["published"] == 5.8
