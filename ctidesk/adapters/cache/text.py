"""Folding and splitting of text, the same for what is stored and for what is typed.

SQLite folds case for ASCII only and knows nothing of ё: everything is folded here, a page of rows at a time, since
one pass over a joined text costs a fraction of a pass over each value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ctidesk.domain.phone_number import split_field

FIRST = "·"
"""Marks a name's first word in the index: «·ив» finds the names that begin so, and one typed letter is enough."""

_BREAK = "\x1f"
_NOT_A_WORD = re.compile(rf"[^\w{_BREAK}]+|_+")
_PHONE_MARKS = " ()-+.–—\u00a0\u202f\u2011"
_KEPT_DIGITS = 10
_WITH_TRUNK = 11


def fold(text: str) -> str:
    """Lower case, ё as е, words separated by one space, nothing else but letters and digits."""
    return " ".join(_folded(text).replace(_BREAK, " ").split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """:func:`fold` of many texts; words may be separated by more than one space."""
    folded = _folded(_BREAK.join(texts)).split(_BREAK)
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _NOT_A_WORD.sub(" ", text)


def numbers_of(texts: Sequence[str]) -> list[list[str]]:
    """The digits of every number in each text; extensions behind a number («доб. 12») are left off."""
    joined = _BREAK.join(texts)
    for mark in _PHONE_MARKS:
        joined = joined.replace(mark, "")
    plain = joined.split(_BREAK)
    if len(plain) != len(texts):
        return [_numbers(text) for text in texts]
    return [[p] if _is_digits(p) else _numbers(t) if p else [] for p, t in zip(plain, texts, strict=True)]


def _numbers(text: str) -> list[str]:
    return [digits for part in split_field(text) if _is_digits(digits := _without_marks(part))]


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c not in _PHONE_MARKS)


def _is_digits(text: str) -> bool:
    return text.isdecimal() and text.isascii()


def tail(digits: str) -> str:
    """The last ten digits backwards."""
    return digits[: -_KEPT_DIGITS - 1 : -1]


def searchable(digits: str) -> str:
    """A number as the text search knows it: national, and whole where it is longer than a national one."""
    national = digits[-_KEPT_DIGITS:]
    return national if len(digits) <= _WITH_TRUNK else f"{national} {digits}"


def first_marked(folded: str) -> str:
    """The words of a folded name, and once more the first one, marked."""
    first = folded.split(" ", 1)[0] if folded[:1] != " " else "".join(folded.split()[:1])
    return f"{FIRST}{first} {folded}" if first else ""
