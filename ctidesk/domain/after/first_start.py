"""The first-start wizard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.first_start import FirstStart, Step

_Change: TypeAlias = Callable[[FirstStart], FirstStart]

HEARD = 0.02
"""Of full scale: a silent room stays below, a voice before a headset does not."""


def first_start_opened(desk: Desk, event: ev.FirstStartOpened) -> Desk:
    return replace(desk, first_start=event.first)


def first_start_closed(desk: Desk, event: ev.FirstStartClosed) -> Desk:
    return replace(desk, first_start=None)


def first_answered(desk: Desk, event: ev.FirstAnswered) -> Desk:
    return _with(desk, lambda first: _heard_anew(first.answered(event.name, event.value), event.name))


def step_reached(desk: Desk, event: ev.StepReached) -> Desk:
    return _with(desk, lambda first: first.at(event.step))


def check_moved(desk: Desk, event: ev.CheckMoved) -> Desk:
    return _with(desk, lambda first: first.moved(event.step, event.move, event.problem))


def check_progressed(desk: Desk, event: ev.CheckProgressed) -> Desk:
    return _with(desk, lambda first: replace(first, phase=event.phase, device=event.device))


def crm_found(desk: Desk, event: ev.CrmFound) -> Desk:
    return _with(desk, lambda first: replace(first, crm=event.found))


def sound_tried(desk: Desk, event: ev.SoundTried) -> Desk:
    return _with(desk, lambda first: replace(first, sounding=event.sounding))


def answers_kept(desk: Desk, event: ev.AnswersKept) -> Desk:
    return _with(desk, lambda first: replace(first, keeping=event.problem is None, problem=event.problem))


def audio_levels(desk: Desk, event: ev.AudioLevels) -> Desk:
    """The one place that shows them; elsewhere they are for whoever listens to events."""
    if desk.first_start is None or desk.first_start.step is not Step.SOUND:
        return desk
    heard = desk.first_start.heard or event.input > HEARD
    return replace(desk, first_start=replace(desk.first_start, level=event.input, heard=heard))


def _heard_anew(first: FirstStart, name: str) -> FirstStart:
    return replace(first, heard=False, level=0.0) if name == "input" else first


def _with(desk: Desk, change: _Change) -> Desk:
    return replace(desk, first_start=change(desk.first_start)) if desk.first_start else desk
