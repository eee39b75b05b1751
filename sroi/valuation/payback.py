"""When it pays back, and at what rate of return."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.study.settings import Timing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEVER: Final = "never"

#: Roots closer than this share of themselves are one: rounding parts a double root by the square root of its unit.
_TOGETHER: Final = 1e-6

#: Why there is no payback and no rate of return where value comes before inputs.
VALUE_FIRST: Final = "value comes before anything is invested, so there is no investment to pay back"

#: Where within a year a flow falls, in half-years from the start of year 0.
_HALF_YEARS: Final = {"start": 0, "none": 0, "mid": 1, "end": 2}


@dataclass(frozen=True, slots=True)
class Payback:
    """Time until an investment has paid back, three ways.

    ``None`` means undefined, with the reason in ``reasons``; ``"never"`` that it does not pay back.

    Parameters
    ----------
    guide_months
        Inputs ÷ (impact of the first full year ÷ 12), undiscounted. [months]
    cumulative_years, discounted_years
        Last crossing of the running total to positive, undiscounted and discounted. [years from the start]
    guide_year
        Year whose impact ``guide_months`` takes where the first year with any impact is only part of one, because
        an outcome begins within it; None where it takes that first year. [years after the start]
    """

    guide_months: float | None
    cumulative_years: float | str | None
    discounted_years: float | str | None
    reasons: dict[str, str]
    guide_year: int | None = None


#: Names of the three ways, as ``reasons`` has them.
_WAYS: Final = ("guide_months", "cumulative_years", "discounted_years")


def payback(
    benefits: Floats,
    inputs: Floats,
    pv_benefits: Floats,
    pv_inputs: Floats,
    undated: bool,
    part_years: Collection[int] = (),
) -> Payback:
    """Compute payback from benefits and inputs by year.

    Parameters
    ----------
    benefits, inputs : shape (year,)
        Undiscounted values by year.
    pv_benefits, pv_inputs : shape (year,)
        The same, discounted.
    undated
        Whether some benefits are stated as present values and belong to no year.
    part_years
        Years within which an outcome begins, so that they have only a part of its impact.

    References
    ----------
    A Guide to Social Return on Investment (2012), stage 5, payback period: investment ÷ (annual impact ÷ 12);
    ``docs/method.md`` §6.

    Examples
    --------
    >>> found = payback(np.array([300.0, 0]), np.array([100.0, 0]), np.array([290.0, 0]), np.array([100.0, 0]), False)
    >>> found.guide_months, round(found.cumulative_years, 3), round(found.discounted_years, 3)
    (4.0, 0.333, 0.345)
    """
    reasons: dict[str, str] = {}
    # Gains and harms that cancel leave rounding behind, which is no impact.
    rounding = 1e-12 * np.max(np.abs(benefits), initial=0.0)
    spent = np.flatnonzero(inputs)
    if undated:
        reason = "some values are stated as present values and belong to no year"
        return Payback(None, None, None, dict.fromkeys(_WAYS, reason))
    if spent.size and benefits[: spent[0]].sum() > rounding:
        return Payback(None, None, None, dict.fromkeys(_WAYS, VALUE_FIRST))
    guide, years = None, np.flatnonzero(np.abs(benefits) > rounding)
    first, year = (int(years[0]), _full_year(years, part_years)) if years.size else (0, 0)
    if not years.size:
        reasons["guide_months"] = "no year has any impact"
    elif benefits[year] <= 0:
        words = "first year" if year == first else "first full year"
        reasons["guide_months"] = f"the impact of its {words} (year {year}) is not above 0"
    else:
        guide = float(inputs.sum() / (benefits[year] / 12))
    found = []
    for name, gain, cost in (("cumulative_years", benefits, inputs), ("discounted_years", pv_benefits, pv_inputs)):
        crossing = last_crossing(gain, cost)
        if crossing == NEVER:
            reasons[name] = "the running total is not above 0 at the end of the horizon"
        found.append(crossing)
    return Payback(guide, found[0], found[1], reasons, year if year != first else None)


def _full_year(years: NDArray[np.intp], part_years: Collection[int]) -> int:
    """The first of the years with an impact within which no outcome begins; the first of all where there is none."""
    return next((int(year) for year in years if int(year) not in part_years), int(years[0]))


def last_crossing(benefits: Floats, inputs: Floats) -> float | str:
    """Years until the running total of benefits less inputs turns positive for the last time.

    Inputs are spent at the start of their year and benefits come evenly within it. "never" where the total is not
    above 0 at the end.

    Examples
    --------
    >>> last_crossing(np.array([0.0, 60.0, 60.0]), np.array([90.0, 0.0, 0.0]))
    2.5
    >>> last_crossing(np.array([10.0]), np.array([90.0]))
    'never'
    """
    total, crossing = 0.0, 0.0
    for year, (gain, cost) in enumerate(zip(benefits, inputs, strict=True)):
        total -= cost
        if total <= 0 < total + gain:
            crossing = year - total / gain
        total += gain
    return float(crossing) if total > 0 else NEVER


@dataclass(frozen=True, slots=True)
class RateOfReturn:
    """Internal rates of return: every rate at which the net present value is zero, and why none is "the" rate."""

    roots: tuple[float, ...]
    reason: str | None

    @property
    def rate(self) -> float | None:
        """The rate, where there is exactly one and it is that of an investment."""
        return self.roots[0] if len(self.roots) == 1 and self.reason is None else None


def rate_of_return(benefits: Floats, inputs: Floats, when_benefits: Timing, when_inputs: Timing) -> RateOfReturn:
    """Find every internal rate of return above −100%, at the study's own timing within the year.

    The roots in x = (1 + r)^(−1/2) of Σ flow · x^(half-years), real and positive.

    Examples
    --------
    >>> found = rate_of_return(np.array([0.0, 0.0, 0.0, 74.0]), np.array([100.0, 0.0, 0.0, 0.0]), "start", "start")
    >>> round(found.rate, 4)
    -0.0955
    """
    flow = np.zeros(2 * len(benefits) + 2)
    for values, when, sign in ((benefits, when_benefits, 1.0), (inputs, when_inputs, -1.0)):
        for year, value in enumerate(values):
            flow[2 * year + _HALF_YEARS[when]] += sign * value
    step = 1 if np.any(flow[1::2]) else 2
    flow = np.trim_zeros(flow[::step])
    if flow.size < 2 or not (np.any(flow > 0) and np.any(flow < 0)):
        return RateOfReturn((), "flows do not change sign")
    changes = int(np.count_nonzero(np.diff(np.sign(flow[flow != 0]))))
    found = [_only_root(flow)] if changes == 1 else _roots(flow)
    roots = sorted({round(x ** -(2 / step) - 1, 12) for x in found})
    if not roots:
        return RateOfReturn((), f"no rate brings the net present value to zero ({changes} changes of sign)")
    if flow[0] > 0:
        # A rate that the programme would pay, as a borrower does, and not one that it earns.
        return RateOfReturn(tuple(roots), VALUE_FIRST)
    several = f"no unique IRR: {len(roots)} rates bring the net present value to zero"
    return RateOfReturn(tuple(roots), None if len(roots) == 1 else several)


def _balance(flow: Floats, log_x: float) -> float:
    """Σ flow[k] x^k over Σ |flow[k] x^k|, which neither overflows nor vanishes however long the horizon."""
    exponents = np.arange(flow.size) * log_x
    terms = flow * np.exp(exponents - np.max(exponents[flow != 0]))
    return float(terms.sum() / np.abs(terms).sum())


def _only_root(flow: Floats) -> float:
    """The one positive root of a flow that changes sign once (Descartes' rule of signs), by bisection."""
    low, high = -50.0, 50.0
    starts = np.sign(_balance(flow, low))
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.sign(_balance(flow, middle)) == starts else (low, middle)
    return float(np.exp((low + high) / 2))


def _roots(flow: Floats) -> list[float]:
    """Real positive roots of Σ flow[k] x^k, polished by Newton's method; what does not balance is dropped.

    Where two roots fall together rounding parts them, also off the real line: they are brought back as one.
    """
    polynomial = np.polynomial.Polynomial(flow / np.abs(flow).max())
    slope = polynomial.deriv()
    found: list[float] = []
    for root in np.asarray(polynomial.roots(), dtype=complex):
        if abs(root.imag) > _TOGETHER * max(1.0, abs(root.real)) or root.real <= 1e-6:
            continue
        x = float(root.real)
        for _ in range(3):
            steepness = float(slope(x))
            nearer = x - float(polynomial(x)) / steepness if steepness else x
            # At a double root the slope is rounding: a step that leads away from the root is not taken.
            x = nearer if abs(polynomial(nearer)) < abs(polynomial(x)) else x
        known = any(abs(x - other) <= _TOGETHER * x for other in found)
        if x > 0 and np.isfinite(x) and not known and abs(_balance(flow, float(np.log(x)))) < 1e-9:
            found.append(x)
    return found


def flag(value: Any) -> str:
    """Show a payback time for people."""
    return value if isinstance(value, str) else "undefined" if value is None else f"{value:.1f}"
