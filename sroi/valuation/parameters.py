"""The vector of estimates: every number of a study once, with its address, belief, source and legal range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sroi.errors import Problem, ValuationError
from sroi.study.addresses import containers, matching, named_by
from sroi.study.distributions import Distribution, Fixed, Proportion
from sroi.study.estimate import Estimate, fixed
from sroi.study.faults import Faulty
from sroi.study.kinds import Kind
from sroi.study.notation import estimate
from sroi.study.outcome import Outcome
from sroi.study.people import Input
from sroi.study.places import Place, places
from sroi.study.records import Counterfactual
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.discounting import Schedule
from sroi.valuation.labels import label
from sroi.valuation.money import UnitValue
from sroi.valuation.scaling import part_of_a_product, scaled


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry of the vector of estimates.

    Parameters
    ----------
    address
        Its name, such as ``into-work/deadweight``.
    distribution
        The belief about it; ``central`` is the base case.
    kind
        Sort of number, with its legal range.
    family
        Estimates of one family share part of their error in simulations.
    unit
        Unit in words, such as ``share`` or ``GBP in 2012-13 prices``.
    owner
        Outcome, input or shared estimate it belongs to.
    source, grade, note
        Evidence, inherited from the outcome or input where the estimate states none.
    assumption
        Whether its source is of kind ``assumption``.
    stated
        False where the study leaves it at its default.
    """

    address: str
    distribution: Distribution
    kind: Kind
    family: str
    unit: str
    owner: str
    source: str | None = None
    grade: int | None = None
    note: str | None = None
    assumption: bool = False
    stated: bool = True
    study: Study | None = field(default=None, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The address in words."""
        return self.address if self.study is None else label(self.study, self.address, self.family)

    @property
    def central(self) -> float:
        """Value used in the base case."""
        return self.distribution.central

    @property
    def uncertain(self) -> bool:
        """Whether a range is stated for it."""
        return not isinstance(self.distribution, Fixed)


@dataclass(frozen=True, slots=True)
class Derived:
    """A share that follows from a comparison of levels before and after.

    ``columns`` are the places, in the vector, of programme before, programme after, comparison before and
    comparison after (the last two empty where there is no comparison group).
    """

    address: str
    columns: tuple[int, ...]
    effect: bool


class Parameters:
    """The table of parameters of one study under one scenario, and where each address leads.

    ``columns`` maps every address to a place in the vector; shared estimates lead to the same place. Places
    from ``len(rows)`` on are derived from others.
    """

    def __init__(
        self,
        study: Study,
        units: Mapping[str, UnitValue],
        rates: Mapping[str, Schedule],
        scenario: Scenario | None,
        scenario_id: str | None = None,
    ) -> None:
        self.scenario_id = scenario_id
        self.study = study
        self.rows: list[Parameter] = []
        self.columns: dict[str, int] = {}
        self.derived: list[Derived] = []
        self.scales: dict[str, float] = {}
        self._scaled: dict[str, float] = {}
        self.problems: list[Problem] = []
        self._spots = {place.address: place for place in places(study)}
        self._units = units
        overrides = self._overrides(scenario)
        self.overridden = frozenset(overrides)
        self.left_out = frozenset(scenario.leave_out if scenario else ())
        samples = {address: sample for address, sample in self._samples() if address not in overrides}
        pending: list[tuple[Place, Estimate]] = []
        for spot in self._spots.values():
            stated = overrides.get(spot.address, spot.estimate)
            schedule = rates.get(spot.address)
            if spot.address in samples:
                continue
            if (
                spot.address in units
                and stated is spot.estimate
                and (stated is None or stated.distribution is not None)
            ):
                self._add(spot, units[spot.address].distribution, units[spot.address], spot.estimate)
            elif stated is None and schedule is not None and schedule.flat is not None:
                self._add(spot, Fixed(value=schedule.flat), None, fixed(schedule.flat, source=schedule.source))
            elif stated is not None and stated.distribution is None:
                pending.append((spot, stated))
            elif stated is not None and stated.distribution is not None:
                self._add(spot, stated.distribution, units.get(spot.address), stated)
        self._aliases = set(samples)
        self.columns |= {address: self.columns[sample] for address, sample in samples.items()}
        families: dict[int, set[str]] = {}
        for spot, link in pending:
            if link.use is not None:
                self._link(spot, f"estimates/{link.use}")
                unit = units.get(spot.address)
                families.setdefault(self.columns[spot.address], set()).add(unit.family if unit else spot.family)
        for column, used_as in families.items():
            if len(used_as) == 1:  # a shared deadweight is a deadweight: it shares their error
                self.rows[column] = replace(self.rows[column], family=used_as.pop())
        for spot, link in pending:
            if link.counterfactual is not None:
                self._derive(spot, link)
        self._scale(scenario)
        self._check_derived()

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, address: str) -> Parameter | None:
        """Parameter at an address, or None where the number there is derived."""
        column = self.columns[address]
        return self.rows[column] if column < len(self.rows) else None

    @cached_property
    def _spots_of(self) -> dict[str, list[Place]]:
        """Places of numbers by the outcome or input they belong to."""
        found: dict[str, list[Place]] = {}
        for spot in self._spots.values():
            found.setdefault(spot.owner, []).append(spot)
        return found

    def worst_grade(self, owner: str) -> int | None:
        """Weakest grade among the estimates stated for an outcome or input, each its own or the owner's."""
        holder = self._holder(owner)
        rows = [
            self.rows[self.columns[spot.address]]
            for spot in self._spots_of.get(owner, ())
            if spot.stated and self.columns.get(spot.address, len(self.rows)) < len(self.rows)
        ]
        inherited = holder.grade if holder else None
        grades = [grade for row in rows if (grade := row.grade or inherited) is not None]
        return max(grades, default=inherited)

    def set_central(self, address: str, value: float, source: str) -> None:
        """Replace a number left at its default by one that a rule gives; a scenario scales that one."""
        column = self.columns[address]
        row = replace(self.rows[column], distribution=Fixed(value=value), source=source)
        self.rows[column] = scaled(row, self._scaled[address], address, row.kind) if address in self._scaled else row

    def _overrides(self, scenario: Scenario | None) -> dict[str, Estimate]:
        stated, found = scenario.set if scenario else {}, dict[str, Estimate]()
        for address, patterns in named_by(stated, self._spots).items():
            try:
                found[address] = estimate(stated[patterns[-1]], self._spots[address].kind)
            except Faulty as faulty:
                fault = faulty.faults[0]
                raise ValuationError(
                    Problem(fault.code, fault.found, fault.allowed, fault.write, address=address)
                ) from None
        return found

    def _holder(self, owner: str) -> Outcome | Input | None:
        if owner.startswith("inputs/"):
            return self.study.inputs.get(owner.removeprefix("inputs/"))
        return self.study.outcomes.get(owner)

    def _add(self, spot: Place, belief: Distribution, unit: UnitValue | None, stated: Estimate | None) -> None:
        holder: Outcome | Input | Counterfactual | None = None
        if spot.path[0] == "counterfactuals":
            holder = self.study.counterfactuals[str(spot.path[1])]
        elif spot.path[0] in ("inputs", "outcomes"):
            holder = self._holder(spot.owner)
        source = (
            (stated.source if stated else None)
            or (unit.source if unit else None)
            or (holder.source if holder else None)
        )
        grade = (
            (stated.grade if stated else None) or (unit.grade if unit else None) or (holder.grade if holder else None)
        )
        note = stated.note if stated else None
        if spot.address in self.overridden:
            source, grade = (stated.source if stated else None) or f"set by the scenario {self.scenario_id}", None
        elif not spot.stated and not (stated and stated.source):
            source, grade = None, None  # a default is nobody's evidence
        self.columns[spot.address] = len(self.rows)
        self.rows.append(
            Parameter(
                spot.address,
                belief,
                spot.kind,
                unit.family if unit else spot.family,
                unit.unit if unit else self._unit(spot),
                spot.owner,
                source,
                grade,
                note,
                assumption=_is_assumption(self.study, source),
                stated=spot.stated,
                study=self.study,
            )
        )

    def _unit(self, spot: Place) -> str:
        if spot.kind.share:
            return "share"
        words = {
            "a quantity": "number",
            "an amount invested": self.study.currency,
            "a duration in years": "years",
            "a delay in years": "years",
            "a yearly rate": "share per year",
            "an optimism bias on costs": "share",
        }
        return words.get(spot.kind.name, "number")

    def _link(self, spot: Place, target: str) -> None:
        shared = self.rows[self.columns[target]]
        if not spot.kind.holds(shared.central):
            self.problems.append(
                Problem(
                    "use-range",
                    f"found {shared.central:g} from {target}",
                    spot.kind.allowed,
                    "use another estimate here",
                    address=spot.address,
                    line=self.study.line(*spot.path),
                )
            )
        self.columns[spot.address] = self.columns[target]
        self._aliases.add(spot.address)

    def _samples(self) -> Iterator[tuple[str, str]]:
        """Yield an outcome's own ``{successes, n}`` that is the comparison's sample: the same numbers, counted once."""
        proportions: dict[str, list[tuple[str, Estimate]]] = {}
        for address, other in self._spots.items():
            if other.family == "quantities" and other.estimate is not None and _is_proportion(other.estimate):
                proportions.setdefault(other.owner, []).append((address, other.estimate))
        for spot in self._spots.values():
            if spot.estimate is None or spot.estimate.counterfactual is None:
                continue
            sample = f"counterfactuals/{spot.estimate.counterfactual}/programme/after"
            after = self._spots[sample].estimate
            for address, stated in proportions.get(spot.owner, ()):
                if after is not None and stated.distribution == after.distribution:
                    yield address, sample

    def _derive(self, spot: Place, link: Estimate) -> None:
        root = f"counterfactuals/{link.counterfactual}"
        names = [f"{root}/{group}/{when}" for group in ("programme", "comparison") for when in ("before", "after")]
        levels = tuple(self.columns[name] for name in names if name in self.columns)
        self.columns[spot.address] = len(self.rows) + len(self.derived)
        self.derived.append(Derived(spot.address, levels, link.read_as == "effect"))

    def _check_derived(self) -> None:
        """A level without the programme outside 0 … the level after it is refused, not cut off."""
        for derived in self.derived:
            if self._spots[derived.address].owner in self.left_out:
                continue
            level = [self.rows[column].central for column in derived.columns]
            after, without = level[1], level[0] + (level[3] - level[2] if len(level) == 4 else 0)
            # Levels that are equal may differ in their last binary digit.
            if after > 0 and -1e-12 <= without <= after + 1e-12:
                continue
            name, line = self.rows[derived.columns[0]].owner, self.study.line(*self._spots[derived.address].path)
            found = f"{name} says {after:.1%} after the programme and {without:.1%} without it"
            allowed = "the level after is above 0, and the level without lies between 0 and it"
            write = "state the deadweight, or mend the levels"
            self.problems.append(Problem("counterfactual-range", found, allowed, write, derived.address, line))

    def _scale(self, scenario: Scenario | None) -> None:
        for pattern, factor in (scenario.scale if scenario else {}).items():
            for address in matching(pattern, self._spots):
                column = self.columns.get(address)
                row = self.rows[column] if column is not None and column < len(self.rows) else None
                if column is not None and row is not None and address not in self._aliases:
                    self.rows[column] = scaled(row, factor, address, row.kind)
                    self._scaled[address] = self._scaled.get(address, 1.0) * factor
                    continue
                # A schedule of several rates has no number of its own: each of its rates is scaled. A whole quantity,
                # and a shared number in one or as a unit value, scales the product there and nothing elsewhere.
                if column is not None and not part_of_a_product(address) and address not in self._units:
                    raise ValuationError(
                        Problem(
                            "scale-derived",
                            f"{address} follows from other numbers",
                            "scale names a number of its own",
                            "scale the estimate or the comparison it comes from",
                            address=address,
                        )
                    )
                if row is not None:
                    scaled(row, factor * self.scales.get(address, 1.0), address, self._spots[address].kind)
                self.scales[address] = self.scales.get(address, 1.0) * factor

    def scale_of(self, addresses: list[str]) -> float:
        """Factor by which a scenario scales the product of the numbers at these addresses."""
        if not self.scales:
            return 1.0
        names = {name for address in addresses for name in (*containers(address), address)}
        factor = 1.0
        for name, scale in self.scales.items():  # in their order: products in another differ in the last digit
            factor *= scale if name in names else 1.0
        return factor


def _is_proportion(stated: Estimate | None) -> bool:
    return stated is not None and isinstance(stated.distribution, Proportion)


def _is_assumption(study: Study, source: str | None) -> bool:
    first = (source or "").split(" ")[0].rstrip(",;:")
    return first in study.sources and study.sources[first].kind == "assumption"
