"""Change tracking on the wire: requests and answers as Microsoft documents them, and servers that do otherwise.

"Use change tracking to synchronize data with external systems", Microsoft Learn: the answers' shape is that page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest

from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.domain.errors import CrmForbidden, CrmMarkExpired, CrmRefused, CrmUnavailable
from ctidesk.domain.records import Entity
from ctidesk.ports import Page, Watermark
from tests.unit.adapters.test_odata_metadata import ID
from tests.unit.adapters.test_odata_webapi import ROOT, Answers, Server, reply

GONE = "2e451703-c686-e711-80e5-00155db19e6d"
QUERY = "$select=contactid,lastname"
TOKEN = "$deltatoken=919042%2108%2f22%2f2017%2008%3a10%3a44"
NEXT_TOKEN = "$deltatoken=919058%2108%2f22%2f2017%2008%3a21%3a20"
MARK = f"/api/data/v9.2/contacts?{QUERY}&{TOKEN}"
SINCE = Watermark("2026-11-23T09:15:02Z", MARK)

FIRST = {
    "@odata.context": f"{ROOT}$metadata#contacts(contactid,lastname)",
    "@odata.deltaLink": f"{ROOT}contacts?{QUERY}&{TOKEN}",
    "value": [{"@odata.etag": 'W/"915244"', "lastname": "Orton", "contactid": ID}],
}
CHANGES = {
    "@odata.context": f"{ROOT}$metadata#contacts(contactid,lastname)/$delta",
    "@odata.deltaLink": f"{ROOT}contacts?{QUERY}&{NEXT_TOKEN}",
    "value": [
        {"@odata.etag": 'W/"915244"', "lastname": "Orton", "contactid": ID},
        {"@odata.context": f"{ROOT}$metadata#contacts/$deletedEntity", "id": GONE.upper(), "reason": "deleted"},
    ],
}


async def pages(crm: WebApiCrm, since: Watermark | None = None, cursor: str | None = None) -> list[Page]:
    return [page async for page in crm.pull(Entity.CONTACT, since, cursor)]


def asked(server: Server) -> list[str]:
    """Path and query of the requests for contacts, as they were sent."""
    return [text for request in server.seen if "/contacts" in (text := request.url.raw_path.decode())]


def answering(*answers: httpx2.Response) -> Answers:
    left = list(answers)
    return lambda _: left.pop(0)


async def test_the_first_answer_and_its_delta_link() -> None:
    server = Server(answering(reply(FIRST)))
    (page,) = await pages(server.crm())
    assert [row["lastname"] for row in page.rows] == ["Orton"]
    assert page.delta == MARK, "encoded as it came, and without its host"
    assert server.seen[-1].headers["prefer"] == "odata.track-changes,odata.maxpagesize=2"


async def test_the_delta_answer_with_a_deleted_entity() -> None:
    server = Server(answering(reply(CHANGES)))
    (page,) = await pages(server.crm(), SINCE)
    assert [row["id"] for row in page.rows] == [ID]
    assert list(page.deleted) == [GONE]
    assert page.delta == MARK.replace(TOKEN, NEXT_TOKEN)
    assert asked(server) == [MARK]
    assert server.seen[-1].headers["prefer"] == "odata.track-changes,odata.maxpagesize=2"


@pytest.mark.parametrize(
    "deleted",
    [
        {"@odata.context": "#contacts/$deletedEntity", "id": f"{ROOT}contacts({GONE})", "reason": "deleted"},
        {"@odata.context": "#contacts/$deletedEntity", "id": f"contacts({GONE})", "reason": "changed"},
        {"@removed": {"reason": "deleted"}, "@id": f"contacts({GONE})"},
        {"@removed": {"reason": "deleted"}, "id": GONE},
    ],
)
async def test_other_forms_of_a_deleted_row(deleted: dict[str, Any]) -> None:
    """OData 4.0 JSON 14.2 and 4.01: the id may be an address, and the mark another one."""
    (page,) = await pages(Server(answering(reply({**CHANGES, "value": [deleted]}))).crm(), SINCE)
    assert (list(page.rows), list(page.deleted)) == ([], [GONE])


@pytest.mark.parametrize("body", [b"{}", b"", b"  {} "])
async def test_an_empty_answer_is_no_change(body: bytes) -> None:
    (page,) = await pages(Server(answering(httpx2.Response(200, content=body))).crm(), SINCE)
    assert (list(page.rows), page.cursor, page.delta) == ([], None, MARK)


async def test_changes_without_a_new_link_are_asked_for_with_the_old_one_again() -> None:
    (page,) = await pages(Server(answering(reply({"value": []}))).crm(), SINCE)
    assert page.delta == MARK


async def test_changes_in_pages() -> None:
    skip = "$skiptoken=%3Ccookie%20pagenumber=%222%22%20istracking=%22True%22%20/%3E"
    following = {**CHANGES, "@odata.nextLink": f"https://inner/api/data/v9.2/contacts?{QUERY}&{TOKEN}&{skip}"}
    following.pop("@odata.deltaLink")
    server = Server(answering(reply(following), reply(CHANGES)))
    first, last = await pages(server.crm(), SINCE)
    assert (first.delta, first.cursor) == (None, f"{MARK}&{skip}")
    assert last.delta == MARK.replace(TOKEN, NEXT_TOKEN)
    assert len({request.headers["prefer"] for request in server.seen if "contacts" in str(request.url)}) == 1
    assert first.total is None and not [each for each in server.seen if "TotalRecordCount" in str(each.url)]
    (rest,) = await pages(Server(answering(reply({"value": []}))).crm(), SINCE, first.cursor)
    assert rest.delta == MARK


@pytest.mark.parametrize(("status", "code"), [(410, ""), (410, "0x80044352"), (400, "0x80044352"), (500, "0x80044352")])
async def test_an_expired_token(status: int, code: str) -> None:
    server = Server(answering(reply({"error": {"code": code, "message": "Version stamp has expired"}}, status)))
    with pytest.raises(CrmMarkExpired):
        await pages(server.crm(), SINCE)


REFUSED = [
    (400, 'The "filter" query parameter isn\'t supported when Change Tracking is enabled.'),
    (403, "Principal user is missing prvReadContact privilege"),
    (405, ""),
    (501, "Not implemented"),
]


@pytest.mark.parametrize(("status", "message"), REFUSED)
async def test_refused_tracking_is_not_asked_for_again(status: int, message: str) -> None:
    refusal = reply({"error": {"code": "0x80040220", "message": message}}, status)
    server = Server(answering(refusal, *(reply({"value": []}) for _ in range(2))))
    crm = server.crm()
    for _ in range(2):
        (page,) = await pages(crm)
        assert page.delta is None
    tracked = ["track-changes" in each.headers["prefer"] for each in server.seen if "contacts" in str(each.url)]
    assert tracked == [True, False, False]
    assert asked(server)[1].endswith("&$count=true")


async def test_a_refused_delta_link_gives_way_to_the_stamp() -> None:
    server = Server(answering(reply({"error": {}}, 403), reply({"value": []})))
    (page,) = await pages(server.crm(), SINCE)
    assert page.delta is None
    assert "modifiedon ge 2026-11-23T09:10:02Z" in unquote(asked(server)[-1])


async def test_a_refused_delta_link_without_a_stamp_gives_way_to_everything() -> None:
    server = Server(answering(reply({"error": {}}, 400), reply({"value": []})))
    await pages(server.crm(), Watermark(None, MARK))
    assert "$filter" not in asked(server)[-1] and "deltatoken" not in asked(server)[-1]


async def test_no_right_at_all_is_no_refusal_of_tracking() -> None:
    server = Server(lambda _: reply({"error": {}}, 403))
    crm = server.crm()
    for _ in range(2):
        with pytest.raises(CrmForbidden):
            await pages(crm)
    assert len(asked(server)) == 4, "with the right, tracking is tried again"


async def test_a_server_that_does_not_know_the_preference_is_read_by_stamp() -> None:
    server = Server(lambda _: reply({"value": [{"contactid": ID, "modifiedon": SINCE.stamp}]}))
    crm = server.crm()
    (page,) = await pages(crm)
    assert page.delta is None
    await pages(crm, Watermark(SINCE.stamp))
    assert "$filter=modifiedon" in unquote(asked(server)[-1])
    assert "track-changes" not in server.seen[-1].headers["prefer"]


async def test_an_overload_is_no_refusal() -> None:
    with pytest.raises(CrmUnavailable):
        await pages(Server(answering(reply({}, 429))).crm())


async def test_a_cursor_of_changes_by_stamp_goes_on_without_tracking() -> None:
    server = Server(answering(reply({"value": []})))
    cursor = "/api/data/v9.2/contacts?$filter=modifiedon%20ge%202026-11-23T09:10:02Z&$skiptoken=x"
    await pages(server.crm(), Watermark(SINCE.stamp), cursor)
    assert server.seen[-1].headers["prefer"] == "odata.maxpagesize=2"


async def test_a_cursor_that_is_refused_is_tried_without_tracking_once() -> None:
    server = Server(lambda _: reply({"error": {"code": "0x80040204"}}, 400))
    with pytest.raises(CrmRefused):
        await pages(server.crm(), None, "/api/data/v9.2/contacts?$skiptoken=old")
    assert asked(server) == ["/api/data/v9.2/contacts?$skiptoken=old"] * 2


COUNTED = {"EntityRecordCountCollection": {"Count": 1, "Keys": ["contact"], "Values": [1_000_000]}}


@pytest.mark.parametrize(
    ("count", "total"),
    [
        (reply(COUNTED), 1_000_000),
        (reply({"error": {}}, 404), None),
        (reply({"error": {}}, 403), None),
        (reply({"error": {}}, 500), None),
        (reply({}), None),
        (httpx2.Response(200, content=b"<html>"), None),
    ],
)
async def test_the_total_comes_from_a_function_where_there_is_one(count: httpx2.Response, total: int | None) -> None:
    rows = {"value": [{"contactid": ID}]}

    def answers(request: httpx2.Request) -> httpx2.Response:
        if "TotalRecordCount" in str(request.url):
            assert unquote(request.url.path).endswith("RetrieveTotalRecordCount(EntityNames=['contact'])")
            return count
        last = "skiptoken" in str(request.url)
        return reply(rows if last else {**rows, "@odata.nextLink": f"{ROOT}contacts?$skiptoken=2"})

    first, _ = await pages(Server(answers).crm())
    assert first.total == total


async def test_ids_are_asked_for_alone() -> None:
    server = Server(answering(reply({"value": [{"contactid": ID.upper()}]})))
    assert [page async for page in server.crm().ids(Entity.CONTACT)] == [[ID]]
    assert asked(server) == ["/api/data/v9.2/contacts?$select=contactid"]
    assert "track-changes" not in server.seen[-1].headers["prefer"]


async def test_ids_of_worksheets_are_those_of_the_open_ones() -> None:
    server = Server(lambda _: reply({"value": []}))
    assert [page async for page in server.crm().ids(Entity.WORKSHEET)] == [[]]
    assert dict(server.seen[-1].url.params)["$filter"] == "statecode eq 0"


async def records(server: Server, ids: Sequence[str]) -> int:
    return len(await server.crm().records(Entity.CONTACT, ids))


async def test_many_records_are_asked_for_some_at_a_time() -> None:
    wanted = [f"00000000-0000-4000-8000-{number:012}" for number in range(45)]
    server = Server(lambda _: reply({"value": [{"contactid": ID}]}))
    assert await records(server, wanted) == 3
    assert all(len(each) < 2048 for each in asked(server)), "what IIS takes of a query"
    assert sum(each.count("contactid%20eq%20") for each in asked(server)) == 45


async def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(CrmRefused):
        await records(Server(lambda _: reply({"value": []})), ["1) or (1 eq 1"])
