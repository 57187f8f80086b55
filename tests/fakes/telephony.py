"""An engine without SIP, and the exchange that connects several of them: what they say equals the real one."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, Call, Command, HangUp, Register, SetRefusal, SipAccount, Unregister
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import Event, RegistrationState

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
class _Conversation:
    """A call between two engines; ``callee`` is set as soon as it rings there."""

    caller: FakeTelephony
    caller_leg: str
    callee: FakeTelephony
    callee_leg: str
    answered: bool = False

    def other(self, one: FakeTelephony, leg_id: str) -> tuple[FakeTelephony, str]:
        is_caller = one is self.caller and leg_id == self.caller_leg
        return (self.callee, self.callee_leg) if is_caller else (self.caller, self.caller_leg)


@dataclass
class FakeExchange:
    """The PBX: who may register with which password, and who has. ``stop`` forgets every contact."""

    passwords: Mapping[str, str]
    server: str = "pbx.test:5060"
    running: bool = True
    contacts: dict[str, FakeTelephony] = field(default_factory=dict)
    attached: list[FakeTelephony] = field(default_factory=list)

    def telephony(self) -> FakeTelephony:
        return FakeTelephony(self)

    def stranger(self, number: str, display_name: str = "") -> FakeTelephony:
        """Somebody outside who can call registered accounts: ``stranger.send(Call(leg_id, "1001"))``."""
        outside = FakeTelephony(self)
        outside.start(lambda event: None)
        outside.account = SipAccount(self.server, number, "", display_name=display_name)
        return outside

    def stop(self) -> None:
        self.running = False
        self.contacts.clear()
        for engine in self.attached:
            engine.exchange_changed()

    def start(self) -> None:
        self.running = True
        for engine in self.attached:
            engine.exchange_changed()

    def refusal(self, account: SipAccount) -> Problem | None:
        """Why the account cannot register."""
        server = account.server
        if not self.running or server != self.server:
            return Problem.of(ProblemId.PBX_UNREACHABLE, detail="no answer", server=server)
        if account.username not in self.passwords:
            return Problem.of(ProblemId.PBX_ACCOUNT_UNKNOWN, detail="404 Not Found", server=server)
        if self.passwords[account.username] != account.password:
            return Problem.of(ProblemId.PBX_PASSWORD_REFUSED, detail="403 Forbidden", server=server)
        return None

    def target(self, number: str) -> FakeTelephony | int:
        """Whom a number reaches, or the code that says why nobody."""
        user = number.removeprefix("sip:").partition("@")[0]
        if user not in self.passwords:
            return 404
        return self.contacts.get(user, 480)


class FakeTelephony:
    """:class:`ctidesk.ports.Telephony` in memory. ``sent`` are the commands that came, oldest first."""

    def __init__(self, exchange: FakeExchange) -> None:
        self.exchange = exchange
        self.sent: list[Command] = []
        self.account: SipAccount | None = None
        self._wanted = False
        self._state = RegistrationState.UNREGISTERED
        self._refusal = SetRefusal(in_call=486)
        self._calls: dict[str, _Conversation] = {}
        self._running = False

    # --- the port --------------------------------------------------------------------------------------------------

    def start(self, listener: Callable[[Event], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._listener = listener
        self._running = True
        self.exchange.attached.append(self)
        self._say(ev.EngineStarted("fake", "1", "udp", "127.0.0.1:5062"))

    def send(self, command: Command) -> None:
        self.sent.append(command)
        self._loop.call_soon(self._take, command)

    async def stop(self) -> None:
        if not self._running:
            return
        await asyncio.sleep(0)  # what was sent before is taken first
        for leg_id in list(self._calls):
            self._hang_up(HangUp(leg_id, 480))
        self._unregister(Unregister())
        self.exchange.attached.remove(self)
        await asyncio.sleep(0)
        self._running = False

    # --- what a test can do to it ----------------------------------------------------------------------------------

    def die(self) -> None:
        """The engine process is killed; another is there at once."""
        for leg_id in list(self._calls):
            conversation = self._calls.pop(leg_id)
            peer, peer_leg = conversation.other(self, leg_id)
            peer.end(peer_leg, EndCause.FAILED, 408)
        self._wanted, self._state = False, RegistrationState.UNREGISTERED
        self._say(ev.EngineLost(_now(), Problem.of(ProblemId.ENGINE_RESTARTED, detail="signal 9")))
        self._say(ev.EngineStarted("fake", "1", "udp", "127.0.0.1:5062"))

    # --- commands --------------------------------------------------------------------------------------------------

    def _take(self, command: Command) -> None:
        match command:
            case Register():
                self._register(command.account)
            case Unregister():
                self._unregister(command)
            case SetRefusal():
                self._refusal = command
            case Call():
                self._call(command)
            case Answer():
                self._answer(command)
            case HangUp():
                self._hang_up(command)

    def _register(self, account: SipAccount) -> None:
        if self.account != account:
            self._unregister(Unregister())
        self.account, self._wanted = account, True
        if self._state is RegistrationState.UNREGISTERED:
            self._tell(RegistrationState.REGISTERING)
        self._try()

    def _try(self) -> None:
        assert self.account
        problem = self.exchange.refusal(self.account)
        if problem:
            self._tell(RegistrationState.FAILED, problem, 30 if problem.id is ProblemId.PBX_PASSWORD_REFUSED else 1)
            return
        self.exchange.contacts[self.account.username] = self
        if self._state is not RegistrationState.REGISTERED:
            self._tell(RegistrationState.REGISTERED)

    def _unregister(self, command: Unregister) -> None:
        self._wanted = False
        if self.account and self.exchange.contacts.get(self.account.username) is self:
            del self.exchange.contacts[self.account.username]
        if self._state is not RegistrationState.UNREGISTERED:
            self._tell(RegistrationState.UNREGISTERED)

    def _call(self, command: Call) -> None:
        if self.account is None:
            return self.end(command.leg_id, EndCause.FAILED, 0, "not registered")
        found = self.exchange.target(command.number) if self.exchange.running else 408
        code = found if isinstance(found, int) else found.refuses(self.account)
        if code or isinstance(found, int):
            return self.end(command.leg_id, _CAUSES.get(code, EndCause.FAILED), code)
        conversation = _Conversation(self, command.leg_id, found, str(uuid.uuid4()))
        self._calls[command.leg_id] = conversation
        found.ring(conversation, self.account)
        self._say(ev.LegProgressed(command.leg_id))

    def _answer(self, command: Answer) -> None:
        conversation = self._calls.get(command.leg_id)
        if conversation is None or conversation.answered or conversation.callee_leg != command.leg_id:
            return
        conversation.answered = True
        conversation.caller._say(ev.LegAnswered(conversation.caller_leg, _now()))
        self._say(ev.LegAnswered(command.leg_id, _now()))

    def _hang_up(self, command: HangUp) -> None:
        conversation = self._calls.get(command.leg_id)
        if conversation is None:
            return
        peer, peer_leg = conversation.other(self, command.leg_id)
        refused = conversation.callee_leg == command.leg_id and not conversation.answered
        code = command.code if refused else 200 if conversation.answered else 487
        cause = _CAUSES.get(code, EndCause.FAILED) if refused else EndCause.REMOTE_HANGUP
        self.end(command.leg_id, EndCause.LOCAL_HANGUP, code)
        peer.end(peer_leg, cause, code)

    # --- what the exchange and other engines do --------------------------------------------------------------------

    def refuses(self, caller: SipAccount) -> int:
        """The code that answers an INVITE by itself; 0 lets it ring."""
        code = self._refusal.always or (self._refusal.in_call if self._calls else 0)
        if code:
            leg_id = str(uuid.uuid4())
            self._say(ev.CallRefused(leg_id, _number(caller), caller.display_name, code, _now()))
        return code

    def ring(self, conversation: _Conversation, caller: SipAccount) -> None:
        self._calls[conversation.callee_leg] = conversation
        self._say(ev.IncomingCall(conversation.callee_leg, _number(caller), caller.display_name, _now()))

    def end(self, leg_id: str, cause: EndCause, code: int, reason: str = "") -> None:
        self._calls.pop(leg_id, None)
        self._say(ev.LegEnded(leg_id, cause, _now(), code, reason or _REASONS.get(code, "")))

    def exchange_changed(self) -> None:
        if self._wanted:
            self._try()

    def _tell(self, state: RegistrationState, problem: Problem | None = None, retry_s: int = 0) -> None:
        self._state = state
        self._say(ev.RegistrationChanged(state, problem, retry_s))

    def _say(self, event: Event) -> None:
        self._loop.call_soon(lambda: self._listener(event) if self._running else None)


def _number(caller: SipAccount) -> str:
    return "" if caller.username == "anonymous" else caller.username


def _now() -> datetime:
    return datetime.now(UTC)
