"""The functions of the Web API that are no entity set: who is asking, and how many records there are."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ctidesk.demo.crm.abilities import Abilities
from ctidesk.demo.crm.errors import no_such_segment
from ctidesk.demo.crm.schema import BY_NAME
from ctidesk.demo.crm.staff import BUSINESS_UNIT_ID, CALLING_USER_ID, ORGANIZATION_ID
from ctidesk.demo.crm.store import Store

WHO_AM_I = {"BusinessUnitId": BUSINESS_UNIT_ID, "UserId": CALLING_USER_ID, "OrganizationId": ORGANIZATION_ID}
QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True, slots=True)
class Function:
    type: str
    answer: Callable[[Store, str], dict[str, Any]]


def who_am_i(_: Store, __: str) -> dict[str, Any]:
    return WHO_AM_I


def total_record_count(store: Store, path: str) -> dict[str, Any]:
    """Unlike ``$count``, without an end at 5000; a real server's figure may be a day old."""
    names = QUOTED.findall(path)
    for name in names:
        if name not in BY_NAME:
            raise no_such_segment(name)
    counts = [store.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names]
    return {"EntityRecordCountCollection": {"Count": len(names), "IsReadOnly": False, "Keys": names, "Values": counts}}


FUNCTIONS = {
    "WhoAmI": Function("Microsoft.Dynamics.CRM.WhoAmIResponse", who_am_i),
    "RetrieveTotalRecordCount": Function("Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse", total_record_count),
}


def called(path: str, abilities: Abilities) -> Function | None:
    """The function that a path calls, where this server has it."""
    name = path.partition("(")[0]
    there = {"WhoAmI": abilities.who_am_i, "RetrieveTotalRecordCount": abilities.total_count}
    return FUNCTIONS.get(name) if there.get(name) else None
