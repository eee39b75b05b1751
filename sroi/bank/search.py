"""Search the bank the way people ask: ranked, forgiving of typing errors, with synonyms and filters.

The words of a query are grouped into concepts: a phrase of `proxies/synonyms.yaml`, or a single word. Each
concept is looked up in a full-text index held in memory (SQLite FTS5, Porter stemming, BM25), with its
synonyms at less weight. A record ranks by the sum over concepts, times the share of concepts it has, and
falls with each word of its claim that was not asked for. Headlines come before their parts, newer figures
before older ones.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sroi.bank.load import shipped
from sroi.bank.records import Record
from sroi.bank.synonyms import also_words, ignored_words, same_words, words
from sroi.bank.vocabulary import AGENCIES, CURRENCIES, DOMAINS, LICENCES, QUALITIES, TYPES, nearest
from sroi.bank.years import read_year
from sroi.errors import BankError, Problem

_COLUMNS = {"claim": 8.0, "keywords": 5.0, "wording": 3.0, "notes": 0.7}
_SAME, _ALSO, _MISSPELT = 0.85, 0.45, 0.7
_LONGEST_PHRASE = 6
_STEM = 5
_BESIDE = 0.06

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that a search found, the best first; the score compares hits of one search only."""

    record: Record
    score: float


def search(
    query: str,
    *,
    domain: str | None = None,
    agency: str | None = None,
    type: str | None = None,
    currency: str | None = None,
    licence: str | None = None,
    quality: str | None = None,
    limit: int = 10,
) -> list[Hit]:
    """Return the records that fit a query best; an empty query lists what passes the filters.

    Raises
    ------
    BankError
        ``search-filter`` when a filter is not a word of its list.

    Examples
    --------
    >>> search("GP visit", limit=1)[0].record.id
    'pssru2025-gp-consultation'
    >>> [hit.record.id for hit in search("unemploymnt benefit claimant finds a job", limit=1)]
    ['gm-jsa-into-work']
    >>> search("fire", agency="fire", limit=1)[0].record.domain
    'safety'
    """
    wanted = {
        "domain": domain,
        "agency": agency,
        "type": type,
        "currency": currency,
        "licence": licence,
        "quality": quality,
    }
    for name, word in wanted.items():
        _check_filter(name, word)
    index = _index()
    passing = [position for position, record in enumerate(index.records) if _passes(record, wanted)]
    if not words(query):
        return [Hit(index.records[position], 0.0) for position in passing[:limit]]
    scores = index.scores(query)
    hits = [Hit(index.records[position], scores[position]) for position in passing if position in scores]
    return sorted(hits, key=lambda hit: (-hit.score, hit.record.id))[:limit]


class Index:
    """The full-text index of a set of records, held in memory."""

    def __init__(self, records: tuple[Record, ...]) -> None:
        self.records = records
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        columns = ", ".join(_COLUMNS)
        self._base.execute(f"CREATE VIRTUAL TABLE entry USING fts5({columns}, tokenize='porter unicode61')")
        rows = [(position, *_texts(record)) for position, record in enumerate(records)]
        marks = ", ".join("?" for _ in range(len(_COLUMNS) + 1))
        self._base.executemany(f"INSERT INTO entry (rowid, {columns}) VALUES ({marks})", rows)
        self._known = frozenset(word for row in rows for text in row[1:] for word in str(text).split())
        weights = ", ".join(str(weight) for weight in _COLUMNS.values())
        self._ask = f"SELECT rowid, -bm25(entry, {weights}) FROM entry WHERE entry MATCH ?"
        self._standing = standings(records)
        self._heads = [_head(record.claim) for record in records]

    def scores(self, query: str) -> dict[int, float]:
        """Return the score of each record that has something of the query."""
        concepts = [self._concept(phrase) for phrase in _concepts(self._joined(words(query)))]
        total: dict[int, float] = {}
        matched: dict[int, float] = {}
        for concept in concepts:
            best: dict[int, tuple[float, float]] = {}
            for phrase, weight in concept.items():
                for position, score in self._match(phrase):
                    best[position] = max(best.get(position, (0.0, 0.0)), (weight * score, weight))
            for position, (score, weight) in best.items():
                total[position] = total.get(position, 0.0) + score
                matched[position] = matched.get(position, 0.0) + weight
        asked = frozenset(word[:_STEM] for concept in concepts for phrase in concept for word in phrase)
        return {
            position: score
            * (matched[position] / len(concepts)) ** 1.5
            * self._standing[position]
            / (1 + _BESIDE * len(self._heads[position] - asked))
            for position, score in total.items()
        }

    def _joined(self, query: Phrase) -> Phrase:
        """Join two words that the index knows as one, such as ``shop lifting``."""
        parts = list(query)
        for position in range(len(parts) - 1, 0, -1):
            both = parts[position - 1] + parts[position]
            if len(both) > 6 and both in self._known and not self._match((parts[position - 1], parts[position])):
                parts[position - 1 : position + 1] = [both]
        return tuple(parts)

    def _concept(self, phrase: Phrase) -> dict[Phrase, float]:
        """Return the phrases that stand for one concept, with their weights."""
        found = {phrase: 1.0}
        for other in same_words().get(phrase, ()):
            found.setdefault(other, _SAME)
        if len(phrase) == 1:
            for other in also_words().get(phrase[0], ()):
                for each in same_words().get(other, frozenset([other])):
                    found.setdefault(each, _ALSO)
        if len(phrase) == 1 and not any(self._match(each) for each in found):
            return self._guesses(phrase[0])
        return found

    def _guesses(self, word: str) -> dict[Phrase, float]:
        """Return what an unknown word may have been meant to be: two words, a beginning, or a typing error."""
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._known and word[cut:] in self._known and self._match((word[:cut], word[cut:])):
                return {(word[:cut], word[cut:]): _MISSPELT}
        letters = set(word)
        near = [
            known
            for known in self._known
            if abs(len(known) - len(word)) <= 2 and len(letters & set(known)) >= len(letters) - 2
        ]
        found: dict[Phrase, float] = {}
        for known in difflib.get_close_matches(word, near, n=3, cutoff=0.75):
            likeness = difflib.SequenceMatcher(None, word, known).ratio()
            for each in {(known,), *same_words().get((known,), ())}:
                found.setdefault(each, _MISSPELT * likeness)
        if not found and len(word) >= 3:
            beginnings = sorted(known for known in self._known if known.startswith(word))
            found = {(known,): _MISSPELT for known in beginnings[:20]}
        return found

    def _match(self, phrase: Phrase) -> list[tuple[int, float]]:
        quoted = f'"{" ".join(phrase)}"'
        with self._lock:
            return self._base.execute(self._ask, (quoted,)).fetchall()


