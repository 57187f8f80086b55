"""SOAP envelopes, FetchXML and faults, against what Microsoft documents."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest

from ctidesk.adapters.crm.crm2013 import fetchxml, soap
from ctidesk.adapters.crm.crm2013.fetchxml import Place
from ctidesk.adapters.crm.fault_codes import said_by
from ctidesk.adapters.crm.faults import refusal
from ctidesk.adapters.crm.values import NotOData
from ctidesk.domain.errors import CrmConflict, CrmError, CrmForbidden, CrmRefused, CrmUnavailable
from ctidesk.domain.records import Entity
from tests.unit.adapters.test_crm2013_values import ID, deployed

A, B = soap.A, soap.B
SERVICES = f"{{{soap.SERVICES}}}"


def body_of(envelope: bytes) -> ElementTree.Element:
    body = ElementTree.fromstring(envelope).find(f"{{{soap.ENVELOPE}}}Body")
    assert body is not None
    return body[0]


def tags(element: ElementTree.Element) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


# --- requests ---
def test_a_message_names_itself_and_its_action() -> None:
    operation = body_of(soap.who_am_i())
    assert operation.tag == f"{SERVICES}Execute"
    request = operation[0]
    assert tags(request) == ["Parameters", "RequestId", "RequestName"], "the contract wants this order"
    assert request.findtext(f"{A}RequestName") == "WhoAmI"
    action = "http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/Execute"
    assert soap.headers("Execute")["SOAPAction"] == action


def test_a_state_is_set_with_its_status() -> None:
    parameters = body_of(soap.set_state("phonecall", ID, 1, 4))[0].find(f"{A}Parameters")
    assert parameters is not None
    assert soap.pairs_of(parameters) == {
        "EntityMoniker": {"Id": ID, "LogicalName": "phonecall"},
        "State": {"Value": 1},
        "Status": {"Value": 4},
    }


def test_a_query_is_text_inside_its_envelope() -> None:
    query = body_of(soap.retrieve_multiple('<fetch count="5"><entity name="a&amp;b"/></fetch>'))[0]
    assert query.findtext(f"{A}Query") == '<fetch count="5"><entity name="a&amp;b"/></fetch>'
    assert query.get(f"{soap.XSI}type") == "a:FetchExpression"


def test_a_record_s_parts_stand_in_the_order_of_the_contract() -> None:
    parties = soap.collection("activityparty", [{"addressused": soap.text("<+7>")}])
    entity = body_of(soap.update("phonecall", ID, {"from": parties}))[0]
    assert tags(entity) == ["Attributes", "EntityState", "FormattedValues", "Id", "LogicalName", "RelatedEntities"]
    assert [each.text for each in entity.iter(f"{B}value") if each.text] == ["<+7>"]


# --- FetchXML ---
COOKIE = (
    '<cookie page="1"><accountid last="{E062B974-7F8D-DC11-9048-0003FF27AC3B}" '
    'first="{60B934EF-798D-DC11-9048-0003FF27AC3B}"/></cookie>'
)


def query(place: Place = Place(), page_size: int = 5000, entity: Entity = Entity.CONTACT) -> ElementTree.Element:  # noqa: B008
    table = deployed().table(entity)
    columns = [table.key, *table.fields.values()]
    return ElementTree.fromstring(fetchxml.fetch(table, columns, place, page_size, fetchxml.wanted(table, place)))


def test_a_first_page_asks_for_what_exists_by_key() -> None:
    fetch = query()
    assert (fetch.get("page"), fetch.get("count"), fetch.get("paging-cookie")) == ("1", "5000", None)
    assert [each.get("name") for each in fetch.iter("entity")] == ["contact"]
    names = [each.get("name") for each in fetch.iter("attribute")]
    assert names == ["contactid", "lastname", "mobilephone", "parentcustomerid", "statecode", "modifiedon"]
    assert [each.get("attribute") for each in fetch.iter("order")] == ["contactid"]
    assert not list(fetch.iter("filter"))


def test_changes_are_asked_for_by_stamp_and_key() -> None:
    fetch = query(Place(since="2013-07-01T00:00:00Z"))
    assert [each.get("attribute") for each in fetch.iter("order")] == ["modifiedon", "contactid"]
    conditions = [(e.get("attribute"), e.get("operator"), e.get("value")) for e in fetch.iter("condition")]
    assert conditions == [("modifiedon", "ge", "2013-07-01T00:00:00Z")]


def test_a_page_carries_the_cookie_of_the_one_before() -> None:
    place = fetchxml.parsed(str(Place().after(COOKIE)))
    fetch = query(place, page_size=9000)
    assert (fetch.get("page"), fetch.get("paging-cookie"), fetch.get("count")) == ("2", COOKIE, "5000")


def test_the_cookie_is_escaped_as_documented() -> None:
    table = deployed().table(Entity.CONTACT)
    text = fetchxml.fetch(table, [], Place(2, COOKIE), 2)
    assert "&lt;cookie page=" in text and "&lt;accountid last=" in text and COOKIE not in text


@pytest.mark.parametrize("cursor", ["", "fetch?", "fetch?page=x", "/Org/x?page=1", "fetch?cookie=a"])
def test_what_is_no_cursor_is_told(cursor: str) -> None:
    with pytest.raises(ValueError):
        fetchxml.parsed(cursor)


def test_ids_cannot_leave_the_query() -> None:
    filter = ElementTree.fromstring(fetchxml.one_of("ContactId", ["<a>", ID]))
    assert [each.text for each in filter.iter("value")] == ["<a>", ID]


# --- answers ---
PAGE = f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<RetrieveMultipleResponse xmlns="http://schemas.microsoft.com/xrm/2011/Contracts/Services">
<RetrieveMultipleResult xmlns:a="http://schemas.microsoft.com/xrm/2011/Contracts"
 xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a:Entities><a:Entity>
<a:Attributes xmlns:b="http://schemas.datacontract.org/2004/07/System.Collections.Generic">
<a:KeyValuePairOfstringanyType><b:key>contactid</b:key><b:value i:type="c:guid"
 xmlns:c="http://schemas.microsoft.com/2003/10/Serialization/">{ID}</b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>lastname</b:key><b:value i:type="c:string"
 xmlns:c="http://www.w3.org/2001/XMLSchema">O'Neil &amp; Co</b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>modifiedon</b:key><b:value i:type="c:dateTime"
 xmlns:c="http://www.w3.org/2001/XMLSchema">2013-07-01T00:00:00Z</b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>donotphone</b:key><b:value i:type="c:boolean"
 xmlns:c="http://www.w3.org/2001/XMLSchema">false</b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>versionnumber</b:key><b:value i:type="c:long"
 xmlns:c="http://www.w3.org/2001/XMLSchema">4711</b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>statecode</b:key><b:value i:type="a:OptionSetValue"><a:Value>1</a:Value>
</b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>parentcustomerid</b:key><b:value i:type="a:EntityReference"><a:Id>{ID}</a:Id>
<a:LogicalName>account</a:LogicalName><a:Name>Contoso</a:Name></b:value></a:KeyValuePairOfstringanyType>
<a:KeyValuePairOfstringanyType><b:key>empty</b:key><b:value i:nil="true"/></a:KeyValuePairOfstringanyType>
</a:Attributes><a:EntityState i:nil="true"/><a:Id>{ID}</a:Id><a:LogicalName>contact</a:LogicalName></a:Entity>
</a:Entities><a:EntityName>contact</a:EntityName><a:MinActiveRowVersion>-1</a:MinActiveRowVersion>
<a:MoreRecords>true</a:MoreRecords><a:PagingCookie>&lt;cookie page="1"&gt;&lt;contactid last="{{1}}" first="{{2}}"
 /&gt;&lt;/cookie&gt;</a:PagingCookie><a:TotalRecordCount>-1</a:TotalRecordCount>
</RetrieveMultipleResult></RetrieveMultipleResponse></s:Body></s:Envelope>"""


