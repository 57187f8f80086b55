"""What the 2013 endpoints call things: schema names for OData, logical names for SOAP."""

from functools import cache

from ctidesk.demo.crm.schema import BIG_INTEGER, BOOLEAN, DATE, ENTITIES, GUID, INTEGER, STRING, Entity

NAMESPACE = "Microsoft.Crm.Sdk.Data.Services"
REFERENCE, OPTION = "EntityReference", "OptionSetValue"
SPELT = """
    Contact Account SystemUser Team TeamMembership Incident PhoneCall ActivityParty
    new_CTIConfigurator new_cticonfigurator_team new_IgnoredNumber new_PhoneDirectory new_EmployeeNumber new_Worksheet
    ContactId AccountId SystemUserId TeamId TeamMembershipId IncidentId ActivityId ActivityPartyId PartyId
    new_CTIConfiguratorId new_IgnoredNumberId new_PhoneDirectoryId new_EmployeeNumberId new_WorksheetId
    FullName FirstName LastName MiddleName JobTitle Telephone1 Telephone2 Telephone3 MobilePhone EMailAddress1
    Name AccountNumber DomainName InternalEMailAddress IsDisabled new_WrapUpSeconds new_CTIStatus new_Name new_Number
    new_UserId new_DirectoryId new_CustomerId ParentCustomerId CustomerId OwnerId RegardingObjectId
    Title TicketNumber Subject Description PhoneNumber DirectionCode ActualStart ActualEnd ActualDurationMinutes
    StateCode StatusCode CreatedOn ModifiedOn VersionNumber ParticipationTypeMask AddressUsed
"""
SCHEMA_NAMES = {name.lower(): name for name in SPELT.split()}
OPTIONS = frozenset({"statecode", "statuscode", "participationtypemask", "new_ctistatus"})
TYPES = {
    STRING: "Edm.String",
    INTEGER: "Edm.Int32",
    BIG_INTEGER: "Edm.Int64",
    BOOLEAN: "Edm.Boolean",
    DATE: "Edm.DateTime",
    GUID: "Edm.Guid",
}


def spelt(name: str) -> str:
    return SCHEMA_NAMES.get(name, name)


def logical(column: str) -> str:
    return column.removeprefix("_").removesuffix("_value")


def property_name(column: str) -> str:
    return spelt(logical(column))


def entity_set(entity: Entity) -> str:
    return f"{spelt(entity.name)}Set"


def property_type(entity: Entity, column: str) -> str:
    """A reference, an option, or one of the model's own types."""
    if entity.lookup(column):
        return REFERENCE
    return OPTION if column in OPTIONS else TYPES[entity.columns[column]]


@cache
def by_property(name: str) -> dict[str, str]:
    """Property -> column of the entity of that name."""
    return {property_name(column): column for column in _entity(name).columns}


@cache
def by_attribute(name: str) -> dict[str, str]:
    """Logical name -> column."""
    return {logical(column): column for column in _entity(name).columns}


def _entity(name: str) -> Entity:
    return next(entity for entity in ENTITIES if entity.name == name)


BY_SET = {entity_set(entity): entity for entity in ENTITIES}
