"""How wide words are, so that they can be wrapped, and room left for them, without a browser."""

from __future__ import annotations

import unicodedata
from typing import Final

#: Families of one set of widths, the first of which is on nearly every machine.
FAMILY: Final = "Arial, Liberation Sans, Helvetica, sans-serif"

#: Advance widths in thousandths of the size, regular and bold, by the characters that share them.
_REGULAR: Final = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft\xa0",
    333: "()-`r“”·",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    549: "÷≤≥",
    556: "#$0123456789?L_abdeghnopqu£€–",
    584: "+<=>~−×",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm½¼",
    889: "%",
    944: "W",
    1000: "—→…",
    1015: "@",
}
_BOLD: Final = {
    238: "'",
    278: " ,./I\\ijl‘’|\xa0",
    333: "!()-:;[]`ft·",
    350: "•",
    389: "*r{}",
    474: '"',
    500: "z“”",
    549: "÷≤≥",
    556: "#$0123456789J_aceksvxy£€–",
    584: "+<=>^~−×",
    611: "?FLTZbdghnopqu",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw",
    833: "M½¼",
    889: "%m",
    944: "W",
    975: "@",
    1000: "—→…",
}
_WIDTHS: Final = tuple(
    {character: width for width, group in table.items() for character in group} for table in (_REGULAR, _BOLD)
)

#: After these a long word may be broken.
_BREAKS: Final = "-/–—_"


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of words in the charts' font, in pixels.

    Characters outside the table count as wide as their kind: those of East Asia a whole em, accents on their own
    nothing, accented letters as their base, others 0.6 em.

    References
    ----------
    Advance widths of Liberation Sans 2, which are those of Arial and Helvetica.

    Examples
    --------
    >>> width("£1.93", 10), width("é", 10) == width("e", 10), width("世界", 10)
    (25.02, True, 20.0)
    """
    widths = _WIDTHS[bold]
    return sum(widths[c] if c in widths else _other(c, widths) for c in text) * size / 1000


def _other(character: str, widths: dict[str, int]) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1000
    base = unicodedata.normalize("NFD", character)[0]
    return widths.get(base, 600)


def wrap(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Break words into lines that fit; a word wider than the room is broken too, and nothing is cut off.

    Parameters
    ----------
    room
        Width of a line. [px]
    size
        Size of the font. [px]

    Examples
    --------
    >>> wrap("Residents: fewer falls, continuing care", 130, 13)
    ('Residents: fewer falls,', 'continuing care')
    >>> wrap("Antidisestablishmentarianism", 90, 13)
    ('Antidisestablis', 'hmentarianism')
    """
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, room, size, bold)
        lines += full
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """Break a word that is too wide, after a hyphen or slash where there is one."""
    pieces = []
    while width(word, size, bold) > room and len(word) > 1:
        fits = 1
        while fits < len(word) and width(word[: fits + 1], size, bold) <= room:
            fits += 1
        breaks = [place + 1 for place in range(fits) if word[place] in _BREAKS]
        cut = breaks[-1] if breaks else fits
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def clean(text: str) -> str:
    r"""Drop characters that no document may hold (control signs), and turn line breaks into spaces.

    Examples
    --------
    >>> clean("one\x07\ntwo")
    'one two'
    """
    spaced = "".join(" " if character.isspace() else character for character in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
