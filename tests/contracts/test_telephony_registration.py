"""Back-off, refresh and removal, on a clock that the test turns."""

from __future__ import annotations

import pytest

from ctidesk.adapters.telephony.answers import end_cause, failed_call, failed_registration
from ctidesk.adapters.telephony.registration import Registration
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.domain.call import EndCause
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationChanged, RegistrationState

S = RegistrationState


class Bench:
    """A registration, what it sent and said, and the clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sent: list[str] = []
        self.told: list[RegistrationChanged] = []
        self.broken = False
        self.busy = False
        self.timers = Timers(lambda: self.now)
        self.registration = Registration(self, "pbx", self.timers, self.told.append)

    def ready(self) -> bool:
        return not self.busy

    def register(self) -> None:
        if self.broken:
            raise OSError("no route")
        self.sent.append("register")

    def remove(self) -> None:
        self.sent.append("remove")

    def passes(self, seconds: float) -> None:
        until = self.now + seconds
        while self.now < until:
            self.now += min(0.25, until - self.now)
            self.timers.run_due()

    def states(self) -> list[RegistrationState]:
        return [event.state for event in self.told]


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def registered(bench: Bench) -> Bench:
    bench.registration.start()
    bench.registration.answered(200, "OK", 300)
    assert bench.states() == [S.REGISTERING, S.REGISTERED]
    bench.sent.clear()
    bench.told.clear()
    return bench


def retries(bench: Bench, code: int, count: int) -> list[int]:
    """The delays told, each waited for and found true."""
    delays = []
    for _ in range(count):
        sent = len(bench.sent)
        bench.registration.answered(code, "Why", 0)
        delays.append(bench.told[-1].retry_s)
        bench.passes(delays[-1] - 0.25)
        assert len(bench.sent) == sent
        bench.passes(0.25)
        assert len(bench.sent) == sent + 1
    return delays


@pytest.mark.parametrize(
    ("code", "delays"),
    [
        (503, [1, 2, 4, 4, 4, 4]),
        (408, [1, 2, 4, 4, 4, 4]),
        (500, [1, 2, 4, 8, 16, 30, 30]),
        (404, [1, 2, 4, 8, 16, 30]),
        (403, [30, 60, 120, 300, 300]),
    ],
)
def test_back_off(bench: Bench, code: int, delays: list[int]) -> None:
    bench.registration.start()
    assert retries(bench, code, len(delays)) == delays
    bench.registration.answered(200, "OK", 300)
    assert bench.states()[-1] is S.REGISTERED


def test_refresh_at_half_the_time_and_at_least_each_4_s(registered: Bench) -> None:
    registered.passes(4)
    assert registered.sent == ["register"]
    registered.registration.answered(200, "OK", 6)
    registered.passes(3)
    assert registered.sent == ["register", "register"]
    assert registered.told == []


def test_a_silent_pbx_is_told_after_four_seconds(registered: Bench) -> None:
    registered.passes(4 + 4)
    assert registered.states() == [S.FAILED]
    problem = registered.told[0].problem
    assert problem and problem.id is ProblemId.PBX_UNREACHABLE
    registered.registration.answered(200, "OK", 300)
    assert registered.states() == [S.FAILED, S.REGISTERED]


def test_the_first_refusal_after_a_restart_of_the_pbx_is_no_wrong_password(registered: Bench) -> None:
    registered.passes(4)
    registered.registration.answered(401, "Unauthorized", 0)
    assert (registered.sent, registered.told) == (["register", "register"], [])
    registered.registration.answered(401, "Unauthorized", 0)
    assert registered.states() == [S.FAILED]


def test_a_register_that_cannot_be_sent_is_tried_again(bench: Bench) -> None:
    bench.broken = True
    bench.registration.start()
    assert bench.states() == [S.REGISTERING, S.FAILED]
    bench.broken = False
    bench.passes(1)
    assert bench.sent == ["register"]


def test_a_lost_connection_is_no_reason_to_forget_the_back_off(registered: Bench) -> None:
    registered.registration.check()
    registered.registration.answered(503, "Connection refused", 0)
    registered.registration.check()
    assert registered.sent == ["register"]
    registered.passes(1)
    assert registered.sent == ["register", "register"]


def test_what_is_wrong_with_a_certificate_is_told(bench: Bench) -> None:
    expired = Problem.of(ProblemId.PBX_CERTIFICATE_EXPIRED, "The certificate has expired")
    bench.registration.start()
    bench.registration.connection_lost(expired)
    bench.registration.answered(503, "SSL certificate verification error (PJSIP_TLS_ECERTVERIF)", 0)
    assert bench.told[-1].problem == expired
    bench.passes(1)
    bench.registration.answered(503, "Connection refused", 0)
    assert bench.told[-1].problem and bench.told[-1].problem.id is ProblemId.PBX_UNREACHABLE


def test_a_register_waits_until_nothing_stands_in_its_way(registered: Bench) -> None:
    registered.busy = True
    registered.passes(60)
    assert (registered.sent, registered.told) == ([], [])
    registered.busy = False
    registered.passes(0.25)
    assert registered.sent == ["register"]


def test_starting_again_tries_at_once(bench: Bench) -> None:
    bench.registration.start()
    bench.registration.answered(403, "Forbidden", 0)
    bench.registration.start()
    assert bench.sent == ["register"] * 2


def test_removal_is_confirmed(registered: Bench) -> None:
    done: list[bool] = []
    registered.registration.stop(lambda: done.append(True))
    assert (registered.sent, registered.told, done) == (["remove"], [], [])
    registered.registration.answered(200, "OK", 0)
    assert (registered.states(), done) == ([S.UNREGISTERED], [True])
    registered.passes(100)
    assert registered.sent == ["remove"]


def test_removal_does_not_wait_for_a_dead_pbx(registered: Bench) -> None:
    done: list[bool] = []
    registered.registration.stop(lambda: done.append(True))
    registered.passes(2)
    assert (registered.states(), done) == ([S.UNREGISTERED], [True])
    registered.registration.answered(408, "Timeout", 0)
    assert (registered.states(), done) == ([S.UNREGISTERED], [True])


def test_a_register_under_way_is_removed_once_answered(bench: Bench) -> None:
    bench.registration.start()
    bench.registration.stop()
    assert bench.sent == ["register"]
    bench.registration.answered(200, "OK", 300)
    assert bench.sent == ["register", "remove"]


def test_a_change_of_mind_registers_again(registered: Bench) -> None:
    registered.registration.stop()
    registered.registration.start()
    registered.registration.answered(200, "OK", 0)
    assert registered.sent == ["remove", "register"]
    registered.registration.answered(200, "OK", 300)
    assert registered.registration.state is S.REGISTERED


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (486, EndCause.BUSY),
        (600, EndCause.BUSY),
        (603, EndCause.REJECTED),
        *((code, EndCause.NO_SUCH_NUMBER) for code in (404, 484, 485, 604)),
        *((code, EndCause.NO_ANSWER) for code in (408, 487)),
        (480, EndCause.UNAVAILABLE),
        *((code, EndCause.NOT_ALLOWED) for code in (401, 403, 407)),
        *((code, EndCause.PBX_FAULT) for code in (500, 503, 599)),
        *((code, EndCause.FAILED) for code in (488, 606, 302)),
    ],
)
def test_what_an_answer_means(code: int, cause: EndCause) -> None:
    assert failed_call(code) is cause
    assert end_cause(outgoing=True, established=False, code=code, by_peer=True) is cause


def test_a_loss_is_no_answer_of_the_peer() -> None:
    assert end_cause(outgoing=True, established=False, code=408, by_peer=False) is EndCause.FAILED
    assert end_cause(outgoing=True, established=True, code=503, by_peer=False) is EndCause.FAILED
    assert end_cause(outgoing=False, established=True, code=200, by_peer=True) is EndCause.REMOTE_HANGUP
    assert end_cause(outgoing=False, established=False, code=487, by_peer=False) is EndCause.REMOTE_HANGUP


def test_problems_name_server_and_code() -> None:
    problem = failed_registration(503, "Service Unavailable", "pbx:5060")
    assert (problem.id, dict(problem.args)) == (ProblemId.PBX_UNREACHABLE, {"server": "pbx:5060"})
    assert failed_registration(420, "Bad Extension", "pbx").detail == "420 Bad Extension"
    assert failed_registration(404, "Not Found", "pbx").id is ProblemId.PBX_ACCOUNT_UNKNOWN
