"""Reading an estimate as it is written in a study file."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from statistics import NormalDist
from typing import Any, Final

from sroi.study import distributions as shapes
from sroi.study.distributions import Distribution
from sroi.study.estimate import Estimate
from sroi.study.faults import Fault, Faulty, did_you_mean, said
from sroi.study.kinds import COUNT, DELAY, DURATION, SHARE, Kind
from sroi.study.numbers import check_legal, number, written_range
from sroi.study.shape import Z95
from sroi.study.split import Scale, Split

#: Mass of a normal distribution that may lie beyond zero on money or counts.
CROSSING_ALLOWED: Final = 0.001

_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?)")
_EVIDENCE: Final = frozenset({"source", "grade", "note"})
_WORDS: Final = _EVIDENCE | {
    "low",
    "likely",
    "high",
    "mean",
    "sd",
    "shape",
    "value",
    "successes",
    "n",
    "values",
    "weights",
    "use",
    "from",
    "as",
}


def is_estimate_word(key: Any) -> bool:
    """Whether a key belongs to the vocabulary of estimates."""
    return key in _WORDS or bool(isinstance(key, str) and _PERCENTILE.fullmatch(key))


def reads_as_share(written: Any) -> bool:
    """Whether a number is a share by the way it is written: a percent sign, or successes out of n."""
    if isinstance(written, str):
        return "%" in written
    if isinstance(written, Mapping):
        return "successes" in written or any(
            reads_as_share(item) for key, item in written.items() if key not in _EVIDENCE and key != "sd"
        )
    return isinstance(written, (list, tuple)) and any(reads_as_share(item) for item in written)


def estimate(written: Any, kind: Kind) -> Estimate:
    """Read an estimate of a given kind.

    Parameters
    ----------
    written
        A number, a text such as ``27%``, ``18% to 27%`` or ``25% (15% to 35%)``, or a mapping such as
        ``{low: 10%, likely: 25%, high: 45%}``.
    kind
        What sort of number belongs here.

    Raises
    ------
    Faulty
        With everything that is wrong: where it is not an estimate, lies outside its legal range, or names a
        distribution that cannot be built.

    Examples
    --------
    >>> estimate("25% (15% to 35%)", SHARE).central
    0.25
    >>> estimate({"low": 900, "likely": 1100, "high": 1500}, COUNT).central
    1100.0
    """
    if kind is COUNT and reads_as_share(written):
        kind = SHARE
    if isinstance(written, Mapping):
        return _from_mapping(written, kind)
    return Estimate(distribution=_plain(written, kind), share=kind.share)


def _plain(written: Any, kind: Kind) -> Distribution:
    if isinstance(written, str) and not kind.money and re.search(r"£|€|\$|kr", written):
        fault = Fault(
            "currency-sign", f"found {said(written)}", f"{kind.name} is not money", "leave the currency sign out"
        )
        raise Faulty(fault)
    if isinstance(written, str):
        found = written_range(written)
        if found is not None:
            _refuse_percent(found.percent, kind, written)
            return _range(found.low, found.centre, found.high, kind, written)
    value = number(written)
    if value is None:
        raise Faulty(
            Fault(
                "estimate-unread",
                f"found {said(written)}",
                f"{kind.name} is a number or a range",
                "write it like 25%, 18% to 27% or 25% (15% to 35%)"
                if kind.share
                else "write it like 120, 90 to 150 or 120 (90 to 150)",
            )
        )
    _refuse_percent(value.percent, kind, written)
    check_legal(value.value, kind, written)
    return shapes.Fixed(value=value.value)


def _shown(value: float, written: Any) -> str:
    """A number in the way the range around it is written."""
    return f"{value * 100:g}%" if "%" in str(written) else f"{value:g}"


def _refuse_percent(percent: bool, kind: Kind, shown: Any) -> None:
    if percent and (kind.money or kind in (DURATION, DELAY)):
        raise Faulty(Fault("percent-money", f"found {said(shown)}", f"{kind.name} is not a share", "leave the % out"))


def _range(low: float, centre: float | None, high: float, kind: Kind, shown: Any, z: float = Z95) -> Distribution:
    """Build "a to b": log-normal, mirrored, normal across zero; logit-normal for shares."""
    if not low < high:
        raise Faulty(
            Fault(
                "range-order",
                f"found {said(shown)}",
                "the low end lies below the high end",
                f"write {_shown(high, shown)} to {_shown(low, shown)}" if low > high else f"write {_shown(low, shown)}",
            )
        )
    if centre is not None and not low <= centre <= high:
        raise Faulty(Fault("range-centre", f"found {said(shown)}", "the central value lies inside its range"))
    for end in (low, high):
        check_legal(end, kind, shown)
    if kind.share:
        if low <= 0 or high >= 1:
            raise Faulty(
                Fault(
                    "range-touches-end",
                    f"found {said(shown)}",
                    "a range between percentiles cannot touch 0% or 100%",
                    "give bounds instead: {low: …, likely: …, high: …}",
                )
            )
        return Split.through("logit", low, centre, high, z)
    if low > 0 or high < 0:
        return Split.through("log", low, centre, high, z)
    return Split.through("linear", low, centre, high, z)


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


def _from_mapping(written: Mapping[str, Any], kind: Kind) -> Estimate:
    unknown = [key for key in written if not is_estimate_word(key)]
    if unknown:
        raise Faulty(
            *(
                Fault(
                    "estimate-key",
                    f"found the key {said(key)} in an estimate",
                    "an estimate and a chain are not mixed",
                    did_you_mean(
                        str(key), _WORDS, "name the factors of a chain with words that are not estimate words"
                    ),
                )
                for key in unknown
            )
        )
    evidence = _evidence(written)
    body = {key: item for key, item in written.items() if key not in _EVIDENCE}
    if set(body) == {"use"}:
        return Estimate(use=_word(body["use"], "use"), **evidence)
    if "from" in body and set(body) <= {"from", "as"}:
        role = body.get("as", "deadweight")
        if role not in ("deadweight", "effect"):
            raise Faulty(Fault("estimate-as", f"found as: {said(role)}", "as is deadweight or effect").within("as"))
        return Estimate(counterfactual=_word(body["from"], "from"), read_as=role, share=True, **evidence)
    if set(body) == {"value"}:
        inner = estimate(body["value"], kind) if not isinstance(body["value"], Mapping) else None
        if inner is None:
            raise Faulty(
                Fault("estimate-value", f"found {said(body['value'])}", "value holds a number or a range").within(
                    "value"
                )
            )
        return inner.model_copy(update=evidence)
    return Estimate(distribution=_shape(body, kind, written), share=kind.share, **evidence)


def _word(value: Any, key: str) -> str:
    if isinstance(value, str) and value:
        return value
    raise Faulty(Fault("estimate-reference", f"found {key}: {said(value)}", f"{key} names an id").within(key))


def _evidence(written: Mapping[str, Any]) -> dict[str, Any]:
    faults, evidence = [], {}
    for key in sorted(_EVIDENCE & set(written)):
        value = written[key]
        if key == "grade":
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 6:
                faults.append(
                    Fault(
                        "grade-range", f"found {said(value)}", "a grade is a whole number from 1 (strongest) to 6"
                    ).within(key)
                )
        elif not isinstance(value, str):
            faults.append(Fault("text-expected", f"found {said(value)}", f"{key} is text").within(key))
        evidence[key] = value
    if faults:
        raise Faulty(*faults)
    return evidence


def _shape(body: Mapping[str, Any], kind: Kind, shown: Any) -> Distribution:
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


_Builder = Callable[[Mapping[str, Any], Kind, Any], Distribution]
_BUILDERS: Final[tuple[tuple[Callable[[frozenset[str]], bool], tuple[str, ...], _Builder], ...]] = (
    (lambda keys: keys == {"low", "likely", "high"}, ("pert", "triangular"), _bounds),
    (lambda keys: keys == {"low", "high"}, ("uniform",), _uniform),
    (lambda keys: keys == {"mean", "sd"}, ("normal", "lognormal", "gamma", "beta"), _moments),
    (lambda keys: keys == {"successes", "n"}, (), _proportion),
    (lambda keys: keys in ({"values"}, {"values", "weights"}), (), _discrete),
    (lambda keys: bool(keys) and all(_PERCENTILE.fullmatch(key) for key in keys), (), _percentiles),
)
