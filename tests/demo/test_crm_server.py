"""The demo CRM as a process: how it starts, is asked, fails on demand and ends."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "ctidesk.demo.crm", "--clients", "20"]
PIPE = subprocess.PIPE

Process = subprocess.Popen[str]


@contextmanager
def started(*options: str) -> Iterator[tuple[Process, str]]:
    command = [*COMMAND, *options]
    with Process(command, cwd=REPOSITORY, text=True, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        try:
            assert process.stdout
            yield process, json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def ends_quietly(process: Process) -> bool:
    """communicate() closes the pipe to it, too."""
    out, err = process.communicate(timeout=5)
    return (process.returncode, out, err) == (0, "", "")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with started() as (_, url):
        yield url


@pytest.fixture
def crm(url: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=url, timeout=5) as client:
        yield client
        client.post(admin(client, "clear"))


def admin(client: httpx2.Client, name: str) -> str:
    return str(client.base_url.join(f"/demo/{name}"))


def break_next(client: httpx2.Client, **fault: Any) -> None:
    assert client.post(admin(client, "fault"), json=fault).status_code == 204


def test_it_ends_when_the_pipe_to_it_closes() -> None:
    with started("--until-stdin-closes") as (process, _):
        assert ends_quietly(process)


def test_it_stays_when_nobody_asked_it_to_watch_the_pipe() -> None:
    with started() as (process, url):
        assert process.stdin
        process.stdin.close()
        assert httpx2.get(f"{url}WhoAmI").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_while_a_client_is_connected(number: signal.Signals) -> None:
    with started() as (process, url), httpx2.Client(base_url=url) as client:
        assert client.get("WhoAmI").status_code == 200
        process.send_signal(number)
        assert ends_quietly(process)


def test_basic_sign_in() -> None:
    with started("--auth", "basic") as (_, url):
        refused = httpx2.get(f"{url}WhoAmI")
        assert refused.status_code == 401 and refused.headers["www-authenticate"].startswith("Basic")
        assert refused.headers["odata-version"] == "4.0"
        assert httpx2.get(f"{url}WhoAmI", auth=("DEMO\\anna", "wrong")).status_code == 401
        assert httpx2.get(f"{url}WhoAmI", auth=("DEMO\\anna", "demo")).status_code == 200


def test_a_fault_hits_so_many_matching_requests(crm: httpx2.Client) -> None:
    break_next(crm, status=503, retry_after=1, times=2, path="contacts")
    assert crm.get("accounts").status_code == 200
    answers = [crm.get("contacts") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["retry-after"] == "1"
    assert answers[0].headers["odata-version"] == "4.0" and "message" in answers[0].json()["error"]


def test_a_lost_answer_still_has_been_carried_out(crm: httpx2.Client) -> None:
    break_next(crm, drop=True, path="contacts", method="PATCH")
    path = "contacts(00000000-0000-4000-8000-00000000d409)"
    with pytest.raises(httpx2.RemoteProtocolError):
        crm.patch(path, json={"lastname": "Потерянный"})
    assert crm.get(path).json()["lastname"] == "Потерянный"


def test_a_read_can_be_cut_off_too(crm: httpx2.Client) -> None:
    break_next(crm, drop=True)
    with pytest.raises(httpx2.TransportError):
        crm.get("contacts")
    assert crm.get("contacts").status_code == 200


def test_a_slow_answer(crm: httpx2.Client) -> None:
    break_next(crm, delay_s=0.3)
    start = time.perf_counter()
    assert crm.get("teams").status_code == 200
    assert time.perf_counter() - start >= 0.3


def test_clear_takes_the_trouble_away(crm: httpx2.Client) -> None:
    break_next(crm, status=500, times=99)
    crm.post(admin(crm, "clear"))
    assert crm.get("contacts").status_code == 200


def test_a_fault_it_does_not_know_is_refused(crm: httpx2.Client) -> None:
    assert crm.post(admin(crm, "fault"), json={"explode": True}).status_code == 400


def test_requests_are_remembered(crm: httpx2.Client) -> None:
    crm.post(admin(crm, "clear"))
    crm.get("contacts", params={"$top": "1"})
    crm.get("contacts(00000000-0000-4000-8000-000000000000)")
    seen = crm.get(admin(crm, "requests")).json()
    assert seen["requests"][0] == ["GET", "contacts"]
    assert seen["counts"] == {"GET contacts": 2}
