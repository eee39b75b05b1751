"""How the lives of outcomes, and what a year is worth, differ between two models."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.differences.mixtures import Table, combine
from sroi.analysis.differences.transition import Transition, canonical
from sroi.study.outcome import Outcome
from sroi.valuation.discounting import Schedule, chained, resolve, timed
from sroi.valuation.formats import percent, years
from sroi.valuation.labels import spaced
from sroi.valuation.life import Life, over_years
from sroi.valuation.model import Line, Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Lines = tuple[Line | None, Line | None]

#: Places, in the numbers given to a life, of what shapes it.
_DURATION, _DELAY, _GROWTH, _DROP_OFF = range(4)

STUDY: Final = "discounting/rate"


class Lives:
    """What one unit of an outcome, or of money spent, is worth now, by the changes between two models.

    Parameters
    ----------
    found
        The models and the changes found between them.
    """

    def __init__(self, found: Transition) -> None:
        self.found, self.models = found, found.models
        self.longest = max(model.horizon for model in self.models)
        self.schedules = tuple(self._longer(model, STUDY) for model in self.models)
        self.horizon = found.setting("horizon", "time", "Horizon", lambda model: model.horizon, years)
        self.rounding = found.setting("partial_years", "time", "Part-years", lambda m: m.study.partial_years)
        first, second = self.schedules
        same = (first.rates, first.inputs, first.outcomes) == (second.rates, second.inputs, second.outcomes)
        rate_only = first.flat is not None and second.flat is not None and _timing(first) == _timing(second)
        if rate_only:
            words = tuple(percent(float(schedule.flat or 0)) for schedule in self.schedules)
            self.discounting = found.choice(STUDY, "time", "Discount rate", (words[0], words[1]), not same)
        else:
            words = schedule_texts(first, second)
            self.discounting = found.choice("discounting", "time", "Discounting", (words[0], words[1]), not same)

    def discount_of_input(self, year: int) -> Table:
        """Discount factor of money spent in a year, counted from the start year."""
        factors = [timed(chained(schedule.rates), schedule.inputs) for schedule in self.schedules]
        return combine(lambda side: float(factors[int(side)][year]), self.discounting)

    def of(self, outcome: str, lines: Lines, cohort: int) -> Table:
        """What one unit of quantity that starts in a year is worth over its life, before deductions."""
        own = self._own_discounting(outcome, lines)
        form = self._form(outcome, lines)
        numbers = [self._number(outcome, lines, key) for key in ("duration", "delay", "real_growth")]
        drop_off = self._drop_off(outcome, lines)
        stated = self._already_present(outcome, lines)
        sides = [
            model.study.outcomes[outcome] if line else None for model, line in zip(self.models, lines, strict=True)
        ]

        def worth(
            duration: float, delay: float, growth: float, drop: float,
            form: float, rounding: float, horizon: float, own: float, around: float, once: float,
        ) -> float:  # fmt: skip
            if once:
                return 1.0
            shaped = sides[int(form)]
            assert shaped is not None
            life = _life(shaped, self.models[int(rounding)].study.partial_years == "round-up")
            counted = self.models[int(horizon)].horizon
            discount = self._factors(outcome, int(own), int(around))[:counted]
            return _worth(life, [duration, delay, growth, drop], cohort, counted, discount)

        return combine(worth, *numbers, drop_off, form, self.rounding, self.horizon, own, self.discounting, stated)

    def _number(self, outcome: str, lines: Lines, key: str) -> Table:
        address = f"{outcome}/{key}"
        if lines[0] is not None and lines[1] is not None:
            return self.found.number(address, address, "time")
        return self.found.on_one(_only(lines), address, "time")

    def _drop_off(self, outcome: str, lines: Lines) -> Table:
        """The share; where one side has a profile in its place, the share belongs to the other side's form."""
        address = f"{outcome}/drop_off"
        known = [
            line is not None and address in model.parameters.columns
            for model, line in zip(self.models, lines, strict=True)
        ]
        if all(known):
            return self.found.number(address, address, "time")
        return self.found.on_one(known.index(True), address, "time") if any(known) else Table.constant(0.0)

    def _form(self, outcome: str, lines: Lines) -> Table:
        """Whose way of falling off is in force; one that does not fall takes the other's."""
        if lines[0] is None or lines[1] is None:
            return Table.constant(_only(lines))
        both = [model.study.outcomes[outcome] for model in self.models]
        shares = [self._central(side, f"{outcome}/drop_off") for side in (0, 1)]
        still = [item.profile is None and not share for item, share in zip(both, shares, strict=True)]
        if any(still) and not any(item.profile for item in both):
            return Table.constant(still.index(True) ^ 1)
        mixed = (both[0].profile is None) != (both[1].profile is None)
        words = [form_text(item, share if mixed else None) for item, share in zip(both, shares, strict=True)]
        said = f"{both[0].name}: form of drop-off"
        return self.found.choice(f"{outcome}/drop_off (form)", "time", said, (words[0], words[1]), words[0] != words[1])

    def _central(self, side: int, address: str) -> float:
        column = self.models[side].parameters.columns.get(address)
        return float(self.found.values[side][column]) if column is not None else 0.0

    def _already_present(self, outcome: str, lines: Lines) -> Table:
        flags = [line.present_value if line is not None else None for line in lines]
        if None in flags:
            return Table.constant(float(bool(flags[_only(lines)])))
        assert lines[0] is not None and lines[1] is not None
        words = ["a present value" if flag else "a value of its year" for flag in flags]
        value = canonical(lines[0].value, lines[1].value)
        said = f"{self.models[0].study.outcomes[outcome].name}: {spaced(value)}"
        address = f"{outcome}/{value}/present_value"
        side = self.found.choice(address, "time", said, (words[0], words[1]), flags[0] != flags[1])
        return combine(lambda at: float(bool(flags[int(at)])), side)

    # What a year is worth

    def _own_discounting(self, outcome: str, lines: Lines) -> Table:
        """Whose schedule of the outcome is in force; the study's own is a change of its own."""
        if lines[0] is None or lines[1] is None:
            return Table.constant(_only(lines))
        address = f"{outcome}/discounting/rate"
        found = [self._longer(model, address) if address in model.schedules else None for model in self.models]
        stated = [model.study.outcomes[outcome].discounting for model in self.models]
        key = [
            (schedule.rates, choice.outcomes) if schedule is not None and choice is not None else None
            for schedule, choice in zip(found, stated, strict=True)
        ]
        words = schedule_texts(*found)
        said = f"{self.models[0].study.outcomes[outcome].name}: discounting"
        return self.found.choice(f"{outcome}/discounting", "time", said, (words[0], words[1]), key[0] != key[1])

    def _factors(self, outcome: str, own: int, around: int) -> Floats:
        """Discount factors by year of an outcome: its own rates if it has any; its own timing, or the study's."""
        model, address = self.models[own], f"{outcome}/discounting/rate"
        choice, study = model.study.outcomes[outcome].discounting, self.schedules[around]
        if choice is None:
            return np.asarray(timed(chained(study.rates), study.outcomes))
        return np.asarray(timed(chained(self._longer(model, address).rates), choice.outcomes or study.outcomes))

    def _longer(self, model: Model, address: str) -> Schedule:
        """The schedule in force, over the longer of the two horizons."""
        found = model.schedules[address]
        if model.horizon == self.longest:
            return found
        if found.flat is not None and len(set(found.rates[1:])) == 1:
            return replace(found, rates=(0.0, *[found.rates[1]] * self.longest))
        outcome = address.split("/")[0]
        choice = model.study.discounting if address == STUDY else model.study.outcomes[outcome].discounting
        assert choice is not None
        scale = model.parameters.scales.get(address, 1.0)
        return replace(found, rates=tuple(rate * scale for rate in resolve(choice, self.longest).rates))