def read(page: str) -> tuple[list[Any], str | None]:
    return soap.rows_of(page.encode(), lambda sent: dict(sent))


def test_a_page_of_rows_by_their_declared_types() -> None:
    (row,), cookie = read(PAGE)
    assert row == {
        "contactid": ID,
        "lastname": "O'Neil & Co",
        "modifiedon": "2013-07-01T00:00:00Z",
        "donotphone": False,
        "versionnumber": 4711,
        "statecode": {"Value": 1},
        "parentcustomerid": {"Id": ID, "LogicalName": "account"},
        "empty": None,
    }
    assert cookie and cookie.startswith('<cookie page="1"><contactid last="{1}"')


def test_the_last_page_has_no_cookie() -> None:
    assert read(PAGE.replace("<a:MoreRecords>true", "<a:MoreRecords>false"))[1] is None


def test_pages_go_on_by_number_where_the_server_gives_no_cookie() -> None:
    start, end = PAGE.index("<a:PagingCookie>"), PAGE.index("</a:PagingCookie>")
    assert read(PAGE[:start] + '<a:PagingCookie i:nil="true">' + PAGE[end:])[1] == ""


@pytest.mark.parametrize("content", ["", "<html><body>hello</body></html>", PAGE[:900], '{"d":[]}'])
def test_what_is_no_page_is_told(content: str) -> None:
    with pytest.raises(NotOData):
        read(content)


