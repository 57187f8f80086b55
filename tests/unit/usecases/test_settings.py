"""The settings window's story: opened, typed, saved, taken by the running desk or waiting for a restart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused, SettingsError
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import (
    CloseSettings,
    DropSettings,
    GoOnWithSettings,
    OpenSettings,
    RestartDesk,
    SaveSettings,
    ShowSettings,
    TypeSetting,
)
from ctidesk.domain.setting_list import Value, with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_form import TYPED, SettingsForm
from ctidesk.domain.settings_reading import Fixed, Reading
from ctidesk.usecases import report
from ctidesk.usecases.session import Session
from ctidesk.usecases.settings import SettingsEditing, SettingsFiles, Taking
from tests.fakes.secrets import FakeSecrets
from tests.unit.usecases.test_session import Russian, rings

RUNNING = with_value(Settings(), "sip.username", "1001")


@dataclass
class Files:
    reading: Reading = field(default_factory=lambda: Reading(RUNNING))
    full: bool = False
    written: list[Mapping[tuple[str, str], Value | None]] = field(default_factory=list)

    def read(self) -> Reading:
        return self.reading

    def write(self, changes: Mapping[tuple[str, str], Value | None]) -> None:
        if self.full:
            raise SettingsError(Problem(ProblemId.CONFIG_UNWRITABLE))
        self.written.append(changes)
        settings = self.reading.settings
        for (table, key), value in changes.items():
            settings = with_value(settings, f"{table}.{key}", value)  # type: ignore[arg-type]
        self.reading = replace(self.reading, settings=settings)


@dataclass
class Story:
    session: Session
    files: Files
    secrets: FakeSecrets
    taken: list[tuple[str, ...]] = field(default_factory=list)
    restarts: int = 0

    def restart(self) -> None:
        self.restarts += 1

    async def do(self, *intents: object) -> SettingsForm | None:
        """The form once everything has settled."""
        for intent in intents:
            self.session.do(intent)  # type: ignore[arg-type]
            while self.session._tasks:
                await asyncio.gather(*self.session._tasks)
        return self.session.desk.settings


@pytest.fixture
async def story() -> Story:
    told = Story(Session(Desk(), Russian()), Files(), FakeSecrets())
    files = SettingsFiles(told.files.read, told.files.write)
    taking = Taking(lambda settings, names: told.taken.append(tuple(sorted(names))), told.restart)
    SettingsEditing(told.session, RUNNING, files, told.secrets, taking)
    return told


async def test_open_twice_is_one_window(story: Story) -> None:
    form = await story.do(OpenSettings(), ShowSettings("crm"), TypeSetting("sip.bind", "x"), OpenSettings())
    assert form and form.dirty and form.table == "crm"


async def test_what_a_running_desk_can_take_it_takes_at_once(story: Story) -> None:
    form = await story.do(
        OpenSettings(),
        TypeSetting("hotkeys.hold", "F11"),
        TypeSetting("audio.input", "Jabra"),
        TypeSetting("ui.theme", "dark"),
        SaveSettings(),
    )
    assert story.files.written == [{("hotkeys", "hold"): "F11", ("audio", "input"): "Jabra", ("ui", "theme"): "dark"}]
    assert story.taken == [("audio.input", "hotkeys.hold", "ui.theme")]
    assert form and form.kept and not form.dirty and not form.waiting


async def test_the_rest_waits_for_a_restart_and_says_so_again_next_time(story: Story) -> None:
    form = await story.do(OpenSettings(), TypeSetting("sip.srtp", "required"), SaveSettings(close=True))
    assert form and form.waiting == {"sip.srtp"}, "the window stays: it has something to offer"
    assert not story.taken
    form = await story.do(CloseSettings(), OpenSettings())
    assert form and form.waiting == {"sip.srtp"}
    await story.do(RestartDesk())
    assert story.restarts == 1


async def test_a_device_that_was_chosen_in_the_menu_meanwhile_waits_for_nothing(story: Story) -> None:
    story.files.reading = Reading(with_value(RUNNING, "audio.input", "Jabra"))
    form = await story.do(OpenSettings())
    assert form and not form.waiting


async def test_saved_and_closed_where_nothing_is_left_to_say(story: Story) -> None:
    assert await story.do(OpenSettings(), TypeSetting("ui.theme", "dark"), SaveSettings(close=True)) is None


async def test_nothing_wrong_is_written(story: Story) -> None:
    form = await story.do(OpenSettings(), TypeSetting("calls.wrap_up_s", "soon"), SaveSettings())
    assert not story.files.written and form and form.tries == 1 and form.table == "calls"


async def test_a_file_that_cannot_be_written_loses_nothing(story: Story) -> None:
    story.files.full = True
    form = await story.do(OpenSettings(), TypeSetting("ui.theme", "dark"), SaveSettings())
    assert form and form.problem and form.problem.id is ProblemId.CONFIG_UNWRITABLE
    assert form.dirty and form.can_save and not story.taken


async def test_leaving_with_changes_asks(story: Story) -> None:
    form = await story.do(OpenSettings(), TypeSetting("sip.bind", "x"), CloseSettings())
    assert form and form.asks
    form = await story.do(GoOnWithSettings())
    assert form and not form.asks
    form = await story.do(RestartDesk())
    assert form and form.asks and not story.restarts
    assert await story.do(DropSettings()) is None


async def test_what_an_administrator_has_fixed_is_typed_in_vain(story: Story) -> None:
    story.files.reading = replace(story.files.reading, fixed={"sip.bind": Fixed("file", "/etc/x")})
    form = await story.do(OpenSettings(), TypeSetting("sip.bind", "x"), TypeSetting("no.such", "x"))
    assert form and not form.dirty


async def test_no_restart_in_a_call(story: Story) -> None:
    story.session.post(rings("a"))
    with pytest.raises(Refused) as refused:
        await story.do(RestartDesk())
    assert refused.value.problem.id is ProblemId.NO_RESTART_IN_CALL


async def test_a_desk_that_waits_for_better_files_is_put_together_by_itself(story: Story) -> None:
    story.session.post(ev.SettingsRefused(Problem(ProblemId.CONFIG_SYNTAX)))
    form = await story.do(OpenSettings(), TypeSetting("sip.srtp", "required"), SaveSettings())
    assert form and not form.waiting


# --- passwords -----------------------------------------------------------------------------------------------------


async def test_a_password_goes_into_the_keyring_for_the_name_that_is_typed_beside_it(story: Story) -> None:
    save = SaveSettings({"sip.password": "s3cret"})
    form = await story.do(OpenSettings(), TypeSetting("sip.username", "1002"), TypeSetting("sip.password", TYPED), save)
    assert story.secrets.entries == {"sip:1002": "s3cret"}
    assert form and not form.dirty and form.waiting == {"sip.username", "sip.password"}
    assert "s3cret" not in repr((story.session.desk, story.files, save))


async def test_a_password_that_is_looked_for_will_be_found_without_a_restart(story: Story) -> None:
    missing = Problem(ProblemId.SIP_PASSWORD_MISSING)
    story.session.post(ev.RegistrationChanged(RegistrationState.FAILED, missing, 10))
    form = await story.do(OpenSettings(), TypeSetting("sip.password", TYPED), SaveSettings({"sip.password": "s3cret"}))
    assert form and not form.waiting


async def test_a_password_of_nobody_is_refused(story: Story) -> None:
    form = await story.do(OpenSettings(), TypeSetting("crm.password", TYPED), SaveSettings({"crm.password": "s3cret"}))
    assert form and form.problem and form.problem.id is ProblemId.PASSWORD_OF_NOBODY
    assert not story.secrets.entries


async def test_with_a_locked_keyring_nothing_is_saved(story: Story) -> None:
    story.secrets.locked = True
    form = await story.do(
        OpenSettings(),
        TypeSetting("sip.bind", "10.0.0.1"),
        TypeSetting("sip.password", TYPED),
        SaveSettings({"sip.password": "s3cret"}),
    )
    assert form and form.problem and form.problem.id is ProblemId.KEYRING_UNAVAILABLE
    assert form.dirty and not story.files.written


# --- for scripts -----------------------------------------------------------------------------------------------------


async def test_what_happens_in_the_window_can_be_told_to_scripts(story: Story) -> None:
    told: list[str] = []
    story.session.react(lambda before, event, after: told.append(json.dumps(report.event(event))))
    story.files.reading = replace(story.files.reading, fixed={"sip.bind": Fixed("file", "/etc/x")})
    save = SaveSettings({"sip.password": "s3cret"})
    await story.do(OpenSettings(), TypeSetting("sip.srtp", "required"), TypeSetting("sip.password", TYPED), save)
    assert len(told) == 5 and "s3cret" not in "".join(told)
