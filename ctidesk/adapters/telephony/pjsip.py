"""PJSIP as the engine: one thread polls the library, takes commands between two polls, and says what happened."""

from __future__ import annotations

import gc
import socket
import sys
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pjsua2 as pj

from ctidesk import __version__
from ctidesk.adapters.telephony import line as lines
from ctidesk.adapters.telephony.addresses import caller, dial_target, whole_text
from ctidesk.adapters.telephony.flood import Flood
from ctidesk.adapters.telephony.leg import PjLeg
from ctidesk.adapters.telephony.line import Line
from ctidesk.adapters.telephony.shielded import shielded
from ctidesk.adapters.telephony.sound import Silence, Sound
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain import commands as cmd
from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.errors import Problem, ProblemId

_CODECS = ("PCMA/8000", "PCMU/8000", "G722/16000")  # few, so that an INVITE stays below 1300 bytes (RFC 3261 18.1.1)
_MAX_CALLS = 4
_NOT_AVAILABLE = 480
_OPEN_AGAIN_S = 4  # a bound address that is not there yet: a VPN that comes up
_IDLE_AFTER_S = 0.5  # the clock has to tick once more for PJSIP to take an ended call off its conference bridge
_QUIET_LOG = 2  # from 4 on PJSIP writes whole messages, digests among them
_KEEP_ALIVE = b"\r\n\r\n"  # RFC 5626 3.5.1: PJSIP drops it, but has woken up


class _Endpoint(pj.Endpoint):  # type: ignore[misc]  # pjsua2 is untyped
    def __init__(self, transport_lost: Callable[[], None], overrun: Callable[[Any], None]) -> None:
        super().__init__()
        self._transport_lost = transport_lost
        self._overrun = overrun

    @shielded
    def onTransportState(self, prm: Any) -> None:
        if prm.state == pj.PJSIP_TP_STATE_DISCONNECTED:
            self._transport_lost()

    @shielded
    def onRejectedIncomingCall(self, prm: Any) -> None:
        self._overrun(prm)


