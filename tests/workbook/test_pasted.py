"""Tables copied from a spreadsheet: tabs, signs, blanks, bad rows and headings nobody knows."""

import pytest

import sroi
from sroi.errors import FileError
from sroi.study.study import Study
from sroi.workbook.pasted import add_pasted, read_pasted
from tests.conftest import WALKING_GROUP

HEAD = "Outcome\tStakeholder\tQuantity\tUnit value\tDeadweight\tDrop-off\tSource"


def walking():
    return Study.parse(WALKING_GROUP)


def refused(text):
    with pytest.raises(FileError) as error:
        read_pasted(text)
    return error.value.problems[0]


def test_percent_money_and_commas_are_read_as_a_person_writes_them():
    pasted = read_pasted(f"{HEAD}\r\nSleep better\twalkers\t1,200\t£1,250.50\t25% (15% to 35%)\t10%\tthe survey\r\n")
    study, added, rejected = add_pasted(walking(), pasted)
    assert (added, rejected, pasted.unknown) == (("sleep-better",), (), ())
    found = study.outcomes["sleep-better"]
    assert (found.stakeholder, found.value.central, found.source) == ("walkers", 1250.5, "the survey")
    assert (found.deadweight.central, found.drop_off.share.central) == (0.25, 0.1)
    assert study.document["outcomes"]["sleep-better"]["quantity"] == "1,200"
    assert sroi.evaluate(study).by("outcome")["value"]["sleep-better"] > 0


def test_a_blank_corner_and_columns_nobody_knows_are_told_not_guessed():
    pasted = read_pasted("\tOutcome\tQuantity\tValue\tMood\tOwner\n1\tSleep\t4\t5\tgood\tme")
    assert pasted.columns == {1: "name", 2: "quantity", 3: "value"}
    assert pasted.unknown == ("Mood", "Owner")
    study, added, _ = add_pasted(walking(), pasted)
    assert added == ("sleep",) and "good" not in study.text()


def test_one_bad_row_of_twenty_is_told_and_nineteen_are_taken():
    rows = [f"Change {place}\tWalkers\t{place}\t10\t{'300%' if place == 7 else '30%'}\t\t" for place in range(1, 21)]
    study, added, rejected = add_pasted(walking(), read_pasted("\n".join([HEAD, *rows])))
    assert len(added) == 19 and "change-7" not in study.outcomes
    (row,) = rejected
    assert row.row == 7 and row.words.startswith("Change 7 | Walkers")
    assert row.problems[0].address == "change-7/deadweight" and "0% and 100%" in row.problems[0].allowed


def test_a_row_without_a_value_says_what_it_lacks():
    _, added, rejected = add_pasted(walking(), read_pasted(f"{HEAD}\nSleep\tWalkers\t\t\t\t\t"))
    assert added == () and rejected[0].problems[0].code == "pasted-row"
    assert rejected[0].problems[0].found == "found no quantity and no value"


def test_new_people_are_added_once_and_ids_never_collide():
    text = f"{HEAD}\nFitter\tParents\t4\t5\t\t\t\nFitter\tparents\t6\t5\t\t\t"
    study, added, _ = add_pasted(walking(), read_pasted(text))
    assert added == ("fitter", "fitter-2") and list(study.stakeholders) == ["walkers", "council", "parents"]


@pytest.mark.parametrize("sign", [",", ";"])
def test_tables_with_commas_or_semicolons_are_read_too(sign):
    text = f'Outcome{sign}Quantity{sign}Value\n"Sleep{sign} better"{sign}4{sign}"£1,200"'
    study, added, _ = add_pasted(walking(), read_pasted(text))
    assert study.outcomes[added[0]].value.central == 1200 and study.outcomes[added[0]].name == f"Sleep{sign} better"


def test_what_cannot_be_read_is_refused_in_words():
    assert refused("").code == refused("Outcome\tValue").code == "pasted-empty"
    assert refused("").write == "copy the cells with their headings"
    heads = refused("Outcome\tMood\nSleep\tgood")
    assert heads.code == "pasted-headings" and heads.write == "name a column quantity, value"
    large = refused("\n".join([HEAD, *["Sleep\tA\t1\t1\t\t\t"] * 2_000]))
    assert large.code == "pasted-large" and "2,001 rows" in large.found


def test_a_formula_is_words():
    study, added, _ = add_pasted(walking(), read_pasted('Outcome\tQuantity\tValue\n=HYPERLINK("http://x")\t1\t2'))
    assert study.outcomes[added[0]].name == '=HYPERLINK("http://x")'
