"""What the worth of information says, in sentences that can be read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.analysis.knowing.gains import Amount
from sroi.analysis.words.naming import quoted
from sroi.valuation.formats import percent, years

if TYPE_CHECKING:
    from sroi.analysis.information import Information, Knowledge

#: How many numbers worth measuring are named.
_NAMED = 3

#: Share of the worth of knowing everything below which something is not worth naming.
_LITTLE = 0.01


def sentences(found: Information) -> Iterator[str]:
    """Yield what the worth of information says, most important first."""
    yield _decision(found)
    if found.between == "options" and found.choices[found.best].mean < 0:
        yield "None of them is expected to be worth what is invested. To do nothing is not among the choices here."
    if not found.by("estimate"):
        yield "No number with a range bears on the decision, so there is nothing to learn: more information is worth 0."
        return
    if found.decided:
        often = "none" if not found.changing else _chance(found)
        worth = f", and to know everything is worth {found.text(found.worth.value)}" if found.changing else ""
        yield (
            f"No realistic finding would change the decision: in {often} of {found.draws:,} draws would another choice "
            f"have been better{worth}. More research may be worth doing for other reasons, but not for this decision."
        )
        return
    yield (
        f"In {_chance(found)} of {found.draws:,} draws another choice would have been better. Knowing every number "
        f"before deciding would be worth {amount(found, found.worth)}: research that costs more is not worth it for "
        "this decision."
    )
    yield from _worth_measuring(found)
    yield from _sources(found)
    if found.shared_error and any(len(row.members) > 1 for row in found.by("family")):
        yield (
            "To know one number also tells something of the others of its family, with which it shares error "
            f"({percent(found.shared_error)}); with --shared-error 0 each counts for itself."
        )
    yield _scale(found)
    if found.reason:
        yield f"Worth of single numbers and groups is estimated by regression on the draws, because {found.reason}."


def amount(found: Information, worth: Amount) -> str:
    """An amount with the range in which it lies 9 times in 10, where chance plays a part."""
    value, between = found.worth_text(worth)
    return f"{value} ({between}, 9 in 10)" if between else value


def _decision(found: Information) -> str:
    best = found.choices[found.best]
    if found.between == "fund":
        (funded,) = [choice for choice in found.choices if choice.name == "fund"]
        verdict = "funding it is the better choice" if best.name == "fund" else "not funding it is the better choice"
        return f"The expected {found.output.name} is {found.text(funded.mean)}: on what is known, {verdict}."
    others = [choice for place, choice in enumerate(found.choices) if place != found.best]
    rest = ", ".join(f"{quoted(choice.label)} {found.text(choice.mean)}" for choice in others)
    return (
        f"On what is known {quoted(best.label)} is the best choice, with an expected {found.output.name} of "
        f"{found.text(best.mean)} ({rest})."
    )


def _chance(found: Information) -> str:
    return percent(round(found.changing, 3)) if found.changing >= 0.0005 else "under 0.1%"


def _worth_measuring(found: Information) -> Iterator[str]:
    least = _LITTLE * found.worth.value
    rows = [row for row in found.by("estimate") if row.worth.value >= least]
    if not rows:
        groups = [row for kind in ("family", "outcome") for row in found.by(kind) if row.worth.value >= least]
        yield "No single number is worth measuring by itself: known alone, it would hardly ever change the decision."
        if groups:
            best = max(groups, key=lambda row: row.worth.value)
            worth = amount(found, best.worth)
            yield f"It takes several together: to know all of {quoted(best.label)} would be worth {worth}."
        return
    named = [f"{quoted(row.label)} {amount(found, row.worth)}" for row in rows[:_NAMED]]
    yield f"Worth measuring before deciding: {', then '.join(named)}."
    idle = [row for row in found.by("estimate") if found.idle(row)]
    if idle:
        yield (
            f"{_count(idle, found)} of {len(found.by('estimate')):,} numbers would hardly ever change the decision by "
            "themselves: measuring one of them alone is worth next to nothing."
        )


def _count(rows: list[Knowledge], found: Information) -> str:
    return "All" if len(rows) == len(found.by("estimate")) else f"{len(rows):,}"


def _sources(found: Information) -> Iterator[str]:
    sources = [row for row in found.by("source") if row.worth.value >= _LITTLE * found.worth.value]
    if len(found.by("source")) > 1 and sources:
        yield (
            f"By source: better numbers in place of {quoted(sources[0].label)} ({len(sources[0].members):,} with a "
            f"range) would be worth at most {amount(found, sources[0].worth)}."
        )


def _scale(found: Information) -> str:
    study = found.output.model.study
    return (
        f"These are amounts for the study as stated, its quantities over {years(study.horizon)}: if the decision is "
        "about more places or more years, knowing is worth more in proportion."
    )
