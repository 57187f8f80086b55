"""What the doctor makes of a running desk's own word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ctidesk.checkup import Line, told_by_the_desk
from ctidesk.domain.desk import Desk, Notice
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.settings import AudioSettings, Settings
from ctidesk.ui.texts import Texts
from ctidesk.usecases import report

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def told(desk: Desk, settings: Settings | None = None) -> dict[str, Line]:
    status = report.status(desk, NOW, (), lambda problem: f"said of {problem.id}")
    return {line.check: line for line in told_by_the_desk(status, settings or Settings(), Texts())}


def noticed(problem: ProblemId) -> Desk:
    return replace(Desk(), notice=Notice(Problem(problem), NOW))


@pytest.mark.parametrize(
    "problem", [ProblemId.BUNDLE_SAVED, ProblemId.LINK_DAMAGED, ProblemId.NOT_A_NUMBER, ProblemId.CRM_OFF]
)
def test_what_the_operator_was_told_of_his_own_doing_is_no_fault(problem: ProblemId) -> None:
    assert told(noticed(problem))["desk"].ok


@pytest.mark.parametrize(
    "problem",
    [
        ProblemId.AUDIO_DEVICE_LOST,
        ProblemId.CRM_FAULT,
        ProblemId.CACHE_DISK_FULL,
        ProblemId.KEYRING_UNAVAILABLE,
        ProblemId.ENGINE_RESTARTED,
        ProblemId.CONFIG_UNWRITABLE,
    ],
)
def test_a_part_that_fails_is_a_fault(problem: ProblemId) -> None:
    assert told(noticed(problem))["desk"] == Line("desk", False, f"said of {problem}", problem)


def test_settings_that_the_desk_could_not_take_are_a_fault_before_any_notice() -> None:
    desk = replace(noticed(ProblemId.BUNDLE_SAVED), settings_problem=Problem(ProblemId.CONFIG_SYNTAX))
    assert told(desk)["desk"].problem == "config_syntax"


def test_no_sound_is_no_fault_where_none_is_wanted() -> None:
    assert not told(Desk())["audio"].ok
    assert told(Desk(), Settings(audio=AudioSettings(input="null")))["audio"] == Line("audio", True, "- / -")
