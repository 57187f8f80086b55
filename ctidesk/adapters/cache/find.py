"""Clients by number and by text. Everything typed is folded to words first, so no query can be malformed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from ctidesk.adapters.cache.rows import (
    ID,
    KIND,
    NAME_FIELD,
    SELECT,
    STATE,
    Stored,
    card_of,
    client_of,
    entity_of,
    fields_of,
    is_active,
    phones_of,
)
from ctidesk.adapters.cache.text import FIRST, fold, numbers_of, tail
from ctidesk.domain.phone_number import NumberKind, PhoneNumber, parse
from ctidesk.domain.records import Card, Match, MatchKind, RecordRef

_BY_TAIL = f"{SELECT} WHERE c.key IN (SELECT rowid FROM tails WHERE tails MATCH ? LIMIT 200)"
_BY_TEXT = f"{SELECT} WHERE c.key IN (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT 500)"
_BY_REF = f"{SELECT} WHERE c.id = ? AND c.kind = ?"
_HINT_DIGITS = 7
_RANK = {kind: rank for rank, kind in enumerate(MatchKind)}


def by_number(db: sqlite3.Connection, number: PhoneNumber, country: str) -> tuple[Match, ...]:
    """Every active client that has the number, best first; seven digits count only where nothing better was found."""
    if not number.digits:
        return ()
    exact = _matching(db, f'"{tail(number.digits)}"', lambda digits, raw: _kind(number, digits, raw, country))
    if exact or number.kind is not NumberKind.EXTERNAL or len(number.digits) < _HINT_DIGITS:
        return exact
    hint = number.digits[-_HINT_DIGITS:]
    return _matching(db, f'"{hint[::-1]}"*', lambda digits, raw: MatchKind.LAST_7 if digits.endswith(hint) else None)


def _matching(db: sqlite3.Connection, query: str, kind_of: Callable[[str, str], MatchKind | None]) -> tuple[Match, ...]:
    found = (_best(row, kind_of) for row in db.execute(_BY_TAIL, (query,)) if is_active(row[STATE]))
    return tuple(sorted((match for match in found if match), key=_order))


def _best(row: Stored, kind_of: Callable[[str, str], MatchKind | None]) -> Match | None:
    """The field of this client that matches best."""
    matches = [
        Match(client_of(row), field, content, kind)
        for field, content in phones_of(row)
        for digits in numbers_of([content])[0]
        if (kind := kind_of(digits, content))
    ]
    return min(matches, key=_order, default=None)


def _kind(number: PhoneNumber, digits: str, raw: str, country: str) -> MatchKind | None:
    if number.kind is not NumberKind.EXTERNAL:
        return MatchKind.E164 if digits == number.digits else None
    if tail(digits) != tail(number.digits):
        return None
    plus = "+" if raw.lstrip().startswith("+") else ""
    same = bool(number.e164) and parse(plus + digits, country).e164 == number.e164
    return MatchKind.E164 if same else MatchKind.LAST_10


def _order(match: Match) -> tuple[object, ...]:
    return (_RANK[match.kind], match.client.ref.entity != "contact", match.client.name)


def by_text(db: sqlite3.Connection, text: str, limit: int) -> tuple[Match, ...]:
    """Active clients whose words begin with all the words typed; names that begin so come first."""
    words = fold(text).split()
    if not words:
        return ()
    found: dict[tuple[str, int], Stored] = {}
    for query in _queries(words, text):
        for row in sorted(db.execute(_BY_TEXT, (query,)), key=lambda row: client_of(row).name):
            if is_active(row[STATE]):
                found.setdefault((row[ID], row[KIND]), row)
        if len(found) >= limit:
            break
    return tuple(_text_match(row, words) for row in list(found.values())[:limit])


def _queries(words: list[str], text: str) -> Iterable[str]:
    prefixes = [f'"{word}"*' for word in words]
    yield " ".join([f'name : "{FIRST}{words[0]}"*', *prefixes[1:]])
    yield " ".join(prefixes)
    digits = "".join(c for c in text if c.isdigit() and c.isascii())
    if len(digits) >= 3 and not any(c.isalpha() for c in text):
        yield f'digits : "{digits[-10:] if len(digits) > 10 else digits.removeprefix("8")}"*'


def _text_match(row: Stored, words: list[str]) -> Match:
    """The first field in which a typed word begins a word; the name where none does."""
    fields = fields_of(row)
    phones = phones_of(row)
    shown = phones[0][1] if phones else ""
    for field, content in phones:
        if any(
            digits.endswith(word) or word in digits
            for word in words
            if word.isdigit()
            for digits in numbers_of([content])[0]
        ):
            return Match(client_of(row), field, content)
    email = fields.get("emailaddress1", "")
    if email and all(any(part.startswith(word) for part in fold(email).split()) for word in words):
        return Match(client_of(row), "emailaddress1", shown)
    return Match(client_of(row), NAME_FIELD[entity_of(row)], shown)


def card(db: sqlite3.Connection, ref: RecordRef, kind: int) -> Card | None:
    row = db.execute(_BY_REF, (ref.id, kind)).fetchone()
    return card_of(row) if row else None


def is_ignored(listed: Iterable[str], number: PhoneNumber, country: str) -> bool:
    """Raw, then normalised, then by mask (``manual.md``, D9)."""
    forms = {form for form in (number.raw.strip(), number.digits, number.e164.lstrip("+")) if form}
    if not forms:
        return False
    for text in listed:
        if text.strip() in forms:
            return True
        if "*" in text:
            mask = "".join(c for c in text if c in "0123456789*")
            if any(fnmatchcase(form, mask) for form in forms):
                return True
        elif number.e164 and parse(text, country).e164 == number.e164:
            return True
    return False
