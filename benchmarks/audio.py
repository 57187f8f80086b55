"""The sound of a call between two engines, over PulseAudio's null sinks: latency, processor time, lost frames.

``audio_one_way_ms``: from what one operator's microphone hears to what the other one's earphone plays, both recorded
at once by the same tool. It contains both sound devices, both engines and 20 ms of RTP. Runs alone too:
``python -m benchmarks.audio``.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field

from benchmarks.figures import median, percentile
from benchmarks.processes import cpu_s
from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.commands import UseAudio
from ctidesk.domain.events import AudioDevicesChanged
from tests.contracts.telephony_parties import ANN, BEN, party, talking
from tests.peers.kamailio import Kamailio
from tests.peers.pulseaudio import RATE, Headset, PulseAudio

LATENCY_S = 40.0
TONE_S = 60.0
_SETTLED_S = 4.0
_LOUD = 3000
_APART_S = (0.3, 0.5)
_FRAME = RATE // 50


def measure() -> Mapping[str, float]:
    return asyncio.run(_measure())


def lost_frames_per_min(seconds: float = TONE_S, beside: AbstractContextManager[object] | None = None) -> float:
    """Frames of 20 ms of a tone that did not arrive, while ``beside`` keeps the machine busy."""
    return asyncio.run(_lost_frames(seconds, beside or nullcontext()))


@contextmanager
def busy_python() -> Iterator[None]:
    """Another process that never waits."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


async def _measure() -> Mapping[str, float]:
    async with _call() as call:
        with call.sound.player(call.ann) as player:
            assert player.stdin
            threading.Thread(target=_speak, args=(player.stdin.fileno(),), daemon=True).start()
            await asyncio.sleep(_SETTLED_S)
            before = cpu_s(call.pid)
            heard, played = _Ear(call.sound, call.ann.mouth), _Ear(call.sound, call.ben.key)
            await asyncio.sleep(LATENCY_S)
            used_s = cpu_s(call.pid) - before
            delays = _delays_ms(heard.clicks(), played.clicks())
    return {
        "audio_one_way_ms_p50": median(delays),
        "audio_one_way_ms_p99": percentile(delays, 99),
        "call_cpu_percent": 100 * used_s / LATENCY_S,
    }


async def _lost_frames(seconds: float, beside: AbstractContextManager[object]) -> float:
    async with _call() as call:
        with call.sound.tone(call.ann, 1000):
            await asyncio.sleep(_SETTLED_S)
            with beside:
                samples = await asyncio.to_thread(call.sound.record, call.ben, seconds)
    frames = [max(samples[at : at + _FRAME]) for at in range(0, len(samples) - _FRAME, _FRAME)]
    lost = sum(frame < median(frames) / 2 for frame in frames)
    return lost * 60 / seconds


@dataclass
class _Call:
    sound: PulseAudio
    ann: Headset
    ben: Headset
    pid: int


class _Pbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess()


@asynccontextmanager
async def _call() -> AsyncIterator[_Call]:
    """Ann and Ben talk, each on a headset."""
    with PulseAudio() as sound, _Pbx({ANN: "bench", BEN: "bench"}) as pbx:
        headsets = sound.plug("Ann"), sound.plug("Ben")
        os.environ["PULSE_SERVER"] = sound.server
        async with party(pbx, ANN) as ann, party(pbx, BEN) as ben:
            for one, headset in zip((ann, ben), headsets, strict=True):
                one.send(UseAudio(headset.name, headset.name, "null"))
                await one.hears(AudioDevicesChanged)
            await talking(ann, ben)
            assert isinstance(ann.telephony, EngineProcess) and ann.telephony.pid
            yield _Call(sound, *headsets, ann.telephony.pid)


def _speak(fd: int) -> None:
    """A tone of 20 ms now and then, until the pipe is closed."""
    click = array("h", (round(16000 * math.sin(2 * math.pi * 1000 * at / RATE)) for at in range(_FRAME)))
    try:
        while True:
            pause = bytes(int(random.uniform(*_APART_S) * RATE) * 2)
            os.write(fd, click.tobytes() + pause)
    except OSError:
        return


@dataclass
class _Ear:
    """Records a sink, and knows when each sample was there: the tool's own delay is the same for every sink."""

    sound: PulseAudio
    sink: str
    samples: array[int] = field(default_factory=lambda: array("h"))
    began: float = math.inf

    def __post_init__(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def clicks(self) -> list[float]:
        """When each began, seconds of the monotonic clock."""
        self._ending.set()
        self._thread.join()
        times: list[float] = []
        for index, sample in enumerate(self.samples):
            at = self.began + index / RATE
            if abs(sample) > _LOUD and (not times or at - times[-1] > _APART_S[0] / 2):
                times.append(at)
        return times

    def _listen(self) -> None:
        with self.sound.recorder(Headset(self.sink, self.sink, ())) as recorder:
            assert recorder.stdout
            while not self._ending.is_set():
                self.samples.frombytes(recorder.stdout.read(320))
                self.began = min(self.began, time.monotonic() - len(self.samples) / RATE)


def _delays_ms(heard: list[float], played: list[float]) -> list[float]:
    """Of each click that is heard, to the first one that is played after it and before the next."""
    later = ((at, [there for there in played if at < there < at + _APART_S[0]]) for at in heard)
    return [(there[0] - at) * 1000 for at, there in later if there]


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:42} {value:.1f}")
    print(f"{'lost frames a minute, quiet':42} {lost_frames_per_min():.1f}")
    print(f"{'lost frames a minute, Python busy beside':42} {lost_frames_per_min(beside=busy_python()):.1f}")
