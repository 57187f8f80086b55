"""Server-driven paging: the cookie names the last row, so a late page costs what the first one does."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from ctidesk.demo.crm.errors import bad_request
from ctidesk.demo.crm.filters import EVERYTHING, Condition

PAGING_COOKIE = re.compile(r'pagenumber="(\d+)" pagingcookie="([^"]*)" istracking="(False|True)(?: (\d+))?"')


@dataclass(frozen=True, slots=True)
class Order:
    column: str
    descending: bool = False

    @property
    def sql(self) -> str:
        return f't."{self.column}"{" DESC" if self.descending else ""}'


@dataclass(frozen=True, slots=True)
class Cookie:
    """``tracking``: the version at which a pull with change tracking began."""

    page: int
    last: tuple[Any, ...]
    tracking: int | None = None


def print_cookie(cookie: Cookie) -> str:
    """As Dynamics writes it: XML, encoded inside and once more for the URL."""
    last = quote(b64encode(json.dumps(cookie.last).encode()))
    tracking = "False" if cookie.tracking is None else f"True {cookie.tracking}"
    return quote(f'<cookie pagenumber="{cookie.page}" pagingcookie="{last}" istracking="{tracking}" />', safe="")


def parse_cookie(text: str) -> Cookie:
    match = PAGING_COOKIE.search(text)
    try:
        page, last, _, tracking = match.groups() if match else ("", "", "", None)
        return Cookie(
            int(page), tuple(json.loads(b64decode(unquote(last), validate=True))), int(tracking) if tracking else None
        )
    except (ValueError, TypeError):
        raise bad_request("Malformed paging cookie.", "0x80040204") from None


def beyond(order: Order, last: Any) -> Condition:
    """Rows that sort after this value; SQLite sorts null first."""
    column = f't."{order.column}"'
    if last is None:
        return Condition("0" if order.descending else f"{column} IS NOT NULL")
    if order.descending:
        return Condition(f"({column} < ? OR {column} IS NULL)", (last,))
    return Condition(f"{column} > ?", (last,))


def after(orders: Sequence[Order], cookie: Cookie | None) -> Condition:
    """Rows that sort after the last one: beyond it in one column and equal in all columns before."""
    if not cookie:
        return EVERYTHING
    if len(cookie.last) != len(orders):
        raise bad_request("Malformed paging cookie.", "0x80040204")
    parts, values, equal = [], list[Any](), list[str]()
    for place, (order, last) in enumerate(zip(orders, cookie.last, strict=True)):
        step = beyond(order, last)
        parts.append(" AND ".join([*equal, step.sql]))
        values += [*cookie.last[:place], *step.values]
        equal.append(f't."{order.column}" IS ?')
    either = f"({' OR '.join(f'({part})' for part in parts)})"
    return starting_at(orders[0], cookie.last[0], Condition(either, tuple(values)))


def starting_at(order: Order, last: Any, rest: Condition) -> Condition:
    """Says once more what the leading column implies: SQLite finds no index range inside an OR."""
    if order.descending or last is None:
        return rest
    return Condition(f't."{order.column}" >= ? AND {rest.sql}', (last, *rest.values))
