"""What an operator or a script wants rung: the same checks for every way of calling somebody."""

from __future__ import annotations

import re
import unicodedata

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.phone_number import NumberKind, PhoneNumber
from ctidesk.ports import Numbering

LONGEST = 32
"""Digits: E.164 has 15, prefixes of a PBX and of carriers come before them."""
_SHOWN = 40
_HOST = re.compile(r"@\[?([^>;?\s\]:]+)")


def dialled(raw: str, numbering: Numbering, server: str) -> PhoneNumber:
    """The number in ``raw``; raises :class:`Refused` where it is none, or belongs to another PBX than ``server``."""
    text = raw.strip()
    number = numbering.parse(text)
    if not _written_as_number(text) or number.kind is NumberKind.NONE or not 0 < len(number.digits) <= LONGEST:
        raise Refused(Problem.of(ProblemId.NOT_A_NUMBER, number=_shown(text)))
    host = _HOST.search(text)
    if host and host[1].casefold() != _host_of(server):
        raise Refused(Problem.of(ProblemId.NUMBER_ELSEWHERE, number=_shown(text)))
    return number


def _written_as_number(text: str) -> bool:
    """Nobody types control characters, nor an option of a command."""
    return not text.startswith("-") and not any(unicodedata.category(char) == "Cc" for char in text)


def _host_of(server: str) -> str:
    found = _HOST.match(f"@{server}")
    return found[1].casefold() if found else ""


def _shown(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:_SHOWN]
