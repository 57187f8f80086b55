"""statecode and statuscode, and the phone call that is read-only once it is closed."""

from collections.abc import Mapping
from datetime import datetime

from ctidesk.demo.crm.errors import bad_status, read_only
from ctidesk.demo.crm.schema import Entity
from ctidesk.demo.people import Row

OPEN = 0
STATE_COLUMNS = frozenset({"statecode", "statuscode"})


def initial(entity: Entity, columns: Row, key: str) -> Row:
    """A record is always created in its first state: Dynamics passes over a statecode in a create."""
    if not entity.states:
        return columns
    return {**columns, **settled(entity, OPEN, columns.get("statuscode"), key)}


def settled(entity: Entity, state: int, status: int | None, key: str) -> Row:
    """A state and a status that fit together; the state's first status where none is given."""
    allowed = entity.states.get(state, ())
    if not allowed or (status is not None and status not in allowed):
        raise bad_status(status if status is not None else -1, state, key)
    chosen = {"statuscode": status if status is not None else allowed[0]}
    return {"statecode": state, **(chosen if "statuscode" in entity.columns else {})}


def changed(entity: Entity, before: Row, columns: Row, *, with_children: bool) -> Row:
    if entity.name == "phonecall":
        refuse_closed(before, columns, with_children)
    if not entity.states or not STATE_COLUMNS & columns.keys():
        return columns
    state = before["statecode"] if columns.get("statecode") is None else columns["statecode"]
    return {**columns, **settled(entity, state, columns.get("statuscode"), before[entity.key])}


def refuse_closed(before: Row, columns: Row, with_children: bool) -> None:
    more = with_children or columns.keys() - STATE_COLUMNS
    if before["statecode"] != OPEN and columns.get("statecode") != OPEN and more:
        raise read_only("phonecall")


def duration(row: Mapping[str, object]) -> Row:
    """Dynamics works out a closed call's minutes where nobody has written them."""
    start, end = row.get("actualstart"), row.get("actualend")
    if row.get("actualdurationminutes") is not None or not start or not end or row.get("statecode") == OPEN:
        return {}
    seconds = (datetime.fromisoformat(str(end)) - datetime.fromisoformat(str(start))).total_seconds()
    return {"actualdurationminutes": round(seconds / 60)}
