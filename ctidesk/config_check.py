"""``ctidesk config check``: everything that is wrong with settings, as far as it shows without the network."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import phonenumbers
from PySide6.QtCore import QCoreApplication

from ctidesk.adapters.crm.schema import DEFAULTS, names_of, schema_faults
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.adapters.settings_file import read_alone
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.hotkeys import hotkeys
from ctidesk.domain.records import Entity
from ctidesk.domain.setting_checks import crm_faults, wrong
from ctidesk.domain.settings import CrmSettings, Settings
from ctidesk.domain.settings_reading import Reading, at
from ctidesk.parts import read_settings
from ctidesk.ui.application import install_language
from ctidesk.ui.texts import Texts


def run(folder: Path | None, file: Path | None, *, schema: bool) -> int:
    """Print a line a fault; the exit status is 1 where there is one; a remark alone is no fault.

    ``schema``: then print the CRM's names.
    """
    profile = Profile.at(folder)
    whole = read_settings(profile)
    application = QCoreApplication(sys.argv[:1])
    install_language(application, whole.safe.ui)
    texts = Texts()
    reading = _alone(profile, whole, file) if file else whole
    found = [*reading.faults, *reading.ignored, *faults(reading, whole=file is None)]
    for problem in sorted([*found, *reading.remarks], key=_place):
        print(texts.sentence(problem))
    if schema and not found:
        print("\n".join(named(reading.settings.crm)))
    return 1 if found else 0


def _place(problem: Problem) -> tuple[str, int]:
    """A file from its first line to its last."""
    said = dict(problem.args)
    return said.get("file", ""), int(said.get("line") or 0)


def _alone(profile: Profile, whole: Reading, file: Path) -> Reading:
    """What the file says. The user's own has no say where an administrator has fixed something; any other may be
    meant for all of a computer's users, and may lock."""
    own = file.resolve() == profile.config_files[-1].resolve()
    alone = read_alone(file, may_lock=not own)
    if not own:
        return alone
    vain = tuple(problem for problem in whole.ignored if dict(problem.args)["line"])
    return Reading(alone.settings, alone.without_own, alone.fixed, alone.places, alone.faults, vain)


def faults(reading: Reading, *, whole: bool) -> Iterator[Problem]:
    """What each value alone does not show. A single file may leave to others what it does not say; ``whole``: there
    are no others."""
    settings = reading.settings
    yield from _keys(reading)
    for name, problem in (crm_faults(settings.crm) if settings.crm.kind != "none" else {}).items():
        if whole or name in reading.places:
            yield reading.placed(problem)
    for problem in (*schema_faults(settings.crm.schema), *_beyond_types(settings)):
        yield reading.placed(problem)


def _keys(reading: Reading) -> Iterator[Problem]:
    for conflict in hotkeys(reading.settings.hotkeys).conflicts:
        about = {"key": conflict.key, "holder": conflict.holder, "idle": conflict.idle}
        problem = Problem.of(ProblemId.HOTKEY_TWICE, **about)
        place = reading.places.get(f"hotkeys.{conflict.idle}") or reading.places.get(f"hotkeys.{conflict.holder}")
        yield at(place, problem) if place else problem


def _beyond_types(settings: Settings) -> Iterable[Problem]:
    if settings.crm.country not in phonenumbers.SUPPORTED_REGIONS:
        yield wrong("crm.country", settings.crm.country, "RU, BY, KZ …")
    if settings.sip.tls_ca_file:
        try:
            ssl.create_default_context(cafile=settings.sip.tls_ca_file)
        except (OSError, ssl.SSLError):
            yield wrong("sip.tls_ca_file", settings.sip.tls_ca_file, "PEM")


def named(crm: CrmSettings) -> Iterator[str]:
    """``[crm.schema]`` in full, with the names that hold: what a deployment calls otherwise can be changed in it."""
    names = names_of(crm)
    for entity in Entity:
        yield f"[crm.schema.{entity}]"
        if entity not in names:
            yield 'set = ""'
            continue
        yield f'set = "{names[entity].set}"'
        yield f'id = "{names[entity].id}"'
        yield from (f'{key} = "{names[entity].fields.get(key, "")}"' for key in DEFAULTS[entity].fields)
