"""The operator's status, and what it means for the line: registered or not, calls let through or refused."""

from __future__ import annotations

from ctidesk.domain.commands import Command, Register, SetRefusal, SipAccount, Unregister
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import EngineLost, EngineStarted, Event, StatusRequested
from ctidesk.domain.intents import SetStatus
from ctidesk.domain.operator import CHOOSABLE, OperatorStatus
from ctidesk.domain.settings import CallSettings, SipSettings
from ctidesk.ports import Cache, Clock, Telephony
from ctidesk.usecases.session import Session


class Status:
    """Carries out ``SetStatus``; remembers the wish for the next start."""

    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        session.on(SetStatus, self.set_status)

    def set_status(self, intent: SetStatus) -> None:
        if intent.status not in CHOOSABLE:
            raise Refused(Problem.of(ProblemId.STATUS_NOT_CHOOSABLE, status=intent.status))
        self._session.post(StatusRequested(intent.status, self._clock.now()))
        self._session.spawn(self._cache.remember_status(intent.status))


class LineState:
    """Keeps the engine as the desk wants it: sends what differs from what was sent last.

    A new engine process knows nothing, so everything is sent again when one has started.
    """

    def __init__(self, session: Session, telephony: Telephony, settings: CallSettings) -> None:
        self._session = session
        self._telephony = telephony
        self._settings = settings
        self._account: SipAccount | None = None
        self._up = False
        self._sent: tuple[Command, ...] = ()
        session.react(self._react)

    def use_account(self, account: SipAccount) -> None:
        """Register as this account from now on."""
        self._account = account
        self._push(self._session.desk)

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, EngineStarted | EngineLost):
            self._up = isinstance(event, EngineStarted)
            self._sent = ()
        self._push(after)

    def _push(self, desk: Desk) -> None:
        if not self._up or self._account is None:
            return
        wanted = (self._refusal(desk), self._registration(desk, self._account))
        for command in wanted:
            if command not in self._sent:
                self._telephony.send(command)
        self._sent = wanted

    def _registration(self, desk: Desk, account: SipAccount) -> Command:
        return Register(account) if desk.wants_registration else Unregister()

    def _refusal(self, desk: Desk) -> Command:
        free = desk.operator.requested is OperatorStatus.AVAILABLE and desk.wrap_up is None
        return SetRefusal(self._settings.refuse_busy, 0 if free else self._settings.refuse_wrap_up)


def sip_account(settings: SipSettings, password: str) -> SipAccount:
    """What ``[sip]`` and the password make together."""
    return SipAccount(
        server=settings.server,
        username=settings.username,
        password=password,
        auth_username=settings.auth_username,
        display_name=settings.display_name,
        transport=settings.transport,
        bind=settings.bind,
        register_expires_s=settings.register_expires_s,
        tls_ca_file=settings.tls_ca_file,
        srtp=settings.srtp,
        dtmf=settings.dtmf,
        accept_refer=settings.accept_refer,
        presence=settings.presence in ("sip", "both"),
    )
