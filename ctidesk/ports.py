"""What the use cases need of the world, as protocols. Adapters implement them; fakes in ``tests/fakes`` too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ctidesk.domain.commands import Command
from ctidesk.domain.draft import Draft
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import Event
from ctidesk.domain.headset import HeadsetLights, HeadsetPress
from ctidesk.domain.history import CallQuery
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.listing import ListPage, ListQuery
from ctidesk.domain.notification import Notification, Notifies
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Value, Waiting, Write
from ctidesk.domain.phone_number import PhoneNumber
from ctidesk.domain.presence import Colleague
from ctidesk.domain.records import CLIENTS, FOUND_ROWS, CallRecord, Card, Entity, Match, RecordRef, Row
from ctidesk.domain.screen import Strip
from ctidesk.domain.sign_in import DeviceCode, SignInWay


class Telephony(Protocol):
    """A SIP engine. Every answer comes as an event on the loop that called :meth:`start`."""

    def start(self, listener: Callable[[Event], None]) -> None:
        """Bring the engine up; :class:`EngineStarted` follows, again after every restart."""

    def send(self, command: Command) -> None:
        """Take one command; returns at once. A command for an unknown leg is ignored."""

    async def stop(self) -> None:
        """Hang up, unregister, end the engine; returns when nothing of it runs any more (at most 3 s)."""


@dataclass(frozen=True, slots=True)
class CrmIdentity:
    """Who the CRM says we are. ``organization_id`` tells one CRM from another."""

    user_id: str
    organization_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one entity by canonical field names, ``id`` and ``modified`` among them; ``cursor`` leads to the next
    page (``None``: this was the last), ``total`` is the server's count where it gives one.

    Where the server tracks changes: ``deleted`` are the ids that are gone, and the last page's ``delta`` leads to what
    changes from then on (opaque; ``None``: the server gives none).
    """

    rows: Sequence[Row]
    cursor: str | None
    total: int | None = None
    deleted: Sequence[str] = ()
    delta: str | None = None


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far an entity has been read: the newest ``modified`` seen (server time, ISO 8601, ``Z``), and the server's
    own mark where it tracks changes (opaque, from :attr:`Page.delta`)."""

    stamp: str | None = None
    delta: str | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """How the pull of an entity stands: ``records`` read so far by the one under way; ``to_the_end``: its last page is
    in, and :meth:`Cache.pull_completed` is all that is left; ``ever``: one has been completed in this copy."""

    records: int = 0
    to_the_end: bool = False
    ever: bool = False


@dataclass(frozen=True, slots=True)
class CallBack:
    """A phone-call record of somebody's: whose it is (a user's id, "" where the CRM does not say), when it began."""

    user_id: str
    at: datetime


class Crm(Protocol):
    """A CRM server. Raises the ``Crm…`` errors of ``domain.errors``, each with a problem for the operator."""

    async def connect(self) -> CrmIdentity:
        """Sign in, find out who we are, check the configured names against the server's."""

    @property
    def unknown_names(self) -> Problem | None:
        """The configured names that the server lacks, all in one; known after :meth:`connect`."""

    def entities(self) -> Sequence[Entity]:
        """The entities of this deployment, in the order they are pulled; known after :meth:`connect`."""

    def pull(self, entity: Entity, since: Watermark | None = None, cursor: str | None = None) -> AsyncIterator[Page]:
        """Pages of an entity: all rows, or what has changed since ``since``: by the server's own mark where there is
        one, else by stamp, some minutes before it read over again.

        ``cursor`` continues a pull that was interrupted; :class:`CrmRefused` where the server no longer knows it,
        :class:`CrmMarkExpired` where it no longer knows the mark: then only a pull of everything helps.
        """

    def ids(self, entity: Entity) -> AsyncIterator[Sequence[str]]:
        """The ids of all records that a pull of everything would bring, page by page."""

    async def records(self, entity: Entity, ids: Sequence[str]) -> Sequence[Row]:
        """Those of ``ids`` that still exist, as :meth:`pull` gives them; any number of ids, in no order."""

    async def write(self, write: Write) -> None:
        """Carry out one write of the outbox; a repetition of one that was carried out succeeds and changes nothing.

        Raises :class:`CrmUnavailable` (try again), :class:`CrmRefused`, :class:`CrmForbidden` (never by itself), and
        :class:`CrmConflict` where an update meets fields that somebody else has changed: then nothing is written.
        """

    async def user_status(self, user_id: str) -> int | None:
        """``cti_status`` of a user as it is at this moment; ``None`` where the server keeps none."""

    async def called_back(self, number: str, since: datetime) -> CallBack | None:
        """The first conversation with ``number`` (E.164, else its digits) that somebody began after ``since`` by
        calling it; ``None`` where there is none, or where this deployment keeps no phone calls."""

    async def close(self) -> None: ...


