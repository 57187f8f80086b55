"""A page of an answer, read into rows by canonical names.

msgspec reads straight into a struct made for the entity, whose fields carry the desk's names and are renamed to the
server's: nothing is looked up by name in Python. A value that is no plain JSON scalar takes the slow road.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.odata import GUID, instant
from ctidesk.adapters.crm.values import NotOData, Scalar, conversions, lower, polymorphic, scalar
from ctidesk.adapters.crm.webapi.odata import LOOKUP_TYPE
from ctidesk.domain.records import Entity, Row

# "The count value is limited to 5,000 rows" ("Count number of rows", Microsoft Learn): a full house says nothing.
LARGEST_COUNT = 5000
# A struct's field that no server can fill: the row has the name, and no value.
NOWHERE = "@ctidesk."


LINKS = {"next": "@odata.nextLink", "delta": "@odata.deltaLink", "count": "@odata.count"}


class Answer(msgspec.Struct, rename=LINKS):
    value: list[msgspec.Raw]
    next: str | None = None
    delta: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A page as it was read: ``deleted`` ids, the links as they stand, the count where it is worth something."""

    rows: Sequence[Row]
    deleted: Sequence[str] = ()
    next: str | None = None
    delta: str | None = None
    total: int | None = None


class Rows:
    """Reads the pages of one entity, in a thread.

    Row by row, for the windows' sake: a page read in one call holds the interpreter's lock for 20–40 ms (measured
    with 5000 rows), the scan for its rows for 4–10 ms, and one row for microseconds.
    """

    def __init__(self, deployment: Deployment, table: Table) -> None:
        self.names, self.twins = wire_names(table)
        self.conversions = tuple(conversions(deployment, table, instant, lower).items())
        self.page = msgspec.json.Decoder(Answer)
        self.row = msgspec.json.Decoder(struct_of(table.entity, self.names))

    def read(self, content: bytes) -> Read:
        try:
            answer = self.page.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise NotOData("not a page of rows") from None
        rows, deleted = list[Row](), list[str]()
        for raw in answer.value:
            row = self.decoded(raw)
            gone = deleted_id(raw) if row["id"] is None else None
            if gone:
                deleted.append(gone)
            else:
                rows.append(self.converted(row))
        return Read(rows, deleted, answer.next, answer.delta, total(answer))

    def decoded(self, raw: msgspec.Raw) -> Row:
        try:
            return msgspec.structs.asdict(self.row.decode(raw))
        except msgspec.ValidationError:
            return self.decoded_loosely(raw)

    def decoded_loosely(self, raw: msgspec.Raw) -> Row:
        row = msgspec.json.decode(raw)
        if not isinstance(row, dict):
            raise NotOData("a row that is no object")
        return {name: scalar(row.get(wire)) for name, wire in self.names.items()}

    def converted(self, row: Row) -> Row:
        for twin, first in self.twins:
            row[twin] = row[first]
        for name, convert in self.conversions:
            value = row[name]
            if value is not None:
                row[name] = convert(value)
        return row


def deleted_id(raw: msgspec.Raw) -> str | None:
    """The id in a deleted row, which has no key: ``…/$deletedEntity`` with ``id``; in OData 4.01 ``@removed``.

    The id may be a whole address. A row that has left the tracked set (reason ``changed``) is gone for us as well.
    """
    row = msgspec.json.decode(raw)
    if not isinstance(row, dict) or not ("@removed" in row or "$deletedEntity" in str(row.get("@odata.context"))):
        return None
    found = GUID.search(str(row.get("id") or row.get("@id") or row.get("@odata.id")).lower())
    return found[0] if found else None


def struct_of(entity: Entity, names: Mapping[str, str]) -> type[msgspec.Struct]:
    fields = [(name, Scalar, None) for name in names]
    return msgspec.defstruct(f"{entity.name}_row", fields, rename=dict(names), gc=False)


def wire_names(table: Table) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Canonical name -> the key in the server's JSON, ``id`` and ``modified`` in every entity.

    And pairs of names for one key, which a struct can hold once only.
    """
    wanted = {"id": table.key, **table.fields}
    wanted |= {f"{name}_entity": f"{table.fields[name]}@{LOOKUP_TYPE}" for name in polymorphic(table)}
    first = {wire: name for name, wire in reversed(wanted.items())}
    names = {name: wire if first[wire] == name else NOWHERE + name for name, wire in wanted.items()}
    absent = {name: NOWHERE + name for name in sorted(table.lacks | {"modified"}) if name not in wanted}
    twins = tuple((name, first[wire]) for name, wire in wanted.items() if first[wire] != name)
    return names | absent, twins


def total(answer: Answer) -> int | None:
    return None if answer.count is None or answer.count >= LARGEST_COUNT else answer.count
