"""The copy follows the CRM: a real desk and the demo CRM, deletions, tracking refused, stopped, killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ctidesk.demo.people import callers
from tests.end2end.test_edge import ALONE
from tests.peers.demo_crm import DemoCrm, demo_crm
from tests.peers.desk import Desk, Refusal, desk

CLIENTS = 3000
MANY, PAGE = 20_000, 500


@pytest.fixture
def crm() -> Iterator[DemoCrm]:
    with demo_crm(CLIENTS) as running:
        yield running


def environ(crm: DemoCrm, **more: str) -> dict[str, str]:
    return {**ALONE, "CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none", **more}


@pytest.fixture
def synced(tmp_path: Path, crm: DemoCrm) -> Iterator[Desk]:
    with desk(tmp_path, environ(crm)) as running:
        running.wait("crm.sync=idle")
        yield running


@pytest.fixture
def number() -> str:
    return next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")


def again(running: Desk, *how: str) -> None:
    running.ctl("sync", *how)
    running.wait("crm.sync=idle", 60)


def client(running: Desk, number: str) -> str:
    (found,) = running.ctl("lookup", number)["matches"]
    return f"{found['entity']}s({found['id']})"


def pages(crm: DemoCrm, entity_set: str = "contacts") -> int:
    return crm.requests().count(("GET", entity_set))


def test_a_deleted_client_is_gone_after_the_next_synchronisation(synced: Desk, crm: DemoCrm, number: str) -> None:
    crm.delete(client(synced, number))
    assert synced.ctl("lookup", number)["matches"]
    again(synced)
    assert synced.ctl("lookup", number)["matches"] == []


def test_with_tracking_refused_it_is_gone_after_the_comparison(tmp_path: Path, crm: DemoCrm, number: str) -> None:
    crm.server(track_changes=403)
    with desk(tmp_path, environ(crm)) as running:
        shown = running.wait("crm.sync=idle")
        assert shown["notice"] is None and shown["crm"]["error"] is None
        crm.delete(client(running, number))
        again(running)
        assert running.ctl("lookup", number)["matches"], "stamps do not tell of deletions"
        again(running, "--full")
        assert running.ctl("lookup", number)["matches"] == []


def test_an_expired_mark_is_read_anew_without_a_word(synced: Desk, crm: DemoCrm, number: str) -> None:
    crm.delete(client(synced, number))
    crm.expire()
    again(synced)
    shown = synced.ctl("status")
    assert synced.ctl("lookup", number)["matches"] == []
    assert shown["notice"] is None and shown["crm"]["error"] is None


def test_one_forbidden_entity_stops_alone(tmp_path: Path, crm: DemoCrm, number: str) -> None:
    crm.fault(status=403, path="incidents", times=1000)
    with desk(tmp_path, environ(crm)) as running:
        shown = running.wait("crm.sync=idle")
        assert shown["notice"] and shown["crm"]["records"] > CLIENTS
        assert running.ctl("lookup", number)["matches"]


def test_an_overloaded_crm_is_obeyed_and_the_pull_goes_on(tmp_path: Path, crm: DemoCrm) -> None:
    crm.fault(status=429, code="0x80072322", retry_after=2, path="contacts", times=1)
    with desk(tmp_path, environ(crm)) as running:
        busy = running.wait("crm.sync=offline")
        assert busy["crm"]["error"]
        running.wait("crm.sync=idle")
        assert pages(crm, "accounts") == 1 + 1, "they were in: only their changes are asked for, by their mark"
        assert pages(crm) == 2


def slow(crm: DemoCrm) -> None:
    crm.fault(delay_s=0.1, method="GET", path="contacts", times=10_000)


def until_some_pages(running: Desk, crm: DemoCrm, at_least: int) -> None:
    deadline = time.monotonic() + 30
    while pages(crm) < at_least:
        assert time.monotonic() < deadline, "the pull does not get on"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def large() -> Iterator[DemoCrm]:
    with demo_crm(MANY) as running:
        yield running


def test_a_pull_killed_in_the_middle_goes_on_where_it_was(tmp_path: Path, large: DemoCrm) -> None:
    large.clear()
    slow(large)
    all_pages = MANY // PAGE
    with desk(tmp_path, environ(large, CTIDESK_CRM_PAGE_SIZE=str(PAGE))) as running:
        until_some_pages(running, large, all_pages // 2)
        running.kill()
        before = pages(large)
        assert before < all_pages
        large.clear()
        running.start()
        shown = running.wait("crm.sync=idle", 60)
        assert shown["crm"]["records"] > MANY
        # What was on its way and the page that was being stored when the desk died are asked for again.
        assert pages(large) <= all_pages - before + 3
        assert len(running.ctl("search", "Иванов", "--limit", "5")["matches"]) == 5


def test_a_pull_killed_again_and_again_comes_to_its_end(tmp_path: Path, large: DemoCrm) -> None:
    large.clear()
    slow(large)
    with desk(tmp_path, environ(large, CTIDESK_CRM_PAGE_SIZE=str(PAGE))) as running:
        for life in (1, 2, 3):
            until_some_pages(running, large, 8 * life)
            running.kill()
            running.start()
        large.clear()
        counted = large.get("RetrieveTotalRecordCount(EntityNames=['contact','account'])")
        records = sum(counted["EntityRecordCountCollection"]["Values"])
        assert running.wait("crm.sync=idle", 60)["crm"]["records"] == records


def test_stopped_and_gone_on(tmp_path: Path, large: DemoCrm) -> None:
    large.clear()
    slow(large)
    with desk(tmp_path, environ(large, CTIDESK_CRM_PAGE_SIZE=str(PAGE))) as running:
        until_some_pages(running, large, 15)
        progress = running.ctl("status")["crm"]["progress"]
        assert progress["entity"] == "contact" and 0 < progress["done"] < progress["total"]
        assert progress["left_s"] is None or progress["left_s"] > 0
        running.ctl("sync", "--cancel")
        stopped = running.wait("crm.sync=offline")
        assert "«Синхронизировать сейчас» продолжит" in stopped["crm"]["error"]
        with pytest.raises(Refusal):
            running.ctl("sync", "--cancel")
        before = pages(large)
        large.clear()
        again(running)
        assert pages(large) <= MANY // PAGE - before + 3
        slow(large)
        running.ctl("sync", "--full")
        running.ctl("sync", "--cancel")
        running.wait("crm.sync=idle")
