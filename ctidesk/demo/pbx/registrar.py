"""Who is registered, and from where: RFC 3261 10.3."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sipmessage import URI, Request, Response
from sipmessage import Address as NameAddress

from .digest import Digest, Verdict
from .message import DEFAULT_PORT, Address, HeaderField, items, respond, user_of

MIN_EXPIRES_S, DEFAULT_EXPIRES_S, MAX_EXPIRES_S = 30, 300, 7200


@dataclass(frozen=True)
class Binding:
    contact: URI
    source: Address  # requests go here: the contact may name an address nobody can reach
    expires_at: float

    def reaches(self, host: str, port: int | None) -> bool:
        own = self.contact.host, self.contact.port or DEFAULT_PORT
        return own == (host, port or DEFAULT_PORT)


@dataclass
class Registrar:
    accounts: Sequence[str]
    digest: Digest
    clock: Callable[[], float] = time.monotonic
    _bindings: dict[str, list[Binding]] = field(default_factory=dict)

    def binding(self, user: str) -> Binding | None:
        """The latest contact wins: a desk that crashed left an older one behind."""
        alive = self._alive(user)
        return alive[-1] if alive else None

    def source_of(self, host: str, port: int | None) -> Address | None:
        """Where a contact's owner sends from, when a request names the contact itself."""
        for user in self._bindings:
            for binding in reversed(self._alive(user)):
                if binding.reaches(host, port):
                    return binding.source
        return None

    def register(self, request: Request, source: Address) -> Response:
        user = user_of(request, "To")
        if user not in self.accounts:
            return respond(request, 404)
        verdict, owner = self.digest.verify(items_of_credentials(request, "Authorization"), request.method)
        if verdict in (Verdict.MISSING, Verdict.STALE):
            return respond(request, 401, headers=self._challenges(verdict))
        if verdict is Verdict.WRONG or owner != user:
            return respond(request, 403)
        return self._update(request, user, source)

    def _challenges(self, verdict: Verdict) -> list[HeaderField]:
        challenges = self.digest.challenges(stale=verdict is Verdict.STALE)
        return [("WWW-Authenticate", value) for value in challenges]

    def _update(self, request: Request, user: str, source: Address) -> Response:
        contacts = items(request, "Contact")
        if contacts == ["*"]:
            return self._clear(request, user)
        wanted = [self._wanted(NameAddress.parse(contact), request) for contact in contacts]
        if any(0 < seconds < MIN_EXPIRES_S for _, seconds in wanted):
            return respond(request, 423, headers=[("Min-Expires", str(MIN_EXPIRES_S))])
        for contact, seconds in wanted:
            self._bind(user, contact, source, seconds)
        return respond(request, 200, headers=self._contacts(user))

    def _clear(self, request: Request, user: str) -> Response:
        """RFC 3261 10.2.2: the star stands with Expires 0 only."""
        if request.expires != 0:
            return respond(request, 400)
        self._bindings.pop(user, None)
        return respond(request, 200)

    def _wanted(self, contact: NameAddress, request: Request) -> tuple[URI, int]:
        asked = contact.parameters.get("expires")
        seconds = int(asked) if asked else request.expires
        return contact.uri, min(DEFAULT_EXPIRES_S if seconds is None else seconds, MAX_EXPIRES_S)

    def _bind(self, user: str, contact: URI, source: Address, seconds: int) -> None:
        others = [binding for binding in self._alive(user) if binding.contact != contact]
        latest = [Binding(contact, source, self.clock() + seconds)] if seconds > 0 else []
        self._bindings[user] = others + latest

    def _alive(self, user: str) -> list[Binding]:
        now = self.clock()
        return [binding for binding in self._bindings.get(user, ()) if binding.expires_at > now]

    def _contacts(self, user: str) -> list[HeaderField]:
        now = self.clock()
        return [("Contact", f"<{b.contact}>;expires={round(b.expires_at - now)}") for b in self._alive(user)]


def items_of_credentials(request: Request, name: str) -> list[str]:
    """Credentials hold commas of their own: one header line is one value (RFC 3261 7.3.1)."""
    return list(request.headers.getlist(name))