def standings(records: tuple[Record, ...]) -> list[float]:
    """Return how much each record counts before others that fit as well.

    Records that others refer to, as their headline or successor, come first; parts of a total, superseded and
    doubtful records later; newer price years before older ones.
    """
    referred = Counter(
        other
        for record in records
        for linked in (record.relations.component_of, record.relations.do_not_add_to, record.relations.superseded_by)
        for other in linked
    )
    found = []
    for record in records:
        standing = 1.0 + min(0.25, 0.05 * referred[record.id])
        if record.relations.component_of:
            standing *= 0.75
        if record.superseded:
            standing *= 0.85
        if record.quality in ("red", "low"):
            standing *= 0.95
        years = [year.start for value in record.values.values() if (year := read_year(value.price_year))]
        found.append(standing * (1 + 0.005 * (max(years, default=2010) - 2015)))
    return found


@lru_cache(maxsize=1)
def _index() -> Index:
    return Index(shipped().records)


def _texts(record: Record) -> tuple[str, ...]:
    """Return what is indexed of a record, one text for each column."""
    agencies = " ".join(f"{agency} {AGENCIES[agency]}" for agency in record.agency)
    keywords = f"{record.id} {DOMAINS[record.domain]} {agencies} {record.unit.text} {record.coverage}"
    return tuple(" ".join(words(text)) for text in (record.claim, keywords, record.published_as, record.notes))


def _concepts(query: Phrase) -> Iterator[Phrase]:
    """Cut a query into the longest phrases that the synonyms know, and single words; leave fillers out."""
    known = same_words()
    position, kept = 0, False
    while position < len(query):
        for length in range(min(_LONGEST_PHRASE, len(query) - position), 0, -1):
            phrase = query[position : position + length]
            if phrase in known or length == 1:
                if length > 1 or phrase[0] not in ignored_words():
                    kept = True
                    yield phrase
                position += length
                break
    if not kept:
        yield from ((word,) for word in query)


def _head(claim: str) -> frozenset[str]:
    """Return the stems of what a claim is about: its words before the colon, without brackets and fillers."""
    head = re.sub(r"\(.*?\)", " ", claim.split(": ", 1)[0])
    return frozenset(word[:_STEM] for word in words(head) if word not in ignored_words())


_WORDS = {
    "domain": DOMAINS,
    "agency": AGENCIES,
    "type": TYPES,
    "currency": CURRENCIES,
    "licence": LICENCES,
    "quality": QUALITIES,
}


def _check_filter(name: str, word: str | None) -> None:
    if word is None or word in _WORDS[name]:
        return
    close = nearest(word, _WORDS[name])
    allowed = f"the words for {name} are {', '.join(_WORDS[name])}"
    raise BankError(
        Problem("search-filter", f"found {name} {word!r}", allowed, f"did you mean {close}" if close else "")
    )


def _passes(record: Record, wanted: dict[str, str | None]) -> bool:
    has = {
        "domain": (record.domain,),
        "agency": record.agency,
        "type": record.types,
        "currency": (record.currency,),
        "licence": (record.licence,),
        "quality": (record.quality,),
    }
    return all(word is None or word in has[name] for name, word in wanted.items())
