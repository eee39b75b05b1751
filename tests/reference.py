"""A second engine: slow, obvious, and written from the method pages alone.

It computes the base case (every estimate at its central value) of a study given as a plain nested dict.
It shares no code with the product and uses the standard library only; tests compare the two.
Every docstring that states a formula quotes `method.md` or `study-file.md`.

Where the pages were silent or unclear, what was settled since is marked "Settled:" (recorded in docs/decisions/).
"""

import json
import math
import re
from fnmatch import fnmatchcase
from statistics import NormalDist

WORDS = {
    "low",
    "likely",
    "high",
    "mean",
    "sd",
    "shape",
    "value",
    "successes",
    "n",
    "values",
    "weights",
    "use",
    "from",
    "as",
    "source",
    "grade",
    "note",
}  # and p5 … p95
SHARES = ("deadweight", "displacement", "attribution", "leakage", "substitution")
SHARE_FIELDS = (*SHARES, "drop_off", "linear", "cashable", "optimism_bias", "before", "after")
DEFAULTS = {
    **dict.fromkeys(SHARES, 0),
    "multiplier": 1,
    "optimism_bias": 0,
    "duration": 1,
    "delay": 0,
    "drop_off": 0,
    "real_growth": 0,
}
OUTCOME_KEYS = (*DEFAULTS, "quantity", "profile", "other_deductions", "discounting", "drop_off_from", "grade")
VALUE_KEYS = ("value", "proxy", "type", "to", "cashable", "transfer_from", "price_year", "present_value")
NOT_STATED = "not stated"
LADDER = {1: 0.0, 2: 0.05, 3: 0.10, 4: 0.15, 5: 0.25, 6: 0.40}  # optimism bias by evidence grade
CONVENTIONS = {  # name: (inputs timing, outcomes timing, bands; None = taken from `schedules`)
    "sroi-guide": ("start", "end", [(0, 0.035)]),
    "green-book": ("start", "start", None),
    "undiscounted": ("none", "none", [(0, 0.0)]),
}


class StudyError(ValueError):
    """The study cannot be computed as the pages describe it."""


def fail(where, message):
    raise StudyError(f"{where}: {message}")


class Scaled:
    """A node of the study multiplied by a scenario's `scale` factor."""

    def __init__(self, node, factor):
        self.node, self.factor = node, factor


def unscale(node):
    """(the node as written, the product of the factors around it)."""
    factor = 1.0
    while isinstance(node, Scaled):
        node, factor = node.node, factor * node.factor
    return node, factor


def is_year(key):
    return bool(re.fullmatch(r"\d{4}([-/]\d{2})?", str(key)))


def is_quantile(key):
    return bool(re.fullmatch(r"p\d+(\.\d+)?", str(key)))


def year_number(key):
    return int(str(key)[:4])


def financial(first):
    """2012 -> "2012-13"."""
    return f"{first}-{(first + 1) % 100:02d}"


def index_level(index, year, where):
    """`a calendar year Y reads as 0.25·FY(Y−1/Y) + 0.75·FY(Y/Y+1)`; a year outside the index is an error.

    Settled: a family outside the UK may be by calendar year; there a calendar year is its own row, and a financial year
    (April to March) reads as 0.75·Y + 0.25·(Y+1), by the same rule the other way round.
    """
    text = str(year).replace("/", "-")
    first = year_number(text)
    if index and any("-" in str(row) for row in index):
        parts = [(1.0, text)] if "-" in text else [(0.25, financial(first - 1)), (0.75, financial(first))]
    else:
        parts = [(0.75, str(first)), (0.25, str(first + 1))] if "-" in text else [(1.0, text)]
    level = 0.0
    for weight, name in parts:
        if not index or name not in index:
            fail(where, f"year {name} (for {year}) is outside the index")
        level += weight * index[name]
    return level


# Settled: thousands may be set apart by commas, as people write them.
NUMBER = r"([-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(%?)"


def written(text, where):
    """The numbers of `27%`, `18% to 27%` or `25% (15% to 35%)`: ([values], any written with %)."""
    for pattern in (NUMBER, rf"{NUMBER}\s+to\s+{NUMBER}", rf"{NUMBER}\s*\(\s*{NUMBER}\s+to\s+{NUMBER}\s*\)"):
        match = re.fullmatch(pattern, str(text).strip())
        if match:
            groups = match.groups()
            signs = groups[1::2]
            if len(set(signs)) > 1:
                fail(where, f"{text!r}: write % on all of the numbers or on none")
            divide = 100.0 if signs[0] else 1.0
            return [float(g.replace("−", "-").replace(",", "")) / divide for g in groups[0::2]], bool(signs[0])
    return fail(where, f"cannot read {text!r} as a number, a percentage or a range")


