"""A server's values as the desk keeps them: plain, and by canonical names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ctidesk.adapters.crm.deployment import Deployment, Table
from ctidesk.adapters.crm.schema import INSTANTS, LOOKUPS, POLYMORPHIC
from ctidesk.domain.records import Direction

Scalar: TypeAlias = str | int | bool | None
Conversion: TypeAlias = Callable[[Any], Scalar]


class NotOData(ValueError):
    """An answer that is not a page of rows."""


def conversions(deployment: Deployment, table: Table, instant: Conversion, id: Conversion) -> dict[str, Conversion]:
    """What is done to a row's values that are not empty, by canonical name; a dialect has its times and its ids."""
    entities = entities_by_type(deployment)
    every: dict[str, Conversion] = {"id": lower}
    every |= {name: instant for name in table.fields if name in INSTANTS}
    every |= {name: id for name in table.fields if name in LOOKUPS}
    every |= {f"{name}_entity": entities.get for name in polymorphic(table)}
    return every | ({"direction": direction} if "direction" in table.fields else {})


def entities_by_type(deployment: Deployment) -> Mapping[str, str]:
    """Logical name -> the desk's word."""
    return {known.type.name.lower(): known.entity.value for known in deployment.tables.values()}


def polymorphic(table: Table) -> tuple[str, ...]:
    return tuple(name for name in POLYMORPHIC.get(table.entity, ()) if name in table.fields)


def lower(value: Any) -> Scalar:
    return str(value).lower()


def direction(outgoing: Any) -> Scalar:
    return (Direction.OUTGOING if outgoing else Direction.INCOMING).value


def scalar(value: Any) -> Scalar:
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(value)
    return value if isinstance(value, str | int) else None
