"""What a study has to say on each principle, taken from it as it stands, and what it does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sroi.analysis.caveats import is_effect
from sroi.assurance.evidence import Evidence
from sroi.assurance.logs import AssumptionsLog
from sroi.assurance.wording import NOBODY
from sroi.study.study import Study
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import count, part, percent, years
from sroi.valuation.model import Model, Stream
from sroi.valuation.valuation import Valuation

#: Deductions that a value map has a column for, and what they are called.
DEDUCTIONS: Final = {
    "deadweight": "deadweight", "displacement": "displacement", "attribution": "attribution (share caused by others)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a study says on one question, and what it leaves open.

    Parameters
    ----------
    asks
        The question, in our words.
    said
        What the study says.
    gaps
        What it does not say.
    """

    asks: str
    said: tuple[str, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """What answers are taken from."""

    valuation: Valuation
    evidence: Evidence
    log: AssumptionsLog

    @property
    def study(self) -> Study:
        """The study."""
        return self.valuation.study

    @property
    def model(self) -> Model:
        """The resolved study."""
        return self.valuation.model


def answers(case: Answering) -> dict[int, tuple[Answer, ...]]:
    """Answers by the number of the principle."""
    return {number: tuple(asked(case)) for number, asked in _ASKED.items()}


def _involved(case: Answering) -> Iterator[Answer]:
    gaining = {stream.outcome: case.study.outcomes[stream.outcome].stakeholder for stream in case.model.streams}
    affected = [case.study.stakeholders[key] for key in dict.fromkeys(gaining.values())]
    asked = [person for person in affected if person.involved and not NOBODY.match(person.involved)]
    yield Answer(
        "Who is affected, and how were they involved?",
        tuple(f"{person.name}: {person.involved}" for person in asked),
        tuple(
            f"{person.name}: {person.involved or 'not stated (involved)'}" for person in affected if person not in asked
        ),
    )


def _changes(case: Answering) -> Iterator[Answer]:
    outcomes = [case.study.outcomes[stream.outcome] for stream in case.model.streams]
    measured = [outcome for outcome in outcomes if outcome.indicator]
    yield Answer(
        "What changes, and how is it known?",
        tuple(
            f"{outcome.name}: {outcome.indicator}"
            + (f"; followed up: {outcome.follow_up}" if outcome.follow_up else "")
            for outcome in measured
        ),
        tuple(f"{outcome.name}: no indicator stated" for outcome in outcomes if not outcome.indicator),
    )
    harms = dict.fromkeys(
        case.study.outcomes[line.outcome].name
        for line, value in zip(case.model.lines, case.valuation.flows.line_totals, strict=True)
        if value < 0 and line.mirror_of is None
    )
    unvalued = [item for item in case.study.unmonetised.values() if item.direction in ("negative", "mixed")]
    found = [f"Counted: {name}" for name in harms] + [f"Named, not valued: {item.name}" for item in unvalued]
    yield Answer("What got worse?", tuple(found), () if found else ("No negative change is counted or named",))
    linked = len(case.study.chain)
    said = (f"{count(linked)} links of the theory of change are stated",) if linked else ()
    yield Answer(
        "How does one change lead to another?", said, () if linked else ("No theory of change stated (chain)",)
    )


def _values(case: Answering) -> Iterator[Answer]:
    rows = [case.model.parameters.row(address) for address in case.model.units]
    stated = [row for row in rows if row is not None]
    sourced = [row for row in stated if row.source]
    yield Answer(
        "Where does each value come from?",
        (f"Unit values with a source: {count(len(sourced))} of {count(len(stated))}", *_largest(case)),
        tuple(f"{row.label}: no source" for row in stated if not row.source),
    )
    named = [f"{item.name} ({item.direction}, {item.scale})" for item in case.study.unmonetised.values()]
    gap = () if named else ("Nothing is named that matters and has no value in money (unmonetised)",)
    yield Answer("What matters and is not valued in money?", tuple(named), gap)


def _largest(case: Answering) -> Iterator[str]:
    by_outcome = case.valuation.by("outcome")["value"].abs()
    if by_outcome.sum() > 0:
        name = case.study.outcomes[str(by_outcome.idxmax())].name
        yield f"The largest, “{name}”, carries {part(float(by_outcome.max()), float(by_outcome.sum()))} of all value"


def _material(case: Answering) -> Iterator[Answer]:
    gaining = {case.study.outcomes[stream.outcome].stakeholder for stream in case.model.streams}
    gaining |= {line.to for line in case.model.lines} | {cost.stakeholder for cost in case.model.costs}
    left = [person for key, person in case.study.stakeholders.items() if key not in gaining]
    yield Answer(
        "Who was left out, and why?",
        tuple(f"{person.name}: {person.excluded}" for person in left if person.excluded),
        tuple(f"{person.name}: no outcome, and no reason stated (excluded)" for person in left if not person.excluded)
        or (() if left else ("No stakeholder is named as left out",)),
    )
    said = tuple(f"{entry.what}{f': {entry.why}' if entry.why else ''}" for entry in case.study.decisions)
    yield Answer(
        "Which decisions were taken on what to count?", said, () if said else ("No decision is recorded (decisions)",)
    )


def _claims(case: Answering) -> Iterator[Answer]:
    streams = case.model.streams
    for key, name in DEDUCTIONS.items():
        asked = [stream for stream in streams if not (key == "deadweight" and is_effect(case.model, stream))]
        missing = [stream for stream in asked if not _is_stated(case.model, stream, key)]
        done = len(asked) - len(missing)
        effects = len(streams) - len(asked)
        net = f"; {count(effects)} more are counted net of a comparison already" if effects else ""
        yield Answer(
            f"What is taken off as {name}, and on what grounds?",
            (f"Stated for {count(done)} of {count(len(asked))} outcomes{net}", *_grounds(case, asked, key))
            if done
            else (),
            tuple(f"{case.study.outcomes[one.outcome].name}: not stated, counted as 0%" for one in missing),
        )
    lives = [case.study.outcomes[stream.outcome] for stream in streams]
    longer = [o for o, s in zip(lives, streams, strict=True) if case.model.parameters.rows[s.life.duration].central > 1]
    faded = [outcome for outcome in longer if outcome.drop_off is not None or outcome.profile is not None]
    unsaid = [outcome for outcome in lives if outcome.duration is None and outcome.profile is None]
    short = len(lives) - len(longer) - sum(outcome not in longer for outcome in unsaid)
    yield Answer(
        "How long does it last, and does it fade?",
        (
            *((f"Stated to last a year or less: {count(short)} of {count(len(lives))} outcomes",) if short else ()),
            *((f"{count(len(faded))} of {count(len(longer))} outcomes that last over a year fade",) if faded else ()),
        ),
        (
            *(f"{outcome.name}: duration not stated, counted as a year" for outcome in unsaid if outcome not in longer),
            *(f"{outcome.name}: lasts over a year, no drop-off stated" for outcome in longer if outcome not in faded),
        ),
    )


def _is_stated(model: Model, stream: Stream, key: str) -> bool:
    row = model.parameters.row(f"{stream.outcome}/{key}")
    return row is None or row.stated


def _grounds(case: Answering, asked: list[Stream], key: str) -> Iterator[str]:
    for stream in asked:
        row = case.model.parameters.row(f"{stream.outcome}/{key}")
        name = case.study.outcomes[stream.outcome].name
        if row is None:
            yield f"{name}: follows from a comparison"
        elif row.stated:
            grounds = "assumption" if row.assumption else source_text(case.study, row.source)
            yield f"{name}: {percent(row.central)}, {grounds}"


def _shown(case: Answering) -> Iterator[Answer]:
    study, rows = case.study, [row for row in case.model.parameters.rows if row.stated]
    sourced, ranged = sum(bool(row.source) for row in rows), sum(row.uncertain for row in rows)
    total = count(len(rows))
    yield Answer(
        "Can each number be traced?",
        (
            f"Stated numbers with a source: {count(sourced)} of {total}",
            f"Stated numbers with a range: {count(ranged)} of {total}",
            f"{part(case.valuation.share_on_assumptions, 1)} of the value rests on at least one assumption",
        ),
        () if sourced == len(rows) else (f"Stated numbers without a source: {count(len(rows) - sourced)}",),
    )
    prices = "price base not stated" if study.price_base == "unknown" else f"{study.price_base} prices"
    yield Answer("How was it worked out?", (case.valuation.convention, f"{years(study.horizon)}, {prices}"))
    log = case.log
    logged = len(log.entries) - len(log.missing)
    yield Answer(
        "Which assumptions were made, by whom, and what do they do to the result?",
        tuple(f"{entry.what}: {log.effect(entry)}" for entry in log.entries if entry.entered)
        if log.entries
        else log.summary,
        (f"{count(len(log.missing))} of {count(logged + len(log.missing))} assumptions have no entry in the log",)
        if log.missing
        else (),
    )
    limits = tuple(text for text in study.limitations if text.strip())
    yield Answer("What can it not show?", limits, () if limits else ("No limitation stated (limitations)",))


def _verified(case: Answering) -> Iterator[Answer]:
    study, signed = case.study, case.study.signed_off
    yield Answer("How strong is the evidence behind the value?", case.evidence.summary[:-1])
    if signed is None:
        yield Answer("Who signed it off?", (), ("Nobody has signed it off (sroi sign)",))
    elif signed.hash.strip().lower() == study.hash:
        yield Answer("Who signed it off?", (f"{signed.by}, {signed.when}; unchanged since",))
    else:
        yield Answer("Who signed it off?", (f"{signed.by}, {signed.when}",), ("It was changed after that",))
    if study.acknowledged:
        said = tuple(f"{entry.check}: {entry.reason} ({entry.by})" for entry in study.acknowledged)
        yield Answer("Which findings were let stand, and why?", said)


def _response(case: Answering) -> Iterator[Answer]:
    study = case.study
    said = [f"{word}: {text}" for word, text in (("Purpose", study.purpose), ("Audience", study.audience)) if text]
    gaps = [
        f"No {word} stated" for word, text in (("purpose", study.purpose), ("audience", study.audience)) if not text
    ]
    yield Answer("What is the result for, and who is to act on it?", tuple(said), tuple(gaps))
    tried = [*study.scenarios, *study.options]
    yield Answer(
        "Which other ways were looked at?",
        (f"{count(len(study.options))} options and {count(len(study.scenarios))} scenarios",) if tried else (),
        () if tried else ("No option or scenario is stated",),
    )
    gap = "The study file has no place for it: say it in the report"
    yield Answer("What was done because of the result?", (), (gap,))


_ASKED: Final[Mapping[int, Callable[[Answering], Iterator[Answer]]]] = {
    1: _involved, 2: _changes, 3: _values, 4: _material, 5: _claims, 6: _shown, 7: _verified, 8: _response,
}  # fmt: skip
