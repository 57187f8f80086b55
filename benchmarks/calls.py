"""How fast a call is here: INVITE to 180 on the wire, INVITE to the caller's name, with 100 000 clients cached."""

from __future__ import annotations

import itertools
import socket
import tempfile
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import median, percentile
from benchmarks.start import PASSWORD, settings
from ctidesk.adapters.desktop.control import ask
from ctidesk.demo.people import callers
from tests.peers.demo_crm import demo_crm
from tests.peers.desk import Desk
from tests.peers.kamailio import Kamailio

CALLS = 60
CLIENTS = 100_000


def measure() -> Mapping[str, float]:
    with Kamailio({"1001": PASSWORD}) as pbx, demo_crm(CLIENTS) as crm, tempfile.TemporaryDirectory() as folder:
        more = {"CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}
        desk = Desk(Path(folder), settings(pbx.server, **more))
        desk.start()
        desk.wait("registration=registered")
        desk.wait("crm.sync=idle", 300)
        numbers = [caller.number for caller in itertools.islice(callers(CLIENTS), 3 * CALLS) if caller.kind == "known"]
        host, _, port = desk.ctl("status")["sip"]["local"].rpartition(":")
        rung, named = zip(*(_call(desk, (host, int(port)), number) for number in numbers[:CALLS]), strict=True)
        desk.stop()
    return {
        "invite_to_180_ms_p50": median(rung),
        "invite_to_180_ms_p95": percentile(rung, 95),
        "invite_to_name_ms_p95": percentile(named, 95),
    }


def _call(desk: Desk, engine: tuple[str, int], number: str) -> tuple[float, float]:
    """Ring once and cancel: milliseconds to 180, and until the desk knows the name."""
    name = desk.ctl("lookup", number)["matches"][0]["name"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, ThreadPoolExecutor(1) as beside:
        line.bind(("127.0.0.1", 0))
        line.settimeout(5)
        known = beside.submit(_await_name, desk, name)
        time.sleep(0.15)
        invite = _Invite(number, line.getsockname()[1], engine)
        began = time.perf_counter()
        line.sendto(invite.text("INVITE").encode(), engine)
        while not line.recv(4096).startswith(b"SIP/2.0 180"):
            pass
        rung_ms = (time.perf_counter() - began) * 1000
        named_ms = (known.result() - began) * 1000
        line.sendto(invite.text("CANCEL").encode(), engine)
        while not (final := line.recv(4096)).startswith(b"SIP/2.0 487"):
            pass
        line.sendto(invite.text("ACK", to_line(final)).encode(), engine)
    desk.wait("connection=active")
    return rung_ms, named_ms


def _await_name(desk: Desk, name: str) -> float:
    for _ in ask(desk.profile / "control.sock", "wait", [f"call.name={name}"], {"timeout": "10"}):
        pass
    return time.perf_counter()


def to_line(message: bytes) -> str:
    return next(line for line in message.decode().split("\r\n") if line.lower().startswith("to:"))


class _Invite:
    """One INVITE and what belongs to it (RFC 3261, 9.1 and 17.1.1.3: same branch, same tags)."""

    def __init__(self, number: str, port: int, engine: tuple[str, int]) -> None:
        self._port = port
        self._number = number
        self._uri = f"sip:1001@{engine[0]}:{engine[1]}"
        self._id = uuid.uuid4().hex

    def text(self, method: str, to: str = "") -> str:
        body = self._offer() if method == "INVITE" else ""
        head = [
            f"{method} {self._uri} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._port};branch=z9hG4bK{self._id};rport",
            f"From: <sip:{self._number}@127.0.0.1>;tag={self._id[:8]}",
            to or f"To: <{self._uri}>",
            f"Call-ID: {self._id}",
            f"CSeq: 1 {method}",
            "Max-Forwards: 70",
            f"Contact: <sip:{self._number}@127.0.0.1:{self._port}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join(head) + "\r\n\r\n" + body

    def _offer(self) -> str:
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            "m=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )
