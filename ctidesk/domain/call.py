"""One call of ours: the leg and its state machine, as a table with one lookup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.errors import Problem
from ctidesk.domain.records import CallRecord, CallResult, Client, Direction, Entity, Match, MatchKind, Regarding
from ctidesk.domain.transfer import Phase, Referral, Transfer, TransferStep


class LegState(StrEnum):
    """What holds for a leg. ``ANSWERING`` is told outside as ringing: accepted here, not yet established."""

    RINGING = "ringing"
    ANSWERING = "answering"
    DIALING = "dialing"
    CONVERSATION = "conversation"
    ENDED = "ended"

    @property
    def public(self) -> str:
        """The word of ``ctl status`` for this state."""
        return LegState.RINGING.value if self is LegState.ANSWERING else self.value


class LegStep(StrEnum):
    """What moves a leg from one state to the next."""

    ACCEPT = "accept"
    """The operator accepted; the engine sends 200."""
    PROGRESS = "progress"
    """The far end reported 180 or 183."""
    ESTABLISH = "establish"
    """200 and ACK have been exchanged."""
    END = "end"
    """Over, whoever ended it and why."""


S, T = LegState, LegStep
TRANSITIONS: Mapping[tuple[LegState, LegStep], LegState] = {
    (S.RINGING, T.ACCEPT): S.ANSWERING,
    (S.RINGING, T.ESTABLISH): S.CONVERSATION,
    (S.RINGING, T.END): S.ENDED,
    (S.ANSWERING, T.ESTABLISH): S.CONVERSATION,
    (S.ANSWERING, T.END): S.ENDED,
    (S.DIALING, T.PROGRESS): S.DIALING,
    (S.DIALING, T.ESTABLISH): S.CONVERSATION,
    (S.DIALING, T.END): S.ENDED,
    (S.CONVERSATION, T.END): S.ENDED,
}
del S, T


class IllegalTransition(Exception):
    """The table has no such step from this state."""


def next_state(state: LegState, step: LegStep) -> LegState:
    """The state after ``step``; raises :class:`IllegalTransition` for a pair that the table lacks."""
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise IllegalTransition(f"{step} in {state}") from None


class EndCause(StrEnum):
    """Why a leg ended, in the words of this desk."""

    LOCAL_HANGUP = "local_hangup"
    REMOTE_HANGUP = "remote_hangup"
    BUSY = "busy"
    REJECTED = "rejected"
    NO_SUCH_NUMBER = "no_such_number"
    NO_ANSWER = "no_answer"
    UNAVAILABLE = "unavailable"
    NOT_ALLOWED = "not_allowed"
    PBX_FAULT = "pbx_fault"
    FAILED = "failed"
    ENGINE_LOST = "engine_lost"


_RESULTS: Mapping[tuple[Direction, EndCause], CallResult] = {
    (Direction.INCOMING, EndCause.LOCAL_HANGUP): CallResult.REJECTED,
    (Direction.INCOMING, EndCause.REMOTE_HANGUP): CallResult.MISSED,
    (Direction.INCOMING, EndCause.NO_ANSWER): CallResult.MISSED,
    (Direction.OUTGOING, EndCause.LOCAL_HANGUP): CallResult.CANCELLED,
    (Direction.OUTGOING, EndCause.BUSY): CallResult.BUSY,
    (Direction.OUTGOING, EndCause.REJECTED): CallResult.REJECTED,
}


def unanswered_result(direction: Direction, cause: EndCause) -> CallResult:
    """The result of a call that never became a conversation (``manual.md``, M25)."""
    return _RESULTS.get((direction, cause), CallResult.FAILED)


@dataclass(frozen=True, slots=True)
class Leg:
    """One SIP dialog of ours. ``id`` is a GUID and becomes the id of the CRM's phone-call record.

    ``number`` is E.164 where there is one, else the digits; ``raw_number`` is what the PBX delivered or
    the operator typed. Times are aware, UTC. ``srtp`` is ``None`` until media flows; ``unheard`` says why the
    operator cannot be heard (``muted``, ``silent``), empty where he can; ``silent``: nothing comes from the far end.
    """

    id: str
    direction: Direction
    state: LegState
    number: str
    raw_number: str
    started: datetime
    display_name: str = ""
    answered: datetime | None = None
    ended: datetime | None = None
    result: CallResult | None = None
    cause: EndCause | None = None
    matches: tuple[Match, ...] = ()
    looked_up: bool = False
    ignored: bool = False
    client: Client | None = None
    regarding: Regarding | None = None
    on_hold: bool = False
    held_by_peer: bool = False
    silent: bool = False
    muted: bool = False
    srtp: bool | None = None
    unheard: str = ""
    referral: Referral | None = None
    transfer: Transfer | None = None
    note: str = ""
    disposition: str = ""

    def after(self, step: LegStep) -> Leg:
        return replace(self, state=next_state(self.state, step))

    def established(self, at: datetime) -> Leg:
        return replace(self.after(LegStep.ESTABLISH), answered=at)

    def over(self, at: datetime, cause: EndCause) -> Leg:
        """The leg, ended; a conversation's result is ``answered`` whoever hung up, unless it was handed over."""
        result = CallResult.ANSWERED if self.answered else unanswered_result(self.direction, cause)
        if self.transferred:
            result = CallResult.TRANSFERRED
        return replace(self.after(LegStep.END), ended=at, cause=cause, result=result)

    def of(self, client: Client | None) -> Leg:
        """The leg as ``client``'s; what it was about stays only where it may be about that."""
        same = client is not None and self.client is not None and client.ref == self.client.ref
        keeps = same or (self.regarding is not None and self.regarding.suits(client))
        return replace(self, client=client, regarding=self.regarding if keeps else None)

    def about(self, regarding: Regarding) -> Leg:
        """The leg about ``regarding``, and its customer's with it."""
        client = self.client if regarding.suits(self.client) else regarding.customer or self.client
        return replace(self, client=client, regarding=regarding)

    def with_transfer(self, step: TransferStep, problem: Problem | None = None) -> Leg:
        """The leg after a step of its transfer; the same where there is none."""
        if self.transfer is None:
            return self
        leg = replace(self, transfer=self.transfer.after(step, problem))
        told_late = leg.transferred and not leg.live
        return replace(leg, result=CallResult.TRANSFERRED) if told_late else leg

    @property
    def live(self) -> bool:
        return self.state is not LegState.ENDED

    @property
    def transferring(self) -> bool:
        return self.transfer is not None and self.transfer.pending

    @property
    def transferred(self) -> bool:
        return self.transfer is not None and self.transfer.phase is Phase.DONE

    @property
    def public_state(self) -> str:
        """The word of ``ctl status``."""
        return "transferring" if self.live and self.transferring else self.state.public

    @property
    def caller_number(self) -> str:
        """Whom the call is about: while a colleague rings about a caller, that caller."""
        return self.referral.number if self.referral and self.referral.number else self.number

    @property
    def best_match(self) -> Match | None:
        """The first active exact match: whom the panel names before anybody has chosen."""
        found = (m for m in self.matches if m.active and m.kind is not MatchKind.LAST_7)
        return next(found, None)

    @property
    def name(self) -> str:
        """The linked client's name, else the best match's, else what a colleague or the PBX calls the caller."""
        if self.client:
            return self.client.name
        if self.best_match:
            return self.best_match.client.name
        return self.referral.name if self.referral and self.referral.name else self.display_name

    @property
    def record_client(self) -> Client | None:
        """The client that the phone-call record names.

        The operator's choice; for a call that nobody could speak in, the only client that has the number.
        """
        if self.client or self.answered:
            return self.client
        certain = [m.client for m in self.matches if m.active and m.kind is MatchKind.E164]
        return certain[0] if len(certain) == 1 else None

    @property
    def organization(self) -> Client | None:
        """The organization that calls: the linked one, else the only one that has the number."""
        if self.client:
            return self.client if self.client.ref.entity is Entity.ACCOUNT else None
        certain = [match.client for match in self.matches if match.active and match.kind is MatchKind.E164]
        found = [client for client in certain if client.ref.entity is Entity.ACCOUNT]
        return found[0] if len(found) == 1 else None

    @property
    def _of_the_record(self) -> tuple[str, str]:
        """Number and raw number: of a colleague's call about somebody, that nobody took, whom to call back (D12)."""
        about = self.referral.number if self.referral and not self.answered else ""
        return (about, about) if about else (self.number, self.raw_number)

    def record(self) -> CallRecord:
        """This leg as the history and the CRM keep it."""
        number, raw_number = self._of_the_record
        return CallRecord(
            id=self.id,
            direction=self.direction,
            number=number,
            raw_number=raw_number,
            started=self.started,
            answered=self.answered,
            ended=self.ended,
            result=self.result,
            client=self.record_client,
            name=self.name,
            regarding=self.regarding.ref if self.regarding else None,
            note=self.note,
            disposition=self.disposition,
            transferred_to=self.transfer.to if self.transfer and self.transferred else "",
        )
