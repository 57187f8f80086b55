"""The supervisor, on engines that are no engines: small programs that die, hang, or talk nonsense."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from ctidesk.adapters.telephony import process
from ctidesk.adapters.telephony.process import HOST_COMMAND, EngineProcess
from ctidesk.domain.commands import HangUp, SetRefusal, SipAccount
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import EngineLost, EngineStarted, LegProgressed
from tests.contracts.telephony_parties import Party

HELLO = 'print(\'{"kind":"EngineStarted","engine":"toy","version":"1","transport":"","local":""}\', flush=True)\n'


@asynccontextmanager
async def engine(*command: str) -> AsyncIterator[Party]:
    one = Party(EngineProcess(command), SipAccount("", "", ""))
    one.telephony.start(one.listen)
    try:
        yield one
    finally:
        async with asyncio.timeout(3):
            await one.telephony.stop()


def toy(program: str) -> AbstractAsyncContextManager[Party]:
    return engine(sys.executable, "-I", "-c", program)


async def test_commands_go_in_and_events_come_out() -> None:
    echo = HELLO + (
        "import sys\nfor line in sys.stdin:\n"
        ' print(\'{"kind":"LegProgressed","leg_id":"\' + str(line.count("HangUp")) + \'"}\', flush=True)\n'
    )
    async with toy(echo) as one:
        await one.hears(EngineStarted, engine="toy")
        one.send(SetRefusal(486), HangUp("x"))
        await one.hears(LegProgressed, leg_id="0")
        await one.hears(LegProgressed, leg_id="1")
    assert not any(isinstance(event, EngineLost) for event in one.said)


async def test_an_engine_that_keeps_dying_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_RESTART_AFTER_S", (0.0, 0.01))
    async with toy("raise SystemExit(3)") as one:
        lost = [await one.hears(EngineLost) for _ in range(3)]
        assert [event.problem.id for event in lost] == [ProblemId.ENGINE_RESTARTED] * 2 + [ProblemId.ENGINE_UNAVAILABLE]
        assert {event.problem.detail for event in lost} == {"exit 3"}


async def test_an_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_RESTART_AFTER_S", ())
    async with engine("/no/such/engine") as one:
        lost = await one.hears(EngineLost)
        assert lost.problem.id is ProblemId.ENGINE_UNAVAILABLE
        assert lost.problem.detail.startswith("FileNotFoundError")


async def test_nonsense_and_noise_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "ctidesk.engine")
    noise = "import sys, os\nos.write(1, b'not json\\n\\xff\\n')\nprint('careful', file=sys.stderr, flush=True)\n"
    async with toy(noise + HELLO + "sys.stdin.read()") as one:
        await one.hears(EngineStarted)
    assert "an event was not understood" in caplog.text
    assert "careful" in caplog.text


async def test_an_engine_that_hangs_is_ended() -> None:
    async with toy(HELLO + "import time\ntime.sleep(60)") as one:
        await one.hears(EngineStarted)
        assert isinstance(one.telephony, EngineProcess)
        pid = one.telephony.pid
        began = time.monotonic()
        await one.telephony.stop()
        assert time.monotonic() - began < 3
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_sending_never_blocks() -> None:
    async with toy(HELLO + "import time\ntime.sleep(60)") as one:
        await one.hears(EngineStarted)
        began = time.monotonic()
        for _ in range(5000):  # far more than a pipe holds
            one.send(HangUp("a leg that nobody has"))
        assert time.monotonic() - began < 1


async def test_it_starts_again_after_a_stop() -> None:
    async with toy(HELLO + "import sys\nsys.stdin.read()") as one:
        await one.hears(EngineStarted)
        await one.telephony.stop()
        one.telephony.start(one.listen)
        await one.hears(EngineStarted)


# --- the host itself ------------------------------------------------------------------------------------------------


def host(lines: bytes) -> subprocess.CompletedProcess[bytes]:
    """One life of the real host, fed with ``lines``."""
    return subprocess.run(HOST_COMMAND, input=lines, capture_output=True, timeout=10, check=False)


def test_the_host_ends_with_its_stdin() -> None:
    began = time.monotonic()
    done = host(b"")
    assert time.monotonic() - began < 3
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1, "PJSIP's own prints stay off the wire"


def test_the_host_survives_bad_lines_and_keeps_passwords_out_of_its_log() -> None:
    account = b'{"server": "127.0.0.1:1", "username": "1001", "password": "geheim"'
    lines = b"\xff\x00\n[]\n" + b'{"kind": "Register", "account": ' + account + b', "register_expires_s": "x"}}\n'
    lines += b'{"kind": "Register", "account": ' + account + b"}}\n"
    lines += b'{"kind": "Call", "leg_id": "1", "number": "a\\r\\nb"}\n'
    done = host(lines)
    assert done.returncode == 0
    assert done.stderr.count(b"not understood") == 3
    assert b'"leg_id":"1","cause":"no_such_number"' in done.stdout
    assert b"geheim" not in done.stdout + done.stderr
