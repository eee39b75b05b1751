"""Rules on stakeholders: who was asked, who was left out, and what may go wrong."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.assurance.wording import NOBODY
from sroi.study.study import Study


@rule(
    "STK001", "error", "Nobody was asked",
    why="Those who are changed know what changed.",
    source="Social Value principle 1, involve stakeholders; Hutchinson et al. (2019)",
)  # fmt: skip
def nobody_asked(case: Case) -> Iterator[Found]:
    """Participants who change, and of whom nothing says how they were involved, or that nobody was."""
    for key, person in case.study.stakeholders.items():
        changed = any(outcome.stakeholder == key for outcome in case.study.outcomes.values())
        if person.role == "participant" and changed and (not person.involved or NOBODY.match(person.involved)):
            yield Found(
                f"stakeholders/{key}",
                f"Nothing says how {person.name} were involved."
                if not person.involved
                else f"{person.name} were not involved (“{person.involved}”).",
                "ask some of them, and state under involved who was asked, how many, and how",
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


@rule(
    "STK002", "warning", "Left out without a reason",
    why="What is material cannot be judged without it.", source="Social Value principles 4 and 6",
)  # fmt: skip
def left_out_without_reason(case: Case) -> Iterator[Found]:
    """A stakeholder with neither outcome, input nor reason."""
    for key in unaccounted(case.study):
        yield Found(
            f"stakeholders/{key}",
            f"{case.study.stakeholders[key].name} have neither an outcome nor a reason for being left out.",
            "add an outcome, or say under excluded why none is counted",
        )


@rule(
    "STK003", "warning", "Nothing negative considered",
    why="Somebody may lose; reviews miss this most.",
    source="Social Value principle 2, understand what changes; Hutchinson et al. (2019)",
)  # fmt: skip
def nothing_negative(case: Case) -> Iterator[Found]:
    """No outcome of negative value, and none named that has no value; the mirror of a transfer is neither."""
    negative = any(value < 0 for _, value in case.lines)
    named = any(item.direction in ("negative", "mixed") for item in case.study.unmonetised.values())
    if not negative and not named:
        yield Found(
            "outcomes",
            "No negative or unintended change is counted or named.",
            "ask who lost by it; name it under unmonetised if it has no value",
        )
