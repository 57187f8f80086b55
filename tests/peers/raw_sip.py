"""A caller of single packets, for what no orderly user agent does: several messages in one burst, broken ones."""

from __future__ import annotations

import asyncio
import socket
from types import TracebackType

_SDP = (
    "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)


class RawCaller:
    """Speaks to ``server`` (``host:port``) without any state; calls are told apart by a number."""

    def __init__(self, server: str, user: str) -> None:
        host, _, port = server.rpartition(":")
        self._to = (host, int(port))
        self._user = user
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self._own = f"127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> RawCaller:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    def invite(self, call: int, headers: str = "") -> bytes:
        contact = f"Contact: <sip:raw@{self._own}>\r\nContent-Type: application/sdp\r\n"
        return self._request("INVITE", call, headers + contact, _SDP)

    def cancel(self, call: int) -> bytes:
        return self._request("CANCEL", call)

    def send(self, *messages: bytes) -> None:
        for message in messages:
            self._socket.sendto(message, self._to)

    def received(self) -> list[str]:
        """The status lines and the calls they belong to, as ``180 3``, of everything that has come."""
        found = []
        while True:
            try:
                text = self._socket.recv(4096).decode()
            except BlockingIOError:
                return found
            call = text.partition("Call-ID: raw-")[2].partition("@")[0]
            found.append(f"{text.split()[1]} {call}")

    def _request(self, method: str, call: int, headers: str = "", body: str = "") -> bytes:
        return (
            f"{method} sip:{self._user}@{self._to[0]}:{self._to[1]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {self._own};branch=z9hG4bK-raw-{call}\r\n"
            f"From: <sip:raw@{self._own}>;tag=raw{call}\r\nTo: <sip:{self._user}@{self._to[0]}>\r\n"
            f"Call-ID: raw-{call}@127.0.0.1\r\nCSeq: 1 {method}\r\nMax-Forwards: 5\r\n"
            f"{headers}Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


class RawPhone:
    """A socket that is called: what comes stands there to be read, and nothing is answered by itself."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self._caller = ("", 0)
        self.uri = f"sip:phone@127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> RawPhone:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    async def request(self, method: str, header: str = "", within_s: float = 3) -> str:
        """The next request of that method that has ``header``; repetitions and others are passed over."""
        async with asyncio.timeout(within_s):
            while True:
                data, self._caller = await asyncio.get_running_loop().sock_recvfrom(self._socket, 65536)
                text = data.decode()
                if text.startswith(f"{method} ") and f"\r\n{header}" in text:
                    return text

    def challenge(self, request: str) -> None:
        """407, with a challenge as large as PBXs send."""
        digest = f'Digest realm="pbx.example.com", nonce="{"n" * 40}", opaque="{"o" * 32}", algorithm=MD5, qop="auth"'
        lines = request.split("\r\n")
        kept = [line for line in lines if line.partition(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
        to = next(line for line in lines if line.startswith("To:"))
        fields = [*kept, f"{to};tag=raw", f"Proxy-Authenticate: {digest}", "Content-Length: 0", "", ""]
        text = "\r\n".join(["SIP/2.0 407 Proxy Authentication Required", *fields])
        self._socket.sendto(text.encode(), self._caller)