def median_through(x1, z1, x2, z2, percent, share, where):
    """`log-normal if both are positive, mirrored if both negative, normal if it spans 0; logit-normal for shares`.

    The median of the (transformed) normal whose z1 and z2 scores are x1 and x2. Settled: a rate (growth, multiplier,
    uplift of costs) is no share, also where it is written with %.
    """
    if x1 > x2:
        fail(where, f"the range {x1} to {x2} runs downwards")
    if share is True or (percent and share != "rate"):
        if not (x1 > 0 and x2 < 1):
            fail(where, "a range touching 0% or 100% needs {low, likely, high}")
        there, back = (lambda x: math.log(x / (1 - x))), (lambda y: 1 / (1 + math.exp(-y)))
    elif x1 > 0:
        there, back = math.log, math.exp
    elif x2 < 0:
        there, back = (lambda x: -math.log(-x)), (lambda y: -math.exp(-y))
    else:
        there, back = float, float
    return back((there(x1) * z2 - there(x2) * z1) / (z2 - z1))


class Study:
    """The study with its lookups; each method works out one thing."""

    def __init__(self, document, proxies, index, schedules):
        self.doc, self.proxies, self.index, self.schedules = document, proxies or {}, index, schedules or {}
        self.horizon = int(document["horizon"])
        self.start = year_number(document["start_year"])
        self.stakeholders = document.get("stakeholders") or {}

    def central(self, node, where, share=None):
        """Central value of an estimate. share: True = the key says it is a share, "rate" = never checked,
        None = a share when written with % or {successes, n}.  `A share never leaves 0–1`."""
        value, kind = self.read(node, where, share)
        checked = (share is True and kind != "free") or (share is None and kind == "share")
        if checked and not 0 <= value <= 1:
            hint = f"; did you mean {value:g}%?" if share and 1 < value <= 100 and kind == "number" else ""
            fail(where, f"a share must lie in 0 to 1, found {value}{hint}")
        return value

    def read(self, node, where, share):
        """(central value, "number" | "share" | "free"); a counterfactual sees to its own range."""
        if isinstance(node, Scaled):
            value, kind = self.read(node.node, where, share)
            return value * node.factor, kind
        if isinstance(node, (int, float)) and not isinstance(node, bool):
            return float(node), "number"
        if isinstance(node, str):
            numbers, percent = written(node, where)
            kind = "share" if percent else "number"
            if len(numbers) != 2:  # itself | the stated centre
                return numbers[0], kind
            return median_through(numbers[0], -1, numbers[1], 1, percent, share, where), kind
        if not isinstance(node, dict) or node_kind(node, where) != "estimate":
            fail(where, f"an estimate is needed here, found {node!r}")
        if "use" in node:
            if node["use"] not in self.doc["estimates"]:
                fail(where, f"no shared estimate called {node['use']!r}")
            # Settled: an estimate that any share field uses is a share, wherever it is used.
            share = True if share is True or node["use"] in self.doc["_shares_in_use"] else None
            return self.read(self.doc["estimates"][node["use"]], f"estimates/{node['use']}", share)
        if "from" in node:
            return self.counterfactual(node, where), "free"
        if "value" in node:
            return self.read(node["value"], where, share)
        if "successes" in node:
            return node["successes"] / node["n"], "share"
        if "values" in node:
            values = [self.read(v, where, share) for v in node["values"]]
            weights = [self.central(w, where, "rate") for w in node.get("weights") or [1] * len(values)]
            mean = sum(w * v for w, (v, _) in zip(weights, values, strict=True)) / sum(weights)
            return mean, "share" if any(kind == "share" for _, kind in values) else "number"
        read = {
            key: self.read(item, where, share)
            for key, item in node.items()
            if key in ("low", "likely", "high", "mean", "sd") or is_quantile(key)
        }
        kind = "share" if any(k == "share" for _, k in read.values()) else "number"
        numbers = {key: value for key, (value, _) in read.items()}
        for centre in ("likely", "mean", "p50"):
            if centre in numbers:
                return numbers[centre], kind
        if "low" in numbers and "high" in numbers:
            return (numbers["low"] + numbers["high"]) / 2, kind
        quantiles = sorted((float(key[1:]), value) for key, value in numbers.items() if is_quantile(key))
        if len(quantiles) == 2:
            (p1, x1), (p2, x2) = quantiles
            z1, z2 = NormalDist().inv_cdf(p1 / 100), NormalDist().inv_cdf(p2 / 100)
            return median_through(x1, z1, x2, z2, kind == "share", share, where), kind
        return fail(where, f"cannot tell the central value of {node!r}")

    def counterfactual(self, node, where):
        """`c = b + (a′ − b′)`; deadweight `c / a`; as effect `a − c`."""
        table = self.doc["counterfactuals"].get(node["from"]) or fail(where, f"no counterfactual {node['from']!r}")
        level = {
            (group, when): self.central(estimate, f"counterfactuals/{node['from']}/{group}/{when}", True)
            for group in ("programme", "comparison")
            for when, estimate in table.get(group, {}).items()
        }
        b, a = level["programme", "before"], level["programme", "after"]
        # Settled: without a comparison the level before stands for what would have happened.
        c = b + (level["comparison", "after"] - level["comparison", "before"]) if "comparison" in table else b
        # Settled: in the base case the level without the programme lies between 0 and the level after (draws may not).
        if not (a > 0 and -1e-12 <= c <= a + 1e-12):
            fail(where, f"{node['from']} says {a} after the programme and {c} without it")
        return a - c if node.get("as") == "effect" else c / a

    def product(self, node, where):
        """`A quantity is a product of named factors. A plain number is a chain of one.`"""
        node, result = unscale(node)
        if isinstance(node, dict) and node_kind(node, where) == "chain":
            for name, factor in node.items():
                # Settled: "its key says so" where share, percent or percentage is one of its words.
                share = True if set(re.split("[-_]", name)) & {"share", "percent", "percentage"} else None
                result *= self.central(factor, f"{where}/{name}", share)
            return result
        return self.central(Scaled(node, result), where)

    def by_year(self, node, where):
        """[(year as written, years after start_year, amount)]; without years, everything falls in start_year."""
        node, factor = unscale(node)
        if not (isinstance(node, dict) and node_kind(node, where) == "years"):
            return [(self.doc["start_year"], 0, self.product(Scaled(node, factor), where))]
        # Settled: an input or cohort in a year that is not counted (too early or beyond the horizon) is an error.
        if not all(self.start <= year_number(year) < self.start + self.horizon for year in node):
            fail(where, "a year outside the horizon")
        return [
            (year, year_number(year) - self.start, factor * self.product(item, f"{where}/{year}"))
            for year, item in node.items()
        ]

    def grades(self, node, inherited):
        """Grade of every estimate under a node: its own, or the one inherited ("An estimate's grade overrides")."""
        node = unscale(node)[0]
        if isinstance(node, list):
            return [g for item in node for g in self.grades(item, inherited)]
        if not isinstance(node, dict):
            return [inherited]
        if node.get("grade") is not None:
            return [int(node["grade"])]
        if "use" in node:
            return self.grades(self.doc["estimates"][node["use"]], inherited)
        if all(key in WORDS or is_quantile(key) for key in node):
            return self.grades(node["value"], inherited) if isinstance(node.get("value"), dict) else [inherited]
        return [g for item in node.values() for g in self.grades(item, inherited)]

    def bias_of(self, item, nodes, where):
        """A stated optimism_bias; else under `optimism_bias: by-grade` the ladder, worst grade wins; else 0."""
        if item.get("optimism_bias") is not None:
            share = "rate" if where.startswith("inputs/") else True  # Settled: a share of a gain, an uplift of a cost
            return self.central(item["optimism_bias"], f"{where}/optimism_bias", share)
        if self.doc.get("optimism_bias", "none") != "by-grade":
            return 0.0
        found = [g for node in nodes for g in self.grades(node, item.get("grade")) if g is not None]
        # Settled: without any grade the ladder cannot be read; an error, so that not grading never pays.
        return LADDER[max(found)] if found else fail(where, "no grade under optimism_bias: by-grade")

    def uprate(self, price_year, where):
        """`I(base)/I(price_year)`; no price year means already in the price base."""
        base = self.doc.get("price_base", "unknown")
        if price_year is None or str(price_year).replace("/", "-") == str(base).replace("/", "-"):
            return 1.0
        if base == "unknown":
            fail(where, f"price_year {price_year} needs a price_base")
        return index_level(self.index, base, where) / index_level(self.index, price_year, where)

    def unit_value(self, spec, where):
        """(unit value in the price base, type)."""
        proxy = {}
        if "proxy" in spec:
            # Settled: where a record has several values, `type` says which; they are then stored as "ID:TYPE".
            names = (f"{spec['proxy']}:{spec.get('type')}", spec["proxy"])
            proxy = next((self.proxies[name] for name in names if name in self.proxies), None)
            if proxy is None:
                fail(where, f"no proxy called {spec['proxy']!r}")
            if proxy.get("currency", self.doc["currency"]) != self.doc["currency"]:
                fail(where, "another currency needs a rate and its source in the study")
        number = self.central(spec.get("_set", spec.get("value", proxy.get("value"))), where)
        # Settled: the proxy states the price year; a value beside it replaces the number alone.
        if "proxy" in spec and "price_year" in spec:
            fail(where, "price_year beside proxy")
        price_year = spec.get("price_year", proxy.get("price_year"))
        # Settled: a type that nobody states stays "not stated".
        return (
            number * spec.get("_scale", 1.0) * self.uprate(price_year, where),
            spec.get("type") or proxy.get("type") or NOT_STATED,
        )

    def bands(self, schedule, where):
        """[(first year, rate)] of a schedule given by name, as a mapping {year: rate}, or as pairs."""
        if isinstance(schedule, str):
            if schedule in self.schedules:
                return sorted((int(y), float(r)) for y, r in self.schedules[schedule])
            return CONVENTIONS.get(schedule, (0, 0, None))[2] or fail(where, f"no schedule called {schedule!r}")
        if isinstance(schedule, dict):
            pairs = schedule.items()
        else:  # Settled: a dated schedule is a list of {from: YEAR, rate: RATE}, years counted from start_year
            pairs = [(band["from"], band["rate"]) if isinstance(band, dict) else band for band in schedule]
        return sorted(
            (year_number(y) - self.start if is_year(y) else int(y), self.central(r, where, "rate")) for y, r in pairs
        )

    def plan(self, stated, where, study_plan=None):
        """{bands, inputs, outcomes}. An outcome's own discounting brings its rates; the timing stays the study's
        unless a mapping states it."""
        if isinstance(stated, str):
            if study_plan:
                return {**study_plan, "bands": self.bands(stated, where)}
            known = CONVENTIONS.get(stated, CONVENTIONS["green-book"])
            return {"inputs": known[0], "outcomes": known[1], "bands": known[2] or self.bands(stated, where)}
        plan = dict(study_plan or {"inputs": "start", "outcomes": "end", "bands": [(0, 0.035)]})
        if "schedule" in stated:
            plan["bands"] = self.bands(stated["schedule"], where)
            if isinstance(stated["schedule"], str) and not study_plan:
                # Settled: {schedule: NAME} is NAME with what is stated beside it, timing included.
                plan.update(self.plan(stated["schedule"], where))
        if "rate" in stated:
            # Settled: a discount rate is a share
            plan["bands"] = [(0, self.central(stated["rate"], f"{where}/rate", True))]
        for side in ("inputs", "outcomes"):
            plan[side] = stated.get(side, plan[side])
        return plan

    def rate(self, bands, t):
        """r(t): the rate of the last band that has begun."""
        rate = bands[0][1]
        for first, band_rate in bands:
            if first <= t:
                rate = band_rate
        return rate

    def factors(self, bands, timing):
        """`D(0) = 1, D(t) = D(t−1)/(1 + r(t))`; start D(t), mid √(D(t)D(t+1)), end D(t+1), none 1."""
        d = [1.0]
        for t in range(1, self.horizon + 1):
            d.append(d[-1] / (1 + self.rate(bands, t)))
        ways = {
            "start": lambda t: d[t],
            "mid": lambda t: math.sqrt(d[t] * d[t + 1]),
            "end": lambda t: d[t + 1],
            "none": lambda t: 1.0,
        }
        return [ways[timing](t) for t in range(self.horizon)]

    def life(self, outcome, where):
        """`life(k) = (1 − drop_off)^k | max(0, 1 − k·drop_off) | profile[k]`; `drop_off_from: 0` starts the
        exponent at 1. Returns (function of k, duration)."""
        duration = self.central(outcome.get("duration", 1), f"{where}/duration")
        node, factor = unscale(outcome.get("profile", outcome.get("drop_off", 0)))
        if "profile" in outcome:
            if "drop_off" in outcome:
                fail(where, "drop_off and profile together")
            # Settled: a profile is made of shares, each in 0 to 1.
            profile = [factor * self.central(item, f"{where}/profile", True) for item in node]
            return (lambda k: profile[k] if k < len(profile) else 0.0), duration
        shift = 1 - int(outcome.get("drop_off_from", 1))
        linear = isinstance(node, dict) and "linear" in node
        drop = self.central(Scaled(node["linear"] if linear else node, factor), f"{where}/drop_off", True)
        if linear:
            return (lambda k: max(0.0, 1 - max(0, k + shift) * drop)), duration
        return (lambda k: (1 - drop) ** max(0, k + shift)), duration

    def outcome_entries(self, oid, outcome, study_plan):
        """The values of one outcome, and the mirrors of its transfers, as entries of undiscounted flows and PVs.

        `value(t) = Σ gross × kept × life × (1 + real_growth)^t ; PV = Σ_t value(t) × D(t)`.
        """
        # Settled: a deadweight of 0 takes nothing off twice.
        if uses_effect(outcome["quantity"]) and self.central(outcome.get("deadweight", 0), f"{oid}/deadweight", True):
            fail(f"{oid}/deadweight", "the quantity is already an effect (from a counterfactual)")
        kept = self.central(outcome.get("multiplier", 1), f"{oid}/multiplier", "rate")
        for key in SHARES:
            kept *= 1 - self.central(outcome.get(key, 0), f"{oid}/{key}", True)
        for name, node in (outcome.get("other_deductions") or {}).items():
            kept *= 1 - self.central(node, f"{oid}/other_deductions/{name}", True)
        life, duration = self.life(outcome, oid)
        delay = self.central(outcome.get("delay", 0), f"{oid}/delay")
        growth = self.central(outcome.get("real_growth", 0), f"{oid}/real_growth", "rate")
        if delay < 0 or duration < 0:
            fail(oid, "delay and duration cannot be negative")
        own = outcome.get("discounting")
        plan = study_plan if own is None else self.plan(own, f"{oid}/discounting", study_plan)
        if "_rate" in outcome:
            plan = {**plan, "bands": [(0, self.central(outcome["_rate"], f"{oid}/discounting/rate", True))]}
        if "_rate_scale" in outcome:
            plan = {**plan, "bands": [(first, rate * outcome["_rate_scale"]) for first, rate in plan["bands"]]}
        discount = self.factors(plan["bands"], plan["outcomes"])
        graded = [outcome[k] for k in (*DEFAULTS, "quantity", "profile", "other_deductions") if k in outcome]
        graded += [
            {k: v for k, v in spec.items() if k in ("value", "proxy", "grade")} for spec in outcome["values"].values()
        ]
        # Settled: every estimate stated for the outcome counts, the cashable shares too.
        graded += [spec["cashable"] for spec in outcome["values"].values() if "cashable" in spec]
        bias = self.bias_of(outcome, graded, oid)
        whole = self.doc.get("partial_years", "pro-rata") == "round-up"
        entries = []
        for vid, spec in outcome["values"].items():
            where = f"{oid}/{vid}"
            unit, kind = self.unit_value(spec, where)
            flow, pv, undated, beyond = [0.0] * self.horizon, [0.0] * self.horizon, 0.0, 0.0
            begins = math.inf
            for _, c, quantity in self.by_year(outcome["quantity"], f"{oid}/quantity"):
                gross = quantity * unit
                worth = gross * kept * (1 - bias if gross >= 0 else 1 + bias)
                if spec.get("present_value"):
                    # Already discounted: enters PV as it stands. Settled: quantity × value × kept, in no year.
                    undated += worth
                    continue
                if worth:
                    begins = min(begins, c + delay)
                for k in range(math.ceil(duration - 1e-9)):  # Settled: 3.0000000000000004 years are three years
                    part = 1.0 if whole else min(1.0, duration - k)
                    begin, end = c + delay + k, c + delay + k + part
                    for t in range(math.floor(begin), math.ceil(end)):
                        overlap = max(0.0, min(end, t + 1) - max(begin, t))
                        amount = worth * life(k) * overlap * (1 + growth) ** t
                        if t < self.horizon:
                            flow[t] += amount
                            pv[t] += amount * discount[t]
                        else:
                            beyond += amount
            to = spec.get("to", outcome["stakeholder"])
            cashable = self.central(spec.get("cashable", 0), f"{where}/cashable", True)
            parties = [(to, 1.0, kind, cashable)]
            if spec.get("transfer_from"):  # the mirror: society sums to zero
                # Settled: what the other party loses is fiscal where its role is public, else economic; its cashable
                # share is the value's, or 1 where that is not stated.
                other = spec["transfer_from"]
                loss = "fiscal" if self.role(other) == "public" else "economic"
                parties.append((other, -1.0, loss, cashable if "cashable" in spec else 1.0))
            for party, sign, kind, cashable in parties:
                entries.append(
                    {
                        "ids": [oid, where],
                        "outcome": oid,
                        "value": vid,
                        "to": party,
                        "type": kind,
                        "mirror": sign < 0,
                        "stakeholder": outcome["stakeholder"],
                        "role": self.role(party),
                        "agency": self.stakeholders[party].get("agency"),
                        "domain": outcome.get("domain"),
                        "cashable": cashable,
                        "flow": [sign * x for x in flow],
                        "pv": [sign * x for x in pv],
                        "undated": sign * undated,
                        "begins": begins,
                        "total": sign * (sum(pv) + undated),
                        "beyond": sign * beyond,
                    }
                )
        return entries

    def input_entry(self, iid, item, plan):
        """One input by year: amount × (1 + optimism_bias), money of the day deflated under `prices: cash`."""
        where, discount = f"inputs/{iid}", self.factors(plan["bands"], plan["inputs"])
        bias = self.bias_of(item, [item["amount"]], where)
        flow = [0.0] * self.horizon
        for year, c, amount in self.by_year(item["amount"], f"{where}/amount"):
            if item.get("prices") == "cash":
                amount *= self.uprate(year, where)
            flow[c] += amount * (1 + bias)
        payer, kind = item["from"], item.get("kind", "cash")
        return {
            "ids": [iid, where],
            "from": payer,
            "stakeholder": payer,
            "to": payer,
            "role": self.role(payer),
            "kind": kind,
            "type": kind,
            "flow": flow,
            "pv": [x * d for x, d in zip(flow, discount, strict=True)],
            "total": sum(x * d for x, d in zip(flow, discount, strict=True)),
        }

    def role(self, sid):
        held = self.stakeholders[sid] if sid in self.stakeholders else fail("stakeholders", f"no stakeholder {sid!r}")
        return held.get("role", "other")


