"""A user's own bank file: sound, and broken in every way we could think of, with the words of each error."""

from __future__ import annotations

from pathlib import Path

import pytest

from sroi import bank
from sroi.errors import BankError, FileError


def test_a_sound_file_gives_its_records(own_file: Path) -> None:
    own = bank.load(own_file)
    (record,) = own.records
    assert own.by_id["our-support-visit"] is record
    assert record.domain == "own"
    assert record.values["fiscal"].price_year == "2024-25"
    assert record.source.year == "2025"


def test_a_record_cannot_be_changed(own_file: Path) -> None:
    record = bank.load(own_file).records[0]
    with pytest.raises(ValueError, match="frozen"):
        record.claim = "something else"  # type: ignore[misc]


BROKEN = [
    ("currency: GBP", "currency: gbp", "line 6, our-support-visit/currency: found 'gbp'", "did you mean GBP"),
    ("per: visit", "per: vist", "line 7, our-support-visit/unit/per: found 'vist'", "did you mean visit"),
    (
        "time: one-off",
        "time: per-anum",
        "our-support-visit/unit/time: found 'per-anum'",
        "the words are one-off, per-hour",
    ),
    (
        "[local-authority]",
        "[council]",
        "line 8, our-support-visit/agency/0: found 'council'",
        "the words are dwp, hmrc",
    ),
    ("[local-authority]", "[]", "line 8, our-support-visit/agency", "at least one entry belongs here"),
    ("method: cost", "method: costs", "our-support-visit/method: found 'costs'", "did you mean cost"),
    (
        "unit: {per: visit, time: one-off}",
        "unit: per visit",
        "line 7, our-support-visit/unit",
        "keys and values belong here",
    ),
    (
        "[local-authority]",
        "nhs",
        "line 8, our-support-visit/agency: found 'nhs'",
        "a list belongs here, such as [nhs, police]",
    ),
    ("licence: own", "licence: CC-BY", "our-support-visit/licence: found 'CC-BY'", "the words are cc-by-4.0"),
    ("quality: own", "quality: good", "our-support-visit/quality: found 'good'", "the words are green, amber, red"),
    ("fiscal:", "public:", "line 2, our-support-visit: found 'public'", "the words are fiscal, economic, social"),
    (
        "high: 100",
        "high: 80",
        "line 5, our-support-visit/values/fiscal: found the amount 85",
        "lies between low and high",
    ),
    ("amount: 85", "amount: eighty", "line 5, our-support-visit/values/fiscal/amount", "a plain number belongs here"),
    ("amount: 85", "amount: .inf", "line 5, our-support-visit/values/fiscal/amount", "a plain number belongs here"),
    ("2024/25", "2024/26", "line 5, our-support-visit/values/fiscal/price_year", "such as 2019 or a financial year"),
    ("    notes: none\n", "", "our-support-visit/notes: notes is missing", "write notes: not stated by the source"),
    ("      locator: sheet 3\n", "", "our-support-visit/source/locator: locator is missing", "every field"),
    (
        "      locator: sheet 3\n",
        "      locator:\n",
        "line 15, our-support-visit/source/locator: nothing",
        "write: not stated",
    ),
    ("    notes: none", "    note: none", "our-support-visit/note: found the key note", "did you mean notes"),
    ("publisher:", "publishr:", "our-support-visit/source/publishr: found the key publishr", "did you mean publisher"),
    (
        "gm-family-support-worker-hour",
        "gm-family-worker",
        "there is no record gm-family-worker",
        "did you mean gm-family",
    ),
    (
        "gm-family-support-worker-hour",
        "our-support-visit",
        "the record names itself",
        "a relation is to another record",
    ),
    (
        "id: our-support-visit",
        "id: wellby",
        "the id wellby is already used by a record of the shipped bank",
        "choose another",
    ),
    ("id: our-support-visit", "id: Our Visit", "found the id 'Our Visit'", "write our-visit"),
    (
        "id: our-support-visit",
        "id: gm-robbery-fiscal",
        "also names the fiscal value of gm-robbery",
        "choose another id",
    ),
    (
        "per: visit",
        "per: crime",
        "a value per crime has no recorded_crime_multiplier",
        "police-recorded numbers are multiplied",
    ),
    ("records:", "record:", "found the key record", "did you mean records"),
    ("records:", "domain: sport\nrecords:", "line 1, domain: found 'sport'", "the domains are adult-social-care"),
]


