"""A call that we make: INVITE, its one repetition with a digest, CANCEL, and the answer that crosses it."""

from __future__ import annotations

import contextlib
from typing import Any, TypeAlias

from rfcvoip import RTP, SIP
from rfcvoip.VoIP.VoIP import CallState, VoIPCall

from ctidesk.adapters.telephony.pyvoip.leg import MEDIA_FAULTS, IncomingLeg, RfcLeg, routed, split_routes
from ctidesk.adapters.telephony.pyvoip.way import dialog_target
from ctidesk.domain.events import LegProgressed

_CHALLENGES = (401, 407)
_CANCELLED_WITHIN_S = 4.0


class OutgoingLeg(RfcLeg):
    """:meth:`dial` sends; raises ``OSError`` or another of :data:`MEDIA_FAULTS` where it cannot."""

    outgoing = True

    def __init__(self, target: str, *common: Any) -> None:
        super().__init__(*common)
        self._target = target
        self._challenged = False
        self._provisional = False
        self._rung = False
        self._cancel_sent = False
        self._decided = False

    @property
    def rings_there(self) -> bool:
        return self._rung and not (self.established or self.over or self.hung_up)

    def dial(self, headers: str = "") -> None:
        """``headers``: more lines for the INVITE, each with its line end."""
        self._headers = headers
        phone = self._line.phone
        client = phone.sip
        self._media: Any = {phone.request_port(): phone._default_audio_offer()}
        self._session, self._branch = client.sessID.next(), client.gen_branch()
        invite = self._invite(client.gen_call_id())
        request = SIP.SIPMessage(invite.encode())
        self._call = VoIPCall(
            phone, CallState.DIALING, request, self._session, phone.myIP, ms=self._media, sendmode=phone.sendmode
        )
        phone._set_call(self.call_id, self._call)
        try:
            self._line.requests.send(invite, self._answered, self._unanswered)
        except OSError:
            self._let_go()
            raise

    def end(self, code: int) -> None:
        """``code`` is for calls that came to us."""
        if self.hung_up:
            return
        self.hung_up = True
        if self.established:
            return self.bye()
        self._timers.set(
            self._named("cancel"), _CANCELLED_WITHIN_S, lambda: self._ended(487, "no answer", by_peer=False)
        )
        if self._provisional:
            self._cancel()

    # --- answers to the INVITE ---------------------------------------------------------------------------------------

    def _answered(self, response: Any) -> None:
        code = int(response.status)
        if code < 200:
            self._progressed(code)
        elif code < 300:
            self._accepted(response)
        else:
            self._refused(code, response)

    def _progressed(self, code: int) -> None:
        """A CANCEL may not be sent before this (RFC 3261 9.1)."""
        self._provisional = True
        if self.hung_up:
            self._cancel()
        elif code >= 180 and not self.over:
            self._rung = True
            self._emit(LegProgressed(self.leg_id))

    def _accepted(self, response: Any) -> None:
        self._acknowledge(response)
        if self._decided:
            return
        self._decided = True
        call = self._call
        call.request.headers["Contact"] = response.headers.get("Contact", "")
        call.request.headers["To"]["tag"] = response.headers["To"]["tag"]
        self._routes = split_routes(response.headers.get("Record-Route"))[::-1]
        if self.hung_up:
            return self._crossed(response)
        self._connect(response)

    def _crossed(self, response: Any) -> None:
        """The 200 crossed our CANCEL, or came when we had given up waiting."""
        client = self._line.phone.sip
        client.tagLibrary[self.call_id] = response.headers["From"]["tag"]
        self.established = True
        self.bye()
        if self.over:
            client.forget(self.call_id)

    def _connect(self, response: Any) -> None:
        try:
            if not self._line.phone.accepts(response):
                raise RTP.RTPParseError("no common codec")
            self._call.answered(response)
        except MEDIA_FAULTS as error:
            self.bye()
            return self._ended(488, type(error).__name__, by_peer=False)
        self._attach_sound()
        self._confirmed()

    def _refused(self, code: int, response: Any) -> None:
        self._acknowledge(response)
        if code in _CHALLENGES and not self._challenged and not self.hung_up:
            self._challenged = True
            return self._authenticate(response)
        if not self._decided:
            self._decided = True
            self._ended(code, response.status.phrase, by_peer=True)

    def _unanswered(self) -> None:
        self._ended(408, "Request Timeout", by_peer=False)

    def _authenticate(self, challenge: Any) -> None:
        client = self._line.phone.sip
        header = "Proxy-Authorization" if int(challenge.status) == 407 else "Authorization"
        self._branch = client.gen_branch()
        invite = self._invite(self.call_id)
        try:
            digest = client._build_digest_auth_header(
                challenge,
                header_name=header,
                method="INVITE",
                uri=self._target,
                body=client._request_body_bytes(invite),
            )
        except Exception:  # an algorithm that the library does not know; its words could quote the header
            return self._ended(int(challenge.status), "challenge not understood", by_peer=True)
        invite = invite.replace("\r\nContent-Length", f"\r\n{digest}Content-Length", 1)
        self._provisional = False
        self._call.request = SIP.SIPMessage(invite.encode())
        try:
            self._line.requests.send(invite, self._answered, self._unanswered)
        except OSError as error:
            self._ended(0, error.strerror or "", by_peer=False)

    # --- what we send ------------------------------------------------------------------------------------------------

    def _invite(self, call_id: str) -> str:
        client = self._line.phone.sip
        text = client.gen_invite(
            self._target, str(self._session), self._media, RTP.TransmitType.SENDRECV, self._branch, call_id
        )
        return text.replace("\r\nContent-Type", f"\r\n{self._headers}Content-Type", 1)

    def _cancel(self) -> None:
        if self._cancel_sent:
            return
        self._cancel_sent = True
        text = self._line.phone.sip.gen_cancel(self._call.request)
        with contextlib.suppress(OSError):
            self._line.requests.send(text, lambda response: None, lambda: None)

    def _acknowledge(self, response: Any) -> None:
        """For a 2xx through the dialog's routes, else hop by hop (RFC 3261 13.2.2.4, 17.1.1.3)."""
        client = self._line.phone.sip
        text = client.gen_ack(response, request_uri=self._target)
        if int(response.status) >= 300:
            return self._send(text, None)
        routes = split_routes(response.headers.get("Record-Route"))[::-1]
        contact = str(response.headers.get("Contact", ""))
        self._send(routed(text, routes), dialog_target(routes[0] if routes else contact))


AnyLeg: TypeAlias = IncomingLeg | OutgoingLeg
