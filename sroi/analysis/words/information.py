"""What the worth of information says, in sentences that can be read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.analysis.knowing.gains import Amount
from sroi.analysis.words.naming import named, quoted
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
    if found.decided or found.negligible:
        yield f"{_settled(found)} More research may be worth doing for other reasons, but not for this decision."
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


def _settled(found: Information) -> str:
    """Say why nothing that could be learnt bears on the decision."""
    draws = f"{found.draws:,} draws"
    if not found.changing and len(found.equals) > 1:
        return f"They are worth the same in each of {draws}: nothing that could be learnt tells them apart."
    if not found.changing:
        return f"No realistic finding would change the decision: in none of {draws} another choice is better."
    worth = f"to know everything beforehand would be worth {amount(found, found.worth)}"
    if found.decided:
        often = f"in {_chance(found)} of {draws} another choice is better"
        return f"Hardly any finding would change the decision: {often}, and {worth}."
    return (
        f"In {_chance(found)} of {draws} another choice is better, but by little: {worth}, next to nothing beside "
        f"the {found.text(found.stake)} at stake."
    )


def amount(found: Information, worth: Amount) -> str:
    """An amount with the range in which it lies 9 times in 10, where chance plays a part."""
    value, between = found.worth_text(worth)
    return f"{value} ({between}, 9 in 10)" if between else value


def _decision(found: Information) -> str:
    best = found.choices[found.best]
    if len(found.equals) > 1:
        same = found.text(best.mean)
        if found.between == "fund":
            return f"The expected {found.output.name} is {same}: on what is known, to fund it is as good as not to."
        names = named([quoted(choice.label) for choice in found.equals])
        return f"On what is known {names} are equally good, with an expected {found.output.name} of {same} each."
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
    least = max(_LITTLE * found.worth.value, found.least)
    rows = [row for row in found.by("estimate") if row.worth.value >= least]
    if not rows:
        groups = [row for kind in ("family", "outcome") for row in found.by(kind) if row.worth.value >= least]
        yield (
            "No single number is worth measuring by itself: to know it alone would be worth less than "
            f"{found.text(float(f'{least:.2g}'))}."
        )
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
            f"{_count(idle, found)} of {len(found.by('estimate')):,} numbers {'is' if len(idle) == 1 else 'are'} worth "
            f"next to nothing to know alone: less than {found.least_text}{' each' if len(idle) > 1 else ''}."
        )


def _count(rows: list[Knowledge], found: Information) -> str:
    return "All" if len(rows) == len(found.by("estimate")) else f"{len(rows):,}"


def _sources(found: Information) -> Iterator[str]:
    least = max(_LITTLE * found.worth.value, found.least)
    sources = [row for row in found.by("source") if row.worth.value >= least]
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
