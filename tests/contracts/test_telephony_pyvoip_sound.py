"""Sound of the second engine by real devices: PulseAudio with null sinks for headsets."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest

from ctidesk.adapters.telephony.process import HOST_COMMAND, EngineProcess
from ctidesk.domain.commands import HangUp, Mute, UseAudio
from ctidesk.domain.events import AudioDevicesChanged, EngineLost, LegEnded, MuteChanged
from tests.contracts.telephony_parties import ANN, BEN, Party, party, talking
from tests.peers.kamailio import Kamailio
from tests.peers.pulseaudio import RATE, Headset, PulseAudio

WINDOW = RATE // 50  # 20 ms


class Pbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess((*HOST_COMMAND, "--engine", "pyvoip"))


@pytest.fixture(scope="module")
def pbx() -> Iterator[Pbx]:
    with Pbx({ANN: "one", BEN: "two"}) as kamailio:
        yield kamailio


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseAudio]:
    with PulseAudio() as server:
        monkeypatch.setenv("PULSE_SERVER", server.server)
        yield server


Desks = tuple[Party, Headset, Party, Headset]


@pytest.fixture
async def desks(pbx: Pbx, pulse: PulseAudio) -> AsyncIterator[Desks]:
    """Ann and Ben, each with a headset."""
    headsets = [pulse.plug(name) for name in ("Headset of Ann", "Headset of Ben")]
    async with AsyncExitStack() as stack:
        ann, ben = [await stack.enter_async_context(party(pbx, user)) for user in (ANN, BEN)]
        for one, headset in zip((ann, ben), headsets, strict=True):
            one.send(UseAudio(headset.name, headset.name, "null", echo_cancellation=False))
        yield ann, headsets[0], ben, headsets[1]
        assert not any(isinstance(event, EngineLost) for event in ann.said + ben.said)


def windows(sound: array[int]) -> list[int]:
    """The loudest sample of each 20 ms."""
    return [max(map(abs, sound[at : at + WINDOW])) for at in range(0, len(sound) - WINDOW, WINDOW)]


def hertz(sound: array[int]) -> float:
    rises = sum(before < 0 <= after for before, after in pairwise(sound))
    return rises * RATE / len(sound)


@pytest.mark.manual("D14")
async def test_a_tone_crosses_a_call_with_hardly_a_dropout(pulse: PulseAudio, desks: Desks) -> None:
    ann, mouth, ben, ear = desks
    with pulse.tone(mouth, 1000):
        bens, _ = await talking(ben, ann)
        await asyncio.sleep(3)  # a null sink's first flow
        heard = await asyncio.to_thread(pulse.record, ear, 4.3)
    used = [event for event in ann.said if isinstance(event, AudioDevicesChanged)][-1]
    assert (used.input, used.output) == (mouth.name, mouth.name)
    steady = heard[int(0.3 * RATE) :]
    peaks = sorted(windows(steady))
    dropouts = [peak for peak in peaks if peak < peaks[len(peaks) // 2] / 2]
    seconds = [hertz(steady[at : at + RATE]) for at in range(0, len(steady) - RATE + 1, RATE // 2)]
    assert min(abs(each - 1000) for each in seconds) <= 2, seconds
    assert len(dropouts) <= len(peaks) / 100, "threads in Python: a busy machine costs them a packet now and then"
    ben.send(HangUp(bens))
    await ann.hears(LegEnded)


@pytest.mark.manual("D14")
async def test_muted_is_silent_at_the_far_end(pulse: PulseAudio, desks: Desks) -> None:
    ann, mouth, ben, ear = desks
    with pulse.tone(mouth, 1000):
        _, anns = await talking(ben, ann)
        await asyncio.sleep(3)
        ann.send(Mute(anns, True))
        await ann.hears(MuteChanged, leg_id=anns, muted=True)
        await asyncio.sleep(0.4)
        muted = await asyncio.to_thread(pulse.record, ear, 1)
        ann.send(Mute(anns, False))
        await ann.hears(MuteChanged, leg_id=anns, muted=False)
        await asyncio.sleep(0.4)
        again = await asyncio.to_thread(pulse.record, ear, 1)
    assert max(windows(muted)) < 100
    assert min(windows(again)) > 1000


async def test_no_device_is_open_while_nobody_talks(pulse: PulseAudio, desks: Desks) -> None:
    ann, _, ben, _ = desks
    bens, _ = await talking(ben, ann)
    await asyncio.sleep(2.5)
    assert len(pulse.uses()) >= 4
    ben.send(HangUp(bens))
    await ann.hears(LegEnded)
    async with asyncio.timeout(6):
        while [line for line in pulse.uses() if "pacat" not in line and "remap" not in line.lower()]:
            await asyncio.sleep(0.2)
