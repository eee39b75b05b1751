"""Two studies, versions or scenarios side by side: what was changed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Final

from sroi.study.study import Study
from sroi.valuation.changes import Edit, edits
from sroi.valuation.engine import evaluate as evaluate_model
from sroi.valuation.formats import count, years
from sroi.valuation.labels import pattern_label
from sroi.valuation.money import UnitValue
from sroi.valuation.parameters import Parameter
from sroi.valuation.ranges import stated_range
from sroi.valuation.stated import ABSENT, number_text, prices_text, unit_value_text
from sroi.valuation.unlike import refusal, related, unlike
from sroi.valuation.valuation import Valuation, evaluate
from sroi.valuation.vector import central

if TYPE_CHECKING:
    import pandas as pd

#: Keys inside an estimate that say how large it is; a listed number says all of them.
_SIZES: Final = frozenset(
    "value low likely high mean sd shape successes n values weights use from as linear price_year currency".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Change:
    """One number that differs. ``before`` or ``after`` is None where one side does not have it.

    ``alone`` is the ratio of the first with this change alone made; None where it cannot be made alone. ``stated`` are
    both numbers in words; a unit value in money of another year is shown in the price base too.
    """

    address: str
    label: str
    unit: str
    before: float | None
    after: float | None
    alone: float | None
    stated: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class NewRange:
    """A number whose centre is the same and whose range is not, both in words."""

    address: str
    label: str
    before: str
    after: str


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
    ranges
        Numbers that differ in their range alone.
    others
        Everything else that the two files say differently, in words.
    """

    first: Valuation
    second: Valuation
    changes: tuple[Change, ...]
    settings: tuple[tuple[str, str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    ranges: tuple[NewRange, ...] = ()
    others: tuple[Edit, ...] = field(default=())

    @property
    def same_study(self) -> bool:
        """Whether both are of one study, so that their ratios may be set against each other."""
        return self.first.model.base_study.hash == self.second.model.base_study.hash

    @property
    def differences(self) -> tuple[str, ...]:
        """Ways in which the two count differently; ratios of two studies that do must not be ranked."""
        return tuple(f"{what}: {before} against {after}" for what, before, after in self.settings)

    @cached_property
    def unlike(self) -> tuple[str, ...]:
        """In what two studies count differently, in a word or two each; empty where their ratios may be compared."""
        return unlike(self.first, self.second)

    @cached_property
    def related(self) -> bool:
        """Whether the two are of one programme: at least half the outcomes of either are in both."""
        return related(self.first, self.second)

    @property
    def refusal(self) -> str | None:
        """Why the two ratios are not ranked, and what can be compared instead; None where they may be."""
        return refusal(self.unlike) if self.unlike else None

    @property
    def identical(self) -> bool:
        """Whether the two say and count the same."""
        found = (self.changes, self.settings, self.added, self.removed, self.ranges, self.others)
        return not any(found)

    @property
    def table(self) -> pd.DataFrame:
        """Headline measures of both, and the difference."""
        import pandas as pd

        names = ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")
        rows = {name: (getattr(self.first, name), getattr(self.second, name)) for name in names}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["first", "second"])
        table["difference"] = table["second"] - table["first"]
        return table

    def __repr__(self) -> str:
        sides = (f"{v.study.title!r}" + (f" ({v.scenario})" if v.scenario else "") for v in (self.first, self.second))
        what = "not to be ranked" if self.unlike else f"ratio {self.first.ratio:.4f} → {self.second.ratio:.4f}"
        count = len(self.changes)
        return f"Comparison({' with '.join(sides)}: {what}, {count} number{' differs' if count == 1 else 's differ'})"

    def _repr_html_(self) -> str:
        lead = self.refusal or f"Ratio {self.first.ratio:,.2f} → {self.second.ratio:,.2f}."
        rows = [(c.label, *c.stated) for c in self.changes] + list(self.settings)
        rows += [(r.label, r.before, r.after) for r in self.ranges]
        rows += [(name, ABSENT, "counted") for name in self.added] + [
            (name, "counted", ABSENT) for name in self.removed
        ]
        cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        others = "".join(f"<li>{escape(str(edit))}</li>" for edit in self.others)
        return (
            f"<p>{escape(lead)}</p><table><thead><tr><th>What differs</th><th>First</th><th>Second</th></tr></thead>"
            f"<tbody>{cells}</tbody></table>{f'<ul>{others}</ul>' if others else ''}"
        )


def compare(
    first: Study, second: Study, *, first_scenario: str | None = None, second_scenario: str | None = None
) -> Comparison:
    """Compare two studies, two versions of one, or two scenarios.

    Why their results differ, change by change, is the question of :func:`sroi.bridge`.

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
    return compare_valuations(evaluate(first, first_scenario), evaluate(second, second_scenario))


def compare_valuations(one: Valuation, other: Valuation) -> Comparison:
    """Compare two valuations; see :func:`compare`."""
    changes = sorted(
        number_changes(one, other),
        key=lambda change: -abs((change.alone if change.alone is not None else one.ratio) - one.ratio),
    )
    counted = [
        {line.outcome for line in v.model.lines} | {f"inputs/{cost.id}" for cost in v.model.costs} for v in (one, other)
    ]
    added, removed = tuple(sorted(counted[1] - counted[0])), tuple(sorted(counted[0] - counted[1]))
    settings, ranges = changed_settings(one, other), tuple(_ranges(one, other))
    listed = _with_aliases((one, other), {c.address for c in changes} | {found.address for found in ranges})
    said = {*added, *removed, *(_KEYS[what] for what, _, _ in settings)}
    others = tuple(edit for edit in edits(one.study, other.study) if not _is_said(edit, listed, said))
    return Comparison(one, other, tuple(changes), settings, added, removed, ranges, others)


def _is_said(edit: Edit, numbers: set[str], things: set[str]) -> bool:
    """Whether a difference of the files is listed already: as a number, a range, a setting, or with what it is in."""
    owner, _, key = edit.address.rpartition("/")
    size = key in _SIZES or (key[:1] == "p" and key[1:].isdigit())
    if edit.address in numbers or (size and (owner in numbers or f"{owner}/value" in numbers)):
        return True
    if key != "values" and any(number.startswith(f"{edit.address}/") for number in numbers):
        return True
    parts = edit.address.split("/")
    return any("/".join(parts[:stop]) in things for stop in (1, 2))


def _with_aliases(both: tuple[Valuation, Valuation], listed: set[str]) -> set[str]:
    """The addresses of numbers, and every address that takes its number from one of them."""
    found = set(listed)
    for table in (valuation.model.parameters for valuation in both):
        found |= {a for a, column in table.columns.items() if (row := table.row(a)) and row.address in listed}
    return found


def number_changes(one: Valuation, other: Valuation, *, alone: bool = True) -> Iterator[Change]:
    """Numbers that differ, in the order of the file; what each does alone where that is asked for."""
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
        units = [v.model.units.get(address) for v in (one, other)]
        restated = units[0] is not None and units[1] is not None and units[0].unit != units[1].unit
        one_sided = before is None or after is None
        if (before == after and not restated) or (one_sided and not row.stated):
            continue
        by_itself = None
        if alone and rows[0] is not None and rows[0].address == address and after is not None:
            by_itself = _alone(one, address, after, units if restated else None)
        texts = tuple(
            _text(v, found, value, unit, restated)
            for v, found, value, unit in zip((one, other), rows, (before, after), units, strict=True)
        )
        yield Change(address, row.label, row.unit, before, after, by_itself, (texts[0], texts[1]))
    for key in dict.fromkeys([*left.scales, *right.scales]):
        before, after = left.scales.get(key, 1.0), right.scales.get(key, 1.0)
        if before != after:
            label = f"{pattern_label(one.study, key)} (as a whole)"
            yield Change(key, label, "times", before, after, None, (f"× {count(before)}", f"× {count(after)}"))


def _alone(one: Valuation, address: str, after: float, units: list[UnitValue | None] | None) -> float | None:
    """Ratio of the first with one number changed; a value in other money is brought to its own first."""
    if units is not None and units[0] is not None and units[1] is not None:
        after = after * units[1].factor / units[0].factor
    changed = evaluate_model(one.model, {address: after})
    return float(changed.ratio[0]) if changed.pv_inputs[0] > 0 else None


def _text(
    valuation: Valuation, row: Parameter | None, value: float | None, unit: UnitValue | None, restated: bool
) -> str:
    if value is None:
        return ABSENT
    if restated and unit is not None and row is not None:
        return unit_value_text(value, row, unit, valuation.study)
    return number_text(value, row, valuation.study.currency)


def _ranges(one: Valuation, other: Valuation) -> Iterator[NewRange]:
    """Numbers whose centre is the same and whose belief is not."""
    left, right = one.model.parameters, other.model.parameters
    for row in left.rows:
        found = right.row(row.address) if row.address in right.columns else None
        if found is None or found.address != row.address:
            continue
        if row.central == found.central and row.distribution != found.distribution:
            texts = [_range_text(v, r) for v, r in ((one, row), (other, found))]
            if texts[0] == texts[1]:
                texts = [f"{text}, {r.distribution.kind}" for text, r in zip(texts, (row, found), strict=True)]
            yield NewRange(row.address, row.label, texts[0], texts[1])


def _range_text(valuation: Valuation, row: Parameter) -> str:
    currency = valuation.study.currency
    ends = stated_range(row.distribution)
    if ends is None:
        return "no range" if not row.uncertain else f"around {number_text(row.central, row, currency)}"
    low, high = (number_text(end, row, currency) for end in ends[:2])
    return f"{low} to {high} ({'9 in 10' if ends[2] == 'P5 to P95' else ends[2]})"


#: What a setting is called, and the key of the study that states it.
_KEYS: Final = {
    "currency": "currency",
    "price base": "price_base",
    "price index": "prices",
    "exchange rates": "exchange_rates",
    "horizon": "horizon",
    "start year": "start_year",
    "convention": "discounting",
    "part-years": "partial_years",
    "optimism bias": "optimism_bias",
}


def changed_settings(one: Valuation, other: Valuation) -> tuple[tuple[str, str, str], ...]:
    """Settings that differ: what, before, after."""
    a, b = one.study, other.study
    pairs = [
        ("currency", a.currency, b.currency),
        *((what, before, prices_text(b)[what]) for what, before in prices_text(a).items()),
        ("horizon", years(a.horizon), years(b.horizon)),
        ("start year", str(a.start_year), str(b.start_year)),
        ("convention", one.convention, other.convention),
        ("part-years", a.partial_years, b.partial_years),
        ("optimism bias", a.optimism_bias, b.optimism_bias),
    ]
    return tuple((what, before, after) for what, before, after in pairs if before != after)
