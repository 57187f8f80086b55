"""What happened, past tense. Engines, the CRM, the cache and the operator all come to the desk as these.

``at`` is an aware UTC time, stamped where it happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.errors import Problem
from ctidesk.domain.operator import Allowed, OperatorStatus
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.domain.records import Card, Client, Entity, Match, RecordRef
from ctidesk.domain.transfer import Referral, Transfer


class RegistrationState(StrEnum):
    UNREGISTERED = "unregistered"
    REGISTERING = "registering"
    REGISTERED = "registered"
    FAILED = "failed"


class SyncState(StrEnum):
    OFF = "off"
    CONNECTING = "connecting"
    PULLING = "pulling"
    IDLE = "idle"
    OFFLINE = "offline"
    ERROR = "error"


# --- the engine ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EngineStarted:
    """The engine process is up; ``local`` is its SIP address."""

    engine: str
    version: str
    transport: str
    local: str
    capabilities: tuple[Capability, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine process is gone; the supervisor starts another. Every live leg is lost with it."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class RegistrationChanged:
    """``problem`` says why it failed; ``retry_s`` when the next try comes (0: none is due)."""

    state: RegistrationState
    problem: Problem | None = None
    retry_s: int = 0


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """An INVITE rings here (180 is sent). ``number`` is filled in by the session from ``raw_number``.

    ``referral``: a colleague rings about somebody else (M20).
    """

    leg_id: str
    raw_number: str
    display_name: str
    at: datetime
    number: str = ""
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class CallRefused:
    """The engine refused an INVITE by itself with ``code``: in a call or in wrap-up (``manual.md``, M7)."""

    leg_id: str
    raw_number: str
    display_name: str
    code: int
    at: datetime
    number: str = ""


@dataclass(frozen=True, slots=True)
class LegProgressed:
    """The far end rings (180) or sends sound before the answer (183)."""

    leg_id: str
    early_media: bool = False


@dataclass(frozen=True, slots=True)
class LegAnswered:
    leg_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegEnded:
    """``code`` is the SIP status that ended it (200 for BYE), 0 where there was none."""

    leg_id: str
    cause: EndCause
    at: datetime
    code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """The answer to :class:`Hold`, or to a try that the far end refused: what holds now."""

    leg_id: str
    held: bool


@dataclass(frozen=True, slots=True)
class HeldByPeer:
    """The far end has put us on hold, or taken us back."""

    leg_id: str
    held: bool


@dataclass(frozen=True, slots=True)
class MuteChanged:
    leg_id: str
    muted: bool


@dataclass(frozen=True, slots=True)
class LegSecured:
    """The leg's media is encrypted (SRTP) or not; told when its media begins or changes."""

    leg_id: str
    srtp: bool


