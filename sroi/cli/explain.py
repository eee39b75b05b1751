"""``sroi explain``: the sum behind a number."""

from __future__ import annotations

import argparse

from sroi.cli.machines import for_machines, frame_of
from sroi.cli.opening import open_study
from sroi.cli.output import heading, steps
from sroi.valuation.explain import explain
from sroi.valuation.valuation import evaluate


def execute(options: argparse.Namespace) -> int:
    """Explain one number of a study."""
    study = open_study(options.study, options.proxies)
    found = explain(evaluate(study, options.scenario), options.what)
    data = found.to_dict()
    if not for_machines(options, data, lambda: frame_of(data["steps"]), study):
        heading(found.title)
        steps(found)
    return 0
