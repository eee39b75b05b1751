"""A study, resolved once into arrays: proxies, prices, schedules and cohorts, and the vector of estimates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from sroi import bank
from sroi.errors import BankError, Problem, SroiError, ValuationError
from sroi.study.outcome import DEDUCTIONS, Outcome, Value
from sroi.study.quantity import Chain
from sroi.study.settings import Discounting
from sroi.study.study import Study
from sroi.valuation.correlation import correlation_problems
from sroi.valuation.discounting import Schedule, resolve
from sroi.valuation.life import Life
from sroi.valuation.money import Converter, UnitValue
from sroi.valuation.parameters import Parameters
from sroi.valuation.scenarios import scenario_of, with_settings
from sroi.valuation.vector import with_derived

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from sroi.valuation.engine import Evaluation
    from sroi.valuation.vector import Points, Vector
    from sroi.valuation.views import View

#: Share taken off gains and added to harms and costs, by grade of evidence: the ladder of the local-partnerships
#: guidance (HM Treasury / New Economy 2014). Sizes from memory of that guidance; see docs/method.md.
LADDER: Final = {1: 0.0, 2: 0.05, 3: 0.10, 4: 0.15, 5: 0.25, 6: 0.40}


@dataclass(frozen=True, slots=True)
class Product:
    """A constant times numbers of the vector."""

    columns: tuple[int, ...]
    constant: float = 1.0

    def of(self, x: Vector) -> Any:
        """The product, one value or one per draw."""
        total: Any = self.constant
        for column in self.columns:
            total = total * x[column]
        return total


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one outcome, or the mirror of a transfer: a row of the value map.

    ``mirror_of`` is the place of the line whose loss this is.
    """

    outcome: str
    value: str
    stream: int
    unit: Product
    unit_value: UnitValue
    to: str
    type: str | None
    cashable: int | float
    present_value: bool
    mirror_of: int | None = None

    @property
    def address(self) -> str:
        """Address of the unit value; a mirror has its own suffix."""
        return f"{self.outcome}/{self.value}" + ("/transfer" if self.mirror_of is not None else "")


@dataclass(frozen=True, slots=True)
class Stream:
    """One outcome: its cohorts, deductions and life, before any value is put on it."""

    outcome: str
    cohorts: tuple[tuple[int, Product], ...]
    deductions: tuple[tuple[str, int], ...]
    multiplier: int
    bias: int
    life: Life
    schedule: Schedule
    rate: int | None


@dataclass(frozen=True, slots=True)
class Cost:
    """One input: an amount in each year it is spent, in the price base."""

    id: str
    stakeholder: str
    kind: Literal["cash", "in-kind", "time"]
    amounts: tuple[tuple[int, Product], ...]
    uplift: int
    steps: tuple[str, ...]


