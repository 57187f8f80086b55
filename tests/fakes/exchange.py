"""The exchange between several engines without SIP: who may register, who has, who is how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ctidesk.domain.commands import SipAccount
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.presence import Presence

if TYPE_CHECKING:
    from tests.fakes.telephony import FakeTelephony


@dataclass
class FakeExchange:
    """The PBX: who may register with which password, and who has. ``stop`` forgets every contact."""

    passwords: Mapping[str, str]
    server: str = "pbx.test:5060"
    running: bool = True
    contacts: dict[str, FakeTelephony] = field(default_factory=dict)
    attached: list[FakeTelephony] = field(default_factory=list)
    published: dict[str, Presence] = field(default_factory=dict)

    def telephony(self) -> FakeTelephony:
        from tests.fakes.telephony import FakeTelephony

        return FakeTelephony(self)

    def stranger(self, number: str, display_name: str = "", *, accept_refer: bool = False) -> FakeTelephony:
        """Somebody outside who can call registered accounts: ``stranger.send(Call(leg_id, "1001"))``."""
        outside = self.telephony()
        outside.start(lambda event: None)
        outside.account = SipAccount(self.server, number, "", display_name=display_name, accept_refer=accept_refer)
        return outside

    def stop(self) -> None:
        self.running = False
        self.contacts.clear()
        self.published.clear()
        for engine in self.attached:
            engine.exchange_changed()

    def start(self) -> None:
        self.running = True
        for engine in self.attached:
            engine.exchange_changed()

    def refusal(self, account: SipAccount) -> Problem | None:
        """Why the account cannot register."""
        server = account.server
        if not self.running or server != self.server:
            return Problem.of(ProblemId.PBX_UNREACHABLE, detail="no answer", server=server)
        if account.username not in self.passwords:
            return Problem.of(ProblemId.PBX_ACCOUNT_UNKNOWN, detail="404 Not Found", server=server)
        if self.passwords[account.username] != account.password:
            return Problem.of(ProblemId.PBX_PASSWORD_REFUSED, detail="403 Forbidden", server=server)
        return None

    def target(self, number: str) -> FakeTelephony | int:
        """Whom a number reaches, or the code that says why nobody."""
        user = number.removeprefix("sip:").partition("@")[0]
        if user not in self.passwords:
            return 404
        return self.contacts.get(user, 480)

    # --- presence --------------------------------------------------------------------------------------------------

    def publish(self, number: str, presence: Presence | None) -> None:
        """``None`` takes back what was published: the account is not registered any more."""
        before = self.presence(number)
        self.published.pop(number, None)
        if presence:
            self.published[number] = presence
        if self.presence(number) is not before:
            for engine in self.attached:
                engine.presence_changed(number)

    def presence(self, number: str) -> Presence:
        if number in self.published:
            return self.published[number]
        known_and_away = self.running and number in self.passwords and number not in self.contacts
        return Presence.INACTIVE if known_and_away else Presence.UNKNOWN
