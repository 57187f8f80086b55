"""What every CRM adapter does: run on the fake, and on both dialects against the demo CRM."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import pytest

from ctidesk.domain.errors import (
    CrmConflict,
    CrmError,
    CrmForbidden,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    ProblemId,
)
from ctidesk.domain.outbox import Value, Write, WriteKind
from ctidesk.domain.records import PULL_ORDER, Entity, Row
from ctidesk.ports import CallBack, Crm, Page, Watermark

Schema = Mapping[str, Mapping[str, str]]


class CrmPeer(Protocol):
    """The server behind the port, as a test sees it.

    ``page_size`` makes several pages of its contacts, ``smallest_page`` is what it can be asked for at least.
    ``closes``: whether a state can be set here at all. OData v2 cannot: where a server of 2013 keeps SOAP closed, a
    call is created and written, and its closing is refused with a clear problem.
    """

    page_size: int
    smallest_page: int
    closes: bool

    def crm(self, page_size: int = 5000, schema: Schema | None = None) -> Crm: ...

    def dead_crm(self) -> Crm:
        """One whose server does not answer."""

    def fail(self, status: int, retry_after: float | None = None) -> None:
        """The next request fails."""

    def lose_answer(self) -> None:
        """The next write is carried out, and its answer lost."""

    async def sign_in(self, crm: Crm) -> None:
        """Sign this desk in anew."""

    def parties(self, call_id: str) -> set[tuple[int, str]]:
        """Mask (1 from, 2 to), and ``entity:id`` or the address used."""


async def pages_of(crm: Crm, entity: Entity, since: str | None = None, cursor: str | None = None) -> list[Page]:
    return [page async for page in crm.pull(entity, Watermark(since) if since else None, cursor)]


async def rows_of(crm: Crm, entity: Entity, since: str | None = None, cursor: str | None = None) -> dict[str, Row]:
    pages = await pages_of(crm, entity, since, cursor)
    rows = [row for page in pages for row in page.rows]
    assert len({row["id"] for row in rows}) == len(rows), "a row came twice"
    return {str(row["id"]): row for row in rows}


def later(stamp: object, minutes: int) -> str:
    return (datetime.fromisoformat(str(stamp)) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def create(entity: Entity, **values: Value) -> Write:
    return Write(WriteKind.CREATE, entity, str(uuid4()), values)


def update(of: Write, **values: Value) -> Write:
    return Write(WriteKind.UPDATE, of.entity, of.record_id, values)


def edit(of: Write, base: dict[str, Value], **values: Value) -> Write:
    """An update that knows what it began with."""
    return Write(WriteKind.UPDATE, of.entity, of.record_id, values, base)


def close(of: Write, status: str) -> Write:
    return Write(WriteKind.CLOSE, of.entity, of.record_id, {"status": status})


async def any_client(crm: Crm, entity: Entity = Entity.CONTACT) -> str:
    return f"{entity}:{sorted(await rows_of(crm, entity))[0]}"


async def a_call(crm: Crm, **values: Value) -> Write:
    """A missed call from a client, as the desk records it."""
    client = await any_client(crm)
    usual: dict[str, Value] = {
        "subject": "Входящий звонок",
        "description": "missed, 0 s",
        "number": "+74951234567",
        "direction": "incoming",
        "start": "2026-11-23T09:15:02Z",
        "end": "2026-11-23T09:16:02Z",
        "duration_minutes": 1,
        "regarding": client,
        "client": client,
        "operator": f"user:{(await crm.connect()).user_id}",
    }
    return create(Entity.PHONE_CALL, **(usual | values))


async def stored(crm: Crm, write: Write) -> Row:
    return (await rows_of(crm, write.entity))[write.record_id]


async def refused_for_want_of_states(crm: Crm, write: Write) -> None:
    """A state is asked for where none can be set: nothing is changed, and the problem says why."""
    before = await stored(crm, write)
    with pytest.raises(CrmRefused) as caught:
        await crm.write(write)
    assert caught.value.problem.id is ProblemId.CRM_SOAP_CLOSED
    assert await stored(crm, write) == before


async def failure(crm: Crm) -> CrmError:
    """Of one request: a pull of cases, which asks for nothing that might be refused on its own."""
    with pytest.raises(CrmError) as caught:
        await pages_of(crm, Entity.CASE)
    return caught.value


class CrmContract:
    # --- who and what ---
    async def test_connecting_tells_who_we_are(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        first = await crm.connect()
        assert first.user_id in await rows_of(crm, Entity.USER)
        assert first.organization_id
        assert await crm.connect() == first

    async def test_the_entities_come_in_the_order_of_pulling(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        await crm.connect()
        assert tuple(crm.entities()) == PULL_ORDER

    @pytest.mark.manual("M1", "M2", "M3", "M4")
    async def test_what_the_administrator_keeps_arrives(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        me = (await crm.connect()).user_id
        rows = {entity: await rows_of(crm, entity) for entity in PULL_ORDER}
        wrap_up = rows[Entity.USER][me]["wrap_up_s"]
        assert isinstance(wrap_up, int) and not isinstance(wrap_up, bool)
        admitted = {row["team"] for row in rows[Entity.CONFIGURATOR_TEAM].values()}
        assert admitted <= rows[Entity.TEAM].keys()
        assert {row["configurator"] for row in rows[Entity.CONFIGURATOR_TEAM].values()} <= rows[
            Entity.CONFIGURATOR
        ].keys()
        assert any(row["user"] == me and row["team"] in admitted for row in rows[Entity.TEAM_MEMBERSHIP].values())
        assert all(row["number"] for row in rows[Entity.IGNORED_NUMBER].values())
        for number in rows[Entity.EMPLOYEE_NUMBER].values():
            assert number["user"] in rows[Entity.USER] and number["directory"] in rows[Entity.PHONE_DIRECTORY]

    async def test_unknown_names_are_one_problem_and_stop_no_other_entity(self, peer: CrmPeer) -> None:
        wrong = {
            "contact": {"jobtitle": "jobtitel", "telephone3": "telephone4"},
            "worksheet": {"set": "new_worksheat"},
            "phone_directory": {"id": "nosuchkey"},
        }
        crm = peer.crm(schema=wrong)
        await crm.connect()
        problem = crm.unknown_names  # type: ignore[attr-defined]
        assert problem.id is ProblemId.CRM_UNKNOWN_NAMES
        for name in ("jobtitel", "telephone4", "new_worksheat", "nosuchkey"):
            assert name in dict(problem.args)["names"]
        assert not {Entity.WORKSHEET, Entity.PHONE_DIRECTORY} & set(crm.entities())
        contact = next(iter((await rows_of(crm, Entity.CONTACT)).values()))
        assert contact["jobtitle"] is None and contact["lastname"]

    async def test_an_entity_switched_off_is_not_there(self, peer: CrmPeer) -> None:
        crm = peer.crm(schema={"worksheet": {"set": ""}})
        await crm.connect()
        assert set(crm.entities()) == set(PULL_ORDER) - {Entity.WORKSHEET}
        assert crm.unknown_names is None  # type: ignore[attr-defined]

    # --- pulling ---
    async def test_all_rows_come_page_by_page(self, peer: CrmPeer) -> None:
        pages = await pages_of(peer.crm(peer.page_size), Entity.CONTACT)
        assert len(pages) > 2
        assert [page.cursor is None for page in pages] == [False] * (len(pages) - 1) + [True]
        small = await rows_of(peer.crm(peer.page_size), Entity.CONTACT)
        assert small == await rows_of(peer.crm(), Entity.CONTACT)
        assert pages[0].total in (None, len(small))

    async def test_a_pull_goes_on_from_its_cursor_at_another_desk(self, peer: CrmPeer) -> None:
        every = await pages_of(peer.crm(peer.page_size), Entity.CONTACT)
        rest = await pages_of(peer.crm(peer.page_size), Entity.CONTACT, cursor=every[0].cursor)
        assert [page.rows for page in rest] == [page.rows for page in every[1:]]

    async def test_a_cursor_that_nobody_knows_is_refused(self, peer: CrmPeer) -> None:
        with pytest.raises(CrmRefused):
            await pages_of(peer.crm(), Entity.CONTACT, cursor="/api/data/v9.2/nothing?$skiptoken=%3Cold%3E")
        with pytest.raises(CrmRefused):
            await pages_of(peer.crm(), Entity.CONTACT, cursor="@elsewhere.example/")

    async def test_since_gives_what_changed_and_five_minutes_before(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        new = create(Entity.CONTACT, lastname="Новый", mobilephone="+79161234567")
        await crm.write(new)
        every = await rows_of(crm, Entity.CONTACT)
        stamp = every[new.record_id]["modified"]
        recent = {id for id, row in every.items() if str(row["modified"]) >= later(stamp, -5)}
        assert set(await rows_of(crm, Entity.CONTACT, since=str(stamp))) == recent
        assert recent < every.keys(), "old rows are left out"
        assert new.record_id in await rows_of(crm, Entity.CONTACT, since=later(stamp, 4))
        assert new.record_id not in await rows_of(crm, Entity.CONTACT, since=later(stamp, 6))

    async def test_changes_come_in_pages_too_and_go_on_from_a_cursor(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        size = peer.smallest_page
        for number in range(2 * size + 1):
            await crm.write(create(Entity.ACCOUNT, name=f"ООО «Новая {number}»"))
        stamp = max(str(row["modified"]) for row in (await rows_of(crm, Entity.ACCOUNT)).values())
        pages = await pages_of(peer.crm(size), Entity.ACCOUNT, since=stamp)
        assert len(pages) > 2
        stamps = [str(row["modified"]) for page in pages for row in page.rows]
        assert stamps == sorted(stamps)
        rest = await rows_of(peer.crm(size), Entity.ACCOUNT, cursor=pages[0].cursor)
        assert len(rest) == len(stamps) - size

    @pytest.mark.manual("M16")
    async def test_only_open_worksheets_at_first_and_their_closing_as_a_change(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        sheet = create(Entity.WORKSHEET, name="Консультация", customer=await any_client(crm, Entity.ACCOUNT))
        await crm.write(sheet)
        row = await stored(crm, sheet)
        assert (row["state"], row["customer_entity"]) == (0, "account")
        if not peer.closes:
            return await refused_for_want_of_states(crm, update(sheet, state=1))
        await crm.write(update(sheet, state=1))
        assert sheet.record_id not in await rows_of(crm, Entity.WORKSHEET)
        changed = await rows_of(crm, Entity.WORKSHEET, since=str(row["modified"]))
        assert changed[sheet.record_id]["state"] == 1

    @pytest.mark.manual("M16")
    async def test_a_customer_may_be_a_contact_or_an_account(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        clients = [await any_client(crm), await any_client(crm, Entity.ACCOUNT)]
        cases = [create(Entity.CASE, title="Не работает интернет", customer=client) for client in clients]
        for case in cases:
            await crm.write(case)
        rows = await rows_of(crm, Entity.CASE)
        found = [f"{rows[case.record_id]['customer_entity']}:{rows[case.record_id]['customer']}" for case in cases]
        assert found == clients

    async def test_rows_hold_plain_values(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        for entity in PULL_ORDER:
            for row in (await rows_of(crm, entity)).values():
                assert {"id", "modified"} <= row.keys()
                assert {type(value) for value in row.values()} <= {str, int, bool, type(None)}

    # --- writing ---
    @pytest.mark.manual("M14", "M15")
    async def test_a_new_client_of_an_organization(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        account = create(Entity.ACCOUNT, name="ООО «Ромашка & Ко»", telephone1="84951234567")
        contact = create(Entity.CONTACT, firstname="Пётр", lastname="О'Нил", parent=f"account:{account.record_id}")
        await crm.write(account)
        await crm.write(contact)
        row = await stored(crm, contact)
        assert (row["firstname"], row["lastname"], row["parent"]) == ("Пётр", "О'Нил", account.record_id)
        await crm.write(update(contact, parent=None, mobilephone="+79161234567"))
        row = await stored(crm, contact)
        assert (row["parent"], row["mobilephone"], row["lastname"]) == (None, "+79161234567", "О'Нил")

    @pytest.mark.manual("M25")
    async def test_a_call_is_stored_with_its_parties(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        call = await a_call(crm)
        await crm.write(call)
        row = await stored(crm, call)
        for name in ("subject", "description", "number", "direction", "start", "end", "duration_minutes"):
            assert row[name] == call.values[name]
        assert f"{row['regarding_entity']}:{row['regarding']}" == call.values["regarding"]
        assert f"user:{row['owner']}" == call.values["operator"]
        assert row["state"] == 0
        assert peer.parties(call.record_id) == {(1, call.values["client"]), (2, call.values["operator"])}

    @pytest.mark.manual("M25")
    async def test_an_outgoing_call_goes_from_the_operator(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        client = await any_client(crm, Entity.ACCOUNT)
        call = await a_call(crm, direction="outgoing", client=client, regarding=client)
        await crm.write(call)
        assert (await stored(crm, call))["direction"] == "outgoing"
        assert peer.parties(call.record_id) == {(1, call.values["operator"]), (2, client)}

    @pytest.mark.manual("M25")
    async def test_a_call_of_nobody_known_keeps_the_number_as_its_party(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        call = await a_call(crm, client=None, regarding=None)
        await crm.write(call)
        assert (await stored(crm, call))["regarding"] is None
        assert peer.parties(call.record_id) == {(1, "+74951234567"), (2, call.values["operator"])}

    @pytest.mark.manual("M25")
    @pytest.mark.parametrize("kind", [Entity.CASE, Entity.WORKSHEET])
    async def test_a_call_can_regard_a_case_or_a_worksheet(self, peer: CrmPeer, kind: Entity) -> None:
        crm = peer.crm()
        about = await any_client(crm, kind)
        call = await a_call(crm, regarding=about)
        await crm.write(call)
        row = await stored(crm, call)
        assert f"{row['regarding_entity']}:{row['regarding']}" == about

    @pytest.mark.manual("M25")
    async def test_a_repeated_create_changes_nothing(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        call = await a_call(crm)
        await crm.write(call)
        await crm.write(update(call, description="answered, 40 s"))
        await peer.crm().write(call)
        assert (await stored(crm, call))["description"] == "answered, 40 s"

    @pytest.mark.manual("M25")
    async def test_a_lost_answer_leaves_one_record(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        call = await a_call(crm, subject=f"lost {uuid4()}")
        await crm.connect()
        peer.lose_answer()
        with pytest.raises(CrmUnavailable):
            await crm.write(call)
        await crm.write(call)
        same = [
            row for row in (await rows_of(crm, Entity.PHONE_CALL)).values() if row["subject"] == call.values["subject"]
        ]
        assert [row["id"] for row in same] == [call.record_id]
        assert len(peer.parties(call.record_id)) == 2

    @pytest.mark.manual("M25")
    @pytest.mark.parametrize(("status", "codes"), [("made", (1, 2)), ("received", (1, 4)), ("cancelled", (2, 3))])
    async def test_closing_gives_the_final_state_once(self, peer: CrmPeer, status: str, codes: tuple[int, int]) -> None:
        crm = peer.crm()
        call = await a_call(crm)
        await crm.write(call)
        if not peer.closes:
            return await refused_for_want_of_states(crm, close(call, status))
        for write in (close(call, status), close(call, status)):
            await crm.write(write)
        row = await stored(crm, call)
        assert (row["state"], row["status"]) == codes

    @pytest.mark.manual("M25")
    async def test_a_closed_call_is_reopened_written_and_closed(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        call = await a_call(crm)
        other = await any_client(crm, Entity.ACCOUNT)
        await crm.write(call)
        if not peer.closes:
            return await refused_for_want_of_states(crm, update(call, status="open"))
        await crm.write(close(call, "received"))
        with pytest.raises((CrmForbidden, CrmRefused)):
            await crm.write(update(call, description="too late"))
        chain = [update(call, status="open"), update(call, client=other, regarding=other), close(call, "received")]
        for write in chain:
            await crm.write(write)
        row = await stored(crm, call)
        assert (row["state"], row["status"], row["regarding_entity"]) == (1, 4, "account")
        assert row["direction"] == "incoming" and row["number"] == "+74951234567"
        assert peer.parties(call.record_id) == {(1, other), (2, call.values["operator"])}

    async def test_a_missing_record_is_not_created_by_an_update(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        gone = create(Entity.CONTACT, lastname="Никто")
        with pytest.raises((CrmRefused, CrmConflict)):
            await crm.write(update(gone, lastname="Кто-то"))
        assert gone.record_id not in await rows_of(crm, Entity.CONTACT)

    # --- conflicts ---
    async def test_an_edit_of_what_nobody_else_has_touched_is_written(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        client = create(Entity.CONTACT, lastname="Иванов", jobtitle="Инженер")
        await crm.write(client)
        await crm.write(
            edit(client, {"lastname": "Иванов", "middlename": None}, lastname="Щукин", middlename="Петрович")
        )
        row = await stored(crm, client)
        assert (row["lastname"], row["middlename"], row["jobtitle"]) == ("Щукин", "Петрович", "Инженер")

    async def test_edits_of_different_fields_are_merged(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        client = create(Entity.CONTACT, lastname="Иванов", jobtitle="Инженер")
        await crm.write(client)
        await peer.crm().write(update(client, jobtitle="Директор"))
        await crm.write(edit(client, {"lastname": "Иванов"}, lastname="Щукин"))
        row = await stored(crm, client)
        assert (row["lastname"], row["jobtitle"]) == ("Щукин", "Директор")

    async def test_a_field_that_somebody_else_has_changed_is_a_conflict_and_nothing_is_written(
        self, peer: CrmPeer
    ) -> None:
        crm = peer.crm()
        client = create(Entity.CONTACT, lastname="Иванов", jobtitle="Инженер")
        await crm.write(client)
        await peer.crm().write(update(client, lastname="Судаков"))
        both = edit(client, {"lastname": "Иванов", "jobtitle": "Инженер"}, lastname="Щукин", jobtitle="Директор")
        with pytest.raises(CrmConflict) as caught:
            await crm.write(both)
        assert caught.value.problem.id is ProblemId.CRM_CHANGED_MEANWHILE
        assert caught.value.theirs == {"lastname": "Судаков"}
        row = await stored(crm, client)
        assert (row["lastname"], row["jobtitle"]) == ("Судаков", "Инженер")
        mine = edit(client, {"lastname": "Судаков", "jobtitle": "Инженер"}, lastname="Щукин", jobtitle="Директор")
        await crm.write(mine)
        row = await stored(crm, client)
        assert (row["lastname"], row["jobtitle"]) == ("Щукин", "Директор")

    async def test_a_field_that_has_its_value_already_is_done(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        client = create(Entity.ACCOUNT, name="ООО «Ромашка»")
        await crm.write(client)
        renamed = edit(client, {"name": "ООО «Ромашка»"}, name="АО «Ромашка»")
        await crm.write(renamed)
        stamp = (await stored(crm, client))["modified"]
        await crm.write(renamed)
        row = await stored(crm, client)
        assert (row["name"], row["modified"]) == ("АО «Ромашка»", stamp)

    async def test_a_lost_answer_to_an_edit_is_no_conflict(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        client = create(Entity.ACCOUNT, name="ООО «Ромашка»")
        await crm.write(client)
        renamed = edit(client, {"name": "ООО «Ромашка»"}, name="АО «Ромашка»")
        peer.lose_answer()
        with pytest.raises(CrmUnavailable):
            await crm.write(renamed)
        await crm.write(renamed)
        assert (await stored(crm, client))["name"] == "АО «Ромашка»"

    async def test_a_reference_conflicts_like_any_field(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        companies = [create(Entity.ACCOUNT, name=name) for name in ("А", "Б", "В")]
        client = create(Entity.CONTACT, lastname="Иванов", parent=f"account:{companies[0].record_id}")
        for write in (*companies, client):
            await crm.write(write)
        first, second, third = (f"account:{company.record_id}" for company in companies)
        await crm.write(edit(client, {"parent": first}, parent=second))
        assert (await stored(crm, client))["parent"] == companies[1].record_id
        with pytest.raises(CrmConflict) as caught:
            await crm.write(edit(client, {"parent": first}, parent=third))
        assert caught.value.theirs == {"parent": second}

    async def test_a_field_that_somebody_else_has_emptied_is_a_conflict(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        client = create(Entity.CONTACT, lastname="Иванов", jobtitle="Инженер")
        await crm.write(client)
        await peer.crm().write(update(client, jobtitle=None))
        with pytest.raises(CrmConflict) as caught:
            await crm.write(edit(client, {"jobtitle": "Инженер"}, jobtitle="Директор"))
        assert caught.value.theirs == {"jobtitle": None}
        await crm.write(edit(client, {"jobtitle": "Инженер"}, jobtitle=None))

    async def test_an_edit_of_a_record_that_is_gone_is_refused(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        gone = create(Entity.CONTACT, lastname="Никто")
        with pytest.raises(CrmRefused) as caught:
            await crm.write(edit(gone, {"lastname": "Никто"}, lastname="Кто-то"))
        assert caught.value.problem.id is ProblemId.CRM_RECORD_GONE

    @pytest.mark.manual("D11")
    async def test_the_operator_s_own_status_is_written_and_read(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        me = (await crm.connect()).user_id
        for status in (1, 2, 3, 0):
            await crm.write(Write(WriteKind.UPDATE, Entity.USER, me, {"cti_status": status}))
            assert await crm.user_status(me) == status
            assert (await rows_of(crm, Entity.USER))[me]["cti_status"] == status

    # --- who has called back ---
    @pytest.mark.manual("D14")
    async def test_a_colleague_s_later_call_to_the_number_is_a_call_back(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        me = (await crm.connect()).user_id
        missed = datetime.fromisoformat("2026-11-23T09:15:02Z")
        call = await a_call(crm, number="+79161230000", direction="outgoing", start="2026-11-23T09:40:00Z")
        await crm.write(call)
        found = await crm.called_back("+79161230000", missed)
        assert found == CallBack(me, datetime.fromisoformat("2026-11-23T09:40:00Z")), "its wrap-up still lasts"
        assert await crm.called_back("+79161230001", missed) is None
        assert await crm.called_back("+79161230000", found.at) is None
        assert await crm.called_back("", missed) is None
        if not peer.closes:
            return await refused_for_want_of_states(crm, close(call, "made"))
        await crm.write(close(call, "made"))
        assert await crm.called_back("+79161230000", missed) == found

    @pytest.mark.manual("D14")
    async def test_neither_an_incoming_call_nor_a_vain_one_is_a_call_back(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        missed = datetime.fromisoformat("2026-11-23T09:15:02Z")
        calls = [
            (await a_call(crm, number="1005", direction="incoming", start="2026-11-23T09:40:00Z"), "received"),
            (await a_call(crm, number="1005", direction="outgoing", start="2026-11-23T09:41:00Z"), "cancelled"),
        ]
        for call, status in calls:
            await crm.write(call)
            if not peer.closes:
                return await refused_for_want_of_states(crm, close(call, status))
            await crm.write(close(call, status))
        assert await crm.called_back("1005", missed) is None
        spoken = await a_call(crm, number="1005", direction="outgoing", start="2026-11-23T09:42:00Z")
        for write in (spoken, close(spoken, "made")):
            await crm.write(write)
        found = await crm.called_back("1005", missed)
        assert found and found.at == datetime.fromisoformat("2026-11-23T09:42:00Z"), "an extension, as a whole"
        assert await crm.called_back("005", missed) is None

    # --- trouble ---
    @pytest.mark.parametrize(
        ("status", "error", "id"),
        [
            (403, CrmForbidden, ProblemId.CRM_NO_PERMISSION),
            (429, CrmUnavailable, ProblemId.CRM_BUSY),
            (500, CrmUnavailable, ProblemId.CRM_UNREACHABLE),
            (503, CrmUnavailable, ProblemId.CRM_BUSY),
        ],
    )
    async def test_refusals_are_told_apart(
        self, peer: CrmPeer, status: int, error: type[CrmError], id: ProblemId
    ) -> None:
        crm = peer.crm()
        await crm.connect()
        peer.fail(status)
        found = await failure(crm)
        assert (type(found), found.problem.id) == (error, id)
        assert await rows_of(crm, Entity.TEAM), "it works again afterwards"

    async def test_a_refused_sign_in_stands_until_there_is_a_new_one(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        await crm.connect()
        peer.fail(401)
        for _ in range(2):
            found = await failure(crm)
            assert (type(found), found.problem.id) == (CrmUnauthorized, ProblemId.CRM_SIGN_IN_REFUSED)
        await peer.sign_in(crm)
        assert await rows_of(crm, Entity.TEAM)

    async def test_an_overloaded_server_says_when_to_come_back(self, peer: CrmPeer) -> None:
        crm = peer.crm()
        await crm.connect()
        peer.fail(503, retry_after=7)
        found = await failure(crm)
        assert isinstance(found, CrmUnavailable) and found.retry_after_s == 7

    @pytest.mark.parametrize("step", ["connect", "pull", "write"])
    async def test_a_dead_server_is_unavailable(self, peer: CrmPeer, step: str) -> None:
        crm = peer.dead_crm()
        steps: dict[str, Callable[[], object]] = {
            "connect": crm.connect,
            "pull": lambda: pages_of(crm, Entity.TEAM),
            "write": lambda: crm.write(create(Entity.ACCOUNT, name="x")),
        }
        with pytest.raises(CrmUnavailable) as caught:
            await steps[step]()  # type: ignore[misc]
        assert caught.value.problem.id is ProblemId.CRM_UNREACHABLE
