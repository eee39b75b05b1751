"""``sroi run``: value a study."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from sroi.cli.machines import for_machines, frame_of
from sroi.cli.opening import open_study
from sroi.cli.output import facts, heading, notes, say, table
from sroi.errors import Problem, StudyError
from sroi.study.study import Study
from sroi.valuation.conventions import Reading, conventions
from sroi.valuation.formats import money, number, part, percent, plain, years
from sroi.valuation.plain import records
from sroi.valuation.sentences import answer, payback_sentence, published_sentence, why_no_value
from sroi.valuation.tables import group_sums
from sroi.valuation.valuation import Valuation, evaluate

if TYPE_CHECKING:
    import pandas as pd


def execute(options: argparse.Namespace) -> int:
    """Value the study and print, or write, the result."""
    study = open_study(options.study, options.proxies)
    if options.conventions:
        if options.table:
            raise StudyError(
                Problem(
                    "options-apart", "found --table beside --conventions", "each prints another table", "leave one out"
                )
            )
        return _conventions(study, options)
    valuation = evaluate(study, options.scenario)
    if options.table:
        return _table(study, valuation, options)
    if not for_machines(options, valuation.to_dict(), lambda: _frame(valuation, "value_map"), study):
        show(valuation)
    return 0


def _table(study: Study, valuation: Valuation, options: argparse.Namespace) -> int:
    """Print, or write, one table of the result and nothing else."""
    frame = _frame(valuation, options.table)
    data = records(frame)
    if not for_machines(options, data, lambda: frame, study):
        heading(f"{valuation.title}: {options.table}")
        _show_frame(frame)
        notes(valuation)
    return 0


def show(valuation: Valuation) -> None:
    """Print a valuation for people."""
    study = valuation.study
    heading(valuation.title)
    say(answer(valuation))
    _headline(valuation)
    notes(valuation)
    if study.published is not None and valuation.scenario is None:
        say(f"• {published_sentence(valuation)}")
    heading("Who gains")
    _groups(valuation, "stakeholder", "Value goes to")
    heading("Which outcomes")
    _groups(valuation, "outcome", "Outcome")
    heading("Whose money, whose gain")
    _perspectives(valuation)
    heading("Year by year")
    _years(valuation)
    if study.unmonetised:
        heading("Not valued in money")
        table(
            ("Outcome", "Direction", "Scale"),
            [(item.name, item.direction, item.scale) for item in study.unmonetised.values()],
        )
    _acknowledged(study)
    say("", "sroi explain … OUTCOME prints the sum behind a number; --json prints everything.")


def _acknowledged(study: Study) -> None:
    """Findings of the checks that somebody lets stand: whoever reads the result is told."""
    if study.acknowledged:
        heading("Acknowledged findings (sroi check)")
    for entry in study.acknowledged:
        when = f", {entry.when}" if entry.when else ""
        where = f" at {entry.address}" if entry.address else ""
        say(f"• {entry.check}{where}: {entry.reason} ({entry.by}{when})")


def _headline(valuation: Valuation) -> None:
    study, currency = valuation.study, valuation.study.currency
    irr = valuation.irr
    rows = [
        ("SROI ratio", f"{plain(valuation.ratio)}  (net ratio {plain(valuation.net_ratio)})"),
        ("Net present value", money(valuation.npv, currency, 2)),
        ("Present value of benefits", money(valuation.pv_benefits, currency, 2)),
        ("Present value of inputs", money(valuation.pv_inputs, currency, 2)),
        ("Payback", payback_sentence(valuation)),
        ("Internal rate of return", percent(irr.rate) if irr.rate is not None else (irr.reason or "")),
        ("Convention", valuation.convention),
        ("Horizon and prices", f"{years(study.horizon)} from {study.start_year}; price base {study.price_base}"),
    ]
    facts(rows)


def _groups(valuation: Valuation, group: str, title: str) -> None:
    study, total = valuation.study, valuation.pv_benefits
    names = (
        {key: person.name for key, person in study.stakeholders.items()}
        if group == "stakeholder"
        else {key: item.name for key, item in study.outcomes.items()}
    )
    sums = group_sums(valuation, group)
    rows = [
        (
            names[key],
            str(key),
            money(value, study.currency),
            part(value, total),
            plain(value / valuation.pv_inputs),
        )
        for key, value in sorted(sums.items(), key=lambda item: -item[1])
    ]
    rows.append(("Total", "", money(total, study.currency), part(total, total), plain(valuation.ratio)))
    table((title, "Id", "Present value", "Share", f"Per {money(1, study.currency)}"), rows, (2, 3, 4))


def _perspectives(valuation: Valuation) -> None:
    currency = valuation.study.currency
    rows = []
    for found in valuation.perspectives.values():
        ratio = plain(found.ratio) if found.ratio is not None else f"undefined: {found.reason}"
        why = why_no_value(valuation, found)
        if found.ratio is not None and why is not None:
            ratio += f"  ({why})"
        elif not found.view.additive and found.pv_inputs < 0.1 * valuation.pv_inputs:
            ratio += f"  (it pays {part(found.pv_inputs, valuation.pv_inputs)} of the inputs)"
        title = found.view.title + ("" if found.view.additive else "*")
        rows.append((title, money(found.pv_benefits, currency), money(found.pv_inputs, currency), ratio))
    table(("Perspective", "Benefits counted", "Inputs counted", "Ratio"), rows, (1, 2))
    if not all(found.view.additive for found in valuation.perspectives.values()):
        say("* one funder's view: these count the same value again and must not be added up")


def _years(valuation: Valuation) -> None:
    currency, flow = valuation.study.currency, valuation.cash_flow
    rows = []
    for year, row in flow.iterrows():
        if row["benefits"] or row["inputs"] or year == valuation.study.start_year:
            columns = ("inputs", "benefits", "pv_inputs", "pv_benefits", "running_total_discounted")
            rows.append((str(year), *(money(float(row[column]), currency) for column in columns)))
    undated = float(valuation.flows.undated.sum())
    if undated:
        rows.append(("stated as present values", "", "", "", money(undated, currency), money(valuation.npv, currency)))
    table(("Year", "Inputs", "Benefits", "PV of inputs", "PV of benefits", "Running total, PV"), rows, range(1, 6))


def _show_frame(frame: pd.DataFrame) -> None:
    """Print a table with every column; years and texts as they are, other numbers with four decimals at most."""
    numbers = [place for place, column in enumerate(frame) if frame[column].dtype.kind in "iuf"]
    rows = [
        ["" if cell is None else number(cell) if isinstance(cell, float) else str(cell) for cell in row.values()]
        for row in records(frame)
    ]
    table([str(column).replace("_", " ") for column in frame], rows, numbers)


def _frame(valuation: Valuation, name: str) -> pd.DataFrame:
    if name.startswith("by_"):
        return valuation.by(name.removeprefix("by_")).reset_index()
    if name == "perspectives":
        import pandas as pd

        return pd.DataFrame([{"perspective": key, **item} for key, item in valuation.to_dict()["perspectives"].items()])
    frame: pd.DataFrame = getattr(valuation, name)
    return frame.reset_index(drop=name == "ledger")


def _conventions(study: Study, options: argparse.Namespace) -> int:
    valuation = evaluate(study, options.scenario)
    readings = conventions(study, options.scenario)
    data = [_plain(reading) for reading in readings]
    if not for_machines(options, data, lambda: frame_of(data), study):
        heading(f"{valuation.title}: one study, several readings of “the ratio”")
        rows = [
            (
                reading.title,
                reading.used_by,
                plain(reading.ratio),
                plain(reading.net_ratio),
                money(reading.pv_benefits, study.currency),
            )
            for reading in readings
        ]
        table(("Reading", "Used by", "Ratio", "Quoted net", "Present value"), rows, (2, 3, 4))
        say("Same inputs, same outcomes: what differs is how they are discounted. Say which reading you quote.")
        notes(valuation)
    return 0


def _plain(reading: Reading) -> dict[str, Any]:
    return {
        "id": reading.id,
        "title": reading.title,
        "used_by": reading.used_by,
        "ratio": reading.ratio,
        "net_ratio": reading.net_ratio,
        "pv_benefits": reading.pv_benefits,
        "pv_inputs": reading.pv_inputs,
        "convention": reading.convention,
    }
