"""Links: handed from a second process to the desk that runs, or starting one; registered with the desktop for real."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.peers.component import program
from tests.peers.demo_crm import DemoCrm
from tests.peers.desk import CTIDESK, Desk, desk
from tests.peers.kamailio import Kamailio
from tests.peers.sipp import Caller, Sipp
from tests.peers.x_desktop import XDesktop, typewriter

SCHEMES = ("tel", "sip", "callto", "ctidesk")


def second(running: Desk, *words: str) -> subprocess.CompletedProcess[str]:
    """Another start in the same profile."""
    command = [*CTIDESK, "--profile", str(running.profile), *words]
    return subprocess.run(command, env=running.environ, capture_output=True, text=True, timeout=60, check=False)


def test_a_link_is_handed_to_the_running_desk(x: XDesktop, on_screen: Desk) -> None:
    with typewriter(x) as paper:
        there = x.window("typewriter")
        done = second(on_screen, "tel:+7-916-700-80-90")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        status = on_screen.ctl("status")
        assert (status["offer"], status["connection"]) == ("+79167008090", "active")
        x.keys("h")
        assert (x.focused, paper.line()) == (there, "h"), "the desk took the focus or the key"
    assert not on_screen.ctl("calls")["calls"]


def test_a_second_start_without_a_link_brings_the_panel_to_front(x: XDesktop, on_screen: Desk) -> None:
    with typewriter(x):
        there = x.window("typewriter")
        assert second(on_screen).returncode == 0
        deadline = time.monotonic() + 10
        while x.focused == there and time.monotonic() < deadline:
            time.sleep(0.05)
        assert x.focused != there


def test_a_hostile_link_is_told_on_the_panel_and_to_its_caller(running: Desk) -> None:
    done = second(running, "--", "sip:1002@evil.example?Subject=x")
    assert done.returncode == 1
    assert done.stderr.startswith("Ссылка не открыта:")
    assert running.ctl("status")["notice"] == done.stderr.strip()
    assert running.ctl("status")["offer"] is None


@pytest.mark.parametrize("words", [("docter",), ("--", "tel:1", "--profile=/tmp/other"), ("--evil", "tel:1")])
def test_what_is_no_link_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = second(Desk(tmp_path, {}), *words)
    assert done.returncode == 2
    assert not (tmp_path / "desk.lock").exists()


def test_a_link_starts_the_desk_which_asks_once_it_is_registered(tmp_path: Path, sip: dict[str, str]) -> None:
    with desk(tmp_path, sip, "ctidesk:84951234567") as running:
        status = running.wait("registration=registered")
        assert (status["offer"], status["connection"], status["calls"]) == ("84951234567", "active", [])


@pytest.mark.manual("M13")
def test_the_page_of_the_crm_binds_the_call_and_it_can_be_undone(
    running: Desk, pbx: Kamailio, crm: DemoCrm, known: str
) -> None:
    client = running.ctl("create", "contact", "lastname=Сидорова")["id"]
    with Sipp("hung_up", pbx.server, "1001", Caller(known)) as caller:
        running.wait("connection=incoming")
        running.ctl("accept")
        running.wait("connection=busy")
        assert second(running, f"ctidesk://rebind/contact/{{{client.upper()}}}").returncode == 0
        running.wait("call.client.id=" + client)
        assert second(running, f"ctidesk://open/contact/{client}").returncode == 0
        running.wait("windows.1=contact_card")
        running.ctl("end")
        caller.wait()


# --- the desktop's own way --------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A user's desktop with nothing in it."""
    folders = {name: tmp_path / "home" / name for name in ("config", "data", "run")}
    for folder in folders.values():
        folder.mkdir(parents=True, mode=0o700)
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(folders["config"]),
        "XDG_DATA_HOME": str(folders["data"]),
        "XDG_RUNTIME_DIR": str(folders["run"]),
        "XDG_CURRENT_DESKTOP": "X-Generic",
        "DISPLAY": ":none",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }


@pytest.fixture
def sh(home: dict[str, str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        environ = {**os.environ, **home}
        done = subprocess.run(words, env=environ, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def default_of(sh: Callable[..., str], scheme: str) -> str:
    return sh(program("xdg-mime", "xdg-utils"), "query", "default", f"x-scheme-handler/{scheme}")


def test_registered_and_removed(sh: Callable[..., str], home: dict[str, str]) -> None:
    before = {scheme: default_of(sh, scheme) for scheme in SCHEMES}
    sh(*CTIDESK, "register-links")
    assert {default_of(sh, scheme) for scheme in SCHEMES} == {"ctidesk-links.desktop"}
    sh(
        program("desktop-file-validate", "desktop-file-utils"),
        f"{home['XDG_DATA_HOME']}/applications/ctidesk-links.desktop",
    )
    sh(*CTIDESK, "register-links", "--remove")
    assert {scheme: default_of(sh, scheme) for scheme in SCHEMES} == before
    assert "ctidesk" not in Path(home["XDG_CONFIG_HOME"], "mimeapps.list").read_text()


@pytest.mark.parametrize(
    ("name", "package", "opener"),
    [("plain", "xdg-utils", "xdg-open"), ('Anna\'s $HOME `1` "100%" \\ profile', "libglib2.0-bin", "gio open")],
)
def test_a_click_in_another_program_reaches_the_desk(
    tmp_path: Path, sip: dict[str, str], sh: Callable[..., str], name: str, package: str, opener: str
) -> None:
    """``xdg-open`` of a bare window manager does not take apart what is in quotes; desktops do."""
    folder = tmp_path / name
    folder.mkdir()
    with desk(folder, sip) as running:
        running.wait("registration=registered")
        sh(*CTIDESK, "register-links", "--profile", str(folder))
        command, *words = opener.split()
        sh(program(command, package), *words, "tel:+7-495-123-45-67")
        assert running.wait("offer=+74951234567", 10)["calls"] == []