def form_text(outcome: Outcome, share: float | None = None) -> str:
    """How an outcome falls off over its life, in words; ``share`` where how fast is to be said too.

    Examples
    --------
    >>> fitter = {"name": "Fitter", "stakeholder": "a", "quantity": 1, "value": 1}
    >>> form_text(Outcome.model_validate({**fitter, "drop_off": {"linear": "15%"}}))
    'a share of its first year, from the second year on'
    >>> form_text(Outcome.model_validate(fitter | {"drop_off": "15%", "drop_off_from": 0}), 0.15)
    '15% of what is left, from the first year on'
    >>> form_text(Outcome.model_validate(fitter | {"profile": ["100%", "50%"]}))
    'a profile of 100%, 50%'
    """
    if outcome.profile is not None:
        return f"a profile of {', '.join(percent(part) for part in outcome.profile)}"
    if share == 0:
        return "none"
    linear = outcome.drop_off is not None and outcome.drop_off.linear
    of = "its first year" if linear else "what is left"
    size = "a share" if share is None else percent(share)
    return f"{size} of {of}, from the {'first' if outcome.drop_off_from == 0 else 'second'} year on"


def schedule_texts(first: Schedule | None, second: Schedule | None) -> tuple[str, str]:
    """Tell two ways of discounting apart: by their names, or by all they say where they have one name."""
    both = [
        "as the study" if one is None else one.name if one.flat is None or "rate" not in one.name
        else f"{one.name} {percent(one.flat)}"
        for one in (first, second)
    ]  # fmt: skip
    if both[0] == both[1]:
        both = [one.sentence if one is not None else text for one, text in zip((first, second), both, strict=True)]
    return both[0], both[1]


def _life(outcome: Outcome, round_up: bool) -> Life:
    return Life(
        duration=_DURATION,
        delay=_DELAY,
        growth=_GROWTH,
        drop_off=None if outcome.profile is not None else _DROP_OFF,
        linear=outcome.drop_off is not None and outcome.drop_off.linear,
        first=outcome.drop_off_from,
        profile=outcome.profile,
        round_up=round_up,
    )


def _worth(life: Life, x: list[float], cohort: int, horizon: int, discount: Floats) -> float:
    last = min(life.years(x), horizon - cohort)
    if last <= 0:
        return 0.0
    weights = over_years(life.occupancy(x, cohort, last, horizon), life.growths(x, horizon) * discount)
    return float(life.shares(x, last) @ weights)


def _timing(schedule: Schedule) -> tuple[str, str]:
    return schedule.inputs, schedule.outcomes


def _only(lines: Lines) -> int:
    return 0 if lines[0] is not None else 1
