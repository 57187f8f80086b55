"""Change tracking: what has been written since a version, and what has been deleted.

A token holds the version of the moment its query began, so that nothing written during a long pull is lost. Records
come by version, deleted keys after them ("Use change tracking to synchronize data with external systems").
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from ctidesk.demo.crm.errors import ODataError, bad_request
from ctidesk.demo.crm.filters import EVERYTHING
from ctidesk.demo.crm.paging import Cookie, Order, after
from ctidesk.demo.crm.preferences import Preferences
from ctidesk.demo.crm.projection import row_sql
from ctidesk.demo.crm.query import Query
from ctidesk.demo.crm.reading import Page
from ctidesk.demo.crm.schema import Entity
from ctidesk.demo.crm.store import Store

TOKEN = re.compile(r"(\d+)!")
ROWS, DELETED = "rows", "deleted"
REFUSED = "filter", "orderby", "expand", "top"


@dataclass(frozen=True, slots=True)
class Delta:
    """A page of changes; the last one has the ``token`` that the next changes are asked for with."""

    page: Page
    token: str


def print_token(version: int) -> str:
    """As documented: the version, and when it was given out."""
    return quote(f"{version}!{datetime.now(UTC):%m/%d/%Y %H:%M:%S}", safe="")


def refuse_options(query: Query) -> None:
    used = {
        "filter": query.condition is not EVERYTHING,
        "orderby": len(query.orders) > 1,
        "expand": bool(query.expansions),
        "top": bool(query.top),
    }
    for name in REFUSED:
        if used[name]:
            raise bad_request(f'The "{name}" query parameter isn\'t supported when Change Tracking is enabled.')


def since(store: Store, token: str) -> int:
    match = TOKEN.match(token)
    if not match:
        raise bad_request("The delta token is malformed.", "0x80040204")
    if int(match[1]) < store.oldest:
        message = "Version stamp associated with the client has expired. Please perform a full sync."
        raise ODataError(store.expired_status, "0x80044352", message)
    return int(match[1])


def read_changes(store: Store, entity: Entity, query: Query, wanted: Preferences) -> Delta:
    """Rows above the token's version; where they leave room on the page, deleted keys."""
    refuse_options(query)
    version = since(store, query.token)
    store.track(entity)
    cookie = query.cookie or Cookie(1, (ROWS, version, ""), store.version)
    kind, *last = cookie.last
    found = written(store, entity, query, wanted, last) if kind == ROWS else []
    if len(found) <= wanted.page:
        found += deleted(store, entity, version if kind == ROWS else last[0], wanted.page + 1 - len(found))
    more = len(found) > wanted.page
    following = Cookie(cookie.page + 1, found[wanted.page - 1][1:], cookie.tracking) if more else None
    page = Page([row[0] for row in found[: wanted.page]], following, None)
    return Delta(page, "" if more else print_token(cookie.tracking or store.version))


def written(store: Store, entity: Entity, query: Query, wanted: Preferences, last: list[Any]) -> list[tuple[Any, ...]]:
    orders = (Order("versionnumber"), Order(entity.key))
    rest = after(orders, Cookie(1, tuple(last)))
    row = row_sql(entity, query.columns, (), wanted)
    sql = (
        f"SELECT {row}, '{ROWS}', t.versionnumber, t.\"{entity.key}\" FROM {entity.name} t WHERE {rest.sql} "
        f'AND t.versionnumber > ? ORDER BY t.versionnumber, t."{entity.key}" LIMIT ?'
    )
    return store.db.execute(sql, (*rest.values, since(store, query.token), wanted.page + 1)).fetchall()


def deleted(store: Store, entity: Entity, version: int, limit: int) -> list[tuple[Any, ...]]:
    there = f"SELECT 1 FROM {entity.name} WHERE {entity.key} = d.key"  # written anew under its old key
    sql = (
        f"SELECT key, version FROM deleted d WHERE entity = ? AND version > ? AND NOT EXISTS ({there}) "
        "ORDER BY version LIMIT ?"
    )
    context = f"$metadata#{entity.set}/$deletedEntity"
    return [
        (json.dumps({"@odata.context": context, "id": key, "reason": "deleted"}), DELETED, number, key)
        for key, number in store.db.execute(sql, (entity.name, version, limit))
    ]
