"""One SIP dialog in PJSIP: copies what happened, says it to the engine, returns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.addresses import whole_text
from ctidesk.adapters.telephony.answers import end_cause
from ctidesk.adapters.telephony.shielded import shielded
from ctidesk.adapters.telephony.sound import Sound
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain.call import EndCause
from ctidesk.domain.events import LegAnswered, LegEnded, LegProgressed


class PjLeg(pj.Call):  # type: ignore[misc]  # pjsua2 is untyped
    """Held by the engine as long as it lives, and not a moment longer.

    PJSIP hangs up a live call whose object is dropped. An object that is kept hangs up, when it is dropped at last,
    a later call that has got the same id, and that one may have come with the same burst of packets. So ``gone`` lets
    go of it from within the last callback, as PJSUA2 allows.
    """

    def __init__(
        self,
        account: Any,
        leg_id: str,
        emit: Callable[[EngineEvent], None],
        gone: Callable[[str], None],
        sound: Sound,
        call_id: int | None = None,
    ) -> None:
        super().__init__(account, pj.PJSUA_INVALID_ID if call_id is None else call_id)
        self.leg_id = leg_id
        self.outgoing = call_id is None
        self.refused = False
        self.hung_up = False
        self.over = False
        self._account = account
        self._emit = emit
        self._gone = gone
        self._sound = sound
        self._established = False

    @property
    def occupies(self) -> bool:
        """Whether this leg makes the desk busy for another caller."""
        return not (self.refused or self.hung_up)

    def dial(self, uri: str) -> None:
        self.makeCall(uri, _with(0))

    def ring(self) -> None:
        self.answer(_with(180))

    def accept(self) -> None:
        if not (self.outgoing or self._established):
            self.answer(_with(200))

    def refuse(self, code: int) -> None:
        self.refused = True
        self.hangup(_with(code))

    def end(self, code: int) -> None:
        """BYE, CANCEL or ``code``, by the state of the dialog."""
        if not self.hung_up:
            self.hung_up = True
            self.hangup(_with(0 if self.outgoing or self._established else code))

    @shielded
    def onCallState(self, prm: Any) -> None:
        info = self.getInfo()
        state, code, reason = info.state, info.lastStatusCode, whole_text(info.lastReason)
        if state == pj.PJSIP_INV_STATE_EARLY and self.outgoing and not self.hung_up:
            self._emit(LegProgressed(self.leg_id, early_media=code == 183))
        elif state == pj.PJSIP_INV_STATE_CONFIRMED:
            self._confirmed()
        elif state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._disconnected(code, reason, by_peer=prm.e.body.tsxState.type == pj.PJSIP_EVENT_RX_MSG)

    @shielded
    def onCallMediaState(self, prm: Any) -> None:
        info = self.getInfo()  # owns its media: iterated without a name it would be freed memory
        for index, media in enumerate(info.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                self._sound.join(self.getAudioMedia(index))

    @shielded
    def onCallTransferRequest(self, prm: Any) -> None:
        prm.statusCode = pj.PJSIP_SC_DECLINE  # accepting without prm.newCall is a segmentation fault

    @shielded
    def onCallReplaceRequest(self, prm: Any) -> None:
        prm.statusCode = pj.PJSIP_SC_NOT_IMPLEMENTED

    def _confirmed(self) -> None:
        self._established = True
        if self.hung_up:  # the 200 crossed our CANCEL
            self.hangup(_with(0))
        else:
            self._emit(LegAnswered(self.leg_id, datetime.now(UTC)))

    def _disconnected(self, code: int, reason: str, by_peer: bool) -> None:
        self.over = True
        if not self.refused:
            self._ended(code, reason, by_peer)
        self._gone(self.leg_id)

    def _ended(self, code: int, reason: str, by_peer: bool) -> None:
        cause = EndCause.LOCAL_HANGUP
        if not self.hung_up:
            cause = end_cause(outgoing=self.outgoing, established=self._established, code=code, by_peer=by_peer)
        self._emit(LegEnded(self.leg_id, cause, datetime.now(UTC), code, reason))


def _with(code: int) -> Any:
    prm = pj.CallOpParam(True)
    prm.statusCode = code
    return prm
