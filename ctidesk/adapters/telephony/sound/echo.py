"""Echo cancellation: WebRTC's AEC3, for an operator with a loudspeaker instead of a headset.

numpy and the library are loaded when the first call needs them (0.1 s, 15 MB): an idle desk does without.
"""

from __future__ import annotations

from typing import Any

from ctidesk.adapters.telephony.sound import pcm

_DEVICES_MS = 50
"""From the loudspeaker's frame to its echo, roughly; the canceller finds the true figure."""


class EchoCanceller:
    """Takes out of the microphone what the loudspeaker plays."""

    def __init__(self) -> None:
        import numpy
        from pywebrtc_audio import AudioProcessor

        self._numpy: Any = numpy
        self._processor = AudioProcessor(
            sample_rate=pcm.RATE, num_channels=1, echo_cancellation=True, stream_delay_ms=_DEVICES_MS
        )

    def clean(self, near: bytes, far: bytes) -> bytes:
        """One frame each: what the microphone gave, what the loudspeaker was given."""
        samples = self._processor.process(self._samples(near), self._samples(far))
        return bytes(samples.tobytes())

    def _samples(self, data: bytes) -> Any:
        return self._numpy.frombuffer(data, dtype=self._numpy.int16)
