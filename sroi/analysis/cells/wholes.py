"""Models in which a whole, such as the amount of an input with several factors, can be scaled at every point.

A scenario scales a whole once, when its model is resolved. A sweep scales it to many sizes: here the factor is one more
number of the vector, so that one model answers for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sroi.study.addresses import containers
from sroi.study.outcome import Outcome, Value
from sroi.study.quantity import Chain, Quantity
from sroi.study.study import Study
from sroi.valuation.model import Model, Product


class ScaledModel(Model):
    """A model whose wholes are multiplied by shared estimates of their own.

    Parameters
    ----------
    study
        The study, with the shared estimates that stand for factors; see :func:`with_factors`.
    scenario
        Id of a scenario or option; None for the base case.
    wholes
        Addresses of wholes, or of uses of shared numbers in products, each with the estimates that multiply it.

    See Also
    --------
    sroi.valuation.parameters.Parameters.scale_of : the same for the constant factors of a scenario.
    """

    def __init__(self, study: Study, scenario: str | None, wholes: Mapping[str, Sequence[str]]) -> None:
        self.wholes = wholes
        super().__init__(study, scenario)

    def _product(self, root: str, chain: Chain, constant: float = 1.0) -> Product:
        product = super()._product(root, chain, constant)
        inside = ["/".join(filter(None, (root, below))) for below, _, _ in Quantity(chains=(chain,)).places()]
        return self._with_factors(product, inside)

    def _add_value(self, name: str, key: str, outcome: Outcome, value: Value) -> None:
        first = len(self.lines)
        super()._add_value(name, key, outcome, value)
        self.lines[first:] = [
            replace(line, unit=self._with_factors(line.unit, [f"{name}/{key}"])) for line in self.lines[first:]
        ]

    def _with_factors(self, product: Product, addresses: Sequence[str]) -> Product:
        around = {name for address in addresses for name in (*containers(address), address)}
        factors = [factor for whole, factors in self.wholes.items() if whole in around for factor in factors]
        return replace(product, columns=(*product.columns, *(self.parameters.columns[name] for name in factors)))


def with_factors(study: Study, count: int) -> tuple[Study, tuple[str, ...]]:
    """Give a study some shared estimates that nothing uses yet, each 1, to multiply wholes by.

    Returns
    -------
    study, addresses
        The new study, and the addresses of the estimates.
    """
    names: list[str] = []
    candidate = 0
    while len(names) < count:
        candidate += 1
        if f"factor-{candidate}" not in study.estimates:
            names.append(f"factor-{candidate}")
    document = study.document
    document["estimates"] = {**(document.get("estimates") or {}), **dict.fromkeys(names, 1)}
    return study.replaced(document), tuple(f"estimates/{name}" for name in names)
