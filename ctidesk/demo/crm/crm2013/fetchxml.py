"""FetchXML, read into what the store is asked; and the paging cookie, which names the last row."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from ctidesk.demo.crm.crm2013.names import by_attribute, logical
from ctidesk.demo.crm.crm2013.query import Query
from ctidesk.demo.crm.crm2013.reading import Found
from ctidesk.demo.crm.errors import bad_request
from ctidesk.demo.crm.filters import EVERYTHING, Condition, date
from ctidesk.demo.crm.paging import Cookie, Order
from ctidesk.demo.crm.schema import BOOLEAN, BY_NAME, DATE, GUID, INTEGER, Entity

LARGEST_PAGE = 5000
OPERATORS = {"eq": "=", "ne": "IS NOT", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
INVALID = "0x80041102"


def parse(text: str) -> tuple[Entity, Query]:
    try:
        fetch = ElementTree.fromstring(text)
        element = fetch.find("entity")
        entity = BY_NAME[element.get("name", "") if element is not None else ""]
    except (ElementTree.ParseError, KeyError):
        raise bad_request("Invalid XML.", INVALID) from None
    assert element is not None
    orders = tuple(ordered(element, entity))
    return entity, Query(
        columns=tuple(column_of(each.get("name", ""), entity) for each in element.iter("attribute")),
        condition=condition(element, entity),
        orders=orders,
        cookie=cookie(fetch.get("paging-cookie", ""), entity, orders),
        limit=min(int(fetch.get("count", LARGEST_PAGE)), LARGEST_PAGE),
        page=int(fetch.get("page", "1")),
    )


def column_of(attribute: str, entity: Entity) -> str:
    column = by_attribute(entity.name).get(attribute)
    if not column:
        message = f"'{entity.name}' entity doesn't contain attribute with Name = '{attribute}'."
        raise bad_request(message, "0x80041103")
    return column


def ordered(element: Element, entity: Entity) -> Iterator[Order]:
    given = [(column_of(e.get("attribute", ""), entity), e.get("descending") == "true") for e in element.iter("order")]
    yield from (Order(column, descending) for column, descending in given)
    if entity.key not in dict(given):
        yield Order(entity.key)


def condition(element: Element, entity: Entity) -> Condition:
    every = [one_filter(each, entity) for each in element.findall("filter")]
    if not every:
        return EVERYTHING
    return Condition(" AND ".join(each.sql for each in every), tuple(v for each in every for v in each.values))


def one_filter(element: Element, entity: Entity) -> Condition:
    parts = [*(comparison(each, entity) for each in element.findall("condition"))]
    parts += [one_filter(each, entity) for each in element.findall("filter")]
    glue = " OR " if element.get("type") == "or" else " AND "
    return Condition(f"({glue.join(part.sql for part in parts)})", tuple(v for part in parts for v in part.values))


def comparison(element: Element, entity: Entity) -> Condition:
    column, operator = column_of(element.get("attribute", ""), entity), element.get("operator", "")
    name = f't."{column}"'
    if operator in ("null", "not-null"):
        return Condition(f"{name} IS {'NOT ' if operator == 'not-null' else ''}NULL")
    if operator == "in":
        values = tuple(value_of(entity, column, each.text or "") for each in element.findall("value"))
        return Condition(f"{name} IN ({', '.join('?' * len(values))})", values)
    if operator not in OPERATORS:
        raise bad_request(f"The condition operator '{operator}' is not supported.", INVALID)
    return Condition(f"{name} {OPERATORS[operator]} ?", (value_of(entity, column, element.get("value", "")),))


def value_of(entity: Entity, column: str, text: str) -> Any:
    kind = entity.columns[column]
    try:
        if kind == GUID:
            return text.strip("{}").lower()
        if kind == DATE:
            return date(text)
        return int(text) if kind in (INTEGER, BOOLEAN) else text
    except ValueError:
        raise bad_request(f"The value '{text}' is not of the type '{kind}'.", INVALID) from None


# --- the cookie ---
def print_cookie(query: Query, rows: list[Found]) -> str:
    """The first and the last row's place, as Dynamics writes it."""
    lines = [
        f"<{logical(order.column)} {place('last', rows[-1].place[at])} {place('first', rows[0].place[at])} />"
        for at, order in enumerate(query.orders)
    ]
    return f'<cookie page="{query.page}">{"".join(lines)}</cookie>'


def place(name: str, value: Any) -> str:
    if value is None:
        return f'{name}null="1"'
    text = str(value)
    return f"{name}={quoteattr('{' + text.upper() + '}' if len(text) == 36 else text)}"


def cookie(text: str, entity: Entity, orders: tuple[Order, ...]) -> Cookie | None:
    if not text:
        return None
    try:
        root = ElementTree.fromstring(text)
        last = tuple(last_of(root, entity, order) for order in orders)
        return Cookie(int(root.get("page", "")), last)
    except (ElementTree.ParseError, ValueError, AttributeError):
        raise bad_request("The paging cookie is malformed.", "0x80041129") from None


def last_of(root: Element, entity: Entity, order: Order) -> Any:
    element = root.find(logical(order.column))
    if element is None:
        raise ValueError(order.column)
    text = element.get("last")
    return None if text is None else value_of(entity, order.column, text)
