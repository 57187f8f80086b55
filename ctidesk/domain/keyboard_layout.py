"""What was typed on the wrong keyboard layout: «Bdfyjd» is «Иванов», «шмфтщм» is «ivanov»."""

from __future__ import annotations

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LATIN_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN_SHIFTED, _CYRILLIC + _CYRILLIC.upper())
_TO_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN_SHIFTED)


def other_layout(text: str) -> str:
    """The same keys on the other layout (QWERTY and ЙЦУКЕН of Windows); which one it was, its letters say."""
    cyrillic = any(letter in _TO_LATIN for letter in map(ord, text))
    return text.translate(_TO_LATIN if cyrillic else _TO_CYRILLIC)