EVERY_CALL = CallQuery()


@dataclass(frozen=True, slots=True)
class OperatorRecord:
    """What the cache knows of the CRM's user: ``wrap_up_s`` is ``None`` where the CRM has no value.

    ``allowed``: member of a working group listed in the configurator (M1); ``None`` where there is no configurator.
    """

    user_id: str
    name: str
    wrap_up_s: int | None
    allowed: bool | None


class Cache(Protocol):
    """The local copy of the CRM, the journal of calls, and the outbox: one file, durable when a call returns.

    All methods run off the main thread. Raises :class:`DeskError` with ``CACHE_FAULT`` when the file fails.
    """

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def identity(self) -> CrmIdentity | None:
        """Whose copy this is, as last said by :meth:`belongs_to`."""

    async def belongs_to(self, identity: CrmIdentity) -> None:
        """Empty the copied records where they came from another CRM; journal and outbox stay."""

    # --- the copy ---
    async def store_page(self, entity: Entity, page: Page) -> None:
        """Rows, deletions and cursor in one transaction: a killed pull goes on after its last page.

        A deleted record that the outbox still needs stays until it needs it no longer.
        """

    async def store_records(self, entity: Entity, rows: Sequence[Row]) -> None:
        """Rows that no pull has brought; the pull stands where it stood."""

    async def pull_cursor(self, entity: Entity) -> str | None: ...

    async def pulled(self, entity: Entity) -> Pulled: ...

    async def watermark(self, entity: Entity) -> Watermark | None:
        """As of the last completed pull; ``None`` before the first."""

    async def pull_completed(self, entity: Entity) -> None:
        """The last page is in: the newest ``modified`` seen and its ``delta`` become the watermark.

        After a pull of everything, records that it did not meet are gone from the copy, and ids count as compared.
        """

    async def restart_pull(self, entity: Entity, *, everything: bool = True) -> None:
        """Forget the cursor; with ``everything`` the watermark too, so that the next pull reads everything."""

    async def compared(self, entity: Entity) -> datetime | None:
        """When the copy's ids were last held against the CRM's (aware, UTC)."""

    async def begin_comparison(self, entity: Entity) -> None: ...

    async def compare(self, entity: Entity, ids: Sequence[str]) -> Sequence[str]:
        """Note that the CRM has these; those of them that the copy lacks."""

    async def end_comparison(self, entity: Entity) -> int:
        """Take out what the copy had when the comparison began and the CRM did not name; the number of records gone.

        Records that the outbox needs stay until it needs them no longer.
        """

    async def record_count(self) -> int:
        """Clients and organizations."""

    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        """Every record that has the number: E.164 equal, then last ten digits, then seven; active ones first."""

    async def search(
        self, text: str, limit: int = FOUND_ROWS, entities: Collection[Entity] = CLIENTS
    ) -> tuple[Match, ...]:
        """Records of ``entities`` by the beginnings of their words, in any order, best first; active ones only.

        Clients by name, organization, number, e-mail: as typed; else on the other keyboard layout; else with one typo
        in each word of five letters and more (:class:`MatchKind` says which). The whole name first, then names that
        begin so, the clients of the operator's latest calls before others. Cases and worksheets by title and number.
        """

    async def card(self, ref: RecordRef) -> Card | None: ...

    async def list_head(self, query: ListQuery) -> ListPage:
        """The first :data:`PAGE_ROWS` rows of a list, at once; their ``total`` may be unknown yet."""

    async def list_page(self, query: ListQuery, first: int) -> ListPage:
        """:data:`PAGE_ROWS` rows from ``first`` on, and how many there are. The list stays in the order in which it
        was first read, until ``query`` changes."""

    async def prepare_lists(self) -> None:
        """Get ready to list many records quickly; takes seconds the first time, nothing afterwards."""

    async def values(self, ref: RecordRef) -> dict[str, Value] | None:
        """The record in the words of a :class:`Write`, with what waits in the outbox laid over."""

    async def is_ignored(self, number: PhoneNumber) -> bool:
        """Whether the CRM lists the number as ignored: raw, normalised, then by mask (M3, D9)."""

    async def operator(self, user_id: str) -> OperatorRecord | None: ...

    async def colleagues(self) -> tuple[Colleague, ...]:
        """The phone directories' active employees (M4), by directory and name."""

    # --- the journal ---
    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None:
        """Insert or replace the call and append ``writes`` to the outbox, in one transaction."""

    async def calls(self, limit: int = 100, query: CallQuery = EVERY_CALL) -> tuple[CallRecord, ...]:
        """Newest first, those that ``query`` asks for."""

    async def call(self, id: str) -> CallRecord | None: ...

    async def returned(self, missed: Sequence[CallRecord]) -> Mapping[str, datetime]:
        """By a call's id: when a later conversation began that this operator dialled to the same number."""

    async def last_spoken(self, clients: Sequence[RecordRef]) -> Mapping[RecordRef, datetime]:
        """When the latest conversation with each of these began that this operator had and linked to him; those he
        never spoke with are left out."""

    async def missed(self) -> int:
        """Calls missed since :meth:`missed_seen`."""

    async def missed_seen(self, at: datetime) -> None:
        """The operator has looked at what he missed until ``at``; survives a restart."""

    async def unfinished_calls(self) -> tuple[CallRecord, ...]:
        """Calls whose record is not yet completed: a desk died in them or in their wrap-up."""

    async def recent_targets(self, limit: int) -> tuple[str, ...]:
        """The numbers that calls were transferred to, newest first, each once."""

    # --- the outbox ---
    async def enqueue(self, writes: Sequence[Write]) -> None:
        """Append to the outbox and show in the copy, in one transaction: what was created here is found at once.

        Pages stored later do not undo what still waits.
        """

    async def outbox(self) -> tuple[Waiting, ...]:
        """Every waiting write, oldest first, each with those that it waits for."""

    async def write_done(self, seq: int) -> None: ...

    async def write_failed(
        self, seq: int, problem: Problem, *, parked: bool, theirs: Mapping[str, Value] | None = None
    ) -> None:
        """One more try in vain. ``theirs``: what the fields in conflict hold in the CRM."""

    async def retry(self, seq: int) -> bool:
        """Have a parked write tried again; ``False`` where there is no such write, here and below."""

    async def discard(self, seq: int) -> bool:
        """Forget a write and everything that is nothing without it (``domain.outbox.discarded``), in the copy too."""

    async def amend(self, seq: int, write: Write) -> bool:
        """Have ``write`` in the place of another one, to be tried at once."""

    # --- cards that are being filled in ---
    async def drafts(self) -> tuple[Draft, ...]:
        """What was typed into cards and not saved, as kept by :meth:`keep_draft`."""

    async def keep_draft(self, draft: Draft) -> None:
        """In the place of the last one of the same record."""

    async def forget_draft(self, ref: RecordRef) -> None:
        """It was saved, or given up; nothing where there is none."""

    # --- what the desk remembers ---
    async def remembered_status(self) -> OperatorStatus | None: ...

    async def remember_status(self, status: OperatorStatus) -> None: ...

    async def favourites(self) -> tuple[str, ...]:
        """The transfer targets that the operator has chosen, as kept by :meth:`keep_favourites`."""

    async def keep_favourites(self, numbers: Sequence[str]) -> None: ...


