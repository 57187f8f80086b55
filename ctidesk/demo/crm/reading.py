"""GET: one record, or a page of a set."""

from dataclasses import dataclass
from typing import Any

from ctidesk.demo.crm.errors import bad_request, no_such_record
from ctidesk.demo.crm.filters import Condition
from ctidesk.demo.crm.paging import Cookie, after
from ctidesk.demo.crm.preferences import LARGEST_PAGE, Preferences
from ctidesk.demo.crm.projection import row_sql
from ctidesk.demo.crm.query import Query
from ctidesk.demo.crm.schema import Entity
from ctidesk.demo.crm.store import Store

Found = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[str]  # each one JSON object
    next: Cookie | None
    count: int | None
    tracking: int | None = None


def page_size(query: Query, wanted: Preferences) -> int:
    """As documented for Dynamics: with odata.maxpagesize, $top is ignored."""
    if query.top and not wanted.page_size:
        return min(query.top, LARGEST_PAGE)
    return wanted.page


def read_page(store: Store, entity: Entity, query: Query, wanted: Preferences) -> Page:
    size = page_size(query, wanted)
    tracking = query.cookie.tracking if query.cookie else store.version if wanted.tracks else None
    found = fetch(store, entity, query, wanted, size + 1)
    more = len(found) > size and not (query.top and not wanted.page_size)
    return Page(
        rows=[row[0] for row in found[:size]],
        next=Cookie((query.cookie.page if query.cookie else 1) + 1, found[size - 1][1:], tracking) if more else None,
        count=count(store, entity, query.condition) if query.count else None,
        tracking=tracking,
    )


def fetch(store: Store, entity: Entity, query: Query, wanted: Preferences, limit: int) -> list[Found]:
    """Each row's JSON, and the values it was sorted by."""
    rest = after(query.orders, query.cookie)
    parts = [
        row_sql(entity, query.columns, query.expansions, wanted),
        *(f't."{order.column}"' for order in query.orders),
    ]
    sql = (
        f"SELECT {', '.join(parts)} FROM {entity.name} t WHERE {query.condition.sql} AND {rest.sql} "
        f"ORDER BY {', '.join(order.sql for order in query.orders)} LIMIT ?"
    )
    return store.db.execute(sql, (*query.condition.values, *rest.values, limit)).fetchall()


def count(store: Store, entity: Entity, condition: Condition) -> int:
    """Dynamics never counts beyond one full page."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {entity.name} t WHERE {condition.sql} LIMIT {LARGEST_PAGE})"
    return int(store.db.execute(sql, condition.values).fetchone()[0])


def read_record(store: Store, entity: Entity, key: str, query: Query, wanted: Preferences) -> str:
    if query.top or query.count or query.cookie or len(query.orders) > 1:
        raise bad_request("Only $select and $expand are allowed for a single record.")
    row = row_sql(entity, query.columns, query.expansions, wanted)
    sql = f'SELECT {row} FROM {entity.name} t WHERE t."{entity.key}" = ?'
    found = store.db.execute(sql, (key,)).fetchone()
    if not found:
        raise no_such_record(entity.name, key)
    return str(found[0])
