"""Which microphone, speaker and ringing device: told to every engine that starts, changed by the operator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ctidesk.domain.commands import UseAudio
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import AudioChosen, EngineStarted, Event, ProblemArose
from ctidesk.domain.intents import ChooseAudio
from ctidesk.domain.settings import AudioSettings
from ctidesk.domain.settings_reading import Fixed
from ctidesk.ports import Clock, Telephony
from ctidesk.usecases.session import Session

Keep = Callable[[str, str], None]
"""Writes one key of ``[audio]`` into the user's settings; may wait for the disk; raises :class:`DeskError`."""


class AudioChoice:
    """Carries out ``ChooseAudio``; what an administrator has ``fixed`` is refused."""

    def __init__(
        self,
        session: Session,
        telephony: Telephony,
        clock: Clock,
        settings: AudioSettings,
        keep: Keep,
        fixed: Mapping[str, Fixed] = MappingProxyType({}),
    ) -> None:
        self._session = session
        self._telephony = telephony
        self._clock = clock
        self._keep = keep
        self._fixed = fixed
        self._devices = _devices(settings)
        session.on(ChooseAudio, self.choose)
        session.react(self._react)

    def choose(self, intent: ChooseAudio) -> None:
        """Takes hold at once, in the running call too, and at every later start."""
        name = f"audio.{intent.kind}"
        fixed = self._fixed.get(name)
        if fixed and fixed.by != "variable":
            raise Refused(Problem.of(ProblemId.SETTING_LOCKED, key=name, by=fixed.place))
        self._devices = _with(self._devices, intent)
        self._use()
        self._session.spawn(self._remember(intent))

    def use(self, settings: AudioSettings) -> None:
        """Other devices from now on; somebody else has kept them."""
        self._devices = _devices(settings)
        self._use()

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, EngineStarted):
            self._use()

    def _use(self) -> None:
        self._telephony.send(self._devices)
        self._session.post(AudioChosen(self._devices.input, self._devices.output, self._devices.ring))

    async def _remember(self, intent: ChooseAudio) -> None:
        try:
            await asyncio.to_thread(self._keep, intent.kind, intent.name)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))


def _devices(settings: AudioSettings) -> UseAudio:
    return UseAudio(settings.input, settings.output, settings.ring, settings.echo_cancellation)


def _with(devices: UseAudio, chosen: ChooseAudio) -> UseAudio:
    match chosen.kind:
        case "input":
            return replace(devices, input=chosen.name)
        case "output":
            return replace(devices, output=chosen.name)
        case "ring":
            return replace(devices, ring=chosen.name)
