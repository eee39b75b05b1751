"""`sroi proxies` as a stranger runs it."""

from __future__ import annotations

import csv
import io
import json

import pytest

OWN = """\
records:
  - id: our-support-visit
    claim: "A visit by our family support worker"
    values:
      fiscal: {amount: 42, price_year: 2024-25}
    currency: GBP
    unit: {per: visit, time: one-off}
    agency: [local-authority]
    method: cost
    coverage: our town
    source:
      title: Our accounts
      publisher: Our charity
      year: 2025
      locator: page 3
      url: not stated by the source
      database: none
      code: none
    licence: own
    verified: read in our accounts
    quality: own
    relations: {component_of: [], superseded_by: [], do_not_add_to: []}
    notes: none
    published_as: not stated by the source
"""


def test_a_search_shows_the_uprated_value_beside_the_published_one(sroi):
    found = sroi("proxies", "search", "GP", "visit", "--limit", "3")
    assert found.code == 0
    assert "pssru2025-gp-consultation" in found.out
    assert "£95.00 per visit in 2012-13 prices; £132.78 (2024-25) uprated" in found.words


def test_a_search_for_machines_has_scores_and_citations(sroi):
    hits = json.loads(sroi("proxies", "search", "NEET", "--json", "--limit", "2").out)
    assert len(hits) == 2
    assert hits[0]["score"] >= hits[1]["score"]
    assert all(hit["citation"] and hit["licence"] for hit in hits)


def test_filters_narrow_a_search_and_an_unknown_word_is_refused(sroi):
    hits = json.loads(sroi("proxies", "search", "visit", "--domain", "health", "--json").out)
    assert {hit["domain"] for hit in hits} == {"health"}
    refused = sroi("proxies", "search", "visit", "--domain", "helth")
    assert refused.code == 2
    assert "health" in refused.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "%"], "a search has words"),
        (["search", "GP", "--limit", "0"], "a limit is 1 or more"),
        (["search", "GP", "--base", "foo"], "a price base is a year"),
        (["show", "gm-jsa-into-wrok"], "the closest are gm-jsa-into-work"),
        (["cite", "nothing-like-it"], "there is no proxy nothing-like-it"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(sroi, arguments, words):
    found = sroi("proxies", *arguments)
    assert found.code == 2
    assert found.out == ""
    assert words in found.err


def test_show_prints_the_sum_of_the_uprating_the_limits_and_the_licence(sroi):
    found = sroi("proxies", "show", "gm-jsa-into-work")
    assert found.code == 0
    for words in (
        "× 1.397714 = £13,697.60",
        "Limits",
        "cc-by-4.0",
        "database code E&E1.0",
        "proxy: gm-jsa-into-work-fiscal",
    ):
        assert words in found.words
    other = sroi("proxies", "show", "gm-jsa-into-work", "--base", "2015-16")
    assert "(2015-16)" in other.words or "to 2015-16" in other.words


def test_cite_prints_one_unbroken_line(sroi):
    found = sroi("proxies", "cite", "wellby")
    assert found.out.count("\n") == 1
    assert "Open Government Licence" in found.out


def test_the_list_as_csv_has_every_value_of_the_bank(sroi):
    rows = list(csv.DictReader(io.StringIO(sroi("proxies", "list", "--csv").out)))
    assert len(rows) > 1000
    assert all(row["id"] and row["amount"] and row["licence"] and row["citation"] for row in rows)


def test_your_own_proxies_are_checked_and_used_beside_a_study(sroi, written, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(OWN, encoding="utf-8")
    assert "1 record, no problem found" in sroi("proxies", "check", own).words
    path = written(change={"value: 100": "proxy: our-support-visit", "horizon: 3": "horizon: 3\nprice_base: 2024-25"})
    assert sroi("run", path).code == 2
    used = sroi("run", path, "--proxies", own, "--json")
    assert used.code == 0
    assert json.loads(used.out)["value_map"][0]["unit_value"] == 42
    broken = tmp_path / "broken.yaml"
    broken.write_text(OWN.replace("per: visit", "per: vist"), encoding="utf-8")
    found = sroi("proxies", "check", broken)
    assert found.code == 2
    assert "did you mean visit" in found.err
