"""What an engine needs of sound. An engine that lists devices of its own takes the place of the bridge behind this."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol

from ctidesk.domain.commands import UseAudio


class Tone(StrEnum):
    RING = "ring"
    """Somebody calls; on the ringing device, again and again until stopped."""
    RINGBACK = "ringback"
    """It rings at the far end, which sends no sound of its own; until stopped."""
    BUSY = "busy"
    """The call did not come about; three beeps, then it stops by itself."""


class Sound(Protocol):
    """Called by the engine's one thread only."""

    def use(self, devices: UseAudio) -> None:
        """Take these devices, from now on and in the running call."""

    def join(self, leg_id: str, media: Any) -> None:
        """The leg's ``AudioMedia`` is up (again): it is heard and, unless muted, hears us."""

    def part(self, leg_id: str, media: Any) -> None:
        """The leg is held while its ``AudioMedia`` is still up: from now on it neither hears nor is heard."""

    def leave(self, leg_id: str) -> None:
        """The leg's ``AudioMedia`` is gone. Unknown legs are ignored."""

    def mute(self, leg_id: str, muted: bool) -> None:
        """Remembered for a leg that has not joined yet, and across :meth:`leave`, until :meth:`forget`."""

    def forget(self, leg_id: str) -> None:
        """The leg is over."""

    def play(self, tone: Tone | None) -> None:
        """Begin a tone in place of the one that plays; ``None`` stops it."""

    def levels(self, on: bool) -> None:
        """Report levels ten times a second."""

    def let_hear(self, on: bool) -> None:
        """Let the operator hear himself, outside a call: the microphone in the loudspeaker."""

    def tick(self) -> float:
        """Do what is due (devices that came or went, levels, warnings); seconds until the next time."""

    def rest(self) -> None:
        """No leg lives any more: let devices and clock go."""

    def close(self) -> None:
        """The engine ends."""
