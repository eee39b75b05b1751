"""Default ranges by grade of evidence: a rough idea of how far a number may be off, where nobody states one.

They are a house rule and no evidence, so every number that has one says so, and every answer that rests on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sroi.study.places import Place, places
from sroi.study.study import Study
from sroi.valuation.formats import percent
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter

#: Half-width of the default range of each grade, as a share of the number; 9 in 10 of what is believed lies inside.
#: A house rule: ±10, 20, 30, 50 and 75% for evidence from A to E, where grades 1 and 2 are A.
WIDTHS: Final = {1: 0.10, 2: 0.10, 3: 0.20, 4: 0.30, 5: 0.50, 6: 0.75}

#: What they are.
RULE: Final = "by grade of evidence (house rule)"

#: What the note of a number with a default range begins its statement with.
LABEL: Final = "default range for grade"

#: Why a number gets none, in the order in which it is said.
NO_GRADE: Final = "have no grade"
ZERO: Final = "are 0 or 100%, which leaves nothing to take a share of"
BEYOND: Final = "would leave their legal range"


@dataclass(frozen=True, slots=True)
class DefaultRanges:
    """A study in which numbers without a range have one by their grade.

    Made by :func:`default_ranges`.

    Parameters
    ----------
    study
        The study with the ranges written into it; every central value is what it was.
    given
        Addresses that got one.
    left
        Addresses of stated numbers that still have none, with the reason.
    """

    study: Study
    given: tuple[str, ...]
    left: dict[str, str]

    @property
    def summary(self) -> tuple[str, ...]:
        """What was done, in sentences."""
        return tuple(_sentences(self))


def default_ranges(study: Study) -> DefaultRanges:
    """Give every stated number without a range the default range of its grade.

    The range runs from v(1 − w) to v(1 + w) with w from :data:`WIDTHS`, read as the study file reads ``v (a to b)``:
    5th and 95th percentile of a split log-normal. Of a share s it runs w · min(s, 1 − s) to either side and is read as
    a split logit-normal, so that it never leaves 0 to 100% and a share is as uncertain as what it leaves. A number has
    its own grade or that of its outcome or input; one without any gets no range, and neither does the discount rate,
    which is a choice.

    Parameters
    ----------
    study
        Any study that can be valued. It is left as it is.

    References
    ----------
    House rule; ``docs/decisions/0026-default-ranges.md``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 80%, grade: 4}}}
    ... ''')
    >>> found = default_ranges(study)
    >>> found.given
    ('fit/quantity', 'fit/value', 'fit/deadweight')
    >>> found.study.document["outcomes"]["fit"]["deadweight"]
    {'value': '80% (74% to 86%)', 'note': 'default range for grade 4 (house rule)'}
    >>> for sentence in found.summary:
    ...     print(sentence)
    3 ranges are defaults by grade of evidence (house rule), not evidence.
    1 stated number without a range still has none: 1 has no grade.
    """
    model = Model(study)
    changes: dict[str, Any] = {}
    left: dict[str, str] = {}
    document = study.document
    for spot in places(study):
        row = _stated_here(model, spot)
        if row is None or row.uncertain:
            continue
        reason = _why_not(row)
        if reason:
            left[spot.address] = reason
        else:
            changes[spot.address] = _with_range(_written(document, spot), spot, row)
    return DefaultRanges(study.edited(changes) if changes else study, tuple(changes), left)


def has_default_range(row: Parameter) -> bool:
    """Whether the range of a number is a default and not anybody's evidence."""
    return row.uncertain and LABEL in (row.note or "")


def coverage(model: Model) -> tuple[int, int]:
    """How many of the ranges of a model are defaults, and how many ranges there are."""
    uncertain = [row for row in model.parameters.rows if row.uncertain and row.owner not in model.left_out]
    return sum(map(has_default_range, uncertain)), len(uncertain)


def _stated_here(model: Model, spot: Place) -> Parameter | None:
    """The number at a place, where the study states it or takes it from the bank; not one that others share with it."""
    if not spot.stated or spot.family == "discounting" or spot.address not in model.parameters.columns:
        return None
    row = model.parameters.row(spot.address)
    return row if row is not None and row.address == spot.address else None


def _why_not(row: Parameter) -> str:
    if row.grade is None:
        return NO_GRADE
    low, high = _ends(row, row.grade)
    if not low < row.central < high or (row.kind.share and not 0 < low < high < 1):
        return ZERO
    return "" if row.kind.holds(low) and row.kind.holds(high) else BEYOND


def _ends(row: Parameter, grade: int) -> tuple[float, float]:
    """The default range, to twelve digits: of 80% ± 6% the lower end is 74%, not 74.000000000000004%."""
    whole = min(row.central, 1 - row.central) if row.kind.share else abs(row.central)
    half = WIDTHS[grade] * whole
    return float(f"{row.central - half:.12g}"), float(f"{row.central + half:.12g}")


def _written(document: Any, spot: Place) -> Any:
    """What stands at a place of the document; None where nothing does, as where the bank states the number."""
    for key in spot.path:
        found = next((name for name in document if str(name) == str(key)), None) if isinstance(document, dict) else None
        if found is None:
            return None
        document = document[found]
    return document


def _with_range(written: Any, spot: Place, row: Parameter) -> dict[str, Any]:
    """The number as it stands, with its range and with a note that says what kind of range it is."""
    percents = row.kind.share
    assert row.grade is not None  # numbers without one get no range
    ends = (_digits(end, percents) for end in _ends(row, row.grade))
    shown = f"{_digits(row.central, percents)} ({' to '.join(ends)})"
    kept = {key: written[key] for key in ("source", "grade", "note") if isinstance(written, dict) and key in written}
    label = f"{LABEL} {row.grade} (house rule)"
    note = f"{kept['note']}; {label}" if kept.get("note") else label
    return {**kept, "value": shown, "note": note}


def _digits(value: float, percents: bool) -> str:
    """A number as a study file writes it, so that it is read as the very same number again."""
    digits = Decimal(repr(value))
    return f"{digits.scaleb(2).normalize():f}%" if percents else f"{digits.normalize():f}"


def _sentences(found: DefaultRanges) -> Iterator[str]:
    count = len(found.given)
    if count:
        yield f"{count} range{'s are defaults' if count > 1 else ' is a default'} {RULE}, not evidence."
    else:
        yield "No number got a default range."
    yield from left_over(found.left)


def left_over(left: dict[str, str]) -> Iterator[str]:
    """Say which numbers have no range for all that."""
    if not left:
        return
    counts = {reason: sum(one == reason for one in left.values()) for reason in (NO_GRADE, ZERO, BEYOND)}
    parts = [f"{n} {_singular(reason) if n == 1 else reason}" for reason, n in counts.items() if n]
    have = "numbers without a range still have" if len(left) > 1 else "number without a range still has"
    yield f"{len(left)} stated {have} none: {'; '.join(parts)}."


def _singular(reason: str) -> str:
    return reason.replace("have ", "has ", 1).replace("are ", "is ", 1).replace("their", "its", 1)


def said_of(model: Model) -> str:
    """Say how many of the ranges behind an answer are defaults.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 90 to 110}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, grade: 5}}}
    ... ''')
    >>> said_of(Model(default_ranges(study).study))
    '2 of 3 ranges are defaults by grade of evidence (house rule: ±50% for grade 5), not evidence.'
    """
    defaults, ranges = coverage(model)
    if not defaults:
        return "No range is a default."
    used = sorted({row.grade for row in model.parameters.rows if has_default_range(row) and row.grade is not None})
    widths = ", ".join(f"±{percent(WIDTHS[grade])} for grade {grade}" for grade in used)
    verb = "are defaults" if defaults > 1 else "is a default"
    return f"{defaults} of {ranges} ranges {verb} {RULE.removesuffix(')')}: {widths}), not evidence."
