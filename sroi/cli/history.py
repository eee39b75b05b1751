"""``sroi history``: what became of a study file from commit to commit."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from sroi.assurance.history import StudyHistory, Version, study_history
from sroi.cli.machines import for_machines
from sroi.cli.main import printable
from sroi.cli.output import heading, indented, say
from sroi.cli.steps import few, findings_in_words, plain_findings
from sroi.valuation.formats import money
from sroi.valuation.sentences import difference

#: Changes and findings that are printed of each version; --json gives all of them.
_MOST: Final = 6


def execute(options: argparse.Namespace) -> int:
    """Follow a study file through git."""
    found = study_history(Path(options.study), options.limit)
    data = _plain(found)
    if not for_machines(options, data, lambda: found.table):
        _show(found)
    return 0


def _plain(found: StudyHistory) -> dict[str, Any]:
    return {
        "file": str(found.file),
        "older_versions": found.older,
        "versions": [_version(version) for version in found.versions],
        "summary": list(found.summary),
    }


def _version(version: Version) -> dict[str, Any]:
    commit = version.commit
    return {
        "commit": commit.id if commit else None,
        "date": commit.date if commit else None,
        "author": commit.author if commit else None,
        "subject": commit.subject if commit else None,
        "study_hash": version.hash,
        "ratio": version.ratio,
        "problem": version.problem or None,
        "changes": None if version.changes is None else list(version.changes),
        "findings": plain_findings(version),
    }


def _show(found: StudyHistory) -> None:
    heading(f"{found.file.name} in git")
    say(*found.summary)
    for version in found.versions:
        commit = version.commit
        about = f"{commit.date}  {version.name}  {commit.author}: {commit.subject}" if commit else version.name
        heading(about)
        for line in _lines(version):
            indented(printable(line), 2)


def _lines(version: Version) -> list[str]:
    lines = []
    if version.problem:
        lines.append(f"Cannot be {'read' if version.hash is None else 'valued'}: {version.problem}")
    if version.ratio is not None:
        lines.append(f"Ratio {_ratio(version, version.ratio)}; study {(version.hash or '')[:12]}")
    if version.changes is None:
        lines += [] if version.hash is None else ["First version that can be read."]
    elif not version.changes:
        lines.append("Comments or layout only.")
    else:
        lines += few([f"• {change}" for change in version.changes], _MOST)
    return [*lines, *few(findings_in_words(version.new, version.gone, version.settled, what=" finding"), _MOST)]


def _ratio(version: Version, ratio: float) -> str:
    if version.ratio_before is None or round(version.ratio_before, 2) == round(ratio, 2):
        return money(ratio, version.currency, 2)
    return difference(version.ratio_before, ratio, version.currency)
