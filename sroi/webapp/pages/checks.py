"""Checks: what a reviewer would ask, gravest first, with its effect and a way to let it stand with a reason."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

import streamlit as st

from sroi.assurance.finding import LEVELS, Finding
from sroi.assurance.principles import PRINCIPLES, principle_of
from sroi.assurance.review import Review
from sroi.assurance.rules import GROUPS, rules_of
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.webapp import session, values
from sroi.webapp.checking.evidence import evidence_section
from sroi.webapp.checking.letting_stand import acknowledged, asked_again, not_asked, settled, withdrawn
from sroi.webapp.checking.mend import mend_button
from sroi.webapp.checking.statement import statement_section
from sroi.webapp.need import need_study, need_valuation
from sroi.webapp.place import now
from sroi.webapp.problems import safe, show_problems
from sroi.webapp.tabs import tabs

_TITLES: Final = {"error": "Errors", "warning": "Warnings", "note": "Notes"}

#: Ways of putting findings under headings.
_GROUPINGS: Final = ("level", "subject", "principle")

#: Subject of each rule.
_SUBJECTS: Final = {rule.id: group for group in GROUPS for rule in rules_of(group)}

#: Findings of one rule that are drawn at once.
_AT_ONCE: Final = 5

_EVERY: Final = "Every subject"

#: Choices beside the addresses of findings: everything a check finds, and not to ask it.
_ALL: Final = "*"
_OFF: Final = "off"


def page() -> None:
    """Draw the page."""
    study = need_study()
    need_valuation()
    found = values.review(study)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    st.caption(
        "Errors keep a report a draft until they are mended or acknowledged. There is no score: automatic checks "
        "cannot judge whether the numbers are true."
    )
    tabs(
        "checks-tabs",
        {
            "Findings": partial(_open, study, found),
            "Let stand": partial(_acknowledged, study, found),
            "Evidence": partial(evidence_section, study),
            "Principles": partial(statement_section, study),
        },
    )


def _open(study: Study, found: Review) -> None:
    """Findings that nobody has acknowledged, by level or by subject."""
    if not found.open:
        stands = "Every finding was let stand, with a reason: read them under “Let stand”."
        none = stands if found.findings else "No automatic check failed."
        st.info(f"None open. {none} That is not assurance.")
        return
    counts = {level: sum(finding.rule.level == level for finding in found.open) for level in LEVELS}
    subjects = [group for group in GROUPS if any(_SUBJECTS[one.rule.id] == group for one in found.open)]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        levels = st.pills(
            "Levels shown",
            [level for level in LEVELS if counts[level]],
            selection_mode="multi",
            default=[level for level in LEVELS if counts[level]],
            format_func=lambda level: f"{_TITLES[level]} ({counts[level]})",
            key="checks-levels",
        )
        subject = st.selectbox("Subject", [_EVERY, *subjects], key="checks-subject", width=260)
        by = st.selectbox("Grouped by", _GROUPINGS, format_func=str.capitalize, key="checks-grouped", width=160)
    shown = [
        finding
        for finding in found.open
        if finding.rule.level in levels and subject in (_EVERY, _SUBJECTS[finding.rule.id])
    ]
    if not shown:
        st.info("No open finding of these levels and this subject.")
    for title, findings in _grouped(shown, by):
        st.header(f"{title} ({len(findings)})", anchor=False)
        by_rule: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            by_rule.setdefault((finding.rule.level, finding.rule.id), []).append(finding)
        for several in by_rule.values():
            _rule(study, found, several)


def _grouped(findings: list[Finding], by: str) -> list[tuple[str, list[Finding]]]:
    """Findings under the headings they are listed under, the gravest first under each."""
    if by == "subject":
        pairs = [(group, [one for one in findings if _SUBJECTS[one.rule.id] == group]) for group in GROUPS]
    elif by == "principle":
        numbers = {finding.rule.id: principle_of(finding.rule.id) for finding in findings}
        pairs = [
            (f"{one.number}. {one.name}", [each for each in findings if numbers[each.rule.id] == one.number])
            for one in PRINCIPLES
        ]
        pairs.append(("No principle of its own", [each for each in findings if numbers[each.rule.id] is None]))
    else:
        pairs = [(_TITLES[level], [one for one in findings if one.rule.level == level]) for level in LEVELS]
    return [(title, some) for title, some in pairs if some]


def _rule(study: Study, found: Review, findings: list[Finding]) -> None:
    """Everything that one rule found at one level."""
    rule = findings[0].rule
    key = f"checks-{rule.id}-{rule.level}"
    with st.container(border=True, key=key, gap="xsmall"):
        st.subheader(safe(rule.title), anchor=False)
        subject = _SUBJECTS[rule.id].lower()
        why = f"Why it matters: {rule.why} Source: {rule.source}."
        st.caption(safe(f"{rule.level.capitalize()} {rule.id}, {subject}. {why}"))
        for finding in _some(findings, key):
            _finding(study, found, finding, f"{key}-{finding.found.address}")
        if len(findings) > 1 and (together := found.effect_of_all(rule.id)):
            st.markdown(f"**{safe(together)}**")
        with st.expander("Let it stand, with a reason", key=f"{key}-stand"):
            _let_stand(study, findings, key)


def _some(findings: list[Finding], key: str) -> list[Finding]:
    """As many findings as can be read at once; the reader chooses which."""
    if len(findings) <= _AT_ONCE:
        return findings
    starts = list(range(0, len(findings), _AT_ONCE))
    first = st.selectbox(
        f"Shown, of {len(findings)}",
        starts,
        format_func=lambda start: f"{start + 1} to {min(start + _AT_ONCE, len(findings))}",
        key=f"{key}-from-{len(findings)}",
        width=200,
    )
    return findings[first : first + _AT_ONCE]


def _finding(study: Study, found: Review, finding: Finding, key: str) -> None:
    what = finding.found
    st.write(safe(what.message))
    if effect := found.effect(finding):
        st.markdown(f"**{safe(effect)}**")
    place = f"{what.address}, line {finding.line}" if finding.line else what.address
    where = f"  \n*Where: {safe(place)}*" if place else ""
    st.markdown(f"What to do: {safe(what.fix)}.{where}")
    mend_button(study, finding, key=f"{key}-mend")


def _let_stand(study: Study, findings: list[Finding], key: str) -> None:
    """The form that lets one finding stand, all of its check, or has the check not asked; each with reason and name."""
    rule, epoch = findings[0].rule, session.session().epoch
    choices: dict[str, str] = {finding.found.address: finding.found.message for finding in findings}
    choices |= {_ALL: f"all of {rule.id}, those found later too", _OFF: f"do not ask {rule.id} of this study"}
    with st.form(f"{key}-form-{epoch}", border=False):
        which = st.selectbox("Which", list(choices), format_func=choices.__getitem__, key=f"{key}-which-{epoch}")
        reason = st.text_input("Reason", key=f"{key}-reason-{epoch}", autocomplete="off").strip()
        by = st.text_input("Who says so", key=f"{key}-by-{epoch}", autocomplete="name").strip()
        st.caption("Both are kept in the study, and printed with its results.")
        sent = st.form_submit_button("Let it stand", key=f"{key}-acknowledge-{epoch}")
    if not sent:
        return
    if not reason or not by:
        st.error("Give a reason and a name: both are printed wherever results are.")
        return
    try:
        if which == _OFF:
            new, told = not_asked(study, rule.id, reason, by), f"{rule.id} not asked"
        else:
            address = "" if which == _ALL else which
            new = acknowledged(study, rule.id, address, reason, by, now().date().isoformat())
            told = f"{rule.id} acknowledged{f', {address}' if address else ''}"
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, told, redraw=True)


def _acknowledged(study: Study, found: Review) -> None:
    """What is let stand, and what is not asked, each with its reason."""
    if not study.acknowledged and not found.off:
        st.write("Nothing is let stand: no finding is acknowledged, and every check is asked.")
    titles = {finding.rule.id: finding.rule.title for finding in found.findings}
    for place, findings in settled(study, found).items():
        entry = study.acknowledged[place]
        with st.container(border=True, key=f"checks-stands-{place}"):
            st.header(safe(titles.get(entry.check, entry.check)), anchor=False)
            who = f"{entry.check}, acknowledged by {entry.by}{f' on {entry.when}' if entry.when else ''}"
            st.markdown(
                f"“{safe(entry.reason)}”  \n*{safe(who)}{safe(f', for {entry.address}') if entry.address else ''}*"
            )
            _lines(found, findings)
            if st.button("Withdraw", key=f"checks-withdraw-{place}", icon=":material/undo:"):
                session.commit(withdrawn(study, place), f"acknowledgement of {entry.check} withdrawn", redraw=True)
    if found.off:
        st.header("Not asked", anchor=False)
        for one in found.off:
            st.markdown(f"**{one.rule.id}** {safe(one.rule.title)}: {safe(one.reason)}")
            if st.button("Ask it again", key=f"checks-ask-{one.rule.id}", icon=":material/undo:"):
                session.commit(asked_again(study, one.rule.id), f"{one.rule.id} asked again", redraw=True)


def _lines(found: Review, findings: list[Finding]) -> None:
    """What an acknowledgement lets stand, each sentence once."""
    said = [" ".join(filter(None, [finding.found.message, found.effect(finding)])) for finding in findings]
    counts = Counter(said)
    lines = [f"- {safe(line)}{f' (in {many} places)' if many > 1 else ''}" for line, many in counts.items()]
    st.markdown("\n".join(lines[:_AT_ONCE]) or "It concerns nothing that is found now.")
    if len(lines) > _AT_ONCE:
        st.caption(f"And {len(lines) - _AT_ONCE} more.")
