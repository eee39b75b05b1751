"""Rules on process: what is written down, signed, kept up to date, and kept to itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, covers, rule
from sroi.assurance.wording import A_RATIO, DENIED, OTHERS, RANKED, sentences
from sroi.study.privacy import personal_data
from sroi.valuation.formats import count
from sroi.valuation.remarks import sign_off_problems

_AQUA: str = "Aqua Book (HM Treasury), assumptions log"


@rule(
    "PRC001", "warning", "Assumptions nobody answers for",
    why="An assumption without owner, date and reason cannot be asked about.", source=_AQUA,
)  # fmt: skip
def assumptions_unsigned(case: Case) -> Iterator[Found]:
    """An entry of the log without owner, date, reason or sign-off; or assumptions, and no log at all."""
    for place, entry in enumerate(case.study.assumptions):
        stated = {"owner": entry.by, "date": entry.when, "reason": entry.why, "sign-off": entry.signed_off_by}
        missing = [name for name, said in stated.items() if not said]
        if missing:
            yield Found(
                f"assumptions/{place}",
                f"The assumption “{entry.what}” has no {', '.join(missing)}.",
                "fill in by, when, why and signed_off_by",
            )
    assumed = [row for row in case.model.parameters.rows if row.stated and row.assumption]
    if assumed and not case.study.assumptions:
        yield Found(
            "assumptions",
            f"{count(len(assumed))} numbers are assumptions, and none is in the assumptions log.",
            "add the ones that matter most under assumptions, with by, when, why and signed_off_by",
        )


@rule(
    "PRC002", "error", "No limitations stated",
    why="A reader cannot tell what the result is good for.", source="Krlev et al. (2013)",
)  # fmt: skip
def no_limitations(case: Case) -> Iterator[Found]:
    """Nothing under limitations."""
    if not any(text.strip() for text in case.study.limitations):
        yield Found("limitations", "No limitation of the study is stated.", "say under limitations what it cannot show")


@rule(
    "PRC003", "error", "Ratios of unlike studies compared",
    why="Ratios of different scope, years or values do not rank programmes.",
    source="Third Sector Research Centre (Arvidson et al.)",
    enforced_by=("sroi compare",),
)  # fmt: skip
def unlike_compared(case: Case) -> Iterator[Found]:
    """A text that sets the ratio above or below that of other programmes; `sroi compare` ranks no unlike studies."""
    for address, text in case.texts:
        for sentence in sentences(text):
            if (
                RANKED.search(sentence)
                and A_RATIO.search(sentence)
                and OTHERS.search(sentence)
                and not DENIED.search(sentence)
            ):
                yield Found(
                    address,
                    f"“{sentence}” ranks ratios of different programmes.",
                    "compare cost per person, evidence and who benefits instead (sroi compare)",
                )
                break


@rule(
    "PRC004", "error", "Changed since it was signed off",
    why="What was signed is not what is shown.", source="Aqua Book (HM Treasury), version control",
)  # fmt: skip
def changed_since_signed(case: Case) -> Iterator[Found]:
    """A sign-off whose hash is not that of the study."""
    for problem in sign_off_problems(case.study):
        yield Found(problem.address or "", f"{problem.found[0].upper()}{problem.found[1:]}.", problem.write)


@rule(
    "PRC005", "warning", "Past its review date",
    why="Data and prices have a shelf life.", source="Aqua Book (HM Treasury), sunset dates for data",
)  # fmt: skip
def past_review(case: Case) -> Iterator[Found]:
    """An assumption whose review date has passed on the day of the check."""
    if case.today is None:
        return
    for place, entry in enumerate(case.study.assumptions):
        due = _day(entry.review_by or "")
        if due is not None and due < case.today:
            yield Found(
                f"assumptions/{place}",
                f"The assumption “{entry.what}” was to be reviewed by {entry.review_by}.",
                "review it, and set a new date",
            )


def _day(written: str) -> date | None:
    """The last day that a date, a month or a year names; None where it is none of them.

    Examples
    --------
    >>> _day("2025-06-30"), _day("2025-02"), _day("2024"), _day("soon")
    (datetime.date(2025, 6, 30), datetime.date(2025, 2, 28), datetime.date(2024, 12, 31), None)
    """
    parts = written.strip().split("-")
    if len(parts) > 3 or not all(part.isdigit() for part in parts):
        return None
    year, month, day = [*map(int, parts), 0, 0][:3]
    try:
        if day:
            return date(year, month, day)
        month = month or 12
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None


@rule(
    "PRC006", "note", "Acknowledged or set, and nothing found",
    why="What was let stand may have been mended, or stands elsewhere now.", source="house rule",
)  # fmt: skip
def concerns_nothing(case: Case) -> Iterator[Found]:
    """An entry under acknowledged or checks that concerns no finding, or no rule or threshold there is."""
    for place, entry in enumerate(case.study.acknowledged):
        if entry.check in case.asked and not any(
            one.id == entry.check and covers(entry, found) for one, found in case.answers
        ):
            where = f" at {entry.address}" if entry.address else ""
            yield Found(
                f"acknowledged/{place}",
                f"{entry.check}{where} was acknowledged by {entry.by}, and is not found.",
                "remove the entry, or correct its check or address",
            )
    for address, message, fix in case.idle:
        yield Found(address, message, fix)


@rule(
    "PRV001", "error", "Personal data in the study",
    why="A study is shared, and names nobody who took part.", source="house rule",
)  # fmt: skip
def names_people(case: Case) -> Iterator[Found]:
    """A text that looks like an e-mail address, a phone, NHS or National Insurance number, or a name."""
    for problem in personal_data(case.study):
        yield Found(problem.address or "", f"{problem.found[0].upper()}{problem.found[1:]}.", problem.write)
