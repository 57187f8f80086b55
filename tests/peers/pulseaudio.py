"""PulseAudio as the sound of a test: a server of its own, with headsets that can be plugged in and out.

A headset's microphone hears what is played to a null sink; what its earphone is given is recorded from another one.
A null sink takes up to 2 s until it flows for the first time: PulseAudio's, not ours.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.peers.component import program

RATE = 16_000
_UP_WITHIN_S = 10.0
_FORM = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=10")


@dataclass(frozen=True)
class Headset:
    """``name`` is what the desk sees, of the microphone and of the earphone."""

    name: str
    key: str
    modules: tuple[str, ...]

    @property
    def mouth(self) -> str:
        """The sink that its microphone hears."""
        return f"{self.key}_mouth"


class PulseAudio:
    """``with PulseAudio() as sound:`` … ``PULSE_SERVER=sound.server`` for whoever shall use it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ctidesk-pulse-")
        self._place = Path(self._folder.name)
        self._socket = self._place / "native"
        self.server = f"unix:{self._socket}"
        self.environ = {"PULSE_SERVER": self.server}
        self._process: subprocess.Popen[bytes] | None = None
        self._plugged = 0

    def __enter__(self) -> PulseAudio:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        command = [
            program("pulseaudio", "pulseaudio"),
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--log-level=error",
        ]
        command += ["--exit-idle-time=-1", "--disable-shm=yes", "-L"]
        command += [f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"]
        folders = {
            "HOME": str(self._place),
            "XDG_RUNTIME_DIR": str(self._place),
            "PULSE_RUNTIME_PATH": str(self._place),
        }
        none = subprocess.DEVNULL
        self._process = subprocess.Popen(command, env={"PATH": "/usr/bin:/bin", **folders}, stdout=none, stderr=none)
        until = time.monotonic() + _UP_WITHIN_S
        while subprocess.run(self._pactl("info"), env=self._env(), capture_output=True, check=False).returncode:
            assert self._process.poll() is None and time.monotonic() < until, "PulseAudio does not start"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def pactl(self, *words: str) -> str:
        return subprocess.run(self._pactl(*words), env=self._env(), capture_output=True, text=True, check=True).stdout

    def plug(self, name: str) -> Headset:
        """A headset appears; the first one is the system's default."""
        self._plugged += 1
        key = f"card{self._plugged}"
        described = f"'device.description=\"{name}\"'"
        modules = [
            self._load("module-null-sink", f"sink_name={key}_mouth", "sink_properties=device.description=mouth"),
            self._load("module-null-sink", f"sink_name={key}", f"sink_properties={described}"),
            self._load(
                "module-remap-source", f"source_name={key}_mic", f"master={key}_mouth.monitor",
                f"source_properties={described}",
            ),
        ]  # fmt: skip
        return Headset(name, key, tuple(modules))

    def unplug(self, headset: Headset) -> None:
        for module in reversed(headset.modules):
            self.pactl("unload-module", module)

    def prefer(self, headset: Headset) -> None:
        """The system's default from now on."""
        self.pactl("set-default-sink", headset.key)
        self.pactl("set-default-source", f"{headset.key}_mic")

    @contextmanager
    def tone(self, headset: Headset, hertz: int) -> Iterator[None]:
        """Whistled into its microphone, at half of full scale or more."""
        module = self._load("module-sine", f"sink={headset.mouth}", f"frequency={hertz}")
        try:
            yield
        finally:
            self.pactl("unload-module", module)

    @contextmanager
    def player(self, headset: Headset) -> Iterator[subprocess.Popen[bytes]]:
        """Its ``stdin`` (16 kHz, one channel, 16 bits) is spoken into the microphone."""
        command = [program("pacat", "pulseaudio-utils"), "--playback", *_FORM, f"--device={headset.mouth}"]
        yield from self._piped(command, stdin=subprocess.PIPE)

    @contextmanager
    def recorder(self, headset: Headset) -> Iterator[subprocess.Popen[bytes]]:
        """Its ``stdout`` is what the earphone plays."""
        command = [program("pacat", "pulseaudio-utils"), "--record", *_FORM, f"--device={headset.key}.monitor"]
        yield from self._piped(command, stdout=subprocess.PIPE)

    def record(self, headset: Headset, seconds: float) -> array[int]:
        """What the earphone plays from now on, as samples."""
        with self.recorder(headset) as recorder:
            assert recorder.stdout
            samples = array("h")
            samples.frombytes(recorder.stdout.read(int(seconds * RATE) * 2))
            return samples

    def uses(self) -> list[str]:
        """Which programs play and record: the lines of ``pactl``."""
        lines = [self.pactl("list", "short", kind).splitlines() for kind in ("sink-inputs", "source-outputs")]
        return [line for each in lines for line in each if "protocol-native" in line]

    def _piped(
        self, command: list[str], *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
    ) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(command, env=self._env(), stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
            process.wait(10)

    def _load(self, *words: str) -> str:
        return self.pactl("load-module", *words).strip()

    def _pactl(self, *words: str) -> list[str]:
        return [program("pactl", "pulseaudio-utils"), *words]

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "HOME": str(self._place), "LC_ALL": "C.UTF-8", **self.environ}
