"""The robots' transactions over UDP: RFC 3261 17, with RFC 6026 for what follows a 2xx."""

import asyncio
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from sipmessage import Request, Response

from .message import respond, sibling

T1_S, T2_S, T4_S = 0.5, 4.0, 5.0
TIMEOUT_S = 64 * T1_S


class State(Enum):
    TRYING = "trying"  # "calling" in the INVITE client transaction
    PROCEEDING = "proceeding"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


class Event(Enum):
    RETRANSMIT = "timer A, E or G"
    GIVE_UP = "timer B, F or H"
    LINGERED = "timer D, I, J, K, L or M"
    REQUEST = "the request again"
    ACK = "ACK"
    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx to 6xx"


Action = Callable[[Any], None]
Table = Mapping[tuple[State, Event], tuple[State, tuple[Action, ...]]]


def kind(code: int) -> Event:
    if code < 200:
        return Event.PROVISIONAL
    return Event.SUCCESS if code < 300 else Event.FAILURE


class Machine:
    """A state, its table and its timers."""

    table: Table
    longest_interval_s = T2_S
    lingers_s = TIMEOUT_S

    def __init__(self, send: Callable[[Request | Response], None], forget: Callable[[], None]) -> None:
        self.state = State.TRYING
        self.send, self.forget = send, forget
        self._interval_s = T1_S
        self._timers: list[asyncio.TimerHandle] = []

    def fire(self, event: Event) -> None:
        """A pair outside the table means nothing at that point: datagrams come late and twice."""
        self.state, actions = self.table.get((self.state, event), (self.state, ()))
        for action in actions:
            action(self)

    def start_timers(self) -> None:
        self._after(self._interval_s, Event.RETRANSMIT)
        self._after(TIMEOUT_S, Event.GIVE_UP)

    def retransmit_later(self) -> None:
        self._interval_s = min(2 * self._interval_s, self.longest_interval_s)
        self._after(self._interval_s, Event.RETRANSMIT)

    def linger(self) -> None:
        self.stop_timers()
        self._after(self.lingers_s, Event.LINGERED)

    def stop_timers(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def end(self) -> None:
        self.stop_timers()
        self.forget()

    def _after(self, seconds: float, event: Event) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(seconds, self.fire, event))


class Client(Machine):
    """One request of ours until its final response; no answer at all counts as 408 (RFC 3261 8.1.3.1)."""

    def __init__(
        self,
        request: Request,
        send: Callable[[Request | Response], None],
        forget: Callable[[], None],
        report: Callable[[Response], None],
    ) -> None:
        super().__init__(send, forget)
        self.request, self._report = request, report
        self.response: Response | None = None
        self.resend()
        self.start_timers()

    @property
    def is_pending(self) -> bool:
        return self.state in (State.TRYING, State.PROCEEDING)

    def received(self, response: Response) -> None:
        self.response = response
        self.fire(kind(response.code))

    def resend(self) -> None:
        self.send(self.request)

    def report(self) -> None:
        if self.response:
            self._report(self.response)

    def time_out(self) -> None:
        self._report(respond(self.request, 408))

    def acknowledge(self) -> None:
        """RFC 3261 17.1.1.3: the ACK to a failure belongs to the transaction."""
        if self.response:
            acknowledgement = sibling(self.request, "ACK")
            acknowledgement.headers.set("To", self.response.headers["To"])
            self.send(acknowledgement)


class InviteClient(Client):
    longest_interval_s = TIMEOUT_S

    def give_up_later(self) -> None:
        """RFC 3261 9.1: after a CANCEL the INVITE need not be answered any more."""
        self._after(TIMEOUT_S, Event.GIVE_UP)


class OtherClient(Client):
    lingers_s = T4_S


class Server(Machine):
    """One request to us: its last response is sent again for every copy of it."""

    def __init__(
        self, request: Request, send: Callable[[Request | Response], None], forget: Callable[[], None]
    ) -> None:
        super().__init__(send, forget)
        self.request = request
        self.response: Response | None = None

    def respond(self, response: Response) -> None:
        self.response = response
        self.fire(kind(response.code))

    def resend(self) -> None:
        if self.response:
            self.send(self.response)


class InviteServer(Server):
    def __init__(
        self, request: Request, send: Callable[[Request | Response], None], forget: Callable[[], None]
    ) -> None:
        super().__init__(request, send, forget)
        self.on_unacknowledged: Callable[[], None] = lambda: None
        self.respond(respond(request, 100))

    @property
    def is_answered(self) -> bool:
        return self.state not in (State.TRYING, State.PROCEEDING)

    def miss_acknowledgement(self) -> None:
        self.on_unacknowledged()


class OtherServer(Server):
    pass


