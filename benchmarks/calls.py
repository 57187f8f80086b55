"""How fast a call is here, beside baresip in the same run, with 100 000 clients cached.

INVITE to 180 on the wire; INVITE to the caller's name; from the moment that the operator accepts to the 200 on the
wire; what a full synchronisation of 300 000 records costs the sound of a running call.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import median, percentile
from benchmarks.raw_call import Address, RawCall, raw_call
from benchmarks.rtp_stream import RtpStream
from benchmarks.start import PASSWORD, settings
from ctidesk.adapters.desktop.control import ask
from ctidesk.demo.people import callers
from tests.peers.baresip import Phone, baresip
from tests.peers.demo_crm import demo_crm
from tests.peers.desk import Desk
from tests.peers.desk import desk as running
from tests.peers.kamailio import Kamailio, free_udp_port

CALLS = 60
ANSWERED = 40
CLIENTS = 100_000
SYNC_RECORDS = 300_000
_USER, _OTHER = "1001", "1002"


def measure() -> Mapping[str, float]:
    with Kamailio({_USER: PASSWORD, _OTHER: PASSWORD}) as pbx, demo_crm(CLIENTS) as crm:
        more = {"CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}
        with tempfile.TemporaryDirectory() as folder, running(Path(folder), settings(pbx.server, **more)) as desk:
            engine = _ready(desk)
            theirs = asyncio.run(_baresip_rings(pbx))
            numbers = [
                caller.number for caller in itertools.islice(callers(CLIENTS), 3 * CALLS) if caller.kind == "known"
            ]
            rung, named = zip(*(_rings(desk, engine, number) for number in numbers[:CALLS]), strict=True)
            accepted = [_accepts(desk, engine) for _ in range(ANSWERED)]
    return {
        "invite_to_180_ms_p50": median(rung),
        "invite_to_180_ms_p95": percentile(rung, 95),
        "baresip_invite_to_180_ms_p95": percentile(theirs, 95),
        "invite_to_name_ms_p95": percentile(named, 95),
        "accept_to_200_ms_p95": percentile(accepted, 95),
    }


def measure_under_sync() -> Mapping[str, float]:
    with Kamailio({_USER: PASSWORD}) as pbx, demo_crm(SYNC_RECORDS) as crm, tempfile.TemporaryDirectory() as folder:
        more = {"CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}
        with running(Path(folder), settings(pbx.server, **more)) as desk, RtpStream() as far:
            engine = _ready(desk)
            with raw_call(engine, _USER, "84951234567", far.port) as call:
                _talk(desk, call)
                time.sleep(1)
                far.begin()
                desk.ctl("sync", "--full")
                desk.wait("crm.sync=pulling")
                desk.wait("crm.sync=idle", 300)
                lost, seconds = far.lost()
                call.bye()
    print(f"{lost} frames lost in {seconds:.0f} s of a full synchronisation")
    return {"audio_lost_frames_per_min_under_sync": lost * 60 / seconds}


def _ready(desk: Desk) -> Address:
    """Where its engine listens."""
    desk.wait("registration=registered")
    desk.wait("crm.sync=idle", 300)
    host, _, port = desk.ctl("status")["sip"]["local"].rpartition(":")
    return host, int(port)


async def _baresip_rings(pbx: Kamailio) -> list[float]:
    port = free_udp_port()
    async with baresip(Phone(pbx.server, _OTHER, PASSWORD, port=port)) as phone:

        def rings() -> float:
            with raw_call(("127.0.0.1", port), _OTHER, "84951234567") as call:
                took_ms = call.ring()
                call.cancel()
            return took_ms

        times = []
        for _ in range(CALLS):
            times.append(await asyncio.to_thread(rings))
            await phone.hears("CALL_CLOSED")
            await asyncio.sleep(0.15)
    return times


def _rings(desk: Desk, engine: Address, number: str) -> tuple[float, float]:
    """Ring once and cancel: milliseconds to 180, and until the desk knows the name."""
    name = desk.ctl("lookup", number)["matches"][0]["name"]
    with raw_call(engine, _USER, number) as call, ThreadPoolExecutor(1) as beside:
        known = beside.submit(_await_name, desk, name)
        time.sleep(0.15)
        began = time.perf_counter()
        rung_ms = call.ring()
        named_ms = (known.result() - began) * 1000
        call.cancel()
    desk.wait("connection=active")
    return rung_ms, named_ms


def _await_name(desk: Desk, name: str) -> float:
    _say(desk, "wait", f"call.name={name}")
    return time.perf_counter()


def _accepts(desk: Desk, engine: Address) -> float:
    """Milliseconds from the operator's «Принять» (the control socket stands for the click) to 200."""
    with raw_call(engine, _USER, "84951234567") as call:
        accepted_ms = _talk(desk, call)
        call.bye()
    desk.wait("connection=wrap_up")
    desk.ctl("set-status", "available")
    desk.wait("connection=active")
    return accepted_ms


def _talk(desk: Desk, call: RawCall) -> float:
    call.ring()
    desk.wait("call.state=ringing")
    with ThreadPoolExecutor(1) as beside:
        answered = beside.submit(call.expect, 200)
        time.sleep(0.1)
        began = time.perf_counter()
        _say(desk, "accept")
        took_ms = (answered.result() - began) * 1000
    call.acknowledge()
    desk.wait("call.state=conversation")
    return took_ms


def _say(desk: Desk, verb: str, *words: str) -> None:
    for answer in ask(desk.profile / "control.sock", verb, list(words), {"timeout": "10"} if verb == "wait" else {}):
        assert "error" not in answer, answer
