"""Whether the parts of a valid study agree: scenarios, correlations, perspectives and logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from sroi.study.addresses import matching, named_by
from sroi.study.faults import Fault, Faulty, did_you_mean, listed, said
from sroi.study.notation import estimate
from sroi.study.places import Place as Spot
from sroi.study.places import places
from sroi.study.reading import Place
from sroi.study.settings import Filter, Scenario

if TYPE_CHECKING:
    from sroi.study.study import Study

#: Ids of the perspectives every study has.
BUILT_IN: Final = ("social", "fiscal", "cashable", "participants")

#: Study keys that a scenario may set besides estimates.
SETTINGS: Final = ("horizon", "discounting", "partial_years", "price_base", "optimism_bias")


def consistency_faults(study: Study) -> Iterator[tuple[Place, Fault]]:
    """Find what does not agree within a study whose parts are each valid."""
    yield from _scenario_faults(study)
    yield from _correlation_faults(study)
    yield from _perspective_faults(study)
    yield from _log_faults(study)


def _scenario_faults(study: Study) -> Iterator[tuple[Place, Fault]]:
    spots = {spot.address: spot for spot in places(study)}
    for block in ("scenarios", "options"):
        for name, scenario in getattr(study, block).items():
            for key in ("set", "scale"):
                for pattern, written in getattr(scenario, key).items():
                    for fault in _change_faults(pattern, written, key, spots, _ruled(study, scenario)):
                        yield (block, name, key, pattern), fault
            for pattern, fault in _set_twice(scenario.set, spots):
                yield (block, name, "set", pattern), fault


def _set_twice(stated: Mapping[str, Any], spots: Mapping[str, Spot]) -> Iterator[tuple[str, Fault]]:
    """A number set to two values by two patterns; its own address would stand over both."""
    said_of: set[tuple[str, str]] = set()
    for address, patterns in named_by(stated, spots).items():
        rivals = [pattern for pattern in patterns if ("*" in pattern) == ("*" in patterns[-1])]
        first, last = rivals[0], rivals[-1]
        if first != last and (first, last) not in said_of and not _same(stated[first], stated[last], spots[address]):
            said_of.add((first, last))
            found = f"{first} sets {address} to {said(stated[first])}, and {last} to {said(stated[last])}"
            write = f"set {address} itself" if "*" in last else "keep one of them"
            yield last, Fault("set-twice", found, "a scenario sets a number to one value", write)


def _same(one: Any, other: Any, spot: Spot) -> bool:
    """Whether two texts mean the same number; one that is none at all is reported on its own."""
    try:
        return one == other or estimate(one, spot.kind) == estimate(other, spot.kind)
    except Faulty:
        return True


def _correlation_faults(study: Study) -> Iterator[tuple[Place, Fault]]:
    known = [spot.address for spot in places(study)]
    seen: set[frozenset[str]] = set()
    for count, stated in enumerate(study.correlations):
        at: Place = ("correlations", count)
        for side, address in enumerate(stated.between):
            if address not in known:
                yield (
                    (*at, "between", side),
                    Fault(
                        "address-unknown",
                        f"found the address {address}",
                        "an address names a number of the study",
                        did_you_mean(address, known),
                    ),
                )
        if frozenset(stated.between) in seen:
            pair = " and ".join(stated.between)
            yield (
                at,
                Fault("correlation-twice", f"found {pair} a second time", "each pair stands once", "keep one of them"),
            )
        seen.add(frozenset(stated.between))


def _ruled(study: Study, scenario: Scenario) -> str:
    """How addresses end whose number a rule gives where none is stated; empty where there is no such rule."""
    rule = scenario.set.get("optimism_bias", study.optimism_bias)
    return "/optimism_bias" if rule == "by-grade" else ""


def _change_faults(pattern: str, written: Any, key: str, spots: Mapping[str, Spot], ruled: str) -> Iterator[Fault]:
    if key == "set" and pattern in SETTINGS:
        return
    addresses = matching(pattern, spots)
    if not addresses:
        extra = SETTINGS if key == "set" else ()
        yield Fault(
            "address-unknown",
            f"found the address {pattern}",
            "an address names a number of the study",
            did_you_mean(pattern, [*spots, *extra]),
        )
        return
    if key == "scale":
        at_rest = [a for a in addresses if a in spots and not spots[a].stated and _central(spots[a]) == 0]
        if ruled:
            at_rest = [address for address in at_rest if not address.endswith(ruled)]
        if at_rest == addresses:
            yield Fault(
                "scale-nothing",
                f"found {pattern}, which is 0 and not stated",
                "scale changes a number that is stated",
                "set it instead",
            )
        return
    for address in addresses:
        spot = spots.get(address)
        if spot is None:
            inside = [name for name in spots if name.startswith(address + "/")]
            if len(inside) > 1:
                yield Fault(
                    "address-container",
                    f"found {address}, which holds {len(inside)} numbers",
                    "set names one number",
                    f"write {inside[0]}, or use scale",
                )
            continue
        try:
            estimate(written, spot.kind)
        except Faulty as faulty:
            yield from faulty.faults


def _central(spot: Spot) -> float | None:
    stated = spot.estimate.distribution if spot.estimate is not None else None
    return stated.central if stated is not None else None


def _perspective_faults(study: Study) -> Iterator[tuple[Place, Fault]]:
    people = list(study.stakeholders)
    roles, types, kinds = (
        ["participant", "public", "funder", "other"],
        ["fiscal", "economic", "social"],
        ["cash", "in-kind", "time"],
    )
    values = [
        *study.outcomes,
        *(f"{name}/{key}" for name, outcome in study.outcomes.items() for key in outcome.all_values()),
    ]
    allowed: dict[str, dict[str, list[str]]] = {
        "values": {"id": values, "to": people, "stakeholder": people, "role": roles, "type": types},
        "inputs": {"id": list(study.inputs), "from": people, "stakeholder": people, "role": roles, "kind": kinds},
    }
    for name, perspective in study.perspectives.items():
        if name in BUILT_IN or any(name in (f"{person}-leverage", f"{person}-own") for person in people):
            allowed_ids = f"{', '.join(BUILT_IN)} and those of funders are built in"
            yield (
                ("perspectives", name),
                Fault("id-reserved", f'found the id "{name}"', allowed_ids, "choose another id"),
            )
        for side, words in allowed.items():
            wanted: Filter = getattr(perspective, side)
            for field in sorted(wanted.model_fields_set):
                key = field.rstrip("_")
                place: Place = ("perspectives", name, side, key)
                if key not in words:
                    yield (
                        place,
                        Fault(
                            "filter-key", f"found the key {key}", f"a filter of {side} has {listed(words)}", "remove it"
                        ),
                    )
                    continue
                for word in getattr(wanted, field) or ():
                    if word not in words[key]:
                        yield (
                            place,
                            Fault(
                                "filter-word",
                                f"found {word}",
                                f"{key} names {_what(key, words[key])}",
                                did_you_mean(word, words[key]),
                            ),
                        )


def _what(key: str, words: Iterable[str]) -> str:
    names = {
        "id": "an outcome, a value or an input",
        "to": "a stakeholder",
        "from": "a stakeholder",
        "stakeholder": "a stakeholder",
    }
    return names.get(key, listed(words))


def _log_faults(study: Study) -> Iterator[tuple[Place, Fault]]:
    known = [spot.address for spot in places(study)]
    for count, entry in enumerate(study.assumptions):
        for address in entry.addresses:
            if not matching(address, known):
                yield (
                    ("assumptions", count, "addresses"),
                    Fault(
                        "address-unknown",
                        f"found the address {address}",
                        "an address names a number of the study",
                        did_you_mean(address, known),
                    ),
                )
