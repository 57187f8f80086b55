"""The settings window by real keys: found, changed, saved, in force; and a file that is checked."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.test_edge import ALONE
from tests.peers.desk import CTIDESK, Desk, desk
from tests.peers.keyboard import focus_panel, focus_window, press, type_text
from tests.peers.x_desktop import XDesktop

MACHINE = 'lock = ["links.*"]\n[links]\ndial = "fill"\n'
FILE = '# ours\n[links]\ndial = "dial"\n\n[ui]\nlanguage = "ru"  # of everybody\n\n[hotkeys]\nhold = "F6"  # as ever\n'


@pytest.fixture
def configured(tmp_path: Path, x: XDesktop) -> Iterator[Desk]:
    """A desk without PBX and CRM, with a file of its own and one of the administrator's."""
    machine = tmp_path / "xdg" / "ctidesk" / "config.toml"
    machine.parent.mkdir(parents=True)
    machine.write_text(MACHINE, encoding="utf-8")
    (tmp_path / "config.toml").write_text(FILE, encoding="utf-8")
    environ = {**ALONE, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_DIRS": str(tmp_path / "xdg")}
    with desk(tmp_path, environ) as started:
        yield started


def written(running: Desk, words: str) -> str:
    """The file, once ``words`` are in it."""
    file, deadline = running.profile / "config.toml", time.monotonic() + 10
    while words not in file.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, file.read_text(encoding="utf-8")
        time.sleep(0.05)
    return file.read_text(encoding="utf-8")


def look_for(x: XDesktop, running: Desk, text: str) -> None:
    type_text(x, text)
    running.wait(f"settings.search={text}")


def restarted(running: Desk, expression: str) -> None:
    """The desk that is put together anew answers by itself, after a moment without an answer."""
    deadline = time.monotonic() + 20
    while running.ask("wait", expression, "--timeout", "1")[0]:
        assert time.monotonic() < deadline, running.ask("status")
        time.sleep(0.1)


def test_a_key_is_found_changed_and_does_its_work_at_once(x: XDesktop, configured: Desk) -> None:
    told = configured.ctl("show", "settings")["notice"]
    assert f"config.toml, строка 3. Настройка «links.dial» задана администратором ({configured.profile}/xdg" in told
    configured.wait("windows.1=settings")
    focus_window(x, "Настройки")
    look_for(x, configured, "hotkeys.history")
    x.keys("Tab", "Tab", "ctrl+j")
    configured.wait("settings.changed=1")
    x.keys("Tab", "ctrl+s")
    file = written(configured, "Ctrl+J")
    assert file == f'{FILE}history = "Ctrl+J"\n'
    x.keys("Escape")  # out of the search
    press(x, configured, "Escape", "windows.1=none")
    focus_panel(configured)
    press(x, configured, "ctrl+j", "windows.1=history")


def test_leaving_asks_the_answer_saves_and_a_restart_takes_it(x: XDesktop, configured: Desk) -> None:
    configured.ctl("open", "tel:+7-916-700-80-90")
    configured.ctl("show", "settings")
    configured.wait("windows.1=settings")
    focus_window(x, "Настройки")
    look_for(x, configured, "calls.wrap_up")
    x.keys("Tab", "Tab", "ctrl+a")
    type_text(x, "44")
    configured.wait("settings.changed=1")
    x.keys("Escape")  # out of the search
    configured.wait("settings.search=")
    press(x, configured, "Escape", "settings.asks=true")  # out of the window: it asks, and to save has the focus
    x.keys("space")
    assert "wrap_up_s = 44" in written(configured, "[calls]")
    assert configured.ctl("status")["operator"]["wrap_up_s"] == 30, "it waits, and the window offers a restart"
    configured.wait("settings.changed=0")
    x.keys("space")
    restarted(configured, "operator.wrap_up_s=44")
    status = configured.ctl("status")
    assert (status["windows"], status["offer"]) == (["panel"], "+79167008090"), "a number that waits is not lost"


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


def test_a_crm_that_is_off_although_it_has_an_address_is_remarked(tmp_path: Path) -> None:
    file = tmp_path / "machine.toml"
    file.write_text('lock = ["crm.*"]\n[crm]\nurl = "https://crm.example.com/"\n', encoding="utf-8")
    checked = _config(tmp_path, "check", str(file))
    assert checked.returncode == 0 and checked.stdout.startswith(f"{file}, строка 3. CRM отключена"), checked.stdout
    file.write_text('[crm]\nkind = "webapi"\nurl = "https://crm.example.com/"\n', encoding="utf-8")
    assert _config(tmp_path, "check", str(file)).stdout == ""


def _config(profile: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [*CTIDESK, "config", words[0], "--profile", str(profile), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
