"""``rfcvoip`` as the engine: one thread reads the socket, takes commands, and says what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from ctidesk.adapters.telephony import referral
from ctidesk.adapters.telephony.addresses import dial_target, is_server
from ctidesk.adapters.telephony.pyvoip import library, watchdog
from ctidesk.adapters.telephony.pyvoip.leg import MEDIA_FAULTS, IncomingLeg
from ctidesk.adapters.telephony.pyvoip.line import Line
from ctidesk.adapters.telephony.pyvoip.loop import Loop, safely
from ctidesk.adapters.telephony.pyvoip.outgoing import AnyLeg, OutgoingLeg
from ctidesk.adapters.telephony.pyvoip.speech import device_sound
from ctidesk.adapters.telephony.pyvoip.switchboard import Switchboard
from ctidesk.adapters.telephony.sip_trace import SipTrace
from ctidesk.adapters.telephony.sound.port import Sound, Tone
from ctidesk.adapters.telephony.tones import Tones
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain import commands as cmd
from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.presence import Presence
from ctidesk.domain.transfer import Referral

CAPABILITIES = (Capability.MUTE, Capability.DTMF_RFC4733, Capability.TCP, Capability.TLS, Capability.AUDIO)
"""The library has no more; what a :class:`cmd.Command` asks beyond this is answered as refused."""

_NOT_AVAILABLE, _NO_SUCH_DIALOG, _NOT_IMPLEMENTED = 480, 481, 501
_TRANSPORTS = ("udp", "tcp", "tls")
_REST_AFTER_S = 2.0  # a busy tone has its three beeps
_LONGEST_POLL_S = 0.5  # the watchdog wants to be fed


class PyvoipEngine:
    """Made, polled and closed by one thread; only :meth:`wake` may be called from another."""

    name = "pyvoip"

    def __init__(self, emit: Callable[[EngineEvent], None], sound: Sound | None = None) -> None:
        self._emit = emit
        self._sound: Sound = sound or device_sound(emit)
        self._tones = Tones(self._sound)
        self._loop = Loop()
        self._trace = SipTrace()
        self._line: Line | None = None
        self._former: list[Line] = []
        self._switchboard = Switchboard(self._loop.timers, self._leg_said)
        self._legs = self._switchboard.legs
        self._announced: tuple[str, str] | None = None
        self._watchdog = watchdog.Watchdog()
        self._announce("", "")

    def wake(self) -> None:
        """End the running :meth:`poll` at once: a command waits."""
        self._loop.wake()

    def poll(self, longest_s: float) -> None:
        self._watchdog.feed()
        self._loop.turn(min(longest_s, _LONGEST_POLL_S, self._sound.tick()))
        self._drop_former_lines()

    def take(self, command: cmd.Command) -> None:
        safely(lambda: _TAKE[type(command)](self, command))

    def close(self, within_s: float) -> None:
        """Hang up, unregister, end."""
        until = monotonic() + within_s
        for leg_id in list(self._legs):
            self.take(cmd.HangUp(leg_id, _NOT_AVAILABLE))
        removed: list[bool] = []
        self._stop_registration(lambda: removed.append(True))
        while (self._legs or not removed) and monotonic() < until:
            self.poll(0.05)
        self._sound.close()
        self._watchdog.stop()

    # --- registration ------------------------------------------------------------------------------------------------

    def _register(self, command: cmd.Register) -> None:
        self._loop.timers.cancel("open")
        problem = _valid(command.account)
        if problem:
            return self._stop_registration(lambda: self._cannot_register(problem))
        if self._line and self._line.account == command.account and self._line.registration:
            return self._line.registration.start()
        if self._line is None:
            return self._open(command.account)
        # The new line opens from the loop: the registration may say "removed" inside a callback of the old one.
        self._stop_registration(lambda: self._loop.timers.set("open", 0, lambda: self._open(command.account)))

    def _unregister(self, command: cmd.Unregister) -> None:
        self._loop.timers.cancel("open")
        if self._line is None:
            self._emit(ev.RegistrationChanged(ev.RegistrationState.UNREGISTERED))
        self._stop_registration(None)

    def _stop_registration(self, then: Callable[[], None] | None) -> None:
        if self._line and self._line.registration:
            self._line.registration.stop(then)
        elif then:
            then()

    def _open(self, account: cmd.SipAccount) -> None:
        if self._line:
            self._line.registration = None
            self._former.append(self._line)
        line = Line(
            account,
            self._loop,
            self._emit,
            self._opened,
            self._switchboard.heard,
            lambda: bool(self._legs),
            self._trace,
        )
        self._line = line
        if line.registration:
            line.registration.start()

    def _opened(self, line: Line) -> None:
        if line is self._line and line.way:
            self._announce(line.account.transport, "{}:{}".format(*line.way.local))

    def _cannot_register(self, problem: Problem) -> None:
        self._emit(ev.RegistrationChanged(ev.RegistrationState.FAILED, problem))

    def _announce(self, transport: str, local: str) -> None:
        """Said again once the address is known; a :class:`Register` that repeats the account changes nothing."""
        if self._announced != (transport, local):
            self._announced = (transport, local)
            self._emit(ev.EngineStarted(self.name, library.VERSION, transport, local, CAPABILITIES))

    def _drop_former_lines(self) -> None:
        while self._former and not self._legs:
            self._former.pop().close()

    # --- legs --------------------------------------------------------------------------------------------------------

    def _call(self, command: cmd.Call) -> None:
        if not self._line or not self._line.way:
            return self._not_dialled(command, EndCause.FAILED, "not registered")
        account = self._line.account
        target = dial_target(command.number, account.server, account.transport)
        if target is None:
            return self._not_dialled(command, EndCause.NO_SUCH_NUMBER, "not a number")
        if self._switchboard.busy:
            return self._not_dialled(command, EndCause.FAILED, "one call at a time")
        leg = OutgoingLeg(target, command.leg_id, self._line, self._loop.timers, self._leg_said, self._switchboard.gone)
        try:
            leg.dial(_about(command.referral, account, target))
        except MEDIA_FAULTS as error:
            return self._not_dialled(command, EndCause.FAILED, type(error).__name__)
        self._legs[leg.leg_id] = leg

    def _not_dialled(self, command: cmd.Call, cause: EndCause, reason: str) -> None:
        self._emit(ev.LegEnded(command.leg_id, cause, datetime.now(UTC), reason=reason))

    def _set_refusal(self, command: cmd.SetRefusal) -> None:
        self._switchboard.refusal = command

    def _answer(self, command: cmd.Answer) -> None:
        leg = self._legs.get(command.leg_id)
        if isinstance(leg, IncomingLeg):
            leg.accept()

    def _hang_up(self, command: cmd.HangUp) -> None:
        leg = self._legs.get(command.leg_id)
        if leg:
            leg.end(command.code)

    def _mute(self, command: cmd.Mute) -> None:
        if command.leg_id in self._legs:
            self._sound.mute(command.leg_id, command.muted)
            self._emit(ev.MuteChanged(command.leg_id, command.muted))

    def _send_digits(self, command: cmd.SendDigits) -> None:
        leg = self._legs.get(command.leg_id)
        if leg and self._line and self._line.account.dtmf == "rfc4733":
            leg.send_digits(command.digits)

    def _leg_said(self, event: EngineEvent) -> None:
        self._emit(event)
        leg = self._legs.get(event.leg_id) if isinstance(event, ev.LegAnswered | ev.LegEnded) else None
        if leg and isinstance(event, ev.LegAnswered):
            self._sound.join(leg.leg_id, leg.speech)
        elif isinstance(event, ev.LegEnded):
            self._over(event, leg)
        self._loop.timers.set("tones", 0, lambda: self._tones.follow(self._legs.values()))

    def _over(self, event: ev.LegEnded, leg: AnyLeg | None) -> None:
        self._sound.forget(event.leg_id)
        others = any(other is not leg for other in self._legs.values())
        if leg and leg.outgoing:
            self._tones.failed(event.cause, others)
        if not others:
            self._loop.timers.set("rest", _REST_AFTER_S, self._rest)
        if event.cause is EndCause.FAILED:
            self._loop.timers.set("leg lost", 0, self._check)

    def _rest(self) -> None:
        if not self._legs:
            self._sound.rest()

    def _use_audio(self, command: cmd.UseAudio) -> None:
        self._sound.use(command)

    def _watch_levels(self, command: cmd.WatchLevels) -> None:
        self._sound.levels(command.on)

    def _tell_messages(self, command: cmd.TellMessages) -> None:
        self._emit(ev.MessagesTold(self._trace.messages()))

    def _try_sound(self, command: cmd.TrySound) -> None:
        self._sound.play(Tone.RING if command.sounding == "ring" else None)
        self._sound.let_hear(command.sounding == "echo")

    def _check(self) -> None:
        if self._line and self._line.registration:
            self._line.registration.check()

    # --- what the library has not ------------------------------------------------------------------------------------

    def _cannot_hold(self, command: cmd.Hold) -> None:
        if command.leg_id in self._legs:
            self._emit(ev.HoldChanged(command.leg_id, False, "hold" if command.held else ""))

    def _cannot_join(self, command: cmd.Join) -> None:
        both = command.leg_id in self._legs and command.consult_leg in self._legs
        self._emit(ev.ReferProgressed(command.leg_id, _NOT_IMPLEMENTED if both else _NO_SUCH_DIALOG, final=True))

    def _cannot_refer(self, command: cmd.Refer) -> None:
        code = _NOT_IMPLEMENTED if command.leg_id in self._legs else _NO_SUCH_DIALOG
        self._emit(ev.ReferProgressed(command.leg_id, code, final=True))

    def _cannot_watch(self, command: cmd.Watch) -> None:
        for number in command.numbers:
            self._emit(ev.PresenceChanged(number, Presence.UNKNOWN))

    def _nothing(self, command: cmd.Command) -> None:
        """Lost without harm: nobody waits for an answer."""


_TAKE: Mapping[type, Callable[[PyvoipEngine, Any], None]] = {
    cmd.Register: PyvoipEngine._register,
    cmd.Unregister: PyvoipEngine._unregister,
    cmd.SetRefusal: PyvoipEngine._set_refusal,
    cmd.Call: PyvoipEngine._call,
    cmd.Answer: PyvoipEngine._answer,
    cmd.HangUp: PyvoipEngine._hang_up,
    cmd.Mute: PyvoipEngine._mute,
    cmd.SendDigits: PyvoipEngine._send_digits,
    cmd.Hold: PyvoipEngine._cannot_hold,
    cmd.Join: PyvoipEngine._cannot_join,
    cmd.Refer: PyvoipEngine._cannot_refer,
    cmd.Watch: PyvoipEngine._cannot_watch,
    cmd.Publish: PyvoipEngine._nothing,
    cmd.UseAudio: PyvoipEngine._use_audio,
    cmd.WatchLevels: PyvoipEngine._watch_levels,
    cmd.TellMessages: PyvoipEngine._tell_messages,
    cmd.TrySound: PyvoipEngine._try_sound,
}


def _about(about: Referral | None, account: cmd.SipAccount, target: str) -> str:
    """The headers that tell a colleague of the caller (D12)."""
    if about is None:
        return ""
    by = f"sip:{account.username}@{account.server}"
    headers = referral.headers(about, by, account.display_name, target)
    return "".join(f"{name}: {value}\r\n" for name, value in headers)


def _valid(account: cmd.SipAccount) -> Problem | None:
    """Why the library cannot have this account; nobody has been asked yet."""
    if account.srtp == "required":
        return Problem.of(ProblemId.ENGINE_CANNOT, "this engine has no SRTP", what="srtp")
    why_not = _not_valid(account)
    return Problem.of(ProblemId.PBX_REFUSED, why_not, server=account.server) if why_not else None


def _not_valid(account: cmd.SipAccount) -> str:
    if not is_server(account.server) or not account.username or set(account.username) & set('<>@;?" \r\n'):
        return "server or username is no part of a SIP address"
    if account.transport not in _TRANSPORTS:
        return "no such transport"
    return ""
