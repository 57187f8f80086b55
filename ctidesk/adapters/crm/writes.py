"""What a write says, in whatever dialect it is then put: states as codes, and the ends of a phone call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ctidesk.adapters.crm.deployment import Table
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.outbox import Value, Write, WriteKind
from ctidesk.domain.records import Direction, Entity

FROM, TO = 1, 2  # participationtypemask
# The status of a phone call, in the desk's word -> statecode, statuscode ("PhoneCall table reference").
CALL_STATUS = {"open": (0, 1), "made": (1, 2), "received": (1, 4), "cancelled": (2, 3)}
# What decides who the parties of a call are; all of it is needed to write them, since they are replaced together.
PARTY_VALUES = ("direction", "number", "client", "operator")
STATES = ("state", "status")
TYPED = (Entity.CONTACT, Entity.ACCOUNT, Entity.CASE)
"""What the operator fills in by hand."""


class End(NamedTuple):
    """One end of a call: its mask, who it is (``entity:guid``), and the number where nobody knows who."""

    mask: int
    who: Value
    number: Value = None


def is_new(write: Write) -> bool:
    """A new record's empty values are left unsaid."""
    return write.kind is WriteKind.CREATE


def needs_parties(write: Write) -> bool:
    return write.entity is Entity.PHONE_CALL and (is_new(write) or "client" in write.values)


def values_of(write: Write) -> dict[str, Value]:
    """The record's own fields: a call's operator owns it, and is with the client a party of it and no field."""
    values = {name: value for name, value in write.values.items() if value is not None or not is_new(write)}
    if write.entity is not Entity.PHONE_CALL:
        return values
    if is_new(write) and "operator" in values:
        values = {"owner": values["operator"], **values}
    return {name: value for name, value in values.items() if name not in ("client", "operator")}


def ends_of(values: Mapping[str, Value]) -> tuple[End, End]:
    """The operator's end of a call, and the client's."""
    outgoing = values.get("direction") == Direction.OUTGOING
    operator, client = (FROM, TO) if outgoing else (TO, FROM)
    return End(operator, values.get("operator")), End(client, values.get("client"), values.get("number"))


def codes_of(name: str, value: Value) -> dict[str, int]:
    """A phone call's status by its word gives both codes; elsewhere, and as a number, each stands for itself."""
    if isinstance(value, str) and value in CALL_STATUS:
        return dict(zip(STATES, CALL_STATUS[value], strict=True))
    if isinstance(value, int):
        return {name: value}
    raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, f"no such status: {value}"))


def refuse_what_is_lacking(table: Table, write: Write) -> None:
    """What somebody has typed is not left out in silence; of a call, the desk writes what the server can take."""
    lacking = sorted(name for name, value in write.values.items() if name in table.lacks and value not in (None, ""))
    if write.entity in TYPED and lacking:
        raise CrmRefused(Problem.of(ProblemId.CRM_UNKNOWN_NAMES, names=", ".join(lacking)))


def known(table: Table, name: str) -> bool:
    """``False`` for a field that this server lacks; a name that no deployment has is our own mistake."""
    if name not in table.fields and name not in table.lacks:
        raise CrmRefused(Problem.of(ProblemId.CRM_WRITE_REFUSED, f"no such field: {table.entity}.{name}"))
    return name in table.fields


def parties_collection(table: Table) -> str | None:
    """A phone call inherits further collections of parties from its base; its own one is named after it."""
    name = f"{table.type.name}_activity_parties".lower()
    own = next((each.name for each in table.type.navigations if each.many and each.name.lower() == name), None)
    return own or table.type.collection_of("activityparty")
