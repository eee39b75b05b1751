"""The cover: what this report is, of what, by whom, and whether it is signed off."""

from __future__ import annotations

from sroi.report.content import Table
from sroi.report.material import Material
from sroi.valuation.formats import years
from sroi.valuation.labels import spaced


def cover(material: Material, profile: str) -> Table:
    """What stands on the first page below the title."""
    m, study = material, material.study
    scenario = m.valuation.scenario
    review_by = sorted({entry.review_by for entry in study.assumptions if entry.review_by})
    rows = (
        (m.say("cover.kind"), m.say(f"kind.{study.kind}")),
        (m.say("cover.profile"), m.say(f"profile.{profile}")),
        (m.say("cover.status"), status(m)),
        (m.say("cover.author"), study.author or m.say("not-stated")),
        (m.say("cover.date"), m.date.isoformat() if m.date is not None else m.say("not-given")),
        (m.say("cover.review-by"), review_by[0] if review_by else m.say("not-stated")),
        (m.say("cover.scenario"), m.say("base") if scenario is None else alternative_name(m, scenario)),
        (m.say("cover.period"), m.say("cover.period-text", span=years(study.horizon), start=study.start_year)),
        (m.say("cover.prices"), study.price_base if study.price_base != "unknown" else m.say("not-stated")),
        (m.say("cover.hash"), m.base.hash),
        (m.say("cover.versions"), ", ".join(f"{name} {version}" for name, version in m.record.versions.items())),
    )
    return Table(m.say("cover.caption"), (m.say("head.item"), m.say("head.value")), rows, widths=(1, 3))


def status(m: Material) -> str:
    """Draft, not signed off, or by whom."""
    if m.review.draft:
        errors = sum(finding.rule.level == "error" for finding in m.review.open)
        return m.say("status.draft", count=errors)
    signed = m.base.signed_off
    if signed is None:
        return m.say("status.unsigned")
    key = "status.signed" if signed.hash == m.base.hash else "status.changed"
    return m.say(key, by=signed.by, when=signed.when)


def alternative_name(m: Material, name: str) -> str:
    """A scenario or option by its name, or its id as words."""
    found = m.base.scenarios.get(name) or m.base.options.get(name)
    return (found.name if found is not None else None) or spaced(name).capitalize()
