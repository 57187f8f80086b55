"""The 2013 adapter against answers that no demo gives: inner hosts, bare ids, lost answers, closed doors."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest

from ctidesk.adapters.crm.crm2013 import soap
from ctidesk.adapters.crm.crm2013.crm import Crm2013
from ctidesk.adapters.crm.signin.sign_in import sign_in_of
from ctidesk.domain.errors import CrmConflict, CrmError, CrmRefused, CrmUnavailable, ProblemId
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import Watermark
from tests.fakes.secrets import FakeSecrets
from tests.unit.adapters.test_crm2013_soap import fault
from tests.unit.adapters.test_crm2013_values import CSDL, HERE, ID, NOBODY, ROOT, SCHEMA, SOMEBODY, TOKEN

Answers = Callable[[httpx2.Request], httpx2.Response]
SOAP_PATH = "/Org/XRMServices/2011/Organization.svc/web"
CLOSED = httpx2.Response(404)


def enveloped(operation: str, result: str) -> httpx2.Response:
    names = f'xmlns:a="{soap.CONTRACTS}" xmlns:b="{soap.GENERIC}" xmlns:i="{soap.INSTANCE}" xmlns:c="{soap.XSD}"'
    inner = f'<{operation}Response xmlns="{soap.SERVICES}"><{operation}Result {names}>{result}</{operation}Result>'
    body = f"<s:Body>{inner}</{operation}Response></s:Body>"
    return httpx2.Response(200, text=f'<s:Envelope xmlns:s="{soap.ENVELOPE}">{body}</s:Envelope>')


def who_am_i() -> httpx2.Response:
    pairs = soap.pair("UserId", soap.text(ID.upper())) + soap.pair("OrganizationId", soap.text("ORG"))
    return enveloped("Execute", f"<a:ResponseName>WhoAmI</a:ResponseName><a:Results>{pairs}</a:Results>")


def rows(*ids: str, cookie: str = "") -> httpx2.Response:
    records = [f"<a:Entity>{soap.record('contact', id, {'contactid': soap.text(id)})}</a:Entity>" for id in ids]
    more = str(bool(cookie)).lower()
    paging = f"<a:MoreRecords>{more}</a:MoreRecords><a:PagingCookie>{cookie}</a:PagingCookie>"
    return enveloped("RetrieveMultiple", f"<a:Entities>{''.join(records)}</a:Entities>{paging}")


def page(*records: dict[str, Any], **more: str) -> httpx2.Response:
    return httpx2.Response(200, json={"d": {"results": list(records), **more}})


def written(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(204)


class Server:
    """Answers ``$metadata`` itself, SOAP by ``soap_answers``, and remembers every request."""

    def __init__(self, answers: Answers, soap_answers: Answers | None = None) -> None:
        self.answers, self.soap_answers = answers, soap_answers or (lambda _: CLOSED)
        self.seen: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(request)
        if request.url.path.endswith("$metadata"):
            return httpx2.Response(200, content=CSDL)
        return (self.soap_answers if request.url.path == SOAP_PATH else self.answers)(request)

    def crm(self, **settings: Any) -> Crm2013:
        usual: dict[str, Any] = {"kind": "crm2013", "url": ROOT, "auth": "none", "schema": SCHEMA, "page_size": 2}
        made = CrmSettings(**(usual | settings))
        return Crm2013(made, sign_in_of(made, FakeSecrets("secret")), httpx2.MockTransport(self))

    @property
    def asked(self) -> list[str]:
        """Methods and paths below the service, without what every pull begins with."""
        return [f"{r.method} {r.url.path.removeprefix(HERE)}" for r in self.seen if "$metadata" not in r.url.path]


def name_of(request: httpx2.Request) -> str:
    """The message or the operation of a SOAP request."""
    body = ElementTree.fromstring(request.content).find(f"{{{soap.ENVELOPE}}}Body")
    assert body is not None
    return body.findtext(f".//{soap.A}RequestName") or body[0].tag.rpartition("}")[2]


def organization(**answers: httpx2.Response) -> Answers:
    """SOAP that answers ``WhoAmI``, and what else is given, by the name of the message or operation."""
    every = {"WhoAmI": who_am_i(), "SetState": enveloped("Execute", ""), "Update": enveloped("Update", ""), **answers}
    return lambda request: every[name_of(request)]


async def ids(crm: Crm2013, entity: Entity = Entity.CONTACT, **more: Any) -> list[object]:
    return [row["id"] async for page in crm.pull(entity, **more) for row in page.rows]


# --- who ---
async def test_who_am_i_is_enough() -> None:
    identity = await Server(written, organization()).crm().connect()
    assert (identity.user_id, identity.organization_id) == (ID, "org")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 501])
async def test_a_server_without_soap_needs_the_operator_named(status: int) -> None:
    def closed(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, html="<html>no")

    schema = SCHEMA | {"user": {"domain_name": "FullName"}}
    server = Server(lambda _: page({"SystemUserId": ID.upper()}), closed)
    with pytest.raises(CrmRefused) as caught:
        await server.crm(schema=schema).connect()
    assert caught.value.problem.id is ProblemId.CRM_OPERATOR_UNTOLD
    identity = await server.crm(schema=schema, operator="DEMO\\o'neil").connect()
    assert (identity.user_id, identity.organization_id) == (ID, ROOT)
    assert dict(server.seen[-1].url.params)["$filter"] == "FullName eq 'DEMO\\o''neil'"


async def test_a_named_operator_s_crm_is_the_same_with_soap_and_without() -> None:
    """Else the copy would be emptied on every day on which somebody opens or closes the service."""
    answers = [Server(lambda _: page({"SystemUserId": ID}), way) for way in (organization(), None)]
    first, second = [await server.crm(operator=ID).connect() for server in answers]
    assert first == second


async def test_a_welcome_page_in_soap_s_place_is_no_service() -> None:
    server = Server(lambda _: page({"SystemUserId": ID}), lambda _: httpx2.Response(200, html="<html>Welcome"))
    assert (await server.crm(operator=ID).connect()).user_id == ID


async def test_a_busy_service_is_not_a_closed_one() -> None:
    with pytest.raises(CrmUnavailable):
        await Server(written, lambda _: httpx2.Response(503, headers={"Retry-After": "3"})).crm(operator=ID).connect()


# --- pulling ---
async def test_odata_says_what_it_speaks() -> None:
    server = Server(lambda _: page())
    await ids(server.crm())
    headers = server.seen[-1].headers
    assert (headers["accept"], headers["maxdataserviceversion"]) == ("application/json", "2.0")
    assert "odata-version" not in headers


async def test_of_odata_only_what_exists_is_asked_for() -> None:
    server = Server(lambda _: page())
    await ids(server.crm())
    asked = dict(server.seen[-1].url.params)
    assert asked == {"$select": "ContactId,LastName,MobilePhone,ParentCustomerId,StateCode,ModifiedOn"}


async def test_changes_are_asked_for_in_order_and_from_five_minutes_before() -> None:
    server = Server(lambda _: page())
    await ids(server.crm(), since=Watermark("2013-07-01T09:15:02Z"))
    asked = dict(server.seen[-1].url.params)
    assert asked["$filter"] == "ModifiedOn ge datetime'2013-07-01T09:10:02Z'"
    assert asked["$orderby"] == "ModifiedOn,ContactId"


@pytest.mark.parametrize(
    "link", [f"https://elsewhere.example{HERE}ContactSet?{TOKEN}", f"ContactSet?{TOKEN}", f"{HERE}ContactSet?{TOKEN}"]
)
async def test_the_password_never_reaches_another_host(link: str) -> None:
    def answers(request: httpx2.Request) -> httpx2.Response:
        return page({"ContactId": ID}) if "skiptoken" in str(request.url) else page({"ContactId": ID}, __next=link)

    server = Server(answers)
    assert len(await ids(server.crm(auth="basic", username="anna"))) == 2
    assert {request.url.host for request in server.seen} == {"crm.example"}
    assert all("authorization" in request.headers for request in server.seen)
    assert server.seen[-1].url.raw_path == f"{HERE}ContactSet?{TOKEN}".encode()


@pytest.mark.parametrize(
    "cursor", ["/api/data/v9.2/contacts", "@elsewhere/", "https://elsewhere.example/", "x", "fetch?page=x"]
)
async def test_what_lies_outside_the_service_is_no_cursor(cursor: str) -> None:
    server = Server(lambda _: page())
    with pytest.raises(CrmRefused):
        await ids(server.crm(), cursor=cursor)
    assert server.asked == []


async def test_soap_pages_follow_each_other_by_cookie() -> None:
    pages = {"1": rows("a", "b", cookie="&lt;cookie page='1'/&gt;"), "2": rows("c")}
    queries: list[ElementTree.Element] = []

    def answers(request: httpx2.Request) -> httpx2.Response:
        if name_of(request) == "WhoAmI":
            return who_am_i()
        text = next(each.text for each in ElementTree.fromstring(request.content).iter(f"{soap.A}Query"))
        queries.append(ElementTree.fromstring(str(text)))
        return pages[queries[-1].get("page", "")]

    server = Server(written, answers)
    assert await ids(server.crm()) == ["a", "b", "c"]
    assert [each.get("paging-cookie") for each in queries] == [None, "<cookie page='1'/>"]
    assert {request.url.path for request in server.seen} == {HERE + "$metadata", SOAP_PATH}


async def test_odata_is_enough_where_the_administrator_says_so() -> None:
    server = Server(lambda _: page({"ContactId": ID}), organization())
    assert await ids(server.crm(bulk="odata")) == [ID]
    assert server.asked == ["GET ContactSet"]


@pytest.mark.parametrize(
    "answer", [httpx2.Response(200, html="<html>Welcome"), httpx2.Response(200, json={"value": []})]
)
async def test_a_page_that_is_none_is_no_crm_s(answer: httpx2.Response) -> None:
    with pytest.raises(CrmUnavailable) as caught:
        await ids(Server(lambda _: answer).crm())
    assert caught.value.problem.id is ProblemId.CRM_NOT_A_CRM


async def test_a_date_that_cannot_be_read_is_no_crm_s() -> None:
    with pytest.raises(CrmUnavailable):
        await ids(Server(lambda _: page({"ContactId": ID, "ModifiedOn": "yesterday"})).crm())


# --- writing ---
def creating(**values: Any) -> Write:
    return Write(WriteKind.CREATE, Entity.PHONE_CALL, ID, values)


def updating(entity: Entity = Entity.CONTACT, base: dict[str, Any] | None = None, **values: Any) -> Write:
    return Write(WriteKind.UPDATE, entity, ID, values, base or {})


def new(request: httpx2.Request) -> httpx2.Response:
    """A server that has no record yet."""
    return httpx2.Response(404) if request.method == "GET" else httpx2.Response(201, json={"d": {}})


@pytest.mark.manual("M25")
async def test_a_call_on_the_wire() -> None:
    server = Server(new)
    user, contact = f"user:{ID}", f"contact:{ID}"
    await server.crm().write(
        creating(
            number="+7", direction="outgoing", regarding=contact, client=contact, operator=user, start="2013-07-01"
        )
    )
    request = server.seen[-1]
    assert (request.method, request.url.path) == ("POST", HERE + "PhoneCallSet")
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    assert rb'"\/Date(1372636800000)\/"' in request.content
    assert json.loads(request.content) == {
        "ActivityId": ID,
        "PhoneNumber": "+7",
        "DirectionCode": True,
        "RegardingObjectId": {"Id": ID, "LogicalName": "contact"},
        "OwnerId": {"Id": ID, "LogicalName": "systemuser"},
        "ActualStart": "/Date(1372636800000)/",
        "phonecall_activity_parties": [
            {"PartyId": {"Id": ID, "LogicalName": "systemuser"}, "ParticipationTypeMask": {"Value": 1}},
            {"PartyId": {"Id": ID, "LogicalName": "contact"}, "ParticipationTypeMask": {"Value": 2}},
        ],
    }


@pytest.mark.manual("M25")
async def test_a_repetition_is_found_before_it_is_written() -> None:
    server = Server(lambda _: httpx2.Response(200, json={"d": {"ActivityId": ID}}))
    await server.crm().write(creating(number="+7"))
    assert server.asked == [f"GET PhoneCallSet(guid'{ID}')"]


async def test_a_missing_record_may_be_a_500_with_its_code() -> None:
    missing = httpx2.Response(500, json={"error": {"code": "-2147220969", "message": {"value": "Does Not Exist"}}})
    server = Server(lambda request: missing if request.method == "GET" else httpx2.Response(201, json={}))
    await server.crm().write(creating(number="+7"))
    assert server.asked[-1] == "POST PhoneCallSet"


async def test_a_duplicate_that_is_ours_is_no_failure() -> None:
    """The first look came too early: somebody's POST was on its way, ours of an hour ago perhaps."""
    duplicate = httpx2.Response(500, json={"error": {"code": "-2147220937", "message": {"value": "duplicate key"}}})
    looks = iter(
        [httpx2.Response(404), httpx2.Response(200, json={"d": {}}), httpx2.Response(404), httpx2.Response(404)]
    )
    server = Server(lambda request: next(looks) if request.method == "GET" else duplicate)
    await server.crm().write(creating(number="+7"))
    with pytest.raises(CrmConflict):
        await server.crm().write(creating(number="+7"))


