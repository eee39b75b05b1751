"""The ten rules of reading foreign value maps, each on small grids of its own."""

import pytest

import sroi
from sroi.errors import FileError
from sroi.workbook.reading import Answers, read_table
from tests.workbook.import_grids import HEADINGS, book, line

SAID = Answers(currency="GBP", start_year=2025)


def read(rows, answers=SAID, **more):
    return read_table(book(rows, **more), "map.xlsx", answers)


def fields(found):
    return [column.field for column in found.report.columns]


def every_cell_is_accounted_for(found):
    return sum(found.report.counts.values()) == len(found.table.sheet.cells)


# 1. headings are found by their names, in one row or two, with a question row or without


def test_one_row_of_headings_below_a_title_and_a_blank_row():
    found = read([["The value map of the club"], [], HEADINGS, line("Members", "Fitter", 10, 100.0)])
    assert found.report.outcomes == 1 and found.study.title == "The value map of the club"
    assert fields(found)[:5] == ["stakeholder", "outcome", "quantity", "proxy", "value"]
    assert found.study.outcomes["fitter"].quantity.chains and every_cell_is_accounted_for(found)


def test_two_rows_of_headings_and_questions_beneath_them():
    rows = [
        ["Stage 1", None, "Stage 2", None, "Stage 3"],
        ["Stakeholders", None, "Inputs", None, "The Outcomes (what changes)", None, None, None, "Deadweight %"],
        [None, None, None, None, "Description", "Quantity", "Financial Proxy", "Value in currency"],
        ["Who do we have an affect on? Who has an effect on us?", "Amount of stakeholders", "What do they invest?",
         "What is the value of the inputs in currency (only enter numbers)",
         "How would the stakeholder describe the changes?", "How much change was there?",
         "What proxy would you use to value the change?", "What is the value of the change?",
         "What would have happened without the activity?"],
        ["Members", 30, "Fees", 500, "Fitter", 10, "gym", 100, 0.25],
    ]  # fmt: skip
    found = read(rows, merged=["A2:B2", "C2:D2", "E2:H2"])
    assert fields(found) == [
        "stakeholder",
        "size",
        "input",
        "input_value",
        "outcome",
        "quantity",
        "proxy",
        "value",
        "deadweight",
    ]
    study = found.study
    assert study.stakeholders["members"].size.central == 30
    assert study.inputs["fees"].amount.chains and study.outcomes["fitter"].deadweight.central == 0.25
    assert found.report.counts["unread"] == 0 and every_cell_is_accounted_for(found)


def test_a_sheet_without_such_headings_is_refused_with_what_it_says():
    with pytest.raises(FileError) as error:
        read([["Name", "Mood"], ["a", "good"]])
    problem = error.value.problems[0]
    assert (
        problem.code == "table-headings" and "Name, Mood" in problem.found and "Outcome, Stakeholder" in problem.write
    )


def test_headings_without_rows_are_told():
    with pytest.raises(FileError) as error:
        read([HEADINGS])
    assert error.value.problems[0].code == "table-empty" and "row 1 of Value map" in error.value.problems[0].found


# 2. synonyms


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Deadweight%", "deadweight"), ("DW", "deadweight"), ("Deadwieght %", "deadweight"), ("DS", "displacement"),
        ("AT", "attribution"), ("Drop-off", "drop_off"), ("Dropoff", "drop_off"), ("DO", "drop_off"),
        ("Value in currency(unit)", "value"), ("Proxy Amount", "value"), ("Quantity of changes", "quantity"),
        ("number of changes", "quantity"), ("Duration", "duration"), ("Leakage %", "leakage"),
        ("Value in currency (NT$)", "value"), ("Outcomes start", "start"), ("Impact (G)", "impact"),
    ],
)  # fmt: skip
def test_synonyms_are_read(words, field):
    rows = [["Outcome", words, "Indicator"], ["Fitter", 0.5, "x"]]
    rows[0] += [heading for heading in ("Quantity", "Financial Proxy") if field not in ("quantity",)]
    table = read_table(book(rows), "map.xlsx", Answers()).report
    assert table.columns[1].field == field


