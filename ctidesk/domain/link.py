"""A link from outside the desk: a number to call, or a record to show or to link the call to.

Whatever a page or a message holds may come in here, so the grammar is narrower than the standards': printable ASCII,
one number, and nothing that tells a call how to go. ``tel`` follows RFC 3966 §3, ``sip`` RFC 3261 §19.1.1; ``callto``
is tel by another name; ``ctidesk:NUMBER`` is ours, for where those belong to another program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import unquote

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.records import CARDS, CLIENTS, Entity, RecordRef

SCHEMES = ("tel", "sip", "callto", "ctidesk")
LONGEST = 256
"""Characters of a link; a record's has some 70."""

_PLAIN = re.compile(r"[!-~ ]*")
_WRITTEN = r"(?P<number>(?:[0-9+*#(). -]|%(?:2[0389ABDE]|3[0-9]))+)"
"""Digits, signs and visual separators (RFC 3966 §5.1.1), as they are or escaped."""
_MARKS = str.maketrans("", "", " ().-")
_NUMBER = re.compile(r"\+?[0-9]{1,32}|(?=.*[0-9])[0-9*#]{1,32}")
_OF_THE_NUMBER = r"(?:;ext=[0-9().-]{1,32}|;phone-context=[0-9A-Z.+-]{1,64})*"
"""Accepted, and left off: the operator dials an extension when he hears the far end."""
_HOST = r"(?P<host>[0-9A-Z][0-9A-Z.-]*|\[[0-9A-F:.]+\])"
_TEL = re.compile(_WRITTEN + _OF_THE_NUMBER, re.I)
_SIP = re.compile(
    rf"{_WRITTEN}{_OF_THE_NUMBER}(?:@{_HOST}(?::[0-9]{{1,5}})?)?(?:;user=phone|;transport=(?:udp|tcp|tls))*", re.I
)
_GUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_RECORD = re.compile(rf"//(?P<deed>[a-z]+)/(?P<entity>[a-z_]+)/(?:\{{|%7B)?(?P<id>{_GUID})(?:\}}|%7D)?/?", re.I)


class Deed(StrEnum):
    """What is to become of a record."""

    REBIND = "rebind"
    OPEN = "open"


_MEANT: Mapping[str, tuple[Entity, ...]] = {Deed.REBIND: CLIENTS, Deed.OPEN: CARDS}


@dataclass(frozen=True, slots=True)
class NumberLink:
    """A number without separators, and the host of the PBX that a ``sip`` link names ("": none)."""

    number: str
    host: str = ""

    @property
    def address(self) -> str:
        return f"{self.number}@{self.host}" if self.host else self.number

    @property
    def commands_the_pbx(self) -> bool:
        """``*72…`` redirects somebody's calls at some PBXs."""
        return not {"*", "#"}.isdisjoint(self.number)


@dataclass(frozen=True, slots=True)
class RecordLink:
    deed: Deed
    ref: RecordRef


Link: TypeAlias = NumberLink | RecordLink


def parse(uri: str) -> Link:
    """The link in ``uri``; raises :class:`Refused`: LINK_DAMAGED, LINK_OTHER_SCHEME, LINK_NOT_A_NUMBER,
    LINK_NOT_A_RECORD."""
    if len(uri) > LONGEST or not _PLAIN.fullmatch(uri):
        raise Refused(Problem(ProblemId.LINK_DAMAGED))
    scheme, colon, rest = uri.strip().partition(":")
    read = _READERS.get(scheme.lower())
    if read is None or not colon:
        raise Refused(Problem(ProblemId.LINK_OTHER_SCHEME))
    return read(rest)


def _tel(rest: str) -> NumberLink:
    """Some pages write ``tel://``, as if a number had a host."""
    return _number(_TEL, rest.removeprefix("//"))


def _sip(rest: str) -> NumberLink:
    return _number(_SIP, rest)


def _ours(rest: str) -> Link:
    return _record(rest) if rest.startswith("//") else _number(_TEL, rest)


def _number(grammar: re.Pattern[str], rest: str) -> NumberLink:
    found = grammar.fullmatch(rest)
    number = unquote(found["number"]).translate(_MARKS) if found else ""
    if not found or not _NUMBER.fullmatch(number):
        raise Refused(Problem(ProblemId.LINK_NOT_A_NUMBER))
    return NumberLink(number, (found.groupdict().get("host") or "").lower())


def _record(rest: str) -> RecordLink:
    found = _RECORD.fullmatch(rest)
    meant = _MEANT.get(found["deed"].lower(), ()) if found else ()
    if not found or found["entity"].lower() not in meant:
        raise Refused(Problem(ProblemId.LINK_NOT_A_RECORD))
    return RecordLink(Deed(found["deed"].lower()), RecordRef(Entity(found["entity"].lower()), found["id"].lower()))


_READERS: Mapping[str, Callable[[str], Link]] = {"tel": _tel, "callto": _tel, "sip": _sip, "ctidesk": _ours}
