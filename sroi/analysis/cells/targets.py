"""What the dimensions of a sweep mean in one model: which numbers they set, and which they scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sroi.analysis.cells.dimensions import SCENARIO, Dimension
from sroi.errors import Problem
from sroi.study.addresses import containers, matching
from sroi.study.consistency import SETTINGS
from sroi.study.faults import Fault, Faulty, did_you_mean
from sroi.study.kinds import Kind
from sroi.study.numbers import check_legal
from sroi.study.places import Place, places
from sroi.study.study import Study
from sroi.valuation.formats import unit_text
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.scaling import part_of_a_product

#: End of the address of a discount rate: a schedule of several rates has no number, and is scaled as a whole.
RATE: Final = "discounting/rate"


@dataclass(frozen=True, slots=True)
class Targets:
    """What one dimension moves in one model.

    Parameters
    ----------
    dimension
        The dimension.
    numbers
        Numbers of the vector that it sets, or multiplies where it is relative.
    wholes
        Wholes, and uses of shared estimates inside them, that it multiplies.
    linked
        Addresses whose number stands elsewhere, and which get a number of their own.
    """

    dimension: Dimension
    numbers: tuple[Parameter, ...]
    wholes: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    @property
    def set_addresses(self) -> tuple[str, ...]:
        """Every address whose number it sets."""
        return (*(row.address for row in self.numbers), *self.linked)


def addresses(study: Study, dimension: Dimension) -> list[str]:
    """Addresses, and wholes, that a dimension names; empty where it names none."""
    return matching(dimension.target, {place.address: place for place in places(study)})


def unknown(study: Study, dimension: Dimension) -> Problem:
    """Say that a dimension names nothing, with the nearest names."""
    names = [place.address for place in places(study)]
    known = dict.fromkeys([*names, *(whole for name in names for whole in containers(name)), *SETTINGS, SCENARIO])
    return Problem(
        "address-unknown",
        f"found the address {dimension.target}",
        "an address names a number of the study",
        did_you_mean(dimension.target, known),
    )


def targets(model: Model, dimension: Dimension, names: Sequence[str], problems: list[Problem]) -> Targets:
    """Find what a dimension moves in a model, and check every value against the legal range of every number.

    Parameters
    ----------
    model
        The study, resolved.
    dimension
        A dimension that names numbers, not a setting.
    names
        Addresses and wholes that it names; see :func:`addresses`.
    problems
        Where problems are added, each naming the dimension.
    """
    spots = {place.address: place for place in places(model.study)}
    found = [_leaf(name, spots) for name in names]
    if dimension.relative:
        result = _scaled(model, dimension, found, spots, problems)
        problems += _illegal(dimension, result.numbers)
        return result
    inside = [name for name in found if name not in spots]
    if inside:
        held = [name for name in spots if name.startswith(f"{inside[0]}/")]
        problems.append(
            Problem(
                "address-container",
                f"found {inside[0]}, which holds {len(held)} numbers",
                "= names single numbers",
                f"write {held[0]}=…, or scale the whole: {dimension.target}*=-20%,+20%",
                address=dimension.target,
            )
        )
        return Targets(dimension, ())
    problems += _outside(dimension, [spots[name] for name in found])
    linked = [name for name in found if _own(model, name) is None]
    numbers = tuple(row for name in found if (row := _own(model, name)) is not None)
    return Targets(dimension, numbers, linked=tuple(linked))


def _leaf(name: str, spots: dict[str, Place]) -> str:
    """The single number inside a whole stands for it, as it does in a scenario."""
    inside = [address for address in spots if address.startswith(f"{name}/")] if name not in spots else []
    return inside[0] if len(inside) == 1 else name


def _own(model: Model, address: str) -> Parameter | None:
    """The number of an address, unless it uses a shared one, follows from a comparison, or is part of a schedule."""
    row = model.parameters.row(address) if address in model.parameters.columns else None
    return row if row is not None and row.address == address else None


def _scaled(
    model: Model, dimension: Dimension, found: Sequence[str], spots: dict[str, Place], problems: list[Problem]
) -> Targets:
    numbers: list[Parameter] = []
    wholes: list[str] = []
    linked: list[str] = []
    for name in found:
        row = _own(model, name)
        if row is not None:
            numbers.append(row)
        elif name not in spots or part_of_a_product(name) or name in model.units:
            wholes.append(name)
            problems += _used_illegally(model, dimension, name, spots)
        else:
            linked.append(name)
    return Targets(dimension, tuple(numbers), tuple(wholes), tuple(linked))


def _outside(dimension: Dimension, spots: Sequence[Place]) -> Iterator[Problem]:
    """Values outside the legal range of a number that they are to stand for: the first of them, and how many."""
    wrong: list[tuple[str, float, Fault]] = []
    for spot in spots:
        for value in map(float, dimension.values):
            try:
                check_legal(value, spot.kind, f"{value * 100:g}%" if dimension.form == "percent" else value)
            except Faulty as faulty:
                wrong.append((spot.address, value, faulty.faults[0]))
    if not wrong:
        return
    address, _, fault = wrong[0]
    more = [f"for {address}"] if address != dimension.target else []
    if values := len({value for _, value, _ in wrong}) - 1:
        more.append(f"and {values:,} more value{'s' if values > 1 else ''} outside")
    if others := len({name for name, _, _ in wrong}) - 1:
        more.append(f"and the same for {others:,} more number{'s' if others > 1 else ''}")
    found = " ".join([fault.found, *more])
    yield Problem(fault.code, found, fault.allowed, fault.write, address=dimension.target)


def _used_illegally(model: Model, dimension: Dimension, name: str, spots: dict[str, Place]) -> Iterator[Problem]:
    """Factors that take the use of a shared number out of what is legal in its place."""
    row = model.parameters.row(name) if name in model.parameters.columns else None
    if row is not None:
        here = row.central * model.parameters.scales.get(name, 1.0)
        yield from _too_large(dimension, here, spots[name].kind, row, name)


def _illegal(dimension: Dimension, rows: Sequence[Parameter]) -> Iterator[Problem]:
    """Factors that take a number out of its legal range."""
    for row in rows:
        yield from _too_large(dimension, row.central, row.kind, row, row.address)


def _too_large(dimension: Dimension, central: float, kind: Kind, row: Parameter, address: str) -> Iterator[Problem]:
    """The factor that takes a number furthest out of its legal range, if any does."""
    ends = sorted(map(float, dimension.values))
    factor = next((end for end in (ends[-1], ends[0]) if not kind.holds(central * end)), None)
    if factor is not None:
        where = f" for {address}" if address != dimension.target else ""
        found = f"{unit_text(central, row)} × {factor:g} is {unit_text(central * factor, row)}{where}"
        write = "vary it by less, or set it with ="
        yield Problem("scale-range", found, kind.allowed, write, address=dimension.target)


def all_zero(scaled: Targets, moved: Sequence[Targets]) -> bool:
    """Whether a dimension scales nothing but zeros that no other dimension sets."""
    given = {name for each in moved if not each.dimension.relative for name in each.set_addresses}
    return not scaled.linked and all(row.central == 0 and row.address not in given for row in scaled.numbers)


def conflicts(moved: Sequence[Targets]) -> Iterator[Problem]:
    """Say what is wrong with dimensions that may each be right by themselves."""
    yield from _set_twice(moved)
    yield from _too_far(moved)
    yield from _nothing_to_scale(moved)


def _set_twice(moved: Sequence[Targets]) -> Iterator[Problem]:
    """Two dimensions that set the same number contradict each other."""
    seen: dict[str, str] = {}
    for each in moved:
        if each.dimension.relative:
            continue
        for address in each.set_addresses:
            if address in seen and seen[address] != each.dimension.target:
                found = f"{seen[address]} and {each.dimension.target} both set {address}"
                yield Problem(
                    "vary-twice", found, "a number is set by one dimension", "leave one out, or scale with *="
                )
                break
            seen[address] = each.dimension.target


def _nothing_to_scale(moved: Sequence[Targets]) -> Iterator[Problem]:
    for each in moved:
        at_rest = each.numbers and not each.wholes and not any(row.stated for row in each.numbers)
        if each.dimension.relative and at_rest and all_zero(each, moved):
            name = each.dimension.target
            found = f"found {name}, which is 0 and not stated"
            write = f"set it instead: {name}=0%:50%:11"
            yield Problem("scale-nothing", found, "*= changes numbers that are stated", write, address=name)


def _too_far(moved: Sequence[Targets]) -> Iterator[Problem]:
    """Dimensions that are legal one by one and together take a number out of its legal range."""
    touching: dict[str, list[Targets]] = {}
    for each in moved:
        for row in each.numbers:
            touching.setdefault(row.address, []).append(each)
    for address, several in touching.items():
        if len(several) < 2:
            continue
        row = next(row for row in several[0].numbers if row.address == address)
        ends = [row.central]
        for each in sorted(several, key=lambda each: each.dimension.relative):
            values = [float(value) for value in each.dimension.values]
            extremes = min(values), max(values)
            ends = [end * by for end in ends for by in extremes] if each.dimension.relative else list(extremes)
        wrong = next((end for end in ends if not row.kind.holds(end)), None)
        if wrong is not None:
            names = " and ".join(each.dimension.target for each in several)
            found = f"{names} together make {address} {unit_text(wrong, row)}"
            yield Problem("scale-range", found, row.kind.allowed, "vary them by less", address=address)
