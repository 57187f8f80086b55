"""A telephone made of one socket, and the demo PBX as a process: what the other tests of the PBX share."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5, sha256

from sipmessage import Message, Request, Response

QUICK = (
    "--first-call-s",
    "0.2",
    "--ring-s",
    "0.6",
    "--talk-s",
    "0.9",
    "--pause-s",
    "0.3",
    "--answer-s",
    "0.2",
)
HASHES = {"MD5": md5, "SHA-256": sha256}
Pbx = subprocess.Popen[str]


@contextmanager
def running(*options: str) -> Iterator[tuple[Pbx, int]]:
    command = [sys.executable, "-m", "ctidesk.demo.pbx", "--until-stdin-closes", *options]
    environment = {**os.environ, "CTIDESK_DEMO_SIP_PASSWORD": "geheim"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment) as pbx:
        assert pbx.stdout and pbx.stdin and pbx.stderr
        try:
            yield pbx, json.loads(pbx.stdout.readline())["port"]
            pbx.stdin.close()
            assert pbx.wait(5) == 0
            assert pbx.stderr.read() == ""
        finally:
            pbx.kill()


def begin(pbx: Pbx) -> None:
    assert pbx.stdin
    pbx.stdin.write("begin\n")
    pbx.stdin.flush()


class Phone:
    """Just enough of a user agent to see what the PBX does; it sends no retransmissions."""

    def __init__(self, port: int, user: str = "1001") -> None:
        self.sip, self.rtp = udp(), udp()
        self.pbx, self.user = ("127.0.0.1", port), user
        self.host = f"127.0.0.1:{self.sip.getsockname()[1]}"
        self.number, self.sent = 0, b""
        self.call_id, self.tag = os.urandom(8).hex(), os.urandom(4).hex()

    def __enter__(self) -> "Phone":
        return self

    def __exit__(self, *_: object) -> None:
        self.sip.close()
        self.rtp.close()

    def sdp(self) -> bytes:
        port = self.rtp.getsockname()[1]
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
        lines += [f"m=audio {port} RTP/AVP 8 0 101", "a=rtpmap:101 telephone-event/8000"]
        return "\r\n".join([*lines, ""]).encode()

    def uri(self, user: str) -> str:
        return f"sip:{user}@127.0.0.1:{self.pbx[1]}"

    def request(self, method: str, uri: str, to: str, *headers: str, body: bytes = b"", branch: str = "") -> str:
        branch = branch or "z9hG4bK" + os.urandom(6).hex()
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.host};rport;branch={branch}",
            "Max-Forwards: 70",
            f"From: <{self.uri(self.user)}>;tag={self.tag}",
            f"To: {to}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.number} {method}",
            f"Contact: <sip:{self.user}@{self.host}>",
            *headers,
            *(["Content-Type: application/sdp"] if body and "Content-Type" not in str(headers) else []),
            f"Content-Length: {len(body)}",
        ]
        self.sent = "\r\n".join([*lines, "", ""]).encode() + body
        self.sip.sendto(self.sent, self.pbx)
        return branch

    def receive(self, wanted: Callable[[Request | Response], bool], timeout: float = 5) -> Request | Response:
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            self.sip.settimeout(left)
            message = Message.parse(self.sip.recv(65535))
            if wanted(message):
                return message
        raise TimeoutError

    def final(self, method: str) -> Response:
        def wanted(message: Request | Response) -> bool:
            return isinstance(message, Response) and message.code >= 200 and message.cseq.method == method

        response = self.receive(wanted)
        assert isinstance(response, Response)
        return response

    def asked(self, method: str, timeout: float = 5) -> Request:
        request = self.receive(lambda m: isinstance(m, Request) and m.method == method, timeout)
        assert isinstance(request, Request)
        return request

    def answer(self, request: Request, code: int, body: bytes = b"") -> None:
        response = Response(code, "Said", body)
        for name in ("Via", "Record-Route", "From", "Call-ID", "CSeq"):
            response.headers.setlist(name, request.headers.getlist(name))
        to = request.headers["To"]
        response.headers.set("To", to if "tag=" in to else f"{to};tag={self.tag}")
        response.headers.set("Contact", f"<sip:{self.user}@{self.host}>")
        if body:
            response.headers.set("Content-Type", "application/sdp")
        response.headers.set("Content-Length", str(len(body)))
        self.sip.sendto(bytes(response), self.pbx)

    def with_credentials(
        self,
        method: str,
        uri: str,
        to: str,
        *headers: str,
        algorithm: str = "MD5",
        password: str = "geheim",
        body: bytes = b"",
    ) -> str:
        """Asks without credentials, then with them; the second one's branch. Its answer is still to be read."""
        self.number += 1
        branch = self.request(method, uri, to, *headers, body=body)
        challenge = self.final(method)
        name = {401: "WWW-Authenticate", 407: "Proxy-Authenticate"}[challenge.code]
        if method == "INVITE":
            self.request("ACK", uri, challenge.headers["To"], branch=branch)
        offers = [value for value in challenge.headers.getlist(name) if f"algorithm={algorithm}," in value]
        answer = "Authorization" if challenge.code == 401 else "Proxy-Authorization"
        credentials = digest_answer(offers[0], algorithm, self.user, password, method, uri)
        self.number += 1
        return self.request(method, uri, to, *headers, f"{answer}: {credentials}", body=body)

    def register(self, algorithm: str = "MD5", password: str = "geheim", expires: int = 60) -> Response:
        self.with_credentials(
            "REGISTER",
            f"sip:127.0.0.1:{self.pbx[1]}",
            f"<{self.uri(self.user)}>",
            f"Expires: {expires}",
            algorithm=algorithm,
            password=password,
        )
        return self.final("REGISTER")

    def dial(self, number: str) -> str:
        self.call_id = os.urandom(8).hex()
        return self.with_credentials("INVITE", self.uri(number), f"<{self.uri(number)}>", body=self.sdp())

    def within(self, method: str, answered: Response) -> None:
        """A request inside the call that our INVITE made."""
        routes = [f"Route: {route}" for route in reversed(answered.headers.getlist("Record-Route"))]
        self.request(method, str(answered.contact[0].uri), answered.headers["To"], *routes)

    def heard(self, seconds: float) -> int:
        """RTP packets within so many seconds."""
        deadline, count = time.monotonic() + seconds, 0
        while (left := deadline - time.monotonic()) > 0:
            self.rtp.settimeout(left)
            try:
                packet = self.rtp.recv(2048)
            except TimeoutError:
                break
            assert len(packet) == 172 and packet[0] == 0x80 and packet[1] & 0x7F == 8
            count += 1
        return count


def udp() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made


def digest_answer(challenge: str, algorithm: str, user: str, password: str, method: str, uri: str) -> str:
    def h(text: str) -> str:
        return HASHES[algorithm](text.encode()).hexdigest()

    given = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    first, second = h(f"{user}:{given['realm']}:{password}"), h(f"{method}:{uri}")
    response = h(f"{first}:{given['nonce']}:00000001:abc:auth:{second}")
    return (
        f'Digest username="{user}", realm="{given["realm"]}", nonce="{given["nonce"]}", uri="{uri}", '
        f'response="{response}", algorithm={algorithm}, cnonce="abc", qop=auth, nc=00000001'
    )
