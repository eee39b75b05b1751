"""The range of an estimate "from its P5 to its P95": the one function that every analysis means by it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from sroi.study.distributions import Distribution
from sroi.valuation.parameters import Parameter

#: Levels of the two ends: 9 in 10 of what is believed lies between them.
LEVELS: Final = (0.05, 0.95)


def spread(parameter: Parameter) -> tuple[float, float]:
    """Ends of the range within which 9 in 10 of what is believed about a number lies.

    Parameters
    ----------
    parameter
        One number of a model.

    Returns
    -------
    low, high
        The 5th and the 95th percentile of its distribution, in its own unit. The central value twice where the number
        is taken as known. For a skewed belief the central value need not lie in the middle, and for a discrete one
        an end may be the central value itself.

    Raises
    ------
    SroiError
        ``extra-missing`` where SciPy is not installed and a range is stated.

    References
    ----------
    ``docs/method.md`` §7: every tornado bar runs from P5 to P95.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.model import Model
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10 to 20, value: {low: 20, high: 30}}}}
    ... ''')
    >>> rows = {row.address: row for row in Model(study).parameters.rows}
    >>> spread(rows["fit/quantity"])
    (10.0, 20.0)
    >>> spread(rows["fit/value"]), spread(rows["inputs/grant/amount"])
    ((20.5, 29.5), (100.0, 100.0))
    """
    if not parameter.uncertain:
        return parameter.central, parameter.central
    return _ends(parameter.distribution)


@lru_cache(maxsize=65_536)
def _ends(belief: Distribution) -> tuple[float, float]:
    """Both ends; shapes are immutable, so that a study edited in one place asks for one new pair.

    Twelve digits are kept: of "10 to 20" the lower end is 10, not 9.999999999999998.
    """
    low, high = belief.quantile(np.array(LEVELS))
    return float(f"{low:.12g}"), float(f"{high:.12g}")
