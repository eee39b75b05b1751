"""The reference problem of uncertainty, and the same model in other people's libraries.

Fifty outcomes, each with an uncertain quantity and value (log-normal), deadweight, displacement, attribution and
drop-off (PERT), five-year lives, one uncertain cost, 3.5%: 301 uncertain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sroi.study import Study

RATE = 0.035
YEARS = 5
SHARES = ("deadweight", "displacement", "attribution", "drop_off")
SPANS = {
    "deadweight": (0.10, 0.40, 0.20),
    "displacement": (0.02, 0.15, 0.10),
    "attribution": (0.10, 0.50, 0.20),
    "drop_off": (0.05, 0.30, 0.20),
}


@dataclass(frozen=True)
class Problem:
    """The reference problem with a number of outcomes."""

    outcomes: int = 50

    @cached_property
    def numbers(self) -> dict[str, Any]:
        """Log-normals as (mean, sd), shares as (low, likely, high): arrays over the outcomes."""
        rng = np.random.default_rng(7)
        found: dict[str, Any] = {}
        for key, low, high, spread in (("quantity", 20, 200, 0.2), ("value", 300, 6000, 0.3)):
            mean = rng.uniform(low, high, self.outcomes).round(2)
            found[key] = (mean, (mean * spread).round(2))
        for key, (low, high, above) in SPANS.items():
            likely = rng.uniform(low, high, self.outcomes).round(4)
            found[key] = ((likely * 0.4).round(4), likely, (likely + above).round(4))
        return found

    @property
    def cost(self) -> tuple[float, float]:
        """Mean and sd of the cost, log-normal."""
        return 50_000.0 * self.outcomes, 4_000.0 * self.outcomes

    def document(self, shared_error: float = 0.0) -> dict[str, Any]:
        """The problem as a study."""
        numbers, outcomes = self.numbers, {}
        for place in range(self.outcomes):
            outcome: dict[str, Any] = {"name": f"Outcome {place}", "stakeholder": "people", "duration": YEARS}
            for key in ("quantity", "value"):
                mean, sd = (float(column[place]) for column in numbers[key])
                outcome[key] = {"mean": mean, "sd": sd, "shape": "lognormal"}
            for key in SHARES:
                low, likely, high = (float(column[place]) for column in numbers[key])
                outcome[key] = {"low": low, "likely": likely, "high": high}
            outcomes[f"o{place}"] = outcome
        mean, sd = self.cost
        return {
            "sroi": 1,
            "title": f"Reference problem, {self.outcomes} outcomes",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": YEARS + 1,
            "shared_error": shared_error,
            "discounting": {"rate": RATE},
            "stakeholders": {"people": {"name": "People", "role": "participant"}},
            "inputs": {"grant": {"from": "people", "amount": {"mean": mean, "sd": sd, "shape": "lognormal"}}},
            "outcomes": outcomes,
        }

    def study(self, shared_error: float = 0.0) -> Study:
        """The problem as a study, read."""
        return Study.from_document(self.document(shared_error))

    def ratio(self, x: dict[str, Any], cost: Any) -> Any:
        """The formula in numpy: arrays of shape (draw, outcome), end-of-year discounting as the study has it."""
        left = (1 - x["drop_off"]) / (1 + RATE)
        years = sum(left**year for year in range(YEARS)) / (1 + RATE)
        kept = (1 - x["deadweight"]) * (1 - x["displacement"]) * (1 - x["attribution"])
        return (x["quantity"] * x["value"] * kept * years).sum(axis=1) / cost


def lognormal(mean: Any, sd: Any) -> tuple[Any, Any]:
    """Mean and sd of the logarithm."""
    variance = np.log1p((sd / mean) ** 2)
    return np.log(mean) - variance / 2, np.sqrt(variance)


def pert(low: Any, likely: Any, high: Any) -> tuple[Any, Any]:
    """Shape parameters of the beta distribution behind a PERT."""
    return 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)


def usual_numpy(problem: Problem, draws: int, shared_error: float = 0.0, block: int = 8192) -> Any:
    """What an analyst writes: numpy's own samplers, then the formula, in blocks that fit a cache.

    Under shared error numpy has no sampler: a Gaussian copula through SciPy's quantile functions.
    """
    rng, numbers, found = np.random.default_rng(0), problem.numbers, []
    for start in range(0, draws, block):
        size = (min(block, draws - start), problem.outcomes)
        x: dict[str, Any] = {}
        for key in ("quantity", "value", *SHARES):
            if shared_error:
                x[key] = _copula(rng, key, numbers[key], size, shared_error)
            elif key in SHARES:
                low, likely, high = numbers[key]
                x[key] = low + (high - low) * rng.beta(*pert(low, likely, high), size)
            else:
                x[key] = rng.lognormal(*lognormal(*numbers[key]), size)
        cost = rng.lognormal(*lognormal(*problem.cost), size[0])
        found.append(problem.ratio(x, cost))
    return np.concatenate(found)


def _copula(rng: Any, key: str, numbers: Any, size: tuple[int, int], shared: float) -> Any:
    from scipy import special

    z = np.sqrt(shared) * rng.standard_normal((size[0], 1)) + np.sqrt(1 - shared) * rng.standard_normal(size)
    if key in SHARES:
        low, likely, high = numbers
        return low + (high - low) * special.betaincinv(*pert(low, likely, high), special.ndtr(z))
    centre, spread = lognormal(*numbers)
    return np.exp(centre + spread * z)
