"""No sound, but with the clock running, so that real RTP flows both ways."""

from __future__ import annotations

from typing import Any

from ctidesk.adapters.telephony.sound.port import Tone
from ctidesk.domain.commands import UseAudio

_NOTHING_DUE_S = 3600.0


class Silence:
    """PJSIP's null device. Its clock costs 0.3 % of a core, so it runs during calls only."""

    def __init__(self, devices: Any) -> None:
        self._devices = devices
        self._running = False
        self._joined: dict[str, Any] = {}
        self._muted: set[str] = set()
        devices.setNoDev()

    def use(self, devices: UseAudio) -> None:
        """There are none."""

    def join(self, leg_id: str, media: Any) -> None:
        if not self._running:
            self._devices.setNullDev()
            self._running = True
        self._joined[leg_id] = media
        media.startTransmit(self._devices.getPlaybackDevMedia())
        if leg_id not in self._muted:
            self._devices.getCaptureDevMedia().startTransmit(media)

    def part(self, leg_id: str, media: Any) -> None:
        if self._joined.pop(leg_id, None):
            media.stopTransmit(self._devices.getPlaybackDevMedia())
            self._devices.getCaptureDevMedia().stopTransmit(media)

    def leave(self, leg_id: str) -> None:
        self._joined.pop(leg_id, None)  # PJSIP has taken its port off the bridge already

    def mute(self, leg_id: str, muted: bool) -> None:
        (self._muted.add if muted else self._muted.discard)(leg_id)
        media = self._joined.get(leg_id)
        if media:
            microphone = self._devices.getCaptureDevMedia()
            (microphone.stopTransmit if muted else microphone.startTransmit)(media)

    def forget(self, leg_id: str) -> None:
        self._joined.pop(leg_id, None)
        self._muted.discard(leg_id)

    def play(self, tone: Tone | None) -> None:
        """Nothing plays it."""

    def levels(self, on: bool) -> None:
        """Nothing has one."""

    def let_hear(self, on: bool) -> None:
        """Nobody hears anything."""

    def tick(self) -> float:
        return _NOTHING_DUE_S

    def rest(self) -> None:
        if self._running:
            self._devices.setNoDev()
            self._running = False

    def close(self) -> None:
        self.rest()
