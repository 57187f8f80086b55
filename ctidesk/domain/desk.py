"""Everything the operator can see, as one frozen value.

``Desk.after(event)`` lives in :mod:`ctidesk.domain.after`; here is what the desk holds and what follows from it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from ctidesk.domain.call import Leg, LegState
from ctidesk.domain.capability import Capability
from ctidesk.domain.draft import Draft
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.first_start import FirstStart
from ctidesk.domain.history import History
from ctidesk.domain.listing import RecordList
from ctidesk.domain.notification import Notifies
from ctidesk.domain.operator import Operator, OperatorStatus, WrapUp, effective_status
from ctidesk.domain.outbox import Listed
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.domain.records import CallRecord, Card, Client, Entity, Match, RecordRef, Regarding
from ctidesk.domain.settings_form import SettingsForm
from ctidesk.domain.sign_in import SigningIn


class Connection(StrEnum):
    """The indicator of Table 3 (``manual.md``, M6)."""

    INACTIVE = "inactive"
    ACTIVE = "active"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    BUSY = "busy"
    WRAP_UP = "wrap_up"


Pop: TypeAlias = Literal["ring", "answer", "manual"]


@dataclass(frozen=True, slots=True)
class Engine:
    name: str = ""
    version: str = ""
    transport: str = ""
    local: str = ""
    capabilities: frozenset[Capability] = frozenset()


@dataclass(frozen=True, slots=True)
class Registration:
    state: RegistrationState = RegistrationState.UNREGISTERED
    problem: Problem | None = None
    retry_s: int = 0


@dataclass(frozen=True, slots=True)
class ClientSearch:
    """The client search window: for which leg (empty: none), what is typed, what was found.

    ``spoken``: when the operator last spoke with them (``None``: never), of those that have been asked about.
    """

    leg_id: str
    number: str
    text: str = ""
    matches: tuple[Match, ...] = ()
    searching: bool = False
    spoken: tuple[tuple[RecordRef, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class TransferForm:
    """The open transfer form. ``presences`` are the numbers heard of so far; ``read``: the directory is in.

    ``favourites`` and ``recent`` are numbers, in the order of their choosing, and newest first.
    """

    colleagues: tuple[Colleague, ...] = ()
    favourites: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    presences: tuple[tuple[str, Presence], ...] = ()
    read: bool = False
    own: str = ""

    def presence(self, number: str) -> Presence:
        """What SIP says, else the CRM."""
        known = dict(self.presences).get(number, Presence.UNKNOWN)
        if known is not Presence.UNKNOWN:
            return known
        return next((one.in_crm for one in self.colleagues if one.number == number), Presence.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound devices by name, those in use (empty: none), and the chosen ones by use (``default``: the system's)."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    input: str = ""
    output: str = ""
    ring: str = ""
    chosen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """Rows of one entity that are in the cache, of how many (``None``: the server does not say), and how fast."""

    entity: Entity
    done: int
    total: int | None = None
    rows_per_s: float | None = None

    @property
    def left_s(self) -> int | None:
        """Seconds until this entity is in, at the present pace."""
        if self.total is None or not self.rows_per_s:
            return None
        return math.ceil(max(0, self.total - self.done) / self.rows_per_s)

    @property
    def share(self) -> float | None:
        return min(1.0, self.done / self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class CrmState:
    """The CRM and its cache as the panel tells of them. ``records``: clients and organizations in the cache.

    ``outbox`` writes wait, ``parked`` of them for a person; ``sending`` is the one on its way. ``absent``: what this
    deployment does without, by its settings, and by what its server has once that is known.
    """

    sync: SyncState = SyncState.OFF
    url: str = ""
    problem: Problem | None = None
    retry_s: int = 0
    progress: SyncProgress | None = None
    last_sync: datetime | None = None
    records: int = 0
    outbox: int = 0
    outbox_problem: Problem | None = None
    parked: int = 0
    sending: int | None = None
    signing_in: SigningIn | None = None
    absent: frozenset[Entity] = frozenset()

    def takes(self, entity: Entity) -> bool:
        """Whether there is a CRM that such a record can be written to."""
        return self.sync is not SyncState.OFF and entity not in self.absent

    @property
    def syncing(self) -> bool:
        """Whether there is something to stop: the regular look for changes shows nothing while it is short."""
        return self.sync in (SyncState.CONNECTING, SyncState.PULLING) or self.progress is not None


@dataclass(frozen=True, slots=True)
class Unsent:
    """The open window of unsent changes; ``read``: the list is in."""

    writes: tuple[Listed, ...] = ()
    read: bool = False


@dataclass(frozen=True, slots=True)
class Rebound:
    """A call that was linked anew, until another call begins: it can be undone, and ``number`` be saved (D2).

    ``before`` and ``regarding``: whose it was, and what it was about.
    """

    leg_id: str
    client: Client
    before: Client | None
    number: str = ""
    regarding: Regarding | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message on the panel that stays until it is dismissed or the next call begins."""

    problem: Problem
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A number from outside the desk, until a call begins; ``ask``: the operator is asked whether to call it."""

    number: str
    ask: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which of the panel's four buttons are on (``manual.md``, Table 4)."""

    accept: bool = False
    end: bool = False
    transfer: bool = False
    rebind: bool = False


