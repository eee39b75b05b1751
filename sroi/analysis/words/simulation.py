"""What a simulation says, in sentences that can be read out. One function each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.analysis.drawing.base_and_mean import parting
from sroi.analysis.drawing.sample import Z90
from sroi.analysis.exact.closed_form import refuse_unlimited
from sroi.analysis.exact.expansion import Beyond
from sroi.analysis.words.naming import quoted, titled
from sroi.errors import ValuationError
from sroi.valuation.formats import money, percent

if TYPE_CHECKING:
    from sroi.analysis.outputs import Output
    from sroi.analysis.simulation import Simulation


def sentences(found: Simulation) -> Iterator[str]:
    """Everything that belongs beside the numbers of a simulation, the answer first."""
    yield answer(found)
    yield from (chance(found, threshold) for threshold in found.thresholds)
    yield dependence(found)
    yield coverage(found)
    yield from base_case(found)
    yield precision(found)
    yield from unlimited(found)
    for comparison, count in found.outside.items():
        name = quoted(titled(comparison.removeprefix("counterfactuals/")))
        yield (
            f"In {count:,} of {found.draws:,} draws the comparison {name} gave a "
            "share outside 0% to 100%. They are counted as they fell: ranges of its levels overlap."
        )


def unlimited(found: Simulation) -> Iterator[str]:
    """Say where the mean and its standard error have no meaning."""
    try:
        refuse_unlimited(found.output)
    except Beyond:
        return  # what is invested is too involved to tell
    except ValuationError:
        yield (
            "The inputs may come so close to nothing that the spread of the ratio has no limit: its mean and standard "
            "error say little. Read the median and the range, or give the inputs a lower bound."
        )


def answer(found: Simulation) -> str:
    """Say the range.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.analysis.simulation import simulate
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20}}}
    ... ''')
    >>> answer(simulate(study))
    'In 9 of 10 draws the SROI ratio lies between £1.60 and £2.40; half of them lie above £1.96. The mean is £1.97.'
    """
    text = found.output.text
    if found.sample.least == found.sample.most:
        return f"Every draw gives {text(found.mean)}: what is uncertain does not move the {found.output.name}."
    return (
        f"In 9 of 10 draws the {found.output.name} lies between {text(found.low)} and {text(found.high)}; "
        f"half of them lie above {text(found.median)}. The mean is {text(found.mean)}."
    )


def chance(found: Simulation, threshold: float) -> str:
    """Say how often the result lies above a value, both ways round, in draws of a hundred."""
    share, error = found.chance_above(threshold), found.sample.chance_error(threshold)
    said = found.output.text(threshold)
    if share in (0.0, 1.0):
        return f"It lies {'above' if share else 'at or below'} {said} in all of the {found.draws:,} draws."
    above = 100 * share
    places = 0 if 1 <= above <= 99 else 2
    margin = 100 * Z90 * error
    return (
        f"It lies above {said} in {above:.{places}f} of 100 draws and at or below it in {100 - above:.{places}f} "
        f"(± {margin:.1g}, 9 in 10)."
    )


def dependence(found: Simulation) -> str:
    """Say what was assumed about errors that move together."""
    sampler = found.sampler
    count = len(sampler.model.study.correlations)
    stated = f", and {count} stated correlation{'s' if count != 1 else ''}" if sampler.dependence.paired else ""
    if sampler.shared_error:
        return (
            f"Assumption: estimates of one family (quantities, deadweights, values of one source, …) share "
            f"{percent(sampler.shared_error)} of their error{stated}; 30% is a house rule."
        )
    if stated:
        return f"Assumption: errors are independent but for {stated.removeprefix(', and ')}."
    return (
        "Assumption: all errors are independent, which makes a study with many outcomes look more certain than it is."
    )


def coverage(found: Simulation) -> str:
    """Say how many of the stated numbers have a range."""
    rows = [row for row in found.sampler.model.parameters.rows if row.stated]
    uncertain = len(found.sampler.rows)
    if uncertain >= len(rows):
        return f"All {uncertain} stated numbers have a range."
    return f"{uncertain} of {len(rows)} stated numbers have a range; the others are taken as known exactly."


def base_case(found: Simulation) -> Iterator[str]:
    """Say where the base case and the mean part, and why."""
    apart = parting(found)
    if not apart.apart:
        return
    text = found.output.text
    side = "below" if apart.base < apart.mean else "above"
    where = "" if apart.within_middle_half else ", outside the middle half of the draws"
    lead = f"The base case, {text(apart.base)}, lies {side} the mean of the draws, {text(apart.mean)}{where}"
    wanted = apart.mean - apart.base
    telling = [(row, move) for row, move in apart.moves if move * wanted > 0][:3]
    if not telling:
        yield f"{lead}: the result bends in what is uncertain (values are multiplied, and divided by the inputs)."
        return
    named = "; ".join(f"{row.label} {'+' if move > 0 else ''}{text(move)}" for row, move in telling)
    count = len(apart.moves)
    have = "1 range has a mean that is not its" if count == 1 else f"{count} ranges have a mean that is not their"
    together = f" With all of them it is {text(apart.base + apart.together)}." if count > 1 else ""
    moves = f"With such a number at its mean the base case moves by: {named}."
    if all(text(move) in (text(0.0), text(-0.0)) for _, move in telling):
        least = text(0.01 if found.output.measure in ("ratio", "net_ratio") else 1.0)
        moves = f"Each of them alone moves the base case by less than {least}."
    yield f"{lead}: {have} central value. {moves}{together}"


def precision(found: Simulation) -> str:
    """Say how well the simulation knows its own numbers, and what more draws would give."""
    if found.sample.least == found.sample.most:
        return f"More than {found.draws:,} draws (seed {found.sampler.seed}) would say the same."
    per_input = found.output.measure in ("ratio", "net_ratio")

    per = f" per {money(1, found.output.model.study.currency)}" if per_input else ""

    def shown(width: float, digits: int = 2) -> str:
        return f"{margin(found.output, width, digits)}{per}"

    mean, ends = (
        Z90 * error for error in (found.sample.mean_error, max(map(found.sample.quantile_error, (0.05, 0.95))))
    )
    lead = f"With {found.draws:,} draws (seed {found.sampler.seed}) the mean is known to ± {shown(mean)} and the ends"
    said = f"{lead} of the range to ± {shown(ends)}, 9 in 10."
    goal = float(f"{(found.high - found.low) / 100:.0e}")  # a hundredth of the range is finer than anybody reads
    if ends <= goal or goal == 0:
        return said
    needed = max(found.draws_for(goal, p) for p in (0.05, 0.95))
    return f"{said} For ends to ± {shown(goal, 1)} take about {_round(needed):,} draws."


def margin(output: Output, width: float, digits: int = 2) -> str:
    """Say how far a result may be out: small widths of a ratio in as many places as say something, ``£0.011``."""
    if output.measure not in ("ratio", "net_ratio") or not 0 < width < 1:
        return output.text(width)
    places = max(2, digits - 1 - math.floor(math.log10(width)))
    return money(width, output.model.study.currency, places)


def _round(count: int) -> int:
    """Two leading figures."""
    size = int(10 ** max(0, len(str(count)) - 2))
    return -(-count // size) * size