# 3. repeated names are told apart by the neighbour on the left


def test_two_sources_two_stakeholders_and_two_values():
    rows = [
        ["Stakeholders", "Outcome", "Indicator", "Source", "Stakeholder", "Quantity", "Financial Proxy",
         "Value in currency (unit)", "Value in currency (total)", "Source", "Deadweight %", "Impact"],
        ["Members", "Fitter", "walks", "survey", "the young", 10, "gym", 100, 1000, "price list", 0.25, 750],
    ]  # fmt: skip
    found = read(rows)
    of = {column.letter: (column.field, column.of) for column in found.report.columns}
    assert of["D"] == ("source", "outcome") and of["J"] == ("source", "value")
    assert of["E"][0] == "subgroup" and of["I"][0] == "value_total"
    outcome = found.study.outcomes["fitter"]
    assert (outcome.source, outcome.value.source) == ("survey", "price list")
    assert "Stakeholder: the young" in outcome.note and not found.report.compared.differences


def test_a_number_of_stakeholders_that_stands_twice_is_kept():
    rows = [
        ["Stakeholders", "Number of the stakeholders", "Number of the stakeholders", "Outcome", "Quantity", "Value"],
        ["Members", 30, 28, "Fitter", 10, 100],
    ]
    found = read(rows)
    assert found.study.stakeholders["members"].size.central == 30
    assert "Number of the stakeholders: 28" in found.study.outcomes["fitter"].note + (
        found.study.stakeholders["members"].note or ""
    )


# 4. merged cells are filled down; rows that carry inputs only are no outcomes


def test_merged_stakeholders_and_inputs_serve_every_row_and_are_counted_once():
    rows = [
        ["Stakeholders", "Inputs", "Value of inputs", "Outcome", "Quantity", "Value", "Source"],
        ["Members", "Fees", 500, "Fitter", 10, 100, "survey"],
        [None, None, None, "Happier", 5, 50, None],
        ["Council", "Grant", 2000],
    ]
    found = read(rows, merged=["A2:A3", "B2:B3", "C2:C3", "G2:G3"])
    study = found.study
    assert [study.outcomes[key].stakeholder for key in study.outcomes] == ["members", "members"]
    assert {key: one.from_ for key, one in study.inputs.items()} == {"fees": "members", "grant": "council"}
    assert study.outcomes["happier"].value.source == "survey" and sroi.evaluate(study).pv_inputs == 2500
    assert every_cell_is_accounted_for(found) and found.report.counts["unread"] == 0


def test_a_stakeholder_left_blank_is_that_of_the_row_above():
    rows = [HEADINGS, line("Members", "Fitter", 10, 100.0), line(None, "Happier", 5, 50.0)]
    assert {one.stakeholder for one in read(rows).study.outcomes.values()} == {"members"}


def test_template_rows_of_zeros_are_no_outcomes():
    rows = [HEADINGS, line("Members", "Fitter", 10, 100.0), [None, None, 0, None, 0, None, 0, 0, 0, 0, 0, 0]]
    found = read(rows)
    assert found.report.outcomes == 1 and found.table.empty_rows == 1 and every_cell_is_accounted_for(found)


# 5. percent and money in every form


@pytest.mark.parametrize(
    ("written", "format", "share"),
    [(0.25, None, 0.25), (25, None, 0.25), ("25%", None, 0.25), ("25 %", None, 0.25), (0.25, "0%", 0.25),
     ("25,5%", None, 0.255), ("n/a", None, None), ("-", None, None), ("100%", None, 1.0), ("25 per cent", None, 0.25)],
)  # fmt: skip
def test_per_cent_in_every_form(written, format, share):
    rows = [["Outcome", "Quantity", "Value", "Deadweight"], ["Fitter", 10, 100, written]]
    found = read(rows, formats={"D2": format} if format else None)
    deadweight = found.study.outcomes["fitter"].deadweight
    assert (deadweight.central if deadweight else None) == share


