"""The demo CRM as a process of its own: started for a test, asked over HTTP, stopped by its process id."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx2

PASSWORD = "a password for the test"


@dataclass(frozen=True, slots=True)
class DemoCrm:
    url: str
    http: httpx2.Client

    def fault(self, **fault: Any) -> None:
        """``status``, ``retry_after``, ``times``, ``path``, ``method``, ``drop``, ``delay_s``, ``code``."""
        self.http.post(urljoin(self.url, "/demo/fault"), json=fault).raise_for_status()

    def clear(self) -> None:
        self.http.post(urljoin(self.url, "/demo/clear")).raise_for_status()

    def requests(self) -> list[tuple[str, str]]:
        """Method and path of every request since :meth:`clear`."""
        return [tuple(each) for each in self.http.get(urljoin(self.url, "/demo/requests")).json()["requests"]]

    def get(self, path: str) -> dict[str, Any]:
        answer = self.http.get(self.url + path, headers={"Prefer": 'odata.include-annotations="*"'})
        return answer.raise_for_status().json()  # type: ignore[no-any-return]


@contextmanager
def demo_crm(clients: int = 300, auth: str = "none") -> Iterator[DemoCrm]:
    command = [sys.executable, "-m", "ctidesk.demo.crm", "--port", "0", "--clients", str(clients), "--auth", auth]
    process = subprocess.Popen(
        [*command, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "CTIDESK_DEMO_CRM_PASSWORD": PASSWORD},
    )
    with process, httpx2.Client(trust_env=False, timeout=30) as http:
        try:
            yield DemoCrm(where(process), http)
        finally:
            process.terminate()
            process.wait(10)


def where(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    assert line, "the demo CRM ended before it listened"
    return str(json.loads(line)["url"])
