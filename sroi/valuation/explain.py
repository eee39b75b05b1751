"""Explain this number: the sum with the numbers in it, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sroi.errors import Problem, ValuationError
from sroi.study.distributions import Proportion
from sroi.study.faults import did_you_mean
from sroi.study.study import Study
from sroi.valuation.engine import central
from sroi.valuation.flows import cohorts
from sroi.valuation.formats import count, money, number, part, percent, unit_text, years
from sroi.valuation.labels import spaced
from sroi.valuation.model import Line, Model, Stream
from sroi.valuation.parameters import Parameter
from sroi.valuation.ranges import stated_range
from sroi.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: what, how much, and who says so."""

    what: str
    amount: str
    source: str = ""
    level: int = 1


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
    study = valuation.study
    if what == "ratio":
        return Explanation(f"How the ratio of {study.title} is reached", tuple(_ratio(valuation)))
    if what in study.outcomes:
        if what in valuation.model.left_out:
            raise ValuationError(
                Problem(
                    "explain-left-out",
                    f"{what} is left out of the scenario {valuation.scenario}",
                    "an outcome that is counted can be explained",
                )
            )
        return Explanation(f"{study.outcomes[what].name} ({what})", tuple(_outcome(valuation, what)))
    if what == "inputs" or (what.removeprefix("inputs/") in study.inputs and what.startswith("inputs/")):
        return Explanation("What is invested", tuple(_inputs(valuation, what)))
    columns = valuation.model.parameters.columns
    if what in columns:
        return Explanation(what, tuple(_number(valuation.model, what, what)))
    names = ["ratio", "inputs", *study.outcomes, *(f"inputs/{key}" for key in study.inputs), *columns]
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
    for key, row in valuation.by("outcome").iterrows():
        yield Step(
            valuation.study.outcomes[str(key)].name,
            money(row["value"], currency),
            f"{part(row['value'], valuation.pv_benefits)} of the value; sroi explain … {key}",
            2,
        )
    yield Step("Present value of benefits", money(valuation.pv_benefits, currency))
    yield Step("Present value of inputs", money(valuation.pv_inputs, currency), "sroi explain … inputs")
    yield Step(
        "Ratio: benefits ÷ inputs",
        f"{valuation.ratio:,.4f}",
        f"{money(valuation.ratio, currency, 2)} per {money(1, currency)}",
    )
    yield Step("Net present value: benefits − inputs", money(valuation.npv, currency))
    yield Step("Convention", "", valuation.convention)
    for note in valuation.notes:
        yield Step("Note", "", note)


def _outcome(valuation: Valuation, key: str) -> Iterator[Step]:
    model, study = valuation.model, valuation.study
    outcome, stream = study.outcomes[key], next(s for s in model.streams if s.outcome == key)
    yield Step("For", "", study.stakeholders[outcome.stakeholder].name)
    if outcome.indicator:
        yield Step("Measured by", "", outcome.indicator)
    yield from _quantity(model, stream)
    for place, line in enumerate(model.lines):
        if line.outcome == key:
            yield from _line(valuation, line, place, stream)


def _quantity(model: Model, stream: Stream) -> Iterator[Step]:
    x = central(model)
    chains = model.study.outcomes[stream.outcome].quantity.chains
    total = 0.0
    for (start, product), chain in zip(stream.cohorts, chains, strict=True):
        amount = float(product.of(x))
        total += amount
        year = f" (start year {model.study.start_year + start})" if chain.year is not None else ""
        if len(chain.factors) > 1 or product.constant != 1:
            for factor in chain.factors:
                tail = f"/{chain.year}" if chain.year is not None else ""
                yield from _number(
                    model,
                    f"{stream.outcome}/quantity/{factor.id}{tail}" if factor.id else f"{stream.outcome}/quantity{tail}",
                    f"× {spaced(factor.id) or 'quantity'}",
                    2,
                )
            if product.constant != 1:
                yield Step("× scaled by the scenario", number(product.constant), level=2)
            yield Step(f"Quantity{year}", count(amount))
        else:
            tail = f"/{chain.year}" if chain.year is not None else ""
            yield from _number(
                model,
                "/".join(filter(None, [f"{stream.outcome}/quantity", chain.factors[0].id])) + tail,
                f"Quantity{year}",
                1,
            )
    if len(stream.cohorts) > 1:
        yield Step("Quantity over all start years", count(total))


