"""The settings window: opened, typed into, checked, saved; what a running desk takes at once, and what waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import (
    SettingsClosed,
    SettingsLeaveAsked,
    SettingsLeaveForgotten,
    SettingsOpened,
    SettingsSaveBegan,
    SettingsSaved,
    SettingsSaveRefused,
    SettingsSaveTried,
    SettingsShown,
    SettingTyped,
)
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
from ctidesk.domain.setting_list import SETTINGS, Value, value_of, with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_form import PASSWORDS, SettingsForm, differing
from ctidesk.domain.settings_reading import Reading
from ctidesk.ports import Secrets
from ctidesk.usecases.session import Session

_ACCOUNTS: Mapping[str, str] = {"sip": "sip.username", "crm": "crm.username"}
_ASKED_FOR_AGAIN = frozenset({ProblemId.SIP_PASSWORD_MISSING, ProblemId.CRM_PASSWORD_MISSING})


@dataclass(frozen=True, slots=True)
class SettingsFiles:
    """The files, which may wait for a disk; ``write`` raises :class:`DeskError`, and has then changed nothing."""

    read: Callable[[], Reading]
    write: Callable[[Mapping[tuple[str, str], Value | None]], None]


@dataclass(frozen=True, slots=True)
class Taking:
    """What the running desk does with new settings: ``at_once`` is given the settings and the names that have
    changed; ``restart`` puts the desk together anew."""

    at_once: Callable[[Settings, Set[str]], None]
    restart: Callable[[], None]


class SettingsEditing:
    """``running``: the settings that this desk was put together from."""

    def __init__(
        self, session: Session, running: Settings, files: SettingsFiles, secrets: Secrets, taking: Taking
    ) -> None:
        self._session = session
        self._running = running
        self._files = files
        self._secrets = secrets
        self._taking = taking
        self._new_passwords: set[str] = set()
        session.on(OpenSettings, lambda _: self.open())
        session.on(ShowSettings, lambda intent: session.post(SettingsShown(intent.table, intent.search)))
        session.on(TypeSetting, self.type)
        session.on(SaveSettings, self.save)
        session.on(DropSettings, lambda _: session.post(SettingsClosed()))
        session.on(GoOnWithSettings, lambda _: session.post(SettingsLeaveForgotten()))
        session.on(CloseSettings, lambda _: self.close())
        session.on(RestartDesk, lambda _: self.restart())

    # --- open and leave ----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Once open, it only comes to the front."""
        form = self._form
        if form is None:
            self._session.spawn(self._open())
        else:
            self._session.post(SettingsShown(form.table, form.search))

    async def _open(self) -> None:
        reading = await asyncio.to_thread(self._files.read)
        self._session.post(SettingsOpened(reading, self._waiting(reading)))

    def close(self) -> None:
        if self.may_leave():
            self._session.post(SettingsClosed())

    def may_leave(self) -> bool:
        """Whether nothing would be lost; else the window asks."""
        form = self._form
        if form is None or not form.dirty:
            return True
        self._session.post(SettingsLeaveAsked())
        return False

    def restart(self) -> None:
        if self._session.desk.legs:
            raise Refused(Problem(ProblemId.NO_RESTART_IN_CALL))
        if self.may_leave():
            self._taking.restart()

    # --- type and save -----------------------------------------------------------------------------------------------

    def type(self, intent: TypeSetting) -> None:
        """What an administrator has fixed is typed in vain."""
        form = self._form
        if form and (intent.name in SETTINGS or intent.name in PASSWORDS) and not form.fixed(intent.name):
            self._session.post(SettingTyped(intent.name, intent.text))

    def save(self, intent: SaveSettings) -> None:
        form = self._form
        if form is None or not form.can_save:
            return
        if form.problems:
            self._session.post(SettingsSaveTried())
            return
        self._session.post(SettingsSaveBegan())
        self._session.spawn(self._save(form, intent))

    async def _save(self, form: SettingsForm, intent: SaveSettings) -> None:
        """Passwords first: where the keyring is locked, nothing of all this is saved."""
        try:
            await self._keep_passwords(form, intent.passwords)
            if form.changes:
                await asyncio.to_thread(self._files.write, form.changes)
        except DeskError as error:
            self._session.post(SettingsSaveRefused(error.problem))
            return
        reading = await asyncio.to_thread(self._files.read)
        self._take(reading.settings)
        waiting = self._waiting(reading)
        self._session.post(SettingsSaved(reading, tuple(form.texts.items()), waiting))
        if intent.close and not waiting and self._form and not self._form.dirty:
            self._session.post(SettingsClosed())

    async def _keep_passwords(self, form: SettingsForm, passwords: Mapping[str, str]) -> None:
        for name, password in passwords.items():
            purpose = PASSWORDS[name]
            account = form.text(_ACCOUNTS[purpose])
            if not account:
                raise Refused(Problem.of(ProblemId.PASSWORD_OF_NOBODY, key=_ACCOUNTS[purpose]))
            await self._secrets.keep(purpose, account, password)
            if not _asked_for_again(self._session.desk, purpose):
                self._new_passwords.add(name)

    # --- what the desk does with it ----------------------------------------------------------------------------------

    def _take(self, read: Settings) -> None:
        """The desk follows in everything that it can while it runs."""
        now = frozenset(name for name in differing(self._running, read) if SETTINGS[name].at_once)
        for name in now:
            self._running = with_value(self._running, name, value_of(read, name))
        if now:
            self._taking.at_once(self._running, now)

    def _waiting(self, reading: Reading) -> frozenset[str]:
        """A desk that could not use its files is put together anew by itself when they are mended; what is taken at
        once may have been chosen in a menu meanwhile."""
        if reading.faults or self._session.desk.settings_problem:
            return frozenset()
        changed = differing(self._running, reading.settings)
        return frozenset(name for name in changed if not SETTINGS[name].at_once) | self._new_passwords

    @property
    def _form(self) -> SettingsForm | None:
        return self._session.desk.settings


def _asked_for_again(desk: Desk, purpose: str) -> bool:
    """A password that is missing is looked for again and again, and so will be found by itself."""
    problem = desk.registration.problem if purpose == "sip" else desk.crm.problem
    return problem is not None and problem.id in _ASKED_FOR_AGAIN
