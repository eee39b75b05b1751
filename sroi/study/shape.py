"""What every shape of uncertainty has: a central value, a mean and a quantile function."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from sroi.errors import SroiError, not_installed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Z95 = NormalDist().inv_cdf(0.95)


def special_functions() -> Any:
    """Return ``scipy.special``, or say how to get it."""
    try:
        import scipy.special
    except ImportError:
        raise SroiError(not_installed("quantiles need SciPy", "analysis")) from None
    return scipy.special


class Shape(BaseModel):
    """Base of all shapes: immutable, without unknown fields, without infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @property
    def central(self) -> float:
        """Value used in the base case."""
        raise NotImplementedError

    def mean(self) -> float:
        """Expected value over the whole distribution."""
        return self.central

    def variance(self) -> float:
        """Expected squared distance from the mean."""
        raise NotImplementedError

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share ``u`` of the belief lies (shape of ``u``)."""
        raise NotImplementedError
