"""Studies of a given size."""

from __future__ import annotations

from typing import Any


def many_outcomes(outcomes: int, years: int) -> dict[str, Any]:
    """Return a study document with that many outcomes, each lasting through the whole horizon."""
    return {
        "sroi": 1,
        "title": f"{outcomes} outcomes over {years} years",
        "currency": "GBP",
        "start_year": 2025,
        "horizon": years,
        "stakeholders": {
            "people": {"name": "People", "role": "participant"},
            "council": {"name": "Council", "role": "public"},
        },
        "inputs": {"grant": {"from": "council", "amount": 100_000}},
        "outcomes": {
            f"o{place}": {
                "name": f"Outcome {place}",
                "stakeholder": "people",
                "quantity": {"people": 100 + place, "share-who-change": "20% (10% to 30%)"},
                "value": 100 + place,
                "deadweight": "20%",
                "displacement": "5%",
                "attribution": "30% (20% to 40%)",
                "drop_off": "10%",
                "duration": years,
            }
            for place in range(outcomes)
        },
    }
