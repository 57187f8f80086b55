"""Words with one typo: a letter wrong, missing, too many, or swapped with its neighbour.

Candidates share four of the first five letters (``near`` in the schema), after the symmetric deletion of SymSpell
(Wolf Garbe, 2012). What was typed may be the beginning of a word only, so the comparison is with beginnings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

SHORTEST = 5
"""Letters of the shortest word in which a typo is forgiven."""

_PART = 4
_MOST = 24
_NEAR = "SELECT DISTINCT word FROM near WHERE part IN (?, ?, ?, ?, ?)"


def corrections(db: sqlite3.Connection, words: Sequence[str]) -> list[tuple[str, ...]]:
    """For each word what it may have meant, itself first; empty where nothing else can have been meant."""
    groups = [(word, *_near(db, word)) for word in words]
    return groups if any(len(group) > 1 for group in groups) else []


def _near(db: sqlite3.Connection, word: str) -> list[str]:
    if len(word) < SHORTEST:
        return []
    found = (beginning(word, known) for (known,) in db.execute(_NEAR, parts(word)))
    return sorted({one for one in found if one and not one.startswith(word)})[:_MOST]


def parts(word: str) -> tuple[str, ...]:
    """The first five letters without one of them, and the first four."""
    first = word[: _PART + 1]
    return tuple(first[:place] + first[place + 1 :] for place in range(_PART + 1))


def beginning(typed: str, word: str) -> str:
    """The beginning of ``word`` that is one typo away from ``typed``; empty where there is none."""
    place = next((n for n, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, size = typed[place + 1 :], len(typed)
    if word[place : size - 1] == rest:  # one too many
        return word[: size - 1]
    if word[place + 1 : size] == rest:  # one wrong
        return word[:size]
    if word[place + 1 : size + 1] == typed[place:]:  # one missing
        return word[: size + 1]
    swapped = typed[place + 1 : place + 2] + typed[place : place + 1] + typed[place + 2 :]
    return word[:size] if word[place:size] == swapped else ""
