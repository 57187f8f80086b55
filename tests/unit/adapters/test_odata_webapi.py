"""The adapter against answers that no demo gives: wrong hosts, pages that are none, servers with less."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from ctidesk.adapters.crm.signin.sign_in import sign_in_of
from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.domain.errors import CrmError, CrmForbidden, CrmRefused, CrmUnavailable, Problem, ProblemId
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import Watermark
from tests.fakes.secrets import FakeSecrets
from tests.unit.adapters.test_odata_metadata import CSDL, ID, SCHEMA

ROOT = "https://crm.example/api/data/v9.2/"
WHO = {"UserId": ID.upper(), "OrganizationId": "ORG"}
Answers = Callable[[httpx2.Request], httpx2.Response]


def reply(content: Any, status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, json=content)


class Server:
    """Answers ``$metadata`` and ``WhoAmI`` itself, and remembers every request."""

    def __init__(self, answers: Answers, who: httpx2.Response | None = None) -> None:
        self.answers, self.who = answers, who or reply(WHO)
        self.seen: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(request)
        name = request.url.path.rpartition("/")[2]
        own = {"$metadata": httpx2.Response(200, content=CSDL), "WhoAmI": self.who}
        return own.get(name) or self.answers(request)

    def crm(self, **settings: Any) -> WebApiCrm:
        usual: dict[str, Any] = {"kind": "webapi", "url": ROOT, "auth": "none", "schema": SCHEMA, "page_size": 2}
        return crm_of(CrmSettings(**(usual | settings)), httpx2.MockTransport(self))


def crm_of(settings: CrmSettings, transport: httpx2.MockTransport) -> WebApiCrm:
    return WebApiCrm(settings, sign_in_of(settings, FakeSecrets("secret")), transport)


def nothing(_: httpx2.Request) -> httpx2.Response:
    return reply({"value": []})


async def ids(crm: WebApiCrm, entity: Entity = Entity.CONTACT, **more: Any) -> list[object]:
    return [row["id"] async for page in crm.pull(entity, **more) for row in page.rows]


async def test_the_password_never_reaches_another_host() -> None:
    def answers(request: httpx2.Request) -> httpx2.Response:
        more = {} if "skiptoken" in str(request.url) else {"@odata.nextLink": f"https://elsewhere/api/contacts?{TOKEN}"}
        return reply({"value": [{"contactid": ID}], **more})

    server = Server(answers)
    crm = server.crm(auth="basic", username="anna")
    assert len(await ids(crm)) == 2
    assert {request.url.host for request in server.seen} == {"crm.example"}
    assert all("authorization" in request.headers for request in server.seen)
    first, second = (request for request in server.seen if request.url.path.endswith("contacts"))
    assert second.url.raw_path == f"/api/contacts?{TOKEN}".encode()
    assert first.headers["prefer"] == second.headers["prefer"] == "odata.track-changes,odata.maxpagesize=2"


TOKEN = "$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%22%20/%3E"


async def test_only_what_exists_is_asked_for() -> None:
    server = Server(nothing)
    await ids(server.crm())
    asked = dict(server.seen[-1].url.params)
    assert asked["$select"].split(",") == ["contactid", "lastname", "mobilephone", "statecode", "modifiedon"]
    assert asked.keys() == {"$select"}, "whatever else there is, change tracking may refuse"


async def test_changes_are_asked_for_in_order_and_from_five_minutes_before() -> None:
    server = Server(nothing)
    await ids(server.crm(), since=Watermark("2026-11-23T09:15:02Z"))
    asked = dict(server.seen[-1].url.params)
    assert asked["$filter"] == "modifiedon ge 2026-11-23T09:10:02Z"
    assert asked["$orderby"] == "modifiedon,contactid" and "$count" not in asked


async def test_only_polymorphic_entities_ask_for_annotations() -> None:
    server = Server(nothing)
    await ids(server.crm(), Entity.WORKSHEET)
    assert "lookuplogicalname" in server.seen[-1].headers["prefer"]
    assert "track-changes" not in server.seen[-1].headers["prefer"]
    asked = dict(server.seen[-1].url.params)
    assert (asked["$filter"], asked["$count"]) == ("statecode eq 0", "true")


async def test_a_failure_of_the_page_ahead_comes_when_its_turn_is() -> None:
    def answers(request: httpx2.Request) -> httpx2.Response:
        failing = "skiptoken" in str(request.url)
        return (
            reply({}, 503) if failing else reply({"value": [{"contactid": ID}], "@odata.nextLink": f"contacts?{TOKEN}"})
        )

    pages = Server(answers).crm().pull(Entity.CONTACT)
    assert (await anext(pages)).rows
    await asyncio.sleep(0)
    with pytest.raises(CrmUnavailable):
        await anext(pages)


async def test_leaving_a_pull_ends_the_request_that_is_under_way() -> None:
    under_way, ended = asyncio.Event(), asyncio.Event()

    async def answers(request: httpx2.Request) -> httpx2.Response:
        if "skiptoken" not in str(request.url):
            return Server(lambda _: reply({"value": [{"contactid": ID}], "@odata.nextLink": f"contacts?{TOKEN}"}))(
                request
            )
        under_way.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return reply({})

    settings = CrmSettings(kind="webapi", url=ROOT, auth="none", schema=SCHEMA)
    pages = crm_of(settings, httpx2.MockTransport(answers)).pull(Entity.CONTACT)
    await anext(pages)
    await under_way.wait()
    await pages.aclose()  # type: ignore[attr-defined]
    async with asyncio.timeout(1):
        await ended.wait()


@pytest.mark.parametrize("page", [httpx2.Response(200, html="<html>Welcome to the hotel"), reply({"d": {}})])
async def test_a_page_that_is_none_is_no_crm_s(page: httpx2.Response) -> None:
    with pytest.raises(CrmUnavailable) as caught:
        await ids(Server(lambda _: page).crm())
    assert caught.value.problem.id is ProblemId.CRM_NOT_A_CRM


async def test_a_hotel_s_welcome_is_no_stored_record() -> None:
    crm = Server(lambda _: httpx2.Response(200, html="<html>Welcome")).crm()
    with pytest.raises(CrmUnavailable) as caught:
        await crm.write(Write(WriteKind.UPDATE, Entity.CONTACT, ID, {"lastname": "x"}))
    assert caught.value.problem.id is ProblemId.CRM_NOT_A_CRM


async def test_a_server_without_who_am_i_needs_the_operator_named() -> None:
    missing = reply({"error": {}}, 404)
    schema = {name: own for name, own in SCHEMA.items() if name != "user"} | {"user": {"email": "fullname"}}
    with pytest.raises(CrmRefused) as caught:
        await Server(nothing, missing).crm(schema=schema).connect()
    assert caught.value.problem.id is ProblemId.CRM_OPERATOR_UNTOLD
    server = Server(lambda _: reply({"value": [{"systemuserid": ID}]}), missing)
    identity = await server.crm(schema=schema, operator="o'neil@example.com").connect()
    assert (identity.user_id, identity.organization_id) == (ID, ROOT)
    assert dict(server.seen[-1].url.params)["$filter"] == "fullname eq 'o''neil@example.com'"


async def test_two_users_of_one_name_are_nobody() -> None:
    server = Server(lambda _: reply({"value": [{"systemuserid": ID}, {"systemuserid": ID}]}))
    with pytest.raises(CrmRefused) as caught:
        await server.crm(operator=ID).connect()
    assert caught.value.problem.id is ProblemId.CRM_OPERATOR_UNKNOWN


async def test_who_am_i_is_enough() -> None:
    identity = await Server(nothing).crm().connect()
    assert (identity.user_id, identity.organization_id) == (ID, "org")


def creating(**values: Any) -> Write:
    return Write(WriteKind.CREATE, Entity.PHONE_CALL, ID, values)


async def sent(write: Write) -> tuple[httpx2.Request, dict[str, Any]]:
    """The PATCH that a write makes on a server that has no record yet."""
    server = Server(lambda request: reply({}, 404) if request.method == "GET" else httpx2.Response(204))
    await server.crm().write(write)
    request = server.seen[-1]
    return request, json.loads(request.content)


@pytest.mark.manual("M25")
async def test_a_call_on_the_wire() -> None:
    user, contact = f"user:{ID}", f"contact:{ID}"
    call = creating(number="+7", direction="outgoing", regarding=contact, client=contact, operator=user, start=None)
    request, body = await sent(call)
    assert (request.method, request.url.path) == ("PATCH", f"/api/data/v9.2/phonecalls({ID})")
    assert request.headers["if-none-match"] == "*" and "if-match" not in request.headers
    assert body == {
        "phonenumber": "+7",
        "directioncode": True,
        "regardingobjectid_contact_phonecall@odata.bind": f"/contacts({ID})",
        "ownerid@odata.bind": f"/systemusers({ID})",
        "phonecall_activity_parties": [
            {"partyid_systemuser@odata.bind": f"/systemusers({ID})", "participationtypemask": 1},
            {"partyid_contact@odata.bind": f"/contacts({ID})", "participationtypemask": 2},
        ],
    }


@pytest.mark.manual("M25")
async def test_a_repetition_is_found_before_it_is_written() -> None:
    """For the servers that overwrite where Dynamics answers 412."""
    server = Server(lambda _: reply({"activityid": ID}))
    await server.crm().write(creating(number="+7"))
    assert [request.method for request in server.seen] == ["GET", "GET"]


async def test_a_closing_that_is_refused_counts_where_the_record_has_its_state() -> None:
    def closed(status: int) -> Answers:
        standing = {"statecode": 1, "statuscode": status}
        return lambda request: reply(standing) if request.method == "GET" else reply({"error": {"code": "0x1"}}, 403)

    closing = Write(WriteKind.CLOSE, Entity.PHONE_CALL, ID, {"status": "received"})
    await Server(closed(4)).crm().write(closing)
    with pytest.raises(CrmForbidden):
        await Server(closed(2)).crm().write(closing)


async def test_a_link_that_the_server_cannot_hold_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    _, body = await sent(creating(subject="x", regarding=f"case:{ID}", number="+7"))
    assert body == {
        "subject": "x",
        "phonenumber": "+7",
        "phonecall_activity_parties": [{"addressused": "+7", "participationtypemask": 1}],
    }
    assert "phone_call.regarding cannot point to a case" in caplog.text and ID not in caplog.text


async def test_what_was_typed_into_a_field_that_the_server_lacks_is_not_left_out_in_silence() -> None:
    with pytest.raises(CrmRefused) as caught:
        await sent(Write(WriteKind.CREATE, Entity.CONTACT, ID, {"lastname": "x", "jobtitle": "y"}))
    assert caught.value.problem == Problem.of(ProblemId.CRM_UNKNOWN_NAMES, names="jobtitle")
    emptied = Write(WriteKind.UPDATE, Entity.CONTACT, ID, {"lastname": "x", "jobtitle": None})
    assert (await sent(emptied))[1] == {"lastname": "x"}


async def test_a_field_that_no_deployment_has_is_refused() -> None:
    with pytest.raises(CrmRefused) as caught:
        await sent(Write(WriteKind.CREATE, Entity.CONTACT, ID, {"phone": "1"}))
    assert caught.value.problem.id is ProblemId.CRM_WRITE_REFUSED


async def test_an_update_never_creates() -> None:
    request, body = await sent(Write(WriteKind.UPDATE, Entity.PHONE_CALL, ID, {"status": "open", "regarding": None}))
    assert request.headers["if-match"] == "*"
    assert body == {"statecode": 0, "statuscode": 1, "regardingobjectid_contact_phonecall@odata.bind": None}


async def test_nothing_private_is_logged_or_told(caplog: pytest.LogCaptureFixture) -> None:
    def refusing(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]")

    caplog.set_level(logging.DEBUG)
    crm = Server(refusing).crm(auth="basic", username="anna", operator="anna@example.com")
    with pytest.raises(CrmError) as caught:
        await crm.write(Write(WriteKind.UPDATE, Entity.CONTACT, ID, {"lastname": "Петров"}))
    told = f"{caught.value!r} {caught.value.problem} {caplog.text}"
    assert "CERTIFICATE_VERIFY_FAILED" in told and "crm.example" in told
    assert not [word for word in ("secret", "Петров", "anna@", ID) if word in told]
