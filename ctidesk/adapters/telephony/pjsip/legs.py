"""All legs of the engine: who may ring, who is refused, which dialog speaks for which leg."""

from __future__ import annotations

import sys
import uuid
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony import referral
from ctidesk.adapters.telephony.addresses import Caller, caller, dial_target, whole_text
from ctidesk.adapters.telephony.identity import Identity
from ctidesk.adapters.telephony.pjsip import media
from ctidesk.adapters.telephony.pjsip.dialog import Dialog
from ctidesk.adapters.telephony.pjsip.flood import Flood
from ctidesk.adapters.telephony.pjsip.leg import PjLeg
from ctidesk.adapters.telephony.pjsip.line import Line
from ctidesk.adapters.telephony.sound.port import Sound
from ctidesk.adapters.telephony.timers import Timers
from ctidesk.adapters.telephony.tones import Tones
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain import commands as cmd
from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause

_NOT_AVAILABLE = 480
_NO_DIALOG = 481
_NOT_SENT = 500
_NO_CALLS = (422, 481)  # comes again with a longer session; meant to replace a call that is over
_NO_SUCH_NUMBER = 404
_IDLE_AFTER_S = 0.5  # the clock has to tick once more for PJSIP to take an ended call off its conference bridge
_TRANSFEROR_ENDS_S = 2.0  # RFC 5589 6.1 leaves it to him; one that forgets would keep a dialog that nobody hears


