"""What a cell of the value map says: a number as it is typed, or in words what it is made of and what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sroi.study.quantity import year_of
from sroi.valuation.formats import count
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.valuation.vector import central
from sroi.webapp.entering.numbers import linked, now_at, shown

#: Keys of a mapping that is a belief about one number, not a chain of factors or years.
_ONE_NUMBER: Final = frozenset(
    {"value", "low", "likely", "high", "mean", "sd", "successes", "n", "use", "from", "values", "p5", "p95"}
)


def cell(stated: Mapping[str, Any], key: str, outcome: str = "", found: Model | None = None) -> str:
    """What a cell says of an outcome as it is written in the study file.

    Parameters
    ----------
    stated
        The outcome, as it is written.
    key
        The column.
    outcome, found
        Id of the outcome and the resolved study, to say what a number is now; without them that is left out.

    Examples
    --------
    >>> outcome = {"quantity": "90 to 150", "deadweight": {"value": "25%", "source": "survey"}, "proxy": "gp-visit"}
    >>> [cell(outcome, key) for key in ("quantity", "value", "deadweight", "drop_off")]
    ['90 to 150', 'from the library', '25%', '']
    >>> outcome = {"quantity": {"families": 240, "engaged": "82%"}, "deadweight": {"from": "areas"},
    ...            "values": {"health": {"proxy": "gp-visit"}, "visits": {"value": 12}}, "drop_off": {"linear": "10%"}}
    >>> [cell(outcome, key) for key in ("quantity", "value", "deadweight", "drop_off")]
    ['2 numbers multiplied', '2 values: health, visits', 'comparison: Areas', '10% in a straight line']
    """
    written: Any = stated.get(key)
    if key == "value" and stated.get("values") is not None:
        names = list(map(spaced, stated["values"]))
        return f"{len(names)} value{'s' if len(names) > 1 else ''}: {', '.join(names)}"
    if key == "value" and "proxy" in stated:
        return _after(now_at(found, f"{outcome}/value"), "from the library")
    if not editable(stated, key):
        return _quantity(written, outcome, found) if key == "quantity" else f"{written['linear']} in a straight line"
    link = linked(written)
    if link is None:
        return shown(written)
    way, name = link
    return _after(now_at(found, f"{outcome}/{key}"), f"{'shared' if way == 'use' else 'comparison'}: {name}")


def editable(stated: Mapping[str, Any], key: str) -> bool:
    """Whether a cell is one number that can be typed over."""
    written = stated.get(key)
    if key == "value":
        return stated.get("values") is None and "proxy" not in stated
    if key == "quantity":
        return not isinstance(written, Mapping) or bool(_ONE_NUMBER & set(map(str, written)))
    return not (key == "drop_off" and isinstance(written, Mapping) and "linear" in written)


def _after(now: str, what: str) -> str:
    """What a number is now, where that is known, and in brackets what it is made of."""
    return f"{now} ({what})" if now else what


def _quantity(written: Mapping[Any, Any], outcome: str, found: Model | None) -> str:
    """A quantity that is made of several numbers: all of it, and how it is made."""
    by_year = any(year_of(key) is not None for key in written)
    stream = next((one for one in found.streams if one.outcome == outcome), None) if found is not None else None
    total = sum(float(product.of(central(found))) for _, product in stream.cohorts) if found and stream else None
    if total is None:
        return f"{len(written)} start years" if by_year else f"{len(written)} numbers multiplied"
    return f"{count(total)} ({len(written)} {'start years' if by_year else 'multiplied'})"
