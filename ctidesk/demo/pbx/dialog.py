"""The dialog state of one leg: RFC 3261 12."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sipmessage import URI, CSeq, Request, Response

from .message import HeaderField, add_fields, items, new_tag, tag_of


@dataclass(slots=True)
class Dialog:
    call_id: str
    local: str  # the whole header value, tag included
    remote: str
    contact: str
    target: URI
    routes: list[str]
    sequence: int = 0
    remote_sequence: int = -1

    @classmethod
    def outgoing(cls, local: URI, target: URI, contact: URI) -> Self:
        call_id = secrets.token_hex(12)
        return cls(call_id, f"<{local}>;tag={new_tag()}", f"<{target}>", f"<{contact}>", target, [])

    @classmethod
    def incoming(cls, invite: Request, contact: URI) -> Self:
        """RFC 3261 12.1.1."""
        return cls(
            call_id=invite.call_id,
            local=f"{invite.headers['To']};tag={new_tag()}",
            remote=invite.headers["From"],
            contact=f"<{contact}>",
            target=invite.contact[0].uri,
            routes=items(invite, "Record-Route"),
            remote_sequence=invite.cseq.sequence,
        )

    @property
    def local_tag(self) -> str:
        return tag_of(self.local)

    @property
    def remote_tag(self) -> str:
        return tag_of(self.remote)

    def established(self, response: Response) -> None:
        """RFC 3261 12.1.2: what our own INVITE learns from its answer."""
        self.remote = response.headers["To"]
        self.routes = items(response, "Record-Route")[::-1]
        self.refreshed(response)

    def refreshed(self, message: Request | Response) -> None:
        """RFC 3261 12.2: the remote target may move."""
        if message.contact:
            self.target = message.contact[0].uri

    def request(self, method: str, headers: Iterable[HeaderField] = (), body: bytes = b"") -> Request:
        self.sequence += 1
        return self._request(method, self.sequence, headers, body)

    def acknowledgement(self, sequence: int, body: bytes = b"") -> Request:
        """RFC 3261 13.2.2.4: the ACK to a 2xx has the INVITE's number and a branch of its own."""
        return self._request("ACK", sequence, content(body), body)

    def _request(self, method: str, sequence: int, headers: Iterable[HeaderField], body: bytes) -> Request:
        request = Request(method, self.target, body)
        for route in self.routes:
            request.headers.add("Route", route)
        add_fields(request, [("Max-Forwards", "70"), ("From", self.local), ("To", self.remote)])
        request.call_id, request.cseq = self.call_id, CSeq(sequence, method)
        add_fields(request, [("Contact", self.contact), *headers])
        return request


def content(body: bytes) -> list[HeaderField]:
    return [("Content-Type", "application/sdp")] if body else []
