"""The library, tamed: quiet, patient with broken packets, and its buffers replaced by ours."""

from __future__ import annotations

import warnings

import pytest

from ctidesk.adapters.telephony.pyvoip import library
from ctidesk.adapters.telephony.pyvoip.library import RTP, SIP
from ctidesk.adapters.telephony.pyvoip.phone import Phone
from ctidesk.adapters.telephony.pyvoip.speech import Operator, Speech
from ctidesk.adapters.telephony.sound import pcm
from ctidesk.domain.commands import SipAccount

LOUD, QUIET = b"\x11" * pcm.FRAME, bytes(pcm.FRAME)
ACCOUNT = SipAccount("pbx.example:5060", "1001", "geheim", auth_username="agent1", display_name='Анна "А"')
INVITE = (
    b"INVITE sip:1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5;branch=z9hG4bK1\r\n"
    b"Record-Route: <sip:10.0.0.1;lr>\r\nFrom: <tel:+74951234567>;tag=1\r\nTo: <sip:1001@127.0.0.1>\r\n"
    b"Call-ID: x\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
)


@pytest.fixture
def phone() -> Phone:
    return Phone(ACCOUNT, None)


def test_it_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    SIP.debug("a caller", "84951234567")
    RTP.debug("a caller", "84951234567")
    with warnings.catch_warnings(record=True) as warned:
        SIP.warnings.warn("The number '84951234567' was not found.")
    assert (capsys.readouterr().out, capsys.readouterr().err, list(warned)) == ("", "", [])


def test_it_offers_g_711_and_digits_only(phone: Phone) -> None:
    assert list(phone._default_audio_offer()) == [8, 0, 101]


def test_an_invite_names_us_and_keeps_the_quotes(phone: Phone) -> None:
    media = {4000: phone._default_audio_offer()}
    text = phone.sip.gen_invite("sip:1002@pbx", "1", media, RTP.TransmitType.SENDRECV, "z9hG4bK1", "x")
    assert '\r\nFrom: "Анна \\"А\\"" <sip:1001@pbx.example:5060>;tag=' in text
    assert len(text.encode()) < 1300


def test_the_digest_names_the_user_who_may(phone: Phone) -> None:
    for header in ("Authorization", "Proxy-Authorization", None):
        assert phone.sip._auth_user_for_header(header) == "agent1"


def test_answers_keep_the_route_and_the_tag(phone: Phone) -> None:
    request = SIP.SIPMessage(INVITE)
    ringing = phone.sip.gen_ringing(request)
    refusal = phone.sip.refusal(request, 603)
    assert "Record-Route: <sip:10.0.0.1;lr>\r\n" in ringing
    assert "Record-Route" not in refusal
    tags = {SIP.SIPMessage(text.encode()).headers["To"]["tag"] for text in (ringing, refusal)}
    assert len(tags) == 1
    phone.sip.forget("x")
    assert "x" not in phone.sip.tagLibrary


def test_a_tel_address_is_no_broken_message() -> None:
    assert SIP.SIPMessage(INVITE).headers["From"]["raw"] == "<tel:+74951234567>"


def test_rtp_ports_are_even_and_free(phone: Phone) -> None:
    ports = [phone.request_port() for _ in range(5)]
    assert all(port % 2 == 0 for port in ports)
    assert phone.assignedPorts == ports


@pytest.mark.parametrize("packet", [b"", b"\x80", b"\xff" * 20, b"\x80\x65" + bytes(10), bytes(500)])
def test_a_broken_rtp_packet_is_one_kind_of_error(packet: bytes) -> None:
    client = RTP.RTPClient(
        {8: library.CODECS[0]}, "127.0.0.1", 4000, "127.0.0.1", 4002, RTP.TransmitType.SENDRECV, audio_bit_depth=16
    )
    with pytest.raises(RTP.RTPParseError):
        client.parse_packet(packet)


def test_the_operator_is_connected_as_pjsip_would() -> None:
    heard: list[bytes] = []
    leg, operator = Speech(), Operator(lambda: LOUD, heard.append)
    assert leg.mouth.read(pcm.FRAME) == QUIET
    leg.startTransmit(operator)
    operator.startTransmit(leg)
    assert leg.mouth.read(pcm.FRAME) == LOUD
    leg.ear.write(160, LOUD)
    operator.stopTransmit(leg)
    assert leg.mouth.read(pcm.FRAME) == QUIET
    assert heard == [LOUD]


def test_packets_of_any_length_become_frames() -> None:
    heard: list[bytes] = []
    leg = Speech()
    leg.startTransmit(Operator(lambda: QUIET, heard.append))
    for piece in (LOUD[:100], LOUD[100:] + QUIET, QUIET[:500]):
        leg.ear.write(0, piece)
    leg.ear.rebuild(True, 0, QUIET[500:])
    assert heard == [LOUD, QUIET, QUIET]


def test_a_microphone_that_fails_is_silent() -> None:
    def broken() -> bytes:
        raise OSError("gone")

    leg = Speech()
    Operator(broken, lambda frame: None).startTransmit(leg)
    assert leg.mouth.read(pcm.FRAME) == QUIET


@pytest.mark.parametrize("said", [b"\x11" * 3, b"\x11" * 9000])
def test_a_short_frame_is_filled_and_a_long_one_cut(said: bytes) -> None:
    leg = Speech()
    Operator(lambda: said, lambda frame: None).startTransmit(leg)
    assert len(leg.mouth.read(pcm.FRAME)) == pcm.FRAME