InviteClient.table = {
    (State.TRYING, Event.RETRANSMIT): (State.TRYING, (Client.resend, Machine.retransmit_later)),
    (State.TRYING, Event.GIVE_UP): (State.TERMINATED, (Machine.end, Client.time_out)),
    (State.TRYING, Event.PROVISIONAL): (State.PROCEEDING, (Machine.stop_timers, Client.report)),
    (State.TRYING, Event.SUCCESS): (State.ACCEPTED, (Machine.linger, Client.report)),
    (State.TRYING, Event.FAILURE): (State.COMPLETED, (Machine.linger, Client.acknowledge, Client.report)),
    (State.PROCEEDING, Event.GIVE_UP): (State.TERMINATED, (Machine.end, Client.time_out)),
    (State.PROCEEDING, Event.PROVISIONAL): (State.PROCEEDING, (Client.report,)),
    (State.PROCEEDING, Event.SUCCESS): (State.ACCEPTED, (Machine.linger, Client.report)),
    (State.PROCEEDING, Event.FAILURE): (State.COMPLETED, (Machine.linger, Client.acknowledge, Client.report)),
    (State.ACCEPTED, Event.SUCCESS): (State.ACCEPTED, (Client.report,)),
    (State.ACCEPTED, Event.LINGERED): (State.TERMINATED, (Machine.end,)),
    (State.COMPLETED, Event.FAILURE): (State.COMPLETED, (Client.acknowledge,)),
    (State.COMPLETED, Event.LINGERED): (State.TERMINATED, (Machine.end,)),
}

OtherClient.table = {
    (State.TRYING, Event.RETRANSMIT): (State.TRYING, (Client.resend, Machine.retransmit_later)),
    (State.TRYING, Event.GIVE_UP): (State.TERMINATED, (Machine.end, Client.time_out)),
    (State.TRYING, Event.PROVISIONAL): (State.PROCEEDING, ()),
    (State.TRYING, Event.SUCCESS): (State.COMPLETED, (Machine.linger, Client.report)),
    (State.TRYING, Event.FAILURE): (State.COMPLETED, (Machine.linger, Client.report)),
    (State.PROCEEDING, Event.RETRANSMIT): (State.PROCEEDING, (Client.resend, Machine.retransmit_later)),
    (State.PROCEEDING, Event.GIVE_UP): (State.TERMINATED, (Machine.end, Client.time_out)),
    (State.PROCEEDING, Event.SUCCESS): (State.COMPLETED, (Machine.linger, Client.report)),
    (State.PROCEEDING, Event.FAILURE): (State.COMPLETED, (Machine.linger, Client.report)),
    (State.COMPLETED, Event.LINGERED): (State.TERMINATED, (Machine.end,)),
}

InviteServer.table = {
    (State.TRYING, Event.PROVISIONAL): (State.PROCEEDING, (Server.resend,)),
    (State.PROCEEDING, Event.REQUEST): (State.PROCEEDING, (Server.resend,)),
    (State.PROCEEDING, Event.PROVISIONAL): (State.PROCEEDING, (Server.resend,)),
    (State.PROCEEDING, Event.SUCCESS): (State.ACCEPTED, (Server.resend, Machine.start_timers)),
    (State.PROCEEDING, Event.FAILURE): (State.COMPLETED, (Server.resend, Machine.start_timers)),
    (State.ACCEPTED, Event.REQUEST): (State.ACCEPTED, (Server.resend,)),
    (State.ACCEPTED, Event.RETRANSMIT): (State.ACCEPTED, (Server.resend, Machine.retransmit_later)),
    (State.ACCEPTED, Event.ACK): (State.CONFIRMED, (Machine.linger,)),
    (State.ACCEPTED, Event.GIVE_UP): (State.TERMINATED, (Machine.end, InviteServer.miss_acknowledgement)),
    (State.COMPLETED, Event.REQUEST): (State.COMPLETED, (Server.resend,)),
    (State.COMPLETED, Event.RETRANSMIT): (State.COMPLETED, (Server.resend, Machine.retransmit_later)),
    (State.COMPLETED, Event.ACK): (State.CONFIRMED, (Machine.linger,)),
    (State.COMPLETED, Event.GIVE_UP): (State.TERMINATED, (Machine.end,)),
    (State.CONFIRMED, Event.LINGERED): (State.TERMINATED, (Machine.end,)),
}

OtherServer.table = {
    (State.TRYING, Event.SUCCESS): (State.COMPLETED, (Server.resend, Machine.linger)),
    (State.TRYING, Event.FAILURE): (State.COMPLETED, (Server.resend, Machine.linger)),
    (State.COMPLETED, Event.REQUEST): (State.COMPLETED, (Server.resend,)),
    (State.COMPLETED, Event.LINGERED): (State.TERMINATED, (Machine.end,)),
}