async def test_an_update_is_a_merge() -> None:
    server = Server(written)
    await server.crm().write(updating(lastname="Ёлкин", parent=None))
    request = server.seen[-1]
    assert (request.method, request.headers["x-http-method"]) == ("POST", "MERGE")
    assert request.url.path == f"{HERE}ContactSet(guid'{ID}')"
    assert json.loads(request.content) == {
        "LastName": "Ёлкин",
        "ParentCustomerId": {"Id": None, "LogicalName": None, "Name": None},
    }


async def test_an_update_of_nothing_that_the_server_has_is_none() -> None:
    server = Server(written)
    await server.crm().write(updating(jobtitle=None))
    assert server.asked == []


async def test_a_base_is_held_against_what_is_there() -> None:
    present = {"LastName": "Иванов", "MobilePhone": None, "ParentCustomerId": NOBODY}
    server = Server(lambda r: httpx2.Response(200, json={"d": present}) if r.method == "GET" else written(r))
    base = {"lastname": "Иванова", "mobilephone": "", "parent": None, "jobtitle": "x"}
    await server.crm().write(updating(base=base, lastname="Иванов", mobilephone="+7", parent=None, jobtitle=None))
    assert json.loads(server.seen[-1].content) == {"MobilePhone": "+7"}, "one is done, one the server lacks"
    with pytest.raises(CrmConflict) as caught:
        await server.crm().write(updating(base=base, lastname="Петрова", mobilephone="+7"))
    assert (caught.value.problem.id, caught.value.theirs) == (ProblemId.CRM_CHANGED_MEANWHILE, {"lastname": "Иванов"})


