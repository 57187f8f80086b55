"""The frozen application for Linux does its main job, on a screen and with sound, and has nothing to complain of."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.peers.demo import Demo, main_job
from tests.peers.desk import Desk
from tests.peers.pulseaudio import PulseAudio
from tests.peers.x_desktop import XDesktop

LARGEST_MB = 210
"""226 MB were reached before any care."""

EXPECTED = (
    r"INFO ctidesk\.engine: .*",
    r"INFO ctidesk\.usecases\.event_log: (?!INFO).*",
    r"INFO ctidesk\.adapters\.desktop\.platform: this desktop gives no system-wide keys.*",
    r"INFO ctidesk\.adapters\.desktop\.notifications: no notifications of the desktop: no session bus.*",
    r"INFO ctidesk\.usecases\.system_keys: system-wide keys held, without exception",
    r"Drive it from another terminal: .*",
)


def unexpected(demo: Desk) -> list[str]:
    """The lines of log and streams that nobody has foreseen; the time that begins a log's line is left out."""
    lines = [re.sub(r"^\d{4}-\S+ \S+ ", "", line) for line in (demo.log() + demo.said()).splitlines()]
    return [line for line in lines if line and not any(re.fullmatch(pattern, line) for pattern in EXPECTED)]


def test_the_main_job(frozen: Path, tmp_path: Path, x: XDesktop, sound: PulseAudio) -> None:
    environ = {**sound.environ, "DISPLAY": x.display, "QT_QPA_PLATFORM": "xcb"}
    demo = Demo(tmp_path, environ, [str(frozen / "ctidesk")])
    demo.start()
    try:
        demo.wait("registration=registered")
        assert demo.ctl("status")["audio"]["input"] == "Jabra"
        main_job(demo)
        assert demo.ctl("screenshot", str(tmp_path / "pictures"))["files"]
        doctor = subprocess.run(
            [*demo.command, "doctor", "--profile", tmp_path, "--json"], capture_output=True, text=True
        )
        assert doctor.stderr == "" and '"pbx", "ok": true' in doctor.stdout, "it asks the desk that runs"
    finally:
        demo.stop()
    assert not unexpected(demo)


def test_everything_it_draws_and_says_is_inside(frozen: Path) -> None:
    inside = frozen / "_internal"
    source = Path(__file__).parents[2]
    kinds = {
        "resources": "**/*.svg",
        "docs/guide": "**/*.*",
        "translations": "*.qm",
        "ctidesk/adapters/cache/schema": "*.sql",
    }
    for folder, pattern in kinds.items():
        wanted = {path.relative_to(source) for path in (source / folder).glob(pattern)}
        assert wanted and all((inside / path).read_bytes() == (source / path).read_bytes() for path in wanted)
    assert [path.name for path in inside.rglob("qtbase_*.qm")] == ["qtbase_ru.qm"]


def test_nothing_else_is(frozen: Path) -> None:
    names = {path.relative_to(frozen).as_posix() for path in frozen.rglob("*")}
    unwanted = re.compile(r"keyrings|Qt6?(Network|Qml|Quick|Sql|Test|Designer)|gtk|tcl|pytest")
    assert not [name for name in names if unwanted.search(name)]
    size = sum(path.lstat().st_size for path in frozen.rglob("*") if not path.is_dir())
    assert size < LARGEST_MB * 1_000_000, f"{size / 1e6:.0f} MB"


def test_its_keyrings_are_the_systems(frozen: Path, tmp_path: Path) -> None:
    modules = _modules(frozen / "ctidesk")
    assert {"keyring.backends.SecretService", "keyring.backends.kwallet", "secretstorage"} <= modules
    assert not [name for name in modules if name.startswith("keyrings")]


def _modules(program: Path) -> set[str]:
    """The names of all modules inside, by the freezing tool's own viewer."""
    freezer = Path(__file__).parents[2] / "build" / "package" / "freezer"
    command = [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "--list", "--recursive", "--brief"]
    environ = {**os.environ, "PYTHONPATH": str(freezer)}
    done = subprocess.run([*command, program], env=environ, capture_output=True, text=True, check=True)
    return {line.strip() for line in done.stdout.splitlines()}


def test_every_library_is_found(frozen: Path) -> None:
    files = [path for path in frozen.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 100
    told = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    missing = {line.split()[0] for line in told.splitlines() if "not found" in line}
    inside = {path.name for path in frozen.rglob("*.so*")}
    assert missing <= inside, "neither inside nor Debian's"


@pytest.mark.parametrize("words", [("ctl", "status"), ("doctor", "--json")])
def test_commands_without_a_desktop(frozen: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [frozen / "ctidesk", words[0], "--profile", tmp_path, *words[1:]]
    environ = {**os.environ, "CTIDESK_UI_LANGUAGE": "en", "LANG": "C.UTF-8"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    first = json.loads(done.stdout.splitlines()[0])
    assert done.stderr == ""
    assert (done.returncode, "error" in first) == (3, True) if words[0] == "ctl" else first["check"] == "settings"