def uses_as_share(node, share=False):
    """Ids of the shared estimates that a share field uses, anywhere under a node."""
    if not isinstance(node, dict):
        return
    if share and "use" in node:
        yield node["use"]
    for key, item in node.items():
        if key == "other_deductions":
            for deduction in item.values():
                yield from uses_as_share(deduction, True)
        else:
            yield from uses_as_share(item, key in SHARE_FIELDS)


def is_estimate(node):
    return all(key in WORDS or is_quantile(key) for key in node)


def is_chain(node):
    node = unscale(node)[0]
    return isinstance(node, dict) and not is_estimate(node)


def node_kind(node, where):
    """`A mapping whose keys are words of this table is an estimate; one whose keys are years is by year; any other
    is a chain. Mixing them is an error.`"""
    kinds = {"years" if is_year(key) else "estimate" if key in WORDS or is_quantile(key) else "chain" for key in node}
    if len(kinds) != 1:
        fail(where, f"mixes estimate words, years and factor names: {list(node)}")
    return kinds.pop()


def uses_effect(node):
    node = unscale(node)[0]
    if not isinstance(node, dict):
        return False
    return node.get("as") == "effect" or any(uses_effect(item) for item in node.values())


def normalise(document):
    """A private copy in which every outcome has `values: {id: {…}}`; the shorthand's id is `value`."""
    empty = {key: {} for key in ("estimates", "counterfactuals", "inputs", "outcomes")}
    doc = {**empty, **json.loads(json.dumps(document))}
    doc["_shares_in_use"] = [*uses_as_share(doc["outcomes"]), *uses_as_share(doc["counterfactuals"])]
    for oid, outcome in doc["outcomes"].items():
        specs = outcome.get("values")
        if specs is None:
            spec = {key: outcome.pop(key) for key in VALUE_KEYS if key in outcome}
            if isinstance(spec.get("value"), dict) and set(spec["value"]) & set(VALUE_KEYS[1:]):
                spec = {**spec, **spec.pop("value")}
            specs = {"value": spec}
            outcome["_shorthand"] = True
        if "profile" in outcome:
            outcome.setdefault("duration", len(outcome["profile"]))
        outcome.setdefault("_shorthand", False)
        outcome["values"] = {
            vid: spec if isinstance(spec, dict) and set(spec) & set(VALUE_KEYS) else {"value": spec}
            for vid, spec in specs.items()
        }
        for vid, spec in outcome["values"].items():
            if "value" not in spec and "proxy" not in spec:
                fail(f"{oid}/{vid}", "a value or a proxy is needed")
    return doc


