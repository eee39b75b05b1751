"""The workbook is a second calculation: calculated anew by a spreadsheet programme, it equals the engine everywhere.

Every cell with a formula carries the value that the engine has for it, for viewers that do not calculate. Here these
values are wiped, the workbook is calculated by LibreOffice, and each cell is compared. Many workbooks share one run of
the programme, so each of the two tests compares many things.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sroi.bank.locate import studies_folder
from sroi.study.loading import load
from sroi.valuation.valuation import evaluate
from sroi.workbook.live.book import write
from sroi.workbook.live.export import pages
from sroi.workbook.live.page import HEAD, Formula, letters
from tests.workbook.spreadsheet import calculated, changed, names, number, required

HERE = Path(__file__).parent

READY = sorted(path.stem for path in studies_folder().glob("*.yaml"))

#: Scenarios chosen, and numbers changed, in the workbook of one study: a unit value of another price year, a share, the
#: years counted, the rate, a shared number; a level of a comparison, an amount of one year, lengths, delays, yearly
#: changes and a change of sign together.
EVERYTHING = [
    ("later", {"into-work/earned": 9000.0}),
    ("shorter", {}),
    ("other-prices", {"into-work/attribution": 0.4}),
    ("declining", {}),
    ("timing", {"horizon": 5}),
    ("graded", {"estimates/families": 120, "strain/cost": -90.0, "into-work/duration": 5.5, "calmer/leakage": 0.5}),
    ("rewired", {"discounting/rate": 0.06}),
    ("scaled", {}),
    ("without", {}),
    ("smaller", {"points/quantity/people/2025": 55.0}),
    ("base", {"estimates/families": 300.5}),
    (
        "base",
        {
            "counterfactuals/areas/comparison/after": 0.11,
            "inputs/staff/amount/each/2026": 50000.0,
            "calmer/duration": 2.3,
            "into-work/delay": 1.6,
            "calmer/drop_off": 0.4,
            "into-work/real_growth": -0.02,
            "points/quantity/points-gained/2027": -0.5,
            "strain/drop-off": 20.0,
            "partial_years": "round-up",
        },
    ),
]

LISTED = [(name, {}) for name in load(HERE / "listed.yaml").scenarios]
TWO_READY = [("wheels-to-meals", "first-year-undiscounted"), ("oslo-large-families", "two-funded-years")]


def exported(study):
    sheets = pages(study)
    return sheets, write(sheets, study.title, study.currency, None)


def close(found, wanted, rel=1e-9):
    if isinstance(wanted, str):
        return found == wanted
    return abs(number(found) - wanted) <= rel * max(abs(wanted), 1e-6)


def differences(sheets, book):
    """Formulas of a workbook that do not give what the engine has, and how many there are."""
    wrong, count = [], 0
    for page in sheets:
        for place, cells in enumerate(page.rows):
            for across, column in enumerate(page.columns):
                content = cells.get(column.key)
                if not isinstance(content, Formula):
                    continue
                cell, count = f"{letters(across)}{HEAD + 1 + place}", count + 1
                if not close(book[page.name].get(cell, ""), content.value):
                    wrong.append((page.name, cell, content.value, book[page.name].get(cell)))
    return wrong, count


def totals(book):
    """The totals of the sheet Check: what, in this workbook, equal."""
    cells, row = book["Check"], HEAD + 1
    while cells.get(f"B{row}"):
        yield cells[f"B{row}"], cells[f"C{row}"], cells[f"E{row}"]
        row += 1


def failed(book):
    """Cells that hold an error."""
    return [
        (sheet, cell, said)
        for sheet, cells in book.items()
        for cell, said in cells.items()
        if re.fullmatch(r"#[A-Z/0!?]+|Err:\d+", said)
    ]


def test_every_study_calculated_anew_equals_the_engine(tmp_path):
    required()
    made = {name: exported(load(studies_folder() / f"{name}.yaml")) for name in READY}
    found = calculated({name: changed(data) for name, (_, data) in made.items()}, tmp_path)
    for name, (sheets, _) in made.items():
        wrong, count = differences(sheets, found[name])
        assert wrong == [], name
        assert count > 250
        assert {equal for *_, equal in totals(found[name])} <= {"yes", "not there"}, name
        assert failed(found[name]) == []


def cases():
    """Workbooks with a scenario chosen and numbers changed."""
    for name, several in (("everything", EVERYTHING), ("listed", LISTED)):
        study = load(HERE / f"{name}.yaml")
        yield from ((f"{name}{place}", study, *case) for place, case in enumerate(several))
    yield from ((name, load(studies_folder() / f"{name}.yaml"), scenario, {}) for name, scenario in TWO_READY)


def expected(study, scenario, changes):
    """What the engine says to the same changes: total by name, as the sheet Check calls it."""
    valuation = evaluate(study.edited(changes) if changes else study, scenario)
    yield "SROI ratio", valuation.ratio
    yield "Net present value", valuation.npv
    yield "Present value of inputs", valuation.pv_inputs
    yield "Payback by running total, years", valuation.payback.cumulative_years or "undefined"
    for line, worth in zip(valuation.model.lines, valuation.flows.line_totals, strict=True):
        yield line.address, float(worth)
    for year, row in valuation.cash_flow.iterrows():
        for what in ("benefits", "inputs"):
            yield f"{year}: {what}", float(row[what])
            yield f"{year}: {what}, present value", float(row[f"pv_{what}"])


def test_scenarios_chosen_and_numbers_changed_equal_the_engine(tmp_path):
    required()
    everything, listed = (load(HERE / f"{name}.yaml") for name in ("everything", "listed"))
    made = {"everything": exported(everything), "listed": exported(listed)}
    ready = {name: exported(load(studies_folder() / f"{name}.yaml")) for name, _ in TWO_READY}
    books = {name: changed(data) for name, (_, data) in made.items()}
    for name, _, scenario, changes in cases():
        data = {**made, **ready}[name.rstrip("0123456789")][1]
        cells = {names(data)[address.replace("/", ".").replace("-", "_")]: new for address, new in changes.items()}
        books[f"{name}~"] = changed(data, {("Scenarios", "D2"): scenario, **cells})
    found = calculated(books, tmp_path)
    for name, (sheets, _) in made.items():
        assert differences(sheets, found[name])[0] == [], name
    for name, study, scenario, changes in cases():
        book = found[f"{name}~"]
        said = {what: here for what, here, _ in totals(book)}
        wrong = [
            (what, said[what], value)
            for what, value in expected(study, scenario, changes)
            if not close(said[what], value)
        ]
        assert wrong == [], (name, scenario, changes)
        assert {equal for *_, equal in totals(book)} == ({"number changed"} if changes else {"yes"}), (name, scenario)
        assert book["Cover"]["B5"] == scenario
        assert failed(book) == []


@pytest.mark.parametrize("scenario, changes", EVERYTHING)
def test_each_change_matters(scenario, changes):
    study = load(HERE / "everything.yaml")
    before = evaluate(study)
    after = evaluate(study.edited(changes) if changes else study, scenario)
    assert after.ratio != pytest.approx(before.ratio, rel=1e-6)
