"""Random valid studies, as the plain documents that a study file holds.

``documents()`` draws from the whole format: every way of writing an estimate, chains, cohorts, all deductions, both
drop-offs, profiles, fractions of years, own discounting, transfers, proxies, price years, money of the day,
counterfactuals, shared estimates, grades, perspectives and scenarios. ``without`` leaves parts of the format out where
an identity holds only without them.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from sroi import bank
from sroi.errors import SroiError
from sroi.study import kinds
from sroi.study.addresses import containers, matching
from sroi.study.places import Place, places
from sroi.study.study import Study

Document = dict[str, Any]

#: Settings of every test with drawn studies: a study takes some milliseconds, and few are small. A failure is made
#: smaller, but not explained, which would take minutes.
MODEST = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

#: Parts of the format that a test may leave out.
PARTS = frozenset(
    (
        *(
            "bias",
            "by-grade",
            "cash",
            "cohorts",
            "counterfactual",
            "delay",
            "drop-off",
            "growth",
            "harm",
            "horizon",
            "loss",
        ),
        *("multiplier", "own-discounting", "perspectives", "present-value", "prices", "profile", "proxy", "scenarios"),
        *("schedule", "timing", "transfer", "use", "written"),
    )
)

DEDUCTIONS = ("deadweight", "displacement", "attribution", "leakage", "substitution")
TIMINGS = ("start", "mid", "end", "none")
#: The same ids serve stakeholders, estimates, inputs and outcomes, so that one block cannot be taken for another.
IDS = ("into-work", "confidence", "housing", "health")
VALUE_IDS = ("earnings", "saved", "wellbeing")
FACTORS = ("families", "engaged-share", "points", "hours", "each")
#: Ways of writing an estimate with a range.
FORMS = ("range", "centred", "bounds", "triangular", "uniform", "moments", "p10-p90", "p5-p80", "p25-p50-p90", "list")
LAST_INDEXED = 2029  # calendar years up to here lie inside the reference series of the deflator


def rounded(low: int, high: int, per: int = 100) -> st.SearchStrategy[float]:
    """Numbers a person would write: ``low / per`` to ``high / per``."""
    return st.integers(low, high).map(lambda n: n / per)


def rising(low: int, high: int, count: int) -> st.SearchStrategy[list[int]]:
    """Different whole numbers in rising order."""
    return st.lists(st.integers(low, high), min_size=count, max_size=count, unique=True).map(sorted)


def in_words(number: int, per: int, percent: bool) -> str:
    """A number as text: ``1,250`` or ``12.5%``."""
    return f"{number / per * 100:.10g}%" if percent else f"{number / per:,.10g}"


def _ends(number: int, per: int, percent: bool, text: bool) -> Any:
    return in_words(number, per, percent) if text else number / per


@st.composite
def written(draw: st.DrawFn, low: int, high: int, per: int, *, share: bool = False, sign: int = 1) -> Any:
    """An estimate with a range, between ``low / per`` and ``high / per``, in one of the forms of the format.

    ``low`` is above 0, so that every form can be built for every kind of number.
    """
    a, b, c = draw(rising(low, high, 3))
    percent = share and draw(st.booleans())
    if sign < 0:
        a, b, c = -c, -b, -a

    def end(number: int) -> Any:
        return _ends(number, per, percent, percent or draw(st.booleans()))

    form = draw(st.sampled_from(FORMS + ("counts",) * share))
    if form == "range":
        return f"{in_words(a, per, percent)} to {in_words(c, per, percent)}"
    if form == "centred":
        return f"{in_words(b, per, percent)} ({in_words(a, per, percent)} to {in_words(c, per, percent)})"
    if form == "bounds":
        return {"low": end(a), "likely": end(b), "high": end(c)}
    if form == "triangular":
        return {"low": end(a), "likely": end(b), "high": end(c), "shape": "triangular"}
    if form == "uniform":
        return {"low": end(a), "high": end(c)}
    if form == "moments":
        size = abs(b) / per
        spread = size * (1 - size) / 4 if share else size / 4
        shape = {} if share or sign < 0 else draw(st.sampled_from([{}, {"shape": "lognormal"}, {"shape": "gamma"}]))
        return {"mean": end(b), "sd": spread, **shape}
    if form == "p10-p90":
        return {"p10": end(a), "p90": end(c)}
    if form == "p5-p80":
        return {"p5": end(a), "p80": end(c)}
    if form == "p25-p50-p90":
        return {"p25": end(a), "p50": end(b), "p90": end(c)}
    if form == "counts":
        return {"successes": b, "n": per}
    weights = draw(st.sampled_from([{}, {"weights": [1, 2, 3]}, {"weights": [0.5, 0, 0.25]}]))
    return {"values": [end(a), end(c), end(b)], **weights}


class Draw:
    """One study in the making: what may be used, and what has been drawn so far."""

    def __init__(self, draw: st.DrawFn, without: frozenset[str]) -> None:
        self.draw, self.without = draw, without
        self.estimates: dict[str, Any] = {}
        self.document: Document = {}

    def may(self, part: str, odds: int = 2) -> bool:
        """Whether a part of the format is used here: one time in ``odds``, never where it is left out."""
        assert part in PARTS, part
        return part not in self.without and self.sometimes(odds)

    def sometimes(self, odds: int) -> bool:
        """True one time in ``odds``; a smaller example has it False."""
        return self.draw(st.integers(1, odds)) == odds

    def one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    # Estimates

    def graded(self, number: Any) -> Any:
        """The same estimate with its evidence beside it, now and then."""
        if not self.sometimes(6):
            return number
        evidence: Document = {"source": "survey p. 12"}
        if self.draw(st.booleans()):
            evidence["grade"] = self.draw(st.integers(1, 6))
        return {**number, **evidence} if isinstance(number, dict) else {"value": number, **evidence}

    def estimate(self, low: int, high: int, per: int = 100, *, share: bool = False, zero: bool = False) -> Any:
        """An estimate between ``low / per`` and ``high / per``: a plain number as often as not."""
        if share and self.may("use", 6):
            return {"use": self.shared("share")}
        if self.may("written", 2):
            return self.graded(self.draw(written(max(low, 1), high, per, share=share)))
        number = self.draw(rounded(0 if zero else low, high, per))
        percent = share and self.draw(st.booleans())
        return self.graded(f"{number * 100:.10g}%" if percent else number)

    def share(self, high: int = 90) -> Any:
        """A share of up to ``high`` per cent."""
        return self.estimate(1, high, share=True, zero=True)

    def shared(self, sort: str) -> str:
        """Id of a shared estimate of a sort: made when first needed."""
        name = {"share": self.one(*IDS[:2]), "count": self.one(*IDS[2:])}[sort]
        if name not in self.estimates:
            self.estimates[name] = None  # no shared estimate uses another
            limits = (1, 90) if sort == "share" else (100, 5000)
            with_range = "written" not in self.without and self.draw(st.booleans())
            number = (
                self.draw(written(*limits, 100, share=sort == "share")) if with_range else self.draw(rounded(*limits))
            )
            self.estimates[name] = self.graded(number)
        return name

    # Quantities

    def factor(self, name: str, cost: bool) -> Any:
        if name == "points" and not cost and self.may("loss", 4):
            return self.one(-0.1, "-0.4 (-0.9 to -0.1)", {"low": -3, "likely": -2, "high": -1}, {"mean": -1, "sd": 2})
        if name.endswith("share"):
            return self.share()
        if self.may("use", 3):
            return {"use": self.shared("count")}
        return self.estimate(10, 3000, zero=True)

    def chain(self, cost: bool) -> Any:
        """A plain number, or a product of named factors."""
        if self.draw(st.booleans()):
            return self.factor("each", cost)
        names = self.draw(st.lists(st.sampled_from(FACTORS), min_size=1, max_size=3, unique=True))
        return {name: self.factor(name, cost) for name in names}

    def amount(self, cost: bool = False, last: int | None = None) -> Any:
        """A chain, or chains by year within the horizon; a cost is not negative."""
        first, horizon = self.document["start_year"], self.document["horizon"]
        if not self.may("cohorts", 2):
            return self.chain(cost)
        years = range(first, min(first + horizon - 1, last or 9999) + 1)
        chosen = self.draw(st.lists(st.sampled_from(list(years)), min_size=1, max_size=3, unique=True))
        return {year: self.chain(cost) for year in chosen}

    # Settings

    def settings(self) -> Document:
        horizon = self.one(1, 2, 3, 5, 8) if "horizon" not in self.without else 60
        if self.may("schedule", 6):
            horizon = self.one(33, 80)
        self.document = {
            "sroi": 1,
            "title": "Drawn",
            "currency": "GBP",
            "start_year": self.draw(st.integers(2012, 2026)),
            "horizon": horizon,
        }
        if self.may("prices", 2):
            self.document["price_base"] = self.one("2024-25", "2019/20", 2022, "2022", "2012-13")
        self.document["discounting"] = self.discounting()
        if self.draw(st.booleans()):
            self.document["partial_years"] = self.one("pro-rata", "round-up")
        if self.may("by-grade", 4):
            self.document["optimism_bias"] = "by-grade"
        return self.document

    @property
    def uprates(self) -> bool:
        return "price_base" in self.document

    def timing(self, *sides: str) -> Document:
        if "timing" in self.without:
            return {}
        return {side: self.one(*TIMINGS) for side in sides if self.draw(st.booleans())}

    def rate(self) -> Any:
        """A flat discount rate; also one that the study states once."""
        if self.may("written", 2):
            return self.draw(written(5, 120, 1000, share=True))
        return self.draw(rounded(0, 120, 1000))

    def discounting(self, outcome: bool = False) -> Any:
        """A named convention, a flat rate, a named schedule or bands; of an outcome, its own."""
        sides = ("outcomes",) if outcome else ("inputs", "outcomes")
        if "schedule" in self.without:
            if self.draw(st.booleans()) and not outcome:
                return "sroi-guide"
            return {"rate": self.draw(rounded(0, 120, 1000)), **self.timing(*sides)}
        match self.one("name", "rate", "schedule", "bands"):
            case "name":
                return self.one("sroi-guide", "green-book", "undiscounted", "green-book-health", "norway-r109")
            case "rate":
                return {"rate": self.rate(), **self.timing(*sides)}
            case "schedule":
                return {"schedule": self.one("green-book", "sroi-guide", "new-zealand-2024"), **self.timing(*sides)}
            case _:
                later = self.draw(rising(2, 40, self.draw(st.integers(0, 2))))
                bands = [{"from": year, "rate": self.draw(rounded(0, 80, 1000))} for year in [self.one(0, 1), *later]]
                return {"schedule": bands, **self.timing(*sides)}

    # Inputs and outcomes

    def grade(self) -> Document:
        needed = self.document.get("optimism_bias") == "by-grade"
        return {"grade": self.draw(st.integers(1, 6))} if needed or self.sometimes(4) else {}

    def input(self, payer: str) -> Document:
        item: Document = {"from": payer, "kind": self.one("cash", "in-kind", "time"), **self.grade()}
        cash = self.uprates and self.document["start_year"] <= LAST_INDEXED and self.may("cash", 3)
        item["amount"] = self.amount(True, LAST_INDEXED if cash else None)
        if cash:
            item["prices"] = "cash"
        if self.may("bias", 4):
            item["optimism_bias"] = self.one(self.draw(rounded(0, 60)), "20% (10% to 40%)", "10% to 30%", 1.5)
        return item

    def value(self, people: list[str], of: str) -> Document:
        """One value, as a mapping: of a proxy of the bank or stated, with whatever may stand beside it."""
        value: Document = {}
        if self.uprates and self.may("proxy", 4):
            reference, kind = self.draw(st.sampled_from(dated_proxies()))
            value["proxy"] = reference
            if kind:
                value["type"] = kind
            if self.draw(st.booleans()):
                value["value"] = self.estimate(1000, 9000)
        else:
            number = self.estimate(100, 90000)
            if self.may("harm", 4):
                number = self.one(-12.5, -3, "-40 to -10", "-12.5 (-40 to -10)", {"low": -9, "likely": -4, "high": -1})
            elif self.may("harm", 6):
                number = self.one("-10 to 30", {"low": -5, "high": 25}, 0)
            value["value"] = number
            if self.uprates and self.sometimes(3):
                value["price_year"] = self.one(2014, "2018-19", "2023/24", 2021)
            if self.draw(st.booleans()):
                value["type"] = self.one("fiscal", "economic", "social")
        if self.draw(st.booleans()):
            value["to"] = self.one(*people)
        others = [person for person in people if person != value.get("to", of)]
        if others and self.may("transfer", 3):
            value["transfer_from"] = self.one(*others)
        if self.sometimes(3):
            value["cashable"] = self.share(99)
        if self.may("present-value", 8):
            value["present_value"] = True
        return value

    def life(self) -> Document:
        """Duration, delay, drop-off or profile, growth."""
        item: Document = {}
        longest = self.document["horizon"] + 2
        if self.may("profile", 4):
            shares = self.draw(st.lists(rounded(0, 100), min_size=1, max_size=5))
            item["profile"] = shares
            if self.draw(st.booleans()):
                item["duration"] = self.draw(rounded(1, 4 * len(shares), 4))
        else:
            if self.draw(st.integers(0, 3)):
                item["duration"] = self.estimate(1, 4 * min(longest, 12), 4)
            if self.may("drop-off", 2):
                item["drop_off"] = self.share()
                if self.sometimes(3):
                    item["drop_off"] = {"linear": item["drop_off"]}
                if self.sometimes(3):
                    item["drop_off_from"] = 0
        if self.may("delay", 2):
            item["delay"] = self.estimate(1, 4 * 3, 4, zero=True)
        if self.may("growth", 3):
            item["real_growth"] = self.one(
                *(0.02, "1.5%", -0.01, "0.5% (0.2% to 1%)", {"low": -0.01, "high": 0.03}, "0.5% to 3%", "-1% to 2%"),
                *("-2% to -0.5%", {"mean": "1%", "sd": 0.003}),
            )
        return item

    def outcome(self, people: list[str]) -> Document:
        item: Document = {"name": "A change", "stakeholder": self.one(*people), **self.grade()}
        item["quantity"] = self.amount()
        if self.draw(st.booleans()):
            ids = self.draw(st.lists(st.sampled_from(VALUE_IDS), min_size=1, max_size=2, unique=True))
            values = {key: self.value(people, item["stakeholder"]) for key in ids}
            item["values"] = {
                key: value["value"]  # a plain number stands for a value with nothing beside it
                if set(value) == {"value"} and not isinstance(value["value"], dict) and self.draw(st.booleans())
                else value
                for key, value in values.items()
            }
        else:
            item.update(self.value(people, item["stakeholder"]))
        for key in DEDUCTIONS:
            if self.sometimes(3):
                item[key] = self.share()
        if self.sometimes(4):
            item["other_deductions"] = {"already-counted": self.share(60)}
        if self.may("multiplier", 4):
            item["multiplier"] = self.one(self.estimate(50, 200), "110%", "110% to 130%", "50% to 90%")
        if self.may("bias", 4):
            item["optimism_bias"] = self.share(40)
        if self.may("counterfactual", 4):
            self.compare(item)
        if self.may("own-discounting", 5):
            item["discounting"] = self.discounting(outcome=True)
        if self.draw(st.booleans()):
            item["domain"] = self.one("employment", "health")
        return {**item, **self.life()}

    def compare(self, item: Document) -> None:
        """Deadweight, or a factor of the quantity, from a comparison of levels before and after."""
        before, level, after = self.draw(rising(1, 60, 3))
        rise = level - before  # the counterfactual level lies between before and after
        start = self.draw(st.integers(1, 60 - rise)) if rise < 60 else 1
        levels: Document = {"programme": {"before": f"{before}%", "after": after / 100}}
        if before > 1 and self.draw(st.booleans()):
            levels["programme"]["before"] = f"{before - 1}% to {before}%"
        if self.draw(st.booleans()):
            levels["programme"]["after"] = {"successes": after, "n": 100}
        if self.draw(st.integers(0, 3)):
            levels["comparison"] = {"before": start / 100, "after": {"successes": start + rise, "n": 100}}
        name = self.one(*IDS)
        if name in self.document.get("counterfactuals", {}):
            return
        self.document.setdefault("counterfactuals", {})[name] = levels
        if self.draw(st.booleans()):
            item["deadweight"] = {"from": name}
        else:
            item.pop("deadweight", None)
            families = self.estimate(100, 3000)
            item["quantity"] = {"families": families, "effect": {"from": name, "as": "effect"}}

    def whole(self) -> Document:
        document = self.settings()
        people = self.draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=4, unique=True))
        document["stakeholders"] = {key: self.person() for key in people}
        names = self.draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True))
        document["inputs"] = {"base": {"from": self.one(*people), "amount": 1000, "grade": 1}}
        document["inputs"] |= {name: self.input(self.one(*people)) for name in names}
        names = self.draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True))
        document["outcomes"] = {name: self.outcome(people) for name in names}
        if self.estimates:
            document["estimates"] = self.estimates
        if self.may("perspectives", 3):
            document["perspectives"] = {"own-view": self.perspective(people)}
        return document

    def person(self) -> Document:
        person: Document = {"name": "Someone"}
        if self.draw(st.integers(0, 3)):
            person["role"] = self.one("participant", "public", "funder", "other")
        if self.sometimes(4):
            person["size"] = self.draw(st.integers(1, 500))
        if self.sometimes(4):
            person["agency"] = self.one("dwp", "nhs")
        return person

    def perspective(self, people: list[str]) -> Document:
        outcomes = list(self.document["outcomes"])
        values = self.one(
            "all",
            {"to": people[0]},
            {"to": people[:2], "type": ["fiscal", "economic"]},
            {"stakeholder": people[0]},
            {"role": ["public", "participant"]},
            {"id": outcomes[0]},
        )
        inputs = self.one("all", {"from": people[0]}, {"role": "public"}, {"kind": ["cash", "time"]}, {"id": "base"})
        return {"values": values, "inputs": inputs, "cashable": self.draw(st.booleans())}

    # Scenarios

    def scenario(self, spots: dict[str, Place]) -> Document:
        """Changes to numbers of the study, each inside its legal range."""
        changes: Document = {}
        if self.sometimes(4):
            rates = [address for address in spots if address.endswith("discounting/rate")]
            if rates:
                change = self.one({"set": {self.one(*rates): "2.5%"}}, {"scale": {self.one(*rates): 0.5}})
                changes |= change
        if self.sometimes(6) and self.document.get("optimism_bias") == "by-grade":
            changes.setdefault("set", {})["optimism_bias"] = "none"
        if self.sometimes(6):
            changes.setdefault("set", {})["partial_years"] = self.one("pro-rata", "round-up")
        if self.uprates and self.sometimes(6):
            changes.setdefault("set", {})["price_base"] = "2021-22"
        effects = {address for address in spots if address.endswith("/quantity/effect")}
        for address in self.draw(st.lists(st.sampled_from(sorted(set(spots) - effects)), max_size=3, unique=True)):
            if self.draw(st.booleans()) or not _scales(spots[address]):
                changes.setdefault("set", {})[address] = self.new_number(spots[address].kind, address)
            else:
                changes.setdefault("scale", {})[address] = self.draw(rounded(30, 100))
        if self.sometimes(3):
            pattern = self.one("*/displacement", "*/leakage", "*/duration")
            changes.setdefault("set", {})[pattern] = 2 if pattern == "*/duration" else "17%"
        if self.sometimes(3):
            pattern = self.one("*/quantity", "*/quantity/*", "inputs/*/amount", "*/attribution", "estimates/*")
            named = [spot for address, spot in spots.items() if matching(pattern, [address])]
            if any(spot.stated for spot in named) and all(_scales(spot) or not spot.stated for spot in named):
                changes.setdefault("scale", {})[pattern] = self.draw(rounded(30, 100))
        if self.sometimes(4) and not any("discounting/rate" in part for part in changes.values()):
            changes.setdefault("set", {})["discounting"] = self.discounting()
        compared = any("counterfactuals" in address for part in changes.values() for address in part)
        if len(self.document["outcomes"]) > 1 and self.sometimes(4) and not compared:
            changes["leave_out"] = [self.one(*self.document["outcomes"])]
        elif len(self.document["inputs"]) > 2 and self.sometimes(4):
            changes["leave_out"] = [f"inputs/{self.one(*list(self.document['inputs'])[1:])}"]
        return changes

    def new_number(self, kind: kinds.Kind, address: str) -> Any:
        if "engaged-share" in address:
            return self.one(0.2, 0.35, 0)
        if kind.share:
            return self.one(0.2, "35%", "10% to 30%", 0)
        if kind.name in ("a duration in years", "a delay in years"):
            return self.one(0.5, 2, 3, "1 to 3")
        if kind.name == "a yearly rate":
            return self.one(0, 0.03, -0.02)
        if kind.name == "an optimism bias on costs":
            return self.one(0.3, "20% (10% to 40%)", 1.5)
        return self.one(3, 12.5, "2 to 9", {"low": 1, "likely": 2, "high": 5})


def _scales(spot: Place) -> bool:
    """Whether a scenario may scale the number here: it is stated, and stated here or a factor of a chain."""
    stated_here = spot.estimate is None or spot.estimate.distribution is not None
    return spot.stated and (stated_here or bool(containers(spot.address)))


@lru_cache(maxsize=1)
def dated_proxies() -> tuple[tuple[str, str | None], ...]:
    """References to values of the bank, in pounds of a year that the reference deflator has, every sixth of them."""
    index, found = bank.price_index("uk-gdp-deflator"), []
    for record in bank.records():
        for kind, value in record.values.items():
            if record.currency != "GBP":
                continue
            try:
                index.level(value.price_year)
            except SroiError:
                continue
            found.append((f"{record.id}-{kind}", None))
            found.append((record.id, kind))
            if len(record.types) == 1:
                found.append((record.id, None))
    return tuple(found[::6])


@st.composite
def documents(draw: st.DrawFn, without: Collection[str] = ()) -> Document:
    """Draw a valid study document.

    Parameters
    ----------
    without
        Parts of the format to leave out; see ``PARTS``.
    """
    maker = Draw(draw, frozenset(without))
    assert maker.without <= PARTS, maker.without - PARTS
    document = maker.whole()
    if maker.may("scenarios", 2):
        spots = {spot.address: spot for spot in places(Study.from_document(document))}
        document["scenarios"] = {"changed": maker.scenario(spots)}
    return document


def studies(without: Collection[str] = ()) -> st.SearchStrategy[Study]:
    """Draw a valid study."""
    return documents(without).map(Study.from_document)
