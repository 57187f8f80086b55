"""$metadata read, and the configured names held against it."""

from __future__ import annotations

import pytest

from ctidesk.adapters.crm.deployment import Deployment, compare
from ctidesk.adapters.crm.metadata import MetadataUnreadable
from ctidesk.adapters.crm.schema import EntityNames, names_of
from ctidesk.adapters.crm.webapi import metadata
from ctidesk.adapters.crm.webapi.bodies import binding
from ctidesk.adapters.crm.writes import parties_collection
from ctidesk.domain.errors import CrmRefused, ProblemId
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.settings import CrmSettings

ID = "0d5a2b6c-1111-4222-8333-abcdefabcdef"


def property_(name: str, kind: str = "Edm.String") -> str:
    return f'<Property Name="{name}" Type="{kind}"/>'


def lookup(name: str, target: str, column: str) -> str:
    constraint = f'<ReferentialConstraint Property="{column}" ReferencedProperty="x"/>'
    return f'<NavigationProperty Name="{name}" Type="mscrm.{target}">{constraint}</NavigationProperty>'


def parties(name: str) -> str:
    return f'<NavigationProperty Name="{name}" Type="Collection(mscrm.activityparty)" Partner="activityid"/>'


def kind(name: str, base: str, key: str, *parts: str) -> str:
    keys = f'<Key><PropertyRef Name="{key}"/></Key>' if key else ""
    own = property_(key, "Edm.Guid") if key else ""
    return f'<EntityType Name="{name}" BaseType="mscrm.{base}">{keys}{own}{"".join(parts)}</EntityType>'


REGARDING = "_regardingobjectid_value"
TYPES = (
    '<EntityType Name="crmbaseentity" Abstract="true"/>',
    # As in Dynamics: a derived type may stand before its base, and the key comes with the base.
    kind(
        "phonecall",
        "activitypointer",
        "",
        *map(property_, ("phonenumber", "directioncode")),
        lookup("regardingobjectid_contact_phonecall", "contact", REGARDING),
        lookup("regardingobjectid_new_worksheet_phonecall", "new_worksheet", REGARDING),
        parties("phonecall_activity_parties"),
    ),
    kind(
        "activitypointer",
        "crmbaseentity",
        "activityid",
        *map(
            property_, ("subject", "description", "statecode", "statuscode", "modifiedon", REGARDING, "_ownerid_value")
        ),
        *map(property_, ("actualstart", "actualend", "actualdurationminutes")),
        lookup("regardingobjectid_contact", "contact", REGARDING),
        lookup("ownerid", "principal", "_ownerid_value"),
        parties("activitypointer_activity_parties"),
    ),
    kind("principal", "crmbaseentity", "ownerid"),
    kind("systemuser", "principal", "systemuserid", *map(property_, ("fullname", "modifiedon"))),
    kind(
        "contact", "crmbaseentity", "contactid", *map(property_, ("lastname", "mobilephone", "statecode", "modifiedon"))
    ),
    kind(
        "new_worksheet",
        "crmbaseentity",
        "new_worksheetid",
        *map(property_, ("new_name", "_new_customerid_value", "statecode", "modifiedon")),
        '<NavigationProperty Name="new_CustomerId_contact" Type="mscrm.contact"/>',
    ),
    kind(
        "activityparty",
        "crmbaseentity",
        "activitypartyid",
        *map(property_, ("participationtypemask", "addressused", "_partyid_value")),
        lookup("partyid_contact", "contact", "_partyid_value"),
        lookup("partyid_systemuser", "systemuser", "_partyid_value"),
    ),
)
SETS = ("contacts", "phonecalls", "systemusers", "new_worksheets", "activityparties")
SET_TYPES = dict(zip(SETS, ("contact", "phonecall", "systemuser", "new_worksheet", "activityparty"), strict=True))
CSDL = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
    '<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
    + "".join(TYPES)
    + '<Function Name="WhoAmI"><ReturnType Type="mscrm.WhoAmIResponse"/></Function><EntityContainer Name="System">'
    + "".join(f'<EntitySet Name="{each}" EntityType="Microsoft.Dynamics.CRM.{SET_TYPES[each]}"/>' for each in SETS)
    + "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
).encode()
HERE = (Entity.CONTACT, Entity.USER, Entity.WORKSHEET, Entity.PHONE_CALL)
SCHEMA = {entity.value: {"set": ""} for entity in Entity if entity not in HERE}


