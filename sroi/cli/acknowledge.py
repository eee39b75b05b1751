"""``sroi acknowledge``: let a finding of the checks stand, with a reason and a name, in the study file itself."""

from __future__ import annotations

import argparse
from datetime import date

from sroi.assurance.finding import Finding, covers
from sroi.assurance.review import RULES, review
from sroi.cli.entries import day_given, file_to_write, given
from sroi.cli.opening import open_study
from sroi.cli.output import say
from sroi.errors import Problem, StudyError
from sroi.study.faults import did_you_mean
from sroi.study.records import Acknowledged
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate


def execute(options: argparse.Namespace) -> int:
    """Write the entry; the comments of the file stay."""
    path = file_to_write(options.study)
    check = _known(options.check)
    entry = {
        "check": check,
        "reason": given("reason", options.reason, "a finding stands for a reason", "a pilot of six weeks"),
        "by": given("by", options.by, "somebody says so", "J. Doe"),
        "when": day_given(options.when),
    }
    if options.at:
        entry["address"] = options.at.strip()
    study = open_study(options.study)
    concerned = _concerned(study, entry)
    kept = study.document.get("acknowledged") or []
    study.replaced({**study.document, "acknowledged": [*kept, entry]}).save(path)
    say(f"{path}: {check} acknowledged by {entry['by']} on {entry['when']}.")
    say(*(f"• {finding.found.message}" for finding in concerned))
    say("It is printed with its reason wherever results are.")
    if study.signed_off is not None:
        say(f"The study has changed since {study.signed_off.by} signed it off: ask for a new sign-off.")
    return 0


def _known(check: str) -> str:
    ids = [rule.id for rule in RULES]
    if check.upper() in ids:
        return check.upper()
    found = f"found the check {check}"
    write = did_you_mean(check.upper(), ids, "sroi check lists what was found")
    raise StudyError(Problem("check-unknown", found, "an entry names a check", write))


def _concerned(study: Study, entry: dict[str, str]) -> list[Finding]:
    """Open findings that the entry speaks of; an entry that speaks of none is refused."""
    found = review(evaluate(study), today=date.today(), effects=False)
    of_check = [finding for finding in found.open if finding.rule.id == entry["check"]]
    concerned = [finding for finding in of_check if covers(Acknowledged.model_validate(entry), finding.found)]
    if concerned:
        return concerned
    if of_check:
        places = [finding.found.address for finding in of_check]
        what = f"found --at {entry.get('address', '')}, where {entry['check']} found nothing"
        raise StudyError(
            Problem("finding-none", what, "an entry speaks of what was found", did_you_mean(entry["address"], places))
        )
    what = f"{entry['check']} has no open finding in this study"
    raise StudyError(Problem("finding-none", what, "an entry speaks of what was found", "see sroi check"))
