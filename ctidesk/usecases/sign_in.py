"""«Войти»: the CRM no longer takes us in the middle of the day; the operator is asked once, and nothing is lost.

While the sign-in stands refused the CRM is left alone (:class:`ctidesk.ports.CrmSignIn`): calls and cache go on, the
outbox waits. A sign-in that succeeds wakes the synchronisation, and with it the outbox.
"""

from __future__ import annotations

import asyncio
import logging

from ctidesk.domain.errors import (
    CrmError,
    CrmUnauthorized,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
    Refused,
)
from ctidesk.domain.events import (
    DeviceCodeGiven,
    PasswordGiven,
    ProblemArose,
    SignInBegun,
    SignInEnded,
    SignInFailed,
    SyncChanged,
    SyncState,
)
from ctidesk.domain.intents import CancelSignIn, GivePassword, SignIn, Synchronise
from ctidesk.domain.sign_in import DeviceCode, SignInWay
from ctidesk.ports import Clock, Crm, CrmSignIn
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

WITHIN_S = 900.0
"""A sign-in in the browser that nobody finishes is given up; a device code holds as long (RFC 8628, 3.2)."""


class SignIns:
    """Takes the three intents; ``connected`` is what lets the outbox write."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._crm: Crm | None = None
        self._connected = asyncio.Event()
        self._under_way: asyncio.Task[None] | None = None
        session.on(SignIn, self.begin)
        session.on(GivePassword, self.give)
        session.on(CancelSignIn, self.cancel)

    def use(self, sign_in: CrmSignIn, crm: Crm, connected: asyncio.Event) -> None:
        """From now on there is a CRM to sign in to."""
        self._sign_in, self._crm, self._connected = sign_in, crm, connected
        sign_in.listen(self._refused)

    # --- what the operator wants -----------------------------------------------------------------------------------

    def begin(self, intent: SignIn) -> None:
        way = self._way()
        self._stop()
        self._session.post(SignInBegun(way, self._sign_in.account))
        if way is SignInWay.BROWSER:
            self._under_way = self._session.spawn(self._in_browser())
        elif way is SignInWay.SYSTEM:
            self._under_way = self._session.spawn(self._try())

    def give(self, intent: GivePassword) -> None:
        signing_in = self._session.desk.crm.signing_in
        if signing_in is None or signing_in.way is not SignInWay.PASSWORD or signing_in.trying:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._session.post(PasswordGiven())
        self._under_way = self._session.spawn(self._try(intent.password))

    def cancel(self, intent: CancelSignIn) -> None:
        self._stop()
        self._session.post(SignInEnded())

    async def by_script(self) -> None:
        """As the button; a password comes from the keyring, since a script has no window to type it into.

        A sign-in that holds is left alone.
        """
        way = self._way()
        if self._connected.is_set():
            return
        if way is SignInWay.BROWSER:
            self.begin(SignIn())
            return
        try:
            await self._renew()
        except CrmUnauthorized as error:
            raise self._wanted(error.problem) from None
        self._signed_in()

    # --- how it goes -----------------------------------------------------------------------------------------------

    def _refused(self, problem: Problem) -> None:
        """Told at once, whoever's request it was."""
        self._connected.clear()
        self._session.post(SyncChanged(SyncState.ERROR, problem))

    async def _try(self, password: str | None = None) -> None:
        try:
            await self._renew(password)
        except DeskError as error:
            self._session.post(SignInFailed(error.problem))
            return
        await self._keep()
        self._signed_in()

    async def _in_browser(self) -> None:
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._sign_in.renew(device=self._tell_code)
        except TimeoutError:
            self._session.post(SignInEnded())
        except DeskError as error:
            self._session.post(SignInFailed(error.problem))
            self._tell(Problem.of(ProblemId.CRM_SIGN_IN_FAILED, error.problem.detail))
        else:
            await self._keep()
            self._signed_in()

    async def _renew(self, password: str | None = None) -> None:
        """Sign in and ask the CRM whether it takes us; what else is wrong with it is the synchronisation's to tell."""
        assert self._crm
        await self._sign_in.renew(password)
        try:
            await self._crm.connect()
        except CrmUnauthorized:
            raise
        except CrmUnavailable:
            self._session.do(Synchronise())  # it tries again when the CRM is back, with what was given here
            raise
        except CrmError as error:
            log.info("signed in, but: %s", error)

    async def _keep(self) -> None:
        """Only what the CRM has taken replaces what the keyring had."""
        try:
            await self._sign_in.keep()
        except DeskError as error:
            log.warning("the sign-in was not kept: %s", error)
            problem = Problem.of(ProblemId.CRM_PASSWORD_NOT_KEPT, error.problem.detail)
            self._session.post(ProblemArose(problem, self._clock.now()))

    def _signed_in(self) -> None:
        self._session.post(SignInEnded())
        self._session.do(Synchronise())

    def _tell(self, problem: Problem) -> None:
        """In the place of "sign in", where that is said now: «Войти» stays at hand."""
        if self._connected.is_set():
            self._session.post(ProblemArose(problem, self._clock.now()))
        else:
            self._session.post(SyncChanged(SyncState.ERROR, problem))

    def _tell_code(self, device: DeviceCode) -> None:
        self._session.post(DeviceCodeGiven(device))

    def _stop(self) -> None:
        if self._under_way:
            self._under_way.cancel()
            self._under_way = None

    def _way(self) -> SignInWay:
        if self._crm is None:
            off = self._session.desk.crm.sync is SyncState.OFF
            raise Refused(Problem(ProblemId.CRM_OFF if off else ProblemId.NOT_OFFERED))
        if self._sign_in.way is SignInWay.NONE:
            raise Refused(Problem(ProblemId.CRM_NO_SIGN_IN))
        return self._sign_in.way

    def _wanted(self, problem: Problem) -> Refused:
        if self._sign_in.way is not SignInWay.PASSWORD or problem.id is ProblemId.KEYRING_UNAVAILABLE:
            return Refused(problem)
        return Refused(Problem.of(ProblemId.CRM_PASSWORD_WANTED, account=self._sign_in.account))


def only_a_person_helps(error: DeskError) -> bool:
    """Whether the CRM is left alone until somebody signs in; a password that is missing may still be kept elsewhere."""
    mendable = (ProblemId.CRM_PASSWORD_MISSING, ProblemId.KEYRING_UNAVAILABLE, ProblemId.CRM_SIGN_IN_NOT_SET)
    return isinstance(error, CrmUnauthorized) and error.problem.id not in mendable