@pytest.mark.parametrize(
    ("written", "amount"),
    [("-$ 25,778", -25778), ("NT$1,234.50", 1234.5), ("1,234.50", 1234.5), ("(350)", -350), ("£1.2m", 1.2e6),
     ("1.234,50 €", 1234.5), ("Rp 1.250.000", 1250000), ("−£12", -12), (1e3, 1000), ("GBP 40", 40)],
)  # fmt: skip
def test_money_in_every_form(written, amount):
    found = read([["Outcome", "Quantity", "Value", "Deadweight"], ["Fitter", 10, written, 0]])
    assert found.study.outcomes["fitter"].value.central == amount


def test_mixed_forms_in_one_column_are_read_cell_by_cell_and_said():
    rows = [HEADINGS, line("A", "One", 10, 100.0, deadweight=0.25)]
    for name, written in (("Two", 25), ("Three", "25%")):
        rows.append(["A", name, 10, "p", 100, "s", written, 0, 0, 0, 1, None])
    found = read(rows)
    assert [one.deadweight.central for one in found.study.outcomes.values()] == [0.25, 0.25, 0.25]
    assert any("G2 (0.25)" in said and "0.5 is 50%" in said for said in found.report.decisions)


@pytest.mark.parametrize(("said", "share"), [("fraction", 1.0), ("percent", 0.01)])
def test_a_plain_one_among_shares_is_asked_for(said, share):
    rows = [["Outcome", "Quantity", "Value", "Deadweight"], ["Fitter", 10, 100, 1], ["Well", 10, 100, 0]]
    (need,) = read(rows).needs
    assert need.code == "import-shares" and "D2 (1)" in need.found and "--shares percent" in need.write
    answer = Answers(currency="GBP", start_year=2025, shares=said)
    assert read(rows, answer).study.outcomes["fitter"].deadweight.central == share


def test_what_a_doubtful_share_means_is_settled_by_the_printed_impact():
    rows = [HEADINGS, line("A", "One", 10, 100.0), line("A", "Two", 10, 100.0)]
    rows[1][6], rows[1][11] = 30, 700.0
    rows[2][6], rows[2][11] = 1, 990.0
    found = read(rows)
    assert found.study.outcomes["two"].deadweight.central == 0.01 and not found.report.compared.differences
    assert any("read as 1%" in said for said in found.report.decisions)


def test_unit_and_total_that_differ_in_sign_take_the_sign_of_the_total():
    rows = [
        ["Outcome", "Quantity", "Value in currency (unit)", "Value in currency (total)", "Deadweight", "Impact"],
        ["Less time", 10, 350, -3500, 0, -3500],
    ]
    found = read(rows)
    assert found.study.outcomes["less-time"].value.central == -350
    assert any("differ in sign" in said for said in found.report.decisions)


def test_a_share_that_is_none_is_told_and_kept_as_a_note():
    rows = [["Outcome", "Quantity", "Value", "Deadweight"], ["Fitter", 10, 100, "rather low"], ["Well", 1, 1, 250]]
    found = read(rows)
    assert [(cell.place, cell.text) for cell in found.report.unread] == [("D2", "rather low"), ("D3", "250")]
    assert (
        found.study.outcomes["fitter"].note == "Deadweight: rather low"
        and found.study.outcomes["fitter"].deadweight is None
    )


# 6. unrounded cells stay; printed ones may differ by their rounding


def test_a_map_typed_from_print_may_differ_by_a_few_per_cent():
    rows = [HEADINGS]
    for place, (quantity, factor) in enumerate([(30, 1.02), (40, 0.98), (3, 1.08), (50, 1.01), (20, 1.3)]):
        row = line("A", f"Change {place}", quantity, 100.0, deadweight=0.33)
        rows.append([*row[:-1], round(row[-1] * factor, 2)])
    found = read(rows)
    assert found.report.compared.rounded and found.report.compared.rows == (6,)


