"""The sound page: an engine of its own that only listens and plays, from the page's opening to its leaving."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from ctidesk.domain.commands import TrySound, UseAudio, WatchLevels
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import AudioDevicesChanged, AudioLevels, CheckMoved, EngineStarted, Event
from ctidesk.domain.first_start import Answers, Move, Sounding, Standing, Step
from ctidesk.domain.settings import AudioSettings
from ctidesk.ports import Telephony
from ctidesk.usecases.doctor import sound_findings
from ctidesk.usecases.session import Session

NOTHING_WITHIN_S = 8.0
PASSES = frozenset({Standing.TRYING, Standing.BAD})
FAILS = frozenset({Standing.TRYING, Standing.GOOD})


class SoundCheck:
    """Devices and levels come to the desk as the events that they are; good and bad follow from them."""

    def __init__(self, session: Session, make: Callable[[], Telephony], settings: AudioSettings) -> None:
        self._session = session
        self._make = make
        self._devices = UseAudio(echo_cancellation=settings.echo_cancellation)
        self._engine: Telephony | None = None
        self._ending: asyncio.Task[None] | None = None
        self._patience: asyncio.Task[None] | None = None

    def begin(self, answers: Answers) -> None:
        self.end()
        self._devices = _chosen(self._devices, answers)
        self._engine = self._make()
        self._engine.start(self._heard)
        self._patience = self._session.spawn(self._nothing())

    def choose(self, answers: Answers) -> None:
        self._devices = _chosen(self._devices, answers)
        self._send_devices()

    def play(self, sounding: Sounding) -> None:
        if self._engine:
            self._engine.send(TrySound(sounding))

    def end(self) -> None:
        engine, self._engine = self._engine, None
        if self._patience:
            self._patience.cancel()
        if engine:
            self._ending = self._session.spawn(engine.stop())

    async def leave(self) -> None:
        """The desk ends: nothing of it is left running."""
        engine, self._engine = self._engine, None
        if engine:
            await engine.stop()
        if self._ending:
            await asyncio.wait([self._ending])

    def _send_devices(self) -> None:
        if self._engine:
            self._engine.send(self._devices)

    def _heard(self, event: Event) -> None:
        if self._engine is None or self._session.desk.first_start is None:
            return
        if isinstance(event, EngineStarted):
            self._send_devices()
            self._engine.send(WatchLevels(True))
        if isinstance(event, AudioDevicesChanged | AudioLevels):
            self._session.post(event)
        for finding in sound_findings(event, self._devices):
            problem = finding.problem or _deaf(event, self._devices)
            self._move(FAILS if problem else PASSES, Move.FAIL if problem else Move.PASS, problem)

    def _move(self, where: frozenset[Standing], move: Move, problem: Problem | None = None) -> None:
        first = self._session.desk.first_start
        if first and first.check(Step.SOUND).standing in where:
            self._session.post(CheckMoved(Step.SOUND, move, problem))

    async def _nothing(self) -> None:
        """An engine that finds no device at all says nothing about them."""
        await asyncio.sleep(NOTHING_WITHIN_S)
        self._move(frozenset({Standing.TRYING}), Move.FAIL, Problem(ProblemId.AUDIO_NO_MICROPHONE))


def _chosen(devices: UseAudio, answers: Answers) -> UseAudio:
    return replace(devices, input=answers.input, output=answers.output, ring=answers.ring)


def _deaf(event: Event, devices: UseAudio) -> Problem | None:
    """A microphone alone is not enough."""
    missing = isinstance(event, AudioDevicesChanged) and not event.output and devices.output != "null"
    return Problem(ProblemId.AUDIO_NO_SPEAKER) if missing else None
