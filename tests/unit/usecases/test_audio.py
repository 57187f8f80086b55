"""The sound devices: told to every engine, changed at once, remembered."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, field

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.commands import UseAudio
from ctidesk.domain.desk import Audio, Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused, SettingsError
from ctidesk.domain.intents import ChooseAudio
from ctidesk.domain.settings import AudioSettings
from ctidesk.domain.settings_reading import By, Fixed
from ctidesk.usecases.audio import AudioChoice
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import STARTED, Line, Russian, StoppedClock


@dataclass
class File:
    kept: dict[str, str] = field(default_factory=dict)
    full: bool = False

    def keep(self, key: str, name: str) -> None:
        if self.full:
            raise SettingsError(Problem(ProblemId.CONFIG_UNWRITABLE))
        self.kept[key] = name


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def file() -> File:
    return File()


@pytest.fixture
async def session(line: Line, file: File) -> Session:
    opened = Session(Desk(), Russian())
    AudioChoice(opened, line, StoppedClock(), AudioSettings(input="Jabra", echo_cancellation=False), file.keep)
    return opened


@pytest.mark.manual("D14")
async def test_an_engine_that_starts_is_told_and_one_that_starts_again_too(session: Session, line: Line) -> None:
    session.post(STARTED)
    session.post(STARTED)
    assert line.sent == [UseAudio("Jabra", "default", "default", False)] * 2


@pytest.mark.manual("D14")
async def test_a_choice_holds_at_once_for_the_next_engine_and_the_next_start(
    session: Session, line: Line, file: File
) -> None:
    session.do(ChooseAudio("output", "Колонки"))
    session.post(STARTED)
    assert line.sent == [UseAudio("Jabra", "Колонки", "default", False)] * 2
    await asyncio.gather(*session._tasks)
    assert file.kept == {"output": "Колонки"}


async def test_a_file_that_cannot_be_written_is_told_and_the_device_is_used_all_the_same(
    session: Session, line: Line, file: File
) -> None:
    file.full = True
    session.do(ChooseAudio("ring", "Колонки"))
    await asyncio.gather(*session._tasks)
    assert line.sent[-1] == UseAudio("Jabra", "default", "Колонки", False)
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CONFIG_UNWRITABLE


async def test_other_settings_hold_at_once(line: Line, file: File) -> None:
    opened = Session(Desk(), Russian())
    choice = AudioChoice(opened, line, StoppedClock(), AudioSettings(), file.keep)
    choice.use(AudioSettings(output="Колонки", echo_cancellation=False))
    assert line.sent == [UseAudio("default", "Колонки", "default", False)]
    assert not file.kept, "somebody else has"


@pytest.mark.parametrize(("by", "refused"), [("file", True), ("policy", True), ("variable", False)])
async def test_what_an_administrator_has_fixed_cannot_be_chosen_in_the_menu(
    line: Line, file: File, by: By, refused: bool
) -> None:
    opened = Session(Desk(), Russian())
    fixed = {"audio.input": Fixed(by, "/etc/xdg/ctidesk/config.toml")}
    AudioChoice(opened, line, StoppedClock(), AudioSettings(), file.keep, fixed)
    with pytest.raises(Refused) if refused else nullcontext():
        opened.do(ChooseAudio("input", "Jabra"))
    await asyncio.gather(*opened._tasks)
    assert bool(line.sent) != refused


async def test_the_desk_knows_what_there_is(session: Session) -> None:
    session.post(ev.AudioDevicesChanged(("Jabra",), ("Jabra", "Колонки"), "Jabra", "Jabra", "Колонки"))
    assert session.desk.audio == Audio(("Jabra",), ("Jabra", "Колонки"), "Jabra", "Jabra", "Колонки")
    session.post(ev.AudioLevels(0.1, 0.2))