@pytest.mark.parametrize(("old", "new", "where", "what"), BROKEN, ids=[new.strip()[:30] for _, new, _, _ in BROKEN])
def test_a_broken_file_says_where_and_what(
    tmp_path: Path, own_text: str, old: str, new: str, where: str, what: str
) -> None:
    assert old in own_text
    file = tmp_path / "own.yaml"
    file.write_text(own_text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BankError) as error:
        bank.load(file)
    assert where in str(error.value)
    assert what in str(error.value)
    assert str(error.value).startswith("own.yaml: ")


def test_all_problems_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path, own_text: str) -> None:
    broken = own_text.replace("GBP", "pounds").replace("method: cost", "method: guess").replace("per: visit", "per: go")
    file = tmp_path / "own.yaml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(BankError) as error:
        bank.load(file)
    assert [problem.line for problem in error.value.problems] == [6, 7, 9]
    assert [problem.code for problem in error.value.problems] == ["record-currency", "record-per", "record-method"]
    assert str(error.value).startswith("own.yaml: 3 problems")


def test_an_id_used_twice_names_the_first_line(tmp_path: Path, own_text: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(own_text + own_text.removeprefix("records:\n"), encoding="utf-8")
    with pytest.raises(BankError, match="the id our-support-visit is already used on line 2; an id names one record"):
        bank.load(file)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("records: [", "file-yaml", "the YAML cannot be read"),
        ("records: []\nrecords: []\n", "file-duplicate-key", "line 2: the key records is written twice"),
        ("records: &all []\n", "file-anchor", "found the anchor &all"),
        ("records: !!python/tuple []\n", "file-tag", "tags are not read"),
        ("records: !mine []\n", "file-tag", "found the tag !mine"),
    ],
)
def test_yaml_beyond_plain_values_is_refused(tmp_path: Path, text: str, code: str, words: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=words.replace("[", r"\[")) as error:
        bank.load(file)
    assert error.value.problems[0].code == code


@pytest.mark.parametrize(("text", "words"), [("records: []", "the file has no records"), ("- a\n", "not a mapping")])
def test_files_of_another_form_are_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BankError, match=words):
        bank.load(file)


def test_a_missing_file_a_huge_one_and_one_that_is_not_text(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"there is no file nothing\.yaml"):
        bank.load(tmp_path / "nothing.yaml")
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"#" * 5_000_001)
    with pytest.raises(FileError, match="at most 5,000,000 bytes"):
        bank.load(huge)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="the file is not UTF-8 text"):
        bank.load(binary)


def test_yes_and_no_stay_text(tmp_path: Path, own_text: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(own_text.replace("coverage: our town", "coverage: no"), encoding="utf-8")
    assert bank.load(file).records[0].coverage == "no"


# Files that are no bank files


def test_a_folder_and_a_pipe_are_said_to_be_no_files(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(FileError, match=r"is not a file; check the name\. \[file-missing\]"):
            bank.load(path)


def test_a_file_that_may_not_be_read_is_named(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FileError, match=r"permission denied; check its rights\. \[file-missing\]"):
        bank.load(own_file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("records: " + "[" * 3000, "the YAML is nested too deeply to be read; records have few levels"),
        ("records: \x00", "the YAML cannot be read: unacceptable character"),
    ],
)
def test_yaml_that_cannot_be_read_is_refused_in_one_line(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        bank.load(path)
    (problem,) = caught.value.problems
    assert problem.code == "file-yaml"
    assert words in problem.message
    assert "\n" not in problem.message
