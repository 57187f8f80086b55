"""PJSIP as the engine: one thread polls the library, takes commands between two polls, and says what happened."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.addresses import caller
from ctidesk.adapters.telephony.pjsip import endpoint as endpoints
from ctidesk.adapters.telephony.pjsip.legs import Legs
from ctidesk.adapters.telephony.pjsip.lines import Lines
from ctidesk.adapters.telephony.pjsip.log import Log
from ctidesk.adapters.telephony.pjsip.presence import PjPresence
from ctidesk.adapters.telephony.sip_trace import SipTrace
from ctidesk.adapters.telephony.sound.bridge import Bridge
from ctidesk.adapters.telephony.sound.port import Sound, Tone
from ctidesk.adapters.telephony.sound.silence import Silence
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain import commands as cmd
from ctidesk.domain import events as ev
from ctidesk.domain.errors import Problem, ProblemId

_NOT_AVAILABLE = 480
_KEEP_ALIVE = b"\r\n\r\n"  # RFC 5626 3.5.1: PJSIP drops it, but has woken up


MakeSound = Callable[[Any, Callable[[EngineEvent], None]], Sound]


class PjsipEngine:
    """Made, polled and closed by one thread; only :meth:`wake` may be called from another."""

    name = "pjsip"

    def __init__(self, emit: Callable[[EngineEvent], None], make_sound: MakeSound = Bridge) -> None:
        self._emit = emit
        self._timers = Timers()
        self._trace = SipTrace()
        self._log = Log(self._trace)
        self._endpoint = endpoints.started(self._transport_lost, self._overrun, self._log)
        self._wake_address = endpoints.wake_transport(self._endpoint)
        self._wake_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sound = make_sound(self._endpoint.audDevManager(), emit)
        self._presence = PjPresence(emit)
        self._legs = Legs(emit, self._timers, self._sound, self._check_registration)
        self._lines = Lines(
            self._endpoint, self._timers, self._legs, self._registration_changed, self._announce, self._let_in
        )
        audio = not isinstance(self._sound, Silence)
        self._capabilities = endpoints.capabilities(self._endpoint, audio=audio)
        self._announce("", "")

    def wake(self) -> None:
        """End the running :meth:`poll` at once: a command waits."""
        self._wake_socket.sendto(_KEEP_ALIVE, self._wake_address)

    def poll(self, longest_s: float) -> None:
        longest_s = min(longest_s, self._sound.tick())
        self._endpoint.libHandleEvents(int(self._timers.wait_s(longest_s) * 1000))
        self._timers.run_due()
        self._lines.drop_former()

    def take(self, command: cmd.Command) -> None:
        """A command that PJSIP cannot carry out is said to the log only; its event tells what holds."""
        try:
            _TAKE[type(command)](self, command)
        except pj.Error as error:
            print(f"{type(command).__name__}: {error.title}: {error.reason}", file=sys.stderr)

    def close(self, within_s: float) -> None:
        """Hang up, unregister, end. A call object that outlives the library would abort the process."""
        until = monotonic() + within_s
        for leg_id in self._legs.ids:
            self.take(cmd.HangUp(leg_id, _NOT_AVAILABLE))
        self._presence.leave()
        removed: list[bool] = []
        self._lines.stop(lambda: removed.append(True))
        while not (self._legs.none and removed) and monotonic() < until:
            self.poll(0.05)
        self._sound.close()
        self._drop_everything()
        self._endpoint.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)

    # --- registration ----------------------------------------------------------------------------------------------

    def _register(self, command: cmd.Register) -> None:
        self._lines.register(command.account)

    def _unregister(self, command: cmd.Unregister) -> None:
        self._lines.unregister()

    def _registration_changed(self, event: ev.RegistrationChanged) -> None:
        self._emit(event)
        if event.state not in (ev.RegistrationState.REGISTERED, ev.RegistrationState.UNREGISTERED):
            self._presence.doubt()

    def _let_in(self) -> None:
        self._timers.set("presence", 0, self._use_presence)  # not from within a callback of PJSIP

    def _announce(self, transport: str, local: str) -> None:
        """Said again once the address is known; a :class:`Register` that repeats the account changes nothing."""
        version = self._endpoint.libVersion().full
        self._emit(ev.EngineStarted(self.name, version, transport, local, self._capabilities))

    def _overrun(self, prm: Any) -> None:
        self._legs.overrun(prm)
        line = self._lines.line
        if line and line.refuses_as_plain(prm.statusCode, str(prm.rdata.wholeMsg)):
            problem = Problem.of(ProblemId.CALL_NOT_ENCRYPTED, number=caller(prm.remoteInfo).number)
            self._emit(ev.ProblemArose(problem, datetime.now(UTC)))

    def _transport_lost(self, tls_info: Any) -> None:
        self._lines.transport_lost(tls_info)

    def _check_registration(self) -> None:
        self._lines.check()

    def _use_presence(self) -> None:
        if self._lines.line:
            self._presence.use(self._lines.line.account, self._lines.config)

    # --- legs ------------------------------------------------------------------------------------------------------

    def _set_refusal(self, command: cmd.SetRefusal) -> None:
        self._legs.refusal = command

    def _call(self, command: cmd.Call) -> None:
        self._legs.call(self._lines.line, command)

    def _answer(self, command: cmd.Answer) -> None:
        leg = self._legs.find(command.leg_id)
        if leg:
            leg.accept()

    def _hang_up(self, command: cmd.HangUp) -> None:
        leg = self._legs.find(command.leg_id)
        if leg:
            leg.end(command.code)

    def _hold(self, command: cmd.Hold) -> None:
        leg = self._legs.find(command.leg_id)
        if leg:
            leg.hold(command.held)

    def _mute(self, command: cmd.Mute) -> None:
        if self._legs.find(command.leg_id):
            self._sound.mute(command.leg_id, command.muted)
            self._emit(ev.MuteChanged(command.leg_id, command.muted))

    def _send_digits(self, command: cmd.SendDigits) -> None:
        leg = self._legs.find(command.leg_id)
        if leg:
            leg.press(command)

    def _join(self, command: cmd.Join) -> None:
        self._legs.join(command)

    def _refer(self, command: cmd.Refer) -> None:
        self._legs.refer(command)

    def _publish(self, command: cmd.Publish) -> None:
        self._presence.publish(command)

    def _watch(self, command: cmd.Watch) -> None:
        self._presence.watch(command)

    # --- sound -----------------------------------------------------------------------------------------------------

    def _use_audio(self, command: cmd.UseAudio) -> None:
        self._sound.use(command)

    def _watch_levels(self, command: cmd.WatchLevels) -> None:
        self._sound.levels(command.on)

    # --- for whoever looks for a fault -----------------------------------------------------------------------------

    def _tell_messages(self, command: cmd.TellMessages) -> None:
        self._emit(ev.MessagesTold(self._trace.messages()))

    def _try_sound(self, command: cmd.TrySound) -> None:
        self._sound.play(Tone.RING if command.sounding == "ring" else None)
        self._sound.let_hear(command.sounding == "echo")

    def _drop_everything(self) -> None:
        self._legs.drop()
        self._presence.drop()
        self._lines.drop()
        gc.collect()


_TAKE: Mapping[type, Callable[[PjsipEngine, Any], None]] = {
    cmd.Register: PjsipEngine._register,
    cmd.Unregister: PjsipEngine._unregister,
    cmd.SetRefusal: PjsipEngine._set_refusal,
    cmd.Call: PjsipEngine._call,
    cmd.Answer: PjsipEngine._answer,
    cmd.HangUp: PjsipEngine._hang_up,
    cmd.Hold: PjsipEngine._hold,
    cmd.Mute: PjsipEngine._mute,
    cmd.SendDigits: PjsipEngine._send_digits,
    cmd.Join: PjsipEngine._join,
    cmd.Refer: PjsipEngine._refer,
    cmd.Publish: PjsipEngine._publish,
    cmd.Watch: PjsipEngine._watch,
    cmd.UseAudio: PjsipEngine._use_audio,
    cmd.WatchLevels: PjsipEngine._watch_levels,
    cmd.TellMessages: PjsipEngine._tell_messages,
    cmd.TrySound: PjsipEngine._try_sound,
}
