"""Being registered and staying so: refresh, back-off, removal. Knows no engine; the engine sends the REGISTER."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ctidesk.adapters.telephony.answers import failed_registration, retry_s
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import RegistrationChanged, RegistrationState

_ANSWER_WITHIN_S = 4.0  # T2: the REGISTER under way is sent again every 4 s until the PBX answers
_READY_AGAIN_S = 0.1
_REMOVED_WITHIN_S = 2.0
_LONGEST_REFRESH_S = 4.0  # a PBX that was restarted, and has forgotten us, finds us again this soon
_STALE = (401, 407)
_NOT_TRUSTED = "PJSIP_TLS_ECERTVERIF"


class Registrar(Protocol):
    """Sends one REGISTER; the answer comes to :meth:`Registration.answered`. Raises ``OSError`` where it cannot."""

    def ready(self) -> bool:
        """Whether a REGISTER can be sent without waiting for anybody; asked again soon where not."""

    def register(self) -> None: ...

    def remove(self) -> None: ...


class Registration:
    """``state`` is what the desk was last told."""

    def __init__(
        self, registrar: Registrar, server: str, timers: Timers, tell: Callable[[RegistrationChanged], None]
    ) -> None:
        self.state = RegistrationState.UNREGISTERED
        self.wanted = False
        self._registrar = registrar
        self._server = server
        self._timers = timers
        self._tell_desk = tell
        self._pending = False
        self._failures = 0
        self._known_there = False
        self._trusted = False
        self._certificate: Problem | None = None
        self._then: Callable[[], None] | None = None

    @property
    def unanswered(self) -> bool:
        """Whether the PBX has kept silent for so long that it was told."""
        return self._pending and self.state is RegistrationState.FAILED

    def start(self) -> None:
        """Register, or look at once whether the PBX still has us."""
        self.wanted, self._failures, self._then = True, 0, None
        self._timers.cancel("removal")
        if self.state is RegistrationState.UNREGISTERED:
            self._tell(RegistrationState.REGISTERING)
        self.refresh()

    def stop(self, then: Callable[[], None] | None = None) -> None:
        """Remove our contact, then call ``then``: when the PBX has confirmed, or has kept silent for too long."""
        self.wanted, self._then = False, then
        for name in ("refresh", "deadline"):
            self._timers.cancel(name)
        if not self._pending and not self._known_there:
            return self._removed()
        self._timers.set("removal", _REMOVED_WITHIN_S, self._removed)
        if not self._pending:
            self._remove()

    def refresh(self) -> None:
        """Send a REGISTER now; nothing while one is under way or none is wanted."""
        if self._pending or not self.wanted:
            return
        self._timers.cancel("refresh")
        if not self._registrar.ready():
            return self._timers.set("refresh", _READY_AGAIN_S, self.refresh)
        try:
            self._registrar.register()
        except OSError as error:
            return self._failed(0, str(error))
        self._pending = True
        self._timers.set("deadline", _ANSWER_WITHIN_S, self._silent)

    def check(self) -> None:
        """Something was lost: ask whether the PBX still has us. A registration that failed keeps its back-off."""
        if self.state is RegistrationState.REGISTERED:
            self.refresh()

    def connection_lost(self, certificate: Problem | None) -> None:
        """``certificate``: what is wrong with the PBX's, where that is why; the REGISTER that waits fails next."""
        self._certificate = certificate

    def answered(self, code: int, reason: str, expires_s: int, problem: Problem | None = None) -> None:
        """The final answer to a REGISTER; ``expires_s`` is 0 for one that removed the contact.

        ``problem``: what went wrong, where the engine knows it better than the code does.
        """
        self._pending = False
        self._timers.cancel("deadline")
        accepted = 200 <= code <= 299
        self._known_there = accepted and expires_s > 0
        if not self.wanted:
            self._remove() if self._known_there else self._removed()
        elif self._known_there:
            self._registered(expires_s)
        elif accepted:
            self.refresh()
        else:
            self._failed(code, reason, problem)

    def _registered(self, expires_s: int) -> None:
        self._failures, self._trusted = 0, True
        self._timers.set("refresh", min(expires_s / 2, _LONGEST_REFRESH_S), self.refresh)
        if self.state is not RegistrationState.REGISTERED:
            self._tell(RegistrationState.REGISTERED)

    def _failed(self, code: int, reason: str, problem: Problem | None = None) -> None:
        self._failures += 1
        if code in _STALE and self._trusted:
            self._trusted = False
            return self.refresh()  # a PBX that was restarted knows its own nonces no more: not a wrong password yet
        problem = problem or self._problem(code, reason)
        delay = retry_s(problem.id, self._failures)
        self._timers.set("refresh", delay, self.refresh)
        self._tell(RegistrationState.FAILED, problem, delay)

    def _problem(self, code: int, reason: str) -> Problem:
        if self._certificate and _NOT_TRUSTED in reason:
            return self._certificate
        return failed_registration(code, reason, self._server)

    def _silent(self) -> None:
        """The PBX has not answered; the REGISTER under way goes on being repeated and is itself the retry."""
        problem = failed_registration(0, "no answer", self._server)
        self._tell(RegistrationState.FAILED, problem, int(_ANSWER_WITHIN_S))

    def _remove(self) -> None:
        try:
            self._registrar.remove()
        except OSError:
            return self._removed()
        self._pending = True

    def _removed(self) -> None:
        self._timers.cancel("removal")
        if self.state is not RegistrationState.UNREGISTERED:
            self._tell(RegistrationState.UNREGISTERED)
        then, self._then = self._then, None
        if then:
            then()

    def _tell(self, state: RegistrationState, problem: Problem | None = None, retry: int = 0) -> None:
        self.state = state
        self._tell_desk(RegistrationChanged(state, problem, retry))
