"""The record-routing proxy, stateless as RFC 3261 16.11 has it.

It therefore sends no 100: until the far end answers, the caller's own retransmissions carry a request over
a lost datagram, and each maps to the same branch, as its CANCEL does.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sipmessage import URI, Request, Response
from sipmessage import Address as NameAddress

from .dialplan import Dialplan
from .digest import Verdict
from .message import (
    ALLOW,
    DEFAULT_PORT,
    MAGIC_COOKIE,
    Address,
    HeaderField,
    MalformedMessage,
    items,
    loopback,
    new_tag,
    respond,
    response_address,
    set_items,
    stamp_source,
    tag_of,
    to_tag,
    top_via,
    user_of,
)
from .presence import Presence
from .registrar import Registrar, items_of_credentials

LOCAL_HOSTS = ("127.0.0.1", "localhost", "")  # a tel: URI has no host
OWN_TAG = "pbx-"  # marks our own answers, whose ACK ends here
UNCHALLENGED = ("ACK", "CANCEL")  # RFC 3261 22.1
RECORD_ROUTED = ("INVITE", "SUBSCRIBE", "REFER")

Send = Callable[[Request | Response, Address], None]
Watch = Callable[[Request | Response], None]


class Refused(Exception):
    def __init__(self, code: int, headers: Sequence[HeaderField] = ()) -> None:
        super().__init__(code)
        self.code, self.headers = code, headers


@dataclass(frozen=True)
class Proxy:
    address: Address
    trunk: Address
    registrar: Registrar
    dialplan: Dialplan
    presence: Presence
    send: Send
    watch: Watch

    def on_request(self, request: Request, source: Address) -> None:
        stamp_source(request, source)
        if request.method == "ACK" and to_tag(request).startswith(OWN_TAG):
            return
        try:
            self._serve(request, source)
        except Refused as refused:
            self._refuse(request, refused)
        except (ValueError, TypeError):  # a header that only shows itself as broken when it is needed
            self._refuse(request, Refused(400))

    def on_response(self, response: Response) -> None:
        """RFC 3261 16.7: take our Via off and follow the next one."""
        if (top_via(response).host, top_via(response).port) != self.address:
            raise MalformedMessage("a response that is not for us")
        set_items(response, "Via", items(response, "Via")[1:])
        self.watch(response)
        self.send(response, response_address(response))

    def _serve(self, request: Request, source: Address) -> None:
        if request.method == "REGISTER":
            self._answer(request, self.registrar.register(request, source))
            self.presence.changed(user_of(request, "To"))
        elif request.method == "OPTIONS" and not request.uri.user:
            self._answer(request, respond(request, 200, headers=[("Allow", ALLOW), ("Accept", "application/sdp")]))
        elif request.method == "PUBLISH" or (request.method == "SUBSCRIBE" and self._is_for_us(request)):
            self._answer(request, self._presence(request))
        else:
            self._forward(request, self._next_hop(request, source))

    def _is_for_us(self, request: Request) -> bool:
        """A subscription of ours; one inside a call belongs to its other end."""
        return not to_tag(request) or self.presence.knows(to_tag(request))

    def _presence(self, request: Request) -> Response:
        self._validate(request)
        if not to_tag(request):
            self._authenticate(request)
        if (request.headers.get("Event") or "").partition(";")[0].strip() != "presence":
            raise Refused(489, [("Allow-Events", "presence")])
        if user_of(request, "To") not in self.registrar.accounts:
            raise Refused(404)
        if request.method == "PUBLISH" and request.uri.user != user_of(request, "From"):
            raise Refused(403)
        return self.presence.answer(request)

    def _refuse(self, request: Request, refused: Refused) -> None:
        self._answer(request, respond(request, refused.code, OWN_TAG + new_tag(), refused.headers))

    def _answer(self, request: Request, response: Response) -> None:
        if request.method != "ACK":
            self.send(response, response_address(response))

    def _next_hop(self, request: Request, source: Address) -> Address:
        """RFC 3261 16.3 to 16.6. The Request-URI is replaced where we are responsible for it."""
        self._validate(request)
        self._pop_own_routes(request)
        if not to_tag(request) and request.method not in UNCHALLENGED and source != self.trunk:
            self._authenticate(request)
        routes = items(request, "Route")
        if routes:
            return self._reach(NameAddress.parse(routes[0]).uri)
        return self._locate(request) if self._is_ours(request.uri) else self._reach(request.uri)

    def _validate(self, request: Request) -> None:
        if request.max_forwards is not None and request.max_forwards <= 0:
            raise Refused(483)
        unknown = request.headers.getlist("Proxy-Require")
        if unknown and request.method not in UNCHALLENGED:
            raise Refused(420, [("Unsupported", value) for value in unknown])

    def _pop_own_routes(self, request: Request) -> None:
        routes = items(request, "Route")
        while routes and self._is_self(NameAddress.parse(routes[0]).uri):
            routes.pop(0)
        set_items(request, "Route", routes)

    def _authenticate(self, request: Request) -> None:
        digest = self.registrar.digest
        given = items_of_credentials(request, "Proxy-Authorization")
        verdict, owner = digest.verify(given, request.method)
        if verdict in (Verdict.MISSING, Verdict.STALE):
            challenges = digest.challenges(stale=verdict is Verdict.STALE)
            raise Refused(407, [("Proxy-Authenticate", value) for value in challenges])
        if verdict is Verdict.WRONG or owner not in self.registrar.accounts or owner != user_of(request, "From"):
            raise Refused(403)
        request.headers.remove("Proxy-Authorization")  # RFC 3261 22.3: consumed here

    def _locate(self, request: Request) -> Address:
        user = request.uri.user or ""
        binding = self.registrar.binding(user)
        if binding:
            request.uri = binding.contact
            return binding.source
        if self.dialplan.steps(user) is None:
            raise Refused(self.dialplan.refusal(user))
        request.uri = URI("sip", self.trunk[0], user=user, port=self.trunk[1])
        return self.trunk

    def _reach(self, uri: URI) -> Address:
        try:
            return self.registrar.source_of(uri.host, uri.port) or loopback(uri.host, uri.port)
        except ValueError as error:
            raise Refused(404) from error

    def _is_self(self, uri: URI) -> bool:
        return uri.host in LOCAL_HOSTS and (uri.port or DEFAULT_PORT) == self.address[1]

    def _is_ours(self, uri: URI) -> bool:
        """Without a port it is our domain, unless somebody registered from the default port."""
        portless = uri.host in LOCAL_HOSTS and uri.port is None
        return self._is_self(uri) or (portless and self.registrar.source_of(uri.host, None) is None)

    def _forward(self, request: Request, destination: Address) -> None:
        hops = 70 if request.max_forwards is None else request.max_forwards - 1
        request.headers.set("Max-Forwards", str(hops))
        host, port = self.address
        if request.method in RECORD_ROUTED:
            own_route = f"<sip:{host}:{port};lr>"
            set_items(request, "Record-Route", [own_route, *items(request, "Record-Route")])
        own_via = f"SIP/2.0/UDP {host}:{port};branch={stateless_branch(request)}"
        set_items(request, "Via", [own_via, *items(request, "Via")])
        self.watch(request)
        self.send(request, destination)


def stateless_branch(request: Request) -> str:
    """RFC 3261 16.11: the same for every retransmission, for the CANCEL and for the ACK to a failure."""
    via = top_via(request)
    branch = via.parameters.get("branch") or ""
    parts = [via.host, str(via.port), branch]
    if not branch.startswith(MAGIC_COOKIE):
        tags = (
            tag_of(request.headers["From"]),
            request.call_id,
            str(request.cseq.sequence),
            str(request.uri),
        )
        parts += tags
    return MAGIC_COOKIE + hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]
