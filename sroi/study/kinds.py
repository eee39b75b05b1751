"""What sort of number an estimate is, and the range it may lie in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of number: its name for people and its legal range.

    Parameters
    ----------
    name
        What it is called in messages.
    low, high
        Legal range, ends included unless ``low_open``.
    share
        Whether it is a share, so that 27 is a slip for 27%.
    low_open
        Whether the lower end itself is refused.
    money
        Whether a currency sign may stand before it.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    share: bool = False
    low_open: bool = False
    money: bool = False

    def holds(self, number: float) -> bool:
        """Whether ``number`` lies in the legal range."""
        above = number > self.low if self.low_open else number >= self.low
        return above and number <= self.high

    @property
    def allowed(self) -> str:
        """The legal range in words."""
        if self.share:
            return "a share lies between 0 and 1 (0% and 100%)"
        if self.high < math.inf and self.low_open:
            return f"{self.name} is above {self.low:g} and at most {self.high:g}"
        if self.high < math.inf:
            return f"{self.name} lies between {self.low:g} and {self.high:g}"
        if self.low > -math.inf:
            return f"{self.name} is {'above' if self.low_open else 'at least'} {self.low:g}"
        return f"{self.name} is any number"


#: Longest horizon, duration or delay that is read as meant rather than as a slip.
LONGEST_YEARS: Final = 1000

SHARE: Final = Kind("a share", 0, 1, share=True)
COUNT: Final = Kind("a quantity", 0)
SCORE: Final = Kind("a change on a scale")
MONEY: Final = Kind("an amount of money", money=True)
COST: Final = Kind("an amount invested", 0, money=True)
DURATION: Final = Kind("a duration in years", 0, LONGEST_YEARS, low_open=True)
DELAY: Final = Kind("a delay in years", 0, LONGEST_YEARS)
RATE: Final = Kind("a yearly rate", -0.5, 1, share=False)
MULTIPLIER: Final = Kind("a multiplier", 0)
UPLIFT: Final = Kind("an optimism bias on costs", 0, 3)

BY_NAME: Final = {
    kind.name: kind for kind in (SHARE, COUNT, SCORE, MONEY, COST, DURATION, DELAY, RATE, MULTIPLIER, UPLIFT)
}


def factor_kind(name: str, amount: bool = False) -> Kind:
    """Return the kind of a factor of a chain, which its key may give away.

    A key with the word ``share`` or ``percent`` in it is a share; ``points`` or ``score`` is a change on a scale,
    which may be negative; anything else counts something.

    Examples
    --------
    >>> factor_kind("points-gained") is SCORE, factor_kind("share-engaged") is SHARE, factor_kind("hours") is COUNT
    (True, True, True)
    """
    words = set(name.replace("_", "-").split("-"))
    if words & {"share", "percent", "percentage"}:
        return SHARE
    if words & {"points", "score", "scores"}:
        return SCORE
    return COST if amount else COUNT
