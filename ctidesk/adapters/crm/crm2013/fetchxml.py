"""Queries in FetchXML, and cursors into their results.

"Page large result sets with FetchXML", Microsoft Learn: a page is asked for by its number and the cookie of the page
before it; the cookie is XML, escaped once inside the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode
from xml.sax.saxutils import escape, quoteattr

from ctidesk.adapters.crm.crm2013.names import logical, logical_name
from ctidesk.adapters.crm.deployment import Table
from ctidesk.adapters.crm.schema import OPEN_ONLY

LARGEST_PAGE = 5000
CURSOR = "fetch?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: ``since`` is the stamp from which changes are asked for (empty: everything)."""

    page: int = 1
    cookie: str = ""
    since: str = ""

    def after(self, cookie: str) -> Place:
        return replace(self, page=self.page + 1, cookie=cookie)

    def __str__(self) -> str:
        return CURSOR + urlencode({"page": self.page, "cookie": self.cookie, "since": self.since})


def parsed(cursor: str) -> Place:
    """Raises ``ValueError`` for what is no cursor of ours."""
    if not cursor.startswith(CURSOR):
        raise ValueError("not a cursor")
    parts = {name: values[0] for name, values in parse_qs(cursor.removeprefix(CURSOR)).items()}
    return Place(int(parts.get("page", "")), parts.get("cookie", ""), parts.get("since", ""))


def is_cursor(text: str) -> bool:
    try:
        return bool(parsed(text))
    except ValueError:
        return False


def fetch(table: Table, columns: Sequence[str], place: Place, page_size: int, filter: str = "") -> str:
    """``columns``: the server's property names. Changes come by stamp and key, everything by key."""
    attributes = "".join(f"<attribute name={quoteattr(logical(column))}/>" for column in columns)
    stamp = table.fields.get("modified")
    orders = [stamp, table.key] if place.since and stamp else [table.key]
    ordered = "".join(f"<order attribute={quoteattr(logical(column))}/>" for column in orders)
    cookie = f" paging-cookie={quoteattr(place.cookie)}" if place.cookie else ""
    entity = f"<entity name={quoteattr(logical_name(table.type))}>{attributes}{ordered}{filter}</entity>"
    head = f'<fetch version="1.0" mapping="logical" page="{place.page}" count="{min(page_size, LARGEST_PAGE)}"{cookie}>'
    return f"{head}{entity}</fetch>"


def wanted(table: Table, place: Place) -> str:
    """The filter of a pull: what has changed, or only the open ones of some entities, or nothing."""
    stamp, state = table.fields.get("modified"), table.fields.get("state")
    if place.since and stamp:
        return condition(stamp, "ge", place.since)
    return condition(state, "eq", "0") if state and table.entity in OPEN_ONLY else ""


def condition(column: str, operator: str, value: str) -> str:
    attribute = quoteattr(logical(column))
    return f'<filter><condition attribute={attribute} operator="{operator}" value={quoteattr(value)}/></filter>'


def one_of(column: str, ids: Sequence[str]) -> str:
    values = "".join(f"<value>{escape(id)}</value>" for id in ids)
    return f'<filter><condition attribute={quoteattr(logical(column))} operator="in">{values}</condition></filter>'
