"""The engine process, the registration, the devices."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.after.legs import leg_over
from ctidesk.domain.after.notices import NO_SOUND, NOT_REGISTERED, without_notice
from ctidesk.domain.call import EndCause
from ctidesk.domain.desk import Audio, Desk, Engine, Notice, Registration
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import RegistrationState


def engine_started(desk: Desk, event: ev.EngineStarted) -> Desk:
    started = Engine(event.engine, event.version, event.transport, event.local, frozenset(event.capabilities))
    return replace(desk, engine=started)


def engine_lost(desk: Desk, event: ev.EngineLost) -> Desk:
    for leg in desk.legs:
        desk = leg_over(desk, leg, event.at, EndCause.ENGINE_LOST)
    registration = Registration(RegistrationState.UNREGISTERED, event.problem)
    return replace(desk, registration=registration, notice=Notice(event.problem, event.at))


def registration_changed(desk: Desk, event: ev.RegistrationChanged) -> Desk:
    desk = replace(desk, registration=Registration(event.state, event.problem, event.retry_s))
    return without_notice(desk, NOT_REGISTERED) if event.state is RegistrationState.REGISTERED else desk


def audio_devices_changed(desk: Desk, event: ev.AudioDevicesChanged) -> Desk:
    for use, name in (("input", event.input), ("output", event.output)):
        desk = without_notice(desk, NO_SOUND[use]) if name else desk
    desk = _device_works(desk, {event.input, event.output, event.ring})
    return replace(
        desk, audio=Audio(event.inputs, event.outputs, event.input, event.output, event.ring, desk.audio.chosen)
    )


def audio_chosen(desk: Desk, event: ev.AudioChosen) -> Desk:
    chosen = (("input", event.input), ("output", event.output), ("ring", event.ring))
    return replace(desk, audio=replace(desk.audio, chosen=chosen))


def _device_works(desk: Desk, used: Set[str]) -> Desk:
    about = desk.notice.problem if desk.notice else None
    works = about is not None and about.id is ProblemId.AUDIO_DEVICE_UNUSABLE and dict(about.args)["device"] in used
    return replace(desk, notice=None) if works else desk
