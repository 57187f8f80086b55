"""Which of the clients found by text comes first, and which of its fields matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ctidesk.adapters.cache.rows import (
    KEY,
    NAME,
    NAME_FIELD,
    ORGANIZATION,
    Stored,
    client_of,
    entity_of,
    fields_of,
    phones_of,
)
from ctidesk.adapters.cache.text import numbers_of, words_of
from ctidesk.domain.records import Match, MatchKind

SHORTEST_NUMBER = 3
"""Digits of the shortest part of a number that is looked for."""

Rank = tuple[object, ...]


def ranking(words: Sequence[str], recent: Sequence[Stored]) -> Callable[[Stored], Rank]:
    """The lower, the better."""
    last_used = {row[KEY]: place for place, row in enumerate(recent)}

    def rank(row: Stored) -> Rank:
        name = words_of(row[NAME])
        return (_closeness(name, words), last_used.get(row[KEY], len(recent)), name)

    return rank


def _closeness(name: Sequence[str], words: Sequence[str]) -> int:
    """0: the name's first words, in order; 1: words of the name; 2: it begins so; 3: in any order; 4: elsewhere."""
    if list(name[: len(words)]) == list(words):
        return 0
    if set(words) <= set(name):
        return 1
    if _begins(name, words):
        return 2
    return 3 if all_begin(words, name) else 4


def _begins(name: Sequence[str], words: Sequence[str]) -> bool:
    return bool(name) and name[0].startswith(words[0]) and all_begin(words[1:], name[1:])


def all_begin(words: Iterable[str], among: Sequence[str]) -> bool:
    """Whether each of ``words`` begins one of the others."""
    return all(any(one.startswith(word) for one in among) for word in words)


def has_all(row: Stored, words: Sequence[str]) -> bool:
    fields = fields_of(row)
    return all_begin(words, words_of(f"{row[NAME]} {row[ORGANIZATION]} {fields['emailaddress1']}"))


def match(row: Stored, kind: MatchKind, words: Sequence[str], digits: str) -> Match:
    """With the first field in which all the words are, or some of them; ``digits`` where only a number was typed."""
    phones = phones_of(row)
    for field, content in phones:
        if any(_is_in(part, {*words, digits, digits[1:]}) for part in numbers_of(content)):
            return Match(client_of(row), field, content, kind)
    shown = phones[0][1] if phones else ""
    return Match(client_of(row), _text_field(row, words, every=kind is not MatchKind.TYPO), shown, kind)


def _is_in(number: str, typed: Iterable[str]) -> bool:
    return any(len(word) >= SHORTEST_NUMBER and word.isdigit() and word in number for word in typed)


def _text_field(row: Stored, words: Sequence[str], *, every: bool) -> str:
    """The name where it has the words; else the e-mail, if it has them; else whatever has some of them."""
    name_field = NAME_FIELD[entity_of(row)]
    texts = {
        name_field: words_of(row[NAME]),
        "emailaddress1": words_of(fields_of(row)["emailaddress1"]),
        "organization": words_of(row[ORGANIZATION]),
    }
    has = all_begin if every else _some_begin
    whole = (field for field, among in texts.items() if has(words, among))
    partly = (field for field in ("organization", "emailaddress1") if _some_begin(words, texts[field]))
    return next(whole, None) or next(partly, name_field)


def _some_begin(words: Iterable[str], among: Sequence[str]) -> bool:
    return any(all_begin([word], among) for word in words)
