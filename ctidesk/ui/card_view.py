"""What a card shows of a desk: pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ctidesk.domain.desk import Desk
from ctidesk.domain.listing import FieldKind
from ctidesk.domain.phone_number import FieldNumber, read_field
from ctidesk.domain.record_fields import WRITABLE
from ctidesk.domain.records import CLIENTS, PHONE_FIELDS, CallResult, Card, Client, Direction, Entity, RecordRef
from ctidesk.ui.form_view import FormView, form_view
from ctidesk.ui.number_text import pretty

_KINDS = {
    "started": FieldKind.MOMENT,
    "created": FieldKind.MOMENT,
    "direction": FieldKind.CHOICE,
    "result": FieldKind.CHOICE,
    "duration": FieldKind.NUMBER,
}
# What stands in the head already.
_IN_HEAD = {
    Entity.CONTACT: frozenset({"name", "fullname", "firstname", "lastname", "middlename", "organization"}),
    Entity.ACCOUNT: frozenset({"name"}),
    Entity.CASE: frozenset({"title"}),
    Entity.WORKSHEET: frozenset({"name"}),
}
_LINKABLE = (Entity.CASE, Entity.WORKSHEET)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a card. ``phones`` are the numbers that it holds, for a phone field."""

    name: str
    value: str
    kind: FieldKind = FieldKind.TEXT
    phones: tuple[FieldNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenItemView:
    """An open worksheet or case; ``linked``: the call in hand is about it."""

    ref: RecordRef
    title: str
    number: str
    created: datetime | None
    linked: bool


@dataclass(frozen=True, slots=True)
class CallLine:
    """One of the client's last calls."""

    ref: RecordRef
    direction: Direction
    result: CallResult | None
    started: datetime
    duration_s: int
    note: str


@dataclass(frozen=True, slots=True)
class CardView:
    """``client`` names the record; ``customer`` is whom it belongs to, and whom a call's numbers are dialled for.

    ``last_sync``: when what is known of the CRM was last brought up to date.
    ``form`` is what stands in the place of the fields while they are edited.
    ``can_link``: there is a call that can be linked to a worksheet or case; ``linked``: it is about this one.
    """

    client: Client
    fields: tuple[FieldView, ...]
    modified: datetime | None
    active: bool
    can_dial: bool
    customer: Client | None = None
    open_items: tuple[OpenItemView, ...] = ()
    calls: tuple[CallLine, ...] = ()
    can_link: bool = False
    linked: bool = False
    in_crm: bool = False
    can_edit: bool = False
    can_open_case: bool = False
    last_sync: datetime | None = None
    form: FormView | None = None

    @property
    def dialled_for(self) -> Client | None:
        """The client to whom a call from this card belongs at once (M21–M23)."""
        return self.client if self.client.ref.entity in PHONE_FIELDS else self.customer

    @property
    def linkable(self) -> bool:
        return self.client.ref.entity in _LINKABLE


def card_view(desk: Desk, card: Card) -> CardView:
    call = desk.call_to_link
    regarding = call.regarding.ref if call and call.regarding else None
    with_crm, entity = desk.crm.takes(card.ref.entity), card.ref.entity
    draft = desk.draft_of(card.ref)
    return CardView(
        card.client,
        _fields(card),
        card.modified,
        card.active,
        desk.can_dial,
        card.customer,
        tuple(OpenItemView(i.ref, i.title, i.number, i.created, i.ref == regarding) for i in card.open_items),
        tuple(_calls(card)),
        can_link=call is not None,
        linked=card.ref == regarding,
        in_crm=with_crm and entity is not Entity.PHONE_CALL,
        can_edit=with_crm and card.active and entity in WRITABLE,
        can_open_case=entity in CLIENTS and desk.crm.takes(Entity.CASE),
        last_sync=desk.crm.last_sync,
        form=form_view(desk, draft) if draft else None,
    )


def _calls(card: Card) -> list[CallLine]:
    return [
        CallLine(RecordRef(Entity.PHONE_CALL, c.id), c.direction, c.result, c.started, c.duration_s, c.note)
        for c in card.calls
    ]


def _fields(card: Card) -> tuple[FieldView, ...]:
    entity = card.ref.entity
    shown = (pair for pair in card.fields if pair[1] and pair[0] not in _IN_HEAD.get(entity, frozenset()))
    return tuple(_field(entity, name, value) for name, value in sorted(shown, key=lambda pair: _place(entity, pair[0])))


def _field(entity: Entity, name: str, value: str) -> FieldView:
    phone = name in PHONE_FIELDS.get(entity, ()) or (entity is Entity.PHONE_CALL and name == "number")
    numbers = read_field(pretty(value)) if phone else ()
    return FieldView(name, value, _KINDS.get(name, FieldKind.TEXT), numbers)


def _place(entity: Entity, name: str) -> int:
    """Phones first, in their order; the rest as the record gives it."""
    phones = PHONE_FIELDS.get(entity, ())
    return phones.index(name) if name in phones else len(phones)
