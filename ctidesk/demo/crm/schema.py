"""What this organization's CRM is made of, in the words of its own metadata."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STRING, INTEGER, BIG_INTEGER = "Edm.String", "Edm.Int32", "Edm.Int64"
BOOLEAN, DATE, GUID = "Edm.Boolean", "Edm.DateTimeOffset", "Edm.Guid"

STAMPS = {"createdon": DATE, "modifiedon": DATE}
VERSION = {"versionnumber": BIG_INTEGER}
COMPUTED = frozenset({"fullname", *STAMPS, *VERSION})  # a client may send these; the server knows better


@dataclass(frozen=True, slots=True)
class Lookup:
    column: str
    targets: Mapping[str, tuple[str, ...]]  # navigation property -> entities it may point to


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    set: str
    key: str
    label: str | None  # the column that stands for the record where others look it up
    columns: Mapping[str, str]
    lookups: tuple[Lookup, ...] = ()
    states: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # statecode -> its statuscodes
    collections: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # -> entity, its lookup back
    intersect: bool = False

    @property
    def owned(self) -> bool:
        return "_ownerid_value" in self.columns

    def lookup(self, column: str) -> Lookup | None:
        return next((lookup for lookup in self.lookups if lookup.column == column), None)

    def navigation(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """The column that a single-valued navigation property fills, and the entities it accepts."""
        found = (lookup for lookup in self.lookups if name in lookup.targets)
        return next(((lookup.column, lookup.targets[name]) for lookup in found), None)


def strings(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), STRING)


def lookup(name: str, target: str) -> Lookup:
    return Lookup(f"_{name.lower()}_value", {name: (target,)})


def customer(name: str) -> Lookup:
    targets = {f"{name}_{target}": (target,) for target in ("account", "contact")}
    return Lookup(f"_{name.lower()}_value", targets)


OWNER = Lookup("_ownerid_value", {"ownerid": ("systemuser", "team")})
REGARDING = Lookup(
    "_regardingobjectid_value",
    {f"regardingobjectid_{t}_phonecall": (t,) for t in ("contact", "account", "incident", "new_worksheet")},
)
PARTY = Lookup("_partyid_value", {f"partyid_{t}": (t,) for t in ("contact", "account", "systemuser")})
ACTIVITY = Lookup("_activityid_value", {"activityid_phonecall": ("phonecall",)})

ON_OFF = {0: (1,), 1: (2,)}
CASE_STATES = {0: (1, 2, 3, 4), 1: (5, 1000), 2: (6, 2000)}
CALL_STATES = {0: (1,), 1: (2, 4), 2: (3,)}
LABELS = {
    "statecode": ("Активный", "Неактивный"),
    "incident.statecode": ("Активный", "Разрешено", "Отменено"),
    "phonecall.statecode": ("Открыто", "Завершено", "Отменено"),
    "phonecall.statuscode": ("", "Открыть", "Выполнено", "Отменено", "Получено"),
    "phonecall.directioncode": ("Входящий", "Исходящий"),
}


def record(
    name: str,
    entity_set: str,
    label: str,
    columns: Mapping[str, str],
    *lookups: Lookup,
    states: Mapping[int, tuple[int, ...]] | None = None,
    key: str = "",
    collections: Mapping[str, tuple[str, str]] | None = None,
) -> Entity:
    key = key or f"{name}id"
    state = {"statecode": INTEGER} if states else {}
    references = dict.fromkeys((each.column for each in lookups), GUID)
    every = {key: GUID, **columns, **references, **state, **STAMPS, **VERSION}
    return Entity(name, entity_set, key, label, every, lookups, states or {}, collections or {})


def intersect(name: str, entity_set: str, *ends: str) -> Entity:
    """The rows of an N:N relation: Dynamics gives these neither an owner nor stamps."""
    columns = {f"{name}id": GUID, **dict.fromkeys(ends, GUID), **VERSION}
    return Entity(name, entity_set, f"{name}id", None, columns, intersect=True)


PHONES = "telephone1 telephone2 telephone3 mobilephone"
CONTACT_FIELDS = strings(f"fullname firstname lastname middlename jobtitle {PHONES} emailaddress1")
USER_FIELDS = strings("fullname domainname internalemailaddress") | {
    "isdisabled": BOOLEAN,
    "new_wrapupseconds": INTEGER,
    "new_ctistatus": INTEGER,
}
CALL_FIELDS = strings("subject description phonenumber") | {
    "directioncode": BOOLEAN,
    "actualstart": DATE,
    "actualend": DATE,
    "actualdurationminutes": INTEGER,
    "statuscode": INTEGER,
}
PARTY_COLUMNS = {"activitypartyid": GUID, "participationtypemask": INTEGER, "addressused": STRING}
PARTY_REFERENCES = {"_partyid_value": GUID, "_activityid_value": GUID}

ENTITIES = (
    record(
        "contact",
        "contacts",
        "fullname",
        CONTACT_FIELDS,
        customer("parentcustomerid"),
        OWNER,
        states=ON_OFF,
    ),
    record(
        "account",
        "accounts",
        "name",
        strings("name accountnumber telephone1 telephone2 emailaddress1"),
        OWNER,
        states=ON_OFF,
    ),
    record("systemuser", "systemusers", "fullname", USER_FIELDS),
    record("team", "teams", "name", strings("name")),
    intersect("teammembership", "teammemberships", "systemuserid", "teamid"),
    record("new_cticonfigurator", "new_cticonfigurators", "new_name", strings("new_name"), states=ON_OFF),
    intersect("new_cticonfigurator_team", "new_cticonfigurator_teamset", "new_cticonfiguratorid", "teamid"),
    record("new_ignorednumber", "new_ignorednumbers", "new_number", strings("new_number"), states=ON_OFF),
    record("new_phonedirectory", "new_phonedirectories", "new_name", strings("new_name"), states=ON_OFF),
    record(
        "new_employeenumber",
        "new_employeenumbers",
        "new_number",
        strings("new_number"),
        lookup("new_UserId", "systemuser"),
        lookup("new_DirectoryId", "new_phonedirectory"),
        states=ON_OFF,
    ),
    record(
        "new_worksheet",
        "new_worksheets",
        "new_name",
        strings("new_name"),
        customer("new_CustomerId"),
        OWNER,
        states=ON_OFF,
    ),
    record(
        "incident",
        "incidents",
        "title",
        strings("title ticketnumber"),
        customer("customerid"),
        OWNER,
        states=CASE_STATES,
    ),
    record(
        "phonecall",
        "phonecalls",
        "subject",
        CALL_FIELDS,
        REGARDING,
        OWNER,
        states=CALL_STATES,
        key="activityid",
        collections={"phonecall_activity_parties": ("activityparty", "_activityid_value")},
    ),
    Entity(
        "activityparty",
        "activityparties",
        "activitypartyid",
        None,
        {**PARTY_COLUMNS, **PARTY_REFERENCES, **VERSION},
        (PARTY, ACTIVITY),
        intersect=True,
    ),
)
BY_NAME = {entity.name: entity for entity in ENTITIES}
BY_SET = {entity.set: entity for entity in ENTITIES}

LONGEST = {
    "telephone1": 50,
    "telephone2": 50,
    "telephone3": 50,
    "mobilephone": 50,
    "firstname": 50,
    "lastname": 50,
}
LONGEST |= {"middlename": 50, "fullname": 160, "name": 160, "subject": 200, "title": 200, "phonenumber": 200}
LONGEST |= {"description": 2000, "addressused": 850}
USUAL_LONGEST = 100
