"""What the words of a study speak of: some rules can only be asked of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sroi.study.addresses import address_of


def _any_of(*words: str) -> re.Pattern[str]:
    """A pattern of whole words, each a regular expression, in any case."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


#: Wellbeing as a whole, by the names it is valued under.
WELLBEING: Final = re.compile(r"wellby|well-?being|life[- ]satisfaction|livskvalitet", re.IGNORECASE)

#: Parts of life that a measure of the whole of it already answers to.
PART_OF_LIFE: Final = _any_of(
    "(?:mental |physical )?health", "anxiety", "depression", "confidence", "self-esteem", r"lonel\w+", "isolation",
    "sleep", "stress", "employment", "jobs?", "work", "earnings?", "wages?", "income", "qalys?", "daly",
)  # fmt: skip

#: Payments between a household and the state, taxes, and what people earn.
BENEFITS: Final = _any_of(
    r"benefits? (?:saved|payments?|claim\w*|received|due|income)", "unclaimed benefits?",
    "(?:welfare|social security|out-of-work) (?:benefit|payment)s?", "universal credit", "jobseeker'?s allowance",
    "jsa", "income support", "housing benefit", "child (?:payment|benefit)", "tax credits?", "pension credit",
    "attendance allowance", "entitled to", r"(?:receive|receiving|get|claim) (?:\w+ ){0,3}benefits",
    "social assistance", "sosialhjelp",
)  # fmt: skip
WRITTEN_OFF: Final = _any_of("(?:debts?|arrears) (?:is |are )?(?:written[- ]off|forgiven|cancelled)", "written[- ]off",
                            "fines? (?:paid|received)", "compensation")  # fmt: skip
NETTED: Final = _any_of(
    r"(?:less|minus|net of|after|without) (?:\w+ ){0,3}(?:benefits?|universal credit|tax(?:es)?|assistance)"
)
TAXES: Final = _any_of(
    "(?:extra|more|additional|income|increased) tax(?:es)?", "tax (?:revenue|receipts?|paid|take)", "taxes",
    "national insurance",
)  # fmt: skip
EARNINGS: Final = _any_of("earnings?", "wages?", "salar(?:y|ies)", "income", "output")

#: Outcomes in which one person's gain is easily another's loss; and steps on the way there, in which nothing moves yet.
ZERO_SUM: Final = _any_of(
    "employment", "jobs?", "(?:in(?:to)?|find|finding|sustained|paid) work", "apprenticeships?", "housing", "homes",
    "tenanc(?:y|ies)", "rehoused", "crimes?", r"(?:re-?)?offend\w*", r"burglar\w*", "market share", "sales",
    "trade", "footfall",
)  # fmt: skip
NOT_YET: Final = _any_of("without", "closer", "ready", "readiness", "towards?", "skills?", "confiden(?:t|ce)")

VOLUNTEERS: Final = _any_of(r"volunteer\w*", r"frivillig\w*", "peer supporters?", "unpaid")
LEFT_OUT: Final = _any_of("in[- ]kind", "set-?up", "overheads?", "premises", "rooms?", r"volunteer\w*", "partners?")

#: A comparison that already takes off what would have happened anyway.
COMPARED: Final = _any_of(
    "comparison (?:group|area|study|site)s?", "control (?:group|area|arm|site)s?",
    "matched (?:group|comparison|sample)",
    "difference[- ]in[- ]differences?", "randomi[sz]ed", "treatment effect", "over and above", "additional to",
    "net of (?:the |a )?(?:comparison|control|counterfactual|deadweight)",
)  # fmt: skip

#: Attribution written as the share that is ours; here it is the share caused by others.
_WE: Final = "(?:us|our|(?:the|this) (?:programme|project|service|intervention|activity|charity|club))"
OURS: Final = _any_of(
    "our (?:own )?(?:share|contribution|credit|part)", f"(?:due|owed|attributable|attributed|credited|down) to {_WE}",
    f"(?:caused|achieved|brought about) by {_WE}",
    "(?:programme|project|service)(?:'s|’s)? (?:own )?(?:share|contribution|credit)",
)  # fmt: skip

#: A value for a year, for a whole life or course, and for one event.
YEARLY: Final = _any_of("(?:a|per|each|every) (?:full )?year", "annual(?:ly)?", "yearly", "pa")
ONCE: Final = _any_of("life-?time", "one-off", "whole course", "per course", "once only", "in total")
EVENT: Final = _any_of(
    "per[- ](visit|attendance|night|day|week|month|hour|session|appointment|contact|call|stay|admission|episode|"
    "incident|crime|event|meal|trip|case)"
)

