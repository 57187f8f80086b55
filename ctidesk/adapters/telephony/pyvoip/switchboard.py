"""What comes from the PBX: which leg it is for, who may ring, and what is refused."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from rfcvoip import SIP

from ctidesk.adapters.telephony import referral
from ctidesk.adapters.telephony.addresses import caller, header_values
from ctidesk.adapters.telephony.pyvoip.leg import MEDIA_FAULTS, IncomingLeg
from ctidesk.adapters.telephony.pyvoip.line import Line
from ctidesk.adapters.telephony.pyvoip.outgoing import AnyLeg
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain import events as ev
from ctidesk.domain.commands import SetRefusal

_NOT_AVAILABLE, _NOT_IMPLEMENTED, _NO_REPLACES = 480, 501, 481
_ANSWERS_KEPT = 200  # final answers, for INVITEs that come again because ours were lost
_NEEDED = {"Via", "From", "To", "Call-ID", "CSeq"}


class Switchboard:
    """``legs`` are all that live, by leg id; outgoing ones are put there by who dials."""

    def __init__(self, timers: Timers, emit: Callable[[EngineEvent], None]) -> None:
        self.legs: dict[str, AnyLeg] = {}
        self.refusal = SetRefusal(in_call=486)
        self._timers = timers
        self._emit = emit
        self._answers: OrderedDict[str, str] = OrderedDict()

    @property
    def busy(self) -> bool:
        return any(leg.occupies for leg in self.legs.values())

    def gone(self, leg_id: str) -> None:
        """The leg is over."""
        leg = self.legs.pop(leg_id, None)
        if isinstance(leg, IncomingLeg):
            self._remember(leg.request, leg.answer)

    def heard(self, line: Line, message: Any) -> None:
        if message.type is not SIP.SIPMessageType.MESSAGE:
            return line.requests.heard(message)
        if not message.headers.keys() >= _NEEDED or not message.headers["Via"]:
            return  # cannot even be refused
        _HEARD.get(message.method, Switchboard._not_implemented)(self, line, message)

    def _invited(self, line: Line, request: Any) -> None:
        leg, before = self._leg_of(request), self._answer_before(request)
        if before:
            line.answer(request, before)
        elif leg:
            leg.reinvited(request) if leg.established else self._respond(line, request, 491)
        elif request.headers["To"]["tag"]:
            self._respond(line, request, 481)
        else:
            self._called(line, request)

    def _answer_before(self, request: Any) -> str:
        """What this very INVITE was answered when it came before; empty for a new one."""
        leg = self._leg_of(request)
        if isinstance(leg, IncomingLeg) and leg.request.headers["CSeq"] == request.headers["CSeq"]:
            return leg.answer
        return self._answers.get(_transaction(request), "")

    def _called(self, line: Line, request: Any) -> None:
        message = request.raw.decode("utf-8", "replace")
        who = caller(request.headers["From"]["raw"], message)
        leg_id, now, about = str(uuid.uuid4()), datetime.now(UTC), referral.read(message, who)
        code = self._refused_with(line)
        if header_values(message, "replaces"):  # our own conversation with another far end: nobody has called
            return self._refuse(line, request, code or _NO_REPLACES)
        if code:
            self._refuse(line, request, code)
            return self._emit(ev.CallRefused(leg_id, who.number, who.display_name, code, now, referral=about))
        code = 420 if request.headers.get("Require") else 0 if line.phone.accepts(request) else 488
        if code:
            return self._refuse(line, request, code)
        try:
            leg = IncomingLeg(request, leg_id, line, self._timers, self._emit, self.gone)
        except MEDIA_FAULTS:
            return self._refuse(line, request, 488)
        self.legs[leg_id] = leg
        self._emit(ev.IncomingCall(leg_id, who.number, who.display_name, now, referral=about))

    def _refused_with(self, line: Line) -> int:
        """The code for a new INVITE; 0 lets it ring."""
        if not line.open:
            return _NOT_AVAILABLE
        return self.refusal.always or (self.refusal.in_call if self.busy else 0)

    def _refuse(self, line: Line, request: Any, code: int) -> None:
        answer = line.phone.sip.refusal(request, code)
        if code == 420:
            answer = answer.replace("\r\n", f"\r\nUnsupported: {request.headers['Require']}\r\n", 1)
        line.phone.sip.forget(request.headers["Call-ID"])
        self._remember(request, answer)
        line.answer(request, answer)

    def _acknowledged(self, line: Line, request: Any) -> None:
        leg = self._leg_of(request)
        if isinstance(leg, IncomingLeg):
            leg.acknowledged()

    def _cancelled(self, line: Line, request: Any) -> None:
        leg = self._leg_of(request)
        if isinstance(leg, IncomingLeg):
            leg.cancelled(request)
        else:
            self._respond(line, request, 200 if _transaction(request) in self._answers else 481)

    def _ended(self, line: Line, request: Any) -> None:
        leg = self._leg_of(request)
        leg.heard_bye(request) if leg else self._respond(line, request, 481)

    def _asked(self, line: Line, request: Any) -> None:
        line.answer(request, line.phone.sip.gen_options_ok(request))

    def _referred(self, line: Line, request: Any) -> None:
        self._respond(line, request, 603 if self._leg_of(request) else 481)

    def _notified(self, line: Line, request: Any) -> None:
        self._respond(line, request, 489)

    def _not_implemented(self, line: Line, request: Any) -> None:
        self._respond(line, request, _NOT_IMPLEMENTED)

    def _respond(self, line: Line, request: Any, code: int) -> None:
        line.answer(request, line.phone.sip.gen_response(request, SIP.SIPStatus(code)))

    def _leg_of(self, request: Any) -> AnyLeg | None:
        call_id = request.headers["Call-ID"]
        return next((leg for leg in self.legs.values() if leg.call_id == call_id), None)

    def _remember(self, request: Any, answer: str) -> None:
        self._answers[_transaction(request)] = answer
        while len(self._answers) > _ANSWERS_KEPT:
            self._answers.popitem(last=False)


_HEARD: Mapping[str, Callable[[Switchboard, Line, Any], None]] = {
    "INVITE": Switchboard._invited,
    "ACK": Switchboard._acknowledged,
    "CANCEL": Switchboard._cancelled,
    "BYE": Switchboard._ended,
    "OPTIONS": Switchboard._asked,
    "REFER": Switchboard._referred,
    "NOTIFY": Switchboard._notified,
}


def _transaction(request: Any) -> str:
    """An INVITE and its CANCEL have it in common."""
    return f"{request.headers['Call-ID']} {request.headers['CSeq']['check']}"
