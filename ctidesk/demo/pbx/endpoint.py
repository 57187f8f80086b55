"""The trunk's socket: it hands datagrams to transactions, and requests to the legs they belong to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sipmessage import URI, Request, Response

from .message import (
    ALLOW,
    Address,
    MalformedMessage,
    branch_of,
    items,
    new_branch,
    parse,
    respond,
    response_address,
    set_items,
    stamp_source,
    tag_of,
    to_tag,
    top_via,
)
from .transaction import Client, Event, InviteClient, InviteServer, OtherClient, OtherServer, Server
from .udp import UdpSocket

if TYPE_CHECKING:
    from .leg import Leg

Key = tuple[str, ...]
Report = Callable[[Response], None]
C = TypeVar("C", bound=Client)


class Endpoint(UdpSocket):
    def __init__(self, proxy: Address) -> None:
        self.proxy = proxy
        self.legs: dict[str, Leg] = {}  # by the tag we gave
        self.on_invite: Callable[[Request, InviteServer], Leg | None] = refuse
        self._clients: dict[Key, Client] = {}
        self._servers: dict[Key, Server] = {}
        self._ringing: dict[Key, Leg] = {}  # whom a CANCEL means, by its INVITE's transaction

    def uri(self, user: str) -> URI:
        """Where a robot is reached: here, not at the proxy."""
        return URI("sip", self.address[0], user=user, port=self.address[1])

    def aor(self, user: str) -> URI:
        return URI("sip", self.proxy[0], user=user, port=self.proxy[1])

    def close(self) -> None:
        for transaction in [*self._clients.values(), *self._servers.values()]:
            transaction.stop_timers()
        super().close()

    @property
    def is_quiet(self) -> bool:
        """No request of ours waits for its final response."""
        return not any(client.is_pending for client in self._clients.values())

    def invite(self, invite: Request, report: Report) -> InviteClient:
        self._sign(invite)
        return self._start(InviteClient, invite, report)

    def request(self, request: Request, report: Report = lambda response: None) -> None:
        self._sign(request)
        self._start(OtherClient, request, report)

    def cancel(self, cancel: Request) -> None:
        """A CANCEL keeps the Via of its INVITE."""
        self._start(OtherClient, cancel, lambda response: None)

    def send_acknowledgement(self, acknowledgement: Request) -> None:
        if not items(acknowledgement, "Via"):
            self._sign(acknowledgement)
        self._send_to_proxy(acknowledgement)

    def datagram_received(self, data: bytes, source: Address) -> None:
        try:
            message = parse(data)
            if isinstance(message, Response):
                self._on_response(message)
            else:
                self._on_request(message, source)
        except (MalformedMessage, ValueError):
            return  # a stranger's noise ends here

    def _start(self, kind: type[C], request: Request, report: Report) -> C:
        key = (branch_of(request), request.method)
        client = kind(request, self._send_to_proxy, lambda: self._drop(key), report)
        self._clients[key] = client
        return client

    def _drop(self, key: Key) -> None:
        self._clients.pop(key, None)

    def _sign(self, request: Request) -> None:
        host, port = self.address
        set_items(request, "Via", [f"SIP/2.0/UDP {host}:{port};branch={new_branch()};rport"])

    def _on_response(self, response: Response) -> None:
        client = self._clients.get((branch_of(response), response.cseq.method))
        if client:
            client.received(response)

    def _on_request(self, request: Request, source: Address) -> None:
        stamp_source(request, source)
        transaction = self._servers.get(server_key(request))
        if request.method == "ACK":
            self._on_acknowledgement(request, transaction)
        elif transaction:
            transaction.fire(Event.REQUEST)
        else:
            self._on_new_request(request)

    def _on_acknowledgement(self, request: Request, transaction: Server | None) -> None:
        leg = self.legs.get(to_tag(request))
        if transaction:
            transaction.fire(Event.ACK)
        elif leg:
            leg.on_acknowledgement(request)

    def _on_new_request(self, request: Request) -> None:
        transaction = self._serve(request)
        leg = self.legs.get(to_tag(request))
        if request.method == "CANCEL":
            self._on_cancel(request, transaction)
        elif leg:
            leg.on_request(request, transaction)
        elif to_tag(request):
            transaction.respond(respond(request, 481))
        elif isinstance(transaction, InviteServer):
            self._on_invite(request, transaction)
        else:
            transaction.respond(outside_a_call(request))

    def _serve(self, request: Request) -> Server:
        key, via = server_key(request), response_address(request)
        kind: type[Server] = InviteServer if request.method == "INVITE" else OtherServer
        self._servers[key] = kind(request, lambda message: self._send(message, via), lambda: self._forget(key))
        return self._servers[key]

    def _forget(self, key: Key) -> None:
        self._servers.pop(key, None)
        self._ringing.pop(key, None)

    def _on_invite(self, request: Request, transaction: InviteServer) -> None:
        leg = self.on_invite(request, transaction)
        if leg:
            self._ringing[server_key(request)] = leg

    def _on_cancel(self, request: Request, transaction: Server) -> None:
        """RFC 3261 9.2."""
        leg = self._ringing.get(server_key(request, "INVITE"))
        transaction.respond(respond(request, 200 if leg else 481))
        if leg:
            leg.on_cancel()

    def _send_to_proxy(self, message: Request | Response) -> None:
        self._send(message, self.proxy)

    def _send(self, message: Request | Response, to: Address) -> None:
        self.send_bytes(bytes(message), to)


def server_key(request: Request, method: str = "") -> Key:
    """RFC 3261 17.2.3; an ACK finds its INVITE."""
    via = top_via(request)
    wanted = method or ("INVITE" if request.method == "ACK" else request.method)
    branch = via.parameters.get("branch") or f"{request.call_id}|{tag_of(request.headers['From'])}"
    return branch, via.host, str(via.port), wanted


def refuse(request: Request, transaction: InviteServer) -> None:
    transaction.respond(respond(request, 480))


def outside_a_call(request: Request) -> Response:
    codes = {"OPTIONS": 200, "MESSAGE": 200, "SUBSCRIBE": 489, "PUBLISH": 489, "NOTIFY": 481, "BYE": 481}
    return respond(request, codes.get(request.method, 405), headers=[("Allow", ALLOW)])
