"""The last SIP messages: how they went, and nothing that is nobody's business."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from ctidesk.adapters.telephony.sip_trace import SipTrace

START = datetime(2026, 11, 26, tzinfo=UTC)
INVITE = """INVITE sip:1002@pbx SIP/2.0\r
Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bKx\r
CSeq: 7 INVITE\r
Proxy-Authorization: Digest username="1001",\r
 response="hunter2zz"\r
User-to-User: 68756e74657232;encoding=hex\r
Cookie: hunter2zz\r
Subject: hunter2zz\r
Content-Type: application/sdp\r
\r
v=0\r
s=hunter2zz\r
m=audio 40000 RTP/SAVP 8\r
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:hunter2zz\r
a=sendrecv\r
"""


@pytest.fixture
def trace() -> SipTrace:
    seconds = count()
    return SipTrace(lambda: START + timedelta(seconds=next(seconds)))


def register(number: int) -> str:
    return f"REGISTER sip:pbx SIP/2.0\r\nCSeq: {number} REGISTER\r\n\r\n"


def test_what_stays_and_what_goes(trace: SipTrace) -> None:
    trace.note("TX udp 10.0.0.5:5060", INVITE)
    (told,) = trace.messages()
    assert "hunter2" not in told
    assert told.split("\n") == [
        "2026-11-26 00:00:00.000000 TX udp 10.0.0.5:5060",
        "INVITE sip:1002@pbx SIP/2.0",
        "Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bKx",
        "CSeq: 7 INVITE",
        "Proxy-Authorization: …",
        "User-to-User: …",
        "Cookie: …",
        "Subject: …",
        "Content-Type: application/sdp",
        "",
        "v=0",
        "m=audio 40000 RTP/SAVP 8",
        "a=sendrecv",
        "",
    ]


def test_other_bodies_are_counted_only(trace: SipTrace) -> None:
    trace.note("RX", "NOTIFY sip:1001@x SIP/2.0\r\nCSeq: 1 NOTIFY\r\n\r\n<presence>Иванова</presence>")
    assert trace.messages()[0].endswith("\n\n… 28 characters")


def test_registrations_do_not_push_a_call_out(trace: SipTrace) -> None:
    trace.note("TX", INVITE)
    for number in range(500):
        trace.note("TX", register(number))
    told = trace.messages()
    assert len(told) == 61
    assert "INVITE sip:" in told[0] and "CSeq: 499 REGISTER" in told[-1]


@pytest.mark.parametrize("text", ["", "\r\n\r\n", "\ud800", "x" * 100_000, "no header\n\nbody", ":"])
def test_whatever_comes_is_bounded_text(trace: SipTrace, text: str) -> None:
    trace.note("RX", text)
    (told,) = trace.messages()
    assert len(told.encode()) < 5000
