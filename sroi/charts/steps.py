"""Charts that go from one total to another in steps: the marks they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sroi.charts.marks import Bar, Mark, Trace
from sroi.charts.palette import Ink
from sroi.charts.scales import Written, signed


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a chart in steps.

    Parameters
    ----------
    name
        What it is.
    start, end
        Where the running total stands before and after it; a total starts at 0.
    total
        Whether it is a total rather than a change.
    detail
        A quieter line below the name.
    key
        Id or address, for programs.
    """

    name: str
    start: float
    end: float
    total: bool = False
    detail: str = ""
    key: str = ""

    @property
    def change(self) -> float:
        """What this step adds."""
        return self.end - self.start


def marks(steps: Sequence[Step], written: Written) -> Iterator[Mark]:
    """Bars of steps, each joined to the next; totals stand on 0, losses are hatched, every change carries its sign."""
    yield from joins(steps)
    for row, step in enumerate(steps):
        if step.total:
            said = written(step.change)
            yield Bar(
                row, step.start, step.end, "main", said, "right", f"{step.name}: {said}", step.key, step.change < 0
            )
        else:
            yield change(row, step, signed(written(step.change)))


def joins(steps: Sequence[Step]) -> Iterator[Mark]:
    """Thin lines from where one step ends to where the next begins."""
    for row, step in enumerate(steps[:-1]):
        yield Trace(((step.end, row), (step.end, row + 1)), "edge", thick=1)


def change(row: int, step: Step, label: str) -> Bar:
    """The bar of one change; losses are hatched."""
    ink: Ink = "main" if step.change >= 0 else "second"
    says = f"{step.name}: {label}{f' ({step.detail})' if step.detail else ''}"
    return Bar(row, step.start, step.end, ink, label, "right", says, step.key, step.change < 0)
