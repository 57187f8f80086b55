"""Who am I: what the CRM has about its user, for the eye."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from ctidesk.domain.errors import CrmError
from ctidesk.domain.first_start import Myself
from ctidesk.domain.records import Entity, Row
from ctidesk.ports import Crm

log = logging.getLogger(__name__)


async def acquaintance(crm: Crm, user_id: str) -> Myself:
    """Name, wrap-up, working groups and own numbers. What the CRM does not give of it is left out: nothing here
    decides about the desk."""
    user = next(iter(await _records(crm, Entity.USER, (user_id,))), Row())
    teams = await _records(crm, Entity.TEAM, await _mine(crm, Entity.TEAM_MEMBERSHIP, "team", user_id))
    numbers = await _mine(crm, Entity.EMPLOYEE_NUMBER, "number", user_id)
    seconds = user.get("wrap_up_s")
    return Myself(
        name=str(user.get("name") or ""),
        wrap_up_s=seconds if isinstance(seconds, int) else None,
        teams=tuple(sorted(str(team.get("name") or "") for team in teams)),
        numbers=tuple(sorted(numbers)),
    )


async def _records(crm: Crm, entity: Entity, ids: Sequence[str]) -> Sequence[Row]:
    if not ids or entity not in crm.entities():
        return ()
    try:
        return await crm.records(entity, ids)
    except CrmError as error:
        log.info("not told about %s: %s", entity, error)
        return ()


async def _mine(crm: Crm, entity: Entity, field: str, user_id: str) -> Sequence[str]:
    """``field`` of the records that belong to the user; active ones only."""
    if entity not in crm.entities():
        return ()
    found = set[str]()
    try:
        async for page in crm.pull(entity):
            mine = (row for row in page.rows if row.get("user") == user_id and not row.get("state"))
            found |= {str(row[field]) for row in mine if row.get(field)}
    except CrmError as error:
        log.info("not told about %s: %s", entity, error)
    return tuple(found)
