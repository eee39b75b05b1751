"""The sheet of inputs: what is invested, by whom, in which year."""

from __future__ import annotations

from sroi.valuation.flows import Flows
from sroi.valuation.labels import spaced
from sroi.valuation.model import Cost
from sroi.workbook.live.discounting import Discounting
from sroi.workbook.live.effects import product_of
from sroi.workbook.live.numbers import Numbers
from sroi.workbook.live.page import HEAD, Column, Content, Formula, Page
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.uprating import Uprating
from sroi.workbook.live.variants import Variant


class Invested:
    """One row for each input and year."""

    def __init__(
        self,
        variants: list[Variant],
        numbers: Numbers,
        scenarios: Scenarios,
        uprating: Uprating,
        discounting: Discounting,
        flows: Flows,
    ) -> None:
        self.variants, self.numbers, self.scenarios = variants, numbers, scenarios
        self.uprating, self.discounting, self.flows = uprating, discounting, flows
        self.model = variants[0].model
        self.page = Page(
            "Inputs",
            "Inputs: what is invested",
            (
                "One row for each input and year. Every number here follows from the sheet Numbers: change it there.",
                "Price base = stated × price factor × (1 + optimism bias); present value = that × discount factor.",
            ),
            [
                Column("what", "Input", wide=34),
                Column("from", "Who contributes it", wide=28),
                Column("kind", "Kind", wide=9),
                Column("year", "Year", "year", wide=8),
                Column("stated", "Amount as stated", "money", wide=16),
                Column("factor", "Price factor", "factor", wide=11),
                Column("bias", "Optimism bias", "share", wide=10),
                Column("counted", "Counted", "whole", wide=9),
                Column("amount", "Amount in the price base", "money", wide=16),
                Column("discount", "Discount factor", "factor", wide=10),
                Column("present", "Present value", "money", wide=16),
                Column("source", "Source", wide=34),
                Column("from_id", "Id of who contributes", "small", wide=16),
                Column("address", "Address", "small", wide=34),
            ],
        )
        self.rows: dict[str, list[int]] = {}
        #: Addresses of the factors of each row's amount.
        self.addresses: dict[int, tuple[str, ...]] = {}
        for place, cost in enumerate(self.model.costs):
            self.rows[cost.id] = [self._add(place, cost, chain) for chain in range(len(cost.amounts))]
        self.last = self.page.next - 1
        present = float(flows.present_costs.sum())
        amount = Formula(f"SUM({self.down('amount')})", float(flows.costs.sum()))
        total = Formula(f"SUM({self.down('present')})", present)
        self.total = self.page.add({"what": "Total", "amount": amount, "present": total}, "total")

    def down(self, key: str) -> str:
        """The cells of a column, the total left out."""
        return self.page.down(key, HEAD + 1, max(self.last, HEAD + 1))

    def _add(self, place: int, cost: Cost, chain: int) -> int:
        given, study, x = self.model.study.inputs[cost.id], self.model.study, self.numbers.x
        offset, product = cost.amounts[chain]
        stated, row = given.amount.chains[chain], self.page.next
        name = given.name or spaced(cost.id).capitalize()
        suffix = [str(stated.year)] if stated.year is not None else []
        root = f"inputs/{cost.id}/amount"
        parts = ["/".join([root, *([factor.id] if factor.id else []), *suffix]) for factor in stated.factors]
        year = study.start_year + offset
        deflator = self.uprating.of_year(f"{root}/{year}", year, f"{name}, {year}") if given.prices == "cash" else None
        left_out = self.scenarios.left_out(f"inputs/{cost.id}")
        in_horizon = self._of_year(self.discounting.counted, offset)
        counted = f"{in_horizon}*{left_out}" if left_out else in_horizon
        worth = float(product.of(x))
        factor = product.constant if deflator else 1.0
        bias = float(x[cost.uplift])
        amount = worth * (1 + bias)
        discount = float(self.discounting.input_factors()[offset])
        stated_at, factor_at, bias_at, counted_at = (
            self.page.here(row, key) for key in ("stated", "factor", "bias", "counted")
        )
        cells: dict[str, Content] = {
            "what": name,
            "from": study.stakeholders[cost.stakeholder].name,
            "kind": cost.kind,
            "year": float(year),
            "stated": Formula(product_of(parts, self.numbers, self.scenarios, self.variants), worth / factor),
            "factor": Formula(deflator, factor) if deflator else 1.0,
            "bias": Formula(self.numbers.now(f"inputs/{cost.id}/optimism_bias"), bias),
            "counted": Formula(counted, 1.0),
            "amount": Formula(f"{stated_at}*{factor_at}*(1+{bias_at})*{counted_at}", amount),
            "discount": Formula(self._of_year(self.discounting.inputs_row, offset), discount),
            "present": Formula(f"{self.page.here(row, 'amount')}*{self.page.here(row, 'discount')}", amount * discount),
            "source": given.source,
            "from_id": cost.stakeholder,
            "address": f"inputs/{cost.id}",
        }
        self.page.add(cells)
        self.addresses[row] = tuple(parts)
        return row

    def _of_year(self, row: int, offset: int) -> str:
        return self.discounting.page.at(row, self.discounting.years.key(offset))
