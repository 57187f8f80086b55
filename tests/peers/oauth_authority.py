"""A pretend authority of OAuth 2, as MSAL sees Microsoft's: https on loopback, accounts that sign in at once."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.peers.certificates import Certificate

TENANT = "organizations"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def b64(value: bytes | dict[str, Any]) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class OauthAuthority:
    """What it gives and refuses. ``on_token`` hears each access token, so that a CRM can be told."""

    url: str
    username: str = "anna@demo.example"
    lifetime_s: int = 3600
    on_token: Callable[[str], None] = lambda token: None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=set)
    devices: dict[str, bool] = field(default_factory=dict)
    """Device code -> whether somebody has entered it."""
    granted: list[str] = field(default_factory=list)
    """The grant type of every question for a token."""
    given: list[str] = field(default_factory=list)
    """Every secret that was handed out."""
    nonce: dict[str, str] = field(default_factory=dict)
    denies: bool = False
    down: bool = False

    def revoke(self) -> None:
        """Nobody's sign-in of until now is good any more."""
        self.refresh.clear()

    def enter_device_code(self) -> None:
        self.devices = dict.fromkeys(self.devices, True)

    # --- endpoints ---
    async def configuration(self, _: Request) -> Response:
        root = f"{self.url}/oauth2/v2.0"
        return JSONResponse(
            {
                "issuer": f"{self.url}/v2.0",
                "authorization_endpoint": f"{root}/authorize",
                "token_endpoint": f"{root}/token",
                "device_authorization_endpoint": f"{root}/devicecode",
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["response_mode"] == "form_post" and asked["code_challenge_method"] == "S256"
        answer = {
            "state": asked["state"],
            **({"error": "access_denied"} if self.denies else {"code": self.code(asked)}),
        }
        fields = "".join(f'<input name="{name}" value="{escape(value)}">' for name, value in answer.items())
        return HTMLResponse(f'<form method="post" action="{escape(asked["redirect_uri"])}">{fields}</form>')

    async def devicecode(self, _: Request) -> Response:
        code = secrets.token_hex(8)
        self.devices[code] = False
        address = f"{self.url}/device"
        told = {"device_code": code, "user_code": "ABCD-1234", "verification_uri": address, "interval": 1}
        return JSONResponse({**told, "expires_in": 60})

    async def token(self, request: Request) -> Response:
        asked = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        self.granted.append(asked["grant_type"])
        if self.down:
            return JSONResponse({"error": "temporarily_unavailable"}, 503)
        grants = {"authorization_code": self.by_code, "refresh_token": self.by_refresh, DEVICE_GRANT: self.by_device}
        error = grants[asked["grant_type"]](asked)
        return JSONResponse({"error": error}, 400) if error else JSONResponse(self.tokens(asked))

    # --- grants: the error, or nothing ---
    def by_code(self, asked: dict[str, str]) -> str:
        told = self.codes.pop(asked["code"], None)
        self.nonce = {"nonce": told["nonce"]} if told and "nonce" in told else {}
        proof = b64(hashlib.sha256(asked["code_verifier"].encode()).digest())
        return "" if told and told["code_challenge"] == proof else "invalid_grant"

    def by_refresh(self, asked: dict[str, str]) -> str:
        return "" if asked["refresh_token"] in self.refresh else "invalid_grant"

    def by_device(self, asked: dict[str, str]) -> str:
        return "" if self.devices[asked["device_code"]] else "authorization_pending"

    def code(self, asked: dict[str, str]) -> str:
        code = self.secret()
        self.codes[code] = asked
        return code

    def secret(self) -> str:
        """As long as Microsoft's are: a cache of them does not fit into one entry of Windows' keyring."""
        self.given.append(secrets.token_urlsafe(1100))
        return self.given[-1]

    def tokens(self, asked: dict[str, str]) -> dict[str, Any]:
        access, refresh = self.secret(), self.secret()
        self.refresh.add(refresh)
        self.on_token(access)
        claims = {"iss": self.url, "aud": asked["client_id"], "exp": int(time.time()) + 3600, "iat": int(time.time())}
        claims |= {"sub": "anna", "preferred_username": self.username, **self.nonce}
        return {
            "token_type": "Bearer",
            "scope": asked.get("scope", ""),
            "expires_in": self.lifetime_s,
            "access_token": access,
            "refresh_token": refresh,
            "id_token": f"{b64({'alg': 'none'})}.{b64(claims)}.",
            "client_info": b64({"uid": f"uid-of-{self.username}", "utid": "utid"}),
        }


@contextmanager
def oauth_authority(shown: Certificate) -> Iterator[OauthAuthority]:
    listener = socket.create_server(("127.0.0.1", 0))
    authority = OauthAuthority(f"https://127.0.0.1:{listener.getsockname()[1]}/{TENANT}")
    root = f"/{TENANT}/oauth2/v2.0"
    routes = [
        Route(f"/{TENANT}/v2.0/.well-known/openid-configuration", authority.configuration),
        Route(f"{root}/authorize", authority.authorize),
        Route(f"{root}/devicecode", authority.devicecode, methods=["POST"]),
        Route(f"{root}/token", authority.token, methods=["POST"]),
    ]
    config = uvicorn.Config(
        Starlette(routes=routes),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        ssl_certfile=shown.pem,
        ssl_keyfile=shown.key,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield authority
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
