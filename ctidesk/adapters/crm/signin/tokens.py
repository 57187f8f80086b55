"""OAuth 2 as a public client: access tokens by MSAL, renewed silently for as long as the authority allows it.

Sources: "Use OAuth authentication with Microsoft Dataverse" and "Microsoft identity platform and OAuth 2.0
authorization code flow", Microsoft Learn; RFC 8252 (native apps), RFC 8628 (device code).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2

from ctidesk.adapters.crm.faults import broken
from ctidesk.adapters.crm.signin.browser import Browser
from ctidesk.domain.errors import CrmUnauthorized, CrmUnavailable, DeskError, Problem, ProblemId
from ctidesk.domain.settings import CrmSettings
from ctidesk.domain.sign_in import DeviceCode
from ctidesk.ports import Secrets

log = logging.getLogger(__name__)

PURPOSE = "crm-tokens"
TIMEOUT = httpx2.Timeout(20.0, connect=5.0)
EARLY_S = 300.0
"""A token is renewed this long before it expires, a short-lived one at half its life."""
TEMPORARY = frozenset({"temporarily_unavailable", "server_error", "service_unavailable"})

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Token:
    value: str = field(repr=False)
    until: float
    """By the monotonic clock."""

    @classmethod
    def of(cls, result: Result) -> Token:
        life_s = float(result.get("expires_in", 0))
        return cls(str(result["access_token"]), time.monotonic() + life_s - min(EARLY_S, life_s / 2))


class Tokens:
    """One operator's tokens for one environment; the keyring keeps them between two runs."""

    def __init__(self, settings: CrmSettings, origin: str, secrets: Secrets) -> None:
        self._settings = settings
        self._scopes = [f"{origin}/user_impersonation"]
        self._host = urlsplit(settings.authority).hostname or settings.authority
        self._account = f"{settings.username}@{urlsplit(origin).netloc}".lstrip("@")
        self._secrets = secrets
        self._token: Token | None = None
        self._http = httpx2.Client(timeout=TIMEOUT)
        self._app: Any = None
        self._cache: Any = None
        self._asking, self._making = asyncio.Lock(), asyncio.Lock()
        self._unkept: DeskError | None = None
        logging.getLogger("msal").setLevel(logging.WARNING)  # its lines at INFO hold whole addresses

    async def current(self) -> str:
        """A token that is good now. Raises CrmUnauthorized where only the operator can get one."""
        async with self._asking:
            if self._token is None or self._token.until <= time.monotonic():
                self._token = await self._silently(force=False)
            return self._token.value

    async def after(self, refused: str) -> str:
        """A new one in the place of a token that the CRM has refused."""
        async with self._asking:
            if self._token is None or self._token.value == refused:
                self._token = await self._silently(force=True)
            return self._token.value

    async def renew(self, password: str | None, device: Callable[[DeviceCode], None] | None) -> None:
        """In the browser where ``device`` can tell of a code; else the next request asks the authority again."""
        if device:
            await self._in_browser(device)
        else:
            async with self._asking:
                self._token = None

    async def _in_browser(self, device: Callable[[DeviceCode], None]) -> None:
        """Sign in anew in the system's browser; where none opens, by a code on any device. Cancelling ends it."""
        app = await self._application()
        async with Browser() as browser:
            flow = await self._ask(
                app.initiate_auth_code_flow,
                self._scopes,
                redirect_uri=browser.address,
                response_mode="form_post",
                prompt=None if self._settings.username else "select_account",  # the browser may know a colleague
                login_hint=self._settings.username or None,
            )
            answer = await browser.answer(flow["auth_uri"], flow["state"])
        if answer is None:
            await self._take(await self._by_device(app, device))
        else:
            await self._take(await self._ask(app.acquire_token_by_auth_code_flow, flow, answer))

    async def keep(self) -> None:
        """Raises what kept the tokens out of the keyring, if anything did."""
        if self._unkept:
            raise self._unkept

    def close(self) -> None:
        self._http.close()

    # --- the authority ---------------------------------------------------------------------------------------------

    async def _silently(self, *, force: bool) -> Token:
        app = await self._application()
        accounts = app.get_accounts()
        if not accounts:
            raise needed("no sign-in is remembered")
        result = await self._ask(app.acquire_token_silent_with_error, self._scopes, accounts[0], force_refresh=force)
        await self._keep()
        return token_of(result, self._host)

    async def _by_device(self, app: Any, device: Callable[[DeviceCode], None]) -> Result:
        flow = await self._ask(app.initiate_device_flow, self._scopes)
        if "user_code" not in flow:
            raise needed(str(flow.get("error", "")))
        device(DeviceCode(flow["user_code"], flow["verification_uri"]))
        try:
            result: Result = await self._ask(app.acquire_token_by_device_flow, flow)
            return result
        finally:
            flow["expires_at"] = 0  # a cancelled one still asks in its thread, until this

    async def _take(self, result: Result | None) -> None:
        """The new sign-in replaces any other: two accounts in one cache would be a matter of luck."""
        async with self._asking:
            self._token = token_of(result, self._host)
            new = (result or {}).get("id_token_claims", {}).get("preferred_username", "")
            for account in self._app.get_accounts():
                if new and account["username"].lower() != str(new).lower():
                    self._app.remove_account(account)
            await self._keep()

    async def _application(self) -> Any:
        """Made on first use: it asks the authority for its addresses."""
        async with self._making:
            if self._app is None:
                self._app = await self._ask(self._make, await self._stored())
        return self._app

    def _make(self, stored: str | None) -> Any:
        import msal  # takes a tenth of a second

        self._cache = msal.SerializableTokenCache()
        if stored:
            self._cache.deserialize(stored)
        return msal.PublicClientApplication(
            self._settings.client_id,
            authority=self._settings.authority,
            token_cache=self._cache,
            http_client=self._http,
            instance_discovery=False,  # the authority is the administrator's word
        )

    async def _ask(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """In a thread. Errors lose their text: it may hold a code or a token."""
        try:
            return await asyncio.to_thread(call, *args, **kwargs)
        except httpx2.RequestError as error:
            raise broken(error, self._host) from None
        except Exception as error:
            raise CrmUnavailable(Problem.of(ProblemId.CRM_UNREACHABLE, type(error).__name__, host=self._host)) from None

    # --- the keyring -----------------------------------------------------------------------------------------------

    async def _stored(self) -> str | None:
        try:
            return await self._secrets.kept(PURPOSE, self._account)
        except DeskError as error:
            raise CrmUnauthorized(error.problem) from None

    async def _keep(self) -> None:
        """Without a keyring the sign-in holds for this run; it is never written anywhere else."""
        if not self._cache.has_state_changed:
            return
        try:
            await self._secrets.keep(PURPOSE, self._account, self._cache.serialize())
            self._unkept = None
        except DeskError as error:
            log.warning("the CRM's tokens were not kept: %s", error)
            self._unkept = error


def token_of(result: Result | None, host: str) -> Token:
    """The token of an answer; an error of the authority's becomes one of the desk's."""
    if result and "access_token" in result:
        return Token.of(result)
    error = str((result or {}).get("error", ""))
    if error in TEMPORARY:
        raise CrmUnavailable(Problem.of(ProblemId.CRM_UNREACHABLE, error, host=host))
    raise needed(error)


def needed(detail: str) -> CrmUnauthorized:
    return CrmUnauthorized(Problem.of(ProblemId.CRM_SIGN_IN_NEEDED, detail))
