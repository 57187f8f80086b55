"""NTLM and Negotiate: they sign in a connection, and with it every request that it carries (RFC 4559, MS-NTHT)."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncGenerator, Callable
from typing import Any, TypeVar

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from spnego import ContextProxy, client
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import SpnegoError

from ctidesk.adapters.crm.signin.account import Account
from ctidesk.domain.errors import CrmUnauthorized, Problem, ProblemId

PROTOCOLS = {"ntlm": ("NTLM",), "negotiate": ("Negotiate", "NTLM")}
"""``[crm] auth`` -> the schemes that may be used, the best first; IIS can be set up with either."""

T = TypeVar("T")


class ConnectionAuth(httpx2.Auth):
    """For a client with one connection. Nothing is done while the CRM does not ask: it is signed in then."""

    def __init__(self, account: Account, protocol: str, host: str) -> None:
        self._account = account
        self._schemes = PROTOCOLS[protocol]
        self._host = host

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """A refused password is followed by one other try only where the keyring has another one meanwhile."""
        answer = yield request
        scheme = next((each for each in self._schemes if token_of(answer, each) is not None), "")
        password = await self._account.password() if scheme else None
        while scheme:
            talk = await self._begin(scheme, password, bindings(answer))
            said = await self._step(talk)
            while said:
                request.headers["Authorization"] = f"{scheme} {base64.b64encode(said).decode()}"
                answer = yield request
                heard = token_of(answer, scheme)
                said = await self._step(talk, heard) if heard and not talk.complete else None
            password = await self._account.other_than(password) if answer.status_code == 401 else None
            scheme = scheme if password else ""

    async def _begin(self, scheme: str, password: str | None, bound: GssChannelBindings | None) -> ContextProxy:
        return await self._in_thread(
            lambda: client(
                self._account.name or None,
                password,
                hostname=self._host,
                service="HTTP",  # as principals are registered; MIT Kerberos tells upper from lower case
                channel_bindings=bound,
                protocol=scheme.lower(),
            )
        )

    async def _step(self, talk: ContextProxy, heard: bytes | None = None) -> bytes | None:
        """What is to be said next; ``None``: all is said."""
        return await self._in_thread(lambda: talk.step(heard))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """The platform may ask a domain controller. Its errors stay behind: they may tell of the credential."""
        try:
            return await asyncio.to_thread(work)
        except (SpnegoError, ImportError, ValueError) as error:
            id = ProblemId.CRM_SIGN_IN_REFUSED if self._account.name else ProblemId.CRM_COMPUTER_REFUSED
            raise CrmUnauthorized(Problem.of(id, type(error).__name__, host=self._host)) from None


def token_of(answer: httpx2.Response, scheme: str) -> bytes | None:
    """The CRM's part of the conversation; empty where it only offers the scheme, ``None`` where it does not."""
    for challenge in answer.headers.get_list("www-authenticate", split_commas=True):
        named, _, token = challenge.strip().partition(" ")
        if named.lower() == scheme.lower():
            return decoded(token)
    return None


def decoded(token: str) -> bytes:
    try:
        return base64.b64decode(token, validate=True)
    except binascii.Error:
        return b""


def bindings(answer: httpx2.Response) -> GssChannelBindings | None:
    """``tls-server-end-point`` of the connection (RFC 5929, 4.1), so that nobody in between can pass the sign-in on."""
    stream: Any = answer.extensions.get("network_stream")
    tls: Any = stream.get_extra_info("ssl_object") if stream else None
    shown = tls.getpeercert(binary_form=True) if tls else None
    digest = end_point(shown) if shown else None
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest) if digest else None


def end_point(certificate: bytes) -> bytes | None:
    """The certificate (DER), hashed as it was signed, but not by MD5 or SHA-1; ``None``: RFC 5929 has no rule."""
    signed_by = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    if signed_by is None:
        return None
    weak = isinstance(signed_by, hashes.MD5 | hashes.SHA1)
    digest = hashes.Hash(hashes.SHA256() if weak else signed_by)
    digest.update(certificate)
    return digest.finalize()