async def test_a_lookup_in_conflict_is_told_as_a_reference() -> None:
    present = httpx2.Response(200, json={"d": {"ParentCustomerId": SOMEBODY}})
    with pytest.raises(CrmConflict) as caught:
        await Server(lambda _: present).crm().write(updating(base={"parent": None}, parent=f"user:{ID}"))
    assert caught.value.theirs == {"parent": f"contact:{ID}"}


async def test_a_state_goes_by_soap_in_its_place() -> None:
    server = Server(written, organization())
    crm = server.crm()
    await crm.write(updating(Entity.PHONE_CALL, status="open", subject="x"))
    await crm.write(updating(Entity.CONTACT, state=1, lastname="x"))
    names = [name_of(r) if r.url.path == SOAP_PATH else r.method for r in server.seen if "$metadata" not in r.url.path]
    assert names == ["WhoAmI", "SetState", "POST", "POST", "SetState"], "opened before, closed after its fields"
    assert b"<a:Value>-1</a:Value>" in server.seen[-1].content, "the state's own first status"


async def test_a_status_alone_is_a_field() -> None:
    server = Server(written)
    await server.crm().write(updating(Entity.PHONE_CALL, status=1))
    assert json.loads(server.seen[-1].content) == {"StatusCode": {"Value": 1}}


