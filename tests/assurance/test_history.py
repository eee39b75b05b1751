"""A study file through git: what changed in words, what came of it, and every way in which there is no history."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sroi.assurance.history import UNCOMMITTED, study_history
from sroi.assurance.versions import between
from sroi.errors import FileError
from sroi.study.study import Study
from sroi.valuation.compare import compare
from tests.assurance.small import small
from tests.conftest import WALKING_GROUP

Commit = Callable[..., Path]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str, day: str = "2026-01-01") -> None:
    quiet = {key: item for key, item in os.environ.items() if not key.startswith("GIT_")}
    around = {"GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00", "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=J. Doe", "-c", "user.email=j@example.org", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=quiet | around)


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """Write a file of a repository and commit it."""
    git(tmp_path, "init", "-q")

    def write(text: str, subject: str, *, name: str = "walking.yaml", day: str = "2026-01-01") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", subject, day=day)
        return path

    return write


def changed(old: str, new: str, text: str = WALKING_GROUP) -> str:
    assert old in text
    return text.replace(old, new)


# Between two versions


def test_a_change_is_said_with_what_it_does_alone() -> None:
    before = small()
    found = between(compare(before, small({"fit/deadweight": {"value": "35%", "source": "guess", "grade": 6}})))
    assert found.changes == ("deadweight of “Fitter” 20% → 35%: ratio £1.50 → £1.20",)


def test_settings_ranges_things_and_texts_are_said_too() -> None:
    document = small({"fit/value": "20 (18 to 22)"}, horizon=3, title="Another").document
    document["outcomes"].pop("fun")
    document["inputs"]["hall"] = {"from": "a", "amount": 10, "name": "Hall"}
    found = between(compare(small(), Study.from_document(document)))
    assert found.changes[:4] == (
        "input “Hall” added",
        "outcome “More fun” removed",
        "horizon 2 years → 3 years",
        "range of Fitter: value of one unit no range → £18.00 to £22.00 (9 in 10)",
    )
    assert "title T to Another" in found.changes


def test_findings_that_come_go_and_are_acknowledged_are_told_apart() -> None:
    before = small({"fit/deadweight": "0%"})
    settled = {"acknowledged": [{"check": "PRC002", "reason": "a draft", "by": "J. Doe"}]}
    found = between(compare(before, small({"fun/value": 5000}, **settled)))
    assert "OVC002" in {finding.rule.id for finding in found.gone}
    assert [finding.rule.id for finding in found.settled] == ["PRC002"]
    assert "REP001" in {finding.rule.id for finding in found.new}
    assert "OVC002" not in {finding.rule.id for finding in found.new}
    back = between(compare(small(**settled), small()))
    assert "PRC002" in {finding.rule.id for finding in back.new}


# Through git


def test_each_commit_is_listed_with_its_ratio_and_its_changes(commit: Commit) -> None:
    commit(WALKING_GROUP, "First draft")
    commit(changed("10%   #", "25%   #"), "Deadweight | from the survey", day="2026-02-03")
    path = commit(changed("10%   #", "25%   # more"), "A comment", day="2026-03-01")
    found = study_history(path)
    assert [version.commit.subject for version in found.versions if version.commit] == [
        "A comment", "Deadweight | from the survey", "First draft",
    ]  # fmt: skip
    comment, survey, first = found.versions
    assert survey.commit is not None
    assert (survey.commit.date, survey.commit.author) == ("2026-02-03", "J. Doe")
    assert survey.changes == ("deadweight of “Fitter” 10% → 25%: ratio £1.74 → £1.45",)
    assert (survey.ratio_before, survey.ratio) == pytest.approx((1800 / 1.035 / 1000, 1500 / 1.035 / 1000))
    assert comment.changes == ()
    assert comment.hash == survey.hash != first.hash
    assert first.changes is None
    assert not found.older


def test_what_is_not_committed_is_the_newest_version(commit: Commit) -> None:
    path = commit(WALKING_GROUP, "First draft")
    assert len(study_history(path).versions) == 1
    path.write_text(changed("quantity: 20", "quantity: 30"), encoding="utf-8")
    newest = study_history(path).versions[0]
    assert (newest.name, newest.commit) == (UNCOMMITTED, None)
    assert newest.changes == ("quantity of “Fitter” 20 → 30: ratio £1.74 → £2.61",)
    path.write_text(WALKING_GROUP.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert len(study_history(path).versions) == 1


def test_a_broken_version_is_said_in_words_and_skipped_by_the_next(commit: Commit) -> None:
    commit(WALKING_GROUP, "First draft")
    commit(changed("10%   #", "27   #"), "A slip")
    path = commit(changed("10%   #", "27%   #"), "Mended")
    mended, slip, _ = study_history(path).versions
    assert "for 27 per cent write 27%" in slip.problem
    assert (slip.hash, slip.ratio, slip.changes) == (None, None, None)
    assert mended.changes == ("deadweight of “Fitter” 10% → 27%: ratio £1.74 → £1.41",)
    assert "1 of them cannot be read or valued." in study_history(path).summary


def test_a_version_that_cannot_be_valued_still_says_its_changes(commit: Commit) -> None:
    commit(WALKING_GROUP, "First draft")
    path = commit(changed("amount: 1000", "amount: 0"), "No money")
    found = study_history(path).versions[0]
    assert "[inputs-zero]" in found.problem
    assert found.changes == ("amount 1000 to 0, leader",)


def test_renames_folders_and_removals_are_followed(commit: Commit, tmp_path: Path) -> None:
    commit(WALKING_GROUP, "First draft", name="old name é.yaml")
    (tmp_path / "studies").mkdir()
    git(tmp_path, "mv", "old name é.yaml", "studies/walking.yaml")
    git(tmp_path, "commit", "-qm", "Moved")
    path = commit(changed("10%   #", "20%   #"), "More deadweight", name="studies/walking.yaml")
    found = study_history(path)
    assert [version.commit.path for version in found.versions if version.commit] == [
        "studies/walking.yaml", "studies/walking.yaml", "old name é.yaml",
    ]  # fmt: skip
    path.unlink()
    git(tmp_path, "commit", "-qam", "Gone")
    commit(changed("10%   #", "20%   #"), "Back", name="studies/walking.yaml")
    assert [version.problem for version in study_history(path).versions][:3] == ["", "the file was removed", ""]


def test_only_so_many_are_listed_and_the_last_is_still_compared(commit: Commit) -> None:
    for share in (10, 20, 30):
        path = commit(changed("10%   #", f"{share}%   #"), f"{share}%")
    found = study_history(path, limit=2)
    assert found.older
    assert len(found.versions) == 2
    assert found.versions[1].changes == ("deadweight of “Fitter” 10% → 20%: ratio £1.74 → £1.55",)
    assert found.table["ratio"].round(2).tolist() == [1.35, 1.55]


def test_the_surroundings_of_git_lead_nowhere_else(commit: Commit, monkeypatch: pytest.MonkeyPatch) -> None:
    path = commit(WALKING_GROUP, "First draft")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert len(study_history(path).versions) == 1


def code_of(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        study_history(path)
    return caught.value.problems[0].code


def test_no_history_is_a_clear_error(commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(tmp_path / "nowhere.yaml") == "file-unread"
    fresh = tmp_path / "fresh.yaml"
    fresh.write_text(WALKING_GROUP, encoding="utf-8")
    assert code_of(fresh) == "git-untracked"
    path = commit(WALKING_GROUP, "First draft")
    other = tmp_path / "other.yaml"
    other.write_text(WALKING_GROUP, encoding="utf-8")
    assert code_of(other) == "git-untracked"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert code_of(path) == "git-missing"


def test_outside_a_repository_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "walking.yaml"
    path.write_text(WALKING_GROUP, encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(
        FileError, match=r"walking\.yaml is in no git repository; a history is read from git; keep its folder"
    ):
        study_history(path)


def test_a_repository_that_git_refuses_is_said_with_its_reason(commit: Commit, tmp_path: Path) -> None:
    path = commit(WALKING_GROUP, "First draft")
    (tmp_path / ".git" / "config").write_text("[core\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"git could not read the history: .*config.*\[git-failed\]"):
        study_history(path)
