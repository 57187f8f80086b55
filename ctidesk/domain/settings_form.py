"""The settings while they are being changed: what was typed and not saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.hotkeys import hotkeys
from ctidesk.domain.setting_checks import crm_faults, text_of, typed
from ctidesk.domain.setting_list import SETTINGS, TABLES, Setting, Value, value_of, with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_reading import Reading

PASSWORDS: Mapping[str, str] = {"sip.password": "sip", "crm.password": "crm"}
"""What stands among the settings and is none: it goes into the keyring, for that purpose, and is never shown."""

TYPED = "•"
"""All that the desk knows of a password that was typed."""


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """``texts``: what was typed, by name, where it differs from what the files say.

    ``table`` is the group that is shown, ``search`` what is looked for instead. ``tries``: how often it was to be
    saved with something wrong in it. ``waiting``: what was changed and holds after a restart of the desk only.
    ``kept``: it has been saved since it was opened.
    """

    reading: Reading
    texts: Mapping[str, str] = field(default_factory=dict)
    table: str = TABLES[0]
    search: str = ""
    asks: bool = False
    tries: int = 0
    saving: bool = False
    kept: bool = False
    problem: Problem | None = None
    waiting: frozenset[str] = frozenset()

    def typed(self, name: str, text: str) -> SettingsForm:
        texts = {**self.texts, name: text}
        if text == self.base(name):
            del texts[name]
        return replace(self, texts=texts, problem=None, asks=False)

    def base(self, name: str) -> str:
        """What the files say, even where it cannot be used; of a password nothing."""
        if name in self.reading.wrong:
            return dict(self.reading.wrong[name].args)["value"]
        return "" if name in PASSWORDS else text_of(value_of(self.reading.settings, name))

    def default(self, name: str) -> str:
        """What holds without the user's own word: the administrator's, else the built-in one."""
        return "" if name in PASSWORDS else text_of(value_of(self.reading.without_own, name))

    def text(self, name: str) -> str:
        return self.texts.get(name, self.base(name))

    def fixed(self, name: str) -> bool:
        return name in self.reading.fixed

    @property
    def dirty(self) -> bool:
        return bool(self.texts)

    @property
    def can_save(self) -> bool:
        return self.dirty and not self.saving

    @property
    def changes(self) -> Mapping[tuple[str, str], Value | None]:
        """Table and key with the new value, ``None`` for the default; needs a form without :attr:`problems`."""
        return {(setting.table, setting.key): self._change(setting) for setting in self._changed}

    @property
    def problems(self) -> Mapping[str, Problem]:
        """What is wrong with what was typed, by name."""
        found: dict[str, Problem] = {}
        settings = self.reading.settings
        for setting in self._changed:
            try:
                settings = with_value(settings, setting.name, typed(setting.name, self.texts[setting.name]))
            except SettingsError as error:
                found[setting.name] = error.problem
        return {**self._together(settings), **found}

    @property
    def _changed(self) -> Iterable[Setting]:
        return [SETTINGS[name] for name in self.texts if name in SETTINGS]

    def _change(self, setting: Setting) -> Value | None:
        value = typed(setting.name, self.texts[setting.name])
        return None if value == value_of(self.reading.without_own, setting.name) else value

    def _together(self, settings: Settings) -> Mapping[str, Problem]:
        """What fits alone and not with the others, among those whose table was touched."""
        touched = {setting.table for setting in self._changed}
        found = dict(crm_faults(settings.crm)) if "crm" in touched and settings.crm.kind != "none" else {}
        conflicts = hotkeys(settings.hotkeys).conflicts if "hotkeys" in touched else ()
        for conflict in conflicts:
            about = {"key": conflict.key, "holder": conflict.holder, "idle": conflict.idle}
            just_typed = conflict.idle if f"hotkeys.{conflict.idle}" in self.texts else conflict.holder
            found[f"hotkeys.{just_typed}"] = Problem.of(ProblemId.HOTKEY_TWICE, **about)
        return found


def differing(running: Settings, read: Settings) -> frozenset[str]:
    """What the files say and the desk has not taken yet."""
    return frozenset(name for name in SETTINGS if value_of(running, name) != value_of(read, name))
