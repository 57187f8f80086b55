"""The parts of the demo PBX that are plain values and rules."""

import random

import pytest
from sipmessage import Request, Response

from ctidesk.demo.pbx import message, sdp, speech
from ctidesk.demo.pbx.dialplan import Dialplan
from ctidesk.demo.pbx.digest import Digest, Verdict, response_to
from ctidesk.demo.pbx.referral import refer_target

OFFER = (
    b"v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n"
    b"m=video 4000 RTP/AVP 96\r\na=sendonly\r\n"
    b"m=audio 5000 RTP/AVP 96 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n"
)
REQUEST = (
    b"OPTIONS sip:1002@127.0.0.1 SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bK+x*1;rport , SIP/2.0/UDP 127.0.0.1:5071;branch=z9hG4bK2\r\n"
    b'f: "Doe, J" <sip:j@x>;tag=a%b\r\nt: <sip:1002@x>\r\ni: 1@x\r\nCSeq : 7 OPTIONS\r\nl: 2\r\n\r\nabcd'
)


def parsed(data: bytes = REQUEST) -> Request:
    request = message.parse(data)
    assert isinstance(request, Request)
    return request


def credentials(digest: Digest, algorithm: str, password: str = "demo") -> list[str]:
    challenge = next(c for c in digest.challenges() if f"algorithm={algorithm}," in c)
    nonce = challenge.split('nonce="')[1].split('"')[0]
    given = {
        "username": "1001",
        "realm": "ctidesk-demo",
        "nonce": nonce,
        "uri": "sip:pbx",
        "algorithm": algorithm,
        "cnonce": "c",
        "nc": "00000001",
        "qop": "auth",
    }
    given["response"] = response_to(given, "REGISTER", password)
    return ["Digest " + ", ".join(f'{name}="{value}"' for name, value in given.items())]


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest_verdicts(algorithm: str) -> None:
    now = [0.0]
    digest = Digest("demo", nonce_lives_s=30, clock=lambda: now[0])
    right, wrong = credentials(digest, algorithm), credentials(digest, algorithm, "demO")
    assert digest.verify([], "REGISTER") == (Verdict.MISSING, "")
    assert digest.verify(right, "REGISTER") == (Verdict.CORRECT, "1001")
    assert digest.verify(right, "INVITE") == (Verdict.WRONG, "1001")
    assert digest.verify(wrong, "REGISTER") == (Verdict.WRONG, "1001")
    now[0] = 31
    assert digest.verify(right, "REGISTER") == (Verdict.STALE, "1001")
    assert all("stale=true" in challenge for challenge in digest.challenges(stale=True))


def test_a_nonce_of_an_earlier_run_is_stale() -> None:
    assert Digest("demo").verify(credentials(Digest("demo"), "MD5"), "REGISTER")[0] is Verdict.STALE


def test_the_example_of_rfc_7616() -> None:
    given = {
        "username": "Mufasa",
        "realm": "http-auth@example.org",
        "uri": "/dir/index.html",
        "algorithm": "MD5",
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "qop": "auth",
    }
    assert response_to(given, "GET", "Circle of Life") == "8ca523f5e9506fed4657c9700eebdbec"
    sha = response_to({**given, "algorithm": "SHA-256"}, "GET", "Circle of Life")
    assert sha == "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"


def test_compact_folded_and_listed_headers() -> None:
    request = parsed(REQUEST.replace(b"z9hG4bK2", b"z9hG4bK2\r\n ;x=1"))
    assert request.body == b"ab"
    assert [via[:20] for via in message.items(request, "Via")] == [
        "SIP/2.0/UDP 10.0.0.9",
        "SIP/2.0/UDP 127.0.0.",
    ]
    assert message.tag_of(request.headers["From"]) == "a%b"


def test_the_source_is_noted_and_the_rest_of_via_kept() -> None:
    request = parsed()
    message.stamp_source(request, ("127.0.0.1", 5099))
    expected = "SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bK+x*1;received=127.0.0.1;rport=5099"
    assert message.items(request, "Via")[0] == expected
    assert message.response_address(message.respond(request, 200)) == ("127.0.0.1", 5099)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"i: 1@x\r\n", b""),
        (b"7 OPTIONS", b"7 BYE"),
        (b"l: 2", b"l: 9"),
        (b"l: 2", b"l: x"),
        (b"SIP/2.0\r\nv", b"v"),
    ],
)
def test_malformed_messages_are_told(old: bytes, new: bytes) -> None:
    with pytest.raises(message.MalformedMessage):
        message.parse(REQUEST.replace(old, new))


def test_only_this_machine_is_reached() -> None:
    assert message.loopback("localhost", None) == ("127.0.0.1", 5060)
    for host, port in (("10.0.0.1", 5060), ("example.com", 5060), ("127.0.0.1", 70000), ("::1", 5060)):
        with pytest.raises(ValueError):
            message.loopback(host, port)


def test_bit_flips_raise_nothing_else() -> None:
    dice = random.Random(3261)
    for _ in range(3000):
        data = bytearray(REQUEST)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            made = message.parse(bytes(data))
        except message.MalformedMessage:
            continue
        assert isinstance(made, Request | Response)


def test_an_offer_is_mirrored_and_other_streams_declined() -> None:
    heard = sdp.Description.parse(OFFER)
    assert (heard.address, heard.codecs, heard.telephone_event) == (("127.0.0.1", 5000), (0, 8), 101)
    assert (heard.direction, heard.listens) == ("sendonly", False)
    lines = sdp.Session(("127.0.0.1", 4444), 7).answer(heard, 8).decode().splitlines()
    assert "m=video 0 RTP/AVP 96" in lines
    assert "m=audio 4444 RTP/AVP 8 101" in lines
    assert lines[-1] == "a=recvonly"


@pytest.mark.parametrize(
    "broken", [b"", b"m=audio", OFFER.replace(b" 0 8 ", b" 9 18 "), b"\xff", b"m=audio 0 RTP/AVP 8"]
)
def test_without_g711_there_is_no_answer(broken: bytes) -> None:
    with pytest.raises(sdp.NotAcceptable):
        sdp.Description.parse(broken)


def test_refer_to_with_replaces() -> None:
    target, fields = refer_target(
        "<sip:1002@127.0.0.1:5062?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&X-Client=7&From=evil>"
    )
    assert str(target) == "sip:1002@127.0.0.1:5062"
    assert fields == [("Replaces", "a@b;to-tag=1;from-tag=2"), ("X-Client", "7")]


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("84951234567", [180, 200]),
        ("+7 (495) 123-45-67", [180, 200]),
        ("84951110486", [486]),
        ("84951110183", [183, 200]),
        ("1002", [180, 200]),
        ("1005", [486]),
        ("1006", None),
        ("1001", None),
        ("123456", None),
    ],
)
def test_dialplan(number: str, codes: list[int] | None) -> None:
    steps = Dialplan([str(1001 + n) for n in range(12)]).steps(number)
    assert (steps and [step.code for step in steps]) == codes


def test_g711() -> None:
    """The corners of ITU-T G.711."""
    assert [speech.a_law(sample) for sample in (0, -1, 32767, -32768)] == [0xD5, 0x55, 0xAA, 0x2A]
    assert [speech.mu_law(sample) for sample in (0, 32767, -32768)] == [0xFF, 0x80, 0x00]


def test_the_voice_is_audible() -> None:
    samples = speech.sentence(0)
    assert len(samples) % 160 == 0
    loudness = (sum(sample * sample for sample in samples) / len(samples)) ** 0.5
    assert 1000 < loudness < 5000 and max(samples) < 20000
