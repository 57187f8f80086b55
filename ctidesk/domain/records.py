"""Records as the desk knows them, whatever the CRM calls their parts.

Entity and field names are canonical (``contact``, ``mobilephone``); an adapter maps them to a deployment's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class Entity(StrEnum):
    CONTACT = "contact"
    ACCOUNT = "account"
    USER = "user"
    TEAM = "team"
    TEAM_MEMBERSHIP = "team_membership"
    CONFIGURATOR = "configurator"
    CONFIGURATOR_TEAM = "configurator_team"
    IGNORED_NUMBER = "ignored_number"
    PHONE_DIRECTORY = "phone_directory"
    EMPLOYEE_NUMBER = "employee_number"
    WORKSHEET = "worksheet"
    CASE = "case"
    PHONE_CALL = "phone_call"


CLIENTS = (Entity.CONTACT, Entity.ACCOUNT)
CARDS = (*CLIENTS, Entity.CASE, Entity.WORKSHEET, Entity.PHONE_CALL)
SEARCHABLE = (*CLIENTS, Entity.CASE, Entity.WORKSHEET)

# Small entities first: the operator's rights and wrap-up time are known before a million clients are here.
# Organizations before people: who is found by his organization's name is indexed once.
PULL_ORDER = (
    Entity.USER,
    Entity.TEAM,
    Entity.TEAM_MEMBERSHIP,
    Entity.CONFIGURATOR,
    Entity.CONFIGURATOR_TEAM,
    Entity.IGNORED_NUMBER,
    Entity.PHONE_DIRECTORY,
    Entity.EMPLOYEE_NUMBER,
    Entity.ACCOUNT,
    Entity.CONTACT,
    Entity.CASE,
    Entity.WORKSHEET,
)

PHONE_FIELDS: dict[Entity, tuple[str, ...]] = {
    Entity.CONTACT: ("mobilephone", "telephone1", "telephone2", "telephone3"),
    Entity.ACCOUNT: ("telephone1", "telephone2"),
}

FOUND_ROWS = 50
"""What a search by text shows at most, unless it is asked for more."""

Row: TypeAlias = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """Names one record: entity and id (a lower-case GUID with hyphens)."""

    entity: Entity
    id: str


@dataclass(frozen=True, slots=True)
class Client:
    """A contact or an organization as the panel names it."""

    ref: RecordRef
    name: str
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Regarding:
    """The worksheet or case that a call is about; ``customer`` is whose it is, ``None`` where that is not known."""

    ref: RecordRef
    name: str
    customer: Client | None = None

    def suits(self, client: Client | None) -> bool:
        """Whether a call of ``client`` may be about it: it is his, or his organization's, which goes by its name."""
        if self.customer is None or client is None:
            return False
        of_his_firm = self.customer.ref.entity is Entity.ACCOUNT and self.customer.name == client.organization
        return self.customer.ref == client.ref or of_his_firm


class MatchKind(StrEnum):
    """How a number or a text was matched, best first: a text as it was typed, on the other keyboard layout, with a typo
    forgiven (``design/crm.md``, phone numbers, text search)."""

    E164 = "e164"
    LAST_10 = "last_10"
    LAST_7 = "last_7"
    TEXT = "text"
    LAYOUT = "layout"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Match:
    """One record found by number or by text. ``matched`` is the field that matched, ``number`` its content as kept."""

    client: Client
    matched: str
    number: str
    kind: MatchKind = MatchKind.TEXT
    active: bool = True


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open worksheet or case («рабочий лист», «обращение») of a client; ``number`` is a case's."""

    ref: RecordRef
    title: str
    number: str = ""
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a record shows: its fields by canonical name, and when the CRM last changed it.

    ``client`` names the record itself, whatever it is; ``customer`` is whom a call, a case or a worksheet belongs to,
    of a person the organization. A client's card has its ``open_items`` and last ``calls``, newest first.
    """

    client: Client
    fields: tuple[tuple[str, str], ...]
    modified: datetime | None = None
    active: bool = True
    customer: Client | None = None
    open_items: tuple[OpenItem, ...] = ()
    calls: tuple[CallRecord, ...] = ()

    @property
    def ref(self) -> RecordRef:
        return self.client.ref

    def field(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class CallResult(StrEnum):
    ANSWERED = "answered"
    MISSED = "missed"
    REJECTED = "rejected"
    BUSY = "busy"
    CANCELLED = "cancelled"
    FAILED = "failed"
    TRANSFERRED = "transferred"


NOTE_LIMIT = 1800
"""Characters of a note. A phone call's description holds 2000 in Dynamics, the result and its code among them."""


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call, as the history keeps it and the CRM receives it. ``id`` is the phone-call record's GUID.

    ``ended`` and ``result`` are empty while the call lives: the row is written when the call begins, so that
    a desk that dies in the middle of a call still leaves the record. ``completed``: its closing is in the outbox.
    ``disposition`` is the result code that the operator gave it (``[calls] results``), empty where he gave none.
    """

    id: str
    direction: Direction
    number: str
    raw_number: str
    started: datetime
    answered: datetime | None = None
    ended: datetime | None = None
    result: CallResult | None = None
    client: Client | None = None
    name: str = ""
    regarding: RecordRef | None = None
    note: str = ""
    transferred_to: str = ""
    completed: bool = False
    disposition: str = ""

    @property
    def duration_s(self) -> int:
        """Seconds of conversation; 0 for a call that was never answered."""
        if self.answered is None or self.ended is None:
            return 0
        return max(0, round((self.ended - self.answered).total_seconds()))
