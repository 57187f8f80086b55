"""Answering, ending and making calls."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from ctidesk.domain.commands import Answer, Call, HangUp
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import AnswerRequested, CallRefused, DialStarted, Event, HangUpRequested, IncomingCall
from ctidesk.domain.intents import Accept, CancelTransfer, Dial, End, Redial
from ctidesk.domain.settings import CallSettings
from ctidesk.domain.transfer import Phase
from ctidesk.ports import Clock, Numbering, Telephony
from ctidesk.usecases.dialled import dialled
from ctidesk.usecases.session import Session

REJECT = 603
"""RFC 3261 §21.6.2: the operator declines; the caller need not be tried elsewhere."""
NOT_THE_CALLERS = timedelta(seconds=1)
"""How long after the caller has been given back «Завершить» is still meant for the colleague."""
UNASKED = frozenset({Phase.REJECTED, Phase.FAILED})


def must_be_free_to_dial(desk: Desk) -> None:
    """Raises :class:`Refused` while no number can be dialled (``manual.md``, M8)."""
    if not desk.can_dial:
        raise Refused(Problem(ProblemId.CANNOT_DIAL_IN_CALL if desk.legs else ProblemId.CANNOT_DIAL_NOT_REGISTERED))


class Calls:
    """Accepts, ends, dials and dials again; refuses a call that came while the desk was changing."""

    def __init__(
        self,
        session: Session,
        telephony: Telephony,
        numbering: Numbering,
        clock: Clock,
        settings: CallSettings,
        server: str,
    ) -> None:
        """``server``: the PBX, whose numbers alone can be called."""
        self._session = session
        self._telephony = telephony
        self._numbering = numbering
        self._clock = clock
        self._settings = settings
        self._server = server
        self._back: tuple[str, datetime] | None = None
        session.on(Accept, self.accept)
        session.on(End, self.end)
        session.on(Dial, self.dial)
        session.on(Redial, self.redial)
        session.react(self._refuse_late)
        session.react(self._see_who_is_back)

    def accept(self, intent: Accept) -> None:
        leg = self._session.desk.leg
        if leg is None or not self._session.desk.buttons.accept:
            raise Refused(Problem(ProblemId.NOTHING_TO_ACCEPT))
        self._telephony.send(Answer(leg.id))
        self._session.post(AnswerRequested(leg.id))

    def end(self, intent: End) -> None:
        """End the call; while a transfer is pending that one alone: the caller is taken back.

        The key that was meant for a colleague, or is pressed twice, does not end the caller who has just come back.
        """
        leg = self._session.desk.leg
        if leg is None:
            raise Refused(Problem(ProblemId.NOTHING_TO_END))
        if leg.transferring:
            self._session.do(CancelTransfer())
            return self._given_back(leg.id)
        if self._just_given_back(leg.id):
            raise Refused(Problem(ProblemId.CALLER_IS_BACK))
        self._telephony.send(HangUp(leg.id, REJECT))
        self._session.post(HangUpRequested(leg.id, self._clock.now()))

    def dial(self, intent: Dial) -> None:
        must_be_free_to_dial(self._session.desk)
        number = dialled(intent.number, self._numbering, self._server)
        leg_id = str(uuid.uuid4())
        self._session.post(DialStarted(leg_id, str(number), intent.number.strip(), self._clock.now(), intent.client))
        self._telephony.send(Call(leg_id, str(number)))

    def redial(self, intent: Redial) -> None:
        number = self._session.desk.dialled
        if not number:
            raise Refused(Problem(ProblemId.NOTHING_TO_REDIAL))
        self.dial(Dial(number))

    def _see_who_is_back(self, before: Desk, event: Event, after: Desk) -> None:
        for leg in after.legs:
            old = before.live(leg.id)
            if old and old.transferring and leg.transfer and leg.transfer.phase in UNASKED:
                self._given_back(leg.id)

    def _given_back(self, leg_id: str) -> None:
        self._back = (leg_id, self._clock.now())

    def _just_given_back(self, leg_id: str) -> bool:
        if self._back is None or self._back[0] != leg_id:
            return False
        return abs(self._clock.now() - self._back[1]) < NOT_THE_CALLERS

    def _refuse_late(self, before: Desk, event: Event, after: Desk) -> None:
        """Refuse an INVITE that crossed our last word to the engine; it stays in the books as missed."""
        if not isinstance(event, IncomingCall) or after.find_leg(event.leg_id):
            return
        code = self._settings.refuse_busy if before.legs else self._settings.refuse_wrap_up
        self._telephony.send(HangUp(event.leg_id, code))
        self._session.post(
            CallRefused(
                event.leg_id, event.raw_number, event.display_name, code, event.at, event.number, event.referral
            )
        )
