"""What the operator wants, from a window, a key or ``ctl``. Imperative; legality is decided by the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import Client, RecordRef


@dataclass(frozen=True, slots=True)
class Accept:
    """Answer the incoming call."""


@dataclass(frozen=True, slots=True)
class End:
    """End the conversation, cancel the outgoing call, reject the incoming one."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Call ``number``; ``client`` is the record whose card it was dialled from."""

    number: str
    client: Client | None = None


@dataclass(frozen=True, slots=True)
class SetStatus:
    status: OperatorStatus


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """Open the client search for the live or last call."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """What stands in the search window's field."""

    text: str


@dataclass(frozen=True, slots=True)
class SelectClient:
    """«Выбрать клиента»: link the call to this record and open its card."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class CloseSearch:
    """«Отмена»."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class CloseCard:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class Synchronise:
    """Bring the cache up to date now; ``full`` reads everything again."""

    full: bool = False


@dataclass(frozen=True, slots=True)
class DismissNotice:
    """The message on the panel has been read."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the application; live calls are ended properly."""


Intent: TypeAlias = (
    Accept
    | End
    | Dial
    | SetStatus
    | OpenSearch
    | SearchText
    | SelectClient
    | CloseSearch
    | ShowCard
    | CloseCard
    | Synchronise
    | DismissNotice
    | Quit
)
