"""The real things the stories are played on: Kamailio, the demo CRM, and a desktop of its own for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from ctidesk.demo.people import callers
from tests.peers.demo_crm import DemoCrm, demo_crm
from tests.peers.desk import Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.x_desktop import XDesktop, x_desktop

PASSWORD = "secret of 1001"
CLIENTS = 300


@pytest.fixture(scope="module")
def pbx() -> Iterator[Kamailio]:
    with Kamailio({"1001": PASSWORD, "1002": PASSWORD}) as running:
        yield running


@pytest.fixture(scope="module")
def crm() -> Iterator[DemoCrm]:
    with demo_crm(CLIENTS) as running:
        yield running


@pytest.fixture
def sip(pbx: Kamailio) -> dict[str, str]:
    return {
        "CTIDESK_SIP_SERVER": pbx.server,
        "CTIDESK_SIP_USERNAME": "1001",
        "CTIDESK_SIP_PASSWORD": PASSWORD,
        "CTIDESK_CALLS_WRAP_UP_S": "30",
    }


@pytest.fixture
def environ(sip: dict[str, str], crm: DemoCrm) -> dict[str, str]:
    crm.clear()
    return {**sip, "CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}


@pytest.fixture
def running(tmp_path: Path, environ: dict[str, str]) -> Iterator[Desk]:
    """A desktop that is registered and has its clients."""
    with desk(tmp_path, environ) as started:
        started.wait("registration=registered")
        started.wait("crm.sync=idle")
        yield started


@pytest.fixture
def x() -> Iterator[XDesktop]:
    with x_desktop() as desktop:
        yield desktop


@pytest.fixture
def on_screen(tmp_path: Path, environ: dict[str, str], x: XDesktop) -> Iterator[Desk]:
    """The same with real windows."""
    with desk(tmp_path, {**environ, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}) as started:
        started.wait("registration=registered")
        started.wait("crm.sync=idle")
        yield started


@pytest.fixture
def known() -> str:
    """The number of exactly one client, as the PBX delivers it."""
    return next(caller.number for caller in callers(CLIENTS) if caller.kind == "known")


@pytest.fixture
def shared() -> str:
    """A number that several records have."""
    return next(caller.number for caller in itertools.islice(callers(CLIENTS), 50) if caller.kind == "several")
