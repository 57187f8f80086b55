"""Who may come in: by name and password, by a connection that was signed in, by a token."""

import base64
import os
from collections import Counter
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import spnego
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import SpnegoError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ctidesk.demo.crm.api import error_answer
from ctidesk.demo.crm.errors import unauthorized

LOGINS = ("anna", "DEMO\\anna")
ADMIN = "/demo/"
PASS = "x-demo-pass"  # a test looks at what the desk has written


class Door(Protocol):
    def challenge(self, authorization: str, connection: Any) -> str | None:
        """What is asked of who does not come in; ``None``: come in. ValueError: what was shown is no good."""

    def change(self, secret: str) -> None:
        """The password, or the only token, that is good from now on."""


class BasicDoor:
    def __init__(self, password: str) -> None:
        self.change(password)

    def challenge(self, authorization: str, connection: Any) -> str | None:
        if authorization in self.good:
            return None
        if authorization:
            raise ValueError
        return 'Basic realm="demo"'

    def change(self, secret: str) -> None:
        self.good = {f"Basic {base64.b64encode(f'{login}:{secret}'.encode()).decode()}" for login in LOGINS}


class TokenDoor:
    """The pretend authority tells which tokens it has given."""

    def __init__(self) -> None:
        self.good: set[str] = set()

    def challenge(self, authorization: str, connection: Any) -> str | None:
        if authorization.removeprefix("Bearer ") in self.good:
            return None
        if authorization:
            raise ValueError
        return "Bearer authorization_uri=https://login.example/"

    def change(self, secret: str) -> None:
        self.good = {secret}


class ConnectionDoor:
    """NTLM or Negotiate as IIS has them: a conversation belongs to a TCP connection, and so does what comes of it."""

    def __init__(self, scheme: str, password: str, certificate: Path | None) -> None:
        self.scheme = scheme
        self.bound = bindings(certificate) if certificate else None
        self.talks: WeakKeyDictionary[Any, spnego.ContextProxy] = WeakKeyDictionary()
        # pyspnego reads an acceptor's accounts from a file only; this one is the demo's, and goes with it.
        self.accounts = NamedTemporaryFile("w+", encoding="utf-8", prefix="ctidesk-demo-")  # noqa: SIM115
        os.environ["NTLM_USER_FILE"] = self.accounts.name
        self.change(password)

    def challenge(self, authorization: str, connection: Any) -> str | None:
        if not authorization:
            talk = self.talks.get(connection)
            return None if talk and talk.complete else self.scheme
        talk = self.talks.get(connection)
        if talk is None or talk.complete:
            talk = self.talks[connection] = self.begin()
        said = self.step(talk, connection, authorization)
        return f"{self.scheme} {base64.b64encode(said).decode()}" if said and not talk.complete else None

    def begin(self) -> spnego.ContextProxy:
        return spnego.server(protocol=self.scheme.lower(), channel_bindings=self.bound, service="HTTP")

    def step(self, talk: spnego.ContextProxy, connection: Any, authorization: str) -> bytes | None:
        try:
            return talk.step(base64.b64decode(authorization.partition(" ")[2], validate=True))
        except (SpnegoError, ValueError, NotImplementedError):
            del self.talks[connection]
            raise ValueError from None

    def change(self, secret: str) -> None:
        """Every connection has to sign in anew, as after a recycling of IIS's application pool."""
        self.talks.clear()
        self.accounts.seek(0)
        self.accounts.truncate()
        self.accounts.write(f":anna:{secret}\nDEMO:anna:{secret}\n")
        self.accounts.flush()


def bindings(certificate: Path) -> GssChannelBindings:
    """As RFC 5929 has it for a certificate that was signed with SHA-256."""
    shown = x509.load_pem_x509_certificate(certificate.read_bytes())
    digest = hashes.Hash(hashes.SHA256())
    digest.update(shown.public_bytes(Encoding.DER))
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest.finalize())


class Guard:
    """Stands before everything but the demo's own paths, and counts who comes."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door
        self.seen: Counter[str] = Counter(asked=0, refused=0, entered=0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(ADMIN):
            return await self.app(scope, receive, send)
        # ASGI has no word for a connection; uvicorn's `send` belongs to what holds the transport.
        answer = self.judge(Headers(scope=scope), send.__self__.transport)  # type: ignore[attr-defined]
        return await (answer or self.app)(scope, receive, send)

    def judge(self, headers: Headers, connection: Any) -> Response | None:
        if PASS in headers:
            return None
        try:
            challenge = self.door.challenge(headers.get("authorization", ""), connection)
        except ValueError:
            self.seen["refused"] += 1
            return refusal(self.door.challenge("", connection))
        self.seen["asked" if challenge else "entered"] += 1
        return refusal(challenge) if challenge else None

    async def change(self, request: Request) -> Response:
        """``{"secret": …}``: the password or token of today."""
        self.door.change((await request.json())["secret"])
        return Response(status_code=204)

    async def counts(self, _: Request) -> Response:
        return JSONResponse(self.seen)


def refusal(challenge: str | None) -> Response:
    answer = error_answer(unauthorized())
    answer.headers["WWW-Authenticate"] = challenge or ""
    return answer


def door_of(auth: str, password: str, certificate: Path | None) -> Door | None:
    if auth == "none":
        return None
    if auth in SCHEMES:
        return ConnectionDoor(SCHEMES[auth], password, certificate)
    return TokenDoor() if auth == "bearer" else BasicDoor(password)


SCHEMES = {"ntlm": "NTLM", "negotiate": "Negotiate"}
AUTHS = ("none", "basic", *SCHEMES, "bearer")
