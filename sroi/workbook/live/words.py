"""The sheets of words: cover, notes, stakeholders, assumptions, sources and the record of the export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sroi.analysis.caveats import caveats
from sroi.analysis.headline import Headline
from sroi.analysis.recorded.record import RunRecord
from sroi.study.study import Study
from sroi.valuation.valuation import Valuation
from sroi.workbook.live.carried import LONGEST
from sroi.workbook.live.numbers import Numbers
from sroi.workbook.live.page import HEAD, Column, Content, Formula, Page, Text, quoted
from sroi.workbook.live.results import Results
from sroi.workbook.live.scenarios import CHOSEN
from sroi.workbook.live.value_map import ValueMap

_KINDS = {"forecast": "forecast", "evaluation": "evaluation", "illustration": "illustration, not an evaluation"}


def cover(valuation: Valuation, headline: Headline, record: RunRecord, results: Results, status: list[Formula]) -> Page:
    """The first sheet: what it is, the ratio with its range and caveats, and whether the workbook agrees."""
    study = valuation.study
    page = Page(
        "Cover",
        study.title,
        ("Social return on investment: a workbook that calculates. Start with the sheet Notes.",),
        [Column("what", "Item", wide=34), Column("value", "What it says", "wide", wide=90)],
    )

    def add(what: str, value: Content) -> None:
        page.add({"what": what, "value": value})

    names = "SROI ratio", "Net present value"
    ratio, npv = (results.page.at(results.rows["Result", name], "value") for name in names)
    add("Scenario in force", Formula(CHOSEN, "base"))
    add("SROI ratio", Formula(ratio, valuation.ratio, "times left"))
    add("Net present value", Formula(npv, valuation.npv, "money left"))
    add("Result with its range, base case at export", headline.answer)
    for caveat in caveats(valuation):
        add("To be read beside it", caveat.words)
    for name, formula in zip(
        ("Agrees with the engine", "Numbers changed since export, shared ones at each place"), status, strict=True
    ):
        add(name, formula)
    add("Kind of study", _KINDS[study.kind])
    add("Years counted", f"{study.horizon} from {study.start_year}")
    add("Currency and price base", f"{study.currency}, {study.price_base}")
    add("Discounting", valuation.convention)
    for what, text in (("Purpose", study.purpose), ("Audience", study.audience), ("Author", study.author)):
        if text:
            add(what, text)
    if study.partners:
        add("Partners", ", ".join(study.partners))
    add("Date of the export", record.date or "not given")
    add("Study hash", study.hash)
    if study.signed_off is not None:
        add("Signed off", f"{study.signed_off.by}, {study.signed_off.when}")
    return page


def notes(valuation: Valuation, pages: Iterable[Page]) -> Page:
    """How to read and use the workbook, what to read with care, and what is on each sheet."""
    study = valuation.study
    page = Page(
        "Notes",
        "Notes: how to use this workbook",
        ("Every sheet has its title in A1 and one table.",),
        [Column("what", "Topic", wide=30), Column("value", "Note", "wide", wide=110)],
    )
    for what, text in _using(study):
        page.add({"what": what, "value": text})
    for note in valuation.notes:
        page.add({"what": "Read with care", "value": note})
    for limit in study.limitations:
        page.add({"what": "Limitation", "value": limit})
    for key, item in study.unmonetised.items():
        said = f"{item.name} ({item.direction}, {item.scale})" + (f": {item.note}" if item.note else "")
        page.add({"what": "Not valued in money", "value": said or key})
    for found in pages:
        about = [line for line in found.about if not line.endswith(":")]
        page.add({"what": f"Sheet {found.name}", "value": " ".join([f"{found.title}.", *about])})
    return page


def _using(study: Study) -> Iterator[tuple[str, str]]:
    """How the workbook is used, by topic."""
    example = next(iter(study.outcomes), "outcome").replace("-", "_")
    yield "Change a number", "Type into a yellow cell of the sheet Numbers (column B). Everything else follows."
    yield "Choose a scenario", "Pick it in cell D2 of the sheet Scenarios. What it changes stands there, row by row."
    yield "Colours", "Yellow: stated by the study. Pale yellow: left at its usual value. White: calculated."
    yield (
        "Names",
        "Each yellow cell has a name: the address of the number in the study, with . for / and _ for -, such as "
        f"{example}.deadweight.",
    )
    yield (
        "Back to a study",
        "sroi import reads this workbook and what was changed in it. The sheet Study file holds the study.",
    )
    yield "Two calculations", "This workbook calculates from its numbers to the ratio; the sheet Check compares."
    yield (
        "Not in here",
        "Ranges, simulation, drivers, value of information, internal rate of return: sroi has them from the study.",
    )


def stakeholders(study: Study, numbers: Numbers, value_map: ValueMap, valuation: Valuation) -> Page:
    """Who is concerned, how they were involved, what they invest and gain."""
    page = Page(
        "Stakeholders",
        "Stakeholders: who is concerned",
        ("What they gain includes what others lose to them; what they lose counts against it.",),
        [
            Column("who", "Stakeholder", wide=32),
            Column("role", "Part they play", wide=13),
            Column("size", "Number of them", "number", wide=13),
            Column("invests", "Invests, present value", "money", wide=16),
            Column("gains", "Gains, present value", "money", wide=16),
            Column("involved", "How they were involved", wide=44),
            Column("excluded", "Why nothing of theirs is counted", wide=44),
            Column("note", "Note", wide=40),
            Column("id", "Id", "small", wide=20),
        ],
    )
    lines, gained = valuation.model.lines, valuation.flows.line_totals
    last = HEAD + len(lines)
    for key, person in study.stakeholders.items():
        address = f"stakeholders/{key}/size"
        to, worth = value_map.page.down("to_id", HEAD + 1, last), value_map.page.down("present", HEAD + 1, last)
        spent = value_map.invested.down("from_id"), value_map.invested.down("present")
        cells: dict[str, Content] = {
            "who": person.name,
            "role": person.role,
            "invests": Formula(f"SUMIF({spent[0]},{quoted(key)},{spent[1]})", _spent(valuation, key)),
            "gains": Formula(
                f"SUMIF({to},{quoted(key)},{worth})",
                sum(float(value) for line, value in zip(lines, gained, strict=True) if line.to == key),
            ),
            "involved": person.involved,
            "excluded": person.excluded,
            "note": person.note,
            "id": key,
        }
        if address in numbers.rows:
            cells["size"] = Formula(numbers.now(address), numbers.value(address))
        page.add(cells)
    return page


def _spent(valuation: Valuation, key: str) -> float:
    costs = zip(valuation.model.costs, valuation.flows.present_costs, strict=True)
    return sum(float(years.sum()) for cost, years in costs if cost.stakeholder == key)


def assumptions(study: Study, numbers: Numbers) -> Page:
    """What is assumed: entries of the logs, and every number that rests on an assumption."""
    page = Page(
        "Assumptions log",
        "Assumptions log: what is assumed and decided, and the numbers that rest on it",
        ("An assumption is a statement that nobody has measured. Decisions of the study stand here too.",),
        [
            Column("kind", "Kind", wide=22),
            Column("what", "What", wide=60),
            Column("value", "In force", "number", wide=15),
            Column("why", "Why, or source", wide=50),
            Column("when", "When", wide=12),
            Column("by", "Who", wide=20),
            Column("reliability", "Reliability", wide=18),
            Column("review", "Review by", wide=12),
            Column("address", "Address", "small", wide=36),
        ],
    )
    for item in study.assumptions:
        page.add(
            {
                "kind": "logged assumption",
                "what": item.what,
                "why": item.why,
                "when": item.when,
                "by": item.by,
                "reliability": item.reliability,
                "review": item.review_by,
                "address": ", ".join(item.addresses),
            }
        )
    for row in numbers.base.table.rows:
        if row.assumption:
            look = numbers._look(row)
            now = Formula(numbers.now(row.address), row.central, look)
            why = ". ".join(filter(None, (row.source, row.note)))
            page.add({"kind": "assumed number", "what": row.label, "value": now, "why": why, "address": row.address})
    for decision in study.decisions:
        said = {"what": decision.what, "why": decision.why, "when": decision.when, "by": decision.by}
        page.add({"kind": "decision", **said})
    for stands in study.acknowledged:
        said = {"what": stands.check, "why": stands.reason, "when": stands.when, "by": stands.by}
        page.add({"kind": "finding that stands", **said, "address": stands.address})
    if not page.rows:
        page.add({"kind": "none", "what": "The study logs no assumption, and no number names one as its source."})
    return page


def sources(study: Study, numbers: Numbers) -> Page:
    """Where numbers come from: the study's own list, and what else its numbers name."""
    page = Page(
        "Sources",
        "Sources: where the numbers come from",
        ("First the study's own list; then what its numbers and proxies name beside it.",),
        [
            Column("id", "Source", wide=22),
            Column("title", "Title", wide=60),
            Column("kind", "Kind", wide=14),
            Column("year", "Year", wide=9),
            Column("author", "Author or publisher", wide=30),
            Column("page", "Page", wide=12),
            Column("url", "Address on the web", wide=44),
            Column("sample", "Sample and response", wide=18),
            Column("note", "Note", wide=44),
            Column("numbers", "Numbers that rest on it", "whole", wide=12),
        ],
    )
    used: dict[str, int] = {}
    for row in numbers.base.table.rows:
        if row.source:
            name = row.source.split(" ")[0].rstrip(",;:")
            key = name if name in study.sources else row.source
            used[key] = used.get(key, 0) + 1
    for key, source in study.sources.items():
        response = f"{source.response:.0%}" if source.response is not None else None
        page.add(
            {
                "id": key,
                "title": source.title,
                "kind": source.kind,
                "year": source.year,
                "author": ", ".join(filter(None, (source.author, source.publisher))),
                "page": source.page,
                "url": source.url,
                "sample": ", ".join(filter(None, (source.sample, response))),
                "note": ". ".join(filter(None, (source.note, source.licence))),
                "numbers": float(used.pop(key, 0)),
            }
        )
    for key, count in used.items():
        page.add({"id": "named beside it", "title": key, "numbers": float(count)})
    if not page.rows:
        page.add({"id": "none", "title": "The study names no source."})
    return page


def record_page(record: RunRecord) -> Page:
    """Everything that must be known to get the same numbers again."""
    page = Page(
        "Run record",
        "Run record: what was computed, from what, with what",
        ("sroi reproduce reads the last row and says whether the numbers are the same today.",),
        [Column("what", "Item", wide=34), Column("value", "What it says", "wide", wide=100)],
    )
    whole = record.as_text()
    *rows, (last, short) = record.rows
    for what, value in rows:
        page.add({"what": what, "value": value})
    # On one line, whatever its length: it is for machines.
    page.add({"what": last, "value": Text(whole if len(whole) <= LONGEST else short, "code")})
    return page
