"""What the operator wants, from a window, a key or ``ctl``. Imperative; legality is decided by the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

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
class DialText:
    """Call the number in a text from outside the desk (the clipboard), the way ``[links] dial`` says."""

    text: str


@dataclass(frozen=True, slots=True)
class SetHold:
    """Put the conversation on hold, or take the caller back."""

    held: bool


@dataclass(frozen=True, slots=True)
class SetMute:
    muted: bool


@dataclass(frozen=True, slots=True)
class PressKeys:
    """DTMF: digits of ``0-9*#A-D`` into the conversation."""

    digits: str


@dataclass(frozen=True, slots=True)
class OpenTransferForm:
    """«Перевести звонок»."""


@dataclass(frozen=True, slots=True)
class CloseTransferForm:
    pass


@dataclass(frozen=True, slots=True)
class TransferTo:
    """«Безусловный перевод», or with ``consult`` a talk with the second operator first."""

    number: str
    consult: bool = False


@dataclass(frozen=True, slots=True)
class CompleteTransfer:
    """Join caller and second operator."""


@dataclass(frozen=True, slots=True)
class CancelTransfer:
    """«Отменить перевод»: take the caller back."""


@dataclass(frozen=True, slots=True)
class ChooseAudio:
    """Use this device from now on, here and at the next start; ``default`` follows the system's."""

    kind: Literal["input", "output", "ring"]
    name: str


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
class Rebind:
    """«Перепривязать звонок»: link the call to this record; ``save_number`` keeps its number there, too (D2)."""

    ref: RecordRef
    save_number: bool = False


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
    | DialText
    | SetHold
    | SetMute
    | PressKeys
    | OpenTransferForm
    | CloseTransferForm
    | TransferTo
    | CompleteTransfer
    | CancelTransfer
    | ChooseAudio
    | SetStatus
    | OpenSearch
    | SearchText
    | SelectClient
    | Rebind
    | CloseSearch
    | ShowCard
    | CloseCard
    | Synchronise
    | DismissNotice
    | Quit
)