def places(holder, key, rest):
    """[(mapping, key)] an address leads to from holder[key]; a factor of a chain by year is found in every year."""
    if not rest:
        return [(holder, key)]
    node = unscale(holder[key])[0]
    if not isinstance(node, dict) or is_estimate(node):
        return []
    years = [k for k in node if is_year(k)]
    if years and rest == [
        "*"
    ]:  # Settled: the address is [/FACTOR][/YEAR]: the factors of a chain, else the year itself
        plain = [y for y in years if not is_chain(node[y])]
        return [(node, y) for y in plain] + [p for y in years if is_chain(node[y]) for p in places(node, y, rest)]
    if years and not is_year(rest[0]):
        if is_year(rest[-1]):  # FACTOR/YEAR
            years, rest = [y for y in years if str(y) == rest[-1]], rest[:-1]
        return [place for y in years for place in places(node, y, rest)]
    return [place for k in node if fnmatchcase(str(k), rest[0]) for place in places(node, k, rest[1:])]


def find(doc, address):
    """[(mapping, key, is a value)] for an address; `*` matches within one part of it.

    Settled: a pattern is held against all addresses, those of inputs, estimates, stakeholders and counterfactuals too.
    """
    first, *rest = address.split("/")
    found = []
    for block in ("inputs", "estimates", "stakeholders", "counterfactuals"):
        if fnmatchcase(block, first) and rest and block in doc:
            found += [(h, k, False) for h, k in places(doc, block, rest)]
    for iid, item in doc["inputs"].items():  # Settled: a number left at its default has an address too
        if len(rest) == 2 and rest[1] == "optimism_bias" and fnmatchcase("inputs", first) and fnmatchcase(iid, rest[0]):
            found += [(item, "optimism_bias", False)] * ("optimism_bias" not in item)
    for oid, outcome in doc["outcomes"].items():
        if not fnmatchcase(oid, first) or not rest:
            continue
        for key in OUTCOME_KEYS:
            if fnmatchcase(key, rest[0]) and (len(rest) == 1 or (key in outcome and key != "discounting")):
                found += [(h, k, False) for h, k in places(outcome, key, rest[1:])]
        if len(rest) == 1:
            found += [(outcome["values"], vid, True) for vid in outcome["values"] if fnmatchcase(vid, rest[0])]
        # Settled: a cashable share is a number as well: OUTCOME/cashable by the shorthand, else OUTCOME/VALUE/cashable.
        for vid, spec in outcome["values"].items():
            where = ["cashable"] if outcome["_shorthand"] else [vid, "cashable"]
            if "cashable" in spec and len(rest) == len(where) and all(map(fnmatchcase, where, rest)):
                found.append((spec, "cashable", False))
        # Settled: so is the rate of an outcome's own discounting.
        if "discounting" in outcome and len(rest) == 2 and all(map(fnmatchcase, ("discounting", "rate"), rest)):
            found.append((outcome, "_rate", False))
    return found or fail(address, "this address matches nothing in the study")


