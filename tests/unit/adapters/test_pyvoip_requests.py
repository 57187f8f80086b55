"""Requests over a network that loses packets, on a clock that the test turns."""

from __future__ import annotations

from typing import Any

import pytest

from ctidesk.adapters.telephony.pyvoip.library import SIP
from ctidesk.adapters.telephony.pyvoip.requests import Requests
from ctidesk.adapters.telephony.timers import Timers


def message(first: str, method: str, branch: str = "z9hG4bK1") -> str:
    return (
        f"{first}\r\nVia: SIP/2.0/UDP 127.0.0.1:5;branch={branch}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\n"
        f"Call-ID: x\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n"
    )


class Bench:
    def __init__(self) -> None:
        self.now = 0.0
        self.sent: list[float] = []
        self.answers: list[int] = []
        self.silent = 0
        self.broken = False
        self.timers = Timers(lambda: self.now)
        self.requests = Requests(self._send, self.timers)

    def _send(self, text: str, target: object) -> None:
        if self.broken:
            raise OSError("no route")
        self.sent.append(self.now)

    def ask(self, method: str) -> None:
        self.requests.send(message(f"{method} sip:c@d SIP/2.0", method), self._answered, self._silent)

    def hear(self, code: int, method: str, branch: str = "z9hG4bK1") -> None:
        self.requests.heard(SIP.SIPMessage(message(f"SIP/2.0 {code} Any", method, branch).encode()))

    def passes(self, seconds: float) -> None:
        until = self.now + seconds
        while self.now < until:
            self.now += 0.25
            self.timers.run_due()

    def _answered(self, response: Any) -> None:
        self.answers.append(int(response.status))

    def _silent(self) -> None:
        self.silent += 1


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_request_is_repeated_ever_more_slowly_and_given_up_after_32_s(bench: Bench) -> None:
    bench.ask("REGISTER")
    bench.passes(40)
    assert bench.sent == [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    assert (bench.answers, bench.silent) == ([], 1)


def test_an_invite_is_repeated_until_something_comes_and_may_then_ring_on(bench: Bench) -> None:
    bench.ask("INVITE")
    bench.passes(2)
    assert bench.sent == [0, 0.5, 1.5]
    bench.hear(180, "INVITE")
    bench.passes(120)
    assert len(bench.sent) == 3
    assert bench.silent == 0
    bench.hear(200, "INVITE")
    assert bench.answers == [180, 200]


def test_a_repeated_final_answer_wants_its_ack_again_but_only_for_a_while(bench: Bench) -> None:
    bench.ask("INVITE")
    bench.hear(486, "INVITE")
    bench.passes(10)
    bench.hear(486, "INVITE")
    assert bench.answers == [486, 486]
    bench.passes(33)
    bench.hear(486, "INVITE")
    assert (bench.answers, bench.silent) == ([486, 486], 0)


def test_other_requests_are_answered_once(bench: Bench) -> None:
    bench.ask("BYE")
    bench.hear(200, "BYE")
    bench.hear(200, "BYE")
    bench.passes(40)
    assert (bench.answers, bench.silent, bench.sent) == ([200], 0, [0])


def test_an_answer_to_somebody_else_is_dropped(bench: Bench) -> None:
    bench.ask("BYE")
    bench.hear(200, "INVITE")
    bench.hear(200, "BYE", "z9hG4bK2")
    assert bench.answers == []


def test_tcp_repeats_by_itself(bench: Bench) -> None:
    bench.requests.reliable = True
    bench.ask("REGISTER")
    bench.passes(40)
    assert (bench.sent, bench.silent) == ([0], 1)


def test_what_cannot_be_sent_is_not_waited_for(bench: Bench) -> None:
    bench.broken = True
    with pytest.raises(OSError, match="no route"):
        bench.ask("REGISTER")
    bench.passes(40)
    assert bench.silent == 0


def test_a_network_that_is_away_for_a_moment(bench: Bench) -> None:
    bench.ask("REGISTER")
    bench.broken = True
    bench.passes(2)
    bench.broken = False
    bench.passes(2)
    assert bench.sent == [0, 3.5]


def test_a_lost_way_ends_what_waits(bench: Bench) -> None:
    bench.ask("REGISTER")
    bench.requests.drop()
    bench.passes(40)
    assert (bench.silent, bench.sent) == (1, [0])
