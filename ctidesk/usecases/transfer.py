"""Handing the caller to a colleague so that he cannot be lost (``manual.md``, D5, M18, M19).

The desk's table (``domain/transfer.py``) says which phase follows; here is what is done on entering one.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping

from ctidesk.domain.call import Leg, LegState
from ctidesk.domain.capability import Capability
from ctidesk.domain.commands import Call, Command, HangUp, Hold, Join, Refer
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import (
    Event,
    HangUpRequested,
    HoldChanged,
    JoinRequested,
    ProblemArose,
    TransferCancelled,
    TransferFormClosed,
    TransferFormOpened,
    TransferStarted,
    TransferTimedOut,
)
from ctidesk.domain.intents import CancelTransfer, CloseTransferForm, CompleteTransfer, OpenTransferForm, TransferTo
from ctidesk.domain.presence import Presence
from ctidesk.domain.settings import SipSettings
from ctidesk.domain.transfer import Phase, Referral, Transfer, TransferKind
from ctidesk.ports import Clock, Numbering, Telephony
from ctidesk.usecases.dialled import dialled
from ctidesk.usecases.session import Session

OUTCOME_WITHIN_S = 8.0
"""How long the PBX may take to tell the outcome of a join: a REFER's transaction (RFC 3261 Timer F) is 32 s, an
operator with a caller on hold does not wait that long."""
BACK_WITHIN_S = 1.0
"""How soon a caller who was on hold must be back (D5)."""

NEEDS: Mapping[TransferKind, tuple[Capability, ...]] = {
    TransferKind.JOINED: (Capability.HOLD, Capability.CONSULT, Capability.JOIN),
    TransferKind.CONSULT: (Capability.HOLD, Capability.CONSULT, Capability.JOIN),
    TransferKind.REFER: (Capability.REFER,),
}


class Transfers:
    """Carries out the transfer intents and sees every transfer through to its end."""

    def __init__(
        self,
        session: Session,
        telephony: Telephony,
        numbering: Numbering,
        clock: Clock,
        settings: SipSettings,
        presence_of: Callable[[str], Awaitable[Presence]],
        name_of: Callable[[str], Awaitable[str]],
    ) -> None:
        self._session = session
        self._telephony = telephony
        self._numbering = numbering
        self._clock = clock
        self._settings = settings
        self._presence_of = presence_of
        self._name_of = name_of
        self._timer: asyncio.TimerHandle | None = None
        self._taking_back: set[str] = set()
        session.on(TransferTo, lambda intent: self._in_the_background(intent))
        session.on(CompleteTransfer, self.complete)
        session.on(CancelTransfer, self.cancel)
        session.on(OpenTransferForm, self.open_form)
        session.on(CloseTransferForm, lambda intent: session.post(TransferFormClosed()))
        session.react(self._react)

    # --- what the operator wants -----------------------------------------------------------------------------------

    async def begin(self, intent: TransferTo) -> None:
        """Start a transfer once the target's presence allows it (M18); raises :class:`Refused`."""
        leg, number = self._checked(intent)
        presence, name = await asyncio.gather(self._presence_of(number), self._name_of(number))
        if presence.refuses_transfer:
            raise Refused(Problem.of(ProblemId.TRANSFER_TARGET_UNAVAILABLE, presence, number=number))
        still = self._session.desk.live(leg.id)  # a second is long enough for the caller to hang up
        if still is None:
            raise Refused(Problem(ProblemId.NOTHING_TO_TRANSFER))
        self._checked(intent)
        kind = self._kind(intent)
        refer = kind is TransferKind.REFER
        consult_leg = "" if refer else str(uuid.uuid4())
        phase = Phase.REFERRED if refer else Phase.RINGING
        transfer = Transfer(kind, number, phase, consult_leg, name, began=self._clock.now())
        self._session.post(TransferStarted(leg.id, transfer))

    def complete(self, intent: CompleteTransfer) -> None:
        leg = self._pending()
        if not (leg.transfer and leg.transfer.can_complete):
            raise Refused(Problem(ProblemId.NO_TRANSFER_PENDING))
        self._session.post(JoinRequested(leg.id))

    def cancel(self, intent: CancelTransfer) -> None:
        leg = self._pending()
        if not (leg.transfer and leg.transfer.can_cancel):
            raise Refused(Problem(ProblemId.TRANSFER_CANNOT_CANCEL))
        self._session.post(TransferCancelled(leg.id))

    def open_form(self, intent: OpenTransferForm) -> None:
        self._transferable()
        self._session.post(TransferFormOpened(self._settings.username))

    def _in_the_background(self, intent: TransferTo) -> None:
        self._checked(intent)
        self._session.spawn(self._begin_and_tell(intent))

    async def _begin_and_tell(self, intent: TransferTo) -> None:
        try:
            await self.begin(intent)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))

    # --- what is legal ---------------------------------------------------------------------------------------------

    def _checked(self, intent: TransferTo) -> tuple[Leg, str]:
        leg = self._transferable()
        if not self._session.desk.registered:
            raise Refused(Problem(ProblemId.PBX_AWAY_IN_CALL))
        number = dialled(intent.number, self._numbering, self._settings.server)
        if self._settings.username in (str(number), number.digits):
            raise Refused(Problem(ProblemId.TRANSFER_TO_SELF))
        if not all(self._session.desk.can(needed) for needed in NEEDS[self._kind(intent)]):
            raise Refused(Problem.of(ProblemId.ENGINE_CANNOT, what="transfer"))
        return leg, str(number)

    def _transferable(self) -> Leg:
        leg = self._session.desk.leg
        if leg is None or leg.state is not LegState.CONVERSATION:
            raise Refused(Problem(ProblemId.NOTHING_TO_TRANSFER))
        if leg.transferring:
            raise Refused(Problem(ProblemId.TRANSFER_UNDER_WAY))
        return leg

    def _pending(self) -> Leg:
        leg = self._session.desk.leg
        if leg is None or not leg.transferring:
            raise Refused(Problem(ProblemId.NO_TRANSFER_PENDING))
        return leg

    def _kind(self, intent: TransferTo) -> TransferKind:
        return TransferKind.CONSULT if intent.consult else TransferKind(self._settings.transfer)

    # --- seeing it through -----------------------------------------------------------------------------------------

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        for leg in (*after.legs, *((after.last,) if after.last else ())):
            old = before.find_leg(leg.id)
            if leg.transfer and (old is None or old.transfer is None or old.transfer.phase is not leg.transfer.phase):
                self._entered(leg, leg.transfer)
        if isinstance(event, HoldChanged) and not event.held:
            self._taking_back.discard(event.leg_id)
            self._keep_him_held(after.live(event.leg_id), event)

    def _entered(self, leg: Leg, transfer: Transfer) -> None:
        for command in ON_ENTRY.get(transfer.phase, ()):
            self._telephony.send(command(leg, transfer))
        self._wait_for(leg, transfer.phase)
        if not leg.live:
            return
        if transfer.phase is Phase.DONE:
            self._session.post(HangUpRequested(leg.id, self._clock.now()))
        elif not transfer.pending:
            self._see_him_back(leg.id)
        if transfer.problem:
            self._session.post(ProblemArose(transfer.problem, self._clock.now()))

    def _keep_him_held(self, leg: Leg | None, event: HoldChanged) -> None:
        """Somebody else is on the caller's leg (RFC 3891), whom nothing holds yet; he hears no consultation either."""
        if leg and leg.transfer and leg.transfer.phase in HELD_IN and not event.refused:
            self._telephony.send(Hold(leg.id, True))

    def _wait_for(self, leg: Leg, phase: Phase) -> None:
        """One timer for the one transfer there can be; a step within its phase does not begin it anew."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        within_s = WITHIN_S.get(phase)
        if within_s:
            timed_out = TransferTimedOut(leg.id)
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(within_s(self._settings), self._session.post, timed_out)

    def _see_him_back(self, leg_id: str) -> None:
        self._taking_back.add(leg_id)
        asyncio.get_running_loop().call_later(BACK_WITHIN_S, self._try_again, leg_id)

    def _try_again(self, leg_id: str) -> None:
        """A far end that did not let itself be taken off hold is asked again, and the operator is told."""
        leg = self._session.desk.live(leg_id)
        if leg_id not in self._taking_back:
            return
        self._taking_back.discard(leg_id)
        if leg and leg.on_hold and not leg.transferring:
            self._telephony.send(Hold(leg_id, False))
            self._see_him_back(leg_id)


def _hold(leg: Leg, transfer: Transfer) -> Command:
    return Hold(leg.id, True)


def _resume(leg: Leg, transfer: Transfer) -> Command:
    return Hold(leg.id, False)


def _call(leg: Leg, transfer: Transfer) -> Command:
    client = leg.client.ref if leg.client else None
    about = Referral(number=leg.number, name=leg.name, client=client, call_id=leg.id)
    return Call(transfer.consult_leg, transfer.to, about)


def _join(leg: Leg, transfer: Transfer) -> Command:
    return Join(leg.id, transfer.consult_leg)


def _refer(leg: Leg, transfer: Transfer) -> Command:
    return Refer(leg.id, transfer.to)


def _end_caller(leg: Leg, transfer: Transfer) -> Command:
    return HangUp(leg.id)


def _end_consult(leg: Leg, transfer: Transfer) -> Command:
    return HangUp(transfer.consult_leg)


_TAKE_BACK = (_end_consult, _resume)
ON_ENTRY: Mapping[Phase, tuple[Callable[[Leg, Transfer], Command], ...]] = {
    Phase.RINGING: (_hold, _call),
    Phase.REFERRED: (_hold, _refer),
    Phase.JOINING: (_join,),
    Phase.DONE: (_end_consult, _end_caller),
    Phase.REJECTED: _TAKE_BACK,
    Phase.FAILED: _TAKE_BACK,
    Phase.CANCELLED: _TAKE_BACK,
}

HELD_IN = frozenset({Phase.RINGING, Phase.CONSULTING})

WITHIN_S: Mapping[Phase, Callable[[SipSettings], float]] = {
    Phase.RINGING: lambda settings: float(settings.no_answer_s),
    Phase.REFERRED: lambda settings: float(settings.no_answer_s),
    Phase.PROGRESSING: lambda settings: float(settings.no_answer_s),
    Phase.JOINING: lambda settings: OUTCOME_WITHIN_S,
    Phase.REPLACED: lambda settings: OUTCOME_WITHIN_S,
}
