"""Cross-references: every id that one part of a study uses must exist in another.

They are checked on the plain document, so that a wrong number elsewhere does not hide a wrong name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Problem
from sroi.study import kinds
from sroi.study.addresses import address_of
from sroi.study.consistency import consistency_faults
from sroi.study.faults import Fault, did_you_mean, said
from sroi.study.identifiers import is_id
from sroi.study.kinds import SCORE, SHARE, Kind, factor_kind
from sroi.study.outcome import DEDUCTIONS, value_missing
from sroi.study.problems import placed
from sroi.study.quantity import year_of
from sroi.study.reading import Place, Reading
from sroi.study.signs import sign_faults

if TYPE_CHECKING:
    from sroi.study.study import Study

_FIELD_KINDS = {
    "value": kinds.MONEY,
    "multiplier": kinds.MULTIPLIER,
    "duration": kinds.DURATION,
    "delay": kinds.DELAY,
    "real_growth": kinds.RATE,
}
_SHARE_KEYS = {*DEDUCTIONS, "drop_off", "linear", "cashable", "optimism_bias", "before", "after"}


def uses(document: Any) -> dict[str, tuple[str, Kind]]:
    """How shared estimates are used: the address of the first use that decides their kind, and the kind.

    A share where any share field uses it; else what the first field that uses it is; else what its own id says.
    """
    found: dict[str, tuple[str, Kind]] = {}

    def walk(node: Any, place: Place, kind: Kind | None) -> None:
        if not isinstance(node, Mapping):
            return
        name = node.get("use")
        if kind is not None and isinstance(name, str) and (name not in found or kind is SHARE is not found[name][1]):
            found[name] = address_of(place), kind
        for key, item in node.items():
            if key == "other_deductions" and isinstance(item, Mapping):
                for inner, share in item.items():
                    walk(share, (*place, key, inner), SHARE)
            else:
                walk(item, (*place, key), _use_kind(str(key)))

    if isinstance(document, Mapping):
        for block in ("outcomes", "counterfactuals", "inputs"):
            walk(document.get(block), (block,), None)
    return found


def _use_kind(key: str) -> Kind | None:
    if key in _SHARE_KEYS or factor_kind(key) is SHARE:
        return SHARE
    return _FIELD_KINDS.get(key, SCORE if factor_kind(key) is SCORE else None)


def reference_problems(document: Any, study: Study | None, found: Reading) -> list[Problem]:
    """Find every name that points nowhere; scenarios too, where the study itself is valid."""
    problems = [placed(fault, place, found) for place, fault in _faults(document)]
    problems += [placed(fault, place, found) for place, fault in sign_faults(document)]
    if study is not None:
        problems += [placed(fault, place, found) for place, fault in consistency_faults(study)]
    return problems


def _ids(document: Mapping[str, Any], key: str) -> list[str]:
    block = document.get(key)
    return [str(name) for name in block] if isinstance(block, Mapping) else []


def _block(document: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    block = document.get(key)
    if isinstance(block, Mapping):
        for name, item in block.items():
            if isinstance(item, Mapping):
                yield name, item


def _unknown(name: Any, known: list[str], what: str, block: str) -> Fault | None:
    if name is None or isinstance(name, (dict, list)) or name in known:
        return None
    article = "an" if what[0] in "aeiou" else "a"
    return Fault(
        f"{what}-unknown",
        f"found {said(name)}",
        f"{article} {what} is an id under {block}",
        did_you_mean(str(name), known, f"add it under {block}"),
    )


def _faults(document: Any) -> Iterator[tuple[Place, Fault]]:
    if not isinstance(document, Mapping):
        return
    for place, name, known, what, block in _wanted(document):
        fault = _unknown(name, known, what, block)
        if fault is not None:
            yield place, fault
    for block in ("scenarios", "options"):
        if "base" in _ids(document, block):
            yield (
                (block, "base"),
                Fault(
                    "id-reserved", "found the id base", "base is the study without any scenario", "choose another id"
                ),
            )
    yield from _missing_values(document)
    yield from _misplaced_comparisons(document)
    yield from _blanks(document)
    yield from _years_outside(document)
    yield from _source_faults(document)
    yield from _double_deductions(document)


#: A name, where it stands, the ids it may be, what it names, and the block in which those are.
_Wanted = tuple[Place, Any, list[str], str, str]


def _wanted(document: Mapping[str, Any]) -> Iterator[_Wanted]:
    """Yield every name that must be an id of another part of the study."""
    for place, name in _people_named(document):
        yield place, name, _ids(document, "stakeholders"), "stakeholder", "stakeholders"
    for place, name in _references(document, "use", ()):
        yield place, name, _ids(document, "estimates"), "estimate", "estimates"
    for place, name in _references(document.get("outcomes"), "from", ("outcomes",)):
        yield place, name, _ids(document, "counterfactuals"), "counterfactual", "counterfactuals"
    outcomes = _ids(document, "outcomes")
    left = [*outcomes, *_value_addresses(document), *(f"inputs/{key}" for key in _ids(document, "inputs"))]
    for block in ("scenarios", "options"):
        for key, item in _block(document, block):
            stated = item.get("leave_out", [])
            for count, name in enumerate(stated if isinstance(stated, list) else [stated]):
                at: Place = (block, key, "leave_out", *([count] if isinstance(stated, list) else []))
                yield at, name, left, "outcome", "outcomes (or inputs/ID)"
    chain = document.get("chain")
    for count, link in enumerate(chain if isinstance(chain, list) else []):
        if isinstance(link, Mapping):
            known = outcomes + _ids(document, "unmonetised")
            yield ("chain", count, "to"), link.get("to"), known, "outcome", "outcomes"


def _people_named(document: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Yield every place that names a stakeholder, and the name."""
    for block, key in (("inputs", "from"), ("outcomes", "stakeholder"), ("unmonetised", "stakeholder")):
        for name, item in _block(document, block):
            yield (block, name, key), item.get(key)
    for name, item in _block(document, "outcomes"):
        several = (((("values", key), value)) for key, value in _block(item, "values"))
        for inner, value in (((), item), *several):
            for key in ("to", "transfer_from"):
                yield ("outcomes", name, *inner, key), value.get(key)


def _value_addresses(document: Mapping[str, Any]) -> list[str]:
    several = ((name, item.get("values")) for name, item in _block(document, "outcomes"))
    return [f"{name}/{key}" for name, values in several if isinstance(values, Mapping) for key in values]


def _references(node: Any, key: str, at: Place) -> Iterator[tuple[Place, Any]]:
    """Yield every ``{use: …}`` or ``{from: …}`` that stands for an estimate."""
    if isinstance(node, Mapping):
        if key in node and set(node) <= {key, "as", "source", "grade", "note"} and at[:1] != ("chain",):
            yield (*at, key), node[key]
        for name, item in node.items():
            yield from _references(item, key, (*at, name))


def _misplaced_comparisons(document: Mapping[str, Any]) -> Iterator[tuple[Place, Fault]]:
    """A comparison gives deadweight, or, as an effect, a factor of a quantity, and nothing else."""
    for block in ("outcomes", "inputs", "discounting", "stakeholders"):
        for place, _ in _references(document.get(block), "from", (block,)):
            holder = _at(document, place[:-1])
            if not isinstance(holder, Mapping) or holder.get("as") not in (None, "deadweight", "effect"):
                continue  # that word is reported on its own
            effect = holder.get("as") == "effect"
            key = place[2] if len(place) > 2 else ""
            if block == "outcomes" and (key == "quantity" if effect else key == "deadweight"):
                continue
            if block == "outcomes" and key in ("quantity", "deadweight"):
                write = "write as: effect" if key == "quantity" else "leave out as: effect, or put it on the quantity"
            else:
                write = "write {from: …} on deadweight, or {from: …, as: effect} on a factor of the quantity"
            allowed = "a comparison gives deadweight, or the effect that a quantity is"
            yield place[:-1], Fault("counterfactual-place", f"found {said(holder)}", allowed, write)


def _at(document: Any, place: Place) -> Any:
    for key in place:
        document = document.get(key) if isinstance(document, Mapping) else None
    return document


def _blanks(document: Mapping[str, Any]) -> Iterator[tuple[Place, Fault]]:
    """A key without a value is a number forgotten, not a zero."""
    for block in ("outcomes", "inputs"):
        for name, item in _block(document, block):
            values = item.get("values")
            inner = [(("values", key), value) for key, value in values.items()] if isinstance(values, Mapping) else []
            for place, holder in [((), item), *inner]:
                for key, value in holder.items() if isinstance(holder, Mapping) else ():
                    if (
                        value is None
                        and isinstance(key, str)
                        and key not in ("name", "stakeholder", "quantity", "from", "amount")
                    ):
                        fault = Fault(
                            "value-blank",
                            f"found nothing after {key}",
                            "a key has a value",
                            "write it, or remove the key",
                        )
                        yield (block, name, *place, key), fault


def _missing_values(document: Mapping[str, Any]) -> Iterator[tuple[Place, Fault]]:
    for name, item in _block(document, "outcomes"):
        if not {"value", "proxy", "values"} & set(item):  # a key left blank is reported as such
            yield ("outcomes", name), value_missing()


def _years_outside(document: Mapping[str, Any]) -> Iterator[tuple[Place, Fault]]:
    first, horizon = document.get("start_year"), document.get("horizon")
    if not (type(first) is int and type(horizon) is int and horizon > 0):
        return
    last = first + horizon - 1
    for block, key in (("inputs", "amount"), ("outcomes", "quantity")):
        for name, item in _block(document, block):
            stated = item.get(key)
            for year in stated if isinstance(stated, Mapping) else ():
                found = year_of(year)
                if found is not None and not first <= found <= last:
                    write = "change start_year or horizon, or leave the year out"
                    fault = Fault(
                        "year-outside", f"found the year {year}", f"the study counts {first} to {last}", write
                    )
                    yield (block, name, key, year), fault


def _source_faults(document: Mapping[str, Any]) -> Iterator[tuple[Place, Fault]]:
    known = _ids(document, "sources")
    if not known:
        return
    for place, text in _texts_of(document, "source", ()):
        # A single lower-case word is an id; anything else ("survey p. 12") is a reference in words.
        if is_id(text) and text not in known:
            yield (
                place,
                Fault(
                    "source-unknown",
                    f"found {said(text)}",
                    "a source is an id under sources, or text with its page",
                    did_you_mean(text, known, "add it under sources"),
                ),
            )


def _texts_of(node: Any, key: str, at: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(node, Mapping):
        for name, item in node.items():
            if name == key and isinstance(item, str):
                yield (*at, name), item
            else:
                yield from _texts_of(item, key, (*at, name))


def _double_deductions(document: Mapping[str, Any]) -> Iterator[tuple[Place, Fault]]:
    """A quantity that is already an effect leaves nothing for deadweight to take off."""
    for name, item in _block(document, "outcomes"):
        effects = [
            ref for _, ref in _references(item.get("quantity"), "from", ()) if _as_effect(item.get("quantity"), ref)
        ]
        if effects and item.get("deadweight") not in (None, 0, "0%"):
            yield (
                ("outcomes", name, "deadweight"),
                Fault(
                    "deadweight-twice",
                    f"found deadweight beside a quantity that is already the effect against {effects[0]}",
                    "what would have happened anyway is taken off once",
                    "remove deadweight, or count all who changed in quantity",
                ),
            )


def _as_effect(node: Any, reference: Any) -> bool:
    if isinstance(node, Mapping):
        if node.get("from") == reference and node.get("as") == "effect":
            return True
        return any(_as_effect(item, reference) for item in node.values())
    return False
