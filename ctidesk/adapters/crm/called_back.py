"""Who has called a number back, as the CRM's phone calls tell it.

Filter functions: "Filter rows using OData", "Query Microsoft Dynamics CRM data using the OData endpoint", Microsoft
Learn; a phone call's states: "PhoneCall table reference".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ctidesk.adapters.crm.deployment import Table
from ctidesk.adapters.crm.odata import address, literal, stamp
from ctidesk.adapters.crm.values import Scalar
from ctidesk.ports import CallBack

CANCELLED = 2
"""The state of a call that did not come about; one in its wrap-up is still open, one planned has not begun."""
NATIONAL_DIGITS = 10
NEEDED = ("number", "direction", "start", "owner")


def called_back_query(
    table: Table, number: str, since: datetime, state: str, date_literal: Callable[[str], str] = str
) -> str | None:
    """The first outgoing call to ``number`` after ``since``; ``None`` where the deployment lacks what that needs.

    A number is compared by its last ten digits, as desks write it: a record typed by hand with spaces is not found.
    ``state`` is the path to a call's state, in the words of the dialect.
    """
    digits = "".join(char for char in number if char.isdecimal())
    fields = table.fields
    if not digits or any(name not in fields for name in NEEDED):
        return None
    begun = f"{fields['start']} gt {date_literal(stamp(since))}"
    outgoing = f"{fields['direction']} eq true and {state} ne {CANCELLED}"
    options = {
        "$select": f"{fields['start']},{fields['owner']}",
        "$filter": f"{begun} and {outgoing} and {same_number(fields['number'], digits)}",
        "$orderby": fields["start"],
        "$top": "1",
    }
    return address(table.set, options)


def same_number(column: str, digits: str) -> str:
    if len(digits) < NATIONAL_DIGITS:
        return f"{column} eq {literal(digits)}"
    return f"endswith({column},{literal(digits[-NATIONAL_DIGITS:])})"


def call_back(owner: Scalar, start: Scalar) -> CallBack:
    """``start``: ISO 8601 with ``Z``."""
    return CallBack(str(owner or "").lower(), datetime.fromisoformat(str(start)))
