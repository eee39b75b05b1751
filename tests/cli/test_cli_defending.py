"""``sroi evidence``, ``assumptions``, ``assure``, ``sign``, ``history``, and default ranges on the command line."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

import sroi as library

GRADED = {"value: 100": "value: {value: 100, grade: 4}"}


def test_evidence_prints_shares_and_numbers(sroi, written):
    found = sroi("evidence", written(change=GRADED))
    assert (found.code, found.err) == (0, "")
    assert "100% of the value rests, at its weakest, on grade 4: practitioners' monitoring" in found.words
    assert "no source stated" in found.words
    assert "Fitter: value of one unit" in found.words


def test_evidence_gives_the_same_as_json_and_as_a_file(sroi, written, tmp_path):
    study, target = written(change=GRADED), tmp_path / "evidence.csv"
    data = json.loads(sroi("evidence", study, "--json").out)
    assert data["profiles"][0]["by_weakest_grade"]["4"] == 1
    assert sroi("evidence", study, "-o", target).code == 0
    assert target.read_text(encoding="utf-8").count("\n") == len(data["numbers"]) + 1


def test_assumptions_prints_the_log_with_effects(sroi):
    found = sroi("assumptions", "livelihoods-training-wales", "--limit", "2")
    assert found.code == 0
    assert "Share of claimants helped into work Effect: ratio £2.57 to £8.79 (P5 to P95)" in found.words
    assert "Not stated: when, signed off by, review by" in found.words
    assert "No entry yet (estimates/changed; not graded)" in found.words
    assert "And 43 more: --limit 45 prints all of them." in found.words


def test_assumptions_as_json_has_nulls_where_nothing_is_stated(sroi):
    data = json.loads(sroi("assumptions", "livelihoods-training-wales", "--json").out)
    assert data["assumptions"][1]["by"] is None
    assert data["assumptions"][1]["entry"] == "no entry yet"
    assert data["assumptions"][0]["ratio_low"] < data["ratio"] < data["assumptions"][0]["ratio_high"]


def test_assure_prints_markdown_or_json_and_writes_both(sroi, written, tmp_path):
    study = written()
    text = sroi("assure", study).out
    assert text.startswith("# Assurance statement: Walking group\n")
    assert "## 8. Be responsive (acting on value)" in text
    assert json.loads(sroi("assure", study, "--format", "json").out)["title"] == "Walking group"
    for name in ("a.md", "a.json"):
        assert sroi("assure", study, "-o", tmp_path / name).err == f"written: {tmp_path / name}\n"
        found = sroi("reproduce", tmp_path / name)
        assert found.code == 0 and "every digit" in found.words
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith(text.rstrip() + "\n\n<!-- {")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["principles"][0]["number"] == 1
    refused = sroi("assure", study, "-o", tmp_path / "a.docx")
    assert refused.code == 2
    assert "a statement is written as .md or .json; write a.md" in refused.err
    refused = sroi("assure", study, "-o", tmp_path / "b.md", "--format", "json")
    assert refused.code == 2 and not (tmp_path / "b.md").exists()
    assert "found --format json and the file name b.md; a file is what its name says" in refused.words
    assert sroi("assure", study, "-o", tmp_path / "b.txt", "--format", "json").code == 0


def test_sign_writes_who_when_and_the_hash_and_keeps_every_comment(sroi, written):
    path = written()
    before, study = path.read_text(encoding="utf-8"), library.load(path)
    found = sroi("sign", path, "--by", "J. Doe", "--when", "2026-03-31")
    assert found.code == 0
    assert "signed off by J. Doe on 2026-03-31" in found.words
    assert "£1.74 per £1, range not known: no number has a range" in found.words
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    signed = library.load(path)
    assert signed.signed_off is not None
    assert (signed.signed_off.by, signed.signed_off.hash) == ("J. Doe", study.hash)
    assert signed.hash == study.hash
    assert "PRC004" not in sroi("check", path).out
    path.write_text(after.replace("10%   #", "20%   #"), encoding="utf-8")
    assert "PRC004" in sroi("check", path).out
    again = sroi("sign", path, "--by", "Board", "--when", "2026-04-30")
    assert "It replaces the sign-off by J. Doe on 2026-03-31." in again.words
    assert path.read_text(encoding="utf-8").count("signed_off") == 1
    assert "PRC004" not in sroi("check", path).out


def test_sign_takes_today_where_no_day_is_given(sroi, written):
    path = written()
    assert sroi("sign", path, "--by", "J. Doe").code == 0
    signed = library.load(path).signed_off
    assert signed is not None
    assert len(signed.when) == len("2026-03-31")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--when", "2026-03-31"), "found no --by; somebody signs; write --by 'J. Doe'. [entry-incomplete]"),
        (("--by", " "), "[entry-incomplete]"),
        (("--by", "J", "--when", "soon"), "--when is a day; write it like 2026-03-31. [option-unread]"),
    ],
)
def test_sign_refuses_what_is_no_sign_off_and_leaves_the_file_as_it_is(words, said, sroi, written):
    path = written()
    before = path.read_bytes()
    found = sroi("sign", path, *words)
    assert found.code == 2
    assert said in found.words
    assert path.read_bytes() == before


def test_sign_refuses_ready_studies_and_what_cannot_be_valued(sroi, written):
    assert "a ready study is copied first" in sroi("sign", "wheels-to-meals", "--by", "J").err
    path = written(change={"amount: 1000": "amount: 0"})
    before = path.read_bytes()
    found = sroi("sign", path, "--by", "J")
    assert (found.code, path.read_bytes()) == (2, before)
    assert "[inputs-zero]" in found.err


def test_acknowledge_writes_reason_name_and_day_and_the_finding_is_no_longer_open(sroi, written):
    path = written()
    before = path.read_text(encoding="utf-8")
    assert "PRC002" in sroi("check", path).out.split("Acknowledged")[0]
    found = sroi("acknowledge", path, "prc002", "--reason", "a first draft", "--by", "J. Doe", "--when", "2026-03-31")
    assert found.code == 0
    assert "PRC002 acknowledged by J. Doe on 2026-03-31. • No limitation of the study is stated." in found.words
    assert path.read_text(encoding="utf-8").startswith(before)
    entry = library.load(path).acknowledged[0]
    assert (entry.check, entry.reason, entry.by, entry.when) == ("PRC002", "a first draft", "J. Doe", "2026-03-31")
    again = sroi("acknowledge", path, "PRC002", "--reason", "again", "--by", "J. Doe")
    assert (again.code, again.err.split()[-1]) == (2, "[finding-none]")
    sroi("sign", path, "--by", "Board")
    more = sroi("acknowledge", path, "VAL001", "--at", "fit", "--reason", "as printed", "--by", "J. Doe")
    assert "The study has changed since Board signed it off: ask for a new sign-off." in more.words
    assert [item.address for item in library.load(path).acknowledged] == [None, "fit"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("PRC02",), "found the check PRC02; an entry names a check; did you mean PRC002"),
        (("PRC002", "--by", "J"), "found no --reason; a finding stands for a reason"),
        (("PRC002", "--reason", "why"), "found no --by; somebody says so"),
        (("VAL003", "--reason", "why", "--by", "J"), "VAL003 has no open finding in this study"),
        (("VAL001", "--at", "fit/valu", "--reason", "why", "--by", "J"), "did you mean fit/value. [finding-none]"),
    ],
)
def test_acknowledge_refuses_what_says_nothing_and_leaves_the_file_as_it_is(words, said, sroi, written):
    path = written()
    before = path.read_bytes()
    found = sroi("acknowledge", path, *words)
    assert found.code == 2
    assert said in found.words
    assert path.read_bytes() == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_history_prints_each_version(sroi, written, tmp_path):
    path = written()
    for text, subject in (
        (path.read_text(), "First draft"),
        (path.read_text().replace("10%   #", "25%   #"), "Survey"),
    ):
        path.write_text(text, encoding="utf-8")
        who = ["-c", "user.name=J. Doe", "-c", "user.email=j@example.org", "-c", "commit.gpgSign=false"]
        for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", subject]):
            subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    found = sroi("history", path)
    assert found.code == 0
    assert "J. Doe: Survey Ratio £1.74 → £1.45 (−£0.29); study " in found.words
    assert "• deadweight of “Fitter” 10% → 25%: ratio £1.74 → £1.45" in found.words
    assert "J. Doe: First draft Ratio £1.74; study " in found.words
    assert "First version that can be read." in found.words
    data = json.loads(sroi("history", path, "--json", "--limit", "1").out)
    assert data["older_versions"] is True
    assert [version["subject"] for version in data["versions"]] == ["Survey"]
    assert data["versions"][0]["findings"] == {"new": [], "gone": [], "acknowledged": []}
    sroi("history", path, "-o", tmp_path / "h.csv")
    assert (tmp_path / "h.csv").read_text(encoding="utf-8").startswith("version,date,author,subject,hash,ratio")


def test_history_without_git_is_bad_input(sroi, written, monkeypatch, tmp_path):
    path = written()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    found = sroi("history", path)
    assert found.code == 2
    assert "git is not installed; a history is read from git; install git, or compare two files" in found.err


def test_compare_says_changes_and_findings_in_words(sroi, written):
    one = written("one.yaml")
    other = written("two.yaml", change={"10%   # said so themselves": "0%", "quantity: 20": "quantity: 18"})
    found = sroi("compare", one, other)
    assert "• deadweight of “Fitter” 10% → 0%: ratio £1.74 → £1.93" in found.words
    assert "• quantity of “Fitter” 20 → 18: ratio £1.74 → £1.57" in found.words
    assert "• New: OVC002, error (fit/deadweight)" in found.words
    data = json.loads(sroi("compare", one, other, "--json").out)
    assert "OVC002" in [finding["id"] for finding in data["findings"]["new"]]


def test_compare_lists_no_findings_of_unrelated_studies(sroi):
    data = json.loads(sroi("compare", "wheels-to-meals", "drum-atweme", "--json").out)
    assert data["findings"] is None


@pytest.mark.parametrize("command", ["simulate", "tornado", "drivers", "evpi"])
def test_default_ranges_are_called_defaults_wherever_they_are_used(command, sroi, written):
    study = written(change={"value: 100": "value: {value: 100, grade: 5}", "amount: 1000": "amount: 900 to 1100"})
    draws = ["--draws", "1000"] if command in ("simulate", "evpi") else []
    found = sroi(command, study, "--default-ranges", *draws)
    assert found.code == 0
    said = "1 of 2 ranges is a default by grade of evidence (house rule: ±50% for grade 5), not evidence."
    assert said in found.words
    data = json.loads(sroi(command, study, "--default-ranges", "--json", *draws).out)
    assert data["summary"][1] == said
    assert (data["default_ranges"]["defaults"], data["default_ranges"]["ranges"]) == (1, 2)
    assert data["default_ranges"]["study_hash_of_file"] == library.load(study).hash
    assert data["default_ranges"]["without"]["fit/quantity"] == "have no grade"
    without = json.loads(sroi(command, study, "--json", *draws).out)
    assert "default_ranges" not in without


@pytest.mark.parametrize("other", [("--by", "10%"), ("--leave-out",)])
def test_default_ranges_are_refused_where_no_range_is_used(other, sroi, written):
    found = sroi("tornado", written(), "--default-ranges", *other)
    assert found.code == 2
    assert f"found --default-ranges and {other[0]}" in found.words
