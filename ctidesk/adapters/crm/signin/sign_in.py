"""One sign-in, whatever its way: what the wire asks of it, and what the operator's «Войти» does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

import httpx2

from ctidesk.adapters.crm.signin.account import Account
from ctidesk.adapters.crm.signin.basic import BasicAuth
from ctidesk.adapters.crm.signin.bearer import BearerAuth
from ctidesk.adapters.crm.signin.gate import Gate
from ctidesk.adapters.crm.signin.tokens import Tokens
from ctidesk.domain.crm_address import parts_of
from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.setting_checks import crm_faults
from ctidesk.domain.settings import CrmSettings
from ctidesk.domain.sign_in import DeviceCode, SignInWay
from ctidesk.ports import Secrets

REFUSED = {
    SignInWay.NONE: ProblemId.CRM_SIGN_IN_NOT_SET,
    SignInWay.PASSWORD: ProblemId.CRM_SIGN_IN_REFUSED,
    SignInWay.SYSTEM: ProblemId.CRM_COMPUTER_REFUSED,
    SignInWay.BROWSER: ProblemId.CRM_SIGN_IN_NEEDED,
}
"""What a 401 means for the operator. Where nobody signs in, nobody can do it again: it is tried again by itself."""


class Credential(Protocol):
    """What is shown to the CRM: an account with its password, or tokens."""

    async def renew(self, password: str | None, device: Callable[[DeviceCode], None] | None) -> None: ...

    async def keep(self) -> None: ...

    def close(self) -> None: ...


class SignIn:
    """``per_connection``: a connection is signed in, not a request."""

    def __init__(
        self,
        way: SignInWay,
        account: str,
        credential: Credential,
        make_auth: Callable[[], httpx2.Auth | None],
        *,
        per_connection: bool = False,
    ) -> None:
        self.way, self.account, self.per_connection = way, account, per_connection
        self.refused = REFUSED[way]
        self.gate = Gate()
        self.auth = make_auth
        self._credential = credential

    def listen(self, refused: Callable[[Problem], None]) -> None:
        self.gate.listen(refused)

    async def renew(self, password: str | None = None, device: Callable[[DeviceCode], None] | None = None) -> None:
        await self._credential.renew(password, device)
        self.gate.open()

    async def keep(self) -> None:
        await self._credential.keep()

    def close(self) -> None:
        self._credential.close()


def sign_in_of(settings: CrmSettings, secrets: Secrets) -> SignIn:
    """As ``[crm] auth`` says; raises SettingsError where it cannot work."""
    for fault in crm_faults(settings).values():
        raise SettingsError(fault)
    return WAYS[settings.auth](settings, secrets)


def by_nobody(settings: CrmSettings, secrets: Secrets) -> SignIn:
    return SignIn(SignInWay.NONE, "", Account("", secrets), lambda: None)


def by_basic(settings: CrmSettings, secrets: Secrets) -> SignIn:
    account = Account(settings.username, secrets)
    return SignIn(SignInWay.PASSWORD, account.name, account, lambda: BasicAuth(account))


def by_connection(settings: CrmSettings, secrets: Secrets) -> SignIn:
    """Without a name this computer's own sign-in is used: SSPI on Windows, Kerberos' cache elsewhere."""
    from ctidesk.adapters.crm.signin.connection import ConnectionAuth  # takes 60 ms, and few CRMs need it

    account = Account(settings.username, secrets)
    host, way = parts_of(settings.url)[2], SignInWay.PASSWORD if account.name else SignInWay.SYSTEM
    return SignIn(
        way, account.name, account, partial(ConnectionAuth, account, settings.auth, host), per_connection=True
    )


def by_browser(settings: CrmSettings, secrets: Secrets) -> SignIn:
    tokens = Tokens(settings, parts_of(settings.url)[0], secrets)
    return SignIn(SignInWay.BROWSER, settings.username, tokens, lambda: BearerAuth(tokens))


WAYS: dict[str, Callable[[CrmSettings, Secrets], SignIn]] = {
    "none": by_nobody,
    "basic": by_basic,
    "ntlm": by_connection,
    "negotiate": by_connection,
    "oauth": by_browser,
}