class Model:
    """What follows from a study, ready to be evaluated.

    Parameters
    ----------
    study
        The study.
    scenario
        Id of one of its scenarios or options; None for the base case.

    Raises
    ------
    SroiError
        With every problem: unknown proxies and schedules, price years outside the index, mixed currencies, numbers
        that a scenario takes outside their legal range.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 50%}}}
    ... ''')
    >>> model = Model(study)
    >>> model.parameters.row("fit/deadweight").central
    0.5
    """

    def __init__(self, study: Study, scenario: str | None = None) -> None:
        self.base_study = study
        self.scenario_id = scenario
        self.scenario = scenario_of(study, scenario)
        self.study = study = with_settings(study, self.scenario, scenario)
        self.left_out = frozenset(self.scenario.leave_out if self.scenario else ())
        problems: list[Problem] = []
        self.converter = Converter(study, tuple(_own_banks(study, problems)))
        self.schedules = dict(self._schedules(problems))
        self.units = dict(self._unit_values(problems))
        _raise(problems)
        self.parameters = Parameters(study, self.units, self.schedules, self.scenario, scenario)
        problems += self.parameters.problems
        _raise(problems)
        self._add_biases(problems)
        self.schedules = {address: self._in_force(address, found) for address, found in self.schedules.items()}
        self.schedule = self.schedules["discounting/rate"]
        self.rate = self.parameters.columns.get("discounting/rate")
        self.costs = tuple(self._costs(problems))
        self.streams: list[Stream] = []
        self.lines: list[Line] = []
        for name, outcome in study.outcomes.items():
            if name not in self.left_out:
                self._add_outcome(name, outcome)
                self._refuse_second_deadweight(name, problems)
        if study.correlations and not problems:
            problems += correlation_problems(study, self.parameters)
        _raise(problems)

    @cached_property
    def centre(self) -> tuple[Any, ...]:
        """Every number at its central value, those that follow from comparisons last."""
        return tuple(with_derived(self, [row.central for row in self.parameters.rows]))

    @property
    def horizon(self) -> int:
        """Years counted."""
        return int(self.study.horizon)

    def evaluate(
        self, points: Points | ArrayLike | None = None, *, view: View | None = None, by_line: bool = False
    ) -> Evaluation:
        """Evaluate at points of the vector of estimates; see :func:`sroi.valuation.engine.evaluate`."""
        from sroi.valuation.engine import evaluate

        return evaluate(self, points, view=view, by_line=by_line)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of the vector of estimates, in its order."""
        return tuple(row.address for row in self.parameters.rows)

    def _in_force(self, address: str, schedule: Schedule) -> Schedule:
        """The schedule with the rate that a scenario sets, or the rates it scales."""
        factor = self.parameters.scales.get(address, 1.0)
        if factor != 1:
            return replace(schedule, rates=tuple(rate * factor for rate in schedule.rates))
        row = self.parameters.row(address) if address in self.parameters.columns else None
        if row is None or row.central == schedule.flat:
            return schedule
        return replace(schedule, rates=(0.0, *[row.central] * self.horizon), flat=row.central)

    def _unit_values(self, problems: list[Problem]) -> Iterator[tuple[str, UnitValue]]:
        for name, outcome in self.study.outcomes.items():
            for key, value in outcome.all_values().items():
                try:
                    yield f"{name}/{key}", self.converter.unit_value(name, key, outcome, value)
                except SroiError as error:
                    problems += error.problems

    def _schedules(self, problems: list[Problem]) -> Iterator[tuple[str, Schedule]]:
        """The study's schedule and those of outcomes that carry their own, by the address of their rate."""
        own = self._schedule(self.study.discounting, None, (), problems)
        if own is None:
            return
        yield "discounting/rate", own
        for name, outcome in self.study.outcomes.items():
            if outcome.discounting is not None:
                found = self._schedule(outcome.discounting, own, ("outcomes", name), problems)
                if found is not None:
                    yield f"{name}/discounting/rate", found

    def _schedule(
        self, choice: Discounting, around: Schedule | None, path: tuple[str, ...], problems: list[Problem]
    ) -> Schedule | None:
        try:
            return resolve(choice, self.study.horizon, around)
        except BankError as error:
            address, line = "/".join([*path[1:], "discounting"]), self.study.line(*path, "discounting")
            problems += [
                Problem(p.code, p.found, p.allowed, p.write, address=address, line=line) for p in error.problems
            ]
            return None

    def _add_biases(self, problems: list[Problem]) -> None:
        if self.study.optimism_bias != "by-grade":
            return
        for name, outcome in self.study.outcomes.items():
            stated = outcome.optimism_bias is not None or f"{name}/optimism_bias" in self.parameters.overridden
            if not stated and name not in self.left_out:
                self._set_bias(f"{name}/optimism_bias", self.parameters.worst_grade(name), ("outcomes", name), problems)
        for name, given in self.study.inputs.items():
            stated = given.optimism_bias is not None or f"inputs/{name}/optimism_bias" in self.parameters.overridden
            if not stated and f"inputs/{name}" not in self.left_out:
                self._set_bias(
                    f"inputs/{name}/optimism_bias",
                    self.parameters.worst_grade(f"inputs/{name}"),
                    ("inputs", name),
                    problems,
                )

    def _set_bias(self, address: str, grade: int | None, path: tuple[str, str], problems: list[Problem]) -> None:
        if grade is None:
            problems.append(
                Problem(
                    "grade-missing",
                    "found no grade",
                    "under optimism_bias: by-grade every outcome and input has a grade",
                    "add grade: 1 to 6, or its own optimism_bias",
                    address="/".join(path[path[0] == "outcomes" :]),
                    line=self.study.line(*path),
                )
            )
            return
        self.parameters.set_central(address, LADDER[grade], f"ladder of the local-partnerships guidance, grade {grade}")

    def _costs(self, problems: list[Problem]) -> Iterator[Cost]:
        for name, given in self.study.inputs.items():
            if f"inputs/{name}" in self.left_out:
                continue
            amounts, steps = [], []
            for chain in given.amount.chains:
                offset = 0 if chain.year is None else chain.year - self.study.start_year
                constant = 1.0
                if given.prices == "cash":
                    try:
                        constant, step = self.converter.deflator(self.study.start_year + offset)
                        steps.append(step)
                    except SroiError as error:
                        line = self.study.line("inputs", name, "amount")
                        problems += [
                            Problem(p.code, p.found, p.allowed, p.write, address=f"inputs/{name}/amount", line=line)
                            for p in error.problems
                        ]
                amounts.append((offset, self._product(f"inputs/{name}/amount", chain, constant)))
            uplift = self.parameters.columns[f"inputs/{name}/optimism_bias"]
            yield Cost(name, given.from_, given.kind, tuple(amounts), uplift, tuple(steps))

    def _product(self, root: str, chain: Chain, constant: float = 1.0) -> Product:
        year = [str(chain.year)] if chain.year is not None else []
        addresses = ["/".join([root, *([factor.id] if factor.id else []), *year]) for factor in chain.factors]
        columns = tuple(self.parameters.columns[address] for address in addresses)
        return Product(columns, constant * self.parameters.scale_of(addresses))

    def _add_outcome(self, name: str, outcome: Outcome) -> None:
        column = self.parameters.columns
        own = f"{name}/discounting/rate"
        rate_at = own if outcome.discounting is not None else "discounting/rate"
        schedule, rate = self.schedules[rate_at], column.get(rate_at)
        life = Life(
            duration=column[f"{name}/duration"],
            delay=column[f"{name}/delay"],
            growth=column[f"{name}/real_growth"],
            drop_off=column.get(f"{name}/drop_off"),
            linear=outcome.drop_off is not None and outcome.drop_off.linear,
            first=outcome.drop_off_from,
            profile=outcome.profile,
            round_up=self.study.partial_years == "round-up",
        )
        names = [*DEDUCTIONS, *(f"other_deductions/{key}" for key in outcome.other_deductions)]
        cohorts = tuple(
            (0 if chain.year is None else chain.year - self.study.start_year, self._product(f"{name}/quantity", chain))
            for chain in outcome.quantity.chains
        )
        deductions = tuple((key, column[f"{name}/{key}"]) for key in names)
        self.streams.append(
            Stream(
                name,
                cohorts,
                deductions,
                column[f"{name}/multiplier"],
                column[f"{name}/optimism_bias"],
                life,
                schedule,
                rate,
            )
        )
        for key, value in outcome.all_values().items():
            if f"{name}/{key}" not in self.left_out:
                self._add_value(name, key, outcome, value)

    def _refuse_second_deadweight(self, name: str, problems: list[Problem]) -> None:
        """A quantity that is already an effect leaves nothing for deadweight to take off, in a scenario either."""
        table = self.parameters
        effects = {len(table.rows) + place for place, derived in enumerate(table.derived) if derived.effect}
        used = {column for _, product in self.streams[-1].cohorts for column in product.columns}
        row = table.row(f"{name}/deadweight")
        if effects & used and (row is None or row.central > 0):
            problems.append(
                Problem(
                    "deadweight-twice",
                    "found deadweight beside a quantity that is already an effect",
                    "what would have happened anyway is taken off once",
                    "remove deadweight, or count all who changed in quantity",
                    address=f"{name}/deadweight",
                    line=self.study.line("outcomes", name, "deadweight"),
                )
            )

    def _add_value(self, name: str, key: str, outcome: Outcome, value: Value) -> None:
        address, unit = f"{name}/{key}", self.units[f"{name}/{key}"]
        columns, to = self.parameters.columns, value.to or outcome.stakeholder
        if value.cashable is not None:
            cash = columns[f"{name}/cashable" if outcome.values is None else f"{name}/{key}/cashable"]
        product = Product((columns[address],), unit.factor * self.parameters.scale_of([address]))
        line = Line(
            name,
            key,
            len(self.streams) - 1,
            product,
            unit,
            to,
            unit.type,
            cash if value.cashable is not None else 0.0,
            value.present_value,
        )
        self.lines.append(line)
        if value.transfer_from is not None:
            public = self.study.stakeholders[value.transfer_from].role == "public"
            self.lines.append(
                Line(
                    name,
                    key,
                    line.stream,
                    product,
                    unit,
                    value.transfer_from,
                    "fiscal" if public else "economic",
                    cash if value.cashable is not None else 1.0,
                    value.present_value,
                    mirror_of=len(self.lines) - 1,
                )
            )


def _own_banks(study: Study, problems: list[Problem]) -> Iterator[bank.Bank]:
    for path in study.proxy_files:
        try:
            yield bank.load(path)
        except SroiError as error:
            at = study.line("proxies")
            problems += [
                Problem(p.code, p.found, p.allowed, p.write, p.address or "proxies", p.line or at)
                for p in error.problems
            ]


def _raise(problems: list[Problem]) -> None:
    if not problems:
        return
    unique = list(dict.fromkeys(problems))
    raise (BankError if all(p.code.startswith(("proxy", "index", "schedule")) for p in unique) else ValuationError)(
        unique
    )
