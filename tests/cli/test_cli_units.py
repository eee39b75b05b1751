"""`sroi check` finds proxies whose unit does not fit the outcome they are put on."""

from __future__ import annotations

import json

import pytest

BASE = """\
sroi: 1
title: Units
currency: GBP
price_base: 2024-25
start_year: 2025
horizon: 5
stakeholders: {{people: {{name: People, role: participant}}, council: {{name: Council, role: public}}}}
inputs: {{grant: {{from: council, amount: 1000}}}}
outcomes:
  change: {{name: A change, stakeholder: people, {outcome}}}
"""

MISFITS = {
    "an annual value is fine for years": ("quantity: 3, proxy: gm-jsa-into-work-fiscal, duration: 3", None),
    "a value for one visit is not counted again each year": (
        "quantity: 3, proxy: pssru2025-gp-consultation, duration: 3",
        "unit-once",
    ),
    "a value for one visit is fine for one year": ("quantity: 3, proxy: pssru2025-gp-consultation, duration: 1", None),
    "a monthly value needs months in the quantity": (
        "quantity: 3, proxy: uc-standard-single-25plus-month-2025",
        "unit-time",
    ),
    "months in the quantity satisfy it": (
        "quantity: {people: 3, months: 12}, proxy: uc-standard-single-25plus-month-2025",
        None,
    ),
    "per crime does not fit a count of people": ("unit: person, quantity: 3, proxy: ho2019-homicide-total", "unit-per"),
    "per claimant fits a count of people": ("unit: person, quantity: 3, proxy: gm-jsa-into-work-fiscal", None),
}

#: What each misfit is called in a finding of VAL005.
SAID = {"unit-once": "counted once", "unit-time": "no factor of the quantity counts", "unit-per": "counts in units of"}


@pytest.mark.parametrize("name", MISFITS)
def test_a_unit_that_does_not_fit_is_a_finding(name, sroi, tmp_path):
    outcome, code = MISFITS[name]
    path = tmp_path / "units.yaml"
    path.write_text(BASE.format(outcome=outcome), encoding="utf-8")
    found = sroi("check", path, "--json")
    findings = [item for item in next(iter(json.loads(found.out).values())) if item["code"] == "VAL005"]
    assert [key for item in findings for key, words in SAID.items() if words in item["found"]] == (
        [code] if code else []
    )
    assert all(item["address"] == "change/value" and item["line"] == 10 and item["write"] for item in findings)
    assert all(item["level"] == "error" for item in findings)
