"""What people call things: words that mean the same, and words that also find something else.

The lists are data, `proxies/synonyms.yaml`; this module reads their compact copy and turns words into a
common form: lower case, accents and apostrophes off, ``A&E`` as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from sroi.bank.locate import proxies_folder
from sroi.bank.records import Frozen

_JOINED = re.compile(r"\b([a-z])\s?&\s?([a-z])\b")
_WORD = re.compile(r"[a-z0-9]+")


class CompactSynonyms(Frozen):
    """The file `proxies/synonyms.json`, and the digest of the YAML it was built from."""

    built_from: str
    same: tuple[tuple[str, ...], ...]
    also: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in their common form.

    Examples
    --------
    >>> words("A&E: Jobseeker's Allowance, Økonomisk")
    ('ae', 'jobseekers', 'allowance', 'okonomisk')
    """
    plain = unicodedata.normalize("NFKD", text.lower().replace("ø", "o").replace("æ", "ae"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _JOINED.sub(r"\1\2", plain.replace("'", "").replace("’", ""))
    return tuple(_WORD.findall(plain))


@lru_cache(maxsize=1)
def _lists() -> CompactSynonyms:
    return CompactSynonyms.model_validate_json((proxies_folder() / "synonyms.json").read_bytes())


@lru_cache(maxsize=1)
def same_words() -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Return, for each word or phrase of the lists, all that mean the same."""
    groups: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for line in _lists().same:
        phrases = {words(phrase) for phrase in line}
        for phrase in phrases:
            groups.setdefault(phrase, set()).update(phrases)
    return {phrase: frozenset(group) for phrase, group in groups.items()}


@lru_cache(maxsize=1)
def also_words() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return, for each single word of the lists, what else it finds."""
    return {words(word)[0]: frozenset(words(each) for each in others) for word, others in _lists().also.items()}


@lru_cache(maxsize=1)
def ignored_words() -> frozenset[str]:
    """Return the words that say nothing about what is sought."""
    return frozenset(_lists().ignored)
