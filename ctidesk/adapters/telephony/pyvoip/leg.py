"""One SIP dialog of the second engine: what is sent, what has come, and what the desk is told of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from rfcvoip import RTP, SIP
from rfcvoip.VoIP.VoIP import CallState, VoIPCall

from ctidesk.adapters.telephony.addresses import whole_text
from ctidesk.adapters.telephony.answers import end_cause
from ctidesk.adapters.telephony.pyvoip.line import Line
from ctidesk.adapters.telephony.pyvoip.speech import Speech
from ctidesk.adapters.telephony.pyvoip.way import Target, dialog_target
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain.call import EndCause
from ctidesk.domain.events import HeldByPeer, LegAnswered, LegEnded, LegSecured

_T1_S, _T2_S = 0.5, 4.0
_NO_ACK_S = 32.0  # RFC 3261 13.3.1.4
_BYE_WITHIN_S = 2.0  # for the desk the call is over; the PBX has this long to say so too
_HELD = ("sendonly", "inactive")
MEDIA_FAULTS = (RTP.RTPParseError, OSError, RuntimeError, KeyError, ValueError)
"""What the library raises where it cannot make a call's sound: ports, codecs, an SDP that lacks a line."""


class RfcLeg:
    """What both directions have in common. ``gone`` is called once, when it is over."""

    outgoing = False

    def __init__(
        self, leg_id: str, line: Line, timers: Timers, emit: Callable[[EngineEvent], None], gone: Callable[[str], None]
    ) -> None:
        self.leg_id = leg_id
        self.speech = Speech()
        self.hung_up = False
        self.established = False
        self.over = False
        self._line = line
        self._timers = timers
        self._emit = emit
        self._gone = gone
        self._call: VoIPCall
        self._routes: list[str] = []
        self._held_by_peer = False

    @property
    def call_id(self) -> str:
        return str(self._call.call_id)

    @property
    def occupies(self) -> bool:
        """Whether this leg makes the desk busy for another caller."""
        return not self.hung_up

    @property
    def rings_here(self) -> bool:
        """It waits for our operator."""
        return False

    @property
    def rings_there(self) -> bool:
        """180 has come; the library hears nothing before the answer."""
        return False

    def send_digits(self, digits: str) -> None:
        """By RFC 4733, 200 ms each; nothing where the far end has not negotiated it."""
        if self.established:
            self._call.send_dtmf(digits)

    # --- in the dialog -----------------------------------------------------------------------------------------------

    def bye(self) -> None:
        self._call._stop_rtp_clients()
        text = routed(self._line.phone.sip.gen_bye(self._call.request), self._routes)
        self._timers.set(self._named("bye"), _BYE_WITHIN_S, lambda: self._ended(408, "no answer", by_peer=False))
        with contextlib.suppress(OSError):
            self._line.requests.send(text, self._bye_answered, lambda: None, self._hop())

    def _bye_answered(self, response: Any) -> None:
        if int(response.status) >= 200:
            self._ended(200, response.status.phrase, by_peer=False)

    def heard_bye(self, request: Any) -> None:
        self._respond(request, 200)
        self._ended(200, "OK", by_peer=True)

    def reinvited(self, request: Any) -> None:
        """Another offer in the dialog: hold, resume, another address for the sound."""
        call = self._call
        call.sendmode = RTP.TransmitType.SENDRECV  # else the library would stay silent after a hold
        try:
            call.renegotiate(request)
        except MEDIA_FAULTS:
            return self._respond(request, 488)
        held = _direction(request) in _HELD
        if held != self._held_by_peer:
            self._held_by_peer = held
            self._emit(HeldByPeer(self.leg_id, held))

    def _respond(self, request: Any, code: int) -> None:
        self._line.answer(request, self._line.phone.sip.gen_response(request, SIP.SIPStatus(code)))

    def _send(self, text: str, target: Target | None) -> None:
        with contextlib.suppress(OSError):  # as a lost packet: what must arrive is sent again
            self._line.send(text, target)

    def _hop(self) -> Target | None:
        """RFC 3261 12.2.1.1: the first route, else the far end's contact."""
        contact = str(self._call.request.headers.get("Contact", ""))
        return dialog_target(self._routes[0] if self._routes else contact)

    # --- steps -------------------------------------------------------------------------------------------------------

    def _confirmed(self) -> None:
        self.established = True
        if not self.hung_up:
            self._emit(LegAnswered(self.leg_id, datetime.now(UTC)))
            self._emit(LegSecured(self.leg_id, srtp=False))

    def _ended(self, code: int, reason: str, *, by_peer: bool) -> None:
        if self.over:
            return
        self.over = True
        for name in ("bye", "ack", "answer", "cancel"):
            self._timers.cancel(self._named(name))
        self._let_go()
        cause = EndCause.LOCAL_HANGUP
        if not self.hung_up:
            cause = end_cause(outgoing=self.outgoing, established=self.established, code=code, by_peer=by_peer)
        self._emit(LegEnded(self.leg_id, cause, datetime.now(UTC), code, whole_text(reason)))
        self._gone(self.leg_id)

    def _let_go(self) -> None:
        self._call._stop_rtp_clients()
        self._call._set_state(CallState.ENDED)
        self._call._finalize_ended_call()
        self._slim()

    def _slim(self) -> None:
        """The leg is remembered a while for answers that come again; its sound and its messages need not be."""
        self._call.RTPClients.clear()
        self._call._rtp_media_groups.clear()
        self._call.remote_sip_message = None
        self._call.request.body.clear()
        self._line.phone.sip.forget(self.call_id)

    def _named(self, timer: str) -> str:
        return f"{timer} {self.leg_id}"

    def _attach_sound(self) -> None:
        for rtp in self._call._rtp_clients_snapshot():
            self.speech.attach(rtp)


