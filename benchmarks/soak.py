"""``make soak``: 200 calls to warm up, 500 more; no crash, no leaked channel, and what the memory has grown by.

Desk and engine are measured together: what they alone have written (private dirty pages). A SIP transaction lingers
for 32 s (RFC 3261, timers B, F, H and J), so both measurements wait until the last one is gone.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.processes import command_line, dirty_mb, sockets
from benchmarks.start import PASSWORD, settings
from ctidesk.adapters.desktop.control import ask
from tests.peers.demo_crm import demo_crm
from tests.peers.desk import Desk
from tests.peers.desk import desk as running
from tests.peers.kamailio import Kamailio
from tests.peers.processes import descendants
from tests.peers.sipp import Sipp

WARM_UP, CALLS = 200, 500
LINGER_S = 36.0
ALLOWED_MB = 5.0
_CONNECTIONS = 2  # the desk's to the CRM come and go
_BUSY_EACH = 10
_TOLD_EACH = 100


def measure(warm_up: int = WARM_UP, calls: int = CALLS) -> Mapping[str, float]:
    with Kamailio({"1001": PASSWORD}) as pbx, demo_crm(2000) as crm, tempfile.TemporaryDirectory() as folder:
        more = {"CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}
        with running(Path(folder), settings(pbx.server, **more)) as desk:
            desk.wait("registration=registered")
            desk.wait("crm.sync=idle", 60)
            _calls(desk, pbx, warm_up)
            before = _State(desk)
            _calls(desk, pbx, calls)
            after = _State(desk)
    assert after.processes == before.processes, "the engine has been started anew"
    for process, had in before.sockets.items():
        assert after.sockets[process] <= had + _CONNECTIONS, f"sockets: {before.sockets} became {after.sockets}"
    return {"growth_500_calls_mb": after.dirty_mb - before.dirty_mb}


class _State:
    """What desk and engine have, once the last transaction is gone."""

    def __init__(self, desk: Desk) -> None:
        time.sleep(LINGER_S)
        assert desk.process is not None
        self.processes = [desk.process.pid, *descendants(desk.process.pid)]
        self.sockets = {process: sockets(process) for process in self.processes}
        self.dirty_mb = sum(dirty_mb(process) for process in self.processes)
        each = ", ".join(f"{dirty_mb(process):.1f} MB {command_line(process)[-40:]}" for process in self.processes)
        print(f"{self.dirty_mb:.1f} MB in all: {each}; sockets {list(self.sockets.values())}", flush=True)


def _calls(desk: Desk, pbx: Kamailio, count: int) -> None:
    """SIPp's next call comes when the desk is free again."""
    for number in range(count):
        with Sipp("call", pbx.server, "1001", talk_s=0.3) as caller:
            _take(desk, busy=number % _BUSY_EACH == 0)
            caller.wait(60)
        if number % _TOLD_EACH == _TOLD_EACH - 1:
            print(f"{number + 1} of {count} calls", flush=True)


def _take(desk: Desk, *, busy: bool) -> None:
    _ctl(desk, "wait", "call.state=ringing")
    _ctl(desk, "accept")
    _ctl(desk, "wait", "call.state=conversation")
    if busy:
        _ctl(desk, "mute")
        _ctl(desk, "dtmf", "1")
        _ctl(desk, "unmute")
    _ctl(desk, "wait", "connection=wrap_up")
    _ctl(desk, "set-status", "available")
    _ctl(desk, "wait", "connection=active")


def _ctl(desk: Desk, verb: str, *words: str) -> None:
    options = {"timeout": "20"} if verb == "wait" else {}
    for answer in ask(desk.profile / "control.sock", verb, list(words), options):
        assert "error" not in answer, f"{verb} {' '.join(words)}: {answer}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--warm-up", type=int, default=WARM_UP)
    parser.add_argument("--calls", type=int, default=CALLS)
    chosen = parser.parse_args()
    figures = measure(chosen.warm_up, chosen.calls)
    from benchmarks.__main__ import write

    write(figures)
    grown = figures["growth_500_calls_mb"]
    assert grown <= ALLOWED_MB, f"{grown:.1f} MB more after {chosen.calls} calls; {ALLOWED_MB} are allowed"


if __name__ == "__main__":
    main()
