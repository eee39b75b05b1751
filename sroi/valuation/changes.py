"""What an edit changed, in words: for undo buttons, histories and audit trails.

Works on any two studies, also on those that cannot be valued yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sroi.study.addresses import address_of
from sroi.study.faults import said
from sroi.study.places import places
from sroi.study.study import Study
from sroi.valuation.formats import years
from sroi.valuation.labels import label, spaced

#: What the things of a study are called, one of them.
_THINGS: Final = {
    "outcomes": "outcome",
    "inputs": "cost",
    "stakeholders": "stakeholder",
    "sources": "source",
    "estimates": "shared estimate",
    "counterfactuals": "comparison",
    "unmonetised": "outcome not in money",
    "scenarios": "scenario",
    "options": "option",
    "perspectives": "perspective",
    "exchange_rates": "exchange rate",
}

#: What a number that is stated elsewhere follows, by how it is written.
_LINKS: Final = {"use": "shared estimate", "from": "comparison"}

_GONE: Final = object()

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference between two versions of a study.

    Parameters
    ----------
    what
        What it belongs to, such as "Parents move into work"; empty for the study itself.
    words
        What was done to it, such as "deadweight 20% to 35%".
    address
        Where it is.
    """

    what: str
    words: str
    address: str

    def __str__(self) -> str:
        return f"{self.words}, {self.what}" if self.what else self.words


def edits(before: Study, after: Study) -> tuple[Edit, ...]:
    """Say every difference between two versions of a study, in the order of the file.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 20%}}}
    ... ''')
    >>> [str(edit) for edit in edits(study, study.edited({"fit/deadweight": "35%", "horizon": 3}))]
    ['horizon 1 year to 3 years', 'deadweight 20% to 35%, Fitter']
    """
    return tuple(_edits(before, after))


def describe_change(before: Study, after: Study) -> str:
    """Say in a few words what an edit did, for a button or a list.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 20%}}}
    ... ''')
    >>> describe_change(study, study.edited({"fit/deadweight": "35%"}))
    'deadweight 20% to 35%, Fitter'
    >>> describe_change(study, study.edited({"fit/deadweight": "35%", "fit/value": 30, "horizon": 2}))
    'horizon 1 year to 2 years, and 2 more changes'
    >>> describe_change(study, study)
    'comments or layout'
    """
    found = edits(before, after)
    if not found:
        return "comments or layout"
    more = len(found) - 1
    return str(found[0]) + (f", and {more} more change{'s' if more > 1 else ''}" if more else "")


def _edits(before: Study, after: Study) -> Iterator[Edit]:
    families = {place.path: (place.address, place.family) for study in (before, after) for place in places(study)}
    old, new = before.document, after.document
    for key in dict.fromkeys([*old, *new]):
        if key in _THINGS:
            yield from _things(str(key), old.get(key) or {}, new.get(key) or {}, before, after, families)
        elif old.get(key, _GONE) != new.get(key, _GONE):
            yield Edit("", _change(spaced(str(key)), _setting(key, old), _setting(key, new)), str(key))


def _setting(key: Any, document: Mapping[Any, Any]) -> str | None:
    """A setting of the study as it is written, short enough for a sentence."""
    if key not in document:
        return None
    written = document[key]
    return years(written) if key == "horizon" and isinstance(written, int) else _written(written)


def _written(written: Any) -> str:
    if isinstance(written, str):
        return written if len(written) <= 40 else f"“{written[:37]}…”"
    if isinstance(written, Mapping) and "value" in written:
        return _written(written["value"])
    if isinstance(written, Mapping) and len(written) == 1 and (ways := _LINKS.keys() & written.keys()):
        way = ways.pop()
        return f"{_LINKS[way]} “{spaced(str(written[way]))}”"
    if isinstance(written, (list, tuple, Mapping)) and len(said(written)) > 60:
        return f"{len(written)} entries"
    return said(written)


def _change(what: str, before: str | None, after: str | None) -> str:
    if before is None:
        return f"{what} set to {after}"
    if after is None:
        return f"{what} removed (was {before})"
    return f"{what} {before} to {after}" if before != after else f"{what} changed"


def _things(
    block: str,
    old: Mapping[Any, Any],
    new: Mapping[Any, Any],
    before: Study,
    after: Study,
    families: Mapping[Path, tuple[str, str]],
) -> Iterator[Edit]:
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield Edit("", f"{_THINGS[block]} “{_name(before, block, str(key))}” removed", address_of((block, key)))
        elif key not in old:
            yield Edit("", f"{_THINGS[block]} “{_name(after, block, str(key))}” added", address_of((block, key)))
        elif old[key] != new[key]:
            yield from _inside((block, key), old[key], new[key], before, after, families)


def _inside(
    path: Path, old: Any, new: Any, before: Study, after: Study, families: Mapping[Path, tuple[str, str]]
) -> Iterator[Edit]:
    """Follow the difference down to the smallest part that has a name of its own."""
    owner = _name(after, str(path[0]), str(path[1]))
    old, new = _alike(old, new), _alike(new, old)
    both = isinstance(old, Mapping) and isinstance(new, Mapping)
    if both and (path not in families or set(old) & set(new)):
        for key in dict.fromkeys([*old, *new]):
            if old.get(key, _GONE) != new.get(key, _GONE):
                yield from _inside((*path, key), old.get(key, _GONE), new.get(key, _GONE), before, after, families)
        return
    words = [None if item is _GONE else _written(item) for item in (old, new)]
    yield Edit(owner, _change(_part(path, after if old is _GONE else before, families), *words), address_of(path))


def _alike(one: Any, other: Any) -> Any:
    """A plain number as a mapping where the other side states the same with its evidence."""
    plain = one is not _GONE and not isinstance(one, Mapping)
    return {"value": one} if plain and isinstance(other, Mapping) and "value" in other else one


def _part(path: Path, study: Study, families: Mapping[Path, tuple[str, str]]) -> str:
    """Name of a part of an outcome, cost or anything else that has a name."""
    spot = families.get(path) or (families.get(path[:-1]) if path[-1] == "value" else None)
    if spot is not None:
        return label(study, *spot).split(": ", 1)[-1]
    return ", ".join(spaced(str(key)) for key in path[2:]) or _THINGS[str(path[0])]


def _name(study: Study, block: str, key: str) -> str:
    """Name for people of a thing of the study."""
    thing = getattr(study, block).get(key)
    return str(getattr(thing, "name", None) or getattr(thing, "title", None) or spaced(key))