def _line(valuation: Valuation, line: Line, place: int, stream: Stream) -> Iterator[Step]:
    model, flows, x, currency = valuation.model, valuation.flows, central(valuation.model), valuation.study.currency
    to = valuation.study.stakeholders[line.to].name
    kind = f", {line.type}" if line.type else ""
    if line.mirror_of is not None:
        yield Step(
            f"Transfer: what {to} loses by it{kind}",
            money(flows.line_totals[place], currency),
            "minus the value above, so that society sums to zero",
        )
        return
    title = "Value" if line.value == "value" else f"Value “{spaced(line.value)}”"
    yield Step(f"{title} to {to}{kind}", "")
    yield from _unit(model, line, x, currency)
    yield Step("Gross: quantity × value of one unit", money(flows.gross[place], currency), level=2)
    left = float(flows.gross[place])
    for name, column in stream.deductions:
        share = float(x[column])
        if share:
            left *= 1 - share
            label = "caused by others (attribution)" if name == "attribution" else spaced(name.split("/")[-1])
            yield Step(
                f"less {label} {percent(share)}", money(left, currency), _said(model, f"{stream.outcome}/{name}"), 3
            )
    multiplier, bias = float(x[stream.multiplier]), float(x[stream.bias])
    if multiplier != 1:
        left *= multiplier
        yield Step(
            f"× multiplier {number(multiplier)}", money(left, currency), _said(model, f"{stream.outcome}/multiplier"), 3
        )
    if bias:
        left = float(flows.impact[place])
        yield Step(
            f"{'less' if left >= 0 else 'plus'} optimism bias {percent(bias)}",
            money(left, currency),
            _said(model, f"{stream.outcome}/optimism_bias"),
            3,
        )
    if line.present_value:
        yield Step(
            "Present value, as stated",
            money(flows.line_totals[place], currency),
            "already discounted; counted as it stands",
            2,
        )
        return
    yield Step("Impact in a full year", money(left, currency), level=2)
    yield from _life(model, stream, x)
    yield from _years(valuation, line, stream, left)
    yield Step(f"Present value to {to}", money(flows.line_totals[place], currency), level=2)
    if flows.beyond[place]:
        yield Step("not counted, after the horizon (undiscounted)", money(flows.beyond[place], currency), level=3)


def _unit(model: Model, line: Line, x: list[float], currency: str) -> Iterator[Step]:
    unit = line.unit_value
    for place, step in enumerate(unit.steps):
        yield Step("from the bank" if place == 0 and unit.proxy else "to the price base", "", step, 3)
    row = model.parameters.row(f"{line.outcome}/{line.value}")
    said = _evidence(row) if row is not None else source_text(model.study, unit.source)
    yield Step("Value of one unit", money(float(line.unit.of(x)), currency, 2), said, 2)


def _life(model: Model, stream: Stream, x: list[float]) -> Iterator[Step]:
    life = stream.life
    yield Step(f"lasts {years(x[life.duration])}", "", _said(model, f"{stream.outcome}/duration"), 3)
    if x[life.delay]:
        yield Step(f"begins after {years(x[life.delay])}", "", _said(model, f"{stream.outcome}/delay"), 3)
    if life.profile is not None:
        yield Step(f"profile {', '.join(percent(share) for share in life.profile)}", "", level=3)
    elif life.drop_off is not None and x[life.drop_off]:
        form = " of the first year's value" if life.linear else " of what is left"
        yield Step(
            f"drops off {percent(x[life.drop_off])} a year{form}", "", _said(model, f"{stream.outcome}/drop_off"), 3
        )
    if x[life.growth]:
        yield Step(
            f"grows {percent(x[life.growth])} a year in real terms",
            "",
            _said(model, f"{stream.outcome}/real_growth"),
            3,
        )


def _years(valuation: Valuation, line: Line, stream: Stream, impact: float) -> Iterator[Step]:
    """One line per year: share of a full year's impact × discount factor."""
    model, x, currency = valuation.model, central(valuation.model), valuation.study.currency
    quantity = float(valuation.flows.quantity[line.stream])
    for t in range(model.horizon):
        share, worth, factor = 0.0, 0.0, 0.0
        for cohort in cohorts(model, stream, x, model.horizon):
            part = cohort.life[t] * cohort.growth[t] * (cohort.quantity / quantity if quantity else 0.0)
            share, worth, factor = share + part, worth + part * cohort.discount[t], float(cohort.discount[t])
        if share:
            yield Step(
                f"{valuation.study.start_year + t}: {percent(share)} of it × discount factor {factor:.4f}",
                money(impact * worth, currency),
                level=4,
            )


