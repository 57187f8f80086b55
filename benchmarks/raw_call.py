"""A caller of single packets, so that the time of each is known to the microsecond."""

from __future__ import annotations

import re
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

Address = tuple[str, int]


class RawCall:
    """One call to ``user`` at ``phone`` (RFC 3261); its sound goes to ``rtp_port`` of ours."""

    def __init__(self, phone: Address, user: str, number: str, rtp_port: int = 40000) -> None:
        self._phone = phone
        self._number = number
        self._rtp_port = rtp_port
        self._uri = f"sip:{user}@{phone[0]}:{phone[1]}"
        self._id = uuid.uuid4().hex
        self._to = f"To: <{self._uri}>"
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(10)

    def ring(self) -> float:
        """Milliseconds from INVITE to 180."""
        began = time.perf_counter()
        self._send("INVITE")
        self.expect(180)
        return (time.perf_counter() - began) * 1000

    def expect(self, code: int) -> float:
        """Wait for an answer with this code; when it came (``time.perf_counter``)."""
        while True:
            message = self._socket.recv(8192).decode()
            if message.startswith(f"SIP/2.0 {code} "):
                came = time.perf_counter()
                self._to = next(line for line in message.split("\r\n") if line.lower().startswith("to:"))
                self._contact = re.search(r"\r\nContact:[^<]*<([^>]+)>", message)
                return came

    def acknowledge(self) -> None:
        """Of a 2xx: a transaction of its own."""
        if self._contact:
            self._uri = self._contact[1]
        self._send("ACK", branch="ack")

    def cancel(self) -> None:
        self._send("CANCEL")
        self.expect(487)
        self._send("ACK")

    def bye(self) -> None:
        self._send("BYE", sequence=2, branch="bye")
        self.expect(200)

    def close(self) -> None:
        self._socket.close()

    def _send(self, method: str, sequence: int = 1, branch: str = "") -> None:
        port = self._socket.getsockname()[1]
        body = self._offer() if method == "INVITE" else ""
        to = re.sub(r";tag=.*", "", self._to) if method in ("INVITE", "CANCEL") else self._to
        head = [
            f"{method} {self._uri} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{self._id}{branch};rport",
            f"From: <sip:{self._number}@127.0.0.1>;tag={self._id[:8]}",
            to,
            f"Call-ID: {self._id}",
            f"CSeq: {sequence} {method}",
            "Max-Forwards: 70",
            f"Contact: <sip:{self._number}@127.0.0.1:{port}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._socket.sendto(("\r\n".join(head) + "\r\n\r\n" + body).encode(), self._phone)

    def _offer(self) -> str:
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._rtp_port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )


@contextmanager
def raw_call(phone: Address, user: str, number: str, rtp_port: int = 40000) -> Iterator[RawCall]:
    call = RawCall(phone, user, number, rtp_port)
    try:
        yield call
    finally:
        call.close()
