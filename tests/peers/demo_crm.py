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

from tests.peers.certificates import Certificate

PASSWORD = "a password for the test"


@dataclass(frozen=True, slots=True)
class DemoCrm:
    url: str
    http: httpx2.Client
    auth: str = "none"
    crm2013: str = ""

    def fault(self, **fault: Any) -> None:
        """``status``, ``code``, ``retry_after``, ``times``, ``path``, ``method``, ``drop``, ``delay_s``."""
        self.http.post(urljoin(self.url, "/demo/fault"), json=fault).raise_for_status()

    def server(self, **abilities: Any) -> None:
        """A lesser one, until :meth:`clear`: the fields of the demo's ``Abilities``."""
        self.http.post(urljoin(self.url, "/demo/server"), json=abilities).raise_for_status()

    def expire(self, status: int = 410) -> None:
        """Delta links given out so far are too old from now on."""
        self.http.post(urljoin(self.url, "/demo/expire"), json={"status": status}).raise_for_status()

    def delete(self, path: str) -> None:
        self.http.delete(self.url + path).raise_for_status()

    def clear(self) -> None:
        self.http.post(urljoin(self.url, "/demo/clear")).raise_for_status()

    def requests(self) -> list[tuple[str, str]]:
        """Method and path of every request since :meth:`clear`."""
        return [tuple(each) for each in self.http.get(urljoin(self.url, "/demo/requests")).json()["requests"]]

    def change_secret(self, secret: str) -> None:
        """From now on only this password, or this token, is good."""
        self.http.post(urljoin(self.url, "/demo/secret"), json={"secret": secret}).raise_for_status()

    def sign_ins(self) -> dict[str, int]:
        """How many requests were ``asked`` who they are, ``refused`` and ``entered``."""
        return self.http.get(urljoin(self.url, "/demo/sign-ins")).json()  # type: ignore[no-any-return]

    def get(self, path: str) -> dict[str, Any]:
        answer = self.http.get(self.url + path, headers={"Prefer": 'odata.include-annotations="*"', "X-Demo-Pass": ""})
        return answer.raise_for_status().json()  # type: ignore[no-any-return]


@contextmanager
def demo_crm(
    clients: int = 300, auth: str = "none", tls: Certificate | None = None, *, soap: bool = True
) -> Iterator[DemoCrm]:
    """With ``tls`` it is asked by the desk alone: the test's own client knows no such certificate."""
    closed = [] if soap else ["--no-soap"]
    shown = ["--certificate", str(tls.pem), "--key", str(tls.key)] if tls else []
    command = [sys.executable, "-m", "ctidesk.demo.crm", "--port", "0", "--clients", str(clients), "--auth", auth]
    process = subprocess.Popen(
        [*command, *shown, *closed, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "CTIDESK_DEMO_CRM_PASSWORD": PASSWORD},
    )
    with process, httpx2.Client(trust_env=False, timeout=30) as http:
        try:
            said = ready(process)
            yield DemoCrm(said["url"], http, auth, said["crm2013"])
        finally:
            process.terminate()
            process.wait(10)


def ready(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Where it listens: ``url`` of the Web API, ``crm2013`` of the OData service of old."""
    assert process.stdout
    line = process.stdout.readline()
    assert line, "the demo CRM ended before it listened"
    return dict(json.loads(line))
