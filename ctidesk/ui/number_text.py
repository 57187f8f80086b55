"""How a number is written for people, and where in a kept number the searched digits stand."""

from __future__ import annotations

from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and length of a part of a text."""

_WHOLE = 10
_HINT = 7


def pretty(number: str) -> str:
    """``+74951234567`` as «+7 495 123-45-67»; what is not E.164 of such a plan stays as it is."""
    digits = number[1:]
    if not number.startswith("+") or not digits.isdecimal():
        return number
    if len(digits) == 11 and digits[0] == "7":
        return f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    if len(digits) == 11 and digits[0] == "1":
        return f"+1 {digits[1:4]} {digits[4:7]}-{digits[7:]}"
    return number


def same_digits(kept: str, searched: str) -> tuple[Span, ...]:
    """The part of ``kept`` that ends like ``searched``: its last ten digits, else seven, else all of a short number."""
    wanted = _digits(searched)
    places = [place for place, char in enumerate(kept) if char.isdecimal()]
    have = "".join(kept[place] for place in places)
    for size in (_WHOLE, _HINT, len(wanted)):
        start = have.rfind(wanted[-size:]) if wanted and size <= len(wanted) else -1
        if start >= 0:
            return (_covering(places, start, min(size, len(wanted))),)
    return ()


def same_words(kept: str, typed: str) -> tuple[Span, ...]:
    """The beginnings of words of ``kept`` that were typed; «елкина» finds «Ёлкина»."""
    folded = fold(kept)
    found = (_word_start(folded, word) for word in fold(typed).split())
    return tuple(sorted({span for span in found if span}))


def _covering(places: list[int], start: int, size: int) -> Span:
    first, last = places[start], places[start + size - 1]
    return first, last - first + 1


def _word_start(text: str, word: str) -> Span | None:
    place = text.find(word)
    while place > 0 and text[place - 1].isalnum():
        place = text.find(word, place + 1)
    if place < 0:
        place = text.find(word)
    return (place, len(word)) if place >= 0 else None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())


def fold(text: str) -> str:
    """Small letters, «ё» as «е», every letter in its place."""
    lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lowered.replace("ё", "е")
