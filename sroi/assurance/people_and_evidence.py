"""Rules on people and evidence: who was asked, who was left out, what may go wrong, what has no range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.analysis.tornado import tornado
from sroi.assurance.case import Case
from sroi.assurance.finding import Found, Rule
from sroi.study.privacy import personal_data
from sroi.study.study import Study

#: Numbers whose range is asked for first, and the change by which they are found.
_LARGEST: Final = 5
_CHANGE: Final = 0.2


def nobody_asked(case: Case) -> Iterator[Found]:
    """Participants who were not involved."""
    for key, person in case.study.stakeholders.items():
        changed = any(outcome.stakeholder == key for outcome in case.study.outcomes.values())
        if person.role == "participant" and changed and not person.involved:
            yield Found(
                f"stakeholders/{key}",
                f"Nothing says how {person.name} were involved.",
                "state under involved who was asked, how many, and how",
            )


def unaccounted(study: Study) -> tuple[str, ...]:
    """Stakeholders who neither change, gain, lose nor pay, and of whom nothing says why."""
    found = {outcome.stakeholder for outcome in study.outcomes.values()}
    found |= {given.from_ for given in study.inputs.values()}
    found |= {item.stakeholder for item in study.unmonetised.values() if item.stakeholder}
    for outcome in study.outcomes.values():
        for value in outcome.all_values().values():
            found |= {name for name in (value.to, value.transfer_from) if name}
    return tuple(key for key, person in study.stakeholders.items() if key not in found and not person.excluded)


def left_out_without_reason(case: Case) -> Iterator[Found]:
    """A stakeholder with neither outcome, input nor reason."""
    for key in unaccounted(case.study):
        yield Found(
            f"stakeholders/{key}",
            f"{case.study.stakeholders[key].name} have neither an outcome nor a reason for being left out.",
            "add an outcome, or say under excluded why none is counted",
        )


def nothing_negative(case: Case) -> Iterator[Found]:
    """No negative outcome considered."""
    negative = any(value < 0 for value in case.valuation.flows.line_totals)
    named = any(item.direction in ("negative", "mixed") for item in case.study.unmonetised.values())
    if not negative and not named:
        yield Found(
            "outcomes",
            "No negative or unintended change is counted or named.",
            "ask who lost by it; name it under unmonetised if it has no value",
        )


def largest_without_range(case: Case) -> Iterator[Found]:
    """The numbers that matter most are taken as known."""
    bars = tornado(case.model, by=_CHANGE).bars[:_LARGEST]
    bare = [bar.parameter for bar in bars if not bar.parameter.uncertain]
    if bare:
        names = ", ".join(f"“{row.label}”" for row in bare)
        yield Found(
            bare[0].address,
            f"{len(bare)} of the {len(bars)} numbers that move the ratio most have no range: {names}.",
            "give each a range from its source, such as 25% (15% to 35%)",
        )


def names_people(case: Case) -> Iterator[Found]:
    """Personal data in the words of the study."""
    for problem in personal_data(case.study):
        yield Found(problem.address or "", f"{problem.found[0].upper()}{problem.found[1:]}.", problem.write)


RULES: Final = (
    Rule("STK001", "error", "Nobody was asked", "Those who are changed know what changed.",
         "Social Value principle 1, involve stakeholders; Hutchinson et al. (2019)", nobody_asked),
    Rule("STK002", "warning", "Left out without a reason", "What is material cannot be judged without it.",
         "Social Value principles 4 and 6", left_out_without_reason),
    Rule("STK003", "warning", "Nothing negative considered", "Somebody may lose; reviews miss this most.",
         "Social Value principle 2, understand what changes; Hutchinson et al. (2019)", nothing_negative),
    Rule("UNC001", "error", "The largest numbers have no range", "Sensitivity cannot be judged without them.",
         "National Audit Office; Krlev et al. (2013), sensitivity analysis", largest_without_range),
    Rule("PRV001", "error", "Personal data in the study", "A study is shared, and names nobody who took part.",
         "house rule", names_people),
)  # fmt: skip
