"""Every number of a study: where it stands, what sort of number it is, and what it is if left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sroi.study import kinds
from sroi.study.addresses import address_of
from sroi.study.estimate import Estimate, fixed
from sroi.study.kinds import Kind, factor_kind
from sroi.study.quantity import Factor, Quantity
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
        What it belongs to: an outcome (``ID``), or ``inputs/ID``, ``estimates/ID``, …
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


def places(study: Study) -> Iterator[Place]:
    """Yield every estimate of a study, in the order of the file, those left at their default included."""
    for name, estimate in study.estimates.items():
        kind = kinds.SHARE if estimate.share else kinds.BY_NAME.get(estimate.read_with or "", factor_kind(name))
        address = f"estimates/{name}"
        yield Place(address, ("estimates", name), kind, "shared estimates", estimate, address)
    for name, comparison in study.counterfactuals.items():
        for group in ("programme", "comparison"):
            level = getattr(comparison, group)
            for when in ("before", "after") if level is not None else ():
                path: Path = ("counterfactuals", name, group, when)
                yield Place(
                    "/".join(map(str, path)),
                    path,
                    kinds.SHARE,
                    "counterfactuals",
                    getattr(level, when),
                    f"counterfactuals/{name}",
                )
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
            yield Place("/".join(map(str, path)), path, kinds.COUNT, "sizes", person.size, f"stakeholders/{name}")


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
    yield from _of_quantity(
        study, given.amount, f"{owner}/amount", ("inputs", name, "amount"), kinds.COST, "costs", owner
    )
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
    yield from _of_quantity(
        study, outcome.quantity, f"{name}/quantity", (*root, "quantity"), kinds.COUNT, "quantities", name
    )
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


def _of_quantity(
    study: Study, amount: Quantity, address: str, path: Path, kind: Kind, family: str, owner: str
) -> Iterator[Place]:
    for below, year, factor in amount.places():
        inner: Path = (*([year] if year is not None else []), *([factor.id] if factor.id else []))
        yield Place(
            "/".join(filter(None, (address, below))),
            (*path, *inner),
            _factor_kind(study, factor, kind),
            family,
            factor.estimate,
            owner,
        )


def _factor_kind(study: Study, factor: Factor, whole: Kind) -> Kind:
    """A share by its own text, by its name, or because the shared estimate it uses is one; else what is counted."""
    named = factor_kind(factor.id, amount=whole.money) if factor.id else whole
    used = study.estimates.get(factor.estimate.use or "")
    if factor.estimate.share or named.share or (used is not None and used.share):
        return kinds.SHARE
    return whole if whole.money else named
