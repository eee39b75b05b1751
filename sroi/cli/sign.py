"""``sroi sign``: write into a study file who signs it off, when, and the hash of what is signed."""

from __future__ import annotations

import argparse

from sroi.analysis.headline import headline
from sroi.assurance.review import review
from sroi.cli.entries import day_given, file_to_write, given
from sroi.cli.opening import open_study
from sroi.cli.output import say
from sroi.valuation.valuation import evaluate


def execute(options: argparse.Namespace) -> int:
    """Sign a study off; its comments stay."""
    path = file_to_write(options.study)
    by, when = given("by", options.by, "somebody signs", "J. Doe"), day_given(options.when)
    study = open_study(options.study)
    valuation = evaluate(study)  # what cannot be valued is not signed
    before = study.signed_off
    study.replaced({**study.document, "signed_off": {"by": by, "when": when, "hash": study.hash}}).save(path)
    say(
        f"{path}: signed off by {by} on {when}, hash {study.hash[:12]}…",
        f"What is signed: {headline(valuation).answer}.",
    )
    if before is not None:
        say(f"It replaces the sign-off by {before.by} on {before.when}.")
    found = review(valuation, effects=False)
    if found.draft:
        errors = sum(finding.rule.level == "error" for finding in found.open)
        some = "1 error of the checks is" if errors == 1 else f"{errors} errors of the checks are"
        say(f"{some} open: reports stay drafts until they are mended or acknowledged (sroi check {path}).")
    say("A later change of anything but this entry, layout or comments makes sroi check say that it has changed.")
    return 0
