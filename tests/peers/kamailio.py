"""Kamailio as the PBX of a test: a registrar and proxy on a free loopback port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from tests.peers.certificates import Certificate
from tests.peers.component import program

_EMPTY_TABLES = Path("/usr/share/kamailio/dbtext/kamailio")
_CONFIG = Path(__file__).with_name("kamailio.cfg")
_UP_WITHIN_S = 15.0


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Kamailio:
    """``with Kamailio({"1001": "secret"}) as pbx:`` … ``pbx.server`` is its address."""

    def __init__(
        self,
        passwords: Mapping[str, str],
        *,
        algorithm: str = "MD5",
        transport: str = "udp",
        certificate: Certificate | None = None,
        host: str = "127.0.0.1",
        prefix: Sequence[str] = (),
        presence: bool = True,
        presence_expires_s: int = 3600,
        trunk: bool = False,
    ) -> None:
        """``trunk``: callers from outside come by UDP, whatever the transport of the accounts is.

        ``prefix`` of the command starts it in a network of its own, where ``host`` is its address."""
        self.passwords = dict(passwords)
        self.port = free_udp_port()
        self.server = f"{host}:{self.port}"
        self._prefix = list(prefix)
        self._algorithm = algorithm
        self._transport = transport
        self._certificate = certificate
        self._presence = presence
        self._listens = {transport, "udp"} if trunk else {transport}
        self._presence_expires_s = presence_expires_s
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Kamailio:
        self._folder = tempfile.TemporaryDirectory(prefix="ctidesk-kamailio-")
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        assert self._folder
        self._folder.cleanup()

    def start(self) -> None:
        """Up and answering, on the same port as before; it remembers no contact."""
        assert self._folder and self._process is None
        folder = Path(self._folder.name)
        config = folder / "kamailio.cfg"
        config.write_text(self._config(folder / "tables"), "utf-8")
        shutil.copytree(_EMPTY_TABLES, folder / "tables", dirs_exist_ok=True)
        kamailio = program("kamailio", "kamailio")
        with (folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._prefix, kamailio, "-DD", "-E", "-f", config, "-Y", folder, "-w", folder, "-m", "32", "-M", "4"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_up()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)

    @property
    def log(self) -> str:
        assert self._folder
        return (Path(self._folder.name) / "log").read_text("utf-8", "replace")

    def _config(self, tables: Path) -> str:
        passwords = "\n".join(f'    $sht(passwords=>{user}) = "{word}";' for user, word in self.passwords.items())
        values = {
            "@LISTEN@": "\nlisten=".join(f"{transport}:{self.server}" for transport in sorted(self._listens)),
            "@DISABLE_TCP@": "yes" if self._transport == "udp" else "no",
            "@MODULES@": _modules(),
            "@SERVER@": self.server,
            "@TABLES@": str(tables),
            "@PRESENCE@": "yes" if self._presence else "no",
            "@PRESENCE_EXPIRES@": str(self._presence_expires_s),
            "@TLS@": _TLS.format(self._certificate) if self._certificate else "",
            "@ALGORITHM@": self._algorithm,
            "@PASSWORDS@": passwords,
        }
        text = _CONFIG.read_text("utf-8")
        for name, value in values.items():
            text = text.replace(name, value)
        return text

    def _wait_until_up(self) -> None:
        until = time.monotonic() + _UP_WITHIN_S
        while time.monotonic() < until:
            assert self._process
            if self._process.poll() is not None:
                break
            if self._is_up(self._process.pid):
                return
        raise AssertionError(f"Kamailio does not come up:\n{self.log}")

    def _is_up(self, pid: int) -> bool:
        if self._prefix:
            return _listens(pid, self._transport, self.port)
        return _answers_options(self.port) if self._transport == "udp" else _accepts(self.port)


def _listens(pid: int, transport: str, port: int) -> bool:
    """Whether a socket of the process's network is bound to the port (proc(5))."""
    table = Path(f"/proc/{pid}/net/{'udp' if transport == 'udp' else 'tcp'}").read_text()
    time.sleep(0.1)
    return f":{port:04X} " in table


def _answers_options(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        probe.settimeout(0.1)
        own = probe.getsockname()[1]
        probe.sendto(_OPTIONS.format(port=port, own=own, branch=time.monotonic_ns()).encode(), ("127.0.0.1", port))
        try:
            return probe.recv(2048).startswith(b"SIP/2.0 200")
        except OSError:
            time.sleep(0.05)
            return False


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.1).close()
    except OSError:
        time.sleep(0.05)
        return False
    return True


_TLS = """enable_tls=yes
loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "{0.pem}")
modparam("tls", "private_key", "{0.key}")"""

_OPTIONS = (
    "OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bK{branch}\r\n"
    "From: <sip:probe@127.0.0.1>;tag=probe\r\nTo: <sip:127.0.0.1:{port}>\r\n"
    "Call-ID: {branch}@127.0.0.1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 5\r\nContent-Length: 0\r\n\r\n"
)


def _modules() -> str:
    found = [*Path("/usr").glob("lib*/*/kamailio/modules"), *Path("/usr").glob("lib*/kamailio/modules")]
    assert found, "Kamailio's modules are missing, and these tests need them: apt-get install kamailio"
    return f"{found[0]}/"
