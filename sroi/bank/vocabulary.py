"""The closed word lists of the proxy bank: every coded field of a record takes a word from here.

Each list maps a word to what it means, so that the same text serves error messages, `proxies/README.md`
and the command line. A word is never removed once a shipped record has used it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

NOT_STATED = "not stated by the source"
NO_DATABASE = "none"

TYPES: Mapping[str, str] = {
    "fiscal": "money that a public body spends less of or receives more of",
    "economic": "money or output that people and businesses gain or lose",
    "social": "harm, wellbeing and health, or a total for society that also holds the other two",
}

CURRENCIES: Mapping[str, str] = {
    "GBP": "pound sterling",
    "NOK": "Norwegian krone",
    "EUR": "euro",
    "USD": "United States dollar",
    "AUD": "Australian dollar",
    "CAD": "Canadian dollar",
    "CHF": "Swiss franc",
    "DKK": "Danish krone",
    "JPY": "Japanese yen",
    "KES": "Kenyan shilling",
    "NZD": "New Zealand dollar",
    "SEK": "Swedish krona",
    "ZAR": "South African rand",
}

PER: Mapping[str, str] = {
    "person": "one person",
    "household": "one household",
    "family": "one family",
    "child": "one child or young person",
    "pupil": "one pupil",
    "claimant": "one person who receives a benefit",
    "customer": "one customer of a public service",
    "participant": "one participant of a programme",
    "volunteer": "one volunteer",
    "worker": "one full-time worker, or an hour of one",
    "offender": "one offender or prisoner",
    "victim": "one victim",
    "crime": "one crime, reported to the police or not",
    "incident": "one incident",
    "casualty": "one casualty",
    "accident": "one accident",
    "case": "one case",
    "event": "one event or step of a process",
    "process": "one run of an administrative process",
    "action": "one action taken",
    "application": "one application",
    "claim": "one claim for a benefit",
    "assessment": "one assessment",
    "scheme": "one use of a scheme",
    "visit": "one visit",
    "consultation": "one consultation",
    "attendance": "one attendance",
    "contact": "one contact",
    "session": "one session",
    "sitting": "one court sitting",
    "course": "one course of treatment",
    "episode": "one hospital episode",
    "stay": "one hospital stay",
    "admission": "one hospital admission",
    "procedure": "one medical procedure",
    "call": "one call",
    "bed": "one occupied bed",
    "place": "one place, filled or not",
    "item": "one piece of equipment",
    "funded-hour": "one funded hour of childcare",
    "life": "one statistical life",
    "life-year": "one year of life",
    "qaly": "one quality-adjusted life year",
    "daly": "one disability-adjusted life year",
    "life-satisfaction-point": "one point of life satisfaction on the 0-10 scale",
    "hour-of-time": "one hour of a person's time",
    "tonne-co2e": "one tonne of carbon dioxide equivalent",
    "kilogram": "one kilogram of a pollutant",
    "debt-problem": "one debt problem",
    "day-of-absence": "one day of absence from school",
    "unit": "one of whatever the claim says",
}

TIMES: Mapping[str, str] = {
    "one-off": "counted once for each unit",
    "per-hour": "for each hour",
    "per-day": "for each day",
    "per-night": "for each night",
    "per-week": "for each week",
    "per-month": "for each month",
    "per-year": "for each year",
    "over-6-months": "one total over six months",
    "over-10-years": "one total over ten years",
    "over-25-years": "one total over twenty-five years",
    "lifetime": "one total over a lifetime",
}

AGENCIES: Mapping[str, str] = {
    "dwp": "Department for Work and Pensions, with Jobcentre Plus",
    "hmrc": "HM Revenue and Customs",
    "treasury": "HM Treasury",
    "nhs": "National Health Service",
    "police": "police",
    "courts": "courts and prosecution",
    "legal-aid": "legal aid",
    "prisons": "prisons and young offender institutions",
    "probation": "probation",
    "justice": "criminal justice system as a whole, or a part that the source does not name",
    "local-authority": "local authority (council, municipality)",
    "dfe": "Department for Education",
    "schools": "schools",
    "housing": "social landlords and housing providers",
    "fire": "fire and rescue service",
    "state": "national government, where no body of this list fits",
    "devolved-government": "Scottish or Welsh Government and their bodies",
    "public-sector": "several public bodies that the source does not separate",
    "employers": "employers and businesses",
    "charities": "charities and voluntary organisations",
    "individuals": "the people concerned and their families",
    "victims": "victims of crime",
    "society": "society as a whole",
}

METHODS: Mapping[str, str] = {
    "cost": "what a service costs to provide",
    "market": "a price or wage paid in a market",
    "benefit-rate": "a benefit or payment rate set by a public body: a transfer",
    "modelled": "a modelled change in public spending, tax, earnings or output",
    "stated": "what people say they would pay",
    "revealed": "what people are seen to pay",
    "wellbeing": "a change in life satisfaction turned into money",
    "appraisal": "a value set by official guidance for appraisal",
    "mixed": "a total of several kinds, such as service cost, lost output and harm",
}

QUALITIES: Mapping[str, str] = {
    "green": "rated green by the Unit Cost Database: recent, national, sound method",
    "amber": "rated amber by the Unit Cost Database: older, local or with assumptions",
    "red": "rated red by the Unit Cost Database: old or weak, no better figure",
    "high": "an official figure, seen at its source or transcribed from it",
    "medium": "a sound source seen only through a quotation, or a figure with a stated limit",
    "low": "a doubt that matters is stated in the notes",
    "own": "the user's own rating: none of the above",
}

LICENCES: Mapping[str, str] = {
    "cc-by-4.0": "Creative Commons Attribution 4.0",
    "ogl-3.0": "Open Government Licence v3.0",
    "open-parliament": "Open Parliament Licence",
    "cc-by-4.0-nlod": "Creative Commons Attribution 4.0, or Norwegian Licence for Open Government Data",
    "nlod": "Norwegian Licence for Open Government Data (the terms were not read)",
    "ogl-3.0-unchecked": "Open Government Licence v3.0 as stated for the underlying figure (the terms were not read)",
    "pssru": "Copyright PSSRU, University of Kent: cost estimates may be used with acknowledgement",
    "nao-quotable": "Copyright National Audit Office: single figures may be quoted with acknowledgement",
    "measureup": "MeasureUp, published as open and free to everyone: use with acknowledgement",
    "public-rate": "a public rate, quoted as a fact; the text around it is the publisher's copyright",
    "quoted-figure": "a single published figure, quoted as a fact with its source",
    "own": "the user's own figure",
    "licensed-to-user": "licensed to the user: not to be passed on",
}

DOMAINS: Mapping[str, str] = {
    "adult-social-care": "Adult social care",
    "benefits": "Benefits and tax credits",
    "children": "Children and families",
    "crime": "Crime and justice",
    "education": "Education and skills",
    "employment": "Employment and wages",
    "environment": "Environment",
    "health": "Health",
    "housing": "Housing and homelessness",
    "mental-health": "Mental health",
    "safety": "Fire, road safety and travel time",
    "substance-misuse": "Alcohol and drugs",
    "wellbeing": "Wellbeing and volunteering",
    "own": "The user's own records",
}


def nearest(word: str, words: Mapping[str, str]) -> str:
    """Return the word of a list that looks most like the one written, or an empty text.

    Examples
    --------
    >>> nearest("per-anum", TIMES)
    'per-day'
    >>> nearest("claimants", PER)
    'claimant'
    >>> nearest("zzz", PER)
    ''
    """
    by_lower = {each.lower(): each for each in words}
    close = difflib.get_close_matches(word.lower(), list(by_lower), n=1)
    return by_lower[close[0]] if close else ""