class IncomingLeg(RfcLeg):
    """Rings as soon as it is made. Raises one of :data:`MEDIA_FAULTS` where its sound cannot be had."""

    def __init__(self, request: Any, *common: Any) -> None:
        super().__init__(*common)
        self.request = request
        phone = self._line.phone
        phone._create_Call(request, phone.sip.sessID.next())
        self._call = phone.calls[request.headers["Call-ID"]]
        self._routes = split_routes(request.headers.get("Record-Route"))
        self._final = ""
        self._attach_sound()
        self._ringing = phone.sip.gen_ringing(request)
        self._answer(self._ringing)

    @property
    def rings_here(self) -> bool:
        return not (self._final or self.over)

    def accept(self) -> None:
        if self._final or self.hung_up:
            return
        client, call = self._line.phone.sip, self._call
        try:
            media = call.gen_ms()
        except MEDIA_FAULTS as error:
            self._final = client.refusal(self.request, 500)
            self._answer(self._final)
            return self._ended(500, type(error).__name__, by_peer=False)
        call._set_state(CallState.ANSWERED)
        self._final = client.gen_answer(self.request, call.session_id, media, call.sendmode)
        self._timers.set(self._named("ack"), _NO_ACK_S, self._never_acknowledged)
        self._repeat(_T1_S)

    def _repeat(self, interval_s: float) -> None:
        """The 200, until its ACK comes (RFC 3261 13.3.1.4: over TCP too)."""
        self._answer(self._final)
        self._timers.set(self._named("answer"), interval_s, lambda: self._repeat(min(2 * interval_s, _T2_S)))

    def acknowledged(self) -> None:
        if not self._final or self.established or self.over:
            return
        for name in ("ack", "answer"):
            self._timers.cancel(self._named(name))
        self._confirmed()

    def _never_acknowledged(self) -> None:
        self._timers.cancel(self._named("answer"))
        self.established, self.hung_up = True, False
        self.bye()
        self._ended(408, "no ACK", by_peer=False)

    def end(self, code: int) -> None:
        if self.hung_up:
            return
        self.hung_up = True
        if self._final:
            self._timers.cancel(self._named("answer"))
            return self.bye()
        self._final = self._line.phone.sip.refusal(self.request, code)
        self._answer(self._final)
        self._ended(code, SIP.SIPStatus(code).phrase, by_peer=False)

    def cancelled(self, cancel: Any) -> None:
        self._respond(cancel, 200)
        if self._final:
            return
        self._final = self._line.phone.sip.refusal(self.request, 487)
        self._answer(self._final)
        self._ended(487, "Request Terminated", by_peer=True)

    @property
    def answer(self) -> str:
        """What an INVITE that comes again is answered with."""
        return self._final or self._ringing

    def _answer(self, text: str) -> None:
        self._line.answer(self.request, text)


def routed(text: str, routes: list[str]) -> str:
    """With the dialog's route set (RFC 3261 12.2.1.1), which the library leaves out."""
    line, _, rest = text.partition("\r\n")
    return f"{line}\r\nRoute: {', '.join(routes)}\r\n{rest}" if routes else text


def split_routes(header: Any) -> list[str]:
    return [route.strip() for route in SIP._split_top_level_comma(str(header))] if header else []


def _direction(message: Any) -> str:
    media = (each for each in message.body.get("m", []) if each.get("type") == "audio")
    return next((str(each.get("transmit_type") or "sendrecv") for each in media), "sendrecv")
