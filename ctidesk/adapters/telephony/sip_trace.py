"""The last SIP messages, for whoever looks for a fault: in memory only, and without what is nobody's business.

Kept are the first line, the headers that say how a message went, and descriptions of sound (RFC 8866) without their
keys; of other headers the names, of other bodies the length. Whom it was about is masked by whoever writes it down.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

_KEPT_OF_CALLS, _KEPT_OF_OTHERS = 120, 60
"""Messages. Registration and presence go on all day; they must not push the last calls out."""
_LONGEST = 4000
_CALLS = frozenset({"INVITE", "ACK", "BYE", "CANCEL", "PRACK", "UPDATE", "REFER", "INFO"})
_TECHNICAL = re.compile(
    r"via|v|max-forwards|route|record-route|from|f|to|t|contact|m|call-id|i|cseq|expires|min-expires|allow|supported|k"
    r"|require|unsupported|content-type|c|content-length|l|user-agent|server|reason|retry-after|warning|rack|rseq"
    r"|session-expires|x|min-se|event|o|allow-events|u|subscription-state|accept|refer-to|r|referred-by|b|replaces"
    r"|p-asserted-identity|remote-party-id|diversion|sip-etag|sip-if-match|date|priority",
    re.I,
)
"""Headers in full and short form (RFC 3261 §20 and the extensions that the desk speaks)."""
_SDP_LINES = "votcmba"
_KEYS = re.compile(r"a=(?:crypto|key-mgmt|ice-pwd|ice-ufrag|fingerprint):", re.I)
_METHOD = re.compile(r"^cseq\s*:\s*\d+\s+(\w+)", re.I | re.M)


class SipTrace:
    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._calls: deque[tuple[datetime, str]] = deque(maxlen=_KEPT_OF_CALLS)
        self._others: deque[tuple[datetime, str]] = deque(maxlen=_KEPT_OF_OTHERS)

    def note(self, way: str, message: str) -> None:
        """``way``: whether it came or went, and by what."""
        method = _METHOD.search(message)
        kept = self._calls if method and method[1].upper() in _CALLS else self._others
        kept.append((self._now(), f"{way}\n{_reduced(message[:_LONGEST])}"))

    def messages(self) -> tuple[str, ...]:
        """Oldest first, each with its time (UTC) and way in the first line."""
        every = sorted((*self._calls, *self._others), key=lambda noted: noted[0])
        return tuple(f"{at:%Y-%m-%d %H:%M:%S.%f} {text}" for at, text in every)


def _reduced(message: str) -> str:
    clean = message.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    head, _, body = clean.partition("\n\n")
    first, *headers = re.sub(r"\n[ \t]+", " ", head).split("\n")
    kept = [first, *map(_header, headers)]
    if body.strip():
        kept += ["", *_body(body)]
    return "\n".join(kept)


def _header(line: str) -> str:
    name, colon, _ = line.partition(":")
    return line if not colon or _TECHNICAL.fullmatch(name.strip()) else f"{name}: …"


def _body(body: str) -> Iterator[str]:
    if not body.startswith("v=0"):
        yield f"… {len(body)} characters"
        return
    for line in body.split("\n"):
        if line[:1] in _SDP_LINES and not _KEYS.match(line):
            yield line
