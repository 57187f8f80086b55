"""Group policy: read from a registry, in force over everything, and locked."""

from __future__ import annotations

from pathlib import Path

from ctidesk.adapters.desktop.policies import HIVES, PATH, policies
from ctidesk.adapters.settings_file import read
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.setting_list import TABLES
from ctidesk.domain.settings_reading import Fixed, Policy, Reading
from tests.fakes.registry import Registry

COMPUTER, USER = HIVES
PLACE = "HKEY_LOCAL_MACHINE\\Software\\Policies\\ctidesk\\sip\\server"


def put(registry: Registry, hive: str, table: str, name: str, value: str | int | list[str] | bytes) -> None:
    kinds = {str: registry.REG_SZ, int: registry.REG_DWORD, list: registry.REG_MULTI_SZ, bytes: registry.REG_BINARY}
    with registry.CreateKeyEx(getattr(registry, hive), f"{PATH}\\{table}") as key:
        registry.SetValueEx(key, name, 0, kinds[type(value)], value)


def reading(registry: Registry, *files: Path, **environ: str) -> Reading:
    return read(files, environ, policies(TABLES, registry))


def test_without_a_registry_there_are_none() -> None:
    assert list(policies(TABLES)) == []
    assert list(policies(TABLES, Registry())) == []


def test_every_value_has_its_place_and_the_computer_s_come_first() -> None:
    registry = Registry()
    put(registry, USER, "sip", "server", "other")
    put(registry, COMPUTER, "sip", "server", "pbx:5061")
    put(registry, COMPUTER, "sip", "bind", b"what no setting can be")
    first, second = policies(TABLES, registry)
    assert first == Policy(PLACE, "sip", "server", "pbx:5061")
    assert second.place.startswith(USER)


def test_they_win_over_files_and_variables_and_say_so(tmp_path: Path) -> None:
    registry = Registry()
    put(registry, COMPUTER, "sip", "server", "pbx:5061")
    put(registry, USER, "sip", "server", "elsewhere")
    own = tmp_path / "config.toml"
    own.write_text('[sip]\nserver = "mine"\n', encoding="utf-8")
    found = reading(registry, tmp_path / "machine.toml", own, CTIDESK_SIP_SERVER="variable")
    assert found.settings.sip.server == found.without_own.sip.server == "pbx:5061"
    assert found.fixed["sip.server"] == Fixed("policy", PLACE)
    assert [problem.id for problem in found.ignored] == [ProblemId.SETTING_LOCKED] * 2
    assert dict(found.ignored[0].args) == {"file": str(own), "line": "2", "key": "sip.server", "by": PLACE}


def test_numbers_switches_and_lists_as_the_registry_has_them() -> None:
    registry = Registry()
    put(registry, COMPUTER, "sip", "accept_refer", 1)
    put(registry, COMPUTER, "sip", "username", "1001")
    put(registry, COMPUTER, "calls", "wrap_up_s", 45)
    put(registry, COMPUTER, "calls", "results", ["Да, купил", "Нет"])
    put(registry, COMPUTER, "calls", "extension_length", ["3", "4"])
    put(registry, COMPUTER, "hotkeys", "global.accept", "ctrl+f2")
    found = reading(registry)
    assert not found.faults
    assert (found.settings.sip.accept_refer, found.settings.sip.username) == (True, "1001")
    calls = found.settings.calls
    assert (calls.wrap_up_s, calls.results, calls.extension_length) == (45, ("Да, купил", "Нет"), (3, 4))
    assert found.settings.hotkeys == {"global.accept": "Ctrl+F2"}


def test_what_is_wrong_is_told_with_its_place() -> None:
    registry = Registry()
    put(registry, COMPUTER, "sip", "transport", "pigeon")
    put(registry, COMPUTER, "sip", "nosuch", "x")
    put(registry, COMPUTER, "sip", "server", 5060)
    found = reading(registry)
    assert [problem.id for problem in found.faults] == [
        ProblemId.CONFIG_WRONG_VALUE,
        ProblemId.CONFIG_UNKNOWN_KEY,
        ProblemId.CONFIG_WRONG_VALUE,
    ]
    assert dict(found.faults[2].args)["file"] == PLACE and dict(found.faults[2].args)["line"] == ""
