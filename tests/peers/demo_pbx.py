"""The demo PBX as a process of its own, without its callers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from types import TracebackType

PASSWORD = "a password for the demo"


class DemoPbx:
    """``with DemoPbx() as pbx:`` … accounts 1001 to 1012, all with :data:`PASSWORD`."""

    def __init__(self) -> None:
        self.port = 0
        self.server = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> DemoPbx:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """On the same port as before; it remembers no contact."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ctidesk.demo.pbx", "--port", str(self.port), "--no-callers"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, "CTIDESK_DEMO_SIP_PASSWORD": PASSWORD},
        )
        assert self._process.stdout
        said = self._process.stdout.readline()
        assert said, "the demo PBX does not come up"
        self.server = json.loads(said)["server"]
        self.port = int(self.server.rpartition(":")[2])

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        process.communicate(timeout=10)