class CrmSignIn(Protocol):
    """The sign-in to the CRM. Once refused, nothing is sent any more (an account must not be locked) until
    :meth:`renew`: every call of :class:`Crm` raises :class:`CrmUnauthorized` meanwhile."""

    way: SignInWay
    account: str

    def listen(self, refused: Callable[[Problem], None]) -> None:
        """Have ``refused`` called when the CRM, in the middle of the day perhaps, does not accept us any more."""

    async def renew(self, password: str | None = None, device: Callable[[DeviceCode], None] | None = None) -> None:
        """Sign in anew: by this password; in the browser where ``device`` is given, which is told the code if no
        browser opens; else by what the keyring or this computer has now. Whether the CRM takes it shows with the
        next request. Raises the ``Crm…`` errors where an authority refuses or does not answer."""

    async def keep(self) -> None:
        """Have the keyring remember what the CRM has taken; raises KEYRING_UNAVAILABLE."""


class Secrets(Protocol):
    """Passwords and tokens, by account. Never logged, never in a file."""

    async def password(self, purpose: str, account: str) -> str:
        """The password; ``purpose`` is ``sip`` or ``crm``. Raises :class:`SecretMissing`."""

    async def kept(self, purpose: str, account: str) -> str | None:
        """What :meth:`keep` was given last."""

    async def keep(self, purpose: str, account: str, secret: str) -> None:
        """Remember a password, or tokens (``crm-tokens``) of any length; raises KEYRING_UNAVAILABLE."""


