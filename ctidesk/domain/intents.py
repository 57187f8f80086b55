"""What the operator wants, from a window, a key or ``ctl``. Imperative; legality is decided by the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ctidesk.domain.history import CallFilter
from ctidesk.domain.listing import ListQuery
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Value
from ctidesk.domain.records import Client, Entity, RecordRef


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
class Redial:
    """Call the number that was dialled last."""


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
class CloseSearch:
    """«Отмена»."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class CloseCard:
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class ToggleFavourite:
    """Keep this number at the top of the transfer form, or no longer."""

    number: str


@dataclass(frozen=True, slots=True)
class OpenInCrm:
    """Show the record's page of the CRM in the browser."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class LinkRegarding:
    """The conversation, or the call that ended last, is about this worksheet or case (D3)."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class OpenList:
    """Show all records of an entity; where the list is open it comes to front."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class AskList:
    """Search, filter or sort the open list of ``query.entity``."""

    query: ListQuery


@dataclass(frozen=True, slots=True)
class ReadOn:
    """The operator has scrolled to ``place``, whose rows are not read yet."""

    entity: Entity
    place: int


@dataclass(frozen=True, slots=True)
class CloseList:
    entity: Entity


@dataclass(frozen=True, slots=True)
class Rebind:
    """«Перепривязать звонок»: link the conversation or the last call to this client, without a search (M13).

    ``save_number``: put the call's number into the client's first free phone field (D2).
    """

    ref: RecordRef
    save_number: bool = False


@dataclass(frozen=True, slots=True)
class UndoRebind:
    """The call that was linked anew belongs to whom it belonged before."""


@dataclass(frozen=True, slots=True)
class SaveNumber:
    """Put the number of the call that was linked anew into its client's first free phone field (D2)."""


@dataclass(frozen=True, slots=True)
class CreateRecord:
    """A new client, organization or case under an id made here; ``values`` are canonical names and what was typed."""

    ref: RecordRef
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """``base``: what the fields held when the edit began; ``None``: what the copy holds now."""

    ref: RecordRef
    values: Mapping[str, str]
    base: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class NewRecord:
    """«Создать клиента», «Создать организацию», and «Создать обращение» of ``customer``: a card to fill in."""

    entity: Entity
    customer: Client | None = None


@dataclass(frozen=True, slots=True)
class EditCard:
    """«Изменить»: the open card becomes a form."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class TypeField:
    ref: RecordRef
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class SaveCard:
    """«Сохранить», with ``close`` «Сохранить и закрыть»."""

    ref: RecordRef
    close: bool = False


@dataclass(frozen=True, slots=True)
class CancelEdit:
    """«Отмена»: back to the record; with changes in hand the operator is asked first."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class DropChanges:
    """«Не сохранять»."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class GoOnEditing:
    """«Продолжить»."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class OpenUnsent:
    """«Неотправленные изменения»."""


@dataclass(frozen=True, slots=True)
class CloseUnsent:
    pass


@dataclass(frozen=True, slots=True)
class TypeNote:
    """A key was pressed in a note: the wrap-up waits."""


@dataclass(frozen=True, slots=True)
class SetNote:
    """What the note on a call of the journal, live or past, is to be."""

    leg_id: str
    text: str


@dataclass(frozen=True, slots=True)
class SetDisposition:
    """The result code of a call, one of ``[calls] results``; empty takes it away."""

    leg_id: str
    code: str


@dataclass(frozen=True, slots=True)
class OpenNoteLine:
    """For the live or last call."""


@dataclass(frozen=True, slots=True)
class CloseNoteLine:
    pass


@dataclass(frozen=True, slots=True)
class RetryWrite:
    seq: int


@dataclass(frozen=True, slots=True)
class DiscardWrite:
    """Forget a waiting write, and what is nothing without it."""

    seq: int


@dataclass(frozen=True, slots=True)
class ResolveConflict:
    """For every field in conflict, whose value is to stand."""

    seq: int
    choices: Mapping[str, Literal["mine", "theirs"]]


@dataclass(frozen=True, slots=True)
class OpenHistory:
    filter: CallFilter = field(default_factory=CallFilter)


@dataclass(frozen=True, slots=True)
class FilterHistory:
    filter: CallFilter


@dataclass(frozen=True, slots=True)
class ReadOlderCalls:
    """The end of the list came into sight."""


@dataclass(frozen=True, slots=True)
class LookAtCalls:
    """These calls are in sight in the history."""

    leg_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseHistory:
    pass


@dataclass(frozen=True, slots=True)
class Synchronise:
    """Bring the cache up to date now; ``full`` reads everything again."""

    full: bool = False


@dataclass(frozen=True, slots=True)
class CancelSync:
    """Stop the synchronisation under way after the page it is reading; :class:`Synchronise` goes on from there."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """«Войти»: sign in to the CRM again, in a window of ours, in the browser, or by this computer's account."""


@dataclass(frozen=True, slots=True)
class GivePassword:
    """The CRM's password, as it was typed into the window; it never shows in a repr."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CancelSignIn:
    """Leave the window, or do not wait for the browser any more."""


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
    | Redial
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
    | CloseSearch
    | ShowCard
    | CloseCard
    | ToggleFavourite
    | OpenInCrm
    | LinkRegarding
    | OpenList
    | AskList
    | ReadOn
    | CloseList
    | Rebind
    | UndoRebind
    | SaveNumber
    | CreateRecord
    | UpdateRecord
    | NewRecord
    | EditCard
    | TypeField
    | SaveCard
    | CancelEdit
    | DropChanges
    | GoOnEditing
    | OpenUnsent
    | CloseUnsent
    | RetryWrite
    | DiscardWrite
    | ResolveConflict
    | TypeNote
    | SetNote
    | SetDisposition
    | OpenNoteLine
    | CloseNoteLine
    | OpenHistory
    | FilterHistory
    | ReadOlderCalls
    | LookAtCalls
    | CloseHistory
    | Synchronise
    | CancelSync
    | SignIn
    | GivePassword
    | CancelSignIn
    | DismissNotice
    | Quit
)
