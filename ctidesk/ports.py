"""What the use cases need of the world, as protocols. Adapters implement them; fakes in ``tests/fakes`` too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ctidesk.domain.commands import Command
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import Event
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Waiting, Write
from ctidesk.domain.phone_number import PhoneNumber
from ctidesk.domain.presence import Colleague
from ctidesk.domain.records import CallRecord, Card, Entity, Match, RecordRef, Row
from ctidesk.domain.screen import Strip


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

    async def write(self, write: Write) -> None:
        """Carry out one write of the outbox; a repetition of one that was carried out succeeds and changes nothing.

        Raises :class:`CrmUnavailable` (try again), :class:`CrmRefused`, :class:`CrmForbidden` (never by itself).
        """

    async def user_status(self, user_id: str) -> int | None:
        """``cti_status`` of a user as it is at this moment; ``None`` where the server keeps none."""

    async def close(self) -> None: ...


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
        """Rows and cursor in one transaction: a killed pull goes on after its last page."""

    async def pull_cursor(self, entity: Entity) -> str | None: ...

    async def watermark(self, entity: Entity) -> Watermark | None:
        """As of the last completed pull; ``None`` before the first."""

    async def pull_completed(self, entity: Entity) -> None:
        """The last page is in: the newest ``modified`` seen becomes the watermark."""

    async def restart_pull(self, entity: Entity) -> None:
        """Forget cursor and watermark: the next pull reads everything."""

    async def record_count(self) -> int:
        """Clients and organizations."""

    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        """Every record that has the number: E.164 equal, then last ten digits, then seven; active ones first."""

    async def search(self, text: str, limit: int = 50) -> tuple[Match, ...]:
        """Clients and organizations by name, number, e-mail, in any word order, best first; active ones only."""

    async def card(self, ref: RecordRef) -> Card | None: ...

    async def is_ignored(self, number: PhoneNumber) -> bool:
        """Whether the CRM lists the number as ignored: raw, normalised, then by mask (M3, D9)."""

    async def operator(self, user_id: str) -> OperatorRecord | None: ...

    async def colleagues(self) -> tuple[Colleague, ...]:
        """The phone directories' active employees (M4), by directory and name."""

    # --- the journal ---
    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None:
        """Insert or replace the call and append ``writes`` to the outbox, in one transaction."""

    async def calls(self, limit: int = 100) -> tuple[CallRecord, ...]:
        """Newest first."""

    async def unfinished_calls(self) -> tuple[CallRecord, ...]:
        """Calls whose record is not yet completed: a desk died in them or in their wrap-up."""

    # --- the outbox ---
    async def outbox(self) -> tuple[Waiting, ...]:
        """Every waiting write, oldest first."""

    async def write_done(self, seq: int) -> None: ...

    async def write_failed(self, seq: int, error: str, *, parked: bool) -> None: ...

    # --- what the desk remembers ---
    async def remembered_status(self) -> OperatorStatus | None: ...

    async def remember_status(self, status: OperatorStatus) -> None: ...


class Secrets(Protocol):
    """Passwords, by account. Never logged, never in a file."""

    async def password(self, purpose: str, account: str) -> str:
        """The password; ``purpose`` is ``sip`` or ``crm``. Raises :class:`SecretMissing`."""


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
        ``refused`` once with the names of those that the system does not give. Both on the loop that called."""

    def reserve(self, window: int, strip: Strip) -> None:
        """Keep maximised windows off what ``window``, a native one of ours, covers at the top of the screen."""

    async def leave(self) -> None:
        """Give keys and edge back."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
