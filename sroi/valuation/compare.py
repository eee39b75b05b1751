"""Two studies, versions or scenarios side by side: what was changed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.study.study import Study
from sroi.valuation.engine import central
from sroi.valuation.engine import evaluate as evaluate_model
from sroi.valuation.formats import years
from sroi.valuation.labels import pattern_label
from sroi.valuation.valuation import Valuation, evaluate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Change:
    """One number that differs. ``before`` or ``after`` is None where one side does not have it.

    ``alone`` is the ratio of the first with this change alone made; None where it cannot be made alone.
    """

    address: str
    label: str
    unit: str
    before: float | None
    after: float | None
    alone: float | None


@dataclass(frozen=True)
class Comparison:
    """Two valuations side by side.

    Parameters
    ----------
    first, second
        The valuations.
    changes
        Numbers that differ, those with the largest effect on the ratio first.
    settings
        Settings that differ: what, before, after.
    added, removed
        Outcomes and inputs that only the second, or only the first, counts.
    """

    first: Valuation
    second: Valuation
    changes: tuple[Change, ...]
    settings: tuple[tuple[str, str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def same_study(self) -> bool:
        """Whether both are of one study, so that their ratios may be set against each other."""
        return self.first.model.base_study.hash == self.second.model.base_study.hash

    @property
    def differences(self) -> tuple[str, ...]:
        """Ways in which the two count differently; ratios of two studies that do must not be ranked."""
        return tuple(f"{what}: {before} against {after}" for what, before, after in self.settings)

    @property
    def table(self) -> pd.DataFrame:
        """Headline measures of both, and the difference."""
        import pandas as pd

        names = ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")
        rows = {name: (getattr(self.first, name), getattr(self.second, name)) for name in names}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["first", "second"])
        table["difference"] = table["second"] - table["first"]
        return table


def compare(
    first: Study, second: Study, *, first_scenario: str | None = None, second_scenario: str | None = None
) -> Comparison:
    """Compare two studies, two versions of one, or two scenarios.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 20%}}}
    ... ''')
    >>> found = compare(study, study.edited({"fit/deadweight": "35%"}))
    >>> [(change.address, change.before, change.after, change.alone) for change in found.changes]
    [('fit/deadweight', 0.2, 0.35, 1.3)]
    """
    one, other = evaluate(first, first_scenario), evaluate(second, second_scenario)
    changes = sorted(
        _changes(one, other),
        key=lambda change: -abs((change.alone if change.alone is not None else one.ratio) - one.ratio),
    )
    counted = [
        {line.outcome for line in v.model.lines} | {f"inputs/{cost.id}" for cost in v.model.costs} for v in (one, other)
    ]
    return Comparison(
        one,
        other,
        tuple(changes),
        tuple(_settings(one, other)),
        tuple(sorted(counted[1] - counted[0])),
        tuple(sorted(counted[0] - counted[1])),
    )


def _changes(one: Valuation, other: Valuation) -> Iterator[Change]:
    left, right = one.model.parameters, other.model.parameters
    x, y = central(one.model), central(other.model)
    for address in dict.fromkeys([*left.columns, *right.columns]):
        rows = [table.row(address) if address in table.columns else None for table in (left, right)]
        row = rows[0] or rows[1]
        shared = all(found is None or found.address != address for found in rows)
        if row is None or shared:
            continue  # derived, or a shared estimate, which is listed once, where it is stated
        before = float(x[left.columns[address]]) if address in left.columns else None
        after = float(y[right.columns[address]]) if address in right.columns else None
        one_sided = before is None or after is None
        if before == after or (one_sided and not row.stated):
            continue
        alone = None
        if rows[0] is not None and rows[0].address == address and after is not None:
            changed = evaluate_model(one.model, {address: after})
            alone = float(changed.ratio[0]) if changed.pv_inputs[0] > 0 else None
        yield Change(address, row.label, row.unit, before, after, alone)
    for key in dict.fromkeys([*left.scales, *right.scales]):
        before, after = left.scales.get(key, 1.0), right.scales.get(key, 1.0)
        if before != after:
            yield Change(key, f"{pattern_label(one.study, key)} (as a whole)", "times", before, after, None)


def _settings(one: Valuation, other: Valuation) -> list[tuple[str, str, str]]:
    a, b = one.study, other.study
    pairs = [
        ("currency", a.currency, b.currency),
        ("price base", a.price_base, b.price_base),
        ("horizon", years(a.horizon), years(b.horizon)),
        ("start year", str(a.start_year), str(b.start_year)),
        ("convention", one.convention, other.convention),
        ("part-years", a.partial_years, b.partial_years),
        ("optimism bias", a.optimism_bias, b.optimism_bias),
    ]
    return [(what, before, after) for what, before, after in pairs if before != after]
