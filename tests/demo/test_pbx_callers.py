"""The pretend callers of the demo PBX, and how it ends."""

import re
import signal
import time

import pytest

from tests.demo.test_pbx_phone import QUICK, Phone, begin, running


def test_a_caller_rings_speaks_and_hangs_up() -> None:
    with running(*QUICK) as (pbx, port), Phone(port) as phone:
        phone.register()
        begin(pbx)
        invite = phone.asked("INVITE")
        caller = invite.from_address
        assert re.fullmatch(r"8\d{10}", caller.uri.user or "") and not caller.name
        phone.answer(invite, 180)
        phone.answer(invite, 200, phone.sdp())
        phone.asked("ACK")
        assert 20 <= phone.heard(0.5) <= 30
        phone.answer(phone.asked("BYE"), 200)
        ended = time.monotonic()
        second = phone.asked("INVITE")
        assert time.monotonic() - ended >= 0.3
        assert second.from_address.uri.user != caller.uri.user
        phone.answer(second, 486)


def test_a_caller_gives_up_and_one_refused_tries_again() -> None:
    with running(*QUICK, "--begin-when-registered") as (_, port), Phone(port) as phone:
        phone.register()
        first = phone.asked("INVITE")
        copy = phone.asked("INVITE")  # timer A
        assert copy.headers["Via"] == first.headers["Via"]
        time.sleep(0.2)
        phone.answer(first, 180)  # only now may it be cancelled: RFC 3261 9.1
        phone.answer(phone.asked("CANCEL"), 200)
        phone.answer(first, 487)
        second = phone.asked("INVITE")
        phone.answer(second, 480)
        again = phone.asked("INVITE")
        assert again.from_address.uri.user == second.from_address.uri.user
        phone.answer(again, 603)
        third = phone.asked("INVITE")
        assert third.from_address.uri.user != second.from_address.uri.user
        phone.answer(third, 200, phone.sdp())
        phone.asked("ACK")
        phone.number += 1
        phone.call_id = third.call_id
        routes = [f"Route: {route}" for route in third.headers.getlist("Record-Route")]
        caller, own = third.headers["From"], third.headers["To"]
        assert "tag=" not in own
        phone.request("BYE", str(third.contact[0].uri), caller, *routes)
        assert phone.final("BYE").code == 200


def test_no_caller_while_the_operator_speaks() -> None:
    with running(*QUICK, "--talk-s", "60") as (pbx, port), Phone(port) as phone:
        phone.register()
        phone.dial("1002")
        answered = phone.final("INVITE")
        phone.within("ACK", answered)
        begin(pbx)
        with pytest.raises(TimeoutError):
            phone.asked("INVITE", timeout=0.8)
        phone.number += 1
        phone.within("BYE", answered)
        assert phone.asked("INVITE")


def test_a_call_in_progress_gets_a_bye_at_the_end() -> None:
    with Phone(0) as phone:
        with running(*QUICK, "--talk-s", "60") as (pbx, port):
            phone.pbx = ("127.0.0.1", port)
            phone.register()
            begin(pbx)
            phone.answer(phone.asked("INVITE"), 200, phone.sdp())
            phone.asked("ACK")
        assert phone.asked("BYE", timeout=1)


def test_a_ringing_call_gets_a_cancel_at_the_end() -> None:
    with Phone(0) as phone:
        with running(*QUICK, "--ring-s", "60") as (pbx, port):
            phone.pbx = ("127.0.0.1", port)
            phone.register()
            begin(pbx)
            phone.answer(phone.asked("INVITE"), 180)
            time.sleep(0.1)
        assert phone.asked("CANCEL", timeout=1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ends_on(number: signal.Signals) -> None:
    with running() as (pbx, _):
        pbx.send_signal(number)
        assert pbx.wait(3) == 0
