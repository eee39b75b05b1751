"""The texts of reports, one file per language; nothing a report says by itself is written in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from sroi.errors import FileError, Problem
from sroi.study.faults import did_you_mean

_FOLDER: Final = Path(__file__).parent / "texts"

#: Language of the texts that are complete.
DEFAULT: Final = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by key, in one language.

    Parameters
    ----------
    language
        Language, as in BCP 47.
    texts
        Templates with named places; a text that counts has one per plural category (``one``, ``other`` …).
    """

    language: str
    texts: Mapping[str, str | Mapping[str, str]]

    def say(self, key: str, *, count: float | None = None, **values: object) -> str:
        """Say a text with its places filled.

        Parameters
        ----------
        key
            Such as ``summary.title``.
        count
            Number that chooses between singular and plural; also the place ``{count}``.
        values
            What stands in the places. Braces inside them mean nothing.

        Examples
        --------
        >>> texts = Catalogue("en", {"checks": {"one": "{count} check", "other": "{count} checks"}})
        >>> texts.say("checks", count=1), texts.say("checks", count=0)
        ('1 check', '0 checks')
        """
        text = self.texts[key]
        if not isinstance(text, str):
            category = plural(self.language, count if count is not None else 0)
            text = text.get(category, text["other"])
        shown = f"{count:,}" if count is not None else ""
        return text.format(count=shown, **values)

    def group(self, prefix: str) -> dict[str, str]:
        """Plain texts whose key starts with a prefix, by the rest of their key."""
        start = f"{prefix}."
        found = {key.removeprefix(start): text for key, text in self.texts.items() if key.startswith(start)}
        return {key: text for key, text in found.items() if isinstance(text, str)}


#: Plural categories of Welsh by number.
_WELSH: Final[Mapping[float, str]] = {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}


def plural(language: str, count: float) -> str:
    """Plural category of a whole number in a language, after the Unicode Common Locale Data Repository.

    References
    ----------
    Unicode CLDR, Language Plural Rules (cardinal): English, Norwegian, Welsh.

    Examples
    --------
    >>> [plural("en", n) for n in (0, 1, 2)], [plural("cy", n) for n in (0, 1, 2, 3, 6, 7)]
    (['other', 'one', 'other'], ['zero', 'one', 'two', 'few', 'many', 'other'])
    """
    if language.partition("-")[0] == "cy":
        return _WELSH.get(count, "other")
    return "one" if count == 1 else "other"


@lru_cache(maxsize=8)
def catalogue(language: str = DEFAULT) -> Catalogue:
    """Read the texts of a language; what it has not yet is said in English.

    Raises
    ------
    FileError
        ``language-unknown`` where there are no texts in that language.

    Examples
    --------
    >>> catalogue("en").language
    'en-GB'
    """
    known = sorted(path.stem for path in _FOLDER.glob("*.yaml"))
    if language not in known:
        said = f"found the language {language}", f"reports are written in {', '.join(known)}"
        raise FileError(Problem("language-unknown", *said, did_you_mean(language, known)))
    base = _read(DEFAULT)
    found = base if language == DEFAULT else {**base, **_read(language)}
    tag = found["language"]
    assert isinstance(tag, str)
    return Catalogue(tag, found)


def _read(language: str) -> dict[str, str | Mapping[str, str]]:
    from sroi.study.reading import read_file

    found: dict[str, str | Mapping[str, str]] = {}
    _flatten(read_file(_FOLDER / f"{language}.yaml").document, "", found)
    return found


#: Keys of a mapping that is one text with plural forms, not a group of texts.
_FORMS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})


def _flatten(node: Mapping[str, object], prefix: str, into: dict[str, str | Mapping[str, str]]) -> None:
    for key, item in node.items():
        name = f"{prefix}{key}"
        if isinstance(item, Mapping) and "other" in item and set(item) <= _FORMS:
            into[name] = {str(form): str(text) for form, text in item.items()}
        elif isinstance(item, Mapping):
            _flatten(item, f"{name}.", into)
        else:
            into[name] = str(item)
