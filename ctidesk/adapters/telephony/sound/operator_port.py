"""The operator's place on PJSIP's conference bridge. Its callbacks come from the thread of the bridge's clock."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.adapters.telephony.sound import pcm

_PTR = ctypes.sizeof(ctypes.c_void_p)


class OperatorPort(pj.AudioMediaPort):  # type: ignore[misc]  # pjsua2 is untyped
    """``speak`` gives the next frame of the microphone, ``hear`` takes one of what the legs say."""

    def __init__(self, speak: Callable[[], bytes], hear: Callable[[bytes], None]) -> None:
        super().__init__()
        self._speak = speak
        self._hear = hear
        self._said = pj.ByteVector(pcm.FRAME, 0)
        self._read = bytes_of if _vector_as_expected() else bytes
        form = pj.MediaFormatAudio()
        form.init(pj.PJMEDIA_FORMAT_PCM, pcm.RATE, 1, pcm.FRAME_MS * 1000, 16)
        self.createPort("operator", form)

    @shielded
    def onFrameRequested(self, frame: Any) -> None:
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.size = pcm.FRAME
        frame.buf = pj.ByteVector(self._speak())

    @shielded
    def onFrameReceived(self, frame: Any) -> None:
        if frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO and frame.size:
            self._hear(self._read(frame.buf)[: frame.size])


def bytes_of(vector: Any) -> bytes:
    """What SWIG's vector of bytes holds, read at its address: byte by byte it takes 0.8 ms a frame, 4 % of a core.

    In libstdc++, libc++ and Microsoft's library a vector begins with the pointers to its first byte and past its last.
    """
    first, past = (ctypes.c_void_p.from_address(int(vector.this) + at).value or 0 for at in (0, _PTR))
    return ctypes.string_at(first, past - first)


def _vector_as_expected() -> bool:
    """Looked at once, so that another library's vector costs time and not the process."""
    probe = pj.ByteVector(bytes(range(100)))
    first, past = (ctypes.c_void_p.from_address(int(probe.this) + at).value or 0 for at in (0, _PTR))
    return bool(first) and past - first == 100 and bytes_of(probe) == bytes(range(100))
