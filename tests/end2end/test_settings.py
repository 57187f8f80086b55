"""The settings window by real keys: found, changed, saved, in force; and a file that is checked."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.desk import CTIDESK, Desk, desk
from tests.peers.keyboard import focus_panel, focus_window, press, type_text
from tests.peers.x_desktop import XDesktop

FILE = '# ours\n[ui]\nlanguage = "ru"  # of everybody\n\n[hotkeys]\nhold = "F6"  # as ever\n'


@pytest.fixture
def configured(tmp_path: Path, x: XDesktop) -> Iterator[Desk]:
    """A desk without PBX and CRM, with a file of its own."""
    (tmp_path / "config.toml").write_text(FILE, encoding="utf-8")
    with desk(tmp_path, {"DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "CTIDESK_CALLS_WRAP_UP_S": "5"}) as started:
        yield started


def written(running: Desk, words: str) -> str:
    """The file, once ``words`` are in it."""
    file, deadline = running.profile / "config.toml", time.monotonic() + 10
    while words not in file.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, file.read_text(encoding="utf-8")
        time.sleep(0.05)
    return file.read_text(encoding="utf-8")


def test_a_key_is_found_changed_and_does_its_work_at_once(x: XDesktop, configured: Desk) -> None:
    configured.ctl("show", "settings")
    configured.wait("windows.1=settings")
    focus_window(x, "Настройки")
    type_text(x, "hotkeys.history")
    x.keys("Tab", "Tab", "ctrl+j", "Tab", "ctrl+s")
    file = written(configured, "Ctrl+J")
    assert file == f'{FILE}history = "Ctrl+J"\n'
    x.keys("Escape")  # out of the search
    press(x, configured, "Escape", "windows.1=none")
    focus_panel(configured)
    press(x, configured, "ctrl+j", "windows.1=history")


def test_leaving_asks_and_the_answer_saves_and_closes(x: XDesktop, configured: Desk) -> None:
    configured.ctl("show", "settings")
    configured.wait("windows.1=settings")
    focus_window(x, "Настройки")
    type_text(x, "calls.results")
    x.keys("Tab", "Tab", "ctrl+End", "Return")
    type_text(x, "Sold")
    x.keys("Escape", "Escape")  # out of the search, then out of the window: it asks, and to save has the focus
    x.keys("space")
    assert '"Ошиблись номером", "Sold"' in written(configured, "Sold")
    assert configured.ctl("status")["windows"][1] == "settings", "it offers a restart"
    focus_window(x, "Настройки")


def test_what_is_wrong_in_a_file_is_told_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "machine.toml"
    file.write_text('lock = ["sip.*", "crn.url"]\n[sip]\ntransport = "sctp"\n[crm]\nkindd = "none"\n', encoding="utf-8")
    checked = _config(tmp_path, "check", str(file))
    lines = checked.stdout.splitlines()
    assert checked.returncode == 1
    assert [line.split(". ")[0] for line in lines] == [f"{file}, строка {number}" for number in (1, 3, 5)]
    assert "crn.url" in lines[0] and "udp, tcp, tls" in lines[1] and "crm.kindd" in lines[2]
    file.write_text('lock = ["sip.*"]\n[crm]\nprefix = "abc"\n', encoding="utf-8")
    assert (_config(tmp_path, "check", str(file)).returncode, _config(tmp_path, "check", "absent").returncode) == (0, 2)
    schema = _config(tmp_path, "check", str(file), "--schema").stdout
    assert '[crm.schema.employee_number]\nset = "abc_employeenumbers"\n' in schema


def _config(profile: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [*CTIDESK, "config", words[0], "--profile", str(profile), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