def apply_scenario(doc, name):
    """set, then scale, then leave_out."""
    changes = {**(doc.get("options") or {}), **(doc.get("scenarios") or {})}.get(name)
    if changes is None:
        fail(name, "no such scenario or option")
    # Settled: a number's own address stands over any pattern, in whatever order they are written.
    for address, new in sorted((changes.get("set") or {}).items(), key=lambda item: "*" not in item[0]):
        if address in ("discounting", "discounting/rate"):
            doc["_rate_set" if "/" in address else "discounting"] = new
            continue
        if address in ("horizon", "partial_years", "price_base", "optimism_bias"):
            doc[address] = new  # Settled: a scenario may set these keys of the study too
            continue
        for holder, key, is_value in find(doc, address):
            if is_value and isinstance(new, dict) and set(new) & set(VALUE_KEYS[1:]):
                holder[key].update(new)
            elif is_value:
                holder[key]["_set"] = new
            elif isinstance(unscale(holder.get(key))[0], dict) and "linear" in unscale(holder[key])[0]:
                holder[key] = {"linear": new}  # Settled: the number changes, not how it is meant
            else:
                holder[key] = new
    for address, factor in (changes.get("scale") or {}).items():
        factor = Study(doc, None, None, None).central(factor, f"{name}/scale/{address}", "rate")
        if address == "discounting/rate":
            doc["_rate_scale"] = doc.get("_rate_scale", 1.0) * factor
            continue
        for holder, key, is_value in find(doc, address):
            if is_value:
                holder[key]["_scale"] = holder[key].get("_scale", 1.0) * factor
            elif key == "_rate":
                holder["_rate_scale"] = holder.get("_rate_scale", 1.0) * factor
            elif key in holder or DEFAULTS.get(key):  # an absent 0 stays 0
                holder[key] = Scaled(holder.get(key, DEFAULTS.get(key)), factor)
    left = changes.get("leave_out") or []
    for address in [left] if isinstance(left, str) else left:
        first, _, rest = address.partition("/")
        home, key = (doc["inputs"], rest) if first == "inputs" else (doc["outcomes"], first)
        if first in doc["outcomes"] and rest:
            home, key = doc["outcomes"][first]["values"], rest
        if key not in home:
            fail(address, "nothing of this name to leave out")
        del home[key]


