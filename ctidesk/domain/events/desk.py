"""What the operator did, what was found, what the CRM said, and what is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.errors import Problem
from ctidesk.domain.listing import ListPage, ListQuery
from ctidesk.domain.operator import Allowed, OperatorStatus
from ctidesk.domain.outbox import Listed
from ctidesk.domain.presence import Colleague
from ctidesk.domain.records import Card, Client, Entity, Match, RecordRef, Regarding
from ctidesk.domain.transfer import Transfer


class SyncState(StrEnum):
    OFF = "off"
    CONNECTING = "connecting"
    PULLING = "pulling"
    IDLE = "idle"
    OFFLINE = "offline"
    ERROR = "error"


# --- the operator -----------------------------------------------------------------------------------------------------


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
class ColleagueNamed:
    """Who hands the call ``leg_id`` over, by the directory."""

    leg_id: str
    name: str


@dataclass(frozen=True, slots=True)
class TransferFormOpened:
    """``own``: our number, which nobody is transferred to."""

    own: str = ""


@dataclass(frozen=True, slots=True)
class TransferFormClosed:
    pass


@dataclass(frozen=True, slots=True)
class DirectoryRead:
    """The colleagues whom the transfer form lists, in the order of the directories."""

    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class TargetsRead:
    """The numbers that the operator has chosen as favourites, and those that he transferred to lately."""

    favourites: tuple[str, ...]
    recent: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class NumberOffered:
    """A number came from outside the desk; ``ask``: whether to call it is the operator's to say."""

    number: str
    ask: bool
    at: datetime


# --- finding the client -----------------------------------------------------------------------------------------------


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
class LastSpokenFound:
    """When the operator last spoke with each of these clients; ``None``: never."""

    spoken: tuple[tuple[RecordRef, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class SearchClosed:
    pass


@dataclass(frozen=True, slots=True)
class CallRebound:
    """The operator linked a call anew: to whom it belonged, the number that no card has yet ("" where one has), and
    what the call was about."""

    leg_id: str
    client: Client
    before: Client | None
    number: str = ""
    regarding: Regarding | None = None


@dataclass(frozen=True, slots=True)
class ReboundSettled:
    """Undone, or its number is saved: nothing more is to be asked about it."""


@dataclass(frozen=True, slots=True)
class ClientLinked:
    """A call (live or the last one) belongs to this client now; ``None``: to nobody any more."""

    leg_id: str
    client: Client | None


@dataclass(frozen=True, slots=True)
class CardOpened:
    card: Card


@dataclass(frozen=True, slots=True)
class CardRead:
    """The record of an open card as it is now."""

    card: Card


@dataclass(frozen=True, slots=True)
class CardClosed:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class RegardingLinked:
    """A call (live or the last one) is about this worksheet or case, which belongs to ``customer``."""

    leg_id: str
    ref: RecordRef
    name: str
    customer: Client | None = None


# --- lists ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListAsked:
    """A list opened, or is asked for anew with another query."""

    query: ListQuery


@dataclass(frozen=True, slots=True)
class ListPageRead:
    """Answers :class:`ListAsked`, or a scroll; a late page of an older query is dropped."""

    query: ListQuery
    page: ListPage


@dataclass(frozen=True, slots=True)
class ListFollowed:
    """What is open as ``shown`` has been read again under ``query``, page by page; dropped where another question has
    been asked meanwhile."""

    shown: ListQuery
    query: ListQuery
    pages: tuple[ListPage, ...]


@dataclass(frozen=True, slots=True)
class ListClosed:
    entity: Entity


# --- the CRM ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SyncChanged:
    """``retry_s``: seconds until the next try, 0 where none is due."""

    state: SyncState
    problem: Problem | None = None
    retry_s: int = 0


@dataclass(frozen=True, slots=True)
class SyncProgressed:
    """``done`` rows of ``entity`` are in the cache; ``total`` is the server's count, ``None`` where unknown.

    ``rows_per_s``: how fast they have come since this desk took the pull up, ``None`` while that says nothing.
    """

    entity: Entity
    done: int
    total: int | None = None
    rows_per_s: float | None = None


@dataclass(frozen=True, slots=True)
class EntitiesKnown:
    """The CRM has said what it holds: ``absent`` are the entities that this deployment does without."""

    absent: frozenset[Entity]


@dataclass(frozen=True, slots=True)
class RecordsCounted:
    """So many clients and organizations are in the copy, complete or not."""

    records: int


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
    """``waiting`` writes are not yet in the CRM; ``problem`` is what the oldest of them met last.

    ``parked`` of them wait for a person; ``sending`` is the one on its way just now.
    """

    waiting: int
    problem: Problem | None = None
    parked: int = 0
    sending: int | None = None


@dataclass(frozen=True, slots=True)
class GuideOpened:
    pass


@dataclass(frozen=True, slots=True)
class GuideClosed:
    pass


@dataclass(frozen=True, slots=True)
class UnsentOpened:
    """The window of unsent changes opened."""


@dataclass(frozen=True, slots=True)
class UnsentListed:
    """What waits in the outbox, oldest first."""

    writes: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class UnsentClosed:
    pass


# --- sound ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AudioChosen:
    """The devices that the operator has chosen, by name; ``default`` follows the system's."""

    input: str
    output: str
    ring: str


# --- the desk itself --------------------------------------------------------------------------------------------------


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
