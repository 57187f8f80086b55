"""Registrar, proxy and answering robots of the demo PBX, from outside."""

import random
import time
from collections.abc import Iterator

import pytest
from sipmessage import Response

from tests.demo.test_pbx_phone import HASHES, Phone, running


@pytest.fixture(scope="module")
def quiet_port() -> Iterator[int]:
    """A PBX whose callers never begin, shared by all tests that only ask it something."""
    with running("--no-callers", "--talk-s", "1", "--answer-s", "0.8") as (_, port):
        yield port


@pytest.fixture
def phone(quiet_port: int) -> Iterator[Phone]:
    with Phone(quiet_port) as made:
        yield made


@pytest.mark.parametrize("algorithm", HASHES)
def test_registers_with(phone: Phone, algorithm: str) -> None:
    answered = phone.register(algorithm)
    assert answered.code == 200
    assert str(answered.contact[0].uri) == f"sip:1001@{phone.host}"
    removed = phone.register(algorithm, expires=0)
    assert (removed.code, removed.contact) == (200, [])


def test_refuses_a_wrong_password(phone: Phone) -> None:
    assert phone.register(password="wrong").code == 403


def test_refuses_an_unknown_user(quiet_port: int) -> None:
    with Phone(quiet_port, "4711") as stranger:
        stranger.request("REGISTER", stranger.uri("x"), f"<{stranger.uri('4711')}>")
        assert stranger.final("REGISTER").code == 404


def test_refuses_too_short_an_interval(phone: Phone) -> None:
    answered = phone.register(expires=10)
    assert (answered.code, answered.headers["Min-Expires"]) == (423, "30")


def test_answers_options(phone: Phone) -> None:
    phone.request("OPTIONS", f"sip:127.0.0.1:{phone.pbx[1]}", "<sip:127.0.0.1>")
    assert phone.final("OPTIONS").code == 200


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("84951110486", 486),
        ("84951110404", 404),
        ("84951110500", 500),
        ("1005", 486),
        ("1006", 480),
        ("77", 404),
    ],
)
def test_dialling_is_refused_with(phone: Phone, number: str, code: int) -> None:
    phone.dial(number)
    assert phone.final("INVITE").code == code


def test_an_outside_number_answers_and_speaks_until_we_hang_up(phone: Phone) -> None:
    phone.dial("+74951234567")
    answered = phone.final("INVITE")
    assert answered.code == 200
    phone.within("ACK", answered)
    assert 20 <= phone.heard(0.5) <= 30
    phone.number += 1
    phone.within("BYE", answered)
    assert phone.final("BYE").code == 200
    phone.heard(0.1)
    assert phone.heard(0.2) == 0


def test_early_media_then_the_robot_hangs_up(phone: Phone) -> None:
    phone.dial("84951110183")
    assert phone.heard(0.5) > 15
    answered = phone.final("INVITE")
    phone.within("ACK", answered)
    phone.answer(phone.asked("BYE"), 200)


def test_cancel_before_the_answer_gets_487(phone: Phone) -> None:
    branch = phone.dial("84951110480")
    phone.receive(lambda m: isinstance(m, Response) and m.code == 180)
    phone.request("CANCEL", phone.uri("84951110480"), f"<{phone.uri('84951110480')}>", branch=branch)
    codes = {(m.cseq.method, m.code) for m in (phone.final("CANCEL"), phone.final("INVITE"))}
    assert codes == {("CANCEL", 200), ("INVITE", 487)}


def test_too_many_hops(phone: Phone) -> None:
    lines = (
        f"MESSAGE {phone.uri('84951234567')} SIP/2.0",
        f"Via: SIP/2.0/UDP {phone.host};branch=z9hG4bKhops",
        "Max-Forwards: 0",
        "From: <sip:1001@x>;tag=1",
        "To: <sip:2@x>",
        "Call-ID: hops",
        "CSeq: 1 MESSAGE",
    )
    phone.sip.sendto("\r\n".join([*lines, "", ""]).encode(), phone.pbx)
    assert phone.final("MESSAGE").code == 483


def test_one_account_calls_another(phone: Phone, quiet_port: int) -> None:
    with Phone(quiet_port, "1006") as colleague:
        phone.register()
        colleague.register()
        phone.dial("1006")
        invite = colleague.asked("INVITE")
        assert invite.uri.user == "1006" and len(invite.via) == 2 and invite.max_forwards == 69
        colleague.answer(invite, 200, colleague.sdp())
        answered = phone.final("INVITE")
        phone.within("ACK", answered)
        assert colleague.asked("ACK").cseq.sequence == invite.cseq.sequence
        phone.number += 1
        phone.within("BYE", answered)
        colleague.answer(colleague.asked("BYE"), 200)
        assert phone.final("BYE").code == 200
        colleague.register(expires=0)
        phone.register(expires=0)


def test_a_retransmission_keeps_its_branch(phone: Phone, quiet_port: int) -> None:
    with Phone(quiet_port, "1006") as colleague:
        colleague.register()
        phone.number, phone.call_id = 1, "again"
        branches = set()
        for _ in range(2):
            phone.request("BYE", colleague.uri("1006"), "<sip:1006@x>;tag=9", branch="z9hG4bKagain")
            branches.add(colleague.asked("BYE").via[0].parameters["branch"])
        colleague.register(expires=0)
    assert len(branches) == 1


def test_noise_does_no_harm(phone: Phone) -> None:
    dice = random.Random(5060)
    message = bytearray(
        f"INVITE sip:84951234567@127.0.0.1:{phone.pbx[1]} SIP/2.0\r\n"
        f'Via: SIP/2.0/UDP {phone.host};branch=z9hG4bKn;rport\r\nFrom: "A, B" <sip:1001@x>;tag=1\r\n'
        f"To: <sip:2@x>\r\nCall-ID: noise\r\nCSeq: 1 INVITE\r\nRoute: <sip:127.0.0.1:{phone.pbx[1]};lr>\r\n"
        'Contact: <sip:1001@127.0.0.1:99999>\r\nProxy-Authorization: Digest username="1001"\r\n\r\n'.encode()
    )
    for number in range(1500):
        data = bytearray(dice.randbytes(dice.randrange(200))) if number % 3 == 0 else bytearray(message)
        for _ in range(dice.randrange(6)):
            if data:
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        phone.sip.sendto(data, phone.pbx)
        if number % 30 == 0:  # else the kernel drops what it cannot queue
            time.sleep(0.02)
    time.sleep(0.2)
    with Phone(phone.pbx[1]) as another:
        assert another.register().code == 200
