"""What the operator writes into records, and what becomes of what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ctidesk.domain.outbox import Value
from ctidesk.domain.records import Client, Entity, RecordRef


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
class SeekOrganization:
    """What is typed into the field of a client's organization; nothing: he has none."""

    ref: RecordRef
    text: str


@dataclass(frozen=True, slots=True)
class ChooseOrganization:
    """One of those that were found for what was typed; ``None``: none of all."""

    ref: RecordRef
    organization: Client | None


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
