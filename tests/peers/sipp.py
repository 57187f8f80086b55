"""SIPp as a caller from outside: the scenarios of ``tests/end2end/sipp``, run against a PBX on loopback."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.peers.component import program
from tests.peers.kamailio import free_udp_port

SCENARIOS = Path(__file__).parents[1] / "end2end" / "sipp"


@dataclass(frozen=True)
class Caller:
    """Who calls, and where the sound of the call shall go."""

    number: str = "84951234567"
    name: str = "Ivan"
    rtp_port: int = 9


class Sipp:
    """``with Sipp("call", server, "1001") as caller: …; caller.wait()``: fails where SIPp saw anything unexpected.

    ``talk_s`` is the scenario's pause: of the conversation, or of the ringing before a CANCEL.
    """

    def __init__(
        self,
        scenario: str,
        server: str,
        user: str,
        caller: Caller = Caller(),
        *,
        talk_s: float = 0.5,
        calls: int = 1,
        at_once: int = 1,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ctidesk-sipp-")
        self.port = free_udp_port()
        self._command = [
            *(program("sipp", "sip-tester"), server, "-sf", str(SCENARIOS / f"{scenario}.xml"), "-s", user),
            *("-i", "127.0.0.1", "-p", str(self.port), "-d", str(int(talk_s * 1000)), "-m", str(calls)),
            *("-key", "number", caller.number, "-key", "name", caller.name, "-key", "rtp", str(caller.rtp_port)),
            *("-l", str(at_once), "-r", str(10 * at_once)),
            *("-nostdin", "-trace_err", "-trace_rtt", "-rtt_freq", "1", "-timeout", "60"),
        ]

    def __enter__(self) -> Sipp:
        pipe, none = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(
            self._command, cwd=self._folder.name, stdin=none, stdout=none, stderr=pipe, text=True
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    @property
    def uri(self) -> str:
        """Where a scenario that is called listens."""
        return f"sip:callee@127.0.0.1:{self.port}"

    def wait(self, within_s: float = 20) -> None:
        try:
            _, said = self._process.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"SIPp has not ended within {within_s} s: {self._errors()}") from None
        assert self._process.returncode == 0, f"SIPp ended with {self._process.returncode}: {said}{self._errors()}"

    def milliseconds(self) -> list[float]:
        """From the INVITE to its answer (180, or the refusal), one figure a call."""
        rows = (row.split(";") for path in self._files("rtt.csv") for row in path.read_text().splitlines()[1:])
        return [float(row[1]) for row in rows]

    def _errors(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in self._files("errors.log"))

    def _files(self, ending: str) -> list[Path]:
        return sorted(Path(self._folder.name).glob(f"*{ending}"))
