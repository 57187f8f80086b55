"""A record's fields as they are in the CRM at this moment, in the words of a write, with the version they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.odata import address, instant
from ctidesk.adapters.crm.schema import INSTANTS, LOOKUPS
from ctidesk.adapters.crm.values import direction, scalar
from ctidesk.adapters.crm.webapi.odata import LOOKUP_TYPE, record_path
from ctidesk.domain.outbox import Value, Write, reference, referenced
from ctidesk.domain.records import Entity, RecordRef

ETAG = "@odata.etag"


def query(table: Table, write: Write) -> str:
    """Of the fields whose values the write begins from."""
    columns = ",".join(dict.fromkeys(table.fields[name] for name in known(table, write.base)))
    return address(record_path(table.set, write.record_id), {"$select": columns})


def known(table: Table, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in table.fields]


def values_of(deployment: Deployment, table: Table, write: Write, row: Mapping[str, object]) -> dict[str, Value]:
    """A field that this server lacks is as it was: there is nobody who could have changed it."""
    there = {name: _value(deployment, table, write, name, row) for name in known(table, write.base)}
    return {**write.base, **there}


def _value(deployment: Deployment, table: Table, write: Write, name: str, row: Mapping[str, object]) -> Value:
    value = row.get(table.fields[name])
    if value is None:
        return None
    if name in LOOKUPS:
        return _reference(deployment, write, name, str(value).lower(), row.get(f"{table.fields[name]}@{LOOKUP_TYPE}"))
    if name in INSTANTS:
        return instant(str(value))
    return direction(value) if name == "direction" else scalar(value)


def _reference(deployment: Deployment, write: Write, name: str, id: str, kind: object) -> Value:
    """``entity:guid``; where the server does not say the kind, as the write knows this id, else an organization."""
    for entity, table in deployment.tables.items():
        if table.type.name == kind:
            return reference(RecordRef(entity, id))
    meant = (str(value) for value in (write.base.get(name), write.values.get(name)) if value)
    return next((value for value in meant if referenced(value).id == id), reference(RecordRef(Entity.ACCOUNT, id)))
