"""In the conversation: hold, mute, and the keypad."""

from __future__ import annotations

from collections.abc import Mapping

from ctidesk.domain.call import Leg
from ctidesk.domain.capability import Capability
from ctidesk.domain.commands import Hold, Mute, SendDigits
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import Event, HoldChanged, ProblemArose, RefusedHold
from ctidesk.domain.intents import PressKeys, SetHold, SetMute
from ctidesk.domain.settings import SipSettings
from ctidesk.domain.transfer import Phase
from ctidesk.ports import Clock, Telephony
from ctidesk.usecases.session import Session

DIGITS = frozenset("0123456789*#ABCD")
LONGEST = 40
_WHY: Mapping[RefusedHold, ProblemId] = {"hold": ProblemId.HOLD_ONE_SIDED, "resume": ProblemId.HOLD_REFUSED}


class Conversation:
    """Carries out ``SetHold``, ``SetMute`` and ``PressKeys``; says so when the far end refuses to be held."""

    def __init__(self, session: Session, telephony: Telephony, clock: Clock, settings: SipSettings) -> None:
        self._session = session
        self._telephony = telephony
        self._clock = clock
        self._digits = Capability.DTMF_INFO if settings.dtmf == "info" else Capability.DTMF_RFC4733
        session.on(SetHold, self.hold)
        session.on(SetMute, self.mute)
        session.on(PressKeys, self.press)
        session.react(self._react)

    def hold(self, intent: SetHold) -> None:
        leg = self._talking()
        if leg.transferring:
            raise Refused(Problem(ProblemId.TRANSFER_UNDER_WAY))
        self._need(self._session.desk.can(Capability.HOLD), "hold")
        self._telephony.send(Hold(leg.id, intent.held))

    def mute(self, intent: SetMute) -> None:
        leg = self._talking()
        self._need(self._session.desk.can(Capability.MUTE), "mute")
        for leg_id in _heard_by_us(leg):
            self._telephony.send(Mute(leg_id, intent.muted))

    def press(self, intent: PressKeys) -> None:
        digits = intent.digits.strip().upper()
        if len(digits) > LONGEST:
            raise Refused(Problem.of(ProblemId.TOO_MANY_DIGITS, limit=LONGEST))
        if not digits or not set(digits) <= DIGITS:
            raise Refused(Problem.of(ProblemId.NOT_DIGITS, digits=intent.digits[:LONGEST]))
        leg = self._talking()
        self._need(self._session.desk.can(self._digits), "dtmf")
        self._telephony.send(SendDigits(_heard_by_us(leg)[-1], digits))

    def _talking(self) -> Leg:
        desk = self._session.desk
        if desk.leg is None or not desk.in_conversation:
            raise Refused(Problem(ProblemId.NO_CONVERSATION))
        return desk.leg

    def _need(self, can: bool, what: str) -> None:
        if not can:
            raise Refused(Problem.of(ProblemId.ENGINE_CANNOT, what=what))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, HoldChanged) and event.refused and after.live(event.leg_id):
            away = Problem(ProblemId.PBX_AWAY_IN_CALL)
            problem = Problem.of(_WHY[event.refused], what=event.refused) if after.registered else away
            self._session.post(ProblemArose(problem, self._clock.now()))


def _heard_by_us(leg: Leg) -> tuple[str, ...]:
    """The caller, and while the operators talk the second operator, who then is the one in the headset."""
    its = leg.transfer
    return (leg.id, its.consult_leg) if its and its.phase is Phase.CONSULTING else (leg.id,)
