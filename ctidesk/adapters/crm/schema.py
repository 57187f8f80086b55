"""The desk's words for entities and fields, and the words a deployment uses for them (``spec/crm-schema.md``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from ctidesk.domain.errors import Problem, SettingsError
from ctidesk.domain.records import Entity
from ctidesk.domain.setting_checks import unknown
from ctidesk.domain.settings import CrmSettings

STATE = {"state": "statecode"}
MODIFIED = {"modified": "modifiedon"}

# Fields that hold a reference to another record.
LOOKUPS = frozenset({"parent", "user", "team", "configurator", "directory", "customer", "owner", "regarding"})
# Lookups whose target may be of several entities, and where the desk needs to know which.
POLYMORPHIC = {
    Entity.CASE: ("customer",),
    Entity.WORKSHEET: ("customer",),
    Entity.PHONE_CALL: ("regarding",),
}
INSTANTS = frozenset({"modified", "created", "start", "end"})
# A first pull takes only the open ones of these; a pull of changes takes all, so that a closing is seen.
OPEN_ONLY = frozenset({Entity.CASE, Entity.WORKSHEET})
# Stamps have whole seconds, and a row can appear after a later one was read: changes are read over again this far.
OVERLAP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class EntityNames:
    """What a deployment calls one entity; ``fields``: canonical name -> the server's."""

    set: str
    id: str
    fields: Mapping[str, str]


def same(names: str) -> dict[str, str]:
    return {name: name for name in names.split()}


CONTACT = same("firstname lastname middlename fullname jobtitle telephone1 telephone2 telephone3 mobilephone")
USER = {
    "name": "fullname",
    "domain_name": "domainname",
    "email": "internalemailaddress",
    "disabled": "isdisabled",
    "wrap_up_s": "{prefix}_wrapupseconds",
    "cti_status": "{prefix}_ctistatus",
}
EMPLOYEE_NUMBER = {
    "user": "_{prefix}_userid_value",
    "directory": "_{prefix}_directoryid_value",
    "number": "{prefix}_number",
}
WORKSHEET = {
    "name": "{prefix}_name",
    "customer": "_{prefix}_customerid_value",
    "owner": "_ownerid_value",
    "created": "createdon",
}
CASE = {"title": "title", "ticket": "ticketnumber", "customer": "_customerid_value", "created": "createdon"}
PHONE_CALL = {
    "subject": "subject",
    "description": "description",
    "number": "phonenumber",
    "direction": "directioncode",
    "start": "actualstart",
    "end": "actualend",
    "duration_minutes": "actualdurationminutes",
    "regarding": "_regardingobjectid_value",
    "owner": "_ownerid_value",
    "status": "statuscode",
}

DEFAULTS: dict[Entity, EntityNames] = {
    Entity.CONTACT: EntityNames(
        "contacts",
        "contactid",
        CONTACT | same("emailaddress1") | {"parent": "_parentcustomerid_value"} | STATE | MODIFIED,
    ),
    Entity.ACCOUNT: EntityNames(
        "accounts",
        "accountid",
        same("name accountnumber telephone1 telephone2 emailaddress1") | STATE | MODIFIED,
    ),
    Entity.USER: EntityNames("systemusers", "systemuserid", USER | MODIFIED),
    Entity.TEAM: EntityNames("teams", "teamid", same("name") | MODIFIED),
    # The rows of an N:N relation carry neither state nor stamps.
    Entity.TEAM_MEMBERSHIP: EntityNames(
        "teammemberships", "teammembershipid", {"user": "systemuserid", "team": "teamid"}
    ),
    Entity.CONFIGURATOR: EntityNames(
        "{prefix}_cticonfigurators",
        "{prefix}_cticonfiguratorid",
        {"name": "{prefix}_name"} | STATE | MODIFIED,
    ),
    Entity.CONFIGURATOR_TEAM: EntityNames(
        "{prefix}_cticonfigurator_teamset",
        "{prefix}_cticonfigurator_teamid",
        {"configurator": "{prefix}_cticonfiguratorid", "team": "teamid"},
    ),
    Entity.IGNORED_NUMBER: EntityNames(
        "{prefix}_ignorednumbers",
        "{prefix}_ignorednumberid",
        {"number": "{prefix}_number"} | STATE | MODIFIED,
    ),
    Entity.PHONE_DIRECTORY: EntityNames(
        "{prefix}_phonedirectories",
        "{prefix}_phonedirectoryid",
        {"name": "{prefix}_name"} | STATE | MODIFIED,
    ),
    Entity.EMPLOYEE_NUMBER: EntityNames(
        "{prefix}_employeenumbers", "{prefix}_employeenumberid", EMPLOYEE_NUMBER | STATE | MODIFIED
    ),
    Entity.WORKSHEET: EntityNames("{prefix}_worksheets", "{prefix}_worksheetid", WORKSHEET | STATE | MODIFIED),
    Entity.CASE: EntityNames("incidents", "incidentid", CASE | STATE | MODIFIED),
    Entity.PHONE_CALL: EntityNames("phonecalls", "activityid", PHONE_CALL | STATE | MODIFIED),
}


def names_of(settings: CrmSettings) -> dict[Entity, EntityNames]:
    """Every entity of this deployment; one switched off with ``set = ""`` is not among them."""
    for fault in schema_faults(settings.schema):
        raise SettingsError(fault)
    every = {
        entity: overridden(entity, prefixed(names, settings.prefix), settings.schema.get(entity, {}))
        for entity, names in DEFAULTS.items()
    }
    return {entity: names for entity, names in every.items() if names.set}


def schema_faults(schema: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Every table and key of ``[crm.schema]`` that there is not."""
    for entity, own in schema.items():
        if entity not in tuple(Entity):
            yield unknown(f"crm.schema.{entity}", Entity).problem
            continue
        known = ("set", "id", *DEFAULTS[Entity(entity)].fields)
        for key in own:
            if key not in known:
                yield unknown(f"crm.schema.{entity}.{key}", known).problem


def prefixed(names: EntityNames, prefix: str) -> EntityNames:
    def full(name: str) -> str:
        return name.replace("{prefix}", prefix)

    return EntityNames(full(names.set), full(names.id), {key: full(name) for key, name in names.fields.items()})


def overridden(entity: Entity, names: EntityNames, own: Mapping[str, str]) -> EntityNames:
    """``names`` with the deployment's own words; a field set to "" is not asked for."""
    fields = {key: own.get(key, name) for key, name in names.fields.items()}
    kept = {key: name for key, name in fields.items() if name}
    return replace(names, set=own.get("set", names.set), id=own.get("id", names.id), fields=kept)
