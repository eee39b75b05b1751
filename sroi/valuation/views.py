"""Perspectives: which values and which inputs are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.study.settings import Filter
from sroi.valuation.model import Cost, Line, Model

if TYPE_CHECKING:
    from sroi.valuation.vector import Vector


@dataclass(frozen=True, slots=True)
class View:
    """One perspective of one model.

    Parameters
    ----------
    id
        Id, such as ``fiscal`` or ``council-own``.
    title
        What it is, in words.
    numerator, denominator
        What stands above and below the line of its ratio, in words.
    lines, costs
        Whether each line of the value map and each input counts.
    shares
        Where only the cashable share counts: number or place in the vector, per line. Empty otherwise.
    additive
        False where its ratio must not be added to others.
    """

    id: str
    title: str
    numerator: str
    denominator: str
    lines: tuple[bool, ...]
    costs: tuple[bool, ...]
    shares: tuple[int | float, ...] = ()
    additive: bool = True

    def counted_lines(self, values: Sequence[Any], x: Vector) -> list[Any]:
        """Values of the lines that count, at their cashable share where that is asked for."""
        if not self.shares:
            return [value for value, counts in zip(values, self.lines, strict=True) if counts]
        return [
            value * (x[share] if isinstance(share, int) else share)
            for value, counts, share in zip(values, self.lines, self.shares, strict=True)
            if counts
        ]

    def counted_costs(self, values: Sequence[Any]) -> list[Any]:
        """Values of the inputs that count."""
        return [value for value, counts in zip(values, self.costs, strict=True) if counts]


def views(model: Model) -> dict[str, View]:
    """Every perspective of a study: the built-in ones, each funder twice, and those it defines.

    References
    ----------
    ``docs/method.md`` §6; fiscal return on investment after HM Treasury / New Economy (2014), Supporting public
    service transformation: cost benefit analysis guidance for local partnerships.
    """
    return {view.id: view for view in _all(model)}


def view_named(model: Model, name: str) -> View:
    """One perspective of a study, by its id.

    Raises
    ------
    ValuationError
        ``perspective-unknown``, with the nearest names.
    """
    known = views(model)
    if name not in known:
        allowed = f"a perspective is one of {', '.join(known)}"
        raise ValuationError(
            Problem("perspective-unknown", f"found the perspective {name}", allowed, did_you_mean(name, known))
        )
    return known[name]


def _all(model: Model) -> Iterator[View]:
    people = model.study.stakeholders
    everything = tuple(True for _ in model.lines)
    all_costs = tuple(True for _ in model.costs)
    public = {key for key, person in people.items() if person.role == "public"}
    public_costs = tuple(cost.stakeholder in public for cost in model.costs)
    fiscal = tuple(line.type == "fiscal" and line.to in public for line in model.lines)
    shares = tuple(line.cashable for line in model.lines)
    participants = tuple(people[line.to].role == "participant" for line in model.lines)
    yield View("social", "Society", "all values", "all inputs", everything, all_costs)
    yield View(
        "fiscal", "Public budgets", "fiscal values to public bodies", "inputs of public bodies", fiscal, public_costs
    )
    yield View(
        "cashable",
        "Public budgets, cashable part",
        "cashable share of fiscal values to public bodies",
        "inputs of public bodies",
        fiscal,
        public_costs,
        shares,
    )
    yield View("participants", "Participants", "values to participants", "all inputs", participants, all_costs)
    for funder in funders(model):
        own_costs = tuple(cost.stakeholder == funder for cost in model.costs)
        own_lines = tuple(line.to == funder for line in model.lines)
        name = people[funder].name
        yield View(
            f"{funder}-leverage",
            f"{name}, all value per 1 it invests",
            "all values",
            f"inputs of {name}",
            everything,
            own_costs,
            additive=False,
        )
        yield View(
            f"{funder}-own",
            f"{name}, its own value per 1 it invests",
            f"values to {name}",
            f"inputs of {name}",
            own_lines,
            own_costs,
            additive=False,
        )
    for key, stated in model.study.perspectives.items():
        yield View(
            key,
            stated.name or key,
            _said(stated.values, "values"),
            _said(stated.inputs, "inputs"),
            tuple(_line_fits(model, line, stated.values) for line in model.lines),
            tuple(_cost_fits(model, cost, stated.inputs) for cost in model.costs),
            shares if stated.cashable else (),
        )


def funders(model: Model) -> list[str]:
    """Stakeholders who pay: those who contribute cash, and funders and public bodies who contribute anything."""
    people = model.study.stakeholders
    paying = (
        cost.stakeholder
        for cost in model.costs
        if cost.kind == "cash" or people[cost.stakeholder].role in ("public", "funder")
    )
    return list(dict.fromkeys(paying))


def _line_fits(model: Model, line: Line, wanted: Filter) -> bool:
    person = model.study.stakeholders[line.to]
    facts: dict[str, set[str | None]] = {
        "id": {line.outcome, line.address},
        "to": {line.to},
        "type": {line.type},
        "role": {person.role},
        "stakeholder": {model.study.outcomes[line.outcome].stakeholder},
    }
    return all(facts.get(key, set()) & set(values) for key, values in _stated(wanted))


def _cost_fits(model: Model, cost: Cost, wanted: Filter) -> bool:
    role = model.study.stakeholders[cost.stakeholder].role
    facts = {"id": cost.id, "from_": cost.stakeholder, "stakeholder": cost.stakeholder, "role": role, "kind": cost.kind}
    return all(facts.get(key) in values for key, values in _stated(wanted))


def _stated(wanted: Filter) -> list[tuple[str, tuple[str, ...]]]:
    return [(key, values) for key in type(wanted).model_fields if (values := getattr(wanted, key)) is not None]


def _said(wanted: Filter, what: str) -> str:
    parts = [f"{key.rstrip('_')}: {' or '.join(values)}" for key, values in _stated(wanted)]
    return f"{what} with {', '.join(parts)}" if parts else f"all {what}"