def last_crossing(benefits, inputs):
    """`last crossing of the running total to positive, flows spread evenly within a year, "never" if none`, in years.

    Settled: inputs fall at the start of their year and benefits evenly within it; "never" where the running total is
    not above 0 at the end, even if it once was.
    """
    crossing, total = 0.0, 0.0
    for t, (benefit, paid) in enumerate(zip(benefits, inputs, strict=True)):
        begin = total - paid
        total = begin + benefit
        if begin <= 0 < total:
            crossing = t + (-begin) / benefit
    return crossing if total > 0 else "never"


def guide_months(benefits, inputs, sizes, first):
    """`inputs ÷ (impact of the first full year ÷ 12), undiscounted, undefined if that impact ≤ 0`.

    Settled: the first full year is the first with any impact through which no outcome begins part-way; where there is
    none, the first with any impact. ``first`` says when each outcome begins.
    """
    has = [t for t, value in enumerate(benefits) if abs(value) > 1e-12 * max(sizes)]  # what cancels is no impact
    if not has:
        return None
    parts = {math.floor(when) for when in first.values() if abs(when - round(when)) > 1e-9}
    year = ([t for t in has if t not in parts] or has)[0]
    return sum(inputs) / (benefits[year] / 12) if benefits[year] > 0 else None


