"""Price indices: what a value of one year is in the prices of another.

A family of indices, such as ``uk-gdp-deflator``, has releases kept apart, one of them the reference.
Calendar and financial years meet by one rule, printed wherever it is used: the financial year starts in
April, so a calendar year is a quarter of one financial year and three quarters of the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sroi.bank.locate import proxies_folder
from sroi.bank.records import Frozen
from sroi.bank.years import PriceYear, financial_label, price_year
from sroi.errors import BankError, Problem

DEFAULT_INDEX: Mapping[str, str] = {"GBP": "uk-gdp-deflator", "NOK": "no-cpi"}
"""Family that uprates each currency unless the study names another; why is said in `proxies/README.md`."""

Status = Literal["outturn", "forecast"]


class Row(Frozen):
    """The index in one year."""

    value: float
    status: Status


class PriceIndex(Frozen):
    """One release of one family."""

    id: str
    family: str
    title: str
    release: str
    reference: bool
    year_type: Literal["financial", "calendar"]
    base: str
    source: str
    licence: str
    note: str
    rows: Mapping[str, Row]

    @property
    def last_outturn(self) -> str:
        """The latest year that is not a forecast.

        Examples
        --------
        >>> price_index("uk-gdp-deflator").last_outturn
        '2024-25'
        """
        return max(year for year, row in self.rows.items() if row.status == "outturn")

    def level(self, year: str | int) -> Level:
        """Return the index in a calendar or financial year.

        Raises
        ------
        BankError
            ``index-range`` when the release does not reach the year; ``price-year`` when it is not a year.

        Examples
        --------
        >>> price_index("uk-gdp-deflator").level("2024/25").value
        100.0
        >>> price_index("uk-gdp-deflator").level(2019).how
        '0.25 x 2018-19 + 0.75 x 2019-20'
        """
        asked = price_year(year)
        shares = self._shares(asked)
        missing = [label for label, _ in shares if label not in self.rows]
        if missing:
            raise BankError(self._outside(asked, missing))
        value = sum(self.rows[label].value * share for label, share in shares)
        forecast = any(self.rows[label].status == "forecast" for label, _ in shares)
        how = shares[0][0] if len(shares) == 1 else " + ".join(f"{share:g} x {label}" for label, share in shares)
        return Level(str(asked), value, "forecast" if forecast else "outturn", how)

    def factor(self, from_year: str | int, to_year: str | int) -> PriceStep:
        """Return what turns a value of one year into the prices of another.

        Examples
        --------
        >>> step = price_index("uk-gdp-deflator", "gmca-march-2015").factor("2002/03", "2015/16")
        >>> round(500 * step.factor, 2)
        673.23
        """
        start, end = self.level(from_year), self.level(to_year)
        return PriceStep(start, end, end.value / start.value, self)

    def _shares(self, asked: PriceYear) -> list[tuple[str, float]]:
        """Return the rows that make up a year, each with its share."""
        year = asked.start
        if asked.financial == (self.year_type == "financial"):
            return [(str(asked), 1.0)]
        if asked.financial:
            return [(str(year), 0.75), (str(year + 1), 0.25)]
        return [(financial_label(year - 1), 0.25), (financial_label(year), 0.75)]

    def _outside(self, asked: PriceYear, missing: list[str]) -> Problem:
        labels = sorted(self.rows)
        first, last = price_year(labels[0]).start, price_year(labels[-1]).start
        if self.year_type == "financial":
            covered = f"{labels[0]} to {labels[-1]}, and the calendar years {first + 1} to {last}"
        else:
            covered = f"{labels[0]} to {labels[-1]}, and the financial years {first}-{(first + 1) % 100:02d} to "
            covered += financial_label(last - 1)
        return Problem(
            "index-range",
            f"{self.family} ({self.release}) has no {' and no '.join(missing)}, so it cannot give {asked}",
            f"it covers {covered}",
            "choose a year it covers, or another release",
        )


@dataclass(frozen=True, slots=True)
class Level:
    """An index in one year, and how it was read."""

    year: str
    value: float
    status: Status
    how: str


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A value's way from the prices of one year to those of another."""

    from_level: Level
    to_level: Level
    factor: float
    index: PriceIndex

    @property
    def sentence(self) -> str:
        """The step in one sentence, with the rule and the forecasts it used.

        Examples
        --------
        >>> print(price_index("uk-gdp-deflator").factor("2012-13", 2024).sentence)  # doctest: +NORMALIZE_WHITESPACE
        2012-13 to 2024: 99.0279 / 71.5454 = 1.384127 (uk-gdp-deflator, March 2026; 2024-25 = 100;
        2024 = 0.25 x 2023-24 + 0.75 x 2024-25)
        """
        notes = [f"{self.index.family}, {self.index.release}", self.index.base]
        for level in (self.from_level, self.to_level):
            if level.how != level.year:
                notes.append(f"{level.year} = {level.how}")
        for level in (self.from_level, self.to_level):
            if level.status == "forecast":
                notes.append(f"{level.year} is a forecast")
        start, end = self.from_level, self.to_level
        sum_ = f"{end.value:.4f} / {start.value:.4f} = {self.factor:.6f}"
        return f"{start.year} to {end.year}: {sum_} ({'; '.join(dict.fromkeys(notes))})"


class CompactIndices(Frozen):
    """The file `proxies/indices.json`: every release, and the digest of the YAML it was built from."""

    built_from: str
    indices: tuple[PriceIndex, ...]


@lru_cache(maxsize=1)
def _indices() -> tuple[PriceIndex, ...]:
    return CompactIndices.model_validate_json((proxies_folder() / "indices.json").read_bytes()).indices


def price_index(family: str, release: str | None = None) -> PriceIndex:
    """Return one release of a family of price indices, the reference one unless another is named.

    Raises
    ------
    BankError
        ``index-unknown`` when there is no such family or release.

    Examples
    --------
    >>> price_index("uk-gdp-deflator").release
    'March 2026'
    """
    releases = [index for index in _indices() if index.family == family]
    if not releases:
        names = ", ".join(index_families())
        raise BankError(Problem("index-unknown", f"there is no price index {family}", f"the indices are {names}"))
    for index in releases:
        if index.reference if release is None else release in (index.id, index.release):
            return index
    names = ", ".join(index.id for index in releases)
    raise BankError(Problem("index-unknown", f"{family} has no release {release}", f"its releases are {names}"))


def price_indices() -> tuple[PriceIndex, ...]:
    """Return every release of every family."""
    return _indices()


def index_families() -> tuple[str, ...]:
    """Return the names of the families of price indices.

    Examples
    --------
    >>> index_families()
    ('uk-gdp-deflator', 'uk-cpi', 'no-cpi', 'no-gdp-deflator')
    """
    return tuple(dict.fromkeys(index.family for index in _indices()))


def default_index(currency: str) -> str | None:
    """Return the family that uprates a currency unless the study names another.

    Examples
    --------
    >>> default_index("NOK"), default_index("USD")
    ('no-cpi', None)
    """
    return DEFAULT_INDEX.get(currency)


def uprate(
    value: float,
    from_year: str | int,
    to_year: str | int,
    *,
    index: str = "uk-gdp-deflator",
    release: str | None = None,
) -> float:
    """Return a value of one year in the prices of another.

    Examples
    --------
    >>> round(uprate(1800, "2009/10", "2015/16", release="gmca-march-2015"), 2)
    2014.98
    """
    return value * price_index(index, release).factor(from_year, to_year).factor
