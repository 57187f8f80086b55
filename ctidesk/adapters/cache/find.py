"""Clients by number and by id; numbers that are to be ignored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from fnmatch import fnmatchcase

from ctidesk.adapters.cache.rows import SELECT, Stored, client_of, phones_of
from ctidesk.adapters.cache.text import tail
from ctidesk.domain.phone_number import NumberKind, PhoneNumber, parse, split_field
from ctidesk.domain.records import Match, MatchKind

_ACTIVE = "coalesce(c.state, 0) = 0"
_BY_TAIL = f"{SELECT} WHERE c.key IN (SELECT rowid FROM tails WHERE tails MATCH ?) AND {_ACTIVE}"
_HINT_DIGITS = 7
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
        if (kind := kind_of(number, part, country))
    ]
    return min(matches, key=_order, default=None)


def kind_of(number: PhoneNumber, part: str, country: str) -> MatchKind | None:
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
