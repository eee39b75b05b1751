"""One value of a run, then and now: whether it is the same, and to how many digits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeGuard

#: What a run writes down.
Value: TypeAlias = float | str | bool | None

#: Significant digits of a double-precision number.
_DIGITS: Final = 17


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One value then and now; None where one of the runs has none."""

    name: str
    then: Value
    now: Value

    @property
    def same(self) -> bool:
        """Whether every digit is the same."""
        return self.then == self.now

    @property
    def digits(self) -> int:
        """How many significant digits agree, from 0; 17 where all do.

        Examples
        --------
        >>> [Recomputed("ratio", then, 1.929).digits for then in (1.929, 1.9291, 1.9290000001, 7.0, None)]
        [17, 4, 10, 0, 0]
        """
        if self.same:
            return _DIGITS
        if not (_is_number(self.then) and _is_number(self.now) and self.then and self.now):
            return 0
        apart = abs(self.then - self.now) / max(abs(self.then), abs(self.now))
        return max(0, min(_DIGITS - 1, math.floor(-math.log10(apart))))

    @property
    def words(self) -> str:
        """How far the two agree."""
        if self.same:
            return "the same, every digit"
        if self.then is None or self.now is None:
            return "not computed now" if self.now is None else "not recorded"
        return f"the same to {digits_in_words(self.digits)}" if self.digits else "different"


def digits_in_words(count: int, kind: str = "") -> str:
    """How many digits, in words."""
    return f"{count} {kind}digit{'' if count == 1 else 's'}"


def _is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, float) and math.isfinite(value)
