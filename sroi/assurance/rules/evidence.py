"""Rules on evidence: how strong it is where the value is."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.study.distributions import Proportion
from sroi.study.outcome import Outcome
from sroi.valuation.formats import number, part
from sroi.valuation.parameters import Parameter


@rule(
    "EVD001", "warning", "Weak evidence where the value is",
    why="The result is as good as the evidence behind most of it.",
    source="Aqua Book (HM Treasury); Krlev et al. (2013), indicators; Hutchinson et al. (2019)",
    limits={"grade": "mean grade, weighted by value, above which evidence is weak (4 is C)",
            "share": "share of all value from which on an outcome needs a sample size"},
)  # fmt: skip
def weak_where_it_matters(case: Case, *, grade: float = 4.0, share: float = 0.1) -> Iterator[Found]:
    """A mean grade, weighted by value, below C, or an outcome of more than 10% of the value without sample size."""
    graded = {name: case.model.parameters.worst_grade(name) for name, _, _ in case.outcomes()}
    sizes = {name: abs(case.worth[name]) for name, found in graded.items() if found is not None}
    weight = sum(sizes.values())
    mean = sum(size * (graded[name] or 0) for name, size in sizes.items()) / weight if weight else None
    if mean is not None and mean > grade + 1e-9:
        yield Found(
            "outcomes",
            f"Weighted by value, the evidence is of grade {number(round(mean, 1))} on a scale from 1 (strongest) to 6: "
            f"weaker than {number(grade)}.",
            "measure first what carries most value, and show what rests on weak evidence",
        )
    for name, outcome, _ in case.outcomes():
        if case.size and abs(case.worth[name]) > share * case.size and not _sampled(case, name, outcome):
            yield Found(
                f"{name}/quantity",
                f"“{outcome.name}” carries {part(abs(case.worth[name]), case.size)} of all value, and nothing says how "
                "many people it was measured on.",
                "state the sample of its source, or write the quantity as {successes: …, n: …}",
            )


def _sampled(case: Case, name: str, outcome: Outcome) -> bool:
    """Whether a sample size stands behind how many changed: behind every share, or any number where there is none."""
    shares: list[bool] = []
    others: list[bool] = []
    for chain in outcome.quantity.chains:
        for _, row in case.factors(name, chain):
            (shares if row is None or row.kind.share else others).append(row is None or _measured(case, row))
    return all(shares) if shares else any(others)


def _measured(case: Case, row: Parameter) -> bool:
    source = case.source(row.source)
    counted = source is not None and (bool(source.sample) or source.kind == "statistics")
    return counted or isinstance(row.distribution, Proportion)
