"""Explain this number: the sum with the numbers in it, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.valuation.evidence import number_step
from sroi.valuation.explain_inputs import input_steps
from sroi.valuation.explain_outcome import outcome_steps
from sroi.valuation.formats import money, part
from sroi.valuation.labels import label
from sroi.valuation.steps import Explanation, Step
from sroi.valuation.tables import group_sums
from sroi.valuation.valuation import Valuation

__all__ = ["Explanation", "Step", "explain"]


def explain(valuation: Valuation, what: str = "ratio") -> Explanation:
    """Explain the ratio, one outcome, one input or one estimate.

    Parameters
    ----------
    valuation
        A valued study.
    what
        ``ratio``, the id of an outcome, ``inputs`` or ``inputs/ID``, or any address.

    Raises
    ------
    ValuationError
        ``explain-unknown`` where nothing has that name.
    """
    study, model = valuation.study, valuation.model
    inputs = [f"inputs/{key}" for key in study.inputs]
    if what in model.left_out and what in (*study.outcomes, *inputs):
        raise ValuationError(
            Problem(
                "explain-left-out",
                f"{what} is left out of the scenario {valuation.scenario}",
                "an outcome or input that is counted can be explained",
            )
        )
    if what == "ratio":
        return Explanation(f"How the ratio of {valuation.title} is reached", tuple(_ratio(valuation)))
    where = valuation.title.removeprefix(study.title)  # which scenario it is of
    if what in study.outcomes:
        return Explanation(f"{study.outcomes[what].name} ({what}){where}", tuple(outcome_steps(valuation, what)))
    if what == "inputs" or what in inputs:
        return Explanation(f"What is invested{where}", tuple(input_steps(valuation, what)))
    if what in model.parameters.columns:
        row = model.parameters.row(what)
        name = label(study, what, row.family if row is not None and row.address == what else "")
        return Explanation(f"{name} ({what}){where}", (number_step(model, what, name),))
    names = ["ratio", "inputs", *study.outcomes, *inputs, *model.parameters.columns]
    raise ValuationError(
        Problem(
            "explain-unknown",
            f"found {what}",
            "explain takes ratio, an outcome, an input or an address",
            did_you_mean(what, names),
        )
    )


def _ratio(valuation: Valuation) -> Iterator[Step]:
    currency = valuation.study.currency
    for key, value in group_sums(valuation, "outcome").items():
        where = f"{part(value, valuation.pv_benefits)} of the value; sroi explain … {key}"
        yield Step(valuation.study.outcomes[key].name, money(value, currency), where, 2, value)
    benefits, inputs = valuation.pv_benefits, valuation.pv_inputs
    yield Step("Present value of benefits", money(benefits, currency), value=benefits)
    yield Step("Present value of inputs", money(inputs, currency), "sroi explain … inputs", value=inputs)
    per = f"{money(valuation.ratio, currency, 2)} per {money(1, currency)}"
    yield Step("Ratio: benefits ÷ inputs", f"{valuation.ratio:,.4f}", per, value=valuation.ratio)
    yield Step("Net present value: benefits − inputs", money(valuation.npv, currency), value=valuation.npv)
    yield Step("Convention", "", valuation.convention)
    for note in valuation.notes:
        yield Step("Note", "", note)
