"""The query options of a URL."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctidesk.demo.crm import filters
from ctidesk.demo.crm.errors import bad_request, no_such_property
from ctidesk.demo.crm.filters import EVERYTHING, Condition
from ctidesk.demo.crm.paging import Cookie, Order, parse_cookie
from ctidesk.demo.crm.projection import Expansion
from ctidesk.demo.crm.schema import BY_NAME, Entity

COLLECTION_OPTIONS = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken", "$deltatoken"}
)
OUTSIDE_PARENTHESES = re.compile(r",(?![^(]*\))")
EXPAND = re.compile(r"(\w+)(?:\(\s*(?:\$select=([\w,\s]*))?\s*\))?")
ORDER = re.compile(r"(\w+)(?:\s+(asc|desc))?")


@dataclass(frozen=True, slots=True)
class Query:
    columns: tuple[str, ...]
    selected: str
    condition: Condition
    orders: tuple[Order, ...]
    top: int | None
    count: bool
    expansions: tuple[Expansion, ...]
    cookie: Cookie | None
    token: str


def known(column: str, entity: Entity) -> str:
    if column not in entity.columns:
        raise no_such_property(column, entity.name)
    return column


def names(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def parse_select(text: str, entity: Entity) -> tuple[str, ...]:
    """The key is always answered, asked for or not."""
    asked = [known(name, entity) for name in names(text.split(","))] or entity.columns
    return tuple(dict.fromkeys([*asked, entity.key]))


def parse_order(text: str, entity: Entity) -> tuple[Order, ...]:
    """The key comes last, so that no two rows are equal and a page's end is one place."""
    orders = [one_order(each, entity) for each in names(text.split(","))]
    tail = [] if any(order.column == entity.key for order in orders) else [Order(entity.key)]
    return (*orders, *tail)


def one_order(text: str, entity: Entity) -> Order:
    match = ORDER.fullmatch(text)
    if not match:
        raise bad_request(f"Syntax error at position 0 in '{text}'.")
    return Order(known(match[1], entity), match[2] == "desc")


def parse_expand(text: str, entity: Entity) -> tuple[Expansion, ...]:
    return tuple(one_expansion(each, entity) for each in names(OUTSIDE_PARENTHESES.split(text)))


def one_expansion(text: str, entity: Entity) -> Expansion:
    match = EXPAND.fullmatch(text)
    if not match:
        raise bad_request(f"Term '{text}' is not valid in a $select or $expand expression.")
    single, many = entity.navigation(match[1]), entity.collections.get(match[1])
    if not single and not many:
        raise no_such_property(match[1], entity.name)
    target = many[0] if many else single[1][0] if single else ""
    return Expansion(match[1], parse_select(match[2] or "", BY_NAME[target]))


def parse_top(text: str) -> int | None:
    if text and not (text.isdecimal() and int(text)):
        raise bad_request(f"Invalid value '{text}' for $top query option found.")
    return int(text) if text else None


def parse(options: Mapping[str, str], entity: Entity) -> Query:
    for name in options:
        if name.startswith("$") and name not in COLLECTION_OPTIONS:
            raise bad_request(f"The query parameter {name} is not supported")
    text = options.get("$filter", "")
    cookie = options.get("$skiptoken", "")
    return Query(
        columns=parse_select(options.get("$select", ""), entity),
        selected=options.get("$select", ""),
        condition=filters.parse(text, entity) if text else EVERYTHING,
        orders=parse_order(options.get("$orderby", ""), entity),
        top=parse_top(options.get("$top", "")),
        count=options.get("$count", "") == "true",
        expansions=parse_expand(options.get("$expand", ""), entity),
        cookie=parse_cookie(cookie) if cookie else None,
        token=options.get("$deltatoken", ""),
    )