async def test_without_soap_a_closing_is_refused_clearly() -> None:
    with pytest.raises(CrmRefused) as caught:
        await Server(written).crm().write(Write(WriteKind.CLOSE, Entity.PHONE_CALL, ID, {"status": "made"}))
    assert caught.value.problem.id is ProblemId.CRM_SOAP_CLOSED


async def test_a_closing_that_is_refused_counts_where_the_record_has_its_state() -> None:
    standing = httpx2.Response(200, json={"d": {"StateCode": {"Value": 1}, "StatusCode": {"Value": 4}}})
    refusing = organization(SetState=httpx2.Response(500, content=fault("-2147204304", "is not valid")))
    server = Server(lambda _: standing, refusing)
    await server.crm().write(Write(WriteKind.CLOSE, Entity.PHONE_CALL, ID, {"status": "received"}))
    with pytest.raises(CrmRefused):
        await server.crm().write(Write(WriteKind.CLOSE, Entity.PHONE_CALL, ID, {"status": "made"}))


async def test_the_parties_of_a_call_on_record_go_by_soap() -> None:
    """What the write does not say of them comes from the record."""
    standing = httpx2.Response(200, json={"d": {"DirectionCode": True, "PhoneNumber": "+7"}})
    server = Server(lambda r: standing if r.method == "GET" else written(r), organization())
    crm = server.crm()
    await crm.connect()
    await crm.write(updating(Entity.PHONE_CALL, client=None))
    assert party_lists(server.seen[-1].content) == {
        "from": [{"partyid": {"Id": ID, "LogicalName": "systemuser"}}],
        "to": [{"addressused": "+7"}],
    }


