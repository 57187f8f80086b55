"""The line in use, those that calls still hold, and the transport that they share.

Here is noticed what changes around us: the PBX's address, ours, a connection that answers no more.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.addresses import host_of
from ctidesk.adapters.telephony.names import Names
from ctidesk.adapters.telephony.pjsip.endpoint import Endpoint
from ctidesk.adapters.telephony.pjsip.legs import Legs
from ctidesk.adapters.telephony.pjsip.line import Line, Way, account_config, not_opened, open_transport, valid, way_to
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.domain.commands import SipAccount
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationChanged, RegistrationState

_LOOK_AROUND_S = 3.0
_NAME_KNOWN_S = 0.02
_NAME_WITHIN_S = 4.0
_NAME_AGAIN_S = 4
_CONTACT_KNOWN_S = 0.5  # by then the REGISTER's answer has told PJSIP its new Contact
_LOST_S = 0.2


class Lines:
    """``announce(transport, local address)`` is called for every new transport.

    ``let_in`` is called for every REGISTER that the PBX accepts.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        timers: Timers,
        legs: Legs,
        tell: Callable[[RegistrationChanged], None],
        announce: Callable[[str, str], None],
        let_in: Callable[[], None],
    ) -> None:
        self.line: Line | None = None
        self._endpoint = endpoint
        self._timers = timers
        self._legs = legs
        self._tell_engine = tell
        self._announce = announce
        self._let_in = let_in
        self._names = Names()
        self._former: list[Line] = []
        self._transport: tuple[tuple[str, str, str], int] | None = None
        self._name_due = 0.0
        self._other_port = False

    # --- what the desk wants ---------------------------------------------------------------------------------------

    def register(self, account: SipAccount) -> None:
        why_not = valid(account)
        if why_not:
            problem = Problem.of(ProblemId.PBX_REFUSED, detail=why_not, server=account.server)
            return self.stop(lambda: self._tell(RegistrationState.FAILED, problem))
        if self.line and self.line.account == account and self.line.registration:
            return self.line.registration.start()
        self._timers.cancel("open")
        if self.line is None:
            return self._open(account)
        # The new line opens from the loop: the registration may say "removed" inside a callback of the old one.
        self.stop(lambda: self._timers.set("open", 0, lambda: self._open(account)))

    def unregister(self) -> None:
        self._timers.cancel("open")
        if self.line is None:
            self._tell(RegistrationState.UNREGISTERED)
        self.stop(None)

    def stop(self, then: Callable[[], None] | None) -> None:
        if self.line and self.line.registration:
            self.line.registration.stop(then)
        elif then:
            then()

    def check(self) -> None:
        """Something was lost: ask whether the PBX still has us."""
        if self.line and self.line.registration:
            self.line.registration.check()

    def transport_lost(self, tls_info: Any) -> None:
        if self.line:
            self.line.connection_lost(tls_info)
            self._other_port = self.line.account.transport != "udp"
        self._timers.set("transport lost", _LOST_S, self.check)

    def _accepted(self) -> None:
        """The PBX has let us in; where a connection was lost, by another one, whose port the far ends do not know."""
        if self._other_port:
            self._other_port = False
            self._timers.set("other port", _CONTACT_KNOWN_S, self._legs.tell_connection)
        self._let_in()

    def config(self) -> Any:
        """PJSIP's settings of another account on this line."""
        assert self.line and self._transport
        return account_config(self.line.account, self._transport[1], self.line.way)

    # --- opening ---------------------------------------------------------------------------------------------------

    def _open(self, account: SipAccount) -> None:
        """As soon as it is known where the PBX is."""
        host = host_of(account.server)
        self._names.ask(host)
        if self._names.answer(host) is None:
            self._tell(RegistrationState.REGISTERING)
        self._name_due = monotonic() + _NAME_WITHIN_S
        self._open_once_known(account)

    def _open_once_known(self, account: SipAccount) -> None:
        host = host_of(account.server)
        answer = self._names.answer(host)
        if answer is None:
            if monotonic() > self._name_due:
                self._name_due = float("inf")
                self._not_found(account, "no answer about the name")
            return self._timers.set("open", _NAME_KNOWN_S, lambda: self._open_once_known(account))
        if not answer.address:
            self._names.forget(host)
            self._timers.set("open", _NAME_AGAIN_S, lambda: self._open(account))
            return self._not_found(account, answer.error)
        self._open_at(account, answer.address)

    def _not_found(self, account: SipAccount, detail: str) -> None:
        problem = Problem.of(ProblemId.PBX_UNREACHABLE, detail=detail, server=account.server)
        self._tell(RegistrationState.FAILED, problem, _NAME_AGAIN_S)

    def _open_at(self, account: SipAccount, address: str) -> None:
        if self.line:
            self.line.registration = None
            self._former.append(self.line)
        self.line = None
        try:
            self.line = self._new_line(account, way_to(account, address))
        except (pj.Error, OSError) as error:
            problem, retry_s = not_opened(error, account)
            if retry_s:
                self._timers.set("open", retry_s, lambda: self._open(account))
            return self._tell(RegistrationState.FAILED, problem, retry_s)
        self._timers.set("look around", _LOOK_AROUND_S, self._look_around)
        if self.line.registration:
            self.line.registration.start()

    def _new_line(self, account: SipAccount, way: Way) -> Line:
        transport_id = self._transport_for(account, way)
        line = Line(account, way, self._timers, self._changed, self._legs.ring, self._names, self._accepted)
        line.create(account_config(account, transport_id, way))
        return line

    def _transport_for(self, account: SipAccount, way: Way) -> int:
        wanted = (account.transport, way.source, account.tls_ca_file)
        if self._transport and self._transport[0] != wanted:
            self._endpoint.transportClose(self._transport[1])
            self._transport = None
        if self._transport is None:
            self._transport = (wanted, open_transport(self._endpoint, account, way))
            self._announce(account.transport, self._endpoint.transportGetInfo(self._transport[1]).localName)
        return self._transport[1]

    # --- what changes around us ------------------------------------------------------------------------------------

    def _changed(self, event: RegistrationChanged) -> None:
        self._tell_engine(event)
        if event.state is RegistrationState.FAILED:
            self._timers.set("look around", 0, self._look_around)

    def _look_around(self) -> None:
        self._timers.set("look around", _LOOK_AROUND_S, self._look_around)
        line = self.line
        if not (line and line.open and self._transport):
            return
        way = way_to(line.account, self._pbx_address(line))
        if not way.source or not (way != line.way or line.unanswered):
            return
        if self._legs.none:
            self._endpoint.drop_connections()
            self._open_at(line.account, way.address)
        elif way.source != line.way.source:
            line.moves_to(way, self._transport[1])
            self._timers.set("take along", _CONTACT_KNOWN_S, self._legs.take_along)

    def _pbx_address(self, line: Line) -> str:
        """A PBX that answers is where it is; of another one the name server is asked again."""
        host = host_of(line.account.server)
        if not line.failed:
            return line.way.address
        self._names.ask(host)
        answer = self._names.answer(host)
        return answer.address if answer and answer.address else line.way.address

    def _tell(self, state: RegistrationState, problem: Problem | None = None, retry_s: int = 0) -> None:
        self._tell_engine(RegistrationChanged(state, problem, retry_s))

    # --- objects that PJSIP must not lose too early, or keep too long ------------------------------------------------

    def drop_former(self) -> None:
        while self._former and self._legs.none:
            self._former.pop().shutdown()

    def drop(self) -> None:
        self.line = None
        self._former.clear()
