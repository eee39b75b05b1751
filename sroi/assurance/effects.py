"""What becomes of the ratio when a fault is mended: all of them in one evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sroi.assurance.finding import Found
from sroi.errors import SroiError
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation


def ratios_if_mended(model: Model, answers: Sequence[Found]) -> list[float | None]:
    """The ratio with each mend made alone; None where none can be made, or nothing is invested then.

    Numbers are set in one evaluation of all mends. Settings, such as another discounting, need the study resolved anew.
    """
    mends = [_rows(model, found.mend) for found in answers]
    ratios = _at(model, [mend or {} for mend in mends])
    found = [ratio if mend else None for ratio, mend in zip(ratios, mends, strict=True)]
    for place, answer in enumerate(answers):
        if answer.settings:
            found[place] = _with_settings(model, answer)
    return found


def ratio_if_all_mended(model: Model, answers: Sequence[Found]) -> float | None:
    """The ratio with all these mends made together; None where one of them cannot be made by numbers."""
    together: dict[str, float] = {}
    for answer in answers:
        rows = _rows(model, answer.mend)
        if not rows or answer.settings:
            return None
        together |= rows
    return _at(model, [together])[0] if together else None


def _rows(model: Model, mend: Mapping[str, float]) -> dict[str, float] | None:
    """The numbers of a mend by the address each is stated under; None where one of them follows from others."""
    found = {}
    for address, value in mend.items():
        row = model.parameters.row(address) if address in model.parameters.columns else None
        if row is None:
            return None
        found[row.address] = value
    return found


def _at(model: Model, mends: Sequence[Mapping[str, float]]) -> list[float | None]:
    points: dict[str, np.ndarray] = {}
    for place, mend in enumerate(mends):
        for address, value in mend.items():
            row = model.parameters.row(address)
            assert row is not None  # looked up before
            points.setdefault(address, np.full(len(mends), row.central))[place] = value
    if not points:
        return [None] * len(mends)
    found = evaluate(model, points)
    pairs = zip(found.pv_benefits, found.pv_inputs, strict=True)
    return [float(benefits / inputs) if inputs > 0 else None for benefits, inputs in pairs]


def _with_settings(model: Model, answer: Found) -> float | None:
    study = model.base_study
    try:
        return Valuation(Model(study.replaced({**study.document, **answer.settings}))).ratio
    except SroiError:
        return None