class AnswerDraft(Protocol):
    """What the first start's wizard has been answered, secrets never among it, kept from one start to the next.

    Each call may wait for the disk. Raises nothing: without a draft the wizard begins anew.
    """

    def read(self) -> Mapping[str, str]:
        """Empty where there is none."""

    def write(self, answers: Mapping[str, str]) -> None: ...

    def discard(self) -> None: ...


class Numbering(Protocol):
    """The numbering plans of the world."""

    def parse(self, raw: str) -> PhoneNumber: ...


class Desktop(Protocol):
    """What the desk asks of the operator's desktop: keys that hold everywhere, and an edge of the screen.

    Everything is asked of a thread, so that a desktop that hangs does not stop the desk.
    """

    def obey(
        self, keys: Mapping[str, Key], pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]
    ) -> None:
        """Have ``pressed`` called with a key's name, once each time it goes down, whichever window has the focus;
        ``refused`` once with the names of those that the system does not give. Both on the loop that called. Keys
        of an earlier call are given back."""

    def reserve(self, window: int, strip: Strip) -> None:
        """Keep maximised windows off what ``window``, a native one of ours, covers at the top of the screen; with
        ``NOTHING`` no longer."""

    async def leave(self) -> None:
        """Give keys and edge back."""


class Headset(Protocol):
    """Whatever headsets with keys are plugged in, now or later; without one, nothing happens."""

    def start(self, pressed: Callable[[HeadsetPress], None]) -> None:
        """Have ``pressed`` called on the loop that called, with every press of a key."""

    def show(self, lights: HeadsetLights) -> None:
        """Set the lights of all headsets, of one that is plugged in later too; returns at once."""

    async def leave(self) -> None:
        """Put the lights out and let the headsets go."""


class Notifier(Protocol):
    """The desktop's own notifications. Nothing here raises: a desktop without them stays silent, and says so once in
    the log. What they show is text, whatever stands in it."""

    def start(self, able: Callable[[Notifies], None], chosen: Callable[[str, str], None]) -> None:
        """``able`` is told what the desktop can show, whenever that changes (before that: nothing); ``chosen`` the key
        of a notification and the name of the action that the operator chose. Both on the loop that called."""

    def show(self, notification: Notification) -> None:
        """In the place of the one with the same key, where that is still to be seen."""

    def withdraw(self, key: str) -> None:
        """One that is not to be seen any more is none."""

    async def leave(self) -> None:
        """Withdraw everything; at most a second."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
