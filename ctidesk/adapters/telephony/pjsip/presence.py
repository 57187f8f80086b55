"""Presence in PJSIP: how we are (PUBLISH, RFC 3903), how the colleagues are (SUBSCRIBE, RFC 3856).

The documents are PIDF (RFC 3863) with RPID activities (RFC 4480). An account of its own carries both: PJSIP ties the
publication of a registering account to its registration, and «Неактивный» must still be told after we unregister.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony import pidf
from ctidesk.adapters.telephony.addresses import dial_target
from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain import commands as cmd
from ctidesk.domain.events import PresenceChanged
from ctidesk.domain.presence import Presence

_AGAIN_S = 8.0  # a PBX that was restarted between two REGISTERs has forgotten everything, and nobody has missed it
_NEVER_CHOSEN = -1  # an INVITE belongs to the registering account, whose priority is 0


class _Watched(pj.Buddy):  # type: ignore[misc]  # pjsua2 is untyped
    """One subscription. PJSIP ends it when the object is dropped."""

    def __init__(self, number: str, tell: Callable[[PresenceChanged], None], told: Presence | None) -> None:
        super().__init__()
        self._number = number
        self._tell = tell
        self.told = told

    @shielded
    def onBuddyEvSubState(self, prm: Any) -> None:
        """PJSIP's own reading of a document knows one tuple and two activities: it is read here."""
        info = self.getInfo()
        if info.subState == pj.PJSIP_EVSUB_STATE_TERMINATED:
            self._say(Presence.UNKNOWN)
        tsx = prm.e.body.tsxState
        heard = prm.e.type == pj.PJSIP_EVENT_TSX_STATE and tsx.type == pj.PJSIP_EVENT_RX_MSG
        if heard and tsx.tsx.method == "NOTIFY" and info.subState == pj.PJSIP_EVSUB_STATE_ACTIVE:
            self._say(pidf.read(pidf.body_of(str(tsx.src.rdata.wholeMsg))))

    def repeat(self) -> None:
        """Somebody else asks: what is known is said again."""
        if self.told:
            self._tell(PresenceChanged(self._number, self.told))

    def unknown(self) -> None:
        self._say(Presence.UNKNOWN)

    def _say(self, presence: Presence) -> None:
        if presence is not self.told:
            self.told = presence
            self._tell(PresenceChanged(self._number, presence))


class PjPresence:
    """Knows the latest wishes; carries them out once there is a line to the PBX that has let us in."""

    def __init__(self, emit: Callable[[EngineEvent], None]) -> None:
        self._emit = emit
        self._account: cmd.SipAccount | None = None
        self._line: Any = None
        self._doubtful = False
        self._told_at = 0.0
        self._watched: dict[str, _Watched] = {}
        self._wanted: tuple[str, ...] = ()
        self._presence = Presence.INACTIVE

    def use(self, account: cmd.SipAccount, config: Callable[[], Any]) -> None:
        """The PBX has registered ``account`` (again); ``config`` makes the settings of an account like it."""
        if self._account == account and not self._doubtful:
            return self._tell_again()
        former, self._line = self._line, None
        self._watched.clear()
        self._account, self._doubtful, self._told_at = account, False, monotonic()
        if account.presence:
            self._line = pj.Account()
            self._line.create(_only_presence(config()))
            self._publish()
        self._watch()
        if former:
            former.shutdown()  # takes back what it published; not before the new one has: nobody sees a gap

    def _tell_again(self) -> None:
        """A publication that the PBX does not know is refused (412), and PJSIP makes a new one; see RFC 3903 4.1."""
        if not self._line or monotonic() - self._told_at < _AGAIN_S:
            return
        self._told_at = monotonic()
        self._publish()
        for number, watched in tuple(self._watched.items()):
            self._subscribe(number, watched.told)

    def doubt(self) -> None:
        """The line was down: the PBX may have forgotten what it was told, and we may have another address."""
        self._doubtful = True

    def leave(self) -> None:
        """The desk closes. What is published last stays at the PBX until it expires there."""
        self.watch(cmd.Watch())
        self.publish(cmd.Publish(Presence.INACTIVE))

    def publish(self, command: cmd.Publish) -> None:
        self._presence = command.presence
        self._publish()

    def watch(self, command: cmd.Watch) -> None:
        self._wanted = command.numbers
        self._watch()

    def drop(self) -> None:
        """The library ends. The account ends with it: dropped before, it would take back what it has published."""
        self._watched.clear()

    def _publish(self) -> None:
        if not self._line:
            return
        status = pj.PresenceStatus()
        there = self._presence is not Presence.INACTIVE
        status.status = pj.PJSUA_BUDDY_STATUS_ONLINE if there else pj.PJSUA_BUDDY_STATUS_OFFLINE
        status.note = status.statusText = pidf.note_of(self._presence)
        if self._presence in (Presence.BUSY, Presence.WRAP_UP):
            status.activity = pj.PJRPID_ACTIVITY_BUSY  # so that other telephones see it too
        self._line.setOnlineStatus(status)

    def _watch(self) -> None:
        for number in set(self._watched) - set(self._wanted):
            del self._watched[number]
        for number in self._wanted:
            if number in self._watched:
                self._watched[number].repeat()
            else:
                self._subscribe(number)

    def _subscribe(self, number: str, told: Presence | None = None) -> None:
        """``told``: what the desk knows already, of a subscription that this one replaces."""
        account = self._account
        target = dial_target(number, account.server, account.transport) if account and self._line else None
        if target is None:
            return self._emit(PresenceChanged(number, Presence.UNKNOWN))
        watched = self._watched[number] = _Watched(number, self._emit, told)
        config = pj.BuddyConfig()
        config.uri, config.subscribe = target, False
        try:
            watched.create(self._line, config)
            watched.subscribePresence(True)
        except pj.Error:
            watched.unknown()


def _only_presence(config: Any) -> Any:
    """How long the PBX keeps what we publish is left to it: PJSIP lets no one say (``Expires``, RFC 3903 4.1)."""
    config.priority = _NEVER_CHOSEN
    config.regConfig.registrarUri = ""
    config.presConfig.publishEnabled = True
    return config
