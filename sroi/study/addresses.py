"""Addresses: the one name by which a number is known in scenarios, sweeps, errors, workbooks and the app."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable


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


def named_by(patterns: Iterable[str], addresses: Collection[str]) -> dict[str, list[str]]:
    """Patterns that name each number, the one that decides last: a number's own address stands over any pattern.

    A container that holds a single number names that number.

    Examples
    --------
    >>> named_by(["a/deadweight", "*/deadweight"], ["a/deadweight", "b/deadweight"])
    {'a/deadweight': ['*/deadweight', 'a/deadweight'], 'b/deadweight': ['*/deadweight']}
    """
    found: dict[str, list[str]] = {}
    for pattern in sorted(patterns, key=lambda pattern: "*" not in pattern):
        for address in matching(pattern, addresses):
            held = [address] if address in addresses else [a for a in addresses if a.startswith(f"{address}/")]
            if len(held) == 1:
                found.setdefault(held[0], []).append(pattern)
    return found
