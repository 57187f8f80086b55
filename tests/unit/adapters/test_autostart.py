"""Starting with the session: a desktop entry, and the registry's Run key."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from ctidesk.adapters.desktop.autostart import RUN_KEY, RunKey, entry_of, start_with_session
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.domain.errors import DeskError, ProblemId
from tests.fakes.windows_registry import FakeRegistry
from tests.peers.component import program as component

COMMAND = ("/opt/ctidesk/ctidesk", "--minimized")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autostart"


def test_switched_on_and_off(folder: Path) -> None:
    start_with_session(True, "ctidesk", COMMAND)
    entry = (folder / "ctidesk.desktop").read_text()
    assert "Exec=/opt/ctidesk/ctidesk --minimized\n" in entry
    assert entry.startswith("[Desktop Entry]\nType=Application\nName=ctidesk\n")
    start_with_session(False, "ctidesk", COMMAND)
    assert list(folder.iterdir()) == []


def test_switched_off_without_ever_being_on_leaves_no_trace(folder: Path) -> None:
    start_with_session(False, "ctidesk", COMMAND)
    assert not folder.exists()


def test_another_place_of_the_program_is_followed(folder: Path) -> None:
    for command in (COMMAND, ("/usr/bin/ctidesk", "--minimized")):
        start_with_session(True, "ctidesk", command)
    assert "Exec=/usr/bin/ctidesk " in (folder / "ctidesk.desktop").read_text()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktops_own_settings_switched_off_stays_off(folder: Path, line: str) -> None:
    start_with_session(True, "ctidesk", ("/old/place",))
    path = folder / "ctidesk.desktop"
    path.write_text(path.read_text() + line + "\n")
    start_with_session(True, "ctidesk", COMMAND)
    assert line in path.read_text()


def test_an_entry_that_the_operator_made_is_his(folder: Path) -> None:
    folder.mkdir()
    (folder / "ctidesk.desktop").write_text("[Desktop Entry]\nType=Application\nExec=ctidesk\n")
    start_with_session(False, "ctidesk", COMMAND)
    assert (folder / "ctidesk.desktop").exists()


def test_a_folder_that_cannot_be_written_is_a_problem(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(DeskError) as refused:
        start_with_session(True, "ctidesk", COMMAND)
    assert refused.value.problem.id is ProblemId.AUTOSTART_UNWRITABLE


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/opt/cti desk/ctidesk", '"/opt/cti desk/ctidesk"'),
        ("/home/анна/профиль", "/home/анна/профиль"),
        ('a"b`c$d\\e', '"a\\\\"b\\\\`c\\\\$d\\\\\\\\e"'),
        ("50%", "50%%"),
        ("", '""'),
    ],
)
def test_words_are_quoted_as_the_key_wants_it(word: str, written: str) -> None:
    assert f"Exec=ctidesk {written}\n" in entry_of(("ctidesk", word))


def test_what_is_written_is_what_is_run(tmp_path: Path) -> None:
    """By glib, which reads such files on most desktops."""
    program = tmp_path / "say $HOME `who` it"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{tmp_path}/said'\n")
    program.chmod(0o755)
    words = ("--profile", 'a "b" $c `d` \\e', "50%")
    entry = tmp_path / "entry.desktop"
    entry.write_text(entry_of((str(program), *words)))
    subprocess.run([component("gio", "libglib2.0-bin"), "launch", str(entry)], check=True, timeout=20)
    assert _lines(tmp_path / "said") == list(words)


def _lines(path: Path) -> list[str]:
    """As soon as it is written: nobody waits for a program that was launched."""
    deadline = time.monotonic() + 10
    while not (path.exists() and path.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return path.read_text().splitlines()


def test_every_profile_has_an_entry_of_its_own(tmp_path: Path) -> None:
    own = Profile.at(tmp_path / "one")
    assert (Profile.at(None).entry, Profile.at(None).words) == ("ctidesk", ())
    assert own.entry != Profile.at(tmp_path / "two").entry
    assert own.words == ("--profile", str(tmp_path / "one"))


def test_the_run_key(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = FakeRegistry()
    key = RunKey(registry)
    key.write("ctidesk", (r"C:\Program Files\ctidesk\ctidesk.exe", "--minimized"))
    assert registry.values == {RUN_KEY: {"ctidesk": r'"C:\Program Files\ctidesk\ctidesk.exe" --minimized'}}
    for _ in range(2):
        key.remove("ctidesk")
    assert registry.values == {RUN_KEY: {}}


def test_a_policy_that_denies_it_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="denied"):
        RunKey(FakeRegistry(denied=True)).write("ctidesk", COMMAND)