def value_first(benefits, inputs, sizes):
    """Settled: where value comes before anything is invested there is no payback."""
    before = 0.0
    for benefit, paid in zip(benefits, inputs, strict=True):
        if paid:
            return before > 1e-12 * max(sizes)
        before += benefit
    return False


def matches(test, entry):
    """A perspective's filter: {key: value or list} (all keys must match, any item of a list), ids, or nothing."""
    if test is None or test == "all":
        return True
    test = test if isinstance(test, dict) else {"id": test}
    for key, wanted in test.items():
        wanted = wanted if isinstance(wanted, list) else [wanted]
        held = entry["ids"] if key == "id" else [entry.get(key)]
        if not any(w in held for w in wanted):
            return False
    return True


def group(entries, key):
    sums = {}
    for entry in entries:
        name = entry[key] or NOT_STATED  # Settled: what has no agency or domain is "not stated"
        sums[name] = sums.get(name, 0.0) + entry["total"]
    return sums


def evaluate(document, *, proxies=None, index=None, schedules=None, scenario=None):
    """The base case of a study, every estimate at its central value."""
    doc = normalise(document)
    if scenario is not None:
        apply_scenario(doc, scenario)
    study = Study(doc, proxies, index, schedules)
    plan = study.plan(doc.get("discounting", "sroi-guide"), "discounting")
    if "_rate_set" in doc:
        plan["bands"] = [(0, study.central(doc["_rate_set"], "discounting/rate", True))]
    if "_rate_scale" in doc:
        plan["bands"] = [(first, rate * doc["_rate_scale"]) for first, rate in plan["bands"]]

    values = [e for oid, o in doc["outcomes"].items() for e in study.outcome_entries(oid, o, plan)]
    inputs = [study.input_entry(iid, item, plan) for iid, item in doc["inputs"].items()]
    reasons = {}

    def divided(name, top, bottom):
        if bottom == 0:
            reasons[name] = "undefined: no inputs on this basis"
            return None
        return top / bottom

    def side(entries, name):
        return [sum(e[name][t] for e in entries) for t in range(study.horizon)]

    benefit, benefit_pv = side(values, "flow"), side(values, "pv")
    paid, paid_pv = side(inputs, "flow"), side(inputs, "pv")
    pv_benefits, pv_inputs = sum(e["total"] for e in values), sum(paid_pv)
    ratio = divided("ratio", pv_benefits, pv_inputs)
    if ratio is None:
        reasons["net_ratio"] = reasons["ratio"]

    sizes = [sum(abs(e["flow"][t]) for e in values) for t in range(study.horizon)]
    first = {}
    for e in values:
        if e["begins"] < first.get(e["outcome"], math.inf):
            first[e["outcome"]] = e["begins"]
    if any(e["undated"] for e in values) or value_first(benefit, paid, sizes):
        # Settled: payback is undefined where a value is stated as a present value and so belongs to no year.
        payback = dict.fromkeys(("guide_months", "cumulative_years", "discounted_years"))
    else:
        payback = {
            "guide_months": guide_months(benefit, paid, sizes, first),
            "cumulative_years": last_crossing(benefit, paid),
            "discounted_years": last_crossing(benefit_pv, paid_pv),
        }
    perspectives = {}

    def perspective(name, value_filter, input_filter, weigh_by=None):
        top = sum((e[weigh_by] if weigh_by else 1) * e["total"] for e in values if matches(value_filter, e))
        bottom = sum(i["total"] for i in inputs if matches(input_filter, i))
        perspectives[name] = {
            "pv_benefits": top,
            "pv_inputs": bottom,
            "ratio": divided(f"perspectives/{name}/ratio", top, bottom),
        }

    perspective("social", None, None)
    perspective("fiscal", {"type": "fiscal", "role": "public"}, {"role": "public"})
    perspective("cashable", {"type": "fiscal", "role": "public"}, {"role": "public"}, weigh_by="cashable")
    perspective("participants", {"role": "participant"}, None)
    # Settled: funders are those who contribute cash, and of role public or funder those who contribute anything.
    for funder in dict.fromkeys(i["from"] for i in inputs if i["kind"] == "cash" or i["role"] in ("public", "funder")):
        perspective(f"{funder}-leverage", None, {"from": funder})
        perspective(f"{funder}-own", {"to": funder}, {"from": funder})
    for name, spec in (doc.get("perspectives") or {}).items():
        # Settled: a perspective of the study may count the cashable share only.
        perspective(name, spec.get("values"), spec.get("inputs"), "cashable" if spec.get("cashable") else None)

    return {
        "ratio": ratio,
        "net_ratio": None if ratio is None else ratio - 1,
        "npv": pv_benefits - pv_inputs,
        "pv_benefits": pv_benefits,
        "pv_inputs": pv_inputs,
        "payback": payback,
        "by_stakeholder": group(values, "to"),
        "by_type": group(values, "type"),
        "by_outcome": group(values, "outcome"),
        "by_agency": group(values, "agency"),
        "by_domain": group(values, "domain"),
        "by_value": {f"{e['outcome']}/{e['value']}": e["total"] for e in values if not e["mirror"]},
        "by_year": [
            {"benefits": benefit[t], "inputs": paid[t], "pv_benefits": benefit_pv[t], "pv_inputs": paid_pv[t]}
            for t in range(study.horizon)
        ],
        "beyond_horizon": sum(e["beyond"] for e in values),
        "perspectives": perspectives,
        "reasons": reasons,
    }
