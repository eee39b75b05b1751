"""Reading an estimate as it is written in a study file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sroi.study import distributions as shapes
from sroi.study.distributions import Distribution
from sroi.study.estimate import Estimate
from sroi.study.faults import Fault, Faulty, did_you_mean, said
from sroi.study.forms import PERCENTILE, shaped
from sroi.study.kinds import COUNT, DELAY, DURATION, SHARE, Kind
from sroi.study.numbers import check_legal, number, written_range
from sroi.study.shape import Z95
from sroi.study.split import Split

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
    return key in _WORDS or bool(isinstance(key, str) and PERCENTILE.fullmatch(key))


def is_evidence(key: Any) -> bool:
    """Whether a key says who says so, and not how much."""
    return key in _EVIDENCE


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
    return Estimate(distribution=shaped(body, kind, written), share=kind.share, **evidence)


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
