"""A finding: one thing a reviewer would ask about, where it stands, why it matters and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from inspect import getdoc, signature
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from sroi.assurance.case import Case
    from sroi.study.records import Acknowledged

Level = Literal["error", "warning", "note"]

#: Levels, the gravest first.
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found.

    Parameters
    ----------
    address
        Where.
    message
        What, in a sentence with its numbers.
    fix
        What to do.
    mend
        Numbers that would mend it, by address, where that can be said; the effect on the ratio is computed from them.
    mended
        What these numbers stand for and what was assumed, at the head of the sentence that tells the effect.
    settings
        Settings of the study that would mend it, such as its discounting, where no single number would.
    level
        Level of this one, where it is not that of its rule.
    """

    address: str
    message: str
    fix: str
    mend: Mapping[str, float] = field(default_factory=dict)
    mended: str = "Mended"
    settings: Mapping[str, Any] = field(default_factory=dict)
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One question a reviewer asks.

    Made by the decorator :func:`rule`, or by :func:`enforced` where a study that breaks it cannot be read.

    Parameters
    ----------
    id
        Short and lasting, such as ``OVC004``.
    level
        ``error`` keeps a report a draft, ``warning`` must be looked at, ``note`` must be known.
    title
        The fault in a few words.
    why
        Why it matters.
    source
        Who says so.
    find
        What finds it; its keyword arguments are the thresholds.
    looks_for
        What is looked for, in a sentence.
    limits
        Thresholds by name. All are house rules: no source states them.
    meanings
        What each threshold is, in words.
    enforced_by
        Codes of the errors by which reader and engine refuse (part of) it before any rule is asked.
    levelled
        Whether a profile set the level, which then holds for all that it finds.
    """

    id: str
    level: Level
    title: str
    why: str
    source: str
    find: Callable[..., Iterator[Found]]
    looks_for: str
    limits: Mapping[str, float] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    enforced_by: tuple[str, ...] = ()
    levelled: bool = False

    def ask(self, case: Case) -> Iterator[Found]:
        """Ask it about a study."""
        return self.find(case, **self.limits)

    def at(self, level: Level | None) -> Rule:
        """The same rule at another level, unless a profile set its own."""
        return self if level is None or self.levelled else replace(self, level=level)


def rule(
    id: str,
    level: Level,
    title: str,
    *,
    why: str,
    source: str,
    limits: Mapping[str, str] | None = None,
    enforced_by: tuple[str, ...] = (),
) -> Callable[[Callable[..., Iterator[Found]]], Rule]:
    """Make a rule of a function that yields what it finds in a case.

    The keyword arguments of the function are its thresholds, with their defaults; ``limits`` says what each is. The
    first line of its docstring says what is looked for.

    Examples
    --------
    >>> @rule("ABC001", "note", "Long", why="A reader tires.", source="house rule", limits={"words": "the most"})
    ... def long_title(case, *, words=20):
    ...     '''A title of many words.'''
    ...     if len(case.study.title.split()) > words:
    ...         yield Found("title", "The title is long.", "shorten it")
    >>> long_title.id, dict(long_title.limits), long_title.looks_for
    ('ABC001', {'words': 20}, 'A title of many words.')
    """

    def made(find: Callable[..., Iterator[Found]]) -> Rule:
        defaults = {key: item.default for key, item in signature(find).parameters.items() if key != "case"}
        looks_for = (getdoc(find) or "").split("\n\n")[0].replace("\n", " ")
        return Rule(id, level, title, why, source, find, looks_for, defaults, limits or {}, enforced_by)

    return made


def enforced(id: str, level: Level, title: str, *, why: str, source: str, by: tuple[str, ...], how: str) -> Rule:
    """Make a rule that no study can break: reader or engine refuse it with the errors named."""

    def nothing(case: Case) -> Iterator[Found]:
        yield from ()

    return Rule(id, level, title, why, source, nothing, how, enforced_by=by)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding, with its line, its effect and whether it was acknowledged.

    Parameters
    ----------
    rule
        The question, at the level that counts here.
    found
        The answer.
    line
        Line of the file, where known.
    ratio_if_mended
        SROI ratio with the mend; None where none can be computed.
    acknowledged
        Reason and name, where the study lets it stand.
    """

    rule: Rule
    found: Found
    line: int | None
    ratio_if_mended: float | None = None
    acknowledged: str | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has acknowledged it."""
        return self.acknowledged is None


def covers(entry: Acknowledged, found: Found) -> bool:
    """Whether an acknowledgement speaks of what was found: everywhere, at its address, or below it."""
    return entry.address is None or found.address == entry.address or found.address.startswith(f"{entry.address}/")
