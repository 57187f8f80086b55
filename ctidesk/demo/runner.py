"""``ctidesk demo``: the demo CRM and PBX as processes of their own, and the desktop on them.

Nothing of the desk is imported here: it is started and asked like by any other script. Every process started here
ends when the pipe to it closes, so none is left behind even if this one is killed.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

OPERATOR = "1001"
STOP_S = 10.0


def main(argv: Sequence[str], command: Sequence[str]) -> int:
    """Run the demo until its desktop is closed. ``command`` runs the product's own command line."""
    options = _options(argv)
    # A supervisor's TERM takes the same way out as Ctrl+C: everything that was started is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        folder = options.profile or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ctidesk-demo-")))
        try:
            return _run(folder, options, command, stack)
        except KeyboardInterrupt:
            return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ctidesk demo", description="The main job on a pretend CRM and PBX.")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="keep the demo's cache and log in DIR")
    parser.add_argument("--clients", type=int, default=2000, metavar="N", help="clients in the demo CRM (2000)")
    for name, text in (
        ("first-call-s", "before the first"),
        ("ring-s", "of ringing"),
        ("talk-s", "of talk"),
        ("pause-s", "between calls"),
    ):
        parser.add_argument(f"--{name}", type=float, metavar="S", help=f"seconds {text}")
    return parser.parse_args(argv)


def _run(folder: Path, options: argparse.Namespace, command: Sequence[str], stack: ExitStack) -> int:
    password = secrets.token_urlsafe(12)
    environment = {**os.environ, "CTIDESK_DEMO_SIP_PASSWORD": password}
    clients = ["--clients", str(options.clients), "--until-stdin-closes"]
    crm = stack.enter_context(_started([*command, "demo-crm", "--port", "0", *clients], environment))
    pbx = stack.enter_context(_started([*command, "demo-pbx", "--port", "0", *clients, *_pace(options)], environment))
    environment |= _settings(_ready(crm)["url"], _ready(pbx)["server"], password)
    desk = [*command, "--profile", str(folder), "--until-stdin-closes"]
    print(f"Drive it from another terminal:  ctidesk ctl --profile {folder} status", flush=True)
    desktop = stack.enter_context(_started(desk, environment, answers=False))
    threading.Thread(target=_begin, args=(folder, command, pbx), daemon=True).start()
    return desktop.wait()


def _pace(options: argparse.Namespace) -> list[str]:
    given = {name: getattr(options, name.replace("-", "_")) for name in ("first-call-s", "ring-s", "talk-s", "pause-s")}
    return [word for name, value in given.items() if value is not None for word in (f"--{name}", str(value))]


def _settings(crm_url: str, pbx_server: str, password: str) -> Mapping[str, str]:
    """The desktop's configuration: by environment, the password too."""
    return {
        "CTIDESK_SIP_SERVER": pbx_server,
        "CTIDESK_SIP_USERNAME": OPERATOR,
        "CTIDESK_SIP_PASSWORD": password,
        "CTIDESK_CRM_KIND": "webapi",
        "CTIDESK_CRM_URL": crm_url,
        "CTIDESK_CRM_AUTH": "none",
    }


@contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str], answers: bool = True) -> Iterator[Process]:
    """A child that ends with the pipe to its standard input; waited for, and killed only if it does not end."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if answers else None,
        text=True,
    )
    try:
        yield process
    finally:
        _stop(process)


Process = subprocess.Popen[str]


def _stop(process: Process) -> None:
    assert process.stdin is not None
    try:
        process.stdin.close()
        process.wait(STOP_S)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _ready(process: Process) -> dict[str, str]:
    """What a server says of itself as soon as it listens."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"A part of the demo did not start; exit status {process.wait()}.")
    ready: dict[str, str] = json.loads(line)
    return ready


def _begin(folder: Path, command: Sequence[str], pbx: Process) -> None:
    """Let the callers ring once the desktop has its clients."""
    asked = [*command, "ctl", "--profile", str(folder), "wait", "crm.sync=idle", "--timeout", "600"]
    for _ in range(120):
        status = subprocess.run(asked, stdout=subprocess.DEVNULL, check=False).returncode
        if status == 0:
            break
        threading.Event().wait(0.25)
    assert pbx.stdin is not None
    try:
        pbx.stdin.write("begin\n")
        pbx.stdin.flush()
    except (OSError, ValueError):
        return
