"""SIP addresses: whom to dial, who calls, where the server is. Pure text, nothing of an engine."""

from __future__ import annotations

import re
import socket
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

_USER_SAFE = "-_.!~*'()&=+$,/"  # RFC 3261 25.1: unreserved and user-unreserved, less ";" and "?"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
_WHOLE_URI = re.compile(rf"sip:(?:[A-Za-z0-9%{re.escape(_USER_SAFE)}]+@)?{_HOST}", re.ASCII | re.IGNORECASE)
_SERVER = re.compile(_HOST, re.ASCII)
_URI = re.compile(r"(?:sips?|tel):(?P<user>[^@<>\s;?]*)(?:;[^@<>\s]*)?(?P<host>@[^<>\s;?]*)?", re.IGNORECASE)
_QUOTED = re.compile(r'\s*"(?P<quoted>(?:\\.|[^"\\])*)"')
_ANONYMOUS = ("", "anonymous", "unknown", "unavailable", "restricted")


class Caller(NamedTuple):
    """``number`` is the user part, unescaped; empty for a caller who hides it."""

    number: str = ""
    display_name: str = ""


def dial_target(number: str, server: str, transport: str = "udp") -> str | None:
    """The request URI for ``number``; ``None`` where it is neither a number nor a plain ``sip:`` URI.

    Everything that could end the user part or the URI is escaped or refused, so no header can be smuggled in.
    """
    number = number.strip()
    if number[:4].lower() == "sip:":
        return number if _WHOLE_URI.fullmatch(number) else None
    user = quote(number, safe=_USER_SAFE)
    return f"sip:{user}@{server}{transport_parameter(transport)}" if number.isprintable() and user else None


def transport_parameter(transport: str) -> str:
    return "" if transport == "udp" else f";transport={transport}"


def is_server(server: str) -> bool:
    """Whether it is ``host`` or ``host:port`` and nothing else; ports are 1 to 65535."""
    return _SERVER.fullmatch(server) is not None and 0 < port_of(server) < 1 << 16


def quoted(display_name: str) -> str:
    """``Display name`` as a quoted string (RFC 3261 25.1); empty stays empty."""
    clean = printable(display_name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{clean}" ' if clean else ""


def caller(from_header: str, message: str = "") -> Caller:
    """Who calls: From, or the P-Asserted-Identity of ``message`` (RFC 3325) where From hides the number."""
    shown = _identity(from_header)
    if shown.number:
        return shown
    asserted = [_identity(value) for value in header_values(message, "p-asserted-identity")]
    return next((found for found in asserted if found.number), shown)


def _identity(address: str) -> Caller:
    address = whole_text(address)
    name = _QUOTED.match(address)
    display = re.sub(r"\\(.)", r"\1", name["quoted"]) if name else address.partition("<")[0] if "<" in address else ""
    uri = _URI.search(address, name.end() if name else 0)
    user = uri["user"] if uri and (uri["host"] or uri[0][:4].lower() == "tel:") else ""
    number = printable(unquote_to_bytes(user.partition(":")[0]).decode("utf-8", "replace"))
    return Caller("" if number.lower() in _ANONYMOUS else number, printable(display).strip())


def header_values(message: str, name: str) -> list[str]:
    """The values of every header ``name`` (lower case), unfolded."""
    head = message.partition("\r\n\r\n")[0]
    lines = re.sub(r"\r\n[ \t]+", " ", head).split("\r\n")[1:]
    return [value for key, _, value in (line.partition(":") for line in lines) if key.strip().lower() == name]


def from_header(message: str) -> str:
    """The From of a message, by its long or its compact name."""
    return next((value for name in ("from", "f") for value in header_values(message, name)), "")


def printable(text: str) -> str:
    """``text`` without control characters and what else cannot be shown."""
    return "".join(char for char in text if char.isprintable())


def whole_text(text: str) -> str:
    """Text that JSON can carry: bytes that were no UTF-8 (PEP 383) become U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def source_address(server: str) -> str:
    """The local address that packets to ``server`` leave from; empty where there is no way to it.

    Waits for the name server where ``server`` is a name.
    """
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:  # connecting UDP sends nothing
            probe.connect((host_of(server), port_of(server)))
            return str(probe.getsockname()[0])
    except (OSError, OverflowError):  # the latter for a port that is none
        return ""


def host_of(server: str) -> str:
    """``server`` without its port."""
    host, _, port = server.rpartition(":")
    return host if host and port.isdigit() else server


def port_of(server: str, default: int = 5060) -> int:
    _, _, port = server[len(host_of(server)) :].partition(":")
    return int(port) if port else default
