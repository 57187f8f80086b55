"""The machine's sound devices by miniaudio: WASAPI, PulseAudio (PipeWire too), ALSA, Core Audio.

Its compiled binding alone is used: the Python module around it loads urllib, TLS and numpy (22 MB) for what is not
needed here, and leaves the server's connection of each closed device open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any, Literal

from _miniaudio import ffi, lib

from ctidesk.adapters.telephony.sound import pcm
from ctidesk.adapters.telephony.sound.cards import Card, Listing

Direction = Literal["input", "output"]
Pump = Callable[[bytes, int], bytes]
"""Called by the device's own thread with what it heard and the bytes it wants; what it shall play."""

_PERIOD_MS = 10
_PERIODS = 3
_S16 = 2
_FLOWS_WITHIN_S = 4.0  # a null sink of PulseAudio asks once and takes 2 s to wake up
_FLOWS_AFTER = 10
_STALLED_S = 0.6
_ECHOES = b".monitor"
"""PulseAudio offers a microphone of each loudspeaker: it hears what is played."""
_PLUGINS = frozenset(
    b"null lavrate samplerate speexrate jack oss pulse speex upmix vdownmix usbstream a52 arcam_av".split()
)
"""ALSA's own, which are no devices (alsa-plugins); ``null`` opens always and is silent."""


class CannotOpen(Exception):
    """The system does not give the device: gone, in use by another program, or forbidden."""


class Cards:
    """Finds and opens devices; made and used by one thread."""

    def __init__(self) -> None:
        self._context: Any = None

    def listing(self) -> Listing:
        """What there is now. Empty where the system has no sound, or its sound server is away."""
        found = self._listed()
        if found is None or self._context[0].backend == lib.ma_backend_alsa:
            self.close()  # the connection to the sound server has gone, or there is one now
            found = self._listed()
        return found or Listing()

    def open(self, direction: Direction, card: Card, pump: Pump) -> Stream:
        return Stream(direction, card, pump)

    def close(self) -> None:
        if self._context is not None:
            lib.ma_context_uninit(self._context)
            self._context = None

    def _listed(self) -> Listing | None:
        if self._context is None:
            self._context = _context()
        if self._context is None:
            return None
        outputs, output_count = ffi.new("ma_device_info**"), ffi.new("ma_uint32*")
        inputs, input_count = ffi.new("ma_device_info**"), ffi.new("ma_uint32*")
        if lib.ma_context_get_devices(self._context, outputs, output_count, inputs, input_count) != lib.MA_SUCCESS:
            return None
        return Listing(tuple(_cards(inputs[0], input_count[0])), tuple(_cards(outputs[0], output_count[0])))


class Stream:
    """An open device. Raises :class:`CannotOpen`."""

    def __init__(self, direction: Direction, card: Card, pump: Pump) -> None:
        self.card = card
        self._pump = pump
        self._turns = 0
        self._flowed_at = 0.0
        self._opened_at = monotonic()
        self._context = _context()
        if self._context is None:
            raise CannotOpen(card.name)
        self._handle = ffi.new_handle(self)
        self._id = ffi.new("ma_device_id*")
        ffi.memmove(self._id, card.key, len(card.key))
        self._device = ffi.new("ma_device*")
        self._open(self._config(direction))

    @property
    def alive(self) -> bool:
        """PulseAudio ends the stream of an unplugged device without a word: what is looked at is whether it flows."""
        if self._turns > _FLOWS_AFTER:
            return monotonic() - self._flowed_at < _STALLED_S
        return monotonic() - self._opened_at < _FLOWS_WITHIN_S

    def close(self) -> None:
        """Stopped first: on a lost device of PulseAudio, to end it without would wait for ever."""
        lib.ma_device_stop(self._device)
        lib.ma_device_uninit(self._device)
        lib.ma_context_uninit(self._context)

    def turn(self, output: Any, heard: Any, frames: int) -> None:
        self._turns += 1
        self._flowed_at = monotonic()
        size = frames * 2
        if heard != ffi.NULL:
            self._pump(bytes(ffi.buffer(heard, size)), 0)
        else:
            ffi.memmove(output, self._pump(b"", size), size)

    def _config(self, direction: Direction) -> Any:
        capture = direction == "input"
        config = lib.ma_device_config_init(lib.ma_device_type_capture if capture else lib.ma_device_type_playback)
        side = config.capture if capture else config.playback
        side.pDeviceID, side.channels, side.format = self._id, 1, _S16
        config.sampleRate = pcm.RATE
        config.periodSizeInMilliseconds, config.periods = _PERIOD_MS, _PERIODS
        config.dataCallback, config.pUserData = lib._internal_data_callback, self._handle
        return config

    def _open(self, config: Any) -> None:
        if lib.ma_device_init(self._context, ffi.addressof(config), self._device) != lib.MA_SUCCESS:
            lib.ma_context_uninit(self._context)
            raise CannotOpen(self.card.name)
        if lib.ma_device_start(self._device) != lib.MA_SUCCESS:
            lib.ma_device_uninit(self._device)
            lib.ma_context_uninit(self._context)
            raise CannotOpen(self.card.name)


@ffi.def_extern()  # type: ignore[untyped-decorator]  # what cffi makes is untyped
def _internal_data_callback(device: Any, output: Any, heard: Any, frames: int) -> None:
    """The name is the binding's. An exception is printed and swallowed by cffi."""
    ffi.from_handle(device.pUserData).turn(output, heard, frames)


def _context() -> Any:
    """A connection to the sound system; ``None`` where there is none. The first backend that works is it."""
    context, config = ffi.new("ma_context*"), lib.ma_context_config_init()
    config.threadPriority = lib.ma_thread_priority_highest
    backends = ffi.new(
        "ma_backend[]",
        [lib.ma_backend_wasapi, lib.ma_backend_coreaudio, lib.ma_backend_pulseaudio, lib.ma_backend_alsa],
    )
    result = lib.ma_context_init(backends, len(backends), ffi.addressof(config), context)
    return context if result == lib.MA_SUCCESS else None


def _cards(infos: Any, count: int) -> Iterator[Card]:
    for index in range(count):
        info = infos[index]
        key = bytes(ffi.buffer(ffi.addressof(info.id))).rstrip(b"\0")
        if not key.endswith(_ECHOES) and key not in _PLUGINS:
            yield Card(ffi.string(info.name).decode("utf-8", "replace"), key, bool(info.isDefault))
