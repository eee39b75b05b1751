"""From the rows of a value map to the document of a study, with the cell that every number came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sroi.valuation.formats import percent
from sroi.workbook.reading.accounts import Accounts
from sroi.workbook.reading.arithmetic import Sense, unit_value
from sroi.workbook.reading.lives import Years
from sroi.workbook.reading.rows import SHARES, MapOutcome, Number, plain_number, read_number, scaled
from sroi.workbook.reading.sheets import Cell
from sroi.workbook.reading.synonyms import FILTERS
from sroi.workbook.reading.table import Table
from sroi.workbook.reading.written import Path, clean, share_text, short_id

#: Longest name. [letters]
_LONGEST_NAME: Final = 200


@dataclass
class Draft:
    """A document in the making: what it says, where each number came from, and what was decided on the way.

    ``rows`` are the rows of the sheet by id of their outcome; ``left`` those that became no outcome, with the reason.
    """

    document: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, str] = field(default_factory=dict)
    decisions: list[str] = field(default_factory=list)
    rows: dict[str, MapOutcome] = field(default_factory=dict)
    left: list[tuple[MapOutcome, str]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)


class Builder:
    """Puts the parts of a study together, in the order of the study file."""

    def __init__(self, table: Table, accounts: Accounts, sense: Sense, years: Years) -> None:
        self.table, self.accounts, self.sense, self.years = table, accounts, sense, years
        self.draft = Draft()
        self.stakeholders: dict[str, Any] = {}
        self.inputs: dict[str, Any] = {}
        self.outcomes: dict[str, Any] = {}
        self.unmonetised: dict[str, Any] = {}

    def build(self, outcomes: Sequence[MapOutcome], settings: Mapping[str, Any]) -> Draft:
        """Build the document from the outcomes and the settings of the study."""
        self._people()
        self._inputs()
        names = _distinct_names(outcomes)
        for outcome in outcomes:
            self._outcome(outcome, self._named(names[outcome.row]))
        parts = {
            "stakeholders": self.stakeholders,
            "inputs": self.inputs,
            "outcomes": self.outcomes,
            "unmonetised": self.unmonetised,
        }
        self.draft.document = {**settings, **{key: part for key, part in parts.items() if part or key == "outcomes"}}
        return self.draft

    def where(self, cell: Cell) -> str:
        """Place of a cell with its sheet."""
        return self.table.sheet.where(cell)

    def _person(self, name: str) -> str:
        name = self._named(name)
        if not name:
            name = "Participants"
            self._told("whose outcomes they are is not stated: they are called Participants")
        key = self.draft.people.get(name.lower())
        if key is None:
            key = short_id(name, "stakeholder", self.stakeholders)
            self.draft.people[name.lower()] = key
            self.stakeholders[key] = {"name": name}
        return key

    def _named(self, words: str) -> str:
        """A name that can be printed; what was done to it is told once."""
        name = clean(words)
        if name != " ".join(words.split()):
            self._told(f"signs that cannot be seen were taken out of “{name[:60]}”")
        if len(name) > _LONGEST_NAME:
            self._told(f"a name of {len(name):,} letters was cut: “{name[:60]}…”")
            name = f"{name[:_LONGEST_NAME]}…"
        return name

    def _told(self, words: str) -> None:
        if words not in self.draft.decisions:
            self.draft.decisions.append(words)

    def _people(self) -> None:
        """Everyone the map names, in its order, with the size of the group and how they were involved."""
        who = self.table.headings.of("stakeholder")
        seen: set[tuple[int, int]] = set()
        for row in sorted((*self.table.rows, *self.table.people), key=lambda row: row.number):
            cell = row.cells.get(who.column) if who else None
            if cell is None:
                continue
            self.accounts.mark(cell, "used")
            key = self._person(cell.text)
            for column in self.table.headings.columns:
                here = row.cells.get(column.column)
                if here is None or (here.row, here.column) in seen:
                    continue
                if column.field in ("size", "involved"):
                    seen.add((here.row, here.column))
                    self._about_person(key, column.field, column.short, here)
                elif row in self.table.people and column.field not in ("stakeholder", "input", "input_value", "source"):
                    self._note(self.stakeholders[key], column.short, here)

    def _about_person(self, key: str, what: str, heading: str, cell: Cell) -> None:
        person = self.stakeholders[key]
        number = read_number(cell, "size") if what == "size" else None
        if what == "size" and number is not None and number.value >= 0 and "size" not in person:
            person["size"] = number.written or plain_number(number.value)
            self.draft.places["stakeholders", key, "size"] = self.where(cell)
            self.accounts.mark(cell, "used")
        elif what == "involved" and "involved" not in person:
            person["involved"] = clean(cell.text)
            self.accounts.mark(cell, "used")
        elif person.get(what) != (plain_number(number.value) if number else clean(cell.text)):
            self._note(person, heading, cell)
        else:
            self.accounts.mark(cell, "used")

    def _note(self, target: dict[str, Any], heading: str, cell: Cell) -> None:
        target["note"] = "; ".join(filter(None, (target.get("note", ""), f"{clean(heading)}: {clean(cell.text)}")))
        self.accounts.mark(cell, "note")

    def _inputs(self) -> None:
        for one in self.table.invested:
            person = self._person(one.stakeholder.text if one.stakeholder else "")
            number = read_number(one.value, "value") if one.value is not None else None
            number = scaled(number, self.table.headings.of("input_value")) if number is not None else None
            for cell in filter(None, (one.what, one.source)):
                self.accounts.mark(cell, "used")
            what = clean(one.what.text) if one.what is not None else ""
            if number is None or number.value < 0 or one.value is None:
                if one.value is not None:
                    self.accounts.mark(one.value, "unread", "an input is an amount of at least 0; kept as a note")
                said = f"Invests {what}, no amount stated" + (f" ({one.value.text})" if one.value is not None else "")
                target = self.stakeholders[person]
                target["note"] = "; ".join(filter(None, (target.get("note", ""), said)))
                continue
            key = short_id(what or self.stakeholders[person]["name"], "input", self.inputs)
            made: dict[str, Any] = {"from": person, "amount": number.written or plain_number(number.value)}
            made = {"name": what, **made} if what else made
            if one.source is not None:
                made["source"] = clean(one.source.text)
            self.inputs[key] = made
            self.accounts.mark(one.value, "used")
            self.draft.places["inputs", key, "amount"] = self.where(one.value)

        total = self.table.foot.numbers.get("inputs_total", 0.0)
        if not self.inputs and self.table.headings.of("input_value") is None and total > 0:
            # A budget beside the table, from nobody in particular.
            person = self._person("Not stated")
            cell = self.table.foot.totals["inputs_total"]
            self.inputs["total"] = {"name": "Inputs", "from": person, "amount": plain_number(total)}
            self.accounts.mark(cell, "used")
            self.draft.places["inputs", "total", "amount"] = self.where(cell)
            self.draft.decisions.append(f"{self.where(cell)} is the only input; who pays it is not stated")

    def _outcome(self, outcome: MapOutcome, name: str) -> None:
        unit, derived = unit_value(outcome), ""
        quantity = outcome.numbers.get("quantity")
        impact = outcome.printed.get("impact")
        if unit is None and impact is not None and impact.value and quantity is not None and quantity.value:
            kept = 1.0
            for key in (*FILTERS, "optimism_bias"):
                kept *= 1 - self._kept(outcome, key)
            unit = impact.value / quantity.value / kept if kept else None
            derived = f"value of one unit computed from the printed impact of {impact.cell.text}, as none is stated"
        if unit is None or quantity is None:
            self._unvalued(outcome, name, "no value of one unit" if quantity is not None else "no quantity")
            return
        key = short_id(name, "outcome", {**self.outcomes, **self.unmonetised})
        self.draft.rows[key] = outcome
        if derived:
            self.draft.decisions.append(f"row {outcome.row}, {name}: {derived}")
        self.outcomes[key] = self._written(key, outcome, name, unit, derived)

    def _kept(self, outcome: MapOutcome, key: str) -> float:
        share = outcome.value(key)
        return 1 - share if key == "attribution" and self.sense == "ours" and key in outcome.numbers else share

    def _unvalued(self, outcome: MapOutcome, name: str, why: str) -> None:
        key = short_id(name, "outcome", {**self.outcomes, **self.unmonetised})
        said = [f"{number.cell.place} {clean(number.cell.text)} ({key})" for key, number in outcome.numbers.items()]
        said += [f"{share.cell.place} {share.cell.text} ({heading})" for heading, share in outcome.extra.items()]
        texts = [f"{what}: {clean(text)}" for what, text in (*outcome.texts.items(), *outcome.notes)]
        texts += [f"source of the {of}: {clean(text)}" for of, text in outcome.sources.items()]
        texts += said
        person = self._person(outcome.stakeholder)
        made: dict[str, Any] = {"name": name, "stakeholder": person}
        self.unmonetised[key] = {**made, "note": "; ".join(texts)} if texts else made
        self.draft.left.append((outcome, why))

    def _written(self, key: str, outcome: MapOutcome, name: str, unit: float, derived: str) -> dict[str, Any]:
        texts = dict(outcome.texts)
        made: dict[str, Any] = {"name": name, "stakeholder": self._person(outcome.stakeholder)}
        if "domain" in texts:
            made["domain"] = clean(texts.pop("domain"))
        quantity = outcome.numbers["quantity"]
        sign = -1 if quantity.value < 0 else 1
        made["quantity"] = self._quantity(key, outcome, quantity)
        made["value"] = self._value(key, outcome, sign * unit, texts, derived)
        kind = texts.get("type", "").strip().lower()
        if kind in ("fiscal", "economic", "social"):
            made["type"] = kind
            texts.pop("type")
        self._shares(key, outcome, made)
        lasts = self.years.running.lasts(outcome)
        if "duration" in outcome.numbers or lasts != 1:
            stated = outcome.numbers.get("duration")
            made["duration"] = stated.written if stated is not None and stated.written else plain_number(lasts)
            self._from(stated, "outcomes", key, "duration")
        begins = self.years.begins[outcome.row]
        if begins:
            made["delay"] = begins
            self._from(outcome.numbers.get("start"), "outcomes", key, "delay")
        if "indicator" in texts:
            made["indicator"] = clean(texts.pop("indicator"))
        if "unit" in texts:
            made["unit"] = clean(texts.pop("unit"))
        if outcome.sources.get("outcome"):
            made["source"] = clean(outcome.sources["outcome"])
        notes = [f"{clean(heading)}: {clean(text)}" for heading, text in outcome.notes]
        notes += [f"{what.replace('_', ' ')}: {clean(text)}" for what, text in texts.items()]
        if notes:
            made["note"] = "; ".join(notes)
        return made

    def _quantity(self, key: str, outcome: MapOutcome, quantity: Number) -> Any:
        stated = quantity.written or plain_number(abs(quantity.value))
        if self.table.headings.of("quantity") is not None:
            self._from(quantity, "outcomes", key, "quantity")
        each = outcome.numbers.get("units_each")
        if each is None:
            return stated
        self._from(each, "outcomes", key, "quantity", "units-each")
        return {"people": stated, "units-each": each.written or plain_number(each.value)}

    def _value(self, key: str, outcome: MapOutcome, unit: float, texts: dict[str, str], derived: str) -> Any:
        stated = outcome.numbers.get("value") or outcome.numbers.get("value_total")
        self._from(stated or outcome.printed.get("impact"), "outcomes", key, "value")
        same_sign = stated is not None and stated.value * unit >= 0
        note = [clean(texts.pop("proxy", ""))]
        if "price_year" in texts:
            note.append(f"price year {clean(texts.pop('price_year'))}")
        if derived:
            note.append(derived)
        elif "value" not in outcome.numbers:
            note.append("the map states quantity × value only; divided by the quantity")
        elif not same_sign:
            note.append("the map states it with another sign than its total, whose sign is taken")
            self.draft.decisions.append(
                f"row {outcome.row}, {outcome.name}: unit and total value differ in sign; the total's is taken"
            )
        written = stated.written if stated is not None and stated.written and same_sign else None
        made: dict[str, Any] = {"value": written or plain_number(unit)}
        if outcome.sources.get("value"):
            made["source"] = clean(outcome.sources["value"])
        if said := "; ".join(filter(None, note)):
            made["note"] = said
        return made if len(made) > 1 else made["value"]

    def _shares(self, key: str, outcome: MapOutcome, made: dict[str, Any]) -> None:
        for field_key in SHARES:
            share = outcome.numbers.get(field_key)
            if share is None:
                continue
            written: Any = share.written or share_text(share.value)
            evidence: dict[str, Any] = {}
            if field_key == "attribution" and self.sense == "ours":
                written = share_text(float(Decimal(1) - Decimal(repr(share.value))))
                evidence["note"] = f"stated as a share of our own: {percent(share.value)}"
            if outcome.sources.get(field_key):
                evidence["source"] = clean(outcome.sources[field_key])
            stated = {"value": written, **evidence} if evidence else written
            linear = field_key == "drop_off" and self.years.running.linear
            made[field_key] = {"linear": stated} if linear else stated
            self._from(share, "outcomes", key, field_key)
        if self.years.running.from_first and "drop_off" in made:
            made["drop_off_from"] = 0
        if outcome.extra:
            made["other_deductions"] = {}
            for heading, share in outcome.extra.items():
                name = short_id(heading.split(" / ")[-1], "deduction", made["other_deductions"])
                made["other_deductions"][name] = share.written or share_text(share.value)
                self._from(share, "outcomes", key, "other_deductions", name)

    def _from(self, number: Number | None, *path: str | int) -> None:
        if number is not None:
            self.draft.places[path] = self.where(number.cell)


def _distinct_names(outcomes: Sequence[MapOutcome]) -> dict[int, str]:
    """Name of each outcome; where several have the same, what tells them apart is added."""
    names = {outcome.row: " ".join(outcome.name.split()) or f"Outcome of row {outcome.row}" for outcome in outcomes}
    for name in {name for name in names.values() if list(names.values()).count(name) > 1}:
        alike = [outcome for outcome in outcomes if names[outcome.row] == name]
        for words in (
            [clean(outcome.stakeholder) for outcome in alike],
            [clean(outcome.texts.get("indicator", "")) for outcome in alike],
            [clean(outcome.texts.get("proxy", "")) for outcome in alike],
        ):
            if len(set(words)) == len(words) and all(words):
                for outcome, word in zip(alike, words, strict=True):
                    names[outcome.row] = f"{name} ({word[:80]})"
                break
    return names
