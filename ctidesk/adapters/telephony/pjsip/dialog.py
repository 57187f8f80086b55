"""One SIP dialog in PJSIP, from INVITE to BYE: copies what happened, says it to the engine, returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import pjsua2 as pj

from ctidesk.adapters.telephony.addresses import Caller, caller, dial_target, from_header, whole_text
from ctidesk.adapters.telephony.answers import end_cause
from ctidesk.adapters.telephony.identity import Identity
from ctidesk.adapters.telephony.pjsip import media
from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.adapters.telephony.sound.port import Sound
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain.call import EndCause
from ctidesk.domain.events import HeldByPeer, LegAnswered, LegEnded, LegIdentified, LegProgressed, LegSecured

_NO_CALL = -1


class Home(Protocol):
    """What a dialog needs of the engine."""

    sound: Sound

    def say(self, event: EngineEvent) -> None: ...

    def one_too_many(self) -> bool:
        """A dialog is to be made: whether PJSIP cannot stand it so soon after the others."""

    def keep(self, dialog: Dialog) -> None:
        """Hold it until it is :meth:`gone`."""

    def gone(self, dialog: Dialog) -> None: ...

    def take_over(self, old: Dialog, new: Dialog) -> None:
        """``new`` has the leg id from now on; ``old`` ends unheard."""

    def later(self, name: str, delay_s: float, dialog: Dialog, action: Callable[[Any], None]) -> None:
        """Run ``action`` in ``delay_s`` where the dialog still lives then, in place of what ``name`` waited for."""

    def changed(self) -> None:
        """What the operator hears may have changed."""


class Dialog(pj.Call):  # type: ignore[misc]  # pjsua2 is untyped
    """Held by the engine as long as it lives, and not a moment longer.

    PJSIP hangs up a live call whose object is dropped. An object that is kept hangs up, when it is dropped at last,
    a later call that has got the same id, and that one may have come with the same burst of packets. So ``gone`` lets
    go of it from within the last callback, as PJSUA2 allows; for the same reason nothing in here refers back to it.

    A dialog may take over the leg id of another one (Replaces, REFER): it is that one's ``successor`` until it does,
    and ``unheard``: it says nothing.
    """

    def __init__(
        self, line: Any, leg_id: str, home: Home, call_id: int | None = None, *, outgoing: bool = False
    ) -> None:
        super().__init__(line, pj.PJSUA_INVALID_ID if call_id is None else call_id)
        self.leg_id = leg_id
        self.outgoing = outgoing
        self.identity = Identity(Caller())
        self.refused = False
        self.hung_up = False
        self.over = False
        self.unheard = False
        self.established = False
        self.successor: Dialog | None = None
        self.predecessor: Dialog | None = None
        self._line = line
        self._home = home
        self._accepted = False
        self._told_answered = False
        self._progressed = False
        self._early_media = False
        self._held_by_peer = False
        self._srtp: bool | None = None

    @property
    def occupies(self) -> bool:
        """Whether it makes the desk busy for another caller."""
        return not (self.refused or self.hung_up)

    @property
    def rings_here(self) -> bool:
        return not self.outgoing and self.occupies and not (self._accepted or self.established)

    @property
    def rings_there(self) -> bool:
        waits = self.outgoing and self.occupies and not self.established
        return waits and self._progressed and not self._early_media

    @property
    def exists(self) -> bool:
        """PJSIP has a call for it: a command for one without aborts the process."""
        return not self.over and int(self.getId()) != _NO_CALL

    @property
    def talks(self) -> bool:
        return self.exists and self.established and not self.hung_up

    @property
    def cut(self) -> bool:
        """Whether it is neither to hear nor to be heard, though its media flows."""
        return False

    def target(self, number: str) -> str | None:
        """The URI of ``number`` at this dialog's PBX."""
        account = self._line.account
        return dial_target(number, account.server, account.transport)

    # --- commands --------------------------------------------------------------------------------------------------

    def dial(self, uri: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        prm = media.with_code(0)
        for name, value in headers:
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            prm.txOption.headers.append(header)
        self.makeCall(uri, prm)

    def ring(self) -> None:
        self.answer(media.with_code(180))

    def accept(self) -> None:
        if not (self.outgoing or self._accepted or self.hung_up):
            self._accepted = True
            self._home.changed()
            self.answer(media.with_code(200))

    def refuse(self, code: int) -> None:
        self.refused = True
        self.hangup(media.with_code(code))

    def end(self, code: int) -> None:
        """BYE, CANCEL or ``code``, by the state of the dialog; the one that is to take over ends too."""
        if self.hung_up:
            return
        self.hung_up = True
        if self.successor:
            self.successor.end(code)
        if self.exists:
            self.hangup(media.with_code(0 if self.outgoing or self.established else code))

    # --- what PJSIP says -------------------------------------------------------------------------------------------

    @shielded
    def onCallState(self, prm: Any) -> None:
        info = self.getInfo()
        state, code, reason = info.state, info.lastStatusCode, whole_text(info.lastReason)
        if state == pj.PJSIP_INV_STATE_EARLY and self.outgoing and not self.hung_up:
            self._progress(early_media=media.brings_media(prm.e))
        elif state == pj.PJSIP_INV_STATE_CONFIRMED:
            self._confirmed()
        elif state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._disconnected(code, reason, by_peer=prm.e.body.tsxState.type == pj.PJSIP_EVENT_RX_MSG)

    def _progress(self, *, early_media: bool) -> None:
        self._progressed, self._early_media = True, self._early_media or early_media
        self.say(LegProgressed(self.leg_id, early_media))
        self._home.changed()

    def _confirmed(self) -> None:
        self.established = True
        if self.hung_up:  # the 200 crossed our CANCEL
            self.hangup(media.with_code(0))
            return
        if self.predecessor:
            self._home.take_over(self.predecessor, self)
        if not self._told_answered:
            self._told_answered = True
            self.say(LegAnswered(self.leg_id, datetime.now(UTC)))
        self.follow_media()
        self._home.changed()

    def _disconnected(self, code: int, reason: str, by_peer: bool) -> None:
        self.over = True
        heir = self.successor
        if heir and heir.exists and not self.hung_up:  # the transferor has gone before the new call was answered
            self._home.take_over(self, heir)
        else:
            self._ended(code, reason, by_peer)
        if self.predecessor:
            self.predecessor.successor = None
        self.predecessor = self.successor = None
        self._home.gone(self)

    def _ended(self, code: int, reason: str, by_peer: bool) -> None:
        cause = EndCause.LOCAL_HANGUP
        if not self.hung_up:
            established = self.established or self._told_answered
            cause = end_cause(outgoing=self.outgoing, established=established, code=code, by_peer=by_peer)
        self.say(LegEnded(self.leg_id, cause, datetime.now(UTC), code, reason))

    @shielded
    def onCallMediaState(self, prm: Any) -> None:
        self.follow_media()

    def follow_media(self) -> None:
        """Sound and signs, by what the dialog's media is now."""
        if self.unheard or not self.exists:
            return
        now = media.state(self)
        self._follow_sound(now.joined)
        if self.established and now.held_by_peer is not self._held_by_peer:
            self._held_by_peer = now.held_by_peer
            self.say(HeldByPeer(self.leg_id, now.held_by_peer))
        if now.srtp is not None and now.srtp is not self._srtp:
            self._srtp = now.srtp
            self.say(LegSecured(self.leg_id, now.srtp))

    def _follow_sound(self, joined: Any) -> None:
        sound = self._home.sound
        if joined is None:
            sound.leave(self.leg_id)
        elif self.cut:
            sound.part(self.leg_id, joined)
        else:
            sound.join(self.leg_id, joined)

    @shielded
    def onCallTsxState(self, prm: Any) -> None:
        event = prm.e.body.tsxState
        tsx, method = event.tsx, str(event.tsx.method)
        request = tsx.role == pj.PJSIP_ROLE_UAS
        if event.type == pj.PJSIP_EVENT_RX_MSG and method in ("INVITE", "UPDATE"):
            self._identify(str(event.src.rdata.wholeMsg), request=request)
        if not request and tsx.state >= pj.PJSIP_TSX_STATE_COMPLETED > event.prevState:
            self.request_answered(method, int(tsx.statusCode))

    def request_answered(self, method: str, code: int) -> None:
        """The final answer to a request of ours, the one that began the dialog included."""

    def _identify(self, message: str, *, request: bool) -> None:
        if request and not self.established:
            return
        if self.identity.update(message, request=request):
            self._tell_identity()

    def _tell_identity(self) -> None:
        who = self.identity.who
        self.say(LegIdentified(self.leg_id, who.number, who.display_name))

    def say(self, event: EngineEvent) -> None:
        if not (self.unheard or self.refused):
            self._home.say(event)

    # --- somebody else on the leg ----------------------------------------------------------------------------------

    @shielded
    def onCallTransferRequest(self, prm: Any) -> None:
        """A REFER: the new call takes this dialog's place once it is answered (RFC 3515)."""
        pending = self.unheard or (self.successor is not None and self.successor.exists)
        allowed = self._line.account.accept_refer and self.talks
        if pending or not allowed or self._home.one_too_many():
            prm.statusCode = pj.PJSIP_SC_DECLINE  # accepting without prm.newCall is a segmentation fault
            return
        prm.newCall = self._succeeded_by(outgoing=True)
        prm.statusCode = pj.PJSIP_SC_ACCEPTED

    @shielded
    def onCallReplaceRequest(self, prm: Any) -> None:
        """An INVITE with Replaces; PJSIP has checked that it names this dialog, and answers it (RFC 3891)."""
        if self.hung_up or self.unheard or self._home.one_too_many():
            prm.statusCode = pj.PJSIP_SC_DECLINE
            return
        message = str(prm.rdata.wholeMsg)
        prm.newCall = new = self._succeeded_by(outgoing=False)
        new.identity = Identity(caller(from_header(message), message))

    @shielded
    def onCallReplaced(self, prm: Any) -> None:
        if self.successor:
            self._home.take_over(self, self.successor)

    def _succeeded_by(self, *, outgoing: bool) -> Dialog:
        new = type(self)(self._line, self.leg_id, self._home, outgoing=outgoing)
        self.successor, new.predecessor, new.unheard = new, self, True
        self._home.keep(new)
        return new

    def inherit(self, old: Dialog) -> None:
        """Speak for the leg from now on: for the desk it is what it was, with another far end."""
        self.unheard, old.unheard = False, True
        self.predecessor = old.successor = None
        self._told_answered, self._srtp = old._told_answered, old._srtp
        if old._held_by_peer:
            self.say(HeldByPeer(self.leg_id, False))
        if self.outgoing:
            self.identity = Identity(caller(self.getInfo().remoteUri))
        self._tell_identity()
        if not self.established:  # else the sound follows when the confirmation has been told
            self.follow_media()
