"""What a CRM says went wrong, in whichever form: OData of any version, or a SOAP fault.

Codes: "Web service error codes", Microsoft Learn. The 2013 endpoints write them as signed numbers and answer 500 to
almost everything, so that there the code has to tell a refusal from an accident.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from xml.etree import ElementTree

import msgspec

LONGEST_MESSAGE = 300
DUPLICATE = "0x80040237"  # a record with our own id exists: 409, 412 and 500 have been seen
EXPIRED = "0x80044352"  # ExpiredVersionStamp: what was asked for since is longer ago than the server remembers
MISSING = "0x80040217"
# No privilege for the entity, no right to the record, access denied.
FORBIDDEN = frozenset({"0x80040220", "0x80048306", "0x80048405"})
# An unexpected error, one of SQL Server, its time-out, a lock, too many requests: another try may go through.
TEMPORARY = frozenset({"0x80040216", "0x80044150", "0x80044151", "0x80072326", "0x80072321", "0x80072322"})


class Said(NamedTuple):
    """``decisive``: the status says nothing, the code everything."""

    code: str = ""
    message: str = ""
    decisive: bool = False


def said_by(content: bytes) -> Said:
    """Code and message; either may be empty, and a message may be an object with a ``value``."""
    if content.lstrip()[:1] == b"<":
        return said_by_soap(content)
    try:
        error = msgspec.json.decode(content)["error"]
        code, message = plain(error.get("code")), plain(error.get("message"))
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        return Said()
    return Said(hexadecimal(code), message[:LONGEST_MESSAGE], is_signed(code))


def said_by_soap(content: bytes) -> Said:
    """``OrganizationServiceFault``, or a fault of SOAP itself, which has no code of ours."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return Said()
    texts = {each.tag.rpartition("}")[2]: each.text or "" for each in reversed(list(root.iter()))}
    code, message = texts.get("ErrorCode", ""), texts.get("Message") or texts.get("faultstring", "")
    return Said(hexadecimal(code), message[:LONGEST_MESSAGE], is_signed(code))


def plain(part: Any) -> str:
    return str((part.get("value") if isinstance(part, dict) else part) or "")


def is_signed(code: str) -> bool:
    return code.startswith("-") and code[1:].isdigit()


def hexadecimal(code: str) -> str:
    """``-2147220969`` -> ``0x80040217``; other codes stay as they are."""
    return f"0x{int(code) & 0xFFFFFFFF:08x}" if is_signed(code) else code
