"""The forms in which a mapping states an estimate: bounds, moments, percentiles, a proportion, a list."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from statistics import NormalDist
from typing import Any, Final

from sroi.study import distributions as shapes
from sroi.study.distributions import Distribution
from sroi.study.faults import Fault, Faulty, said
from sroi.study.kinds import Kind
from sroi.study.numbers import check_legal, number
from sroi.study.split import Scale, Split

#: Mass of a normal distribution that may lie beyond zero on money or counts.
CROSSING_ALLOWED: Final = 0.001

PERCENTILE: Final = re.compile(r"p(\d{1,2}(?:\.\d+)?)")


def shaped(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    """Build the distribution that the keys of a mapping name, or say which forms there are."""
    keys, shape = frozenset(body) - {"shape"}, body.get("shape")
    for rule, allowed, builder in _BUILDERS:
        if rule(keys):
            if shape is not None and shape not in allowed:
                raise Faulty(
                    Fault(
                        "shape-unknown",
                        f"found shape: {said(shape)}",
                        f"here shape is {' or '.join(allowed)}" if allowed else "no shape is chosen here",
                    ).within("shape")
                )
            return builder(body, kind, shown)
    raise Faulty(
        Fault(
            "estimate-form",
            f"found {said(shown)}",
            "an estimate is {low, likely, high}, {low, high}, {mean, sd}, {p10, p50, p90}, {successes, n}, "
            "{values, weights}, {value}, {use} or {from}",
        )
    )


def _numbers(body: Mapping[str, Any], keys: tuple[str, ...], kind: Kind | None) -> list[float]:
    """Read the named numbers, each inside its legal range; all faults at once."""
    faults, values = [], []
    for key in keys:
        try:
            value = number(body[key])
            if value is None:
                each = f"{key} is a number" if not key.isdigit() else "each entry is a number"
                raise Faulty(Fault("number-unread", f"found {said(body[key])}", each))
            if kind is not None:
                check_legal(value.value, kind, body[key])
            values.append(value.value)
        except Faulty as faulty:
            faults += [fault.within(key) for fault in faulty.faults]
    if faults:
        raise Faulty(*faults)
    return values


def _bounds(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    low, likely, high = _numbers(body, ("low", "likely", "high"), kind)
    if not (low <= likely <= high and low < high):
        raise Faulty(Fault("range-order", f"found {said(shown)}", "low ≤ likely ≤ high, and low below high"))
    build = shapes.Triangular if body.get("shape") == "triangular" else shapes.Pert
    return build(low=low, likely=likely, high=high)


def _uniform(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    low, high = _numbers(body, ("low", "high"), kind)
    if not low < high:
        raise Faulty(Fault("range-order", f"found {said(shown)}", "low lies below high"))
    return shapes.Uniform(low=low, high=high)


def _moments(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    (mean,) = _numbers(body, ("mean",), kind)
    (sd,) = _numbers(body, ("sd",), None)
    if sd <= 0:
        raise Faulty(Fault("sd-range", f"found {said(body['sd'])}", "a standard deviation is above 0").within("sd"))
    shape = body.get("shape", "beta" if kind.share else "normal")
    if kind.share:
        if shape != "beta":
            raise Faulty(
                Fault(
                    "shape-leaves-share",
                    f"found shape: {said(shape)}",
                    "a share never leaves 0–1",
                    "leave shape out: a share is a beta",
                ).within("shape")
            )
        if not 0 < mean < 1 or sd**2 >= mean * (1 - mean):
            raise Faulty(
                Fault(
                    "beta-impossible",
                    f"found {said(shown)}",
                    f"a share with this mean has a standard deviation below {math.sqrt(max(mean * (1 - mean), 0)):.3g}",
                    "give a smaller sd, or {low, likely, high}",
                )
            )
        return shapes.Beta(average=mean, sd=sd)
    if shape == "beta":
        raise Faulty(
            Fault(
                "shape-needs-share",
                "found shape: beta",
                "a beta is a share",
                "write the mean with a percent sign, or leave shape out",
            ).within("shape")
        )
    if shape == "normal":
        _refuse_crossing(mean, sd, kind, shown)
        return shapes.Normal(centre=mean, sd=sd)
    if mean <= 0:
        raise Faulty(
            Fault("shape-needs-positive", f"found {said(shown)}", f"{shape} is for numbers above 0").within("shape")
        )
    return shapes.LogNormal(average=mean, sd=sd) if shape == "lognormal" else shapes.Gamma(average=mean, sd=sd)


def _percentiles(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    keys = sorted((key for key in body if key != "shape"), key=lambda key: float(key[1:]))
    levels = [float(key[1:]) / 100 for key in keys]
    values = _numbers(body, tuple(keys), kind)
    if not 2 <= len(keys) <= 3 or not 0 < levels[0] < levels[-1] < 1 or (len(keys) == 3 and levels[1] != 0.5):
        raise Faulty(
            Fault(
                "percentiles-form",
                f"found {said(shown)}",
                "give two percentiles, or three with p50 in the middle",
                "write it like {p10: 80, p50: 120, p90: 150}",
            )
        )
    if sorted(set(values)) != values:
        raise Faulty(Fault("range-order", f"found {said(shown)}", "higher percentiles have higher values"))
    if kind.share and (values[0] <= 0 or values[-1] >= 1):
        raise Faulty(
            Fault(
                "range-touches-end",
                f"found {said(shown)}",
                "a percentile cannot be 0% or 100%",
                "give bounds instead: {low: …, likely: …, high: …}",
            )
        )
    scale: Scale = "logit" if kind.share else "log" if values[0] > 0 or values[-1] < 0 else "linear"
    return Split.through_percentiles(scale, levels, values)


def _proportion(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    successes, n = _numbers(body, ("successes", "n"), None)
    if not (kind.share or (kind.low == 0 and kind.high == math.inf)):
        raise Faulty(Fault("proportion-place", f"found {said(shown)}", f"{kind.name} is not a share"))
    if n <= 0 or not 0 <= successes <= n:
        raise Faulty(
            Fault("proportion-range", f"found {said(shown)}", "successes lie between 0 and n, and n is above 0")
        )
    return shapes.Proportion(successes=successes, n=n)


def _discrete(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
    lists: dict[str, list[float]] = {}
    for key in ("values", "weights"):
        items = body.get(key, [1] * len(lists.get("values", [])))
        if not isinstance(items, (list, tuple)) or not items:
            raise Faulty(Fault("list-expected", f"found {said(items)}", f"{key} is a list of numbers").within(key))
        named = {str(place): item for place, item in enumerate(items)}
        try:
            lists[key] = _numbers(named, tuple(named), kind if key == "values" else None)
        except Faulty as faulty:
            raise Faulty(*(fault.within(key) for fault in faulty.faults)) from None
    if len(lists["values"]) != len(lists["weights"]) or min(lists["weights"]) < 0 or sum(lists["weights"]) <= 0:
        raise Faulty(
            Fault(
                "weights-form",
                f"found {said(shown)}",
                "there is one weight, at least 0, for each value, and not all are 0",
            ).within("weights")
        )
    return shapes.Discrete(values=tuple(lists["values"]), weights=tuple(lists["weights"]))


def _refuse_crossing(centre: float, sd: float, kind: Kind, shown: Any) -> None:
    """A normal on money or counts may cross zero by no more than 0.1% of its mass."""
    if kind.low < 0 and not kind.money:
        return  # a change on a scale, or a rate of growth, may well be negative
    mass = NormalDist().cdf(-abs(centre) / sd)
    if mass > CROSSING_ALLOWED:
        raise Faulty(
            Fault(
                "normal-crosses-zero",
                f"found {said(shown)}, of which {mass:.1%} would lie on the other side of zero",
                "a normal distribution of money or counts stays on one side of zero (up to 0.1%)",
                "use log-normal: {mean: …, sd: …, shape: lognormal} or a range like 90 to 150",
            )
        )


_Builder = Callable[[Mapping[str, Any], Kind, Any], Distribution]
_BUILDERS: Final[tuple[tuple[Callable[[frozenset[str]], bool], tuple[str, ...], _Builder], ...]] = (
    (lambda keys: keys == {"low", "likely", "high"}, ("pert", "triangular"), _bounds),
    (lambda keys: keys == {"low", "high"}, ("uniform",), _uniform),
    (lambda keys: keys == {"mean", "sd"}, ("normal", "lognormal", "gamma", "beta"), _moments),
    (lambda keys: keys == {"successes", "n"}, (), _proportion),
    (lambda keys: keys in ({"values"}, {"values", "weights"}), (), _discrete),
    (lambda keys: bool(keys) and all(PERCENTILE.fullmatch(key) for key in keys), (), _percentiles),
)
