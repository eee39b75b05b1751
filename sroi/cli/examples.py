"""``sroi examples``: the ready studies."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.cli.machines import for_machines, frame_of
from sroi.cli.output import say, table
from sroi.study.loading import load
from sroi.valuation.formats import money
from sroi.valuation.opening import ready_studies
from sroi.valuation.valuation import evaluate


def execute(options: argparse.Namespace) -> int:
    """List the ready studies with their ratio."""
    rows: list[dict[str, Any]] = []
    for name, path in ready_studies().items():
        study = load(path)
        printed, valuation = study.published, evaluate(study)
        kind = printed.kind if printed and study.kind != "illustration" else study.kind
        rows.append(
            {
                "study": name,
                "title": study.title,
                "kind": kind,
                "currency": study.currency,
                "ratio": valuation.ratio,
                "net_ratio": valuation.net_ratio,
                "published": printed.ratio if printed else None,
                "published_net": printed is not None and printed.convention == "net",
                "file": path.name,
            }
        )
    if not for_machines(options, rows, lambda: frame_of(rows)):
        for title, wanted in (("Programmes (illustrations)", True), ("Published cases", False)):
            shown = [row for row in rows if (row["kind"] == "illustration") == wanted]
            say("", title)
            table(("Study", "Title", "Kind", "Ratio", "Published"), [_shown(row) for row in shown], (3, 4))
        say("sroi run NAME values one; sroi new FILE --from NAME copies one.")
    return 0


def _shown(row: dict[str, Any]) -> tuple[str, ...]:
    """Cells of a study; both ratios are net where the publication prints a net one, so that they can be compared."""
    net = " net" if row["published_net"] else ""
    ratio = money(row["net_ratio" if net else "ratio"], row["currency"], 2) + net
    published = f"{row['published']}{net}".replace("-", "−") if row["published"] is not None else ""
    return row["study"], row["title"], row["kind"], ratio, published
