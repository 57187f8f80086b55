"""Which of the clients found by text comes first, and which of its fields matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from ctidesk.adapters.cache.rows import (
    EMAIL,
    KEY,
    NAME,
    NAME_FIELD,
    ORGANIZATION,
    Stored,
    client_of,
    entity_of,
    phones_of,
)
from ctidesk.adapters.cache.text import numbers_of, words_of
from ctidesk.domain.records import Match, MatchKind

SHORTEST_NUMBER = 3
"""Digits of the shortest part of a number that is looked for."""

Rank: TypeAlias = tuple[object, ...]
Words: TypeAlias = Sequence[tuple[str, ...]]
"""What was typed, word by word, each with whatever else it may have meant."""


def ranking(words: Words, recent: Sequence[Stored]) -> Callable[[Stored], Rank]:
    """The lower, the better."""
    last_used = {row[KEY]: place for place, row in enumerate(recent)}

    def rank(row: Stored) -> Rank:
        name = words_of(row[NAME])
        return (_closeness(name, words), last_used.get(row[KEY], len(recent)), name)

    return rank


def _closeness(name: Sequence[str], words: Words) -> int:
    """0: the name's first words, in order; 1: it begins so; 2: words of the name; 3: their beginnings; 4: elsewhere."""
    if len(name) >= len(words) and all(one in word for one, word in zip(name, words, strict=False)):
        return 0
    if name and name[0].startswith(words[0]) and all_begin(words[1:], name[1:]):
        return 1
    if all(any(one in word for one in name) for word in words):
        return 2
    return 3 if all_begin(words, name) else 4


def all_begin(words: Words, among: Sequence[str]) -> bool:
    """Whether each of ``words`` begins one of the others."""
    return all(any(one.startswith(word) for one in among) for word in words)


def has_all(row: Stored, words: Words) -> bool:
    return all_begin(words, words_of(f"{row[NAME]} {row[ORGANIZATION]} {row[EMAIL] or ''}"))


def match(row: Stored, kind: MatchKind, words: Words, digits: str) -> Match:
    """With the first field in which all the words are, or some of them; ``digits`` where only a number was typed."""
    phones = phones_of(row)
    typed = {digits, digits[1:], *(word[0] for word in words)}
    for field, content in phones:
        if any(_is_in(part, typed) for part in numbers_of(content)):
            return Match(client_of(row), field, content, kind)
    return Match(client_of(row), _text_field(row, words), phones[0][1] if phones else "", kind)


def _is_in(number: str, typed: Iterable[str]) -> bool:
    return any(len(word) >= SHORTEST_NUMBER and word.isdigit() and word in number for word in typed)


def _text_field(row: Stored, words: Words) -> str:
    """The name where it has the words; else the e-mail, if it has them; else whatever has some of them."""
    name_field = NAME_FIELD[entity_of(row)]
    texts = {name_field: row[NAME], "emailaddress1": row[EMAIL] or "", "organization": row[ORGANIZATION]}
    folded = {field: words_of(text) for field, text in texts.items()}
    whole = (field for field in texts if all_begin(words, folded[field]))
    partly = (
        field
        for field in ("organization", "emailaddress1")
        if any(all_begin([word], folded[field]) and not all_begin([word], folded[name_field]) for word in words)
    )
    return next(whole, None) or next(partly, name_field)
