"""The product's own demo as a peer: ``ctidesk demo``, from source, frozen or installed, with callers in a hurry."""

from __future__ import annotations

import subprocess

from tests.peers.desk import Desk


class Demo(Desk):
    """The demo's desktop, started by the demo itself."""

    hurry = ("--clients", "400", "--first-call-s", "1", "--talk-s", "3", "--pause-s", "1", "--ring-s", "20")

    def start(self, *words: str) -> None:
        command = [*self.command, "demo", "--profile", self.place, *self.hurry, *words]
        with (self.profile / "stderr.txt").open("ab") as errors:
            self.process = subprocess.Popen(command, env=self.environ, stdout=errors, stderr=errors)
        self._await_socket()


def main_job(demo: Demo) -> None:
    """A known client rings, is answered, found, linked and written to the CRM."""
    ringing = demo.wait("connection=incoming", 30)
    assert ringing["crm"]["sync"] == "idle"
    match = demo.ctl("lookup", ringing["calls"][0]["raw_number"])["matches"][0]
    demo.wait(f"call.name={match['name']}", 2)
    demo.ctl("accept")
    assert "client_search" in demo.wait("connection=busy")["windows"]
    demo.ctl("select", match["entity"], match["id"])
    demo.wait("connection=wrap_up", 15)
    demo.ctl("set-status", "available")
    demo.wait("outbox=0")
    recorded = {call["id"]: call["result"] for call in demo.ctl("calls")["calls"]}
    assert recorded[ringing["calls"][0]["id"]] == "answered"
