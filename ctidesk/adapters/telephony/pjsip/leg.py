"""What is done in a conversation on one leg: hold, digits, handing the far end over."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.pjsip import media
from ctidesk.adapters.telephony.pjsip.dialog import Dialog, Home
from ctidesk.adapters.telephony.pjsip.holding import Holding
from ctidesk.adapters.telephony.pjsip.keypad import TONE_S, Keypad
from ctidesk.adapters.telephony.pjsip.listening import LOOK_S, Listening
from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.domain.commands import SendDigits
from ctidesk.domain.events import FarEndSilent, HoldChanged, ReferProgressed

_OUTCOME_WITHIN_S = 40.0  # RFC 3261 Timer F, and some time for the last NOTIFY
_NO_DIALOG = 481
_NO_ANSWER = 408


class PjLeg(Dialog):
    def __init__(
        self, line: Any, leg_id: str, home: Home, call_id: int | None = None, *, outgoing: bool = False
    ) -> None:
        super().__init__(line, leg_id, home, call_id, outgoing=outgoing)
        self._holding = Holding(owner=outgoing)
        self._keypad = Keypad()
        self._referring = False
        self._listening = Listening()

    # --- hold ------------------------------------------------------------------------------------------------------

    def hold(self, held: bool) -> None:
        if self.talks:
            self._holding.want(held)
            self.follow_media()  # at once: what the far end answers changes nothing in who hears whom
            self.settle_hold()

    @property
    def cut(self) -> bool:
        return self._holding.cut

    def settle_hold(self) -> None:
        """Send the re-INVITE that is due, or say what holds."""
        step = self._holding.next() if self.talks else None
        if step is not None:
            self._send_hold(step)
        outcome = self._holding.outcome()
        if outcome is not None:
            self.say(HoldChanged(self.leg_id, outcome.held, outcome.refused))

    def _send_hold(self, step: bool) -> None:
        try:
            media.send_hold(self, step)
            self._holding.sent()
        except pj.Error:  # a transaction of the dialog is under way
            self._home.later("hold", self._holding.not_sent(), self, PjLeg.settle_hold)

    @shielded
    def onCallMediaState(self, prm: Any) -> None:
        self.follow_media()
        if self.established and not self._holding.under_way:  # the far end's re-INVITE is answered: no glare any more
            self._home.later("hold", 0, self, PjLeg.settle_hold)

    # --- whether anything comes ------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Comes again every second of the conversation."""
        if self.talks:
            silent = self._listening.look(None if self.cut else media.packets(self), monotonic())
            if silent is not None:
                self.say(FarEndSilent(self.leg_id, silent))
            self._home.later("listen", LOOK_S, self, PjLeg.listen)

    # --- digits ----------------------------------------------------------------------------------------------------

    def press(self, command: SendDigits) -> None:
        if self.talks:
            self._keypad.press(command)
            if not self._keypad.sending:
                self.send_digits()

    def send_digits(self) -> None:
        """The next digits; comes again until none is left. By INFO where the far end takes no RFC 4733 events."""
        if not self.talks:
            return self._keypad.clear()
        try:
            if self._line.account.dtmf == "rfc4733" and media.takes_events(self):
                self._send_events(self._keypad.some())
            else:
                self._send_info(self._keypad.one())
        except pj.Error:
            self._keypad.clear()
            raise

    def _send_events(self, digits: str) -> None:
        self._keypad.sending = bool(digits)
        if digits:
            self.dialDtmf(digits)
            self._home.later("digits", len(digits) * TONE_S, self, PjLeg.send_digits)

    def _send_info(self, digit: str) -> None:
        self._keypad.sending = bool(digit)
        if digit:
            media.send_info(self, digit)

    # --- REFER -----------------------------------------------------------------------------------------------------

    def refer(self, target: str) -> None:
        self.xfer(target, media.with_code(0))
        self._referred()

    def join(self, consult: PjLeg) -> None:
        self.xferReplaces(consult, media.with_code(0))
        self._referred()

    def _referred(self) -> None:
        self._referring = True
        self._home.later("refer", _OUTCOME_WITHIN_S, self, PjLeg.not_told)

    def not_told(self) -> None:
        """No NOTIFY has said how the REFER ended."""
        self._refer_progressed(_NO_ANSWER, final=True)

    @shielded
    def onCallTransferStatus(self, prm: Any) -> None:
        """A NOTIFY, or the refusal of the REFER. Nobody is hung up here: the desk decides."""
        code = int(prm.statusCode)
        prm.cont = not prm.finalNotify
        self._refer_progressed(code, final=bool(prm.finalNotify) or code >= 200)

    def _refer_progressed(self, code: int, *, final: bool) -> None:
        if self._referring or 200 <= code <= 299:  # success counts however late it comes
            self._referring = not final
            self.say(ReferProgressed(self.leg_id, code, final))

    # --- both ------------------------------------------------------------------------------------------------------

    def request_answered(self, method: str, code: int) -> None:
        """What is due next is sent later: PJSUA undoes a refused hold only after this callback."""
        if method == "INVITE" and self._holding.under_way:
            self._home.later("hold", self._holding.answered(code), self, PjLeg.settle_hold)
        elif method == "INFO" and self._keypad.sending:
            if code >= 300:
                self._keypad.clear()
            self._home.later("digits", 0, self, PjLeg.send_digits)

    def _confirmed(self) -> None:
        super()._confirmed()
        self.listen()

    def inherit(self, old: Dialog) -> None:
        assert isinstance(old, PjLeg)
        super().inherit(old)
        if old._listening.silent:
            self.say(FarEndSilent(self.leg_id, False))
        if old.cut or old._holding.held or old._holding.under_way:
            self.say(HoldChanged(self.leg_id, False))
        if old._referring:
            old._referring = False
            self.say(ReferProgressed(self.leg_id, _NO_DIALOG, True))
