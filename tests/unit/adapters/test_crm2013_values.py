"""Addresses, names, metadata and values of the 2013 dialect, against what Microsoft documents."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ctidesk.adapters.crm.crm2013 import metadata
from ctidesk.adapters.crm.crm2013.addresses import (
    date_literal,
    guid_literal,
    next_cursor,
    record_path,
    service_root,
    soap_path,
)
from ctidesk.adapters.crm.crm2013.names import spelt
from ctidesk.adapters.crm.crm2013.pages import page_of, record_of
from ctidesk.adapters.crm.crm2013.values import Reader, canonical, date, moment, written
from ctidesk.adapters.crm.deployment import Deployment, compare
from ctidesk.adapters.crm.metadata import MetadataUnreadable
from ctidesk.adapters.crm.odata import NotAGuid
from ctidesk.adapters.crm.schema import names_of
from ctidesk.adapters.crm.values import NotOData
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings

ID = "0d5a2b6c-1111-4222-8333-abcdefabcdef"
NAMESPACE = "Microsoft.Crm.Sdk.Data.Services"
ROOT = "https://crm.example/Org/XRMServices/2011/OrganizationData.svc/"


# --- addresses ---
@pytest.mark.parametrize(
    "url",
    [
        "https://crm.example/Org",
        "https://crm.example/Org/",
        "https://crm.example/Org/XRMServices/2011/OrganizationData.svc",
        "https://crm.example/Org/XRMServices/2011/OrganizationData.svc/",
        "https://crm.example/Org/xrmservices/2011/organizationdata.svc/",
        "https://crm.example/Org/XRMServices/2011/Organization.svc/web",
    ],
)
def test_whatever_address_is_at_hand_leads_to_the_service(url: str) -> None:
    assert service_root(url) == ROOT


def test_an_organization_may_have_a_host_of_its_own() -> None:
    assert service_root("https://org.example:444/") == "https://org.example:444/XRMServices/2011/OrganizationData.svc/"


@pytest.mark.parametrize("url", ["https://elsewhere.example/V2/Northwind.svc", "https://elsewhere.example/odata/v2/"])
def test_another_service_of_that_dialect_is_taken_as_it_stands(url: str) -> None:
    assert service_root(url) == url.rstrip("/") + "/"


def test_the_other_service_lies_beside() -> None:
    assert soap_path("/Org/XRMServices/2011/OrganizationData.svc/") == "/Org/XRMServices/2011/Organization.svc/web"


def test_literals() -> None:
    assert record_path("AccountSet", "{" + ID.upper() + "}") == f"AccountSet(guid'{ID}')"
    assert date_literal("2013-07-01T00:00:00Z") == "datetime'2013-07-01T00:00:00Z'"
    with pytest.raises(NotAGuid):
        guid_literal(f"{ID}') or true or ('")


TOKEN = "$skiptoken=1,'contactid','%7BB97F6DC3-02BB-DF11-9F05-00155DA35B0F%7D','%7B9B7F6DC3%7D'"
HERE = "/Org/XRMServices/2011/OrganizationData.svc/"


@pytest.mark.parametrize(
    "link",
    [
        f"https://crm.example{HERE}ContactSet?{TOKEN}",
        f"http://inner:5555/xrmservices/2011/organizationdata.svc/ContactSet?{TOKEN}",
        f"https://anna:secret@elsewhere.example{HERE}ContactSet?{TOKEN}",
        f"{HERE}ContactSet?{TOKEN}",
        f"ContactSet?{TOKEN}",
    ],
)
def test_a_next_link_stays_below_our_own_root(link: str) -> None:
    assert next_cursor(link, f"https://crm.example{HERE}ContactSet?$select=A", HERE) == f"{HERE}ContactSet?{TOKEN}"


# --- metadata and names ---
def property_(name: str, kind: str) -> str:
    qualified = kind if "." in kind else f"{NAMESPACE}.{kind}"
    return f'<Property Name="{name}" Type="{qualified}" Nullable="true"/>'


def entity(name: str, key: str, *parts: str) -> str:
    head = f'<Key><PropertyRef Name="{key}"/></Key>{property_(key, "Edm.Guid")}'
    return f'<EntityType Name="{name}">{head}{"".join(parts)}</EntityType>'


STATES = (property_("StateCode", "OptionSetValue"), property_("ModifiedOn", "Edm.DateTime"))
TYPES = (
    entity(
        "PhoneCall",
        "ActivityId",
        property_("Subject", "Edm.String"),
        property_("PhoneNumber", "Edm.String"),
        property_("DirectionCode", "Edm.Boolean"),
        property_("ActualStart", "Edm.DateTime"),
        property_("StatusCode", "OptionSetValue"),
        property_("RegardingObjectId", "EntityReference"),
        property_("OwnerId", "EntityReference"),
        *STATES,
        f'<NavigationProperty Name="phonecall_activity_parties" Relationship="{NAMESPACE}.phonecall_activity_parties"'
        ' FromRole="one" ToRole="many"/>',
    ),
    entity(
        "Contact",
        "ContactId",
        property_("LastName", "Edm.String"),
        property_("MobilePhone", "Edm.String"),
        property_("ParentCustomerId", "EntityReference"),
        *STATES,
    ),
    entity("SystemUser", "SystemUserId", property_("FullName", "Edm.String"), property_("ModifiedOn", "Edm.DateTime")),
    entity("new_PhoneDirectory", "new_PhoneDirectoryId", property_("new_Name", "Edm.String"), *STATES),
    entity(
        "TeamMembership", "TeamMembershipId", property_("SystemUserId", "Edm.Guid"), property_("TeamId", "Edm.Guid")
    ),
    entity(
        "ActivityParty",
        "ActivityPartyId",
        property_("PartyId", "EntityReference"),
        property_("ParticipationTypeMask", "OptionSetValue"),
        property_("AddressUsed", "Edm.String"),
    ),
)
SET_NAMES = ("PhoneCall", "Contact", "SystemUser", "new_PhoneDirectory", "TeamMembership", "ActivityParty")
SETS = "".join(f'<EntitySet Name="{name}Set" EntityType="{NAMESPACE}.{name}"/>' for name in SET_NAMES)
ASSOCIATION = (
    '<Association Name="phonecall_activity_parties">'
    f'<End Role="one" Type="{NAMESPACE}.PhoneCall" Multiplicity="0..1"/>'
    f'<End Role="many" Type="{NAMESPACE}.ActivityParty" Multiplicity="*"/></Association>'
)
HEAD = (
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">'
    '<edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" '
    'm:DataServiceVersion="1.0">'
)


def csdl(schema: str = "http://schemas.microsoft.com/ado/2006/04/edm") -> bytes:
    body = f'<Schema Namespace="{NAMESPACE}" xmlns="{schema}">{"".join(TYPES)}{ASSOCIATION}'
    container = f'<EntityContainer Name="DataContext">{SETS}</EntityContainer>'
    return f"{HEAD}{body}{container}</Schema></edmx:DataServices></edmx:Edmx>".encode()


CSDL = csdl()
PRESENT = (Entity.CONTACT, Entity.USER, Entity.PHONE_DIRECTORY, Entity.TEAM_MEMBERSHIP, Entity.PHONE_CALL)
SCHEMA = {each.value: {"set": ""} for each in Entity if each not in PRESENT}


def deployed(document: bytes = CSDL, **schema: dict[str, str]) -> Deployment:
    known = metadata.parse(document)
    return compare(spelt(names_of(CrmSettings(schema=SCHEMA | schema)), known), known)


@pytest.mark.parametrize(
    "schema",
    [
        "http://schemas.microsoft.com/ado/2006/04/edm",
        "http://schemas.microsoft.com/ado/2007/05/edm",
        "http://schemas.microsoft.com/ado/2008/09/edm",
        "http://schemas.microsoft.com/ado/2009/11/edm",
    ],
)
def test_every_version_of_the_schema_is_read(schema: str) -> None:
    call = metadata.parse(csdl(schema)).sets["PhoneCallSet"]
    assert (call.name, call.keys) == ("PhoneCall", ("ActivityId",))
    assert (
        call.properties["RegardingObjectId"] == "EntityReference" and call.properties["StateCode"] == "OptionSetValue"
    )
    assert call.collection_of("activityparty") == "phonecall_activity_parties"


@pytest.mark.parametrize("document", [b"", b"<html><body>Sign in", b'{"d":{}}', b"<a/>", b"\xff\xfe"])
def test_what_is_no_metadata_is_told(document: bytes) -> None:
    with pytest.raises(MetadataUnreadable):
        metadata.parse(document)


def test_configured_names_are_found_in_the_server_s_spelling() -> None:
    here = deployed()
    assert {each: (table.set, table.key) for each, table in here.tables.items()} == {
        Entity.CONTACT: ("ContactSet", "ContactId"),
        Entity.USER: ("SystemUserSet", "SystemUserId"),
        Entity.PHONE_DIRECTORY: ("new_PhoneDirectorySet", "new_PhoneDirectoryId"),
        Entity.TEAM_MEMBERSHIP: ("TeamMembershipSet", "TeamMembershipId"),
        Entity.PHONE_CALL: ("PhoneCallSet", "ActivityId"),
    }
    assert here.table(Entity.CONTACT).fields["parent"] == "ParentCustomerId"
    assert here.table(Entity.PHONE_CALL).fields["regarding"] == "RegardingObjectId"


def test_what_the_server_lacks_is_named_as_it_was_configured() -> None:
    here = deployed(contact={"set": "kontacts"}, phone_directory={"name": "new_nam"})
    assert here.problem
    names = dict(here.problem.args)["names"]
    assert "kontacts (ContactSet?)" in names and "new_PhoneDirectorySet.new_nam (new_Name?)" in names
    assert "jobtitle" not in names, "of a set that is missing only the set is said"


# --- rows ---
NOBODY = {"__metadata": {"type": f"{NAMESPACE}.EntityReference"}, "Id": None, "LogicalName": None, "Name": None}
SOMEBODY = NOBODY | {"Id": ID.upper(), "LogicalName": "contact", "Name": "Sam Smith"}


def row(of: Entity, **sent: Any) -> dict[str, Any]:
    here = deployed()
    return Reader(here, here.table(of)).row(sent)


def test_lookups_options_and_dates_become_plain() -> None:
    call = row(
        Entity.PHONE_CALL,
        ActivityId=ID.upper(),
        RegardingObjectId=SOMEBODY,
        OwnerId=NOBODY,
        StateCode={"Value": 1},
        StatusCode={"Value": 4},
        DirectionCode=True,
        ActualStart="/Date(1663715691000)/",
    )
    assert (call["id"], call["regarding"], call["regarding_entity"], call["owner"]) == (ID, ID, "contact", None)
    assert (call["state"], call["status"], call["direction"]) == (1, 4, "outgoing")
    assert call["start"] == "2022-09-20T23:14:51Z" and call["description"] is None


def test_bare_ids_and_numbers_are_read_too() -> None:
    call = row(Entity.PHONE_CALL, ActivityId=ID, RegardingObjectId=ID.upper(), StateCode=1, DirectionCode=False)
    assert (call["regarding"], call["regarding_entity"], call["state"]) == (ID, None, 1)
    assert row(Entity.TEAM_MEMBERSHIP, TeamMembershipId=ID, SystemUserId=ID.upper())["user"] == ID


def test_a_target_that_the_desk_does_not_know_has_no_kind() -> None:
    assert row(Entity.PHONE_CALL, RegardingObjectId=SOMEBODY | {"LogicalName": "lead"})["regarding_entity"] is None


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("/Date(1372636800000)/", "2013-07-01T00:00:00Z"),
        (r"\/Date(1372636800000)\/", "2013-07-01T00:00:00Z"),
        ("/Date(1372636800999)/", "2013-07-01T00:00:00Z"),
        ("/Date(1372636800000+0240)/", "2013-07-01T00:00:00Z"),
        ("/Date(-86400000)/", "1969-12-31T00:00:00Z"),
        ("2013-07-01T00:00:00Z", "2013-07-01T00:00:00Z"),
        ("2013-07-01T04:00:00+04:00", "2013-07-01T00:00:00Z"),
        ("2013-07-01T00:00:00", "2013-07-01T00:00:00Z"),
        ("2013-07-01T00:00:00.123", "2013-07-01T00:00:00Z"),
        ("datetime'2013-07-01T00:00:00'", "2013-07-01T00:00:00Z"),
    ],
)
def test_every_form_of_a_date(sent: str, read: str) -> None:
    assert moment(sent) == read


ONE = b'{"d":{"results":[{"ContactId":"1"}],"__next":"https://crm/ContactSet?$skiptoken=1"}}'


def test_pages_are_read_in_both_forms() -> None:
    assert page_of(ONE) == ([{"ContactId": "1"}], "https://crm/ContactSet?$skiptoken=1")
    assert page_of(b'{"d":{"results":[],"__count":"0"}}') == ([], None)
    assert page_of(b'{"d":[{"ContactId":"1"}]}') == ([{"ContactId": "1"}], None)
    assert record_of(b'{"d":{"ContactId":"1"}}') == {"ContactId": "1"}


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"value":[]}', b'{"d":3}', b'{"d":[3]}', b"\xff"])
def test_what_is_no_page_is_told(content: bytes) -> None:
    with pytest.raises(NotOData):
        page_of(content)


# --- written ---
def test_values_are_written_as_the_server_s_types_want_them() -> None:
    here = deployed()
    call, contact = here.table(Entity.PHONE_CALL), here.table(Entity.CONTACT)
    assert written(here, call, "regarding", f"contact:{ID.upper()}") == {"Id": ID, "LogicalName": "contact"}
    assert written(here, contact, "parent", None) == {"Id": None, "LogicalName": None, "Name": None}
    assert written(here, contact, "state", 1) == {"Value": 1}
    assert written(here, contact, "lastname", "Ёлкин") == "Ёлкин"
    memberships = here.table(Entity.TEAM_MEMBERSHIP)
    assert written(here, memberships, "user", f"user:{ID}") == ID, "a bare id where the server has no object for it"


def test_a_date_is_known_from_a_text_by_its_escaped_slashes() -> None:
    assert msgspec.json.encode({"ActualStart": date("2013-07-01T00:00:00Z")}) == (
        rb'{"ActualStart":"\/Date(1372636800000)\/"}'
    )


def test_a_field_s_present_value_in_the_words_of_a_write() -> None:
    here = deployed()
    call = here.table(Entity.PHONE_CALL)
    present = {
        "regarding": SOMEBODY,
        "owner": NOBODY,
        "status": {"Value": 4},
        "direction": False,
        "start": "/Date(1372636800000)/",
        "subject": None,
    }
    assert {name: canonical(here, call, name, value) for name, value in present.items()} == {
        "regarding": f"contact:{ID}",
        "owner": None,
        "status": "received",
        "direction": "incoming",
        "start": "2013-07-01T00:00:00Z",
        "subject": None,
    }
