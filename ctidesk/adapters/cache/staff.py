"""What the copy knows of users, groups and lists kept by the administrator."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from ctidesk.adapters.cache.rows import is_active
from ctidesk.domain.presence import Colleague, presence_of_cti_status
from ctidesk.domain.records import Entity, Row
from ctidesk.ports import OperatorRecord

_RIGHTS = (Entity.TEAM_MEMBERSHIP, Entity.CONFIGURATOR, Entity.CONFIGURATOR_TEAM)


def rows(db: sqlite3.Connection, entity: Entity) -> Iterator[Row]:
    for (fields,) in db.execute("SELECT fields FROM entry WHERE entity = ?", (entity,)):
        yield json.loads(fields)


def ignored_numbers(db: sqlite3.Connection) -> list[str]:
    return [str(row["number"]) for row in rows(db, Entity.IGNORED_NUMBER) if row.get("number") and _active(row)]


def operator(db: sqlite3.Connection, user_id: str) -> OperatorRecord | None:
    found = db.execute("SELECT fields FROM entry WHERE entity = ? AND id = ?", (Entity.USER, user_id)).fetchone()
    if found is None:
        return None
    user: Row = json.loads(found[0])
    seconds = user.get("wrap_up_s")
    wrap_up_s = int(seconds) if isinstance(seconds, int) else None
    return OperatorRecord(user_id, str(user.get("name") or ""), wrap_up_s, _allowed(db, user_id))


def colleagues(db: sqlite3.Connection) -> tuple[Colleague, ...]:
    return listed(*(rows(db, entity) for entity in (Entity.EMPLOYEE_NUMBER, Entity.USER, Entity.PHONE_DIRECTORY)))


def listed(numbers: Iterable[Row], users: Iterable[Row], directories: Iterable[Row]) -> tuple[Colleague, ...]:
    """The active employee numbers (M4), by directory, then by name. One whose user is disabled is left out; one
    without a user or a directory is listed all the same."""
    by_id, folders = ({str(row["id"]): row for row in some} for some in (users, directories))
    found = (_colleague(row, by_id, folders) for row in numbers if _active(row))
    return tuple(sorted((one for one in found if one), key=lambda one: (one.directory.casefold(), one.name.casefold())))


def _colleague(row: Row, users: dict[str, Row], directories: dict[str, Row]) -> Colleague | None:
    number = str(row.get("number") or "").strip()
    user = users.get(str(row.get("user")), {})
    directory = directories.get(str(row.get("directory")), {})
    if not number or user.get("disabled") or (directory and not _active(directory)):
        return None
    name = str(user.get("name") or number)
    status = presence_of_cti_status(user.get("cti_status"))
    return Colleague(number, name, str(directory.get("name") or ""), str(user.get("id") or ""), status)


def _allowed(db: sqlite3.Connection, user_id: str) -> bool | None:
    """Member of a group that the configurator lists (M1); ``None`` where it is switched off or not read whole yet."""
    if not all(_read_once(db, entity) for entity in _RIGHTS):
        return None
    listed = {row.get("team") for row in rows(db, Entity.CONFIGURATOR_TEAM)}
    if not any(True for _ in rows(db, Entity.CONFIGURATOR)):
        return None
    return any(row.get("user") == user_id and row.get("team") in listed for row in rows(db, Entity.TEAM_MEMBERSHIP))


def _read_once(db: sqlite3.Connection, entity: Entity) -> bool:
    row = db.execute("SELECT round FROM pull WHERE entity = ?", (entity,)).fetchone()
    return bool(row and row[0])


def _active(row: Row) -> bool:
    return is_active(row.get("state"))
