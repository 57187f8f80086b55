"""Sound of PJSIP's calls by the machine's devices: PJSIP's own clock runs the conference bridge, the devices theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from ctidesk.adapters.telephony.sound.echo import EchoCanceller
from ctidesk.adapters.telephony.sound.ends import Loudspeaker, Microphone
from ctidesk.adapters.telephony.sound.hearing import Hearing
from ctidesk.adapters.telephony.sound.keeper import InUse, Keeper, Lost, Missing, News, Source, Wish
from ctidesk.adapters.telephony.sound.native import Cards
from ctidesk.adapters.telephony.sound.port import Tone
from ctidesk.adapters.telephony.sound.waves import wave
from ctidesk.adapters.telephony.wire import EngineEvent
from ctidesk.domain.commands import UseAudio
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import AudioDevicesChanged, AudioLevels, ProblemArose

_TICK_S = 0.1
_IDLE_TICK_S = 1.0
_SAME_EVENT_S = 3.0
_UNTOLD = UseAudio("null", "null", "null", echo_cancellation=False)

OperatorMaker = Callable[[Callable[[], bytes], Callable[[bytes], None]], Any]
"""Makes what ``media.startTransmit`` and ``.startTransmit(media)`` connect, from who speaks and who hears."""


def pjsip_operator(speak: Callable[[], bytes], hear: Callable[[bytes], None]) -> Any:
    from ctidesk.adapters.telephony.sound.operator_port import OperatorPort  # another engine does without PJSIP

    return OperatorPort(speak, hear)


class Bridge:
    """No device is open while nothing sounds; until :meth:`use` has named devices, none is touched at all.

    ``devices`` is PJSIP's ``AudDevManager``.
    """

    def __init__(
        self,
        devices: Any,
        emit: Callable[[EngineEvent], None],
        source: Callable[[], Source] = Cards,
        operator: OperatorMaker = pjsip_operator,
    ) -> None:
        self._devices = devices
        self._make_operator = operator
        self._emit = emit
        self._wanted = _UNTOLD
        self._in_call = False
        self._levels = False
        self._tone: Tone | None = None
        self._tone_ends = 0.0
        self._joined: dict[str, Any] = {}
        self._muted: set[str] = set()
        self._hearing = Hearing()
        self._heard_at = 0.0
        self._no_microphone = False
        self._echo: EchoCanceller | None = None
        self._far = b""
        self._microphone = Microphone()
        self._speaker, self._bell = Loudspeaker(), Loudspeaker()
        self._operator: Any = None
        self._warned: tuple[Problem | None, float] = (None, 0.0)
        self._keeper = Keeper(
            source,
            {
                "input": ("input", self._microphone.pump),
                "output": ("output", self._speaker.pump),
                "ring": ("output", self._bell.pump),
            },
        )
        devices.setNoDev()

    # --- what the engine asks --------------------------------------------------------------------------------------

    def use(self, devices: UseAudio) -> None:
        self._wanted = devices
        self._settle()
        self._prepare_echo()

    def join(self, leg_id: str, media: Any) -> None:
        self._begin()
        assert self._operator
        self._joined[leg_id] = media
        media.startTransmit(self._operator)
        if leg_id not in self._muted:
            self._operator.startTransmit(media)
        self._say(self._hearing.begin(leg_id, leg_id in self._muted, monotonic()))

    def part(self, leg_id: str, media: Any) -> None:
        if self._joined.pop(leg_id, None):
            media.stopTransmit(self._operator)
            self._operator.stopTransmit(media)
            self._say(self._hearing.end(leg_id))

    def leave(self, leg_id: str) -> None:
        if self._joined.pop(leg_id, None):  # PJSIP has taken its port off the bridge already
            self._say(self._hearing.end(leg_id))

    def mute(self, leg_id: str, muted: bool) -> None:
        (self._muted.add if muted else self._muted.discard)(leg_id)
        media = self._joined.get(leg_id)
        if media and self._operator:
            (self._operator.stopTransmit if muted else self._operator.startTransmit)(media)
            self._say(self._hearing.begin(leg_id, muted, monotonic()))

    def forget(self, leg_id: str) -> None:
        self.leave(leg_id)
        self._muted.discard(leg_id)

    def play(self, tone: Tone | None) -> None:
        self._tone = tone
        self._tone_ends = 0.0
        self._settle()
        self._keeper.do(lambda: self._begin_tone(tone))

    def levels(self, on: bool) -> None:
        self._levels = self._speaker.meter.on = self._bell.meter.on = on
        self._settle()

    def let_hear(self, on: bool) -> None:
        if not self._in_call:
            self._speaker.reservoir.clear()
        self._microphone.mirror = self._speaker.hear if on and not self._in_call else None
        self._settle()

    def tick(self) -> float:
        for news in self._keeper.news():
            self._tell(news)
        if self._tone_ends and monotonic() >= self._tone_ends:
            self.play(None)
        if not (self._in_call or self._levels or self._tone):
            return _IDLE_TICK_S
        if monotonic() - self._heard_at >= _TICK_S * 0.9:
            self._measure()
        return _TICK_S

    def rest(self) -> None:
        if self._in_call:
            self._in_call = False
            self._settle()
            self._devices.setNoDev()

    def close(self) -> None:
        self.rest()
        self._keeper.close()
        self._operator = None

    # --- devices ---------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The first leg is heard."""
        if self._operator is None:
            self._operator = self._make_operator(self._spoken, self._heard)
        if not self._in_call:
            self._in_call = True
            self._microphone.reservoir.clear()
            self._speaker.reservoir.clear()
            self._devices.setNullDev()
            self._settle()
            self._prepare_echo()

    def _settle(self) -> None:
        tone, talk = self._tone, self._in_call or self._microphone.mirror is not None
        self._keeper.want(
            {
                "input": Wish(self._wanted.input, talk or self._levels),
                "output": Wish(self._wanted.output, talk or tone in (Tone.RINGBACK, Tone.BUSY)),
                "ring": Wish(self._wanted.ring, tone is Tone.RING),
            }
        )

    def _begin_tone(self, tone: Tone | None) -> None:
        """On the keeper's thread."""
        self._bell.play(wave(tone) if tone is Tone.RING else None)
        self._speaker.play(wave(tone) if tone in (Tone.RINGBACK, Tone.BUSY) else None)
        if tone is Tone.BUSY:
            self._tone_ends = monotonic() + wave(tone).duration_s + 0.3

    def _prepare_echo(self) -> None:
        if not self._wanted.echo_cancellation or "null" in (self._wanted.input, self._wanted.output):
            self._echo = None
        elif self._in_call:
            self._keeper.do(self._make_echo)

    def _make_echo(self) -> None:
        """On the keeper's thread."""
        self._echo = EchoCanceller()

    # --- frames, on the thread of PJSIP's clock --------------------------------------------------------------------

    def _spoken(self) -> bytes:
        near, echo = self._microphone.frame(), self._echo
        return echo.clean(near, self._far) if echo and self._far else near

    def _heard(self, frame: bytes) -> None:
        self._far = frame
        self._speaker.hear(frame)

    # --- what is said ----------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        now = monotonic()
        self._heard_at = now
        peak = self._microphone.meter.read()
        if peak is None and not self._no_microphone:
            self._hearing.pause()
        else:
            self._say(self._hearing.feed(peak or 0.0, now))
        played = max(self._speaker.meter.read() or 0.0, self._bell.meter.read() or 0.0)
        if self._levels:
            self._emit(AudioLevels(peak or 0.0, played))

    def _say(self, events: Iterable[EngineEvent]) -> None:
        for event in events:
            self._emit(event)

    def _tell(self, news: News) -> None:
        if isinstance(news, InUse):
            self._no_microphone = self._no_microphone and news.used["input"] is None
            self._emit(_devices(news))
        else:
            self._no_microphone = self._no_microphone or (isinstance(news, Missing) and news.use == "input")
            problem = _lost(news) if isinstance(news, Lost) else _missing(news)
            if problem:
                self._warn(problem)

    def _warn(self, problem: Problem) -> None:
        """Once for a headset, which is two devices."""
        before, at = self._warned
        self._warned = (problem, monotonic())
        if problem != before or monotonic() - at > _SAME_EVENT_S:
            self._emit(ProblemArose(problem, datetime.now(UTC)))


def _devices(news: InUse) -> AudioDevicesChanged:
    names: Mapping[str, str] = {use: card.name if card else "" for use, card in news.used.items()}
    inputs, outputs = (tuple(card.name for card in cards) for cards in (news.listing.inputs, news.listing.outputs))
    return AudioDevicesChanged(inputs, outputs, names["input"], names["output"], names["ring"])


def _lost(news: Lost) -> Problem | None:
    """With no other device, :class:`Missing` follows and says so."""
    if news.other is None:
        return None
    return Problem.of(ProblemId.AUDIO_DEVICE_LOST, device=news.card.name, other=news.other.name)


def _missing(news: Missing) -> Problem:
    if news.card:
        return Problem.of(ProblemId.AUDIO_DEVICE_UNUSABLE, device=news.card.name)
    return Problem.of(ProblemId.AUDIO_NO_MICROPHONE if news.use == "input" else ProblemId.AUDIO_NO_SPEAKER)