@dataclass(frozen=True, slots=True)
class CallKeys:
    """Which of hold, mute and keypad are on: in a conversation, by what the engine can do."""

    hold: bool = False
    mute: bool = False
    keypad: bool = False


TABLE_4: Mapping[LegState, Buttons] = {
    LegState.RINGING: Buttons(accept=True, end=True),
    LegState.ANSWERING: Buttons(end=True),
    LegState.DIALING: Buttons(end=True),
    LegState.CONVERSATION: Buttons(end=True, transfer=True, rebind=True),
}

_CONNECTION_OF_LEG: Mapping[LegState, Connection] = {
    LegState.RINGING: Connection.INCOMING,
    LegState.ANSWERING: Connection.INCOMING,
    LegState.DIALING: Connection.OUTGOING,
    LegState.CONVERSATION: Connection.BUSY,
}

_CONNECTION_OF_STATUS: Mapping[OperatorStatus, Connection] = {
    OperatorStatus.AVAILABLE: Connection.ACTIVE,
    OperatorStatus.INACTIVE: Connection.INACTIVE,
    OperatorStatus.BUSY: Connection.BUSY,
    OperatorStatus.WRAP_UP: Connection.WRAP_UP,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole desk. ``legs`` are the live ones, oldest first; ``last`` is the call that ended most recently.

    ``note_line``: the call that the note line is open for (empty: it is closed); ``missed``: calls missed since the
    operator last looked at the history; ``dialled``: the number that a redial calls (empty: none);
    ``results``: the result codes that a call may be given.

    ``panel_open``: the panel is on the screen, else in the tray; ``in_front``: this desktop lets windows of ours stand
    in front of others; ``notifies``: what it can tell itself; ``missed_call``: the last call missed while the panel was
    not in sight, until the operator comes back or calls back; ``quit_asked``: the desk was to end during a call.
    """

    operator: Operator = field(default_factory=Operator)
    engine: Engine = field(default_factory=Engine)
    registration: Registration = field(default_factory=Registration)
    legs: tuple[Leg, ...] = ()
    last: Leg | None = None
    wrap_up: WrapUp | None = None
    search: ClientSearch | None = None
    transfer_form: TransferForm | None = None
    audio: Audio = field(default_factory=Audio)
    cards: tuple[Card, ...] = ()
    drafts: tuple[Draft, ...] = ()
    lists: tuple[RecordList, ...] = ()
    unsent: Unsent | None = None
    guide: bool = False
    note_line: str = ""
    history: History | None = None
    missed: int = 0
    dialled: str = ""
    crm: CrmState = field(default_factory=CrmState)
    notice: Notice | None = None
    rebound: Rebound | None = None
    offer: Offer | None = None
    settings: SettingsForm | None = None
    settings_problem: Problem | None = None
    first_start: FirstStart | None = None
    pop: Pop = "answer"
    results: tuple[str, ...] = ()
    panel_open: bool = True
    in_front: bool = True
    notifies: Notifies = Notifies.NOTHING
    missed_call: CallRecord | None = None
    quit_asked: bool = False

    # --- what follows from it --------------------------------------------------------------------------------------

    @property
    def leg(self) -> Leg | None:
        """The call the panel shows and its buttons act on."""
        return self.legs[0] if self.legs else None

    @property
    def call_to_link(self) -> Leg | None:
        """The conversation, else, with no call at all, the call that ended last: whom a rebind is about."""
        if self.leg:
            return self.leg if self.leg.state is LegState.CONVERSATION else None
        return self.last

    @property
    def call_to_note(self) -> Leg | None:
        """Whom a note is about: the call, once there is somebody to write about, else the one that ended last."""
        if self.leg:
            return self.leg if self.leg.state in (LegState.CONVERSATION, LegState.DIALING) else None
        return self.last

    @property
    def registered(self) -> bool:
        return self.registration.state is RegistrationState.REGISTERED

    @property
    def in_conversation(self) -> bool:
        return any(leg.state is LegState.CONVERSATION for leg in self.legs)

    @property
    def status(self) -> OperatorStatus:
        return effective_status(
            self.operator.requested,
            conversation=self.in_conversation,
            wrapping_up=self.wrap_up is not None,
            registered=self.registered,
        )

    @property
    def connection(self) -> Connection:
        if self.leg:
            return _CONNECTION_OF_LEG[self.leg.state]
        if not self.registered:
            return Connection.INACTIVE
        return _CONNECTION_OF_STATUS[self.status]

    @property
    def buttons(self) -> Buttons:
        leg = self.leg
        if leg and leg.transfer and leg.transfer.pending:
            return Buttons(end=True, transfer=leg.transfer.can_cancel, rebind=True)
        return TABLE_4[leg.state] if leg else Buttons(rebind=self.last is not None)

    @property
    def keys(self) -> CallKeys:
        if self.leg is None or self.leg.state is not LegState.CONVERSATION:
            return CallKeys()
        digits = self.can(Capability.DTMF_RFC4733) or self.can(Capability.DTMF_INFO)
        return CallKeys(self.can(Capability.HOLD) and not self.leg.transferring, self.can(Capability.MUTE), digits)

    def can(self, capability: Capability) -> bool:
        return capability in self.engine.capabilities

    @property
    def can_dial(self) -> bool:
        """Registered and no call; wrap-up included, inactive never (``manual.md``, M8)."""
        return not self.legs and self.connection in (Connection.ACTIVE, Connection.WRAP_UP)

    @property
    def accepts_calls(self) -> bool:
        """Whether an INVITE may ring: no call, no wrap-up, and the operator wishes for calls."""
        return not self.legs and not self.wrap_up and self.operator.requested is OperatorStatus.AVAILABLE

    @property
    def wants_registration(self) -> bool:
        """Inactive unregisters, but not while a call or its wrap-up lasts; who is not allowed never registers."""
        if self.operator.allowed is False or self.settings_problem:
            return False
        return bool(self.legs or self.wrap_up) or self.operator.requested is not OperatorStatus.INACTIVE

    @property
    def in_sight(self) -> bool:
        """Whether what the panel tells is seen, whatever the operator works with."""
        return self.panel_open and self.in_front

    @property
    def rings_outside(self) -> bool:
        """An incoming call is told by the desktop's notification and by no window of ours.

        A transfer stands in front of all windows (``manual.md``, M20): where a window can do that, it tells of it.
        """
        handed_over = self.leg is not None and self.leg.referral is not None
        return self.notifies is Notifies.BUTTONS and not self.in_sight and not (handed_over and self.in_front)

    def live(self, leg_id: str) -> Leg | None:
        return next((leg for leg in self.legs if leg.id == leg_id), None)

    def consulting(self, leg_id: str) -> Leg | None:
        """The caller's leg whose pending transfer rings or consults on ``leg_id``."""
        transfers = ((leg, leg.transfer) for leg in self.legs)
        return next((leg for leg, its in transfers if its and its.pending and its.consult_leg == leg_id), None)

    def list_of(self, entity: Entity) -> RecordList | None:
        return next((each for each in self.lists if each.query.entity is entity), None)

    def draft_of(self, ref: RecordRef) -> Draft | None:
        return next((draft for draft in self.drafts if draft.ref == ref), None)

    @property
    def records(self) -> tuple[Card, ...]:
        """The open cards that have a record; one that is being filled in has none yet."""
        new = {draft.ref for draft in self.drafts if draft.new}
        return tuple(card for card in self.cards if card.ref not in new)

    def find_leg(self, leg_id: str) -> Leg | None:
        """The live leg of that id, or the last call."""
        return self.live(leg_id) or (self.last if self.last and self.last.id == leg_id else None)

    def with_leg(self, leg: Leg) -> Desk:
        """The desk with ``leg`` in the place of the leg of the same id (live or last)."""
        if any(old.id == leg.id for old in self.legs):
            return replace(self, legs=tuple(leg if old.id == leg.id else old for old in self.legs))
        return replace(self, last=leg) if self.last and self.last.id == leg.id else self
