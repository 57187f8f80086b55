"""What travels with a consultation call (``manual.md``, D12): Referred-By (RFC 3892) and User-to-User (RFC 7433).

The User-to-User data is UTF-8 text, hex-encoded: ``1|entity|id of the client|id of the call|number|name``, the entity
by one letter and the ids, both GUIDs, in base64 (RFC 4648 5) without its padding.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterator, Mapping

from ctidesk.adapters.telephony.addresses import Caller, caller, header_values, printable
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.transfer import Referral

PURPOSE = "ctidesk"
_VERSION = "1"
_SEPARATOR = "|"
_LONGEST_HEX = 1024
_LONGEST_NUMBER = 32
_LONGEST_NAME = 100
_NAME_BYTES = (24, 64)
_USUAL_BYTES = 1110
"""An INVITE of ours without addresses, names and the caller's name; measured. RFC 3261 18.1.1 gives UDP 1300 bytes."""
_LIMIT = 1300
_LETTERS: Mapping[str, Entity] = {"c": Entity.CONTACT, "a": Entity.ACCOUNT}
_UUI = re.compile(r"\s*(?P<data>[0-9A-Fa-f]*|\"[^\"]*\")\s*(?P<parameters>(?:;[^,]*)?)(?:,|$)")


def headers(about: Referral, by: str, display_name: str, target: str) -> list[tuple[str, str]]:
    """The two headers of the INVITE to ``target``; ``by`` is our own ``sip:`` URI.

    The caller's name is cut to what the INVITE has room for beside our own, which stands in From and Contact.
    """
    room = _LIMIT - _USUAL_BYTES - 2 * len(display_name.encode("utf-8", "replace")) - 2 * len(target) - 2 * len(by)
    name_bytes = min(max(room // 2, _NAME_BYTES[0]), _NAME_BYTES[1])
    data = _text(about, name_bytes).encode("utf-8").hex()
    return [("Referred-By", f"<{by}>"), ("User-to-User", f"{data};encoding=hex;purpose={PURPOSE}")]


def read(message: str, who: Caller) -> Referral | None:
    """The referral of an INVITE from ``who``, as much of it as is there and in order."""
    referred_by = [*header_values(message, "referred-by"), *header_values(message, "b")]
    about = next((found for found in map(_parsed, _ours(message)) if found), None)
    if not referred_by:
        return _by(about, who) if about else None
    by = caller(referred_by[0])
    name = by.display_name or (who.display_name if by.number == who.number else "")
    return _by(about or Referral(), Caller(by.number, name))


def _by(about: Referral, by: Caller) -> Referral | None:
    if about == Referral() and not by.number:
        return None
    number, name = by.number[:_LONGEST_NUMBER], by.display_name[:_LONGEST_NAME]
    return Referral(number, name, about.number, about.name, about.client, about.call_id)


def _text(about: Referral, name_bytes: int) -> str:
    letter = next((each for each, entity in _LETTERS.items() if about.client and about.client.entity is entity), "")
    client = _short(about.client.id) if about.client and letter else ""
    number = _plain(about.number)[:_LONGEST_NUMBER]
    return _SEPARATOR.join((_VERSION, letter, client, _short(about.call_id), number, _cut(about.name, name_bytes)))


def _cut(name: str, length: int) -> str:
    return _plain(name).encode("utf-8", "replace")[:length].decode("utf-8", "ignore")


def _plain(text: str) -> str:
    return printable(text).replace(_SEPARATOR, " ").strip()


def _short(guid: str) -> str:
    """A GUID in 22 letters; nothing in place of what is none."""
    try:
        return base64.urlsafe_b64encode(uuid.UUID(guid).bytes).decode().rstrip("=")
    except ValueError:
        return ""


def _guid(short: str) -> str:
    """Raises ``ValueError`` for what is none."""
    return str(uuid.UUID(bytes=base64.urlsafe_b64decode(f"{short}=="))) if short else ""


def _ours(message: str) -> Iterator[str]:
    """The data of every User-to-User value that says it is ours."""
    for header in header_values(message, "user-to-user"):
        for value in _UUI.finditer(header):
            parameters = value["parameters"].replace(" ", "").lower().split(";")
            if f"purpose={PURPOSE}" in parameters and "encoding=hex" in parameters:
                yield value["data"].strip('"')[:_LONGEST_HEX]


def _parsed(data: str) -> Referral | None:
    try:
        version, letter, client, call, number, name = bytes.fromhex(data).decode("utf-8").split(_SEPARATOR)
        ref = RecordRef(_LETTERS[letter], _guid(client)) if client else None
        call_id = _guid(call)
    except (ValueError, KeyError):
        return None
    if version != _VERSION:
        return None
    return Referral(number=printable(number)[:_LONGEST_NUMBER], name=printable(name), client=ref, call_id=call_id)
