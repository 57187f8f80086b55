"""Where the sound of a call goes. Here: nowhere, but with the clock running, so that real RTP flows both ways."""

from __future__ import annotations

from typing import Any, Protocol


class Sound(Protocol):
    """What the engine needs of sound; a bridge to the operator's headset takes this place."""

    def join(self, media: Any) -> None:
        """The call's ``AudioMedia`` is up (again): let it be heard and speak."""

    def rest(self) -> None:
        """No leg lives any more: let devices and clock go."""


class Silence:
    """PJSIP's null device. Its clock costs 0.3 % of a core, so it runs during calls only."""

    def __init__(self, devices: Any) -> None:
        self._devices = devices
        self._running = False
        devices.setNoDev()

    def join(self, media: Any) -> None:
        if not self._running:
            self._devices.setNullDev()
            self._running = True
        self._devices.getCaptureDevMedia().startTransmit(media)
        media.startTransmit(self._devices.getPlaybackDevMedia())

    def rest(self) -> None:
        if self._running:
            self._devices.setNoDev()
            self._running = False
