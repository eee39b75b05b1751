"""What the words of a heading mean: a field of a value map, or a year."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Final

from sroi.workbook.reading.synonyms import known_words, plain

_YEAR: Final = (
    (re.compile(r"(?:year|yr|y|period|tahun|impact year|value year)\s?(\d{1,2})(?: .*)?"), 0),
    (re.compile(r"(\d{1,2})(?:st|nd|rd|th) (?:year|yr|period)(?: .*)?"), 0),
    (re.compile(r"((?:19|20)\d{2})(?: \d{2}(?:\d{2})?)?"), 0),
    (re.compile(r"(?:year|fy|tahun) ((?:19|20)\d{2})(?: \d{2}(?:\d{2})?)?"), 0),
)
_WORDS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
                 "ten": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
                 "eighth": 8, "ninth": 9, "tenth": 10, "zero": 0}  # fmt: skip


def year_in(words: str) -> int | None:
    """Year that a heading names: ``Year 0``, ``1st year``, ``Year one``, ``2026/27``.

    Examples
    --------
    >>> year_in("Year 0"), year_in("1st year"), year_in("Year two"), year_in("2026/27"), year_in("Years")
    (0, 1, 2, 2026, None)
    """
    text = plain(words)
    text = " ".join(str(_WORDS.get(word, word)) for word in text.split()) if "year" in text else text
    text = re.sub(r"^(\d{1,2}) year$", r"year \1", text)
    for pattern, _ in _YEAR:
        if match := pattern.fullmatch(text):
            return int(match[1])
    return None


@cache
def meaning(words: str) -> tuple[str, float, str]:
    """Field that words name, how surely (0 to 10), and how that was seen.

    Examples
    --------
    >>> meaning("Deadweight%"), meaning("Who do we have an affect on? Who has an effect on us?")[0]
    (('deadweight', 10.0, 'by its name'), 'stakeholder')
    >>> meaning("Deadwieght")[0], meaning("Mood")
    ('deadweight', ('', 0.0, ''))
    """
    text = plain(words)
    if not text:
        return "", 0.0, ""
    known = known_words()
    bare = plain(re.sub(r"\([^)]*\)", " ", words)) or text
    head = plain(re.split(r"[:\n(–—]", words)[0]) or text
    for form, worth in ((text, 0.0), (bare, 1.0), (head, 2.0)):
        if form in known:
            field, sure = known[form]
            return field, sure - worth, "by its name" if sure >= 10 else "by its question"
    for part in re.split(r"[?\n:;/]", words):
        if plain(part) in known and len(plain(part)) > 3:
            field, sure = known[plain(part)]
            return field, sure - 2.5, "by its name" if sure >= 10 else "by its question"
    money = re.sub(r"\b(?:in )?(?:currency|nt|gbp|usd|eur|£|per annum|pa|p a|only enter numbers)\b", " ", text)
    money = " ".join(money.split())
    if money in known:
        return known[money][0], known[money][1] - 3, "by its name"
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.86 if len(text) > 5 else 0.95)
    if close:
        return known[close[0]][0], 5.0, f"read as “{close[0]}”"
    inside = [(len(form), form) for form in known if len(form) > 7 and re.search(rf"\b{re.escape(form)}\b", text)]
    if inside:
        form = max(inside)[1]
        return known[form][0], 4.0, f"it says “{form}”"
    return "", 0.0, ""


def meanings(words: str) -> list[tuple[str, float, str]]:
    """Every field that words, or one of their sentences, name.

    Examples
    --------
    >>> [field for field, _, _ in meanings("Value / What would have happened without the activity?")]
    ['value', 'deadweight']
    """
    found = [
        meaning(words),
        *(meaning(part) for part in re.split(r"[?\n:;/]", words) if part.strip() and part != words),
    ]
    best: dict[str, tuple[str, float, str]] = {}
    for field, sure, how in found:
        if field and sure > best.get(field, ("", 0.0, ""))[1]:
            best[field] = (field, sure, how)
    return sorted(best.values(), key=lambda one: one[1], reverse=True)
