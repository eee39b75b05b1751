"""What follows from a study: the ratio, and everything a reviewer would ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation import tables
from sroi.valuation.assumed import ANY, assumed_shares, shares_in_words
from sroi.valuation.engine import NO_INPUTS, present_costs, present_values, total
from sroi.valuation.flows import Flows, flows, part_years
from sroi.valuation.formats import money, years
from sroi.valuation.ledger import ledger
from sroi.valuation.model import Line, Model
from sroi.valuation.payback import Payback, RateOfReturn, payback, rate_of_return
from sroi.valuation.plain import as_dict, as_html
from sroi.valuation.scenarios import BASE
from sroi.valuation.vector import central
from sroi.valuation.views import View, views

if TYPE_CHECKING:
    import pandas as pd

#: What value may be grouped by.
GROUPS: Final = ("stakeholder", "agency", "type", "domain", "year", "outcome")

NOT_STATED: Final = "not stated"
UNDATED: Final = "stated as present value"


@dataclass(frozen=True, slots=True)
class InPerspective:
    """The result from one perspective. ``ratio`` is None where it is undefined, with the reason."""

    view: View
    pv_benefits: float
    pv_inputs: float

    @property
    def npv(self) -> float:
        """Present value of the benefits counted less that of the inputs counted."""
        return self.pv_benefits - self.pv_inputs

    @property
    def ratio(self) -> float | None:
        """Benefits counted per 1 of inputs counted."""
        return self.pv_benefits / self.pv_inputs if self.pv_inputs > 0 else None

    @property
    def reason(self) -> str | None:
        """Why there is no ratio."""
        return None if self.pv_inputs > 0 else f"there are no {self.view.denominator}"


class Valuation:
    """The base case of a study, or one of its scenarios, valued.

    Made by :func:`sroi.evaluate`. Money is in the study's currency and price base.

    Parameters
    ----------
    model
        The resolved study.

    Raises
    ------
    ValuationError
        ``inputs-zero`` where nothing is invested; ``outcomes-missing`` where nothing is valued.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.study = model.study
        if not model.lines:
            raise ValuationError(
                Problem(
                    "outcomes-missing",
                    "found no outcome to value",
                    "a ratio needs outcomes",
                    "add them under outcomes",
                    "outcomes",
                    self.study.line("outcomes"),
                )
            )
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused below, in words
            self.flows: Flows = flows(model)
        self.pv_inputs = float(self.flows.present_costs.sum())
        self.pv_benefits = float(self.flows.line_totals.sum())
        if not self.pv_inputs > 0:
            line = self.study.line("inputs")
            raise ValuationError(
                Problem(NO_INPUTS.code, NO_INPUTS.found, NO_INPUTS.allowed, NO_INPUTS.write, "inputs", line)
            )
        totals = [self.pv_benefits, self.pv_inputs, self.ratio, float(self.flows.beyond.sum())]
        if not np.all(np.isfinite(totals)):
            raise ValuationError(
                Problem(
                    "number-overflow",
                    "the values are too large to add up",
                    "present values stay below 1e308",
                    "check quantities and unit values for a slip",
                )
            )

    @property
    def scenario(self) -> str | None:
        """Id of the scenario or option valued; None for the base case."""
        return None if self.model.scenario_id == BASE else self.model.scenario_id

    @property
    def title(self) -> str:
        """Title of the study, and which scenario or option of it this is."""
        if self.scenario is None:
            return self.study.title
        kind = "scenario" if self.scenario in self.study.scenarios else "option"
        return f"{self.study.title} — {kind} {self.scenario}"

    @property
    def ratio(self) -> float:
        """SROI ratio: present value of benefits per 1 of the present value of inputs."""
        return self.pv_benefits / self.pv_inputs

    @property
    def net_ratio(self) -> float:
        """(present value of benefits − present value of inputs) ÷ present value of inputs = ratio − 1."""
        return self.npv / self.pv_inputs

    @property
    def npv(self) -> float:
        """Net present value: present value of benefits less present value of inputs."""
        return self.pv_benefits - self.pv_inputs

    @property
    def convention(self) -> str:
        """The discounting convention behind every number, in one sentence."""
        return self.model.schedule.sentence

    @cached_property
    def payback(self) -> Payback:
        """Payback time, three ways."""
        by_year = self.flows.values.sum(axis=0), self.flows.costs.sum(axis=0)
        present = self.flows.present.sum(axis=0), self.flows.present_costs.sum(axis=0)
        return payback(*by_year, *present, undated=bool(np.any(self.flows.undated)), part_years=part_years(self.model))

    @cached_property
    def irr(self) -> RateOfReturn:
        """Internal rate of return of benefits against inputs by year."""
        if np.any(self.flows.undated):
            return RateOfReturn((), "some values are stated as present values and belong to no year")
        schedule = self.model.schedule
        return rate_of_return(
            self.flows.values.sum(axis=0), self.flows.costs.sum(axis=0), schedule.outcomes, schedule.inputs
        )

    @cached_property
    def perspectives(self) -> dict[str, InPerspective]:
        """The result from every perspective, by id. Those of single funders must not be added up."""
        x, found = central(self.model), {}
        lines, costs = present_values(self.model, x), present_costs(self.model, x)
        for key, view in views(self.model).items():
            benefits, inputs = total(view.counted_lines(lines, x)), total(view.counted_costs(costs))
            found[key] = InPerspective(view, float(benefits), float(inputs))
        return found

    @cached_property
    def value_map(self) -> pd.DataFrame:
        """The value map: one row per value of an outcome, from stakeholder to present value."""
        return tables.value_map(self)

    @cached_property
    def cash_flow(self) -> pd.DataFrame:
        """Benefits and inputs by year, undiscounted and discounted, with running totals."""
        return tables.cash_flow(self)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Every step from gross to present value: one row per value, cohort and year."""
        return ledger(self)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """The vector of estimates: address, central value, range, unit, source and grade."""
        return tables.estimates(self)

    @cached_property
    def unit_costs(self) -> pd.DataFrame:
        """Value and cost per person and per unit of each outcome, the denominator named."""
        return tables.unit_costs(self)

    def by(self, group: str) -> pd.DataFrame:
        """Sum the present value of benefits by stakeholder, agency, type, domain, year or outcome.

        Returns
        -------
        DataFrame
            Columns ``value`` (present value), ``share`` of the total and ``per_1`` (value per 1 of inputs). Mirrors of
            transfers are included, so the values add up to the total.

        Raises
        ------
        ValuationError
            ``group-unknown`` for any other word.
        """
        if group not in GROUPS:
            from sroi.study.faults import did_you_mean

            raise ValuationError(
                Problem(
                    "group-unknown",
                    f"found {group}",
                    f"value is grouped by {', '.join(GROUPS)}",
                    did_you_mean(group, GROUPS),
                )
            )
        return tables.grouped(self, group)

    def key(self, line: Line, group: str) -> str:
        """Which group a line of the value map falls into (every grouping but year)."""
        if group == "outcome":
            return line.outcome
        if group == "type":
            return line.type or NOT_STATED
        if group == "domain":
            return self.study.outcomes[line.outcome].domain or NOT_STATED
        return line.to if group == "stakeholder" else self.study.stakeholders[line.to].agency or NOT_STATED

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know beside the numbers, in sentences."""
        return tuple(reader_notes(self.model, self.flows))

    @cached_property
    def assumed_shares(self) -> dict[str, float]:
        """Share of the (absolute) present value that rests on an assumption, by kind of number."""
        return assumed_shares(self.model, self.flows.line_totals)

    @property
    def share_on_assumptions(self) -> float:
        """Share of the (absolute) present value that rests on at least one assumption."""
        return self.assumed_shares[ANY]

    def to_dict(self) -> dict[str, Any]:
        """The whole result as plain data, as ``sroi run --json`` prints it."""
        return as_dict(self)

    def __repr__(self) -> str:
        return f"Valuation({self.study.title!r}, ratio={self.ratio:.4f}, npv={self.npv:,.2f} {self.study.currency})"

    def _repr_html_(self) -> str:
        return as_html(self)


