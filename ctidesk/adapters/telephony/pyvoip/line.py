"""Our line to the PBX: an account, its way, and the REGISTER that the registration asks for."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from ctidesk.adapters.telephony.addresses import source_address
from ctidesk.adapters.telephony.pyvoip.loop import Loop, safely
from ctidesk.adapters.telephony.pyvoip.phone import Phone
from ctidesk.adapters.telephony.pyvoip.requests import Requests
from ctidesk.adapters.telephony.pyvoip.way import NoWay, Target, Way, WayLost, open_way
from ctidesk.adapters.telephony.registration import Registration
from ctidesk.adapters.telephony.sip_trace import SipTrace
from ctidesk.domain.commands import SipAccount
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import RegistrationChanged

_CHALLENGES = (401, 407)
_TOO_BRIEF = 423
_REFRESH_AFTER_S = 0.2  # a way that is lost is looked for again


class Line:
    """``opened`` is told of each new way, ``heard`` of each message; while ``in_use`` (calls) the way is kept."""

    def __init__(
        self,
        account: SipAccount,
        loop: Loop,
        tell: Callable[[RegistrationChanged], None],
        opened: Callable[[Line], None],
        heard: Callable[[Line, Any], None],
        in_use: Callable[[], bool],
        trace: SipTrace,
    ) -> None:
        self.account = account
        self.registration: Registration | None = Registration(self, account.server, loop.timers, tell)
        self.requests = Requests(self.send, loop.timers)
        self.way: Way | None = None
        self._loop = loop
        self._tell_opened = opened
        self._heard = heard
        self._in_use = in_use
        self._trace = trace
        self._phone: Phone | None = None
        self._opening = False
        self._closed = False

    @property
    def open(self) -> bool:
        """Whether the desk wants to be called on this line."""
        return self.registration is not None and self.registration.wanted

    @property
    def phone(self) -> Phone:
        assert self._phone is not None
        return self._phone

    def send(self, text: str, target: Target | None = None) -> None:
        if self.way is None:
            raise OSError("not connected")
        self._trace.note(f"TX {self.account.transport}", text)
        self.way.send(text, target)

    def answer(self, request: Any, text: str) -> None:
        """A response; over UDP one that is lost is asked for again by the request's repetition."""
        with contextlib.suppress(OSError):
            self.send(text, self.phone.sip.response_target(request))

    def read(self) -> None:
        """What the way has received."""
        if self.way is None:
            return
        try:
            for message in self.way.receive():
                self._trace.note(f"RX {self.account.transport}", message.raw.decode("utf-8", "replace"))
                safely(partial(self._heard, self, message))
            if self.way and self.way.more():
                self._loop.timers.set(f"more {id(self)}", 0, self.read)
        except WayLost:
            self._lost()

    def close(self) -> None:
        """The line is needed no more."""
        self._closed = True
        self.registration = None
        self._drop_way()

    # --- the registrar of Registration -----------------------------------------------------------------------------

    def ready(self) -> bool:
        return True

    def register(self) -> None:
        if self.way and not self._in_use() and self._moved(self.way):
            self._drop_way()
        if self.way is None:
            return self._open()
        self._register(self.phone.sip.gen_first_response())

    def remove(self) -> None:
        if self.way is None:
            raise OSError("not connected")
        self._register(self.phone.sip.gen_first_response(deregister=True), removing=True)

    def _register(self, text: str, *, removing: bool = False, again: bool = True) -> None:
        def answered(response: Any) -> None:
            code = int(response.status)
            if code < 200:
                return
            if again and code in _CHALLENGES:
                self._authenticate(response, removing)
            elif again and code == _TOO_BRIEF and self._longer(response):
                self._register(self.phone.sip.gen_first_response())
            else:
                self._answered(code, response.status.phrase, 0 if removing else self._granted_s(response))

        self.requests.send(text, answered, lambda: self._answered(408, "Request Timeout"))

    def _authenticate(self, challenge: Any, removing: bool) -> None:
        try:
            text = self.phone.sip.gen_register(challenge, deregister=removing)
            self._register(text, removing=removing, again=False)
        except OSError as error:
            self._answered(0, error.strerror or str(error))
        except Exception:  # an algorithm that the library does not know; its words could quote the header
            self._answered(int(challenge.status), "challenge not understood")

    def _longer(self, response: Any) -> bool:
        """RFC 3261 10.2.8: the PBX wants longer registrations."""
        wanted = str(response.headers.get("Min-Expires", ""))
        if not wanted.isdigit():
            return False
        self.phone.sip.default_expires = int(wanted)
        return True

    def _granted_s(self, response: Any) -> int:
        """Seconds until our contact lapses; other contacts of the account may stand beside it."""
        assert self.way
        own = re.escape("{}:{}".format(*self.way.local))
        found = re.search(rf"@{own}\b[^,]*?;\s*expires=(\d+)", str(response.headers.get("Contact", "")), re.IGNORECASE)
        expires = found[1] if found else str(response.headers.get("Expires", ""))
        return int(expires) if expires.isdigit() else int(self.phone.sip.default_expires)

    def _answered(self, code: int, reason: str, expires_s: int = 0) -> None:
        if self.registration:
            self.registration.answered(code, reason, expires_s)

    # --- the way ---------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self._opening:
            return
        self._opening = True
        threading.Thread(target=self._connect, name="way", daemon=True).start()

    def _connect(self) -> None:
        """In a thread of its own: names are resolved, TCP and TLS connect."""
        try:
            way = open_way(self.account, self._phone)
        except NoWay as no_way:
            problem = no_way.problem
            self._loop.later(lambda: self._not_opened(problem))
        else:
            self._loop.later(lambda: self._opened(way))

    def _not_opened(self, problem: Problem) -> None:
        self._opening = False
        if self.registration:
            self.registration.answered(0, problem.detail, 0, problem)

    def _opened(self, way: Way) -> None:
        self._opening = False
        if self._closed:
            return way.close()
        self.way, self._phone = way, way.phone
        way.phone.lives_at(*way.local)
        way.phone.sip.connection = way.connection
        self.requests.reliable = way.reliable
        self._loop.watch(way.socket(), self.read)
        self._tell_opened(self)
        self._go_on()

    def _go_on(self) -> None:
        """Registering waited for the way."""
        if self.registration is None:
            return
        if not self.registration.wanted:
            return self._answered(0, "")
        try:
            self.register()
        except OSError as error:
            self._answered(0, error.strerror or str(error))

    def _moved(self, way: Way) -> bool:
        """Whether this machine's address has changed: another network, a VPN."""
        source = self.account.bind or source_address(f"{way.pbx[0]}:{way.pbx[1]}")
        return bool(source) and source != way.local[0]

    def _lost(self) -> None:
        """A registration under way fails with the way; one that stood is looked after at once."""
        self._drop_way()
        self._loop.timers.set("way lost", _REFRESH_AFTER_S, self._refresh)

    def _refresh(self) -> None:
        if self.registration:
            self.registration.check()

    def _drop_way(self) -> None:
        way, self.way = self.way, None
        if way:
            self._loop.unwatch(way.socket())
            way.close()
            self.requests.drop()
