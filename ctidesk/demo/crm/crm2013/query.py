"""The options of an OData v2 address, turned into what the store is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ctidesk.demo.crm import filters
from ctidesk.demo.crm.crm2013.names import BY_SET, by_property, entity_set
from ctidesk.demo.crm.crm2013.names import OPTIONS as OPTION_NAMES
from ctidesk.demo.crm.errors import ODataError, bad_request
from ctidesk.demo.crm.filters import EVERYTHING, Condition
from ctidesk.demo.crm.paging import Cookie, Order, parse_cookie
from ctidesk.demo.crm.schema import Entity

OPTIONS = frozenset({"$select", "$filter", "$orderby", "$top", "$skiptoken"})
WORD = re.compile(
    r"guid'(?P<guid>[^']*)'|datetime'(?P<date>[^']*)'|'(?:[^']|'')*'|(?P<path>[A-Za-z_]\w*)(?:/(?P<part>Id|Value))?"
)
DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?")
WORDS = frozenset({"eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "null", "true", "false", "endswith"})


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted of an entity's rows, whichever endpoint was asked."""

    columns: tuple[str, ...]
    condition: Condition = EVERYTHING
    orders: tuple[Order, ...] = ()
    cookie: Cookie | None = None
    limit: int = 50
    page: int = 1


def parse(options: Mapping[str, str], entity: Entity, page_size: int) -> Query:
    for name in options:
        if name.startswith("$") and name not in OPTIONS:
            raise bad_request(f"The query option '{name}' is not supported.", "0x80040203")
    text, token = options.get("$filter", ""), options.get("$skiptoken", "")
    return Query(
        columns=selected(options.get("$select", ""), entity),
        condition=filters.parse(translated(text, entity), entity) if text else EVERYTHING,
        orders=ordered(options.get("$orderby", ""), entity),
        cookie=parse_cookie(token) if token else None,
        limit=min(int(options.get("$top", page_size)), page_size),
    )


def column_of(name: str, entity: Entity) -> str:
    column = by_property(entity.name).get(name)
    if not column:
        raise bad_request(f"No property '{name}' exists in type '{entity.name}' at position 0.", "0x80060888")
    return column


def selected(text: str, entity: Entity) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    return tuple(column_of(name, entity) for name in names) or tuple(entity.columns)


def ordered(text: str, entity: Entity) -> tuple[Order, ...]:
    """The key comes last, so that no two rows are equal and a page's end is one place."""
    words = [each.split() for each in text.split(",") if each.strip()]
    orders = tuple(Order(column_of(word[0], entity), word[1:] == ["desc"]) for word in words)
    return orders if any(order.column == entity.key for order in orders) else (*orders, Order(entity.key))


def translated(text: str, entity: Entity) -> str:
    """A filter of v2 in the words of v4, which the store's own reader knows."""
    return WORD.sub(lambda match: word(match, entity), text)


def word(match: re.Match[str], entity: Entity) -> str:
    if match["guid"] is not None:
        return match["guid"]
    if match["date"] is not None:
        return date(match["date"])
    return operand(match["path"], match["part"], entity) if match["path"] else match[0]


def date(text: str) -> str:
    if not DATE.fullmatch(text):
        raise bad_request(f"Unrecognized 'Edm.DateTime' literal 'datetime'{text}''.", "0x80060888")
    return text


def operand(name: str, part: str | None, entity: Entity) -> str:
    """A lookup is compared by its Id, an option by its Value; the bare object is not comparable."""
    if not part and name in WORDS:
        return name
    column = column_of(name, entity)
    wanted = "Id" if entity.lookup(column) else "Value" if column in OPTION_NAMES else None
    if part != wanted:
        raise bad_request(f"The property '{name}' cannot be compared like this.", "0x80060888")
    return column


def no_such_set(name: str) -> ODataError:
    close = next((entity_set(each) for each in BY_SET.values() if each.name == name.lower()), "")
    hint = f" Did you mean '{close}'?" if close else ""
    return ODataError(404, "0x80060888", f"Resource not found for the segment '{name}'.{hint}")