def _inputs(valuation: Valuation, what: str) -> Iterator[Step]:
    model, study, x = valuation.model, valuation.study, central(valuation.model)
    for place, cost in enumerate(model.costs):
        if what not in ("inputs", f"inputs/{cost.id}"):
            continue
        given, root = study.inputs[cost.id], f"inputs/{cost.id}/amount"
        name = given.name or spaced(cost.id).capitalize()
        for (year, product), chain in zip(cost.amounts, given.amount.chains, strict=True):
            tail = f"/{chain.year}" if chain.year is not None else ""
            if len(chain.factors) > 1:
                for factor in chain.factors:
                    yield from _number(model, f"{root}/{factor.id}{tail}", f"× {spaced(factor.id)}", 3)
            said = _money_source(model, root, tail) if len(chain.factors) == 1 else ""
            yield Step(f"{study.start_year + year}: {name}", money(float(product.of(x)), study.currency), said, 2)
        for step in cost.steps:
            yield Step("to the price base", "", step, 3)
        if x[cost.uplift]:
            yield Step(
                f"plus optimism bias {percent(float(x[cost.uplift]))}",
                "",
                _said(model, f"inputs/{cost.id}/optimism_bias"),
                3,
            )
        yield Step(
            f"Present value of {name} ({cost.kind}, from {study.stakeholders[cost.stakeholder].name})",
            money(float(valuation.flows.present_costs[place].sum()), study.currency),
        )
    if what == "inputs":
        yield Step("Present value of inputs", money(valuation.pv_inputs, study.currency))


def _money_source(model: Model, root: str, tail: str) -> str:
    return _said(model, f"{root}{tail}")


def _number(model: Model, address: str, what: str, level: int = 1) -> Iterator[Step]:
    column = model.parameters.columns[address]
    value = float(central(model)[column])
    row = model.parameters.row(address)
    if row is None:
        yield Step(what, percent(value), _said(model, address), level)
        return
    yield Step(what, unit_text(value, row), _evidence(row), level)


def _said(model: Model, address: str) -> str:
    row = model.parameters.row(address)
    if row is not None:
        return _evidence(row)
    derived = next(d for d in model.parameters.derived if d.address == address)
    level = [model.parameters.rows[column].central for column in derived.columns]
    name = model.parameters.rows[derived.columns[0]].address.split("/")[1]
    shift = f" + ({percent(level[3])} − {percent(level[2])})" if len(level) == 4 else ""
    without = level[0] + (level[3] - level[2] if len(level) == 4 else 0.0)
    form = (
        f"{percent(level[1])} − {percent(without)}" if derived.effect else f"{percent(without)} ÷ {percent(level[1])}"
    )
    return f"{form}; without the programme {percent(level[0])}{shift} = {percent(without)} (comparison {name})"


def _evidence(row: Parameter) -> str:
    """Source, grade and range of an estimate, in words."""
    if not row.stated:
        return row.source or "not stated: the default"
    said = source_text(row.study, row.source)
    assumed = "ASSUMPTION" if said.lower().startswith("assumption") else f"ASSUMPTION ({said})"
    parts = [assumed if row.assumption else said]
    if row.grade is not None:
        parts.append(f"grade {row.grade}")
    found = stated_range(row.distribution)
    if isinstance(row.distribution, Proportion):
        parts.append(f"{count(row.distribution.successes)} of {count(row.distribution.n)}")
    elif found is not None:
        parts.append(f"{unit_text(found[0], row)} to {unit_text(found[1], row)} ({found[2]})")
    if row.note:
        parts.append(row.note)
    if row.address.startswith("estimates/"):
        parts.append(f"shared: {row.address}")
    return "; ".join(parts)


def source_text(study: Study | None, source: str | None) -> str:
    """Say a source in words: the title and year behind an id, and the page that follows it.

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, outcomes: {}, inputs: {},
    ...  sources: {survey: {title: Endline survey, year: 2025}}}
    ... ''')
    >>> source_text(study, "survey p. 12")
    'Endline survey, 2025, p. 12'
    """
    if source is None:
        return "source not stated"
    head, _, rest = source.partition(" ")
    found = study.sources.get(head.rstrip(",;:")) if study is not None else None
    if found is None:
        return source
    return ", ".join(part for part in (found.title, found.year, rest) if part)
