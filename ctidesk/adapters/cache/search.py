"""Clients by text, as it is typed. Everything typed is folded to words first, so no query can be malformed.

The index gives what matches in the order of keys and stops early, so that a beginning that a hundred thousand names
share costs no more than a rare one. Ranks are given to what it gave; therefore the better ones (the whole name, a name
that begins so) are asked for by themselves, and clients of the latest calls are looked at one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ctidesk.adapters.cache import journal, titles
from ctidesk.adapters.cache.index import SHORTEST_KNOWN
from ctidesk.adapters.cache.ranking import SHORTEST_NUMBER, Words, has_all, match, ranking
from ctidesk.adapters.cache.rows import BY_REF, KEY, KINDS, SELECT, STATE, Stored, is_active
from ctidesk.adapters.cache.text import BEGINNING, FIRST, tail, words_of
from ctidesk.adapters.cache.typo import corrections
from ctidesk.domain.keyboard_layout import other_layout
from ctidesk.domain.records import CLIENTS, Entity, Match, MatchKind

_WHERE = "coalesce(c.state, 0) = 0 AND c.kind IN ({kinds}) LIMIT ?"
_BY_TEXT = f"{SELECT} JOIN words ON words.rowid = c.key WHERE words MATCH ? AND {_WHERE}"
_BY_NUMBER = f"{SELECT} JOIN tails ON tails.rowid = c.key WHERE tails MATCH ? AND {_WHERE}"
_BY_BOTH = f"""
{SELECT} JOIN words ON words.rowid = c.key
WHERE words MATCH ? AND c.key IN (SELECT rowid FROM tails WHERE tails MATCH ?) AND {_WHERE}
"""
_KNOWN = "SELECT word FROM term WHERE word >= ? AND word < ? LIMIT ?"
_MOST_KNOWN = 64
_LAST = "\U0010ffff"
_SUFFIX_DIGITS = 4
_GUESSES_BESIDE = 10
"""Clients found by a typo or by the other keyboard layout, where others have been found by what was typed."""
_RECENT_CALLS = 50


def by_text(db: sqlite3.Connection, text: str, limit: int, entities: Collection[Entity] = CLIENTS) -> tuple[Match, ...]:
    """Clients and organizations, then open cases and worksheets in a quarter of the places."""
    kinds = [KINDS[entity] for entity in CLIENTS if entity in entities]
    titled = [entity for entity in titles.FIELDS if entity in entities]
    beside = titles.by_text(db, text, max(1, limit // 4) if kinds else limit, titled) if titled else ()
    found = ClientSearch(db, kinds, limit - len(beside)).found(text) if kinds else ()
    return (*found, *beside)


@dataclass(frozen=True, slots=True)
class Reading:
    """What may have been meant by a text, and the rows that it finds."""

    kind: MatchKind
    words: Words
    rows: Sequence[Stored]


class ClientSearch:
    """One search for active clients of some kinds."""

    def __init__(self, db: sqlite3.Connection, kinds: Sequence[int], limit: int) -> None:
        self._db = db
        self._limit = limit
        self._kinds = ", ".join(map(str, kinds))
        self._recent = _recent(db, kinds)

    def found(self, text: str) -> tuple[Match, ...]:
        """Best first: found as typed, then on the other keyboard layout, then with a typo forgiven.

        Within each the whole name, names that begin so, then whatever else has the words; within these, clients of
        the operator's latest calls first.
        """
        best: dict[int, Match] = {}
        digits = typed_digits(text)
        for reading in self._readings(text, digits):
            guessed = bool(best) and reading.kind is not MatchKind.TEXT
            places = min(self._limit - len(best), _GUESSES_BESIDE if guessed else self._limit)
            fresh = [row for row in reading.rows if row[KEY] not in best][:places]
            best |= {row[KEY]: match(row, reading.kind, reading.words, digits) for row in fresh}
            if len(best) >= self._limit:
                break
        return tuple(best.values())

    def _readings(self, text: str, digits: str) -> Iterator[Reading]:
        """One after another, each looked for only when it is asked for."""
        typed, other = words_of(text), words_of(other_layout(text))
        if typed:
            yield Reading(MatchKind.TEXT, _alone(typed), self._with_words(typed))
        if digits:
            yield Reading(MatchKind.TEXT, _alone(typed), self._fetch(_BY_NUMBER, number_query(digits)))
            return
        if other and other != typed:
            yield Reading(MatchKind.LAYOUT, _alone(other), self._with_words(other))
        for words in (typed, other):
            if meant := corrections(self._db, words):
                rows = self._fetch(_BY_TEXT, _and(map(self._either, meant)))
                yield Reading(MatchKind.TYPO, meant, sorted(rows, key=ranking(meant, self._recent)))

    def _with_words(self, words: Sequence[str]) -> list[Stored]:
        """The better ones first, the rest only while there is room: what is common fills it at once."""
        rows: dict[int, Stored] = {row[KEY]: row for row in self._recent if has_all(row, _alone(words))}
        found = 0
        for query in self._queries(words):
            if found >= self._limit:
                break
            fetched = self._fetch(_BY_TEXT, query)
            rows |= {row[KEY]: row for row in fetched}
            found += len(fetched)
        some = rows.values() if rows else self._with_name_and_number(words)
        return sorted(some, key=ranking(_alone(words), self._recent))

    def _queries(self, words: Sequence[str]) -> Iterator[str]:
        """The name's first word and others; a name that begins so; whole words in any order; all whole but the one
        that is being typed; their beginnings."""
        whole, others = [f'"{word}"' for word in words], [self._begun(word) for word in words[1:]]
        yield _and([f'"{FIRST}{words[0]}"', *whole[1:]])
        yield _and([self._begun(words[0], FIRST), *others])
        yield _and(whole)
        if others:
            yield _and([*whole[:-1], others[-1]])
        yield _and([self._begun(words[0]), *others])

    def _begun(self, word: str, mark: str = "") -> str:
        """Words that begin so.

        FTS5 merges the places of all of them before it gives the first one (a hundred thousand for «иван»), unless it
        has an index for the length; a few known words joined by OR it reads one by one. ASCII may be of an e-mail,
        whose words are not known.
        """
        if len(mark + word) >= SHORTEST_KNOWN and not word.isascii():
            known = {word, *(one for (one,) in self._db.execute(_KNOWN, (word, word + _LAST, _MOST_KNOWN)))}
            if len(known) < _MOST_KNOWN:
                return "(" + " OR ".join(f'"{mark}{one}"' for one in sorted(known)) + ")"
        return f'"{mark}{word}"*'

    def _either(self, words: Sequence[str]) -> str:
        return "(" + " OR ".join(map(self._begun, words)) + ")"

    def _with_name_and_number(self, words: Sequence[str]) -> list[Stored]:
        """«иванов 9161234»."""
        digits = [word for word in words if word.isdigit() and word.isascii() and len(word) >= _SUFFIX_DIGITS]
        names = [self._begun(word) for word in words if word not in digits]
        numbers = [f"({number_query(word)})" for word in digits]
        return self._fetch(_BY_BOTH, _and(names), _and(numbers)) if names and numbers else []

    def _fetch(self, sql: str, *queries: str) -> list[Stored]:
        """At most twice as many as are wanted: some to choose the best from."""
        return self._db.execute(sql.format(kinds=self._kinds), (*queries, 2 * self._limit)).fetchall()


def _alone(words: Sequence[str]) -> Words:
    """Words that mean what they say."""
    return [(word,) for word in words]


def _recent(db: sqlite3.Connection, kinds: Sequence[int]) -> list[Stored]:
    refs = (ref for ref in journal.recent_clients(db, _RECENT_CALLS) if KINDS.get(ref.entity) in kinds)
    rows = (db.execute(BY_REF, (ref.id, KINDS[ref.entity])).fetchone() for ref in refs)
    return [row for row in rows if row and is_active(row[STATE])]


def typed_digits(text: str) -> str:
    """The digits of a text that can only be a number, or part of one."""
    digits = "".join(c for c in text if c.isdigit() and c.isascii())
    return digits if len(digits) >= SHORTEST_NUMBER and not any(c.isalpha() for c in text) else ""


def number_query(digits: str) -> str:
    """Numbers that begin with these digits, with or without what was typed before the national ones, or end so."""
    forms = [digits[-10:]] if len(digits) > 10 else [digits]
    forms += [digits[1:]] * (digits[0] in "78" and SHORTEST_NUMBER < len(digits) <= 10)
    ends = [f'"{tail(digits)}"*'] * (len(digits) >= _SUFFIX_DIGITS)
    return " OR ".join([*(f'"{BEGINNING}{form}"*' for form in forms), *ends])


def _and(parts: Iterable[str]) -> str:
    return " AND ".join(parts)
