"""What a report is made of: sections of paragraphs, lists, tables, figures and prompts. Plain text, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from sroi.analysis.recorded.record import RunRecord
from sroi.charts.chart import Chart


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Parameters
    ----------
    text
        Plain text; whatever it holds is shown as it stands.
    look
        ``lead`` for the sentence that carries a section, ``warning`` for what must not be missed, ``code`` for what is
        typed, ``small`` for what stands below a table or figure.
    """

    text: str
    look: Literal["plain", "lead", "warning", "small", "code"] = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """A list, one point each."""

    items: tuple[str, ...]


#: A currency that is written as its code, before an amount.
_AMOUNT: Final = re.compile(r"\b([A-Z]{3}) (?=\d)")

#: Letters that fit beside each other in a table, and the longest word that gets room of its own.
_LETTERS: Final = 118.0
_LONGEST_WORD: Final = 16


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; the first column names the rows.

    Parameters
    ----------
    caption
        What it shows, in a few words.
    columns
        Headings.
    rows
        Cells as they are shown.
    numbers
        Places of the columns that are set to the right.
    widths
        Widths of the columns beside each other, before room is made for long words; empty where all are alike.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of “{self.caption}” has another number of cells than columns")

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The rows, the code of a currency kept on one line with its amount."""
        return tuple(tuple(_AMOUNT.sub("\\1\u00a0", cell) for cell in row) for row in self.rows)

    @property
    def shares(self) -> tuple[float, ...]:
        """Width of each column as a share of the whole.

        Examples
        --------
        >>> table = Table("T", ("Name", "Displacement"), (("some words", "1"),), widths=(20, 1))
        >>> [round(share, 2) for share in table.shares]  # the long word keeps its room
        [0.88, 0.12]
        """
        wanted = self.widths or (1.0,) * len(self.columns)
        total, least = sum(wanted), self._by_words()
        shares = [wide / total for wide in wanted]
        for _ in shares:  # each round gives room to some columns and takes it from those that have more
            short = [share < floor for share, floor in zip(shares, least, strict=True)]
            taken = sum(floor for floor, is_short in zip(least, short, strict=True) if is_short)
            rest = sum(share for share, is_short in zip(shares, short, strict=True) if not is_short)
            if not any(short) or rest <= 0 or taken >= 1:
                break
            pairs = zip(shares, least, short, strict=True)
            shares = [floor if is_short else share * (1 - taken) / rest for share, floor, is_short in pairs]
        return tuple(share / sum(shares) for share in shares)

    def _by_words(self) -> list[float]:
        """Share of the width that the longest word of each column needs, so that none is broken."""
        needed = []
        for place, column in enumerate(self.columns):
            words = [word for text in (column, *(row[place] for row in self.cells)) for word in text.split(" ")]
            needed.append((min(_LONGEST_WORD, max(map(len, words), default=0)) + 2.5) / _LETTERS)
        return needed


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption; its text alternative is the chart's.

    Parameters
    ----------
    caption
        What it shows, in a few words.
    chart
        The chart, described once; each writer draws it.
    """

    caption: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something only people can write. It warns where nobody has.

    Parameters
    ----------
    ask
        What is to be written.
    answer
        What the study says; empty where it says nothing.
    """

    ask: str
    answer: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody has written it."""
        return not self.answer.strip()


Block: TypeAlias = "Paragraph | Points | Table | Figure | Prompt"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its heading.

    Parameters
    ----------
    id
        Short name, such as ``stakeholders``.
    title
        Heading.
    blocks
        What it holds.
    sections
        Parts of it, under headings of the next level.
    annex
        Whether it is an annex, lettered instead of numbered.
    fresh
        Whether it starts on a page of its own.
    """

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    annex: bool = False
    fresh: bool = False

    def walk(self) -> Iterator[Block]:
        """Every block, those of the parts below it too."""
        yield from self.blocks
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True)
class Report:
    """One report: what every writer writes.

    Made by :func:`sroi.report.build.build`.

    Parameters
    ----------
    title, subtitle
        Of the study, and what kind of report it is.
    language
        Of its texts, as in BCP 47, such as ``en-GB``.
    author, date
        As the study and the caller say; empty where they say nothing.
    status
        Draft, not signed off, or by whom it is signed off, in words.
    draft
        Word across every page while an error-level check is open; empty where none is.
    cover
        What stands on the first page below the title.
    sections
        In their order, annexes last.
    record
        The run behind every number.
    words
        The few words that writers add, by what they are for, such as ``contents``.
    compact
        Whether it is to fit on few pages: no contents, no cover of its own.
    """

    title: str
    subtitle: str
    language: str
    author: str
    date: str
    status: str
    draft: str
    cover: tuple[Block, ...]
    sections: tuple[Section, ...]
    record: RunRecord = field(repr=False)
    words: dict[str, str] = field(repr=False)
    compact: bool = False

    def blocks(self) -> Iterator[Block]:
        """Every block, in the order in which it is read."""
        yield from self.cover
        for section in self.sections:
            yield from section.walk()

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """What people are still to write."""
        return tuple(block for block in self.blocks() if isinstance(block, Prompt) and block.open)

    def section(self, name: str) -> Section:
        """One section by its id.

        Raises
        ------
        KeyError
            Where the report has none of that name.
        """
        for section in self.sections:
            if section.id == name:
                return section
        raise KeyError(name)
