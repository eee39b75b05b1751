"""Which errors can be asked about: that of each number, what a family has in common, and whole groups of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sroi.analysis.drawing.sampling import FAMILY, Sampler
from sroi.study.study import Study
from sroi.valuation.labels import label, spaced
from sroi.valuation.parameters import Parameter

#: What may be asked about, and what each is called.
KINDS: Final = {
    "estimate": "a number's own error",
    "correlated": "numbers with a stated correlation, together",
    "common": "the error that a family has in common",
    "family": "all errors of a family",
    "outcome": "own errors of all numbers of an outcome, an input, …",
}

_VALUES: Final = "unit values of "

#: Kinds that add up: every error is in one of them, once.
ELEMENTARY: Final = ("estimate", "correlated", "common")


@dataclass(frozen=True, slots=True)
class Asked:
    """A set of independent errors.

    Parameters
    ----------
    kind
        Key of :data:`KINDS`.
    name
        Address of the number, name of the family, or what numbers belong to: an outcome, ``inputs/ID``, ….
    label
        The same in words.
    members
        Addresses of the numbers it is about.
    errors
        Names of the sources of error, as in :attr:`sroi.analysis.drawing.sampling.Sampler.sources`.
    """

    kind: str
    name: str
    label: str
    members: tuple[str, ...]
    errors: frozenset[str]


def errors_asked(sampler: Sampler, rows: Sequence[Parameter]) -> tuple[Asked, ...]:
    """List every set of errors that a question may be about.

    Parameters
    ----------
    sampler
        The errors.
    rows
        The uncertain numbers that bear on the result.
    """
    if not rows:
        return ()
    found = list(_elementary(sampler, rows))
    inside = {address: asked for asked in found for address in asked.members if asked.kind != "common"}
    common = {asked.name: asked for asked in found if asked.kind == "common"}
    study = sampler.model.study
    for kind, by, said in (
        ("family", lambda row: row.family, family_label),
        ("outcome", lambda row: row.owner, owner_label),
    ):
        for name, members in grouped(rows, _together(rows, inside, by)).items():
            errors = frozenset().union(*(inside[address].errors for address in members))
            if kind == "family" and name in common:
                errors |= common[name].errors
            mixed = inside[members[0]]
            label = mixed.label if name == mixed.name and len(mixed.members) > 1 else said(study, name)
            found.append(Asked(kind, name, label, members, errors))
    return tuple(found)


def _together(
    rows: Sequence[Parameter], inside: dict[str, Asked], by: Callable[[Parameter], str]
) -> Callable[[Parameter], str]:
    """How numbers are grouped: those whose errors are mixed across several groups are a group of their own."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups[inside[row.address].name].add(by(row))

    def group(row: Parameter) -> str:
        mixed = inside[row.address].name
        return by(row) if len(groups[mixed]) == 1 else mixed

    return group


def _elementary(sampler: Sampler, rows: Sequence[Parameter]) -> Iterator[Asked]:
    dependence = sampler.dependence
    bearing = {row.address for row in rows}
    mixed = {address: group for group in _mixed(sampler) for address in group}
    families: defaultdict[str, list[str]] = defaultdict(list)
    for row in sampler.rows:
        family = dependence.family_of.get(row.address)
        # A number that others are mixed of bears on the result through them.
        if family is not None and (row.address in bearing or bearing & set(mixed.get(row.address, ()))):
            families[family].append(row.address)
    parts = {family: {mixed.get(a, (a,)) for a in members} for family, members in families.items()}
    by_address = {row.address: row for row in sampler.rows}
    done: set[str] = set()
    for row in rows:
        group = mixed.get(row.address, (row.address,))
        if row.address in done:
            continue
        done |= set(group)
        errors = set(group)
        belongs = {dependence.family_of[address] for address in group if address in dependence.family_of}
        # What one number, or one mixed group, has in common with nobody else is its own.
        errors |= {FAMILY + family for family in belongs if len(parts[family]) == 1}
        if len(group) == 1:
            yield Asked("estimate", row.address, row.label, group, frozenset(errors))
        else:
            together = " and ".join(by_address[address].label for address in group)
            yield Asked("correlated", " and ".join(group), together, group, frozenset(errors))
    for family, members in families.items():
        if len(parts[family]) > 1:
            name = f"{family_label(sampler.model.study, family)}: what they have in common"
            yield Asked("common", family, name, tuple(members), frozenset({FAMILY + family}))


def _mixed(sampler: Sampler) -> list[tuple[str, ...]]:
    """Numbers whose own errors are mixed by stated correlations, those together that hang together."""
    paired, mixture = sampler.dependence.paired, sampler.dependence.mixture
    groups: list[set[int]] = []
    for row in range(len(paired)):
        linked = {row, *np.flatnonzero(mixture[row]).tolist()}
        touching = [group for group in groups if group & linked]
        groups = [group for group in groups if group not in touching] + [linked.union(*touching)]
    return [tuple(paired[place] for place in sorted(group)) for group in groups]


def grouped(rows: Iterable[Parameter], by: Callable[[Parameter], str]) -> dict[str, tuple[str, ...]]:
    """Addresses by what they belong to, in the order of the study."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[by(row)].append(row.address)
    return {name: tuple(members) for name, members in found.items()}


def family_label(study: Study, family: str) -> str:
    """Say a family of numbers in words.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}}, inputs: {},
    ...  sources: {survey: {title: Survey of users, kind: own-data}}, outcomes: {}}
    ... ''')
    >>> [family_label(study, family) for family in ("unit values of survey", "left-anyway", "drop-offs")]
    ['unit values of Survey of users', 'left anyway', 'drop-offs']
    """
    if family.startswith(_VALUES):
        source = family.removeprefix(_VALUES)
        return _VALUES + (study.sources[source].title if source in study.sources else source)
    if family == "counterfactuals":
        return "levels of comparisons"
    return family if family == "drop-offs" else spaced(family)


def owner_label(study: Study, owner: str) -> str:
    """Say what numbers belong to: an outcome, an input, a shared estimate, a comparison, the discounting."""
    keys = owner.split("/")
    if keys[0] == "inputs" and len(keys) == 2:
        return study.inputs[keys[1]].name or spaced(keys[1]).capitalize()
    if keys[0] == "counterfactuals":
        return f"Comparison: {spaced(keys[1])}"
    if keys[0] == "stakeholders":
        return f"{study.stakeholders[keys[1]].name}: number of them"
    if keys[-1] == "discounting":
        return "Discount rate" if len(keys) == 1 else f"{study.outcomes[keys[0]].name}: discount rate"
    return study.outcomes[owner].name if owner in study.outcomes else label(study, owner)
