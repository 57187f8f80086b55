"""A network of two machines, without any hardware: a desk's and a PBX's, joined by a cable that can be pulled.

Each is a network namespace; both live in a user namespace of their own, so no right of the system is needed. Programs
are started in them by a command prefix (``desk`` and ``pbx``) and keep the process id that they were started with.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.peers.component import program

PBX, DESK, DESK_MOVED = "10.77.0.1", "10.77.0.2", "10.77.0.3"


class Network:
    def __init__(self, pbx: int, desk: int) -> None:
        """By the ids of a process in either machine."""
        self.pbx = _into(pbx)
        self.desk = _into(desk)
        _run(*self.pbx, *f"ip link add pbx type veth peer name desk netns /proc/{desk}/ns/net".split())
        for prefix, name, address in ((self.pbx, "pbx", PBX), (self.desk, "desk", DESK)):
            _run(*prefix, *f"ip address add {address}/24 dev {name}".split())
            for link in ("lo", name):
                _run(*prefix, *f"ip link set {link} up".split())

    def ask_names_of(self, address: str, folder: Path) -> None:
        """The desk's name server, and no other."""
        (folder / "resolv.conf").write_text(f"nameserver {address}\n")
        _run(*self.desk, "mount", "--bind", str(folder / "resolv.conf"), str(Path("/etc/resolv.conf").resolve()))

    def pull_the_cable(self) -> None:
        """The desk's interface has no carrier and no route any more; its address stays."""
        self._link("pbx", self.pbx, "down")

    def plug_in(self) -> None:
        self._link("pbx", self.pbx, "up")

    def fall_silent(self) -> None:
        """Somewhere on the way packets are lost: nothing comes back, and nobody here is told."""
        _run(*self.pbx, *f"ip route add blackhole {DESK}".split())

    def speak_again(self) -> None:
        _run(*self.pbx, *f"ip route del blackhole {DESK}".split())

    def switch_off(self) -> None:
        """The desk's own interface goes: packets cannot even be sent."""
        self._link("desk", self.desk, "down")

    def switch_on(self) -> None:
        self._link("desk", self.desk, "up")

    def packets_to_the_desk(self) -> int:
        """How many have come so far."""
        command = [*self.desk, "ip", "-s", "link", "show", "desk"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(shown.stdout.splitlines()[3].split()[1])

    def move(self, old: str = DESK, new: str = DESK_MOVED) -> None:
        """The desk gets another address."""
        _run(*self.desk, *f"ip address add {new}/24 dev desk".split())
        _run(*self.desk, *f"ip address del {old}/24 dev desk".split())
        _run(*self.desk, *f"ip address replace {new}/24 dev desk".split())

    def _link(self, name: str, prefix: list[str], state: str) -> None:
        _run(*prefix, *f"ip link set {name} {state}".split())


@contextmanager
def network() -> Iterator[Network]:
    """Gone with the two processes that hold it."""
    unshare = program("unshare", "util-linux")
    program("ip", "iproute2")
    with _holder([unshare, "--user", "--map-root-user", "--net", "--mount"]) as pbx:
        inside = [*_into(pbx, own=False), unshare, "--net", "--mount"]
        with _holder(inside) as desk:
            yield Network(pbx, desk)


@contextmanager
def _holder(prefix: list[str]) -> Iterator[int]:
    """A process that only waits, in new namespaces."""
    command = [*prefix, "sh", "-c", "echo ready; exec cat"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        assert process.stdin and process.stdout and process.stderr
        assert process.stdout.readline() == b"ready\n", f"no namespaces here: {process.stderr.read().decode()}"
        yield process.pid
        process.stdin.close()
        process.wait(5)


def _into(pid: int, *, own: bool = True) -> list[str]:
    """``own``: its network and its mounts, not only its user namespace."""
    nsenter, namespaces = program("nsenter", "util-linux"), ["--net", "--mount"] if own else []
    here = f"--wdns={Path.cwd()}" if own else ""
    return [
        nsenter, "--target", str(pid), "--user", "--preserve-credentials", *namespaces, *([here] if here else []), "--",
    ]  # fmt: skip


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
