"""The media of one PJSIP call: what it is now, and the requests that change or use it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pjsua2 as pj


class Media(NamedTuple):
    """``joined`` is the ``AudioMedia`` that is to be heard, ``None`` where there is none or we hold the far end.

    ``srtp`` is ``None`` where no media flows.
    """

    joined: Any = None
    held_by_peer: bool = False
    srtp: bool | None = None


def with_code(code: int) -> Any:
    prm = pj.CallOpParam(True)
    prm.statusCode = code
    return prm


def brings_media(event: Any) -> bool:
    """Whether the provisional answer has a session description: sound before the answer."""
    tsx = event.body.tsxState
    return bool(tsx.type == pj.PJSIP_EVENT_RX_MSG and "\r\nm=audio" in tsx.src.rdata.wholeMsg)


def state(call: Any) -> Media:
    info = call.getInfo()  # owns its media: iterated without a name it would be freed memory
    for index, media in enumerate(info.media):
        if media.type != pj.PJMEDIA_TYPE_AUDIO:
            continue
        flows = media.audioConfSlot != pj.PJSUA_INVALID_ID
        heard = flows and media.status in (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)
        negotiated = media.status not in (pj.PJSUA_CALL_MEDIA_NONE, pj.PJSUA_CALL_MEDIA_ERROR)
        return Media(
            joined=call.getAudioMedia(index) if heard else None,
            held_by_peer=negotiated and not media.dir & pj.PJMEDIA_DIR_ENCODING,
            srtp=_encrypted(call) if flows else None,
        )
    return Media()


def _encrypted(call: Any) -> bool:
    """PJSUA2 has no field for it; of the profile (AVP, SAVP) RFC 4568 makes no difference where SRTP is optional."""
    return "SRTP status: Active" in call.dump(True, "")


def send_hold(call: Any, held: bool) -> None:
    """Raises ``pj.Error`` while another INVITE transaction of the dialog is under way."""
    prm = pj.CallOpParam(True)
    if held:
        call.setHold(prm)
    else:
        prm.opt.flag = pj.PJSUA_CALL_UNHOLD
        call.reinvite(prm)


def send_address(call: Any) -> None:
    """Tell the far end where we are now: new Contact, new media address; held stays held. Raises ``pj.Error``."""
    prm = pj.CallOpParam(True)
    prm.opt.flag = pj.PJSUA_CALL_UPDATE_CONTACT | pj.PJSUA_CALL_UPDATE_VIA | pj.PJSUA_CALL_REINIT_MEDIA
    call.reinvite(prm)


def packets(call: Any) -> int | None:
    """How many RTP packets have come; ``None`` where none are to come (no media, either side holds)."""
    info = call.getInfo()
    for index, media in enumerate(info.media):
        if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
            expected = media.dir & pj.PJMEDIA_DIR_DECODING and media.dir & pj.PJMEDIA_DIR_ENCODING
            return int(call.getStreamStat(index).rtcp.rxStat.pkt) if expected else None
    return None


def send_contact(call: Any) -> None:
    """Tell the far end by which connection we are reached now; the media stays where it is. Raises ``pj.Error``.

    Not :func:`send_address`: where a re-INVITE with new media was refused, PJSIP aborts at the next one.
    """
    prm = pj.CallOpParam(True)
    prm.opt.flag = pj.PJSUA_CALL_UPDATE_CONTACT | pj.PJSUA_CALL_UPDATE_VIA
    call.reinvite(prm)


def takes_events(call: Any) -> bool:
    """Whether the far end has agreed to telephone-event (RFC 4733)."""
    info = call.getInfo()
    for index, media in enumerate(info.media):
        if media.type == pj.PJMEDIA_TYPE_AUDIO and media.audioConfSlot != pj.PJSUA_INVALID_ID:
            return int(call.getStreamInfo(index).audTxEventPt) >= 0
    return False


def send_info(call: Any, digit: str) -> None:
    """``application/dtmf-relay``, the way PBXs know (RFC 6086 2 names its shortcomings)."""
    prm = pj.CallSendDtmfParam()
    prm.method, prm.digits = pj.PJSUA_DTMF_METHOD_SIP_INFO, digit
    call.sendDtmf(prm)
