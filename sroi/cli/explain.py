"""``sroi explain``: the sum behind a number."""

from __future__ import annotations

import argparse

from sroi.cli.opening import open_study
from sroi.cli.output import heading, print_json, steps, write
from sroi.valuation.explain import explain
from sroi.valuation.valuation import evaluate


def execute(options: argparse.Namespace) -> int:
    """Explain one number of a study."""
    found = explain(evaluate(open_study(options.study, options.proxies), options.scenario), options.what)
    data = found.to_dict()
    if options.output:
        import pandas as pd

        write(options.output, data, pd.DataFrame(data["steps"]))
    if options.json:
        print_json(data)
    elif not options.output:
        heading(found.title)
        steps(found)
    return 0
