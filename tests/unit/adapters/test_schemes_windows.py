"""Links on Windows, in a played registry."""

from __future__ import annotations

import pytest

from ctidesk.adapters.desktop.schemes.windows import register, remove
from ctidesk.domain.link import SCHEMES
from tests.fakes.registry import Registry

COMMAND = ["C:\\Program Files\\ctidesk\\ctidesk.exe", "--profile", "D:\\Анна"]
LINE = '"C:\\Program Files\\ctidesk\\ctidesk.exe" --profile D:\\Анна -- "%1"'
CLASSES = "HKCU\\software\\classes"


@pytest.fixture
def registry() -> Registry:
    registry = Registry()
    with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, "Software\\RegisteredApplications") as key:
        registry.SetValueEx(key, "Another", 0, registry.REG_SZ, "Software\\Another")
    return registry


def test_every_scheme_has_its_command(registry: Registry) -> None:
    register(COMMAND, SCHEMES, registry)
    for scheme in SCHEMES:
        assert registry.keys[f"{CLASSES}\\{scheme}"] == {"": f"URL:{scheme}", "URL Protocol": ""}
        assert registry.keys[f"{CLASSES}\\{scheme}\\shell\\open\\command"] == {"": LINE}


def test_the_settings_list_the_program(registry: Registry) -> None:
    register(COMMAND, SCHEMES, registry)
    (path,) = (path for path in registry.keys if path.endswith("urlassociations"))
    assert registry.keys[path] == dict.fromkeys(SCHEMES, "ctidesk.link")
    registered = registry.keys["HKCU\\software\\registeredapplications"]
    assert registered["ctidesk"].lower() in path
    assert registry.keys[f"{CLASSES}\\ctidesk.link\\shell\\open\\command"] == {"": LINE}


def test_removed_without_a_trace(registry: Registry) -> None:
    with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, "Software\\Classes"):
        pass
    before = {path: dict(values) for path, values in registry.keys.items()}
    register(COMMAND, SCHEMES, registry)
    remove(SCHEMES, registry)
    assert registry.keys == before


def test_removing_twice_is_no_error(registry: Registry) -> None:
    remove(SCHEMES, registry)


def test_what_another_program_has_taken_since_stays(registry: Registry) -> None:
    register(COMMAND, SCHEMES, registry)
    taken = f"{CLASSES}\\tel\\shell\\open\\command"
    registry.keys[taken] = {"": '"C:\\Other\\phone.exe" "%1"'}
    remove(SCHEMES, registry)
    assert registry.keys[taken]
    assert f"{CLASSES}\\sip" not in registry.keys
