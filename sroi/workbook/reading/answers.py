"""What a person says of a table that it does not say itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sroi.study.settings import Timing
from sroi.workbook.reading.arithmetic import Sense


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of a table that it does not say itself; None leaves it to the table.

    ``attribution`` is ``others`` or ``ours``, ``partial_years`` ``pro-rata`` or ``round-up``, ``rate`` a share.
    ``shares`` says what a plain 1 among shares is: all of it (``fraction``), or 1% (``percent``).
    """

    sheet: str | None = None
    title: str | None = None
    currency: str | None = None
    start_year: int | None = None
    horizon: int | None = None
    attribution: Sense | None = None
    partial_years: Literal["pro-rata", "round-up"] | None = None
    shares: Literal["fraction", "percent"] | None = None
    rate: float | None = None
    timing: Timing | None = None
