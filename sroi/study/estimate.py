"""An estimate: one uncertain number, and who says so."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from sroi.study.distributions import Distribution, Fixed


class Frozen(BaseModel):
    """Base of everything a person may write: immutable, unknown keys refused, no infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Estimate(Frozen):
    """One number of a study, with the belief about it and its evidence.

    Exactly one of ``distribution``, ``use`` and ``counterfactual`` is set: the number is stated here, shared with
    other places (``{use: id}``), or follows from a comparison (``{from: id}``).

    Examples
    --------
    >>> Estimate(distribution=Fixed(value=0.27), share=True).central
    0.27
    """

    distribution: Distribution | None = None
    use: str | None = None
    counterfactual: str | None = None
    read_as: Literal["deadweight", "effect"] = "deadweight"
    share: bool = False
    read_with: str | None = None
    source: str | None = None
    grade: int | None = None
    note: str | None = None

    @property
    def central(self) -> float:
        """Value used in the base case; defined where the number is stated here."""
        if self.distribution is None:
            raise ValueError("a shared or derived estimate has its central value elsewhere")
        return self.distribution.central

    @property
    def uncertain(self) -> bool:
        """Whether a range is stated."""
        return self.distribution is not None and not isinstance(self.distribution, Fixed)


def fixed(value: float, **more: Any) -> Estimate:
    """Return an estimate taken as known."""
    return Estimate(distribution=Fixed(value=value), **more)