def deployed(**schema: dict[str, str]) -> Deployment:
    return compare(names_of(CrmSettings(schema=SCHEMA | schema)), metadata.parse(CSDL))


def test_a_type_has_what_its_bases_have() -> None:
    call = metadata.parse(CSDL).sets["phonecalls"]
    assert call.lineage == ("phonecall", "activitypointer", "crmbaseentity")
    assert call.keys == ("activityid",)
    assert {"subject", "phonenumber", "activityid"} <= call.properties.keys()


@pytest.mark.parametrize("document", [b"", b"<html><body>Sign in", b'{"error":{}}', b"<a/>", b"\xff\xfe"])
def test_what_is_no_metadata_is_told(document: bytes) -> None:
    with pytest.raises(MetadataUnreadable):
        metadata.parse(document)


def test_a_type_that_is_its_own_base_ends_the_search() -> None:
    loop = CSDL.replace(b'Name="crmbaseentity"', b'Name="crmbaseentity" BaseType="mscrm.phonecall"')
    assert metadata.parse(loop).sets["phonecalls"].keys == ("activityid",)


@pytest.mark.parametrize(
    ("entity", "column", "target", "bound"),
    [
        (Entity.PHONE_CALL, REGARDING, Entity.CONTACT, "regardingobjectid_contact_phonecall"),
        (Entity.PHONE_CALL, REGARDING, Entity.WORKSHEET, "regardingobjectid_new_worksheet_phonecall"),
        (Entity.PHONE_CALL, "_ownerid_value", Entity.USER, "ownerid"),
        (Entity.WORKSHEET, "_new_customerid_value", Entity.CONTACT, "new_CustomerId_contact"),
    ],
)
def test_navigation_properties_come_from_the_metadata(entity: Entity, column: str, target: Entity, bound: str) -> None:
    here = deployed()
    table = here.table(entity)
    found = binding(here, table.type, column, RecordRef(target, ID.upper()))
    assert found == (f"{bound}@odata.bind", f"/{here.table(target).set}({ID})")


def test_a_lookup_that_cannot_point_there_has_no_binding() -> None:
    here = deployed()
    source = here.table(Entity.PHONE_CALL).type
    assert binding(here, source, REGARDING, RecordRef(Entity.USER, ID)) is None
    assert binding(here, source, REGARDING, RecordRef(Entity.CASE, ID)) is None


def test_a_call_s_own_collection_of_parties_is_taken() -> None:
    assert parties_collection(deployed().table(Entity.PHONE_CALL)) == "phonecall_activity_parties"


def test_unknown_names_are_gathered_with_suggestions() -> None:
    wrong = {"set": "contacts", "mobilephone": "mobilphone"}
    here = deployed(contact=wrong, worksheet={"set": "new_worksheet"})
    assert here.problem and here.problem.id is ProblemId.CRM_UNKNOWN_NAMES
    names = dict(here.problem.args)["names"]
    assert "contacts.mobilphone (mobilephone?)" in names
    assert "new_worksheet (new_worksheets?)" in names
    assert "new_name" not in names, "of a set that is missing only the set is said"


def test_a_missing_set_or_key_stops_that_entity_only() -> None:
    here = deployed(worksheet={"set": "nothing"}, contact={"id": "nothingid"})
    assert here.stopped == {Entity.WORKSHEET, Entity.CONTACT}
    assert here.tables.keys() == {Entity.USER, Entity.PHONE_CALL}
    with pytest.raises(CrmRefused) as caught:
        here.table(Entity.WORKSHEET)
    assert caught.value.problem == here.problem


def test_a_missing_field_is_left_out_and_known_as_lacking() -> None:
    contact = deployed().table(Entity.CONTACT)
    assert contact.fields["mobilephone"] == "mobilephone"
    assert "jobtitle" in contact.lacks and "jobtitle" not in contact.fields


def test_where_all_names_are_known_there_is_no_problem() -> None:
    names = {Entity.CONTACT: EntityNames("contacts", "contactid", {"lastname": "lastname"})}
    assert compare(names, metadata.parse(CSDL)).problem is None