class PjsipEngine:
    """Made, polled and closed by one thread; only :meth:`wake` may be called from another."""

    name = "pjsip"

    def __init__(self, emit: Callable[[EngineEvent], None]) -> None:
        self._emit = emit
        self._timers = Timers()
        self._legs: dict[str, PjLeg] = {}
        self._line: Line | None = None
        self._former: list[Line] = []
        self._transport: tuple[tuple[str, str, str], int] | None = None
        self._refusal = cmd.SetRefusal(in_call=486)
        self._endpoint = _started_endpoint(self._transport_lost, self._overrun)
        self._wake_address = _wake_transport(self._endpoint)
        self._wake_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._flood = Flood()
        self._sound: Sound = Silence(self._endpoint.audDevManager())
        self._announce("", "")

    def wake(self) -> None:
        """End the running :meth:`poll` at once: a command waits."""
        self._wake_socket.sendto(_KEEP_ALIVE, self._wake_address)

    def poll(self, longest_s: float) -> None:
        self._endpoint.libHandleEvents(int(self._timers.wait_s(longest_s) * 1000))
        self._timers.run_due()
        self._drop_former_lines()

    def take(self, command: cmd.Command) -> None:
        try:
            _TAKE[type(command)](self, command)
        except pj.Error as error:
            print(f"{type(command).__name__}: {error.title}: {error.reason}", file=sys.stderr)

    def close(self, within_s: float) -> None:
        """Hang up, unregister, end. A call object that outlives the library would abort the process."""
        until = monotonic() + within_s
        for leg_id in list(self._legs):
            self.take(cmd.HangUp(leg_id, _NOT_AVAILABLE))
        removed: list[bool] = []
        self._stop_registration(lambda: removed.append(True))
        while (self._legs or not removed) and monotonic() < until:
            self.poll(0.05)
        self._drop_everything()
        self._endpoint.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)

    # --- registration ----------------------------------------------------------------------------------------------

    def _register(self, command: cmd.Register) -> None:
        why_not = lines.valid(command.account)
        if why_not:
            return self._stop_registration(lambda: self._cannot_register(command.account, why_not))
        if self._line and self._line.account == command.account and self._line.registration:
            return self._line.registration.start()
        self._timers.cancel("open")
        if self._line is None:
            return self._open(command.account)
        # The new line opens from the loop: the registration may say "removed" inside a callback of the old one.
        self._stop_registration(lambda: self._timers.set("open", 0, lambda: self._open(command.account)))

    def _unregister(self, command: cmd.Unregister) -> None:
        self._timers.cancel("open")
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
        self._line = None
        try:
            self._line = self._new_line(account)
        except (pj.Error, OSError) as error:
            reason = error.reason if isinstance(error, pj.Error) else error.strerror
            self._timers.set("open", _OPEN_AGAIN_S, lambda: self._open(account))
            return self._cannot_register(account, whole_text(reason or ""), _OPEN_AGAIN_S)
        if self._line.registration:
            self._line.registration.start()

    def _new_line(self, account: cmd.SipAccount) -> Line:
        source = lines.way_to(account)
        transport_id = self._transport_for(account, source)
        line = Line(account, self._timers, self._registration_changed, self._ring)
        line.create(lines.account_config(account, transport_id, source))
        return line

    def _transport_for(self, account: cmd.SipAccount, source: str) -> int:
        wanted = (account.transport, account.bind or source, account.tls_ca_file)
        if self._transport and self._transport[0] != wanted:
            self._endpoint.transportClose(self._transport[1])
            self._transport = None
        if self._transport is None:
            self._transport = (wanted, lines.open_transport(self._endpoint, account, source))
            self._announce(account.transport, self._endpoint.transportGetInfo(self._transport[1]).localName)
        return self._transport[1]

    def _cannot_register(self, account: cmd.SipAccount, detail: str, retry_s: int = 0) -> None:
        problem = Problem.of(ProblemId.PBX_REFUSED, detail=detail, server=account.server)
        self._emit(ev.RegistrationChanged(ev.RegistrationState.FAILED, problem, retry_s))

    def _registration_changed(self, event: ev.RegistrationChanged) -> None:
        self._emit(event)
        if event.state is ev.RegistrationState.FAILED and not self._legs:
            self._timers.set("moved", 0, self._open_anew_where_moved)

    def _open_anew_where_moved(self) -> None:
        """This machine's address has changed: another network, a VPN."""
        if not (self._line and self._line.open and self._transport):
            return
        way = lines.way_to(self._line.account)
        if way and way != self._transport[0][1]:
            self._open(self._line.account)

    def _announce(self, transport: str, local: str) -> None:
        """Said again once the address is known; a :class:`Register` that repeats the account changes nothing."""
        self._emit(ev.EngineStarted(self.name, self._endpoint.libVersion().full, transport, local))

    def _transport_lost(self) -> None:
        self._timers.set("transport lost", 0.2, self._refresh)

    def _refresh(self) -> None:
        if self._line and self._line.registration:
            self._line.registration.refresh()

    # --- legs ------------------------------------------------------------------------------------------------------

    def _set_refusal(self, command: cmd.SetRefusal) -> None:
        self._refusal = command

    def _ring(self, line: Line, prm: Any) -> None:
        leg = PjLeg(line, str(uuid.uuid4()), self._leg_said, self._gone, self._sound, prm.callId)
        flooded = self._flood.counts_one_more()
        code = self._refused_with(line) or (self._refusal.in_call if flooded else 0)
        from_header = leg.getInfo().remoteUri
        self._legs[leg.leg_id] = leg
        if flooded:
            self._refuse_later(leg, code)
        else:
            leg.refuse(code) if code else leg.ring()
        who = caller(from_header, prm.rdata.wholeMsg)
        now = datetime.now(UTC)
        if code:
            self._emit(ev.CallRefused(leg.leg_id, who.number, who.display_name, code, now))
        else:
            self._emit(ev.IncomingCall(leg.leg_id, who.number, who.display_name, now))

    def _refuse_later(self, leg: PjLeg, code: int) -> None:
        """The unanswered leg takes one of PJSIP's four places: what comes meanwhile is refused without a socket."""
        leg.refused, leg_id = True, leg.leg_id
        self._timers.set(f"refuse {leg_id}", Flood.WITHIN_S, lambda: self._refuse(leg_id, code))

    def _refuse(self, leg_id: str, code: int) -> None:
        leg = self._legs.get(leg_id)
        if leg:
            leg.refuse(code)

    def _refused_with(self, line: Line) -> int:
        """The code for a new INVITE; 0 lets it ring."""
        if not line.open:
            return _NOT_AVAILABLE
        busy = any(leg.occupies for leg in self._legs.values())
        return self._refusal.always or (self._refusal.in_call if busy else 0)

    def _overrun(self, prm: Any) -> None:
        """PJSIP holds four calls and has refused a fifth by itself."""
        who = caller(prm.remoteInfo, prm.rdata.wholeMsg)
        now = datetime.now(UTC)
        self._emit(ev.CallRefused(str(uuid.uuid4()), who.number, who.display_name, prm.statusCode, now))

    def _call(self, command: cmd.Call) -> None:
        if not self._line:
            return self._not_dialled(command, EndCause.FAILED, "not registered")
        account = self._line.account
        target = dial_target(command.number, account.server, account.transport)
        if target is None:
            return self._not_dialled(command, EndCause.NO_SUCH_NUMBER, "not a number")
        leg = PjLeg(self._line, command.leg_id, self._leg_said, self._gone, self._sound)
        try:
            leg.dial(target)
        except pj.Error as error:
            if not leg.over:
                self._not_dialled(command, EndCause.FAILED, whole_text(error.reason))
        else:
            if not leg.over:
                self._legs[leg.leg_id] = leg

    def _not_dialled(self, command: cmd.Call, cause: EndCause, reason: str) -> None:
        self._emit(ev.LegEnded(command.leg_id, cause, datetime.now(UTC), reason=reason))

    def _answer(self, command: cmd.Answer) -> None:
        leg = self._legs.get(command.leg_id)
        if leg:
            leg.accept()

    def _hang_up(self, command: cmd.HangUp) -> None:
        leg = self._legs.get(command.leg_id)
        if leg:
            leg.end(command.code)

    def _leg_said(self, event: EngineEvent) -> None:
        self._emit(event)
        if isinstance(event, ev.LegEnded) and event.cause is EndCause.FAILED:
            self._timers.set("leg lost", 0, self._refresh)

    # --- objects that PJSIP must not lose too early, or keep too long ------------------------------------------------

    def _gone(self, leg_id: str) -> None:
        self._legs.pop(leg_id, None)
        self._timers.set("idle", _IDLE_AFTER_S, self._idle)

    def _idle(self) -> None:
        if not self._legs:
            self._sound.rest()

    def _drop_former_lines(self) -> None:
        while self._former and not self._legs:
            self._former.pop().shutdown()

    def _drop_everything(self) -> None:
        self._legs.clear()
        self._line = None
        self._former.clear()
        gc.collect()


