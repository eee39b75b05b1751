"""Where a number of a study is used: the places that share it, or follow from it."""

from __future__ import annotations

from sroi.valuation.labels import label
from sroi.valuation.model import Model


def used_by(model: Model, address: str) -> tuple[str, ...]:
    """Say where else a number counts: wherever the same number stands, and what follows from it.

    Parameters
    ----------
    model
        A resolved study.
    address
        Address of a number.

    Returns
    -------
    tuple of str
        Places in words, in the order of the study; empty where it counts in its own place only, or where nothing has
        that address.

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  estimates: {families: 240}, inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: {use: families}, value: 20},
    ...             calm: {name: Calmer, stakeholder: a, quantity: {use: families}, value: 5}}}
    ... ''')
    >>> used_by(Model(study), "estimates/families")
    ('Fitter: quantity', 'Calmer: quantity')
    >>> used_by(Model(study), "fit/value")
    ()
    """
    table = model.parameters
    if address not in table.columns:
        return ()
    column = table.columns[address]
    same = [other for other, place in table.columns.items() if place == column and other != address]
    following = [derived.address for derived in table.derived if column in derived.columns]
    study = model.study
    return tuple(dict.fromkeys(label(study, other) for other in (*same, *following)))