def test_cells_keep_every_digit():
    found = read([HEADINGS, line("A", "Fitter", 12.345678901, 33.33333333333, deadweight=0.3333333333)])
    outcome = found.study.outcomes["fitter"]
    assert (outcome.value.central, outcome.deadweight.central) == (33.33333333333, 0.3333333333)
    assert found.study.document["outcomes"]["fitter"]["quantity"] == 12.345678901


# 7. years by any name; the timing by the row of present values


def yearly(labels, offset, rate=0.05, drop=0.2, duration=3):
    head = [*HEADINGS, *labels]
    values = [1000 * (1 - drop) ** k if k < duration else None for k in range(len(labels))]
    row = [*line("A", "Fitter", 10, 100.0, drop=drop, duration=duration), *values]
    present = [(value or 0) / (1 + rate) ** (k + offset) for k, value in enumerate(values)]
    blank = [None] * (len(HEADINGS) - 1)
    return [
        ["Map", *[None] * 10, "Discount rate %", rate],
        head,
        row,
        ["Total", *blank, *[value or 0 for value in values]],
        [*blank, "Present value of each year", *present],
        [*blank, "Total Present Value (PV)", sum(present)],
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ["Year 0", "Year 1", "Year 2", "Year 3"],
        ["1st year", "2nd year", "3rd year", "4th year"],
        [2025, 2026, 2027, 2028],
    ],
)
@pytest.mark.parametrize(("offset", "timing"), [(0, "start"), (0.5, "mid"), (1, "end")])
def test_the_timing_is_read_off_the_present_values_not_off_the_label(labels, offset, timing):
    found = read(yearly(labels, offset))
    assert found.report.discounted.timing == timing and found.report.discounted.rate == 0.05
    assert found.study.discounting.outcomes == timing and found.study.horizon == 4 and found.study.start_year == 2025
    (total,) = [total for total in found.report.compared.totals if total.what == "total present value"]
    assert total.agrees and not found.report.compared.differences
    assert sroi.evaluate(
        found.study.edited({"inputs": {"i": {"from": "a", "amount": 1}}})
    ).pv_benefits == pytest.approx(total.printed)


def test_the_rate_follows_from_two_present_values_where_it_is_not_stated():
    rows = yearly(["Year 1", "Year 2", "Year 3"], 1, rate=0.0105)[1:]
    found = read(rows)
    assert found.report.discounted.rate == pytest.approx(0.0105) and found.report.discounted.timing == "end"


def test_a_total_that_no_convention_gives_is_said():
    rows = yearly(["Year 1", "Year 2"], 1)
    rows = [*rows[:4], [*rows[5][:12], 12345.0]]
    found = read(rows)
    assert found.report.discounted.timing is None and len(found.report.discounted.tried) == 4
    assert not any(one.fits for one in found.report.discounted.tried)


def test_an_outcome_that_starts_in_the_period_after_is_delayed():
    rows = yearly(["Year 0", "Year 1", "Year 2"], 0, duration=1)[1:3]
    rows[0].insert(11, "Outcomes start")
    rows[1].insert(11, 2)
    rows[1][-3:] = [None, 1000.0, None]
    outcome = read(rows).study.outcomes["fitter"]
    assert (outcome.delay.central, outcome.duration.central) == (1, 1)


# 8. a part of a year is asked for, unless the printed years show it


def halves(years=()):
    head = [*HEADINGS, *(["Year 1", "Year 2", "Year 3"] if years else [])]
    return [head, [*line("A", "Fitter", 10, 100.0, duration=2.5), *years]]


def test_a_fractional_duration_is_asked_for():
    found = read(halves())
    (need,) = found.needs
    assert need.code == "import-partial-years" and "K2 (2.5)" in need.found and "--partial-years" in need.write
    with pytest.raises(FileError):
        found.study
    said = Answers(currency="GBP", start_year=2025, partial_years="round-up")
    assert read(halves(), said).study.partial_years == "round-up"


