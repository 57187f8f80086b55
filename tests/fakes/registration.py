"""The registration and the presence of an engine without SIP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ctidesk.domain import commands as cmd
from ctidesk.domain import events as ev
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import Event, RegistrationState
from ctidesk.domain.presence import Presence
from tests.fakes.exchange import FakeExchange


class FakeRegistration:
    """What it says goes to ``_listener`` from the loop, while ``_running``."""

    _loop: asyncio.AbstractEventLoop
    _listener: Callable[[Event], None]

    def __init__(self, exchange: FakeExchange) -> None:
        self.exchange = exchange
        self.account: cmd.SipAccount | None = None
        self._wanted = False
        self._state = RegistrationState.UNREGISTERED
        self._watched: dict[str, Presence] = {}
        self._presence: Presence | None = None
        self._running = False

    @property
    def _here(self) -> bool:
        return self.account is not None and self.exchange.contacts.get(self.account.username) is self

    def _register(self, account: cmd.SipAccount) -> None:
        if self.account != account:
            self._unregister()
        self.account, self._wanted = account, True
        if self._state is RegistrationState.UNREGISTERED:
            self._tell(RegistrationState.REGISTERING)
        self._try()

    def _try(self) -> None:
        assert self.account
        problem = self.exchange.refusal(self.account)
        if problem:
            self._tell(RegistrationState.FAILED, problem, 30 if problem.id is ProblemId.PBX_PASSWORD_REFUSED else 1)
            return
        self.exchange.contacts[self.account.username] = self
        self._publish(self._presence)
        if self._state is not RegistrationState.REGISTERED:
            self._tell(RegistrationState.REGISTERED)
            self._watch(tuple(self._watched))

    def _unregister(self) -> None:
        self._wanted = False
        if self.account and self._here:
            del self.exchange.contacts[self.account.username]
            self.exchange.publish(self.account.username, None)
        if self._state is not RegistrationState.UNREGISTERED:
            self._tell(RegistrationState.UNREGISTERED)

    def _publish(self, presence: Presence | None) -> None:
        self._presence = presence
        if self.account and self.account.presence and self._here:
            self.exchange.publish(self.account.username, presence)

    def _watch(self, numbers: tuple[str, ...]) -> None:
        self._watched = {number: seen for number, seen in self._watched.items() if number in numbers}
        for number in numbers:
            self._tell_presence(number)

    def presence_changed(self, number: str) -> None:
        if number in self._watched:
            self._tell_presence(number)

    def _tell_presence(self, number: str) -> None:
        asks = self.account is not None and self.account.presence
        self._watched[number] = self.exchange.presence(number) if asks else Presence.UNKNOWN
        self._say(ev.PresenceChanged(number, self._watched[number]))

    def exchange_changed(self) -> None:
        if self._wanted:
            self._try()

    def _tell(self, state: RegistrationState, problem: Problem | None = None, retry_s: int = 0) -> None:
        self._state = state
        self._say(ev.RegistrationChanged(state, problem, retry_s))

    def _say(self, event: Event) -> None:
        self._loop.call_soon(lambda: self._listener(event) if self._running else None)
