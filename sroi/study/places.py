"""Addresses: the one name by which a number is known in scenarios, sweeps, errors, workbooks and the app."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sroi.study import kinds
from sroi.study.estimate import Estimate, fixed
from sroi.study.kinds import Kind, factor_kind
from sroi.study.quantity import Quantity
from sroi.study.settings import Discounting

if TYPE_CHECKING:
    from sroi.study.study import Study

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One estimate of a study and where it stands.

    Parameters
    ----------
    address
        Its name, such as ``into-work/quantity/engaged``.
    path
        Keys that lead to it in the document.
    kind
        What sort of number it is.
    family
        What it shares error with: quantities, deadweights, …
    estimate
        The estimate; None where the number comes from the proxy bank.
    owner
        Outcome (``ID``), input (``inputs/ID``) or shared estimate it belongs to.
    stated
        False where the file leaves an optional number at its default.
    """

    address: str
    path: Path
    kind: Kind
    family: str
    estimate: Estimate | None
    owner: str
    stated: bool = True


#: Numbers of an outcome that may be left out: key, kind, family and what they are then.
OPTIONAL: Final = (
    ("deadweight", kinds.SHARE, "deadweights", fixed(0.0, share=True)),
    ("displacement", kinds.SHARE, "displacements", fixed(0.0, share=True)),
    ("attribution", kinds.SHARE, "attributions", fixed(0.0, share=True)),
    ("leakage", kinds.SHARE, "leakages", fixed(0.0, share=True)),
    ("substitution", kinds.SHARE, "substitutions", fixed(0.0, share=True)),
    ("multiplier", kinds.MULTIPLIER, "multipliers", fixed(1.0)),
    ("optimism_bias", kinds.SHARE, "optimism biases", fixed(0.0, share=True)),
    ("duration", kinds.DURATION, "durations", fixed(1.0)),
    ("delay", kinds.DELAY, "delays", fixed(0.0)),
    ("drop_off", kinds.SHARE, "drop-offs", fixed(0.0, share=True)),
    ("real_growth", kinds.RATE, "growth rates", fixed(0.0)),
)


_NO_UPLIFT: Final = fixed(0.0)


def address_of(path: Iterable[str | int]) -> str:
    """Turn the path of a place in the document into its address.

    Examples
    --------
    >>> address_of(("outcomes", "into-work", "quantity", 2026, "engaged"))
    'into-work/quantity/engaged/2026'
    """
    keys = [str(key) for key in path]
    if keys[:1] == ["outcomes"] and len(keys) > 1:
        keys = keys[1:]
        if keys[1:2] == ["values"] and len(keys) > 2:
            keys = [keys[0], keys[2], *[key for key in keys[3:] if key not in ("value", "proxy")]]
    for name in ("amount", "quantity"):
        if name in keys[:3]:
            at = keys.index(name) + 1
            if len(keys) > at + 1 and len(keys[at]) == 4 and keys[at].isdigit():
                keys[at], keys[at + 1] = keys[at + 1], keys[at]
    return "/".join(keys)


def places(study: Study) -> Iterator[Place]:
    """Yield every estimate of a study, in the order of the file, those left at their default included."""
    for name, estimate in study.estimates.items():
        kind = kinds.SHARE if estimate.share else factor_kind(name)
        yield Place(f"estimates/{name}", ("estimates", name), kind, "shared estimates", estimate, name)
    for name, comparison in study.counterfactuals.items():
        for group in ("programme", "comparison"):
            level = getattr(comparison, group)
            for when in ("before", "after") if level is not None else ():
                path: Path = ("counterfactuals", name, group, when)
                yield Place("/".join(map(str, path)), path, kinds.SHARE, "counterfactuals", getattr(level, when), name)
    yield from _of_settings(study)
    for name in study.inputs:
        yield from _of_input(study, name)
    for name in study.outcomes:
        yield from _of_outcome(study, name)


def _of_settings(study: Study) -> Iterator[Place]:
    yield from _of_discounting(study.discounting, "discounting", ("discounting",))
    for name, person in study.stakeholders.items():
        if person.size is not None:
            path: Path = ("stakeholders", name, "size")
            yield Place("/".join(map(str, path)), path, kinds.COUNT, "sizes", person.size, name)


def _of_discounting(choice: Discounting, address: str, path: Path) -> Iterator[Place]:
    """The rate: stated, or brought by a named schedule if that is flat (``estimate`` is None then)."""
    if not isinstance(choice.schedule, tuple):
        yield Place(
            f"{address}/rate",
            (*path, "rate"),
            kinds.SHARE,
            "discounting",
            choice.rate,
            address,
            choice.rate is not None,
        )