def party_lists(envelope: bytes) -> dict[str, list[dict[str, Any]]]:
    (record,) = ElementTree.fromstring(envelope).iter(f"{{{soap.SERVICES}}}entity")
    lists = {pair.findtext(f"{soap.B}key", ""): pair.iter(f"{soap.A}Entity") for pair in record[0]}
    return {name: [soap.pairs_of(each.find(f"{soap.A}Attributes")) for each in every] for name, every in lists.items()}


async def test_a_welcome_page_is_no_stored_record_and_no_state() -> None:
    welcome = httpx2.Response(200, html="<html>Welcome")
    with pytest.raises(CrmUnavailable):
        await Server(lambda _: welcome).crm().write(updating(lastname="x"))
    server = Server(written, organization(SetState=welcome))
    with pytest.raises(CrmUnavailable):
        await server.crm().write(Write(WriteKind.CLOSE, Entity.PHONE_CALL, ID, {"status": "made"}))


async def test_nothing_private_is_logged_or_told(caplog: pytest.LogCaptureFixture) -> None:
    def refusing(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]")

    caplog.set_level(logging.DEBUG)
    crm = Server(refusing).crm(auth="basic", username="anna", operator="anna@example.com")
    with pytest.raises(CrmError) as caught:
        await crm.write(updating(lastname="Петров"))
    told = f"{caught.value!r} {caught.value.problem} {caplog.text}"
    assert "CERTIFICATE_VERIFY_FAILED" in told and "crm.example" in told
    assert not [word for word in ("secret", "Петров", "anna@", ID) if word in told]
