"""Rows of the store with what their lookups point to."""

from dataclasses import dataclass
from typing import Any

from ctidesk.demo.crm.crm2013.query import Query
from ctidesk.demo.crm.errors import no_such_record
from ctidesk.demo.crm.filters import Condition
from ctidesk.demo.crm.paging import Order, after
from ctidesk.demo.crm.projection import FORMATTED, LOGICAL_NAME, target_sql
from ctidesk.demo.crm.schema import Entity
from ctidesk.demo.crm.store import Store


@dataclass(frozen=True, slots=True)
class Target:
    """What a lookup points to: the entity's logical name, and the record's name."""

    entity: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Found:
    values: dict[str, Any]
    targets: dict[str, Target]
    place: tuple[Any, ...]  # the values it was sorted by


def read_page(store: Store, entity: Entity, query: Query) -> tuple[list[Found], bool]:
    """A page, and whether there are more rows behind it."""
    found = fetch(store, entity, query, query.limit + 1)
    return found[: query.limit], len(found) > query.limit


def read_record(store: Store, entity: Entity, key: str, columns: tuple[str, ...]) -> Found:
    query = Query(columns, Condition(f't."{entity.key}" = ?', (key,)), (Order(entity.key),))
    found = fetch(store, entity, query, 1)
    if not found:
        raise no_such_record(entity.name, key)
    return found[0]


def fetch(store: Store, entity: Entity, query: Query, limit: int) -> list[Found]:
    columns = tuple(dict.fromkeys((*query.columns, entity.key)))
    lookups = [column for column in columns if entity.lookup(column)]
    parts = [
        *(f't."{column}"' for column in columns),
        *(sql for column in lookups for sql in target_parts(entity, column)),
        *(f't."{order.column}"' for order in query.orders),
    ]
    rest = after(query.orders, query.cookie)
    sql = (
        f"SELECT {', '.join(parts)} FROM {entity.name} t WHERE {query.condition.sql} AND {rest.sql} "
        f"ORDER BY {', '.join(order.sql for order in query.orders)} LIMIT ?"
    )
    rows = store.db.execute(sql, (*query.condition.values, *rest.values, limit))
    return [found(columns, lookups, row) for row in rows]


def target_parts(entity: Entity, column: str) -> tuple[str, str]:
    lookup = entity.lookup(column)
    targets = [target for each in lookup.targets.values() for target in each] if lookup else []
    return target_sql(targets, column, LOGICAL_NAME), target_sql(targets, column, FORMATTED)


def found(columns: tuple[str, ...], lookups: list[str], row: tuple[Any, ...]) -> Found:
    width = len(columns)
    pairs = row[width : width + 2 * len(lookups)]
    targets = {column: Target(*pairs[2 * at : 2 * at + 2]) for at, column in enumerate(lookups)}
    return Found(dict(zip(columns, row, strict=False)), targets, row[width + len(pairs) :])
