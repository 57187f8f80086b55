"""An engine without SIP; an exchange connects several of them: what they say equals the real one."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from ctidesk.domain import commands as cmd
from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import Event, RegistrationState
from ctidesk.domain.transfer import Referral
from tests.fakes.exchange import FakeExchange
from tests.fakes.registration import FakeRegistration

__all__ = ["FakeExchange", "FakeTelephony"]

_REASONS = {403: "Forbidden", 404: "Not Found", 480: "Temporarily Unavailable", 486: "Busy Here", 603: "Decline"}
_CAUSES = {
    403: EndCause.NOT_ALLOWED,
    404: EndCause.NO_SUCH_NUMBER,
    480: EndCause.UNAVAILABLE,
    486: EndCause.BUSY,
    500: EndCause.PBX_FAULT,
    603: EndCause.REJECTED,
}


@dataclass(eq=False)
class FakeLeg:
    """One end of a call. ``peer`` is the other end; ``None`` once somebody else has taken that one over.

    ``outcome`` is told the answer of a call that a REFER has asked for; such a leg speaks only when it is answered.
    """

    engine: FakeTelephony
    id: str
    outgoing: bool
    peer: FakeLeg | None = None
    number: str = ""
    answered: bool = False
    held: bool = False
    held_by_peer: bool = False
    outcome: Callable[[int], None] | None = None


class FakeTelephony(FakeRegistration):
    """:class:`ctidesk.ports.Telephony` in memory. ``sent`` are the commands that came, oldest first; ``digits`` what
    was pressed on which leg."""

    def __init__(self, exchange: FakeExchange) -> None:
        super().__init__(exchange)
        self.sent: list[cmd.Command] = []
        self.digits: list[tuple[str, str]] = []
        self._refusal = cmd.SetRefusal(in_call=486)
        self._legs: dict[str, FakeLeg] = {}

    # --- the port --------------------------------------------------------------------------------------------------

    def start(self, listener: Callable[[Event], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._listener = listener
        self._running = True
        self.exchange.attached.append(self)
        self._say(self._started())

    def send(self, command: cmd.Command) -> None:
        self.sent.append(command)
        self._loop.call_soon(self._take, command)

    async def stop(self) -> None:
        if not self._running:
            return
        await asyncio.sleep(0)  # what was sent before is taken first
        for leg in list(self._legs.values()):
            self._end_here(leg, 480)
        self._unregister()
        self.exchange.attached.remove(self)
        await asyncio.sleep(0)
        self._running = False

    # --- what a test can do to it ----------------------------------------------------------------------------------

    def die(self) -> None:
        """The engine process is killed; another is there at once."""
        for leg in list(self._legs.values()):
            del self._legs[leg.id]
            if leg.peer:
                leg.peer.engine.end(leg.peer, EndCause.FAILED, 408)
        self._wanted, self._state = False, RegistrationState.UNREGISTERED
        self._watched.clear()
        self._say(ev.EngineLost(_now(), Problem.of(ProblemId.ENGINE_RESTARTED, detail="signal 9")))
        self._say(self._started())

    # --- calls -----------------------------------------------------------------------------------------------------

    def _call(self, command: cmd.Call) -> None:
        leg = FakeLeg(self, command.leg_id, outgoing=True, number=command.number)
        about = command.referral
        code = self._dial(leg, replace(about, **self._named("by", "by_name")) if about else None)
        if code >= 300:
            return self.end(leg, _CAUSES.get(code, EndCause.FAILED), code, "" if code else "not registered")
        self._legs[leg.id] = leg
        self._say(ev.LegProgressed(leg.id))

    def _dial(self, leg: FakeLeg, about: Referral | None) -> int:
        """Let it ring where the number leads; the code that refuses it, else 180."""
        if self.account is None:
            return 999
        found = self.exchange.target(leg.number) if self.exchange.running else 408
        code = found if isinstance(found, int) else found.refuses(self.account)
        if code or isinstance(found, int):
            return code
        found.ring(leg, about)
        return 180

    def _answer(self, leg: FakeLeg) -> None:
        if leg.answered or leg.outgoing or leg.peer is None:
            return
        leg.answered = leg.peer.answered = True
        if leg.peer.outcome:
            leg.peer.outcome(200)
        else:
            leg.peer.engine._say(ev.LegAnswered(leg.peer.id, _now()))
        self._say(ev.LegAnswered(leg.id, _now()))

    def _end_here(self, leg: FakeLeg, code: int) -> None:
        refused = not leg.outgoing and not leg.answered
        code = code if refused else 200 if leg.answered else 487
        self.end(leg, EndCause.LOCAL_HANGUP, code)
        peer = leg.peer
        if peer and peer.outcome and not peer.answered:
            peer.outcome(code)
        elif peer:
            peer.engine.end(peer, _CAUSES.get(code, EndCause.FAILED) if refused else EndCause.REMOTE_HANGUP, code)

    # --- in a conversation -----------------------------------------------------------------------------------------

    def _hold(self, leg: FakeLeg, held: bool) -> None:
        if not leg.answered:
            return
        leg.held = held
        self._say(ev.HoldChanged(leg.id, held))
        if leg.peer and leg.peer.held_by_peer is not held:
            leg.peer.held_by_peer = held
            leg.peer.engine._say(ev.HeldByPeer(leg.peer.id, held))

    def _join(self, command: cmd.Join) -> None:
        """The far end calls the second operator, and takes the place of our consultation leg there."""
        leg, consult = self._legs.get(command.leg_id), self._legs.get(command.consult_leg)
        if leg is None or consult is None or not (leg.answered and consult.answered and consult.peer):
            return self._refer_progressed(command.leg_id, 481)
        if self._refused_to_go(leg):
            return
        assert leg.peer
        far, second = leg.peer, consult.peer
        far.engine.taken_over(far, by=second, number=consult.number)
        second.engine.taken_over(second, by=far, **far.engine._named("number", "name"))
        consult.peer = None
        self._refer_progressed(leg.id, 200)
        self.end(consult, EndCause.REMOTE_HANGUP, 200)

    def _refer(self, command: cmd.Refer) -> None:
        leg = self._legs.get(command.leg_id)
        if leg is None or not leg.answered:
            return self._refer_progressed(command.leg_id, 481)
        if self._refused_to_go(leg):
            return
        assert leg.peer
        far = leg.peer
        new = FakeLeg(far.engine, far.id, outgoing=True, number=command.number)
        new.outcome = partial(self._referred, leg, far, new)
        self._refer_progressed(leg.id, far.engine._dial(new, Referral(**self._named("by"))))

    def _referred(self, leg: FakeLeg, far: FakeLeg, new: FakeLeg, code: int) -> None:
        self._refer_progressed(leg.id, code)
        if code < 300 and new.peer:
            far.engine.taken_over(far, by=new.peer, number=new.number)
            new.peer.peer = far

    def _refused_to_go(self, leg: FakeLeg) -> bool:
        """Whether the far end takes no REFER; said."""
        far = leg.peer.engine.account if leg.peer else None
        takes_it = far is not None and far.accept_refer
        self._refer_progressed(leg.id, 100 if takes_it else 603)
        return not takes_it

    def _refer_progressed(self, leg_id: str, code: int) -> None:
        self._say(ev.ReferProgressed(leg_id, code, final=code >= 200))

    # --- what the exchange and other engines do --------------------------------------------------------------------

    def refuses(self, caller: cmd.SipAccount) -> int:
        """The code that answers an INVITE by itself; 0 lets it ring."""
        code = self._refusal.always or (self._refusal.in_call if self._legs else 0)
        if code:
            leg_id = str(uuid.uuid4())
            self._say(ev.CallRefused(leg_id, _number(caller), caller.display_name, code, _now()))
        return code

    def ring(self, caller: FakeLeg, about: Referral | None) -> None:
        leg = FakeLeg(self, str(uuid.uuid4()), outgoing=False, peer=caller)
        caller.peer = self._legs[leg.id] = leg
        who = caller.engine._named("number", "name")
        self._say(ev.IncomingCall(leg.id, who["number"], who["name"], _now(), referral=about))

    def taken_over(self, leg: FakeLeg, by: FakeLeg, number: str, name: str = "") -> None:
        """``by`` is the far end of ``leg`` now; the former one talks to nobody."""
        if leg.peer:
            leg.peer.peer = None
        leg.peer = by
        if leg.held:
            self._say(ev.HoldChanged(leg.id, False))
        if leg.held_by_peer:
            self._say(ev.HeldByPeer(leg.id, False))
        leg.held = leg.held_by_peer = False
        self._say(ev.LegIdentified(leg.id, number, name))

    def end(self, leg: FakeLeg, cause: EndCause, code: int, reason: str = "") -> None:
        self._legs.pop(leg.id, None)
        self._say(ev.LegEnded(leg.id, cause, _now(), code, reason or _REASONS.get(code, "")))

    def _named(self, number: str, name: str = "") -> dict[str, str]:
        """How we are shown to others, as keyword arguments."""
        assert self.account
        return {number: _number(self.account), **({name: self.account.display_name} if name else {})}

    def _started(self) -> ev.EngineStarted:
        return ev.EngineStarted("fake", "1", "udp", "127.0.0.1:5062", tuple(Capability))

    def _take(self, command: cmd.Command) -> None:
        match command:
            case cmd.TellMessages():
                self._say(ev.MessagesTold((f"RX fake\nCSeq: {len(self.sent)} INVITE",)))
            case cmd.Register():
                self._register(command.account)
            case cmd.Unregister():
                self._unregister()
            case cmd.SetRefusal():
                self._refusal = command
            case cmd.Publish():
                self._publish(command.presence)
            case cmd.Watch():
                self._watch(command.numbers)
            case cmd.Call():
                self._call(command)
            case cmd.Join():
                self._join(command)
            case cmd.Refer():
                self._refer(command)
            case cmd.Answer() | cmd.HangUp() | cmd.Hold() | cmd.Mute() | cmd.SendDigits():
                leg = self._legs.get(command.leg_id)
                if leg:
                    self._take_for(leg, command)

    def _take_for(self, leg: FakeLeg, command: cmd.Command) -> None:
        match command:
            case cmd.Answer():
                self._answer(leg)
            case cmd.HangUp():
                self._end_here(leg, command.code)
            case cmd.Hold():
                self._hold(leg, command.held)
            case cmd.Mute():
                self._say(ev.MuteChanged(leg.id, command.muted))
            case cmd.SendDigits():
                self.digits.append((leg.id, command.digits))


def _number(caller: cmd.SipAccount) -> str:
    return "" if caller.username == "anonymous" else caller.username


def _now() -> datetime:
    return datetime.now(UTC)
