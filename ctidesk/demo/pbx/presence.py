"""Presence in memory: who has published what (RFC 3903), and who watches whom (RFC 3856)."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sipmessage import URI, Request, Response

from .dialog import Dialog
from .message import HeaderField, add_fields, branch_of, respond, to_tag, user_of
from .transaction import TIMEOUT_S

PIDF = "application/pidf+xml"
PUBLISHED_S, LONGEST_PUBLISHED_S = 300, 3600
WATCHED_S, LONGEST_WATCHED_S = 600, 3600

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="{entity}">
 <tuple id="robot"><status><basic>{basic}</basic></status><note>{word}</note></tuple>
</presence>"""

Notify = Callable[[Request, Callable[[Response], None]], None]


@dataclass
class Watcher:
    user: str
    dialog: Dialog
    expires_at: float
    told: bytes | None = None


class Presence:
    """``word`` says how somebody is who has published nothing; empty: nobody knows."""

    def __init__(
        self,
        aor: Callable[[str], URI],
        notify: Notify,
        word: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._aor, self._send, self._word, self._clock = aor, notify, word, clock
        self._published: dict[str, dict[str, tuple[bytes, float]]] = {}  # by user, by entity tag
        self._watchers: dict[str, Watcher] = {}  # by the tag we gave
        self._answered: dict[tuple[str, str], Response] = {}

    def knows(self, tag: str) -> bool:
        return tag in self._watchers

    def answer(self, request: Request) -> Response:
        """A repetition of a request gets the same answer and does nothing."""
        key = branch_of(request), request.method
        if key not in self._answered:
            self._answered[key] = self._publish(request) if request.method == "PUBLISH" else self._subscribe(request)
            asyncio.get_running_loop().call_later(TIMEOUT_S, self._answered.pop, key)
        return self._answered[key]

    def changed(self, user: str) -> None:
        """Tell everybody who watches, where there is something new to tell."""
        document = self.document(user)
        for watcher in [each for each in self._watchers.values() if each.user == user]:
            if watcher.told != document:
                self._notify(watcher)

    def document(self, user: str) -> bytes:
        """The newest that was published, else one that we write; empty where nobody knows."""
        documents = self._alive(user)
        if documents:
            return list(documents.values())[-1][0]
        word = self._word(user)
        basic = "closed" if word == "inactive" else "open"
        return DOCUMENT.format(entity=self._aor(user), basic=basic, word=word).encode() if word else b""

    # --- RFC 3903 6 ---

    def _publish(self, request: Request) -> Response:
        user, old = request.uri.user or "", request.headers.get("SIP-If-Match") or ""
        documents = self._alive(user)
        if old and old not in documents:
            return respond(request, 412)
        if not old and not request.body:
            return respond(request, 400)
        if request.body and not (request.headers.get("Content-Type") or "").lower().startswith(PIDF):
            return respond(request, 415, headers=[("Accept", PIDF)])
        body = request.body or documents[old][0]
        seconds = lifetime(request, PUBLISHED_S, LONGEST_PUBLISHED_S)
        new = secrets.token_hex(8)
        kept = {tag: document for tag, document in documents.items() if tag != old}
        self._published[user] = kept | ({new: (body, self._clock() + seconds)} if seconds else {})
        asyncio.get_running_loop().call_later(seconds + 0.01, self.changed, user)
        self.changed(user)
        return respond(request, 200, headers=[("SIP-ETag", new), ("Expires", str(seconds))])

    def _alive(self, user: str) -> dict[str, tuple[bytes, float]]:
        now = self._clock()
        return {tag: each for tag, each in self._published.get(user, {}).items() if each[1] > now}

    # --- RFC 6665 4.2 ---

    def _subscribe(self, request: Request) -> Response:
        if not request.contact:
            return respond(request, 400)
        watcher = self._watchers.get(to_tag(request)) or self._new_watcher(request)
        seconds = lifetime(request, WATCHED_S, LONGEST_WATCHED_S)
        watcher.expires_at = self._clock() + seconds
        watcher.dialog.refreshed(request)
        self._notify(watcher)
        tag = watcher.dialog.local_tag
        contact: list[HeaderField] = [("Contact", watcher.dialog.contact), ("Expires", str(seconds))]
        return respond(request, 200, tag, contact)

    def _new_watcher(self, request: Request) -> Watcher:
        user = user_of(request, "To")
        watcher = Watcher(user, Dialog.incoming(request, self._aor(user)), 0)
        self._watchers[watcher.dialog.local_tag] = watcher
        return watcher

    def _notify(self, watcher: Watcher) -> None:
        """Who does not take it, or did not come again in time, watches no more."""
        seconds = round(watcher.expires_at - self._clock())
        state = f"active;expires={seconds}" if seconds > 0 else "terminated;reason=timeout"
        watcher.told = self.document(watcher.user)
        headers = [("Event", "presence"), ("Subscription-State", state)]
        headers += [("Content-Type", PIDF)] if watcher.told else []
        notify = watcher.dialog.request("NOTIFY", headers, watcher.told)
        add_fields(notify, ())
        self._send(notify, lambda response: self._forget(watcher) if response.code >= 300 else None)
        if seconds <= 0:
            self._forget(watcher)

    def _forget(self, watcher: Watcher) -> None:
        self._watchers.pop(watcher.dialog.local_tag, None)


def lifetime(request: Request, usual: int, longest: int) -> int:
    """Seconds; what is asked for, within bounds."""
    return max(0, min(usual if request.expires is None else request.expires, longest))
