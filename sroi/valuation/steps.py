"""The steps of an explanation: what, how much, and who says so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    Parameters
    ----------
    what
        What it is, in words.
    amount
        How much, rounded for people; empty where the line is no amount.
    source
        Who says so.
    level
        How far it stands below the first level.
    value
        The number behind ``amount``, not rounded. [study currency, or the unit of the estimate]
    factor
        The number that ``what`` names, not rounded: a share taken off, a discount factor, a number of years.
    """

    what: str
    amount: str
    source: str = ""
    level: int = 1
    value: float | None = None
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps that lead to one number."""

    title: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        width = max((len(step.what) + 2 * step.level for step in self.steps), default=0)
        far = max((len(step.amount) for step in self.steps), default=0)
        lines = [self.title]
        for step in self.steps:
            lead = "  " * step.level + step.what
            lines.append(f"{lead:<{width}}  {step.amount:>{far}}  {step.source}".rstrip())
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data, as ``sroi explain --json`` prints it."""
        return {"title": self.title, "steps": [asdict(step) for step in self.steps]}

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left;padding-left:{step.level}em'>{escape(step.what)}</td>"
            f"<td style='text-align:right'>{escape(step.amount)}</td>"
            f"<td style='text-align:left'>{escape(step.source)}</td></tr>"
            for step in self.steps
        )
        head = "<tr><th></th><th>Amount</th><th>Who says so</th></tr>"
        return f"<p><strong>{escape(self.title)}</strong></p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
