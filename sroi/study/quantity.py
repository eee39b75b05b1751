"""How much: a chain of factors, once or by start year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sroi.study.estimate import Estimate, Frozen
from sroi.study.faults import Fault, Faulty, said
from sroi.study.identifiers import check_id
from sroi.study.kinds import Kind, factor_kind
from sroi.study.notation import estimate, is_estimate_word, is_evidence, reads_as_share


class Factor(Frozen):
    """One factor of a chain; ``id`` is empty where a plain number stands instead of a chain."""

    id: str = ""
    estimate: Estimate


class Chain(Frozen):
    """A product of factors, each an estimate with its own source; ``year`` is set where stated by year."""

    year: int | None = None
    factors: tuple[Factor, ...]


class Quantity(Frozen):
    """A quantity of an outcome, or an amount of an input.

    One chain, or one chain for each start year (a set of cohorts).
    """

    chains: tuple[Chain, ...]

    @property
    def by_year(self) -> bool:
        """Whether it is stated by year."""
        return self.chains[0].year is not None

    def places(self) -> Iterator[tuple[str, int | None, Factor]]:
        """Yield each factor with its address below the quantity (``FACTOR/YEAR``) and its year."""
        for chain in self.chains:
            for factor in chain.factors:
                parts = [factor.id] if factor.id else []
                if chain.year is not None:
                    parts.append(str(chain.year))
                yield "/".join(parts), chain.year, factor


def year_of(key: Any) -> int | None:
    """Read a mapping key as a calendar year, or return None."""
    if isinstance(key, bool):
        return None
    if isinstance(key, int):
        return key if 1000 <= key <= 9999 else None
    return int(key) if isinstance(key, str) and len(key) == 4 and key.isascii() and key.isdigit() else None


def quantity(written: Any, kind: Kind) -> Quantity:
    """Read a quantity: an estimate, a chain of factors, or either by start year.

    Raises
    ------
    Faulty
        With every fault inside, each at its own factor and year.

    Examples
    --------
    >>> from sroi.study.kinds import COUNT
    >>> chain = quantity({"families": 240, "engaged": "82% (74% to 89%)"}, COUNT)
    >>> [factor.id for factor in chain.chains[0].factors]
    ['families', 'engaged']
    """
    if isinstance(written, Mapping) and written and any(year_of(key) is not None for key in written):
        return _by_year(written, kind)
    return Quantity(chains=(_chain(written, kind, None),))


def _by_year(written: Mapping[Any, Any], kind: Kind) -> Quantity:
    chains: list[Chain] = []
    faults: list[Fault] = []
    for key, item in written.items():
        year = year_of(key)
        if year is None:
            faults.append(
                Fault(
                    "year-key", f"found the key {said(key)} among years", "keys are calendar years here, such as 2025"
                ).within(key)
            )
            continue
        try:
            chains.append(_chain(item, kind, year))
        except Faulty as faulty:
            faults += [fault.within(key) for fault in faulty.faults]
    years = [chain.year for chain in chains]
    if len(set(years)) != len(years):
        faults.append(Fault("year-twice", f"found years {said(years)}", "each year stands once"))
    if faults:
        raise Faulty(*faults)
    return Quantity(chains=tuple(sorted(chains, key=lambda chain: chain.year or 0)))


def _chain(written: Any, kind: Kind, year: int | None) -> Chain:
    if not isinstance(written, Mapping):
        return Chain(year=year, factors=(Factor(estimate=estimate(written, kind)),))
    if not written:
        raise Faulty(Fault("chain-empty", "found an empty mapping", "write a number, or factors with their names"))
    words = [key for key in written if is_estimate_word(key)]
    if len(words) == len(written):
        return Chain(year=year, factors=(Factor(estimate=_in_words(written, kind)),))
    if words:
        raise Faulty(_mixed(words, [str(key) for key in written if key not in words]))
    factors: list[Factor] = []
    faults: list[Fault] = []
    for key, item in written.items():
        try:
            check_id(key, "a factor")
            factors.append(Factor(id=key, estimate=estimate(item, _factor_kind(key, item, kind))))
        except Faulty as faulty:
            faults += [fault.within(key) for fault in faulty.faults]
    if faults:
        raise Faulty(*faults)
    return Chain(year=year, factors=tuple(factors))


def _in_words(written: Mapping[Any, Any], kind: Kind) -> Estimate:
    """An estimate, all of whose keys are words of estimates; or a chain whose factors happen to be called that."""
    try:
        return estimate(written, kind)
    except Faulty as faulty:
        write = "if these are factors of a chain, call them by other words"
        raise Faulty(
            *(
                Fault(f.code, f.found, f.allowed, write, f.inside) if f.code == "estimate-form" and not f.write else f
                for f in faulty.faults
            )
        ) from None


def _mixed(words: list[Any], others: list[str]) -> Fault:
    """A chain with an estimate's key in it: evidence of the whole, or a factor whose name is a word of estimates."""
    if any(is_evidence(word) for word in words):
        return Fault(
            "chain-mixed",
            f"found {said(words[0])} beside {said(others[0])}",
            "an estimate (low, likely, value, source, …) and a chain of named factors are not mixed",
            "put each factor on its own: {families: {value: 240, source: …}, engaged: 82%}",
        )
    return Fault(
        "chain-mixed",
        f"found {said(words[0])} beside {said(others[0])}",
        f"{words[0]} is a word of estimates, so no factor of a chain is called that",
        f"if it is a factor, give it another name; if it belongs to {others[0]}, write {{{others[0]}: {{value: …}}}}",
    )


def _factor_kind(key: str, item: Any, whole: Kind) -> Kind:
    by_name = factor_kind(key)
    if by_name.share or reads_as_share(item):
        return factor_kind("share")
    return whole if whole.money or by_name.low == whole.low else by_name
