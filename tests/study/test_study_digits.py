"""Numbers keep the digits they are written with; texts that look like numbers stay as they were typed."""

from __future__ import annotations

import json
import pickle

import pytest

import sroi
from sroi.study.digits import WrittenFloat, WrittenInt, decimals, remembered
from sroi.study.numbers import printed
from sroi.study.study import Study

TEXT = """\
sroi: 1
title: 1.10   # the second edition
currency: GBP
start_year: 2025
horizon: 1
stakeholders: {a: {name: 007}}
inputs: {grant: {from: a, amount: 100.00}}
outcomes: {fit: {name: 1e5, stakeholder: a, quantity: 10, value: 20.0}}
published:
  kind: independent
  ratio: 2.00
  total_pv: 200
  also: [{what: rows, printed: [1.50, "19.20%", 17]}]
"""


@pytest.mark.parametrize(
    "title", ["1.10", "007", "1e5", "0x1F", "+5", "-0", "1.", ".5", "2.00", "12345678901234567890"]
)
def test_a_title_that_looks_like_a_number_stays_as_typed(title):
    study = Study.parse(TEXT.replace("1.10 ", f"{title} "))
    assert study.title == title
    assert Study.parse(study.edited({"fit/quantity": 11}).text()).title == title


def test_a_number_that_remembers_its_text_is_a_number():
    two = WrittenFloat("2.00")
    assert (two, two + 1, two == 2, hash(two), f"{two:.1f}") == (2, 3.0, True, hash(2.0), "2.0")
    assert json.dumps({"ratio": two}) == '{"ratio": 2.0}'
    assert pickle.loads(pickle.dumps([two, WrittenInt(7, "007")])) == [2.0, 7]
    assert repr(pickle.loads(pickle.dumps([two, WrittenInt(7, "007")]))) == "[2.00, 007]"
    assert type(remembered(2.5, "2.5")) is float
    assert type(remembered(7, "7")) is int


@pytest.mark.parametrize(
    ("written", "text", "places"),
    [
        (2, "2", 0),
        (2.0, "2", 0),
        (WrittenFloat("2.00"), "2.00", 2),
        ("£1,234.50", "1234.50", 2),
        ("19.20%", "0.1920", 4),
        ("−3.6", "-3.6", 1),
        (WrittenFloat("1.20e3"), "1.20E+3", 0),
        (29500000.0, "29500000", 0),
        (WrittenInt(31, "0x1F"), "31", 0),
        (0.1, "0.1", 1),
    ],
)
def test_a_printed_number_has_the_digits_it_was_printed_with(written, text, places):
    found = printed(written)
    assert (str(found), decimals(found)) == (text, places)
    assert found == pytest.approx(float(text))


def test_what_is_no_printed_number():
    assert [printed(text) for text in ("about 2", None, True, "", [2])] == [None] * 5


def test_digits_survive_edits_saving_and_json(tmp_path):
    study = Study.parse(TEXT)
    edited = study.edited({"fit/quantity": 11})
    assert edited.text() == TEXT.replace("quantity: 10", "quantity: 11")
    afresh = Study.from_document(study.document)
    assert "ratio: 2.00" in afresh.text()
    assert "amount: 100.00" in afresh.text()
    afresh.save(tmp_path / "study.json")
    text = (tmp_path / "study.json").read_text(encoding="utf-8")
    assert '"ratio": 2.00' in text
    assert json.loads(text)["published"]["also"][0]["printed"] == [1.5, "19.20%", 17]
    again = sroi.load(tmp_path / "study.json")
    assert (str(again.published.ratio), again.title, again.hash) == ("2.00", "1.10", study.hash)


def test_digits_do_not_count_towards_the_hash():
    assert Study.parse(TEXT.replace("100.00", "100.0")).hash == Study.parse(TEXT).hash


def test_printed_lists_and_tables_are_read_number_by_number():
    study = Study.parse(TEXT.replace("[1.50,", "[[1.50, 2.0],"))
    (entry,) = study.published.also
    assert [str(item) for item in entry.printed[0]] == ["1.50", "2.0"]
    assert [str(item) for item in entry.printed[1:]] == ["0.1920", "17"]
