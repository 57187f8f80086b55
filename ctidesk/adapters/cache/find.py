"""Clients by number and by text. Everything typed is folded to words first, so no query can be malformed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from ctidesk.adapters.cache.rows import (
    KEY,
    NAME,
    NAME_FIELD,
    SELECT,
    Stored,
    client_of,
    entity_of,
    fields_of,
    phones_of,
)
from ctidesk.adapters.cache.text import FIRST, fold, fold_all, numbers_of, tail
from ctidesk.domain.phone_number import NumberKind, PhoneNumber, parse, split_field
from ctidesk.domain.records import Match, MatchKind

_ACTIVE = "coalesce(c.state, 0) = 0"
_BY_TAIL = f"{SELECT} WHERE c.key IN (SELECT rowid FROM tails WHERE tails MATCH ?) AND {_ACTIVE}"
_BY_TEXT = f"{SELECT} JOIN words ON words.rowid = c.key WHERE words MATCH ? AND {_ACTIVE} LIMIT ?"
_BY_SUFFIX = f"{SELECT} JOIN tails ON tails.rowid = c.key WHERE tails MATCH ? AND {_ACTIVE} LIMIT ?"
_HINT_DIGITS = 7
_SUFFIX_DIGITS = 4
_SHORTEST_NUMBER = 3
_TRUNK_IN_BRACKETS = "(0)"
_RANK = {kind: rank for rank, kind in enumerate(MatchKind)}


def by_number(db: sqlite3.Connection, number: PhoneNumber, country: str) -> tuple[Match, ...]:
    """Every active client that has the number, best first; seven digits count only where nothing better was found."""
    if not number.digits:
        return ()
    whole = number.kind is not NumberKind.EXTERNAL or len(number.digits) < _HINT_DIGITS
    query = f'"{tail(number.digits)}"' if whole else f'"{tail(number.digits)[:_HINT_DIGITS]}"*'
    found = [_best(row, number, country) for row in db.execute(_BY_TAIL, (query,))]
    matches = sorted((match for match in found if match), key=_order)
    better = [match for match in matches if match.kind is not MatchKind.LAST_7]
    return tuple(better or matches)


def _best(row: Stored, number: PhoneNumber, country: str) -> Match | None:
    """The field of this client that matches best."""
    matches = [
        Match(client_of(row), field, content, kind)
        for field, content in phones_of(row)
        for part in split_field(content)
        if (kind := _kind(number, part, country))
    ]
    return min(matches, key=_order, default=None)


def _kind(number: PhoneNumber, part: str, country: str) -> MatchKind | None:
    """How one number of a field equals ``number``; «+49 (0)30 …» is dialled without its bracketed zero."""
    kept = parse(part.replace(_TRUNK_IN_BRACKETS, ""), country)
    if number.kind is not NumberKind.EXTERNAL:
        return MatchKind.E164 if kept.digits == number.digits else None
    abroad = f"+{kept.digits}" if "+" in part else ""
    if number.e164 and number.e164 in (kept.e164, abroad):
        return MatchKind.E164
    if tail(kept.full_digits) == tail(number.full_digits):
        return MatchKind.LAST_10
    same_end = kept.digits[-_HINT_DIGITS:] == number.digits[-_HINT_DIGITS:]
    return MatchKind.LAST_7 if same_end and len(number.digits) >= _HINT_DIGITS else None


def _order(match: Match) -> tuple[object, ...]:
    return (_RANK[match.kind], match.client.ref.entity != "contact", match.client.name)


def by_text(db: sqlite3.Connection, text: str, limit: int) -> tuple[Match, ...]:
    """Active clients whose words begin with all the words typed; names that begin so come first."""
    words = fold(text).split()
    if not words:
        return ()
    found: dict[int, Stored] = {}
    for sql, query in _queries(words, text):
        # Those found already come again and take places; twice the limit leaves some to choose the best from.
        rows = db.execute(sql, (query, len(found) + 2 * limit)).fetchall()
        for row in _by_name(rows, " ".join(words)):
            found.setdefault(row[KEY], row)
        if len(found) >= limit:
            break
    return tuple(_text_match(row, words, _typed_digits(text)) for row in list(found.values())[:limit])


def _by_name(rows: Sequence[Stored], beginning: str) -> list[Stored]:
    """Names that begin with all that was typed, then the rest, by the alphabet."""
    names = [" ".join(name.split()) for name in fold_all([row[NAME] for row in rows])]
    ranked = sorted(zip(names, rows, strict=True), key=lambda pair: (not pair[0].startswith(beginning), pair[0]))
    return [row for _, row in ranked]


def _queries(words: list[str], text: str) -> Iterable[tuple[str, str]]:
    prefixes = [f'"{word}"*' for word in words]
    yield _BY_TEXT, " ".join([f'name : "{FIRST}{words[0]}"*', *prefixes[1:]])
    yield _BY_TEXT, " ".join(prefixes)
    if digits := _typed_digits(text):
        begins = " OR ".join(f'"{form}"*' for form in _begins(digits))
        yield _BY_TEXT, f"digits : ({begins})"
        if len(digits) >= _SUFFIX_DIGITS:
            yield _BY_SUFFIX, f'"{tail(digits)}"*'


def _typed_digits(text: str) -> str:
    """The digits of a text that can only be a number, or part of one."""
    digits = "".join(c for c in text if c.isdigit() and c.isascii())
    return digits if len(digits) >= _SHORTEST_NUMBER and not any(c.isalpha() for c in text) else ""


def _begins(digits: str) -> list[str]:
    """How the number that begins with these digits may be kept: national, with or without what was typed before it."""
    forms = [digits[-10:]] if len(digits) > 10 else [digits]
    return forms + [digits[1:]] * (digits[0] in "78" and 1 < len(digits) <= 10)


def _text_match(row: Stored, words: list[str], typed: str) -> Match:
    """The first field in which a typed word begins a word; the name where none does."""
    fields = fields_of(row)
    phones = phones_of(row)
    shown = phones[0][1] if phones else ""
    for field, content in phones:
        if any(
            digits.endswith(word) or word in digits
            for word in {*words, typed, typed[1:]}
            if len(word) >= _SHORTEST_NUMBER and word.isdigit()
            for digits in numbers_of([content])[0]
        ):
            return Match(client_of(row), field, content)
    email = fields.get("emailaddress1", "")
    if email and all(any(part.startswith(word) for part in fold(email).split()) for word in words):
        return Match(client_of(row), "emailaddress1", shown)
    return Match(client_of(row), NAME_FIELD[entity_of(row)], shown)


def is_ignored(listed: Iterable[str], number: PhoneNumber, country: str) -> bool:
    """Raw, then normalised, then by mask (``manual.md``, D9)."""
    forms = {form for form in (number.raw.strip(), *number.spellings) if form}
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