#: Prices of the day, as against those of one year; and growth that is that of prices in general.
NOMINAL: Final = _any_of(
    "nominal", "cash (?:prices|figures|terms)", "^cash", "money of the day", "current prices",
    "(?:with|including|incl|plus|after) inflation", "inflation (?:is )?(?:included|added)",
)  # fmt: skip
INFLATION: Final = _any_of("inflation", "nominal", "cpih?", "rpi", "general prices", "cost of living")
ABOVE_INFLATION: Final = _any_of("above", "beyond", "on top of", "faster than", "real", "excluding", "net of", "not")

#: Terms under which a value may not be passed on; and published collections of values known to have such terms.
CLOSED: Final = _any_of(
    r"(?:by-)?nc(?:-\w+)?", "nd", "non-?commercial", "no[- ]?derivatives?", "all rights reserved", "confidential",
    "not (?:to )?be (?:shared|published|re-?used|redistributed|passed on)", "(?:licensees?|members|subscribers) only",
    "(?:may|must|can) ?not be (?:reproduced|published|shared|passed on)",
    "no (?:re-?use|publication|redistribution)", "permission (?:needed|required)", "forbids?", r"prohibit\w*",
    "licensed to user", "internal use",
)  # fmt: skip
CLOSED_COLLECTIONS: Final = re.compile(r"\bHACT\b|UK Social Value Bank|\bTOMs\b|Australian Social Value Bank|\bASVB\b")

#: A ratio set against those of others.
RANKED: Final = _any_of(
    "(?:better|higher|more|greater|lower|worse|less) than", "beats?", "beating", r"outperform\w*", "ahead of", "league",
    "rank(?:s|ed|ing)?", "favourabl[ey]", "best value", r"compar\w+ (?:well|to|with)",
)  # fmt: skip
A_RATIO: Final = re.compile(
    r"\b(?:sroi|ratios?|social return|returns?)\b|[£€$]\s?\d[\d.,]*\s*(?:for every|per|to)\b|\d\s?:\s?1\b",
    re.IGNORECASE,
)
OTHERS: Final = _any_of(
    r"(?:other|another|similar|neighbour\w*|competing|rival|comparable|their|national|the|its|previous)\b.{0,60}\b"
    "(?:programmes?|projects?|studies|study|organi[sz]ations?|charit(?:y|ies)|services?|schemes?|average|boroughs?|"
    "councils?|providers?)"
)
DENIED: Final = re.compile(r"\b(?:not|never|no|cannot|nor|without)\b|n't\b", re.IGNORECASE)

#: Nobody was asked, said in words.
NOBODY: Final = re.compile(
    r"^\W*(?:nobody|no[- ]?one|none|not (?:yet )?(?:involved|asked|consulted|interviewed)|no involvement|n/?a|no|nil|"
    r"tbc|to be (?:done|confirmed))\b",
    re.IGNORECASE,
)

_SPAN: Final = re.compile(
    r"(\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)[- ]+(week|month|year)s?",
    re.IGNORECASE,
)
_IN_YEARS: Final = {"week": 1 / 52, "month": 1 / 12, "year": 1.0}
_NUMBERS: Final = {
    word: float(value)
    for value, words in enumerate(["", "one,a,an", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
    for word in words.split(",")
    if word
} | {"ten": 10.0, "twelve": 12.0, "eighteen": 18.0}  # fmt: skip


def span_in_years(text: str) -> float | None:
    """The longest span of time a text names, in years; None where it names none.

    Examples
    --------
    >>> span_in_years("surveyed at 6 and 18 months"), span_in_years("two years; long-term work"), span_in_years("none")
    (1.5, 2.0, None)
    """
    found = [
        _NUMBERS.get(number.lower(), 0.0) * _IN_YEARS[unit.lower()]
        if number.lower() in _NUMBERS
        else float(number) * _IN_YEARS[unit.lower()]
        for number, unit in _SPAN.findall(text)
    ]
    return max(found, default=None)


def texts(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every text of a document with its address."""
    if isinstance(document, Mapping):
        for key, item in document.items():
            yield from texts(item, (*path, key))
    elif isinstance(document, (list, tuple)):
        for place, item in enumerate(document):
            yield from texts(item, (*path, place))
    elif isinstance(document, str):
        yield address_of(path), document


def sentences(text: str) -> list[str]:
    """The sentences of a text.

    Examples
    --------
    >>> sentences("One is 4.2. The other; is not!")
    ['One is 4.2', 'The other; is not']
    """
    return [part.strip(" .!?") for part in re.split(r"[.!?](?:\s+|$)", text) if part.strip(" .!?")]