# --- faults ---
def fault(code: str, message: str = "Does Not Exist") -> bytes:
    return f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
<faultcode>s:Client</faultcode><faultstring xml:lang="en-US">{message}</faultstring><detail>
<OrganizationServiceFault xmlns="http://schemas.microsoft.com/xrm/2011/Contracts"
 xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ErrorCode>{code}</ErrorCode><Message>{message}</Message>
<Timestamp>2013-07-01T00:00:00Z</Timestamp><InnerFault><ErrorCode>-1</ErrorCode><Message>inner</Message></InnerFault>
</OrganizationServiceFault></detail></s:Fault></s:Body></s:Envelope>""".encode()


def odata(code: str) -> bytes:
    return b'{"error":{"code":"%s","message":{"lang":"en-US","value":"Does Not Exist"}}}' % code.encode()


@pytest.mark.parametrize("said", [fault, odata])
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("-2147220969", CrmRefused),  # there is no such record
        ("-2147220937", CrmConflict),  # cannot insert duplicate key
        ("-2147220960", CrmForbidden),  # no privilege
        ("-2147187962", CrmForbidden),  # no right to this record
        ("-2147204783", CrmUnavailable),  # SQL timeout expired
        ("-2147220970", CrmUnavailable),  # an unexpected error
        ("-2147204304", CrmRefused),  # whatever else
        ("", CrmUnavailable),
    ],
)
def test_a_code_says_what_a_500_does_not(said: Any, code: str, kind: type[CrmError]) -> None:
    found = refusal(httpx2.Response(500, content=said(code)), "crm.example", "contact")
    assert type(found) is kind
    assert "Does Not Exist" in found.problem.detail


def test_a_signed_code_is_shown_as_it_is_documented() -> None:
    for content in (fault("-2147220969"), odata("-2147220969")):
        said = said_by(content)
        assert (said.code, said.message, said.decisive) == ("0x80040217", "Does Not Exist", True)


def test_a_fault_of_soap_itself_has_no_code() -> None:
    content = fault("", "The message could not be processed").replace(b"<ErrorCode></ErrorCode>", b"")
    assert said_by(content).message == "The message could not be processed"
    assert said_by(b"<html><unclosed>") == ("", "", False)