_TAKE: Mapping[type, Callable[[PjsipEngine, Any], None]] = {
    cmd.Register: PjsipEngine._register,
    cmd.Unregister: PjsipEngine._unregister,
    cmd.SetRefusal: PjsipEngine._set_refusal,
    cmd.Call: PjsipEngine._call,
    cmd.Answer: PjsipEngine._answer,
    cmd.HangUp: PjsipEngine._hang_up,
}


def _started_endpoint(transport_lost: Callable[[], None], overrun: Callable[[Any], None]) -> Any:
    endpoint = _Endpoint(transport_lost, overrun)
    endpoint.libCreate()
    endpoint.libInit(_endpoint_config())
    endpoint.libStart()
    for codec in endpoint.codecEnum2():
        endpoint.codecSetPriority(codec.codecId, 0)
    for rank, codec_id in enumerate(_CODECS):
        endpoint.codecSetPriority(codec_id, 255 - rank)
    return endpoint


def _endpoint_config() -> Any:
    config = pj.EpConfig()
    config.logConfig.level = config.logConfig.consoleLevel = _QUIET_LOG
    config.logConfig.msgLogging = 0
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.maxCalls = _MAX_CALLS
    config.uaConfig.userAgent = f"ctidesk/{__version__}"
    # RTP comes through our poll: PJSIP's own media thread wakes up 100 times a second, call or no call.
    config.medConfig.hasIoqueue = False
    config.medConfig.threadCnt = 0
    config.medConfig.noVad = True
    config.medConfig.sndAutoCloseTime = -1  # else the media clock stops and RFC 4733 digits are lost
    return config


def _wake_transport(endpoint: Any) -> tuple[str, int]:
    """A loopback port to wake the poll by, whatever transport the account has."""
    config = pj.TransportConfig()
    config.boundAddress = "127.0.0.1"
    info = endpoint.transportGetInfo(endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, config))
    host, _, port = str(info.localAddress).rpartition(":")
    return host, int(port)
