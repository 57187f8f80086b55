"""A row of the CRM as a row of the table ``client``, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

from ctidesk.domain.records import CLIENTS, PHONE_FIELDS, CallRecord, Card, Client, Entity, OpenItem, RecordRef, Row

Stored: TypeAlias = tuple[Any, ...]
"""One row of ``client`` in the order of :data:`COLUMNS`."""

COLUMNS = [
    "key",
    "id",
    "kind",
    "modified",
    "state",
    "name",
    "firstname",
    "lastname",
    "middlename",
    "jobtitle",
    "mobilephone",
    "telephone1",
    "telephone2",
    "telephone3",
    "emailaddress1",
    "accountnumber",
    "parent",
    "organization",
]
KEY, ID, KIND, MODIFIED, STATE, NAME = range(6)
EMAIL, PARENT, ORGANIZATION = (COLUMNS.index(name) for name in ("emailaddress1", "parent", "organization"))
FIRST_PHONE, AFTER_PHONES = COLUMNS.index("mobilephone"), COLUMNS.index("telephone3") + 1

KINDS = {entity: kind for kind, entity in enumerate(CLIENTS)}
CONTACT, ACCOUNT = KINDS[Entity.CONTACT], KINDS[Entity.ACCOUNT]
NAME_FIELD = {Entity.CONTACT: "fullname", Entity.ACCOUNT: "name"}

SELECT = f"SELECT {', '.join(f'c.{column}' for column in COLUMNS)} FROM client c"
BY_REF = f"{SELECT} WHERE c.id = ? AND c.kind = ?"
INSERT = f"INSERT OR REPLACE INTO client ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"

_REST = tuple(COLUMNS[NAME + 1 : ORGANIZATION])
_CARD_FIELDS = {
    Entity.CONTACT: (
        *("fullname", "lastname", "firstname", "middlename", "jobtitle", "organization"),
        *PHONE_FIELDS[Entity.CONTACT],
        "emailaddress1",
    ),
    Entity.ACCOUNT: ("name", "accountnumber", *PHONE_FIELDS[Entity.ACCOUNT], "emailaddress1"),
}


def to_stored(key: int, kind: int, row: Row, organization: str = "") -> Stored:
    get = row.get
    return (key, get("id"), kind, get("modified"), get("state"), name_of(row, kind), *map(get, _REST), organization)


def name_of(row: Row, kind: int) -> str:
    """A server's ``fullname`` may stay empty: last, first and middle name then (``crm-schema.md``)."""
    name = row.get("fullname") if kind == CONTACT else row.get("name")
    if name:
        return str(name)
    return " ".join(str(part) for field in ("lastname", "firstname", "middlename") if (part := row.get(field)))


def is_active(state: object) -> bool:
    """0 is active in every Dynamics; a row without a state is taken as active."""
    return state in (None, 0)


def entity_of(stored: Stored) -> Entity:
    return CLIENTS[stored[KIND]]


def client_of(stored: Stored) -> Client:
    return Client(RecordRef(entity_of(stored), stored[ID]), stored[NAME], stored[ORGANIZATION])


def phones_of(stored: Stored) -> list[tuple[str, str]]:
    """Field and content of every phone field that is not empty, in the order of ``PHONE_FIELDS``."""
    filled = zip(COLUMNS[FIRST_PHONE:AFTER_PHONES], stored[FIRST_PHONE:AFTER_PHONES], strict=True)
    return [(field, content) for field, content in filled if content]


def fields_of(stored: Stored) -> dict[str, str]:
    """The fields by canonical name, empty where the CRM has nothing."""
    fields = {column: _text(value) for column, value in zip(COLUMNS, stored, strict=True)}
    return fields | {NAME_FIELD[entity_of(stored)]: stored[NAME]}


def card_of(
    stored: Stored,
    open_items: tuple[OpenItem, ...] = (),
    calls: tuple[CallRecord, ...] = (),
    organization: Client | None = None,
) -> Card:
    fields = fields_of(stored)
    shown = tuple((name, fields[name]) for name in _CARD_FIELDS[entity_of(stored)])
    modified, active = time_of(stored[MODIFIED]), is_active(stored[STATE])
    return Card(client_of(stored), shown, modified, active, organization, open_items, calls)


def time_of(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def newest(rows: Sequence[Row], so_far: str | None) -> str | None:
    stamps = [str(modified) for row in rows if (modified := row.get("modified"))]
    return max([*stamps, *([so_far] if so_far else [])], default=None)


def _text(value: object) -> str:
    return "" if value is None else str(value)