def _of_input(study: Study, name: str) -> Iterator[Place]:
    given, owner = study.inputs[name], f"inputs/{name}"
    yield from _of_quantity(given.amount, f"{owner}/amount", ("inputs", name, "amount"), kinds.COST, "costs", owner)
    path: Path = ("inputs", name, "optimism_bias")
    uplift = given.optimism_bias or _NO_UPLIFT
    yield Place(
        "/".join(map(str, path)),
        path,
        kinds.UPLIFT,
        "cost optimism biases",
        uplift,
        owner,
        given.optimism_bias is not None,
    )


def _of_outcome(study: Study, name: str) -> Iterator[Place]:
    outcome, root = study.outcomes[name], ("outcomes", name)
    yield from _of_quantity(outcome.quantity, f"{name}/quantity", (*root, "quantity"), kinds.COUNT, "quantities", name)
    for key, value in outcome.all_values().items():
        path: Path = (*root, key) if outcome.values is None else (*root, "values", key, "value")
        family = f"unit values of {value.source or outcome.source or value.proxy or 'no stated source'}"
        yield Place(f"{name}/{key}", path, kinds.MONEY, family, value.value, name)
        if value.cashable is not None:
            at: Path = (*root, "cashable") if outcome.values is None else (*root, "values", key, "cashable")
            yield Place(address_of(at), at, kinds.SHARE, "cashable shares", value.cashable, name)
    for key, kind, family, default in OPTIONAL:
        estimate = getattr(outcome, key)
        if key == "drop_off" and outcome.drop_off is not None:
            at = (*root, "drop_off", "linear") if outcome.drop_off.linear else (*root, "drop_off")
            yield Place(f"{name}/drop_off", at, kind, family, outcome.drop_off.share, name)
        elif estimate is not None:
            yield Place(f"{name}/{key}", (*root, key), kind, family, estimate, name)
        elif key != "drop_off" or outcome.profile is None:
            whole = key == "duration" and outcome.profile is not None
            left_out = fixed(float(len(outcome.profile or ()))) if whole else default
            yield Place(f"{name}/{key}", (*root, key), kind, family, left_out, name, stated=False)
    for key, share in outcome.other_deductions.items():
        at = (*root, "other_deductions", key)
        yield Place(f"{name}/other_deductions/{key}", at, kinds.SHARE, key, share, name)
    if outcome.discounting is not None:
        yield from _of_discounting(outcome.discounting, f"{name}/discounting", (*root, "discounting"))


def _of_quantity(amount: Quantity, address: str, path: Path, kind: Kind, family: str, owner: str) -> Iterator[Place]:
    for below, year, factor in amount.places():
        inner: Path = (*([year] if year is not None else []), *([factor.id] if factor.id else []))
        factor_is = kinds.SHARE if factor.estimate.share else (factor_kind(factor.id) if factor.id else kind)
        yield Place(
            "/".join(filter(None, (address, below))), (*path, *inner), factor_is, family, factor.estimate, owner
        )


def containers(address: str) -> list[str]:
    """Return the addresses around an address that may be scaled as a whole, outermost first.

    Examples
    --------
    >>> containers("inputs/staff/amount/hours/2025")
    ['inputs/staff/amount', 'inputs/staff/amount/hours']
    """
    parts = address.split("/")
    for name in ("amount", "quantity"):
        if name in parts[1:3]:
            at = parts.index(name, 1) + 1
            return ["/".join(parts[:stop]) for stop in range(at, len(parts))]
    return []


def matching(pattern: str, addresses: Iterable[str]) -> list[str]:
    """Addresses and containers that a pattern names; where both fit, the outermost stands for what is inside.

    ``*`` matches any text within one segment, so ``*/deadweight`` is the deadweight of every outcome.

    Examples
    --------
    >>> matching("inputs/*/amount*", ["inputs/staff/amount/hours", "inputs/staff/amount/rate", "inputs/hall/amount"])
    ['inputs/staff/amount', 'inputs/hall/amount']
    >>> matching("*/deadweight", ["a/deadweight", "b/deadweight", "a/value"])
    ['a/deadweight', 'b/deadweight']
    """
    wanted = [re.compile(re.escape(part).replace(r"\*", ".*")) for part in pattern.split("/")]
    found: dict[str, None] = {}
    for address in addresses:
        for name in (*containers(address), address):
            parts = name.split("/")
            if len(parts) == len(wanted) and all(
                rule.fullmatch(part) for rule, part in zip(wanted, parts, strict=True)
            ):
                found[name] = None
                break
    return list(found)
