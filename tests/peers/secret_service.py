"""A Secret Service of the test's own: gnome-keyring on a private bus, unlocked, its files in a temporary folder."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.peers.component import program
from tests.peers.desk import CTIDESK


@contextmanager
def secret_service(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which ``keyring`` finds it."""
    bus = subprocess.Popen(
        [program("dbus-daemon", "dbus"), "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE
    )
    with bus:
        assert bus.stdout is not None
        address = bus.stdout.readline().decode().strip()
        environ = {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_RUNTIME_DIR": str(folder),
        }
        daemon = _keyring_daemon(environ)
        try:
            yield environ
        finally:
            for process in (daemon, bus):
                process.terminate()
                process.wait(10)


def keep(environ: dict[str, str], profile: Path, purpose: str, password: str) -> None:
    """``ctidesk password``, as soon as the service answers."""
    command = [*CTIDESK, "password", "--profile", str(profile), purpose]
    deadline = time.monotonic() + 15
    while True:
        done = subprocess.run(
            command, env={**os.environ, **environ}, input=password + "\n", capture_output=True, text=True, check=False
        )
        if not done.returncode:
            return
        assert time.monotonic() < deadline, done.stderr
        time.sleep(0.5)


def _keyring_daemon(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [program("gnome-keyring-daemon", "gnome-keyring"), "--foreground", "--unlock", "--components=secrets"]
    daemon = subprocess.Popen(
        command,
        env={**os.environ, **environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write(b"the keyring's own password\n")
    daemon.stdin.close()
    return daemon
