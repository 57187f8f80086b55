"""One call of a robot: its dialog, its state and its sound."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum

from sipmessage import URI, Request, Response

from .dialog import Dialog, content
from .endpoint import Endpoint
from .message import ALLOW, HeaderField, respond, sibling
from .sdp import NotAcceptable
from .sound import Sound
from .transaction import Event as TransactionEvent
from .transaction import InviteClient, InviteServer, Server


class LegState(Enum):
    INVITING = "inviting"  # we call; nothing heard yet
    RINGING = "ringing"  # we call; the far end said so
    ABANDONED = "abandoned"  # to be cancelled once something is heard (RFC 3261 9.1)
    CANCELLING = "cancelling"
    INVITED = "invited"  # we are called
    TALKING = "talking"
    ENDED = "ended"


class LegEvent(Enum):
    PROGRESS = "1xx"
    ANSWERED = "2xx"
    REFUSED = "3xx to 6xx"
    CANCELLED = "CANCEL"
    BYE = "BYE"
    HANG_UP = "hang up"


class Leg:
    def __init__(self, endpoint: Endpoint, dialog: Dialog, state: LegState, user: str) -> None:
        self.endpoint, self.dialog, self.state, self.user = endpoint, dialog, state, user
        self.final: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()
        self.on_progress: Callable[[int], None] = lambda code: None
        self.on_refer: Callable[[Leg, Request], None] | None = None
        self._sound: Sound | None = None
        self._invite: InviteClient | None = None
        self._invitation: InviteServer | None = None
        endpoint.legs[dialog.local_tag] = self

    @classmethod
    async def call(cls, endpoint: Endpoint, user: str, target: URI, headers: Iterable[HeaderField] = ()) -> "Leg":
        dialog = Dialog.outgoing(endpoint.aor(user), target, endpoint.uri(user))
        leg = cls(endpoint, dialog, LegState.INVITING, user)
        offer = (await leg._open_sound()).describe(b"")
        fields = [("Allow", ALLOW), ("Supported", "replaces"), *headers, *content(offer)]
        leg._invite = endpoint.invite(dialog.request("INVITE", fields, offer), leg._on_response)
        return leg

    @classmethod
    def called(cls, endpoint: Endpoint, request: Request, invitation: InviteServer) -> "Leg":
        user = request.uri.user or ""
        leg = cls(endpoint, Dialog.incoming(request, endpoint.uri(user)), LegState.INVITED, user)
        leg._invitation = invitation
        invitation.on_unacknowledged = leg.hang_up
        return leg

    async def respond(self, code: int) -> None:
        """Moves the incoming INVITE on; nothing where it was cancelled meanwhile."""
        if code in (183, 200):
            await self._open_sound()
        if self.state is LegState.INVITED and self._invitation:
            self._respond(self._invitation, code)

    def hang_up(self) -> None:
        self._fire(LegEvent.HANG_UP)

    async def ends_within(self, seconds: float | None) -> bool:
        return await finished(self.ended.wait(), seconds)

    def on_request(self, request: Request, transaction: Server) -> None:
        """RFC 3261 12.2.2."""
        number = request.cseq.sequence
        if number <= self.dialog.remote_sequence:
            transaction.respond(respond(request, 500))
            return
        self.dialog.remote_sequence = number
        HANDLERS.get(request.method, Leg._say_ok)(self, request, transaction)

    def on_acknowledgement(self, request: Request) -> None:
        if self._invitation:
            self._invitation.fire(TransactionEvent.ACK)
        if request.body:
            self._listen_to(request.body)

    def on_cancel(self) -> None:
        self._fire(LegEvent.CANCELLED)

    def _fire(self, event: LegEvent) -> None:
        """A pair outside the table changes nothing: both ends may hang up at once."""
        self.state, action = TRANSITIONS.get((self.state, event), (self.state, None))
        if action:
            action(self)
        if self.state is LegState.ENDED:
            self._end()

    def _end(self) -> None:
        self.endpoint.legs.pop(self.dialog.local_tag, None)
        self.ended.set()
        if not self.final.done():
            self.final.set_result(487)
        if self._sound:
            self._sound.close()

    # our INVITE

    def _on_response(self, response: Response) -> None:
        if response.code < 200:
            self.on_progress(response.code)
            self._fire(LegEvent.PROGRESS)
        elif response.code < 300:
            self._on_answer(response)
        else:
            self._settle(response.code)
            self._fire(LegEvent.REFUSED)

    def _on_answer(self, response: Response) -> None:
        """Every 2xx is acknowledged, also the repeated ones."""
        repeated = self.state in (LegState.TALKING, LegState.ENDED)
        self.dialog.established(response)
        self.endpoint.send_acknowledgement(self.dialog.acknowledgement(response.cseq.sequence))
        if not repeated:
            self._settle(response.code)
            self._fire(LegEvent.ANSWERED)
            self._listen_to(response.body)

    def _settle(self, code: int) -> None:
        if not self.final.done():
            self.final.set_result(code)

    def _send_cancel(self) -> None:
        if self._invite:
            self.endpoint.cancel(sibling(self._invite.request, "CANCEL"))
            self._invite.give_up_later()

    # their INVITE

    def _respond(self, invitation: InviteServer, code: int) -> None:
        try:
            body = self._description(invitation.request) if code in (183, 200) else b""
        except NotAcceptable:
            code, body = 488, b""
        fields = [
            ("Contact", self.dialog.contact),
            ("Allow", ALLOW),
            ("Supported", "replaces"),
            *content(body),
        ]
        response = respond(invitation.request, code, self.dialog.local_tag, fields, body)
        invitation.respond(response)
        if code >= 200:
            self._settle(code)
            self._fire(LegEvent.ANSWERED if code < 300 else LegEvent.REFUSED)

    def _terminate(self) -> None:
        self._refuse(487)

    def _give_back(self) -> None:
        self._refuse(480)

    def _refuse(self, code: int) -> None:
        if self._invitation:
            tag = self.dialog.local_tag
            self._invitation.respond(respond(self._invitation.request, code, tag))

    # within the call

    def send(self, method: str, headers: Iterable[HeaderField] = (), body: bytes = b"") -> None:
        self.endpoint.request(self.dialog.request(method, headers, body))

    def _send_bye(self) -> None:
        self.send("BYE")

    def _on_bye(self, request: Request, transaction: Server) -> None:
        transaction.respond(respond(request, 200))
        self._fire(LegEvent.BYE)

    def _on_refer(self, request: Request, transaction: Server) -> None:
        if self.on_refer is None or not request.headers.get("Refer-To"):
            transaction.respond(respond(request, 603 if self.on_refer is None else 400))
            return
        transaction.respond(respond(request, 202, headers=[("Contact", self.dialog.contact)]))
        self.on_refer(self, request)

    def _on_offer(self, request: Request, transaction: Server) -> None:
        """A re-INVITE or an UPDATE, with a description or without."""
        if self.state is LegState.INVITED and request.method == "INVITE":
            transaction.respond(respond(request, 491))
            return
        if isinstance(transaction, InviteServer):
            self._invitation = transaction
            transaction.on_unacknowledged = self.hang_up
        self.dialog.refreshed(request)
        try:
            wants_sound = bool(request.body) or request.method == "INVITE"
            body = self._sound.describe(request.body) if self._sound and wants_sound else b""
        except NotAcceptable:
            transaction.respond(respond(request, 488))
            return
        fields = [("Contact", self.dialog.contact), ("Allow", ALLOW), *content(body)]
        transaction.respond(respond(request, 200, headers=fields, body=body))

    def _say_ok(self, request: Request, transaction: Server) -> None:
        transaction.respond(respond(request, 200, headers=[("Allow", ALLOW)]))

    # sound

    async def _open_sound(self) -> Sound:
        if self._sound is None:
            self._sound = await Sound.open(voice_of(self.user))
            if self.state is LegState.ENDED:
                self._sound.close()
        return self._sound

    def _description(self, invite: Request) -> bytes:
        return (self._sound.said() or self._sound.describe(invite.body)) if self._sound else b""

    def _listen_to(self, answer: bytes) -> None:
        """Without G.711 in it there is nothing to talk about."""
        try:
            if self._sound and self.state is LegState.TALKING:
                self._sound.hear(answer)
        except NotAcceptable:
            self.hang_up()


async def finished(work: Awaitable[object], seconds: float | None) -> bool:
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        return False
    return True


def voice_of(user: str) -> int:
    return sum(map(ord, user)) % 2


Action = Callable[[Leg], None]

TRANSITIONS: dict[tuple[LegState, LegEvent], tuple[LegState, Action | None]] = {
    (LegState.INVITING, LegEvent.PROGRESS): (LegState.RINGING, None),
    (LegState.INVITING, LegEvent.ANSWERED): (LegState.TALKING, None),
    (LegState.INVITING, LegEvent.REFUSED): (LegState.ENDED, None),
    (LegState.INVITING, LegEvent.HANG_UP): (LegState.ABANDONED, None),
    (LegState.RINGING, LegEvent.ANSWERED): (LegState.TALKING, None),
    (LegState.RINGING, LegEvent.REFUSED): (LegState.ENDED, None),
    (LegState.RINGING, LegEvent.HANG_UP): (LegState.CANCELLING, Leg._send_cancel),
    (LegState.ABANDONED, LegEvent.PROGRESS): (LegState.CANCELLING, Leg._send_cancel),
    (LegState.ABANDONED, LegEvent.ANSWERED): (LegState.ENDED, Leg._send_bye),
    (LegState.ABANDONED, LegEvent.REFUSED): (LegState.ENDED, None),
    (LegState.CANCELLING, LegEvent.ANSWERED): (LegState.ENDED, Leg._send_bye),
    (LegState.CANCELLING, LegEvent.REFUSED): (LegState.ENDED, None),
    (LegState.INVITED, LegEvent.ANSWERED): (LegState.TALKING, None),
    (LegState.INVITED, LegEvent.REFUSED): (LegState.ENDED, None),
    (LegState.INVITED, LegEvent.CANCELLED): (LegState.ENDED, Leg._terminate),
    (LegState.INVITED, LegEvent.BYE): (LegState.ENDED, Leg._terminate),
    (LegState.INVITED, LegEvent.HANG_UP): (LegState.ENDED, Leg._give_back),
    (LegState.TALKING, LegEvent.HANG_UP): (LegState.ENDED, Leg._send_bye),
    (LegState.TALKING, LegEvent.BYE): (LegState.ENDED, None),
}

HANDLERS: dict[str, Callable[[Leg, Request, Server], None]] = {
    "BYE": Leg._on_bye,
    "INVITE": Leg._on_offer,
    "UPDATE": Leg._on_offer,
    "REFER": Leg._on_refer,
}
