"""A study in a few words: what a console and a notebook show of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sroi.study.study import Study


def one_line(study: Study) -> str:
    """Title, currency, how many outcomes and inputs, and which years are counted.

    Examples
    --------
    >>> from sroi.study.study import Study
    >>> print(one_line(Study.parse('''
    ... {sroi: 1, title: Walks, currency: GBP, start_year: 2025, horizon: 2, stakeholders: {a: {name: A}},
    ...  inputs: {leader: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')))
    Study('Walks', GBP, 1 outcome, 1 input, 2 years from 2025)
    """
    return (
        f"Study({study.title!r}, {study.currency}, {_several(len(study.outcomes), 'outcome')}, "
        f"{_several(len(study.inputs), 'input')}, {_several(study.horizon, 'year')} from {study.start_year})"
    )


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def as_html(study: Study) -> str:
    """A short table for notebooks: every outcome, whose it is, and the inputs."""
    people = study.stakeholders
    rows = [(item.name, people[item.stakeholder].name, key) for key, item in study.outcomes.items()]
    paid = [(item.name or key, people[item.from_].name, f"inputs/{key}") for key, item in study.inputs.items()]
    cells = ["".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row) for row in [*rows, *paid]]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    price = f"price base {escape(study.price_base)}" if study.price_base != "unknown" else "price base not stated"
    last = study.start_year + study.horizon - 1
    years = f"{study.start_year}" if last == study.start_year else f"{study.start_year} to {last}"
    return (
        f"<p><strong>{escape(study.title)}</strong>: {study.kind} in {escape(study.currency)}, {years}, {price}; "
        f"{_several(len(study.scenarios), 'scenario')}.</p>"
        f"<table><thead><tr><th>Outcome or input</th><th>Whose</th><th>Id</th></tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
