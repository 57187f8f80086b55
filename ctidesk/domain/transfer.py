"""A transfer and its state machine (``manual.md``, D5), as a table with one lookup.

Pure. Whenever the caller is still there, every step that does not succeed leads to a phase in which he is given back
to the first operator: :data:`ON_ENTRY` says what is done on entering a phase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.errors import Problem
from ctidesk.domain.records import RecordRef


@dataclass(frozen=True, slots=True)
class Referral:
    """What travels with a transferred call (D12): who transfers, and who the caller is.

    ``by`` is the transferring colleague's number (``Referred-By``, RFC 3892); the rest comes by ``User-to-User``
    (RFC 7433) and is empty where the PBX strips it.
    """

    by: str = ""
    by_name: str = ""
    number: str = ""
    name: str = ""
    client: RecordRef | None = None
    call_id: str = ""


class TransferKind(StrEnum):
    JOINED = "joined"
    """Hold, ring the second operator, join the two on the answer."""
    CONSULT = "consult"
    """The same legs, joined when the operator says so."""
    REFER = "refer"
    """A plain REFER: the PBX or the caller's phone rings the second operator."""


class Phase(StrEnum):
    RINGING = "ringing"
    """The consultation leg has been dialled and is not answered."""
    CONSULTING = "consulting"
    """The operators talk; the caller is on hold."""
    JOINING = "joining"
    """REFER with Replaces is sent; the consultation leg still lives."""
    REPLACED = "replaced"
    """The consultation leg is gone, as it is when the join succeeds; its outcome is not yet told."""
    REFERRED = "referred"
    """A plain REFER is sent; nothing has been heard of the target yet."""
    PROGRESSING = "progressing"
    """The PBX reports that the target is tried or rings."""
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TransferStep(StrEnum):
    ANSWERED = "answered"
    """The second operator answered the consultation leg."""
    COMPLETE = "complete"
    """The operator joins the two."""
    CANCEL = "cancel"
    """«Отменить перевод»."""
    PROGRESS = "progress"
    """NOTIFY with 1xx."""
    JOINED = "joined"
    """NOTIFY with 2xx."""
    REFUSED = "refused"
    """The REFER, or what it asked for, was refused."""
    REJECTED = "rejected"
    """The second operator rejected or is busy."""
    CONSULT_ENDED = "consult_ended"
    """The consultation leg is over in any other way."""
    TIMED_OUT = "timed_out"
    """Nobody answered, or no outcome was told, in time."""
    CALLER_GONE = "caller_gone"
    """The caller's leg ended."""


P, S = Phase, TransferStep
TRANSITIONS: Mapping[tuple[Phase, TransferStep], Phase] = {
    (P.RINGING, S.ANSWERED): P.CONSULTING,  # a joined transfer completes at once
    (P.RINGING, S.CANCEL): P.CANCELLED,
    (P.RINGING, S.REJECTED): P.REJECTED,
    (P.RINGING, S.CONSULT_ENDED): P.FAILED,
    (P.RINGING, S.TIMED_OUT): P.FAILED,
    (P.RINGING, S.CALLER_GONE): P.FAILED,
    (P.CONSULTING, S.COMPLETE): P.JOINING,
    (P.CONSULTING, S.CANCEL): P.CANCELLED,
    (P.CONSULTING, S.CONSULT_ENDED): P.FAILED,
    (P.CONSULTING, S.CALLER_GONE): P.FAILED,
    (P.JOINING, S.PROGRESS): P.JOINING,
    (P.JOINING, S.JOINED): P.DONE,
    (P.JOINING, S.REFUSED): P.FAILED,
    (P.JOINING, S.CONSULT_ENDED): P.REPLACED,
    (P.JOINING, S.TIMED_OUT): P.FAILED,
    (P.JOINING, S.CALLER_GONE): P.DONE,  # a PBX may hang up before it reports success
    (P.REPLACED, S.PROGRESS): P.REPLACED,
    (P.REPLACED, S.JOINED): P.DONE,
    (P.REPLACED, S.REFUSED): P.FAILED,
    (P.REPLACED, S.TIMED_OUT): P.FAILED,
    (P.REPLACED, S.CALLER_GONE): P.DONE,  # the PBX has taken both legs from us
    (P.REFERRED, S.PROGRESS): P.PROGRESSING,
    (P.REFERRED, S.CANCEL): P.CANCELLED,
    (P.REFERRED, S.JOINED): P.DONE,
    (P.REFERRED, S.REFUSED): P.FAILED,  # the REFER itself: nobody has been rung
    (P.REFERRED, S.TIMED_OUT): P.FAILED,
    (P.REFERRED, S.CALLER_GONE): P.DONE,
    (P.PROGRESSING, S.PROGRESS): P.PROGRESSING,
    (P.PROGRESSING, S.CANCEL): P.CANCELLED,
    (P.PROGRESSING, S.JOINED): P.DONE,
    (P.PROGRESSING, S.REFUSED): P.REJECTED,
    (P.PROGRESSING, S.TIMED_OUT): P.FAILED,
    (P.PROGRESSING, S.CALLER_GONE): P.FAILED,  # he hung up: it still rang
    (P.CANCELLED, S.JOINED): P.DONE,  # no REFER can be called back: the target has accepted all the same
    (P.FAILED, S.JOINED): P.DONE,
}
del P, S

PENDING = frozenset({Phase.RINGING, Phase.CONSULTING, Phase.JOINING, Phase.REPLACED, Phase.REFERRED, Phase.PROGRESSING})

_PUBLIC: Mapping[Phase, str] = {
    Phase.RINGING: "ringing",
    Phase.REFERRED: "ringing",
    Phase.PROGRESSING: "ringing",
    Phase.CONSULTING: "answered",
    Phase.JOINING: "answered",
    Phase.REPLACED: "answered",
    Phase.DONE: "answered",
    Phase.REJECTED: "rejected",
    Phase.FAILED: "failed",
    Phase.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Transfer:
    """One try to hand a caller over. ``consult_leg`` is empty for a plain REFER; ``problem`` says why it failed.

    ``silent``: nothing comes from the colleague who is consulted; ``began``: when he was first rung (UTC).
    """

    kind: TransferKind
    to: str
    phase: Phase
    consult_leg: str = ""
    name: str = ""
    problem: Problem | None = None
    silent: bool = False
    began: datetime | None = None

    @property
    def pending(self) -> bool:
        return self.phase in PENDING

    @property
    def can_cancel(self) -> bool:
        return (self.phase, TransferStep.CANCEL) in TRANSITIONS

    @property
    def can_complete(self) -> bool:
        return (self.phase, TransferStep.COMPLETE) in TRANSITIONS

    @property
    def public(self) -> str:
        """The word of ``ctl status``."""
        return _PUBLIC[self.phase]

    def after(self, step: TransferStep, problem: Problem | None = None) -> Transfer:
        """The transfer after ``step``; one that the table lacks changes nothing: it came too late."""
        phase = TRANSITIONS.get((self.phase, step))
        if phase is None:
            return self
        return replace(self, phase=phase, problem=problem if phase not in PENDING else None)

    @property
    def may_still_ring(self) -> bool:
        """Whether giving it up does not stop it: the PBX or the caller's phone rings the target."""
        return self.kind is TransferKind.REFER and self.pending