@dataclass(frozen=True, slots=True)
class LegIdentified:
    """Somebody else is on the leg now: a connected-line update (RFC 3325, RFC 4916), or the leg was replaced."""

    leg_id: str
    raw_number: str
    display_name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReferProgressed:
    """What a NOTIFY said of our REFER on ``leg_id``, or the refusal of the REFER itself.

    ``final``: no more will be told.
    """

    leg_id: str
    code: int
    final: bool


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """A watched number's presence. ``UNKNOWN`` where the PBX has none."""

    number: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class AudioDevicesChanged:
    """The devices that there are, by name, and those in use; a used name is empty where there is none."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    input: str
    output: str
    ring: str


@dataclass(frozen=True, slots=True)
class AudioLevels:
    """Peak since the last report, 0 to 1 of full scale."""

    input: float
    output: float


@dataclass(frozen=True, slots=True)
class NotHeard:
    """You cannot be heard: the microphone stays silent, or is ``muted`` while somebody speaks into it.

    ``heard`` true: you can be heard again.
    """

    leg_id: str
    muted: bool
    heard: bool = False


# --- the operator --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TransferStarted:
    leg_id: str
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class TransferCancelled:
    """«Отменить перевод» was pressed."""

    leg_id: str


@dataclass(frozen=True, slots=True)
class JoinRequested:
    """A consultation is to be completed; a joined transfer asks for it by itself on the answer."""

    leg_id: str


@dataclass(frozen=True, slots=True)
class TransferTimedOut:
    """The second operator has not answered, or the outcome of the join was not told, in time."""

    leg_id: str


@dataclass(frozen=True, slots=True)
class TransferFormOpened:
    pass


@dataclass(frozen=True, slots=True)
class TransferFormClosed:
    pass


@dataclass(frozen=True, slots=True)
class DirectoryRead:
    """The colleagues whom the transfer form lists, in the order of the directories."""

    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class DialStarted:
    leg_id: str
    number: str
    raw_number: str
    at: datetime
    client: Client | None = None


@dataclass(frozen=True, slots=True)
class AnswerRequested:
    leg_id: str


@dataclass(frozen=True, slots=True)
class HangUpRequested:
    """The operator ended the leg; for the desk it is over now, whatever the far end still does."""

    leg_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StatusRequested:
    status: OperatorStatus
    at: datetime


@dataclass(frozen=True, slots=True)
class WrapUpExpired:
    """The wrap-up of ``leg_id`` has run its time."""

    leg_id: str


# --- finding the client --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatchesFound:
    """The number of ``leg_id`` has been looked up in the cache; an ignored one has no matches and no search (M3)."""

    leg_id: str
    matches: tuple[Match, ...]
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class SearchOpened:
    """The client search window opened for ``leg_id`` (empty: for no call)."""

    leg_id: str


@dataclass(frozen=True, slots=True)
class SearchTyped:
    text: str


@dataclass(frozen=True, slots=True)
class SearchFound:
    """Answers :class:`SearchTyped` of the same ``text``; a late answer to an older text is dropped."""

    text: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class SearchClosed:
    pass


@dataclass(frozen=True, slots=True)
class ClientLinked:
    """A call (live or the last one) belongs to this client now."""

    leg_id: str
    client: Client


@dataclass(frozen=True, slots=True)
class CardOpened:
    card: Card


@dataclass(frozen=True, slots=True)
class CardClosed:
    ref: RecordRef


# --- the CRM -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SyncChanged:
    """``retry_s``: seconds until the next try, 0 where none is due."""

    state: SyncState
    problem: Problem | None = None
    retry_s: int = 0


@dataclass(frozen=True, slots=True)
class SyncProgressed:
    """``done`` rows of ``entity`` are in the cache; ``total`` is the server's count, ``None`` where unknown."""

    entity: Entity
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class SyncCompleted:
    at: datetime
    records: int


@dataclass(frozen=True, slots=True)
class OperatorKnown:
    """What the CRM says of us; ``wrap_up_s`` is the setting's where the CRM gives none."""

    user_id: str
    name: str
    wrap_up_s: int
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class OutboxChanged:
    """``waiting`` writes are not yet in the CRM; ``problem`` is what the oldest of them waits for."""

    waiting: int
    problem: Problem | None = None


# --- the desk itself -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProblemArose:
    """Something to tell the operator that changes nothing else."""

    problem: Problem
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeDismissed:
    pass


@dataclass(frozen=True, slots=True)
class SettingsRefused:
    """The configuration cannot be used; the desk waits for a better one."""

    problem: Problem


Event: TypeAlias = (
    EngineStarted
    | EngineLost
    | RegistrationChanged
    | IncomingCall
    | CallRefused
    | LegProgressed
    | LegAnswered
    | LegEnded
    | HoldChanged
    | HeldByPeer
    | MuteChanged
    | LegSecured
    | LegIdentified
    | ReferProgressed
    | PresenceChanged
    | AudioDevicesChanged
    | AudioLevels
    | NotHeard
    | TransferStarted
    | TransferCancelled
    | JoinRequested
    | TransferTimedOut
    | TransferFormOpened
    | TransferFormClosed
    | DirectoryRead
    | DialStarted
    | AnswerRequested
    | HangUpRequested
    | StatusRequested
    | WrapUpExpired
    | MatchesFound
    | SearchOpened
    | SearchTyped
    | SearchFound
    | SearchClosed
    | ClientLinked
    | CardOpened
    | CardClosed
    | SyncChanged
    | SyncProgressed
    | SyncCompleted
    | OperatorKnown
    | OutboxChanged
    | ProblemArose
    | NoticeDismissed
    | SettingsRefused
)