class Legs:
    """The :class:`Home` of every dialog. ``lost`` is called when a leg ended as if the PBX were gone."""

    def __init__(
        self, emit: Callable[[EngineEvent], None], timers: Timers, sound: Sound, lost: Callable[[], None]
    ) -> None:
        self.sound = sound
        self.refusal = cmd.SetRefusal(in_call=486)
        self._emit = emit
        self._timers = timers
        self._lost = lost
        self._legs: dict[str, PjLeg] = {}
        self._alive: set[Dialog] = set()
        self._flood = Flood()
        self._tones = Tones(sound)

    @property
    def ids(self) -> list[str]:
        return list(self._legs)

    @property
    def none(self) -> bool:
        """No dialog lives, not even one that nobody hears."""
        return not self._alive

    def find(self, leg_id: str) -> PjLeg | None:
        return self._legs.get(leg_id)

    def drop(self) -> None:
        """The library ends: whatever still lives ends with it."""
        self._legs.clear()
        self._alive.clear()

    # --- called ----------------------------------------------------------------------------------------------------

    def ring(self, line: Line, prm: Any) -> None:
        leg = PjLeg(line, str(uuid.uuid4()), self, prm.callId)
        flooded = self.one_too_many()
        code = self._refused_with(line) or (self.refusal.in_call if flooded else 0)
        message = whole_text(prm.rdata.wholeMsg)
        who = caller(leg.getInfo().remoteUri, message)
        leg.identity = Identity(who)
        self._keep(leg)
        if flooded:
            self._refuse_later(leg, code)
        else:
            leg.refuse(code) if code else leg.ring()
        self._tell_ringing(leg.leg_id, who, message, code)
        self.changed()

    def _tell_ringing(self, leg_id: str, who: Caller, message: str, code: int) -> None:
        now, about = datetime.now(UTC), referral.read(message, who)
        if code:
            self._emit(ev.CallRefused(leg_id, who.number, who.display_name, code, now, referral=about))
        else:
            self._emit(ev.IncomingCall(leg_id, who.number, who.display_name, now, referral=about))

    def _refuse_later(self, leg: PjLeg, code: int) -> None:
        """The unanswered leg takes one of PJSIP's four places: what comes meanwhile is refused without a socket."""
        leg.refused = True
        self.later("refuse", Flood.WITHIN_S, leg, lambda waiting: waiting.refuse(code))

    def _refused_with(self, line: Line) -> int:
        """The code for a new INVITE; 0 lets it ring."""
        if not line.open:
            return _NOT_AVAILABLE
        busy = any(leg.occupies for leg in self._legs.values())
        return self.refusal.always or (self.refusal.in_call if busy else 0)

    def overrun(self, prm: Any) -> None:
        """PJSIP has refused a call by itself: it holds four of them, or their media do not fit."""
        if prm.statusCode in _NO_CALLS:
            return
        who = caller(prm.remoteInfo, prm.rdata.wholeMsg)
        now = datetime.now(UTC)
        self._emit(ev.CallRefused(str(uuid.uuid4()), who.number, who.display_name, prm.statusCode, now))

    # --- calling ---------------------------------------------------------------------------------------------------

    def call(self, line: Line | None, command: cmd.Call) -> None:
        if not line:
            return self._not_dialled(command, EndCause.FAILED, "not registered")
        target = dial_target(command.number, line.account.server, line.account.transport)
        if target is None:
            return self._not_dialled(command, EndCause.NO_SUCH_NUMBER, "not a number")
        if self.one_too_many():
            return self._not_dialled(command, EndCause.FAILED, "too many calls a second")
        leg = PjLeg(line, command.leg_id, self, outgoing=True)
        leg.identity = Identity(caller(f"<{target}>"))
        try:
            leg.dial(target, _about(command, line, target))
        except pj.Error as error:
            if not leg.over:
                self._not_dialled(command, EndCause.FAILED, whole_text(error.reason))
        else:
            if not leg.over:
                self._keep(leg)

    def _not_dialled(self, command: cmd.Call, cause: EndCause, reason: str) -> None:
        self._emit(ev.LegEnded(command.leg_id, cause, datetime.now(UTC), reason=reason))

    # --- handing over ----------------------------------------------------------------------------------------------

    def refer(self, command: cmd.Refer) -> None:
        leg = self.find(command.leg_id)
        if leg is None or not leg.talks:
            return self._not_referred(command.leg_id, _NO_DIALOG)
        target = leg.target(command.number)
        if target is None:
            return self._not_referred(command.leg_id, _NO_SUCH_NUMBER)
        try:
            leg.refer(target)
        except pj.Error:
            self._not_referred(command.leg_id, _NOT_SENT)

    def join(self, command: cmd.Join) -> None:
        leg, consult = self.find(command.leg_id), self.find(command.consult_leg)
        if leg is None or consult is None or not (leg.talks and consult.talks):
            return self._not_referred(command.leg_id, _NO_DIALOG)
        try:
            leg.join(consult)
        except pj.Error:
            self._not_referred(command.leg_id, _NOT_SENT)

    def _not_referred(self, leg_id: str, code: int) -> None:
        self._emit(ev.ReferProgressed(leg_id, code, final=True))

    def take_over(self, old: Dialog, new: Dialog) -> None:
        assert isinstance(new, PjLeg)
        self._legs[new.leg_id] = new
        self._alive.add(new)
        self.sound.leave(new.leg_id)
        new.inherit(old)
        if not old.over:
            self.later("end", _TRANSFEROR_ENDS_S, old, lambda left: left.end(0))

    def take_along(self) -> None:
        """This machine's address has changed, and the far ends still send to the old one."""
        for leg in self._legs.values():
            if leg.talks:
                self.later("take along", 0, leg, media.send_address)

    def tell_connection(self) -> None:
        """The connection to the PBX is another one, and the far ends still send to the old one's port."""
        for leg in self._legs.values():
            if leg.talks:
                self.later("take along", 0, leg, media.send_contact)

    # --- what dialogs say ------------------------------------------------------------------------------------------

    def say(self, event: EngineEvent) -> None:
        self._emit(event)
        if not isinstance(event, ev.LegEnded):
            return
        leg = self._legs.get(event.leg_id)
        if leg and leg.outgoing:
            self._tones.failed(event.cause, others=len(self._legs) > 1)
        if event.cause is EndCause.FAILED:
            self._timers.set("leg lost", 0, self._lost)

    def one_too_many(self) -> bool:
        """A dialog is to be made: whether PJSIP cannot stand it so soon after the others."""
        return self._flood.counts_one_more()

    def keep(self, dialog: Dialog) -> None:
        """Until it is gone: PJSIP hangs up a call whose object is dropped."""
        self._alive.add(dialog)

    def _keep(self, leg: PjLeg) -> None:
        self._legs[leg.leg_id] = leg
        self.keep(leg)

    def gone(self, dialog: Dialog) -> None:
        self._alive.discard(dialog)
        if self._legs.get(dialog.leg_id) is dialog:
            del self._legs[dialog.leg_id]
            self.sound.forget(dialog.leg_id)
        self.changed()
        self._timers.set("idle", _IDLE_AFTER_S, self._idle)

    def changed(self) -> None:
        self._tones.follow(self._legs.values())

    def _idle(self) -> None:
        self._alive = {dialog for dialog in self._alive if dialog.exists}  # a REFER to nowhere has made no call
        if self.none:
            self.sound.rest()

    def later(self, name: str, delay_s: float, dialog: Dialog, action: Callable[[Any], None]) -> None:
        known = weakref.ref(dialog)
        self._timers.set(f"{name} {id(dialog)}", delay_s, lambda: _run(known, action))


def _about(command: cmd.Call, line: Line, target: str) -> list[tuple[str, str]]:
    if command.referral is None:
        return []
    return referral.headers(command.referral, line.uri, line.account.display_name, target)


def _run(known: weakref.ref[Dialog], action: Callable[[Any], None]) -> None:
    dialog = known()
    if dialog is None or not dialog.exists:
        return
    try:
        action(dialog)
    except pj.Error as error:
        print(f"{dialog.leg_id}: {error.title}: {error.reason}", file=sys.stderr)