@pytest.mark.parametrize(("last", "counts"), [(1000.0, "round-up"), (500.0, "pro-rata")])
def test_the_printed_years_show_how_a_part_counts(last, counts):
    found = read(halves((1000.0, 1000.0, last)))
    assert found.needs == () and found.study.partial_years == counts and not found.report.compared.differences


def test_months_are_years():
    rows = [
        ["Outcome", "Quantity", "Value", "Duration", "Deadweight"],
        ["Fitter", 10, 100, "24 months", 0],
        ["Well", 1, 1, "3 years", 0],
    ]
    assert [one.duration.central for one in read(rows).study.outcomes.values()] == [2, 3]


# 9. recomputed: the rows that differ are named with a reason


def test_three_planted_errors_are_named_and_no_other():
    rows = [HEADINGS]
    for place in range(12):
        rows.append(line("A", f"Change {place}", 10 + place, 100.0, deadweight=0.2, attribution=0.25, drop=0.1))
    rows[3][11] = rows[3][2] * 100 * 0.75
    rows[7][11] *= 10
    rows[10][11] = 4321.0
    found = read(rows)
    compared = found.report.compared
    assert compared.rows == (4, 8, 11) and compared.agreeing == 9 and not compared.rounded
    reasons = [one.reason for one in compared.differences]
    assert "without the deadweight of 20%" in reasons[0] and "decimal point" in reasons[1]
    assert "the quantity would have to be" in reasons[2]
    assert all(one.place == f"L{one.row}" and one.what == "impact" for one in compared.differences)


def test_a_year_that_differs_is_named_with_its_reason():
    rows = yearly(["Year 1", "Year 2", "Year 3", "Year 4"], 1)[:3]
    rows[2][13] = 1000.0
    rows[2][15] = 512.0
    compared = read(rows).report.compared
    assert [(one.row, one.place) for one in compared.differences] == [(3, "N3"), (3, "P3")]
    assert (
        "without the drop-off" in compared.differences[0].reason and "lasts 3 years" in compared.differences[1].reason
    )


# 10. further filters are kept by name; nothing is dropped


def test_leakage_and_a_filter_nobody_knows_are_filters_of_the_study():
    rows = [
        ["Outcome", "Quantity", "Value", "Deadweight", "Leakage", "Haircut", "Impact"],
        ["Fitter", 10, 100, 0.25, 0.1, 0.2, 1000 * 0.75 * 0.9 * 0.8],
    ]
    found = read(rows)
    outcome = found.study.outcomes["fitter"]
    assert outcome.leakage.central == 0.1 and outcome.other_deductions["haircut"].central == 0.2
    assert not found.report.compared.differences and every_cell_is_accounted_for(found)


def test_columns_nobody_knows_are_kept_as_notes_and_named():
    rows = [["Outcome", "Mood", "Quantity", "Value", "Deadweight", "Owner"], ["Fitter", "good", 10, 100, 0, "me"]]
    found = read(rows)
    assert [column.heading for column in found.report.unknown] == ["Mood", "Owner"]
    assert found.study.outcomes["fitter"].note == "Mood: good; Owner: me"


def test_an_outcome_without_a_value_is_kept_without_money():
    rows = [
        ["Outcome", "Stakeholder", "Quantity", "Value", "Deadweight"],
        ["Trust", "A", 10, None, 0.1],
        ["Fitter", "A", 1, 5, 0],
    ]
    found = read(rows)
    assert found.study.unmonetised["trust"].note == "C2 10 (quantity); E2 10% (deadweight)".replace("10%", "0.1")
    assert [(row.row, row.why) for row in found.report.left_out] == [(2, "no value of one unit")]


def test_words_below_the_table_are_listed_not_lost():
    rows = [HEADINGS, line("A", "Fitter", 10, 100.0), ["Total"] + [None] * 10 + [1000.0], ["Prepared in May"]]
    found = read(rows)
    assert [(cell.place, cell.text) for cell in found.report.unread] == [("A4", "Prepared in May")]
    assert every_cell_is_accounted_for(found)
