"""Which user of the CRM sits at this desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from ctidesk.adapters.crm.deployment import Table
from ctidesk.adapters.crm.odata import address, guid, is_guid, literal
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.records import Row
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import CrmIdentity


class WhoAmI(msgspec.Struct, rename={"user_id": "UserId", "organization_id": "OrganizationId"}):
    """The answer of the ``WhoAmI`` function ("WhoAmI Function", Microsoft Learn)."""

    user_id: str
    organization_id: str = ""


def identity_of(
    settings: CrmSettings, who: WhoAmI | None, operators: Sequence[Row], address_of_crm: str
) -> CrmIdentity:
    """The configured operator, else who the CRM says we are; the address tells CRMs apart where no id does."""
    if not settings.operator and who is None:
        raise CrmRefused(Problem(ProblemId.CRM_OPERATOR_UNTOLD))
    user_id = found_id(operators) if settings.operator else who.user_id if who else ""
    if not is_guid(user_id):
        named = settings.operator or settings.username
        raise CrmRefused(Problem.of(ProblemId.CRM_OPERATOR_UNKNOWN, f"{len(operators)} found", operator=named))
    return CrmIdentity(guid(user_id), (who.organization_id.lower() if who else "") or address_of_crm)


def found_id(operators: Sequence[Row]) -> str:
    return str(operators[0]["id"]) if len(operators) == 1 else ""


def operator_query(table: Table, operator: str, guid_literal: Callable[[str], str] = guid) -> str:
    """By id, or by domain name or e-mail, whichever of them this server has."""
    named = [table.fields[name] for name in ("domain_name", "email") if name in table.fields]
    conditions = [f"{name} eq {literal(operator)}" for name in named]
    wanted = f"{table.key} eq {guid_literal(operator)}" if is_guid(operator) else " or ".join(conditions)
    columns = ",".join(dict.fromkeys((table.key, *table.fields.values())))
    return address(table.set, {"$select": columns, "$filter": wanted})
