"""Every record: complete, coded, related to records that exist, and equal to its source row."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sroi import bank
from sroi.bank import vocabulary
from sroi.bank.build import compact_texts
from sroi.bank.locate import proxies_folder

SOURCES = Path(__file__).parent / "sources"
GMCA = "gmca-unit-cost-database-v1.4.csv"
RAG = {"G": "green", "A": "amber", "R": "red"}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


BY_ID = {record.id: record for record in bank.records()}
DECISIONS = rows(proxies_folder() / "decisions.csv")
GMCA_ROWS = {row["row"]: row for row in rows(SOURCES / GMCA)}
PROXY_ROWS = {row["row"]: row for row in rows(SOURCES / "proxies.csv")}


def decided(source: str, *decisions: str) -> list[dict[str, str]]:
    return [row for row in DECISIONS if row["source"] == source and row["decision"] in decisions]


def test_there_are_well_over_600_records() -> None:
    assert len(bank.records()) > 900


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(bank.records())


def test_every_source_row_has_one_decision_with_a_reason() -> None:
    assert len(DECISIONS) == 1080
    keys = [(row["source"], int(row["row"])) for row in DECISIONS]
    assert keys == [*((GMCA, n) for n in range(1, 685)), *(("proxies.csv", n) for n in range(1, 397))]
    assert {row["decision"] for row in DECISIONS} == {"shipped", "merged into", "superseded by", "refused"}
    assert all(row["reason"].endswith(".") and len(row["reason"]) > 15 for row in DECISIONS)


def test_decisions_and_records_name_each_other() -> None:
    shipped = [row["record"] for row in DECISIONS if row["decision"] == "shipped"]
    assert sorted(shipped) == sorted(BY_ID)
    for row in DECISIONS:
        assert (row["record"] in BY_ID) == (row["decision"] != "refused"), row


def test_the_id_that_studies_were_promised() -> None:
    assert "wellby" in BY_ID
    assert BY_ID["gm-jsa-into-work"].source.code == "E&E1.0"


@pytest.mark.parametrize("row", decided(GMCA, "shipped"), ids=lambda row: row["original_id"])
def test_gmca_record_equals_its_row(row: dict[str, str]) -> None:
    source, record = GMCA_ROWS[row["row"]], BY_ID[row["record"]]
    assert source["code"] in (row["original_id"], "")
    given = {kind for kind in vocabulary.TYPES if source[f"{kind}_estimate"]}
    assert set(record.values) == given
    for kind, value in record.values.items():
        assert value.amount == float(source[f"{kind}_estimate"])
        assert value.price_year == source[f"{kind}_year"].replace("/", "-")
    assert record.currency == "GBP"
    assert record.licence == "cc-by-4.0"
    assert record.quality == RAG[source["rag"]]
    assert record.published_as.startswith(" ".join(source["cost_or_saving_detail"].split()))
    assert record.published_as.endswith(f"({source['unit'].lower()})")
    assert "Unit Cost Database v1.4" in record.source.database
    pages = set(re.findall(r"p\.?\s?(\d+)", source["original_source"]))
    assert not pages or any(page in record.source.locator for page in pages)


@pytest.mark.parametrize("row", decided(GMCA, "merged into"), ids=lambda row: row["original_id"])
def test_gmca_row_merged_into_a_record_has_the_same_figures(row: dict[str, str]) -> None:
    source, record = GMCA_ROWS[row["row"]], BY_ID[row["record"]]
    assert row["original_id"] in record.source.code.split(", ")
    for kind, value in record.values.items():
        assert value.amount == float(source[f"{kind}_estimate"])
    assert record.values["fiscal"].price_year == source["fiscal_year"].replace("/", "-")


@pytest.mark.parametrize("row", decided("proxies.csv", "shipped"), ids=lambda row: row["original_id"])
def test_proxy_record_equals_its_row(row: dict[str, str]) -> None:
    source, record = PROXY_ROWS[row["row"]], BY_ID[row["record"]]
    assert source["id"] == row["original_id"] == record.source.code
    assert record.id in (source["id"], "wellby")
    ((kind, value),) = record.values.items()
    types = {"fiscal": "fiscal", "economic": "economic", "social/wellbeing": "social"}
    assert kind == types.get(source["category"], "social")
    assert value.amount == float(source["value"])
    assert record.currency == source["currency"]
    assert value.price_year[:4] == source["price_year"] or (value.price_year, source["price_year"]) == (
        vocabulary.NOT_STATED,
        "",
    )
    if "-" in value.price_year:
        label = source["price_year_label"]
        assert label.startswith(value.price_year.replace("-", "/")) or label == f"YE March 20{value.price_year[-2:]}"
    for name in ("low", "high"):
        if source[name]:
            assert getattr(value, name) == float(source[name])
    assert record.source.title == source["source_title"]
    assert record.source.publisher == source["publisher"]
    assert record.source.year == (source["pub_year"] or vocabulary.NOT_STATED)
    assert record.source.locator == (source["page_table"] or vocabulary.NOT_STATED)
    assert record.source.url == source["url"]
    assert record.verified == f"{source['seen_kind']}: {source['seen_where']}"


def test_the_wellby_has_its_range_from_the_rows_merged_into_it() -> None:
    merged = [PROXY_ROWS[row["row"]] for row in decided("proxies.csv", "merged into")]
    value = BY_ID["wellby"].values["social"]
    assert {float(row["value"]) for row in merged} == {value.low, value.high} == {10000.0, 16000.0}


def test_no_refused_row_is_copied_into_the_repository() -> None:
    kept = {row["id"] for row in PROXY_ROWS.values()}
    assert not kept & {row["original_id"] for row in decided("proxies.csv", "refused")}


def test_coded_fields_use_the_closed_lists() -> None:
    for record in bank.records():
        assert set(record.values) <= set(vocabulary.TYPES)
        assert record.currency in vocabulary.CURRENCIES
        assert record.unit.per in vocabulary.PER
        assert record.unit.time in vocabulary.TIMES
        assert set(record.agency) <= set(vocabulary.AGENCIES)
        assert record.method in vocabulary.METHODS
        assert record.licence in vocabulary.LICENCES
        assert record.quality in vocabulary.QUALITIES
        assert record.domain in vocabulary.DOMAINS
        assert record.domain != "own"
        assert record.licence not in ("own", "licensed-to-user")


def test_every_record_has_a_licence_statement_and_a_locator() -> None:
    for record in bank.records():
        assert vocabulary.LICENCES[record.licence]
        assert record.source.locator
        assert record.source.url.startswith(("https://", "http://"))


def test_relations_name_other_records_that_exist() -> None:
    for record in bank.records():
        for linked in (
            record.relations.component_of,
            record.relations.superseded_by,
            record.relations.do_not_add_to,
        ):
            assert set(linked) <= set(BY_ID)
            assert record.id not in linked
            assert len(set(linked)) == len(linked)


def test_a_newer_record_is_not_older() -> None:
    for record in bank.records():
        for newer in record.relations.superseded_by:
            years = [int(value.price_year[:4]) for each in (record, BY_ID[newer]) for value in each.values.values()]
            assert years[-1] >= years[0], (record.id, newer)


def test_nothing_supersedes_or_contains_itself_over_a_few_steps() -> None:
    for name in ("superseded_by", "component_of"):
        for record in bank.records():
            seen, ahead = {record.id}, list(getattr(record.relations, name))
            while ahead:
                step = ahead.pop()
                assert step != record.id, (name, record.id)
                if step not in seen:
                    seen.add(step)
                    ahead += getattr(BY_ID[step].relations, name)


def test_the_parts_of_a_crime_cost_add_up_to_its_fiscal_value() -> None:
    """Units of 2 pounds: the source rounds each part."""
    for record in bank.records():
        code = record.source.code
        if re.fullmatch(r"CR8\.\d+", code):
            parts = [each for each in bank.records() if record.id in each.relations.component_of]
            assert len(parts) in (5, 6)
            total = sum(part.values["fiscal"].amount for part in parts)
            assert total == pytest.approx(record.values["fiscal"].amount, abs=2), record.id


def test_ids_do_not_read_like_one_value_of_another_record() -> None:
    for identifier in BY_ID:
        for kind in vocabulary.TYPES:
            stem = identifier.removesuffix(f"-{kind}")
            assert stem == identifier or stem not in BY_ID


def test_values_per_crime_say_how_recorded_crimes_are_multiplied() -> None:
    crimes = [record for record in bank.records() if record.unit.per == "crime"]
    assert len(crimes) > 150
    assert all(record.recorded_crime_multiplier is not None for record in crimes)
    assert BY_ID["ho2019-rape-total"].recorded_crime_multiplier == 2.78
    assert BY_ID["ho2019-rape-response"].recorded_crime_multiplier == 2.78
    assert BY_ID["gm-shoplifting"].recorded_crime_multiplier == 16.1
    assert BY_ID["ho2019-commercial-theft-total"].recorded_crime_multiplier == vocabulary.NOT_STATED


def test_claims_are_written_for_people() -> None:
    for record in bank.records():
        assert 20 <= len(record.claim) <= 165, record.id
        assert not record.claim.endswith("."), record.id
        assert record.notes == "none" or record.notes.endswith("."), record.id
        assert len(record.notes) < 420, record.id


def test_nothing_in_the_folder_names_this_machine() -> None:
    for file in proxies_folder().rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            assert "/work/" not in text
            assert "/home/" not in text
            assert "/tmp/" not in text


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    return compact_texts(proxies_folder())


@pytest.mark.parametrize("name", ["bank.json", "indices.json", "schedules.json", "synonyms.json"])
def test_compact_files_are_in_step_with_the_yaml(name: str, built: dict[str, str]) -> None:
    text = (proxies_folder() / name).read_text(encoding="utf-8")
    assert text == built[name], "run: python -m sroi.bank.build"


def test_the_page_about_the_bank_is_in_step() -> None:
    from sroi.bank.coverage import page

    written = proxies_folder().parent / "docs" / "proxies.md"
    assert written.read_text(encoding="utf-8") == page(bank.records()), "run: python -m sroi.bank.build"