def reader_notes(model: Model, found: Flows) -> Iterator[str]:
    """What a reader must know beside any number of a study, also beside one that needs no inputs."""
    study = model.study
    yield from nature(study)
    rows = [row for row in model.parameters.rows if row.stated]
    assumed = [row for row in rows if row.assumption]
    if assumed:
        lead = f"{len(assumed)} of {len(rows)} stated numbers are assumptions"
        yield f"{lead}; {shares_in_words(assumed_shares(model, found.line_totals))}."
    beyond = float(found.beyond.sum())
    if beyond:
        lead = f"{money(beyond, study.currency)} (undiscounted)"
        yield f"{lead} falls after the horizon of {years(study.horizon)} and is not counted."
    if any(unit.forecast for unit in model.units.values()):
        yield "Some values are brought to the price base with forecast rows of the price index."
    if any(line.present_value for line in model.lines):
        yield "Some values are stated as present values: they are counted as they stand and belong to no year."
    if study.price_base == "unknown":
        yield "The price base of the money is not stated."


def nature(study: Study) -> Iterator[str]:
    """What a study is not, in sentences that must stand beside any number of it."""
    if study.kind == "illustration":
        yield "Illustration: this study is not an evaluation of a real programme."
    if any(source.kind == "reconstruction" for source in study.sources.values()):
        yield "Unverified reconstruction: its rows have not been checked against the publication."


def evaluate(study: Study, scenario: str | None = None) -> Valuation:
    """Value a study.

    Parameters
    ----------
    study
        The study.
    scenario
        Id of one of its scenarios or options; None for the base case.

    Returns
    -------
    Valuation
        With the ratio, the net present value and everything behind them.

    Raises
    ------
    SroiError
        Where a proxy, price year or schedule is unknown, or nothing is invested or valued.

    References
    ----------
    A Guide to Social Return on Investment (The SROI Network, 2012), stages 4 and 5; ``docs/method.md``.

    Examples
    --------
    >>> study = Study.parse('''
    ... sroi: 1
    ... title: Walking group
    ... currency: GBP
    ... start_year: 2025
    ... horizon: 2
    ... stakeholders: {walkers: {name: Walkers, role: participant}, council: {name: Council, role: public}}
    ... inputs: {leader: {from: council, amount: 1000}}
    ... outcomes:
    ...   fitter: {name: Fitter, stakeholder: walkers, quantity: 20, value: 100, deadweight: 10%, drop_off: 50%,
    ...            duration: 2}
    ... ''')
    >>> valuation = evaluate(study)
    >>> round(valuation.ratio, 4)
    2.5793
    >>> valuation.by("stakeholder")["per_1"].round(4).to_dict()
    {'walkers': 2.5793}
    """
    return Valuation(Model(study, scenario))
