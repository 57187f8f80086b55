"""Sound through real calls on real devices: PulseAudio's null sinks as headsets, Kamailio between two engines."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.commands import Answer, HangUp, Hold, Mute, SipAccount, TrySound, UseAudio, WatchLevels
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import (
    AudioDevicesChanged,
    AudioLevels,
    HoldChanged,
    IncomingCall,
    LegAnswered,
    LegEnded,
    NotHeard,
    ProblemArose,
)
from tests.contracts.telephony_parties import ANN, BEN, EVE, Party, party, ringing, talking
from tests.peers.kamailio import Kamailio
from tests.peers.pulseaudio import RATE, PulseAudio
from tests.peers.rtp import sound as far_end
from tests.peers.sipp import Caller, Sipp

FRAME = RATE // 50
AWAKE_S = 8.0
"""A null sink sleeps 2 s at first; the rest is for a busy machine."""


class KamailioPbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess()


@pytest.fixture(scope="module")
def pbx() -> Iterator[KamailioPbx]:
    with KamailioPbx({ANN: "geheim", BEN: "geheim", EVE: "geheim"}) as kamailio:
        yield kamailio


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseAudio]:
    with PulseAudio() as server:
        monkeypatch.setenv("PULSE_SERVER", server.server)
        yield server


@asynccontextmanager
async def desk(pbx: KamailioPbx, user: str, headset: str, ring: str = "null") -> AsyncIterator[Party]:
    """An operator with this headset."""
    async with party(pbx, user) as one:
        one.send(UseAudio(headset, headset, ring))
        await one.hears(AudioDevicesChanged)
        yield one


async def level(one: Party, fits: Callable[[AudioLevels], bool]) -> None:
    """Half a second of levels that fit; each is one since now."""
    seen = len(one.said)
    async with asyncio.timeout(AWAKE_S):
        while True:
            levels = [event for event in one.said[seen:] if isinstance(event, AudioLevels)][-5:]
            if len(levels) == 5 and all(fits(event) for event in levels):
                return
            await asyncio.sleep(0.05)


LOUD = (bytes((0x2A,)) * 8 + bytes((0xAA,)) * 8) * 10
"""A-law, 20 ms of a buzz of 500 Hz at full scale."""


def hears_sound(event: AudioLevels) -> bool:
    return event.output > 0.2


def hears_nothing(event: AudioLevels) -> bool:
    return event.output < 0.01


async def until(what: Callable[[], bool], within_s: float = 3) -> None:
    async with asyncio.timeout(within_s):
        while not what():
            await asyncio.sleep(0.05)


def problems(one: Party) -> list[ProblemId]:
    return [event.problem.id for event in one.said if isinstance(event, ProblemArose)]


# --- the sound itself ----------------------------------------------------------------------------------------------


async def test_a_tone_from_headset_to_headset_keeps_its_pitch_and_has_no_holes(
    pbx: KamailioPbx, sound: PulseAudio
) -> None:
    """5 s without a hole are looked for in 40, since this machine does other things too."""
    anns, bens = sound.plug("Ann"), sound.plug("Ben")
    async with desk(pbx, ANN, "Ann") as ann, desk(pbx, BEN, "Ben") as ben:
        with sound.tone(anns, 1000), sound.recorder(bens) as recorder:
            await talking(ann, ben)
            heard = await asyncio.to_thread(whole, recorder, 5.0, 40.0)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert abs(np.argmax(spectrum) * RATE / len(heard) - 1000) <= 2
    assert (problems(ann), problems(ben)) == ([], [])


def whole(recorder: subprocess.Popen[bytes], seconds: float, within_s: float) -> np.ndarray:
    """The first stretch of so many seconds with a loud peak in each frame of 20 ms."""
    assert recorder.stdout
    stretch: list[np.ndarray] = []
    for _ in range(int(within_s * 50)):
        frame = np.frombuffer(recorder.stdout.read(FRAME * 2), np.int16).astype(float)
        loud = np.max([np.max(np.abs(each)) for each in stretch[-50:]], initial=4000.0)
        stretch = [*stretch, frame] if np.max(np.abs(frame)) > loud / 2 else []
        if len(stretch) == int(seconds * 50):
            return np.concatenate(stretch)
    raise AssertionError(f"no {seconds} s without a hole within {within_s} s")


async def test_outside_a_call_the_ring_tone_and_oneself_can_be_heard(sound: PulseAudio) -> None:
    """The wizard's sound page: no PBX, no call."""
    anns = sound.plug("Ann")
    one = Party(EngineProcess(), SipAccount("127.0.0.1", "nobody", ""))
    one.telephony.start(one.listen)
    try:
        one.send(UseAudio("Ann", "Ann", "Ann"), WatchLevels(True), TrySound("ring"))
        await one.hears(AudioDevicesChanged)
        await until(lambda: any(isinstance(event, AudioLevels) and event.output > 0.1 for event in one.said), AWAKE_S)
        one.send(TrySound(""))
        await level(one, hears_nothing)
        one.send(TrySound("echo"))
        with sound.tone(anns, 1000):
            await level(one, hears_sound)
        one.send(TrySound(""))
        await level(one, hears_nothing)
    finally:
        await one.telephony.stop()


# --- muted, held, two legs -----------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
async def test_mute_is_silence_there_and_speaking_into_it_is_told_here(pbx: KamailioPbx, sound: PulseAudio) -> None:
    anns, _ = sound.plug("Ann"), sound.plug("Ben")
    async with desk(pbx, ANN, "Ann") as ann, desk(pbx, BEN, "Ben") as ben:
        ben.send(WatchLevels(True))
        leg, _ = await talking(ann, ben)
        with sound.tone(anns, 1000):
            await level(ben, hears_sound)
            ann.send(Mute(leg, True))
            await level(ben, hears_nothing)
            await ann.hears(NotHeard, leg_id=leg, muted=True, heard=False)
            ann.send(Mute(leg, False))
            await ann.hears(NotHeard, leg_id=leg, muted=True, heard=True)
            await level(ben, hears_sound)
        await ann.hears(NotHeard, leg_id=leg, muted=False, heard=False)
        with sound.tone(anns, 1000):
            await ann.hears(NotHeard, leg_id=leg, muted=False, heard=True)


@pytest.mark.manual("D14")
async def test_a_held_caller_hears_nothing_while_the_consulted_one_does(pbx: KamailioPbx, sound: PulseAudio) -> None:
    anns = sound.plug("Ann")
    sound.plug("Ben"), sound.plug("Eve")
    async with desk(pbx, ANN, "Ann") as ann, desk(pbx, BEN, "Ben") as ben, desk(pbx, EVE, "Eve") as eve:
        for other in (ben, eve):
            other.send(WatchLevels(True))
        with sound.tone(anns, 1000):
            caller, _ = await talking(ann, ben)
            await level(ben, hears_sound)
            ann.send(Hold(caller, True))
            await ann.hears(HoldChanged, leg_id=caller, held=True)
            consult, _ = await talking(ann, eve)
            await asyncio.gather(level(eve, hears_sound), level(ben, hears_nothing))
            ann.send(HangUp(consult), Hold(caller, False))
            await ann.hears(HoldChanged, leg_id=caller, held=False)
            await level(ben, hears_sound)


@pytest.mark.manual("D5", "D14")
async def test_a_caller_whose_side_refuses_to_be_held_hears_nothing_and_is_not_heard(
    pbx: KamailioPbx, sound: PulseAudio
) -> None:
    anns = sound.plug("Ann")
    async with desk(pbx, ANN, "Ann") as ann, far_end() as far:
        ann.send(WatchLevels(True))
        with sound.tone(anns, 1000), Sipp("never_held", pbx.server, ANN, Caller(rtp_port=far.port)) as caller:
            leg = (await ann.hears(IncomingCall)).leg_id
            ann.send(Answer(leg))
            await ann.hears(LegAnswered, leg_id=leg)
            async with asyncio.timeout(AWAKE_S):
                while not far.loud():
                    await asyncio.sleep(0.05)
            talks = asyncio.create_task(far.send(1000, LOUD))
            await level(ann, hears_sound)
            ann.send(Hold(leg, True))
            await ann.hears(HoldChanged, leg_id=leg, held=True, refused="")
            await asyncio.sleep(0.2)  # what was on its way
            then = len(far.received)
            await ann.hears(HoldChanged, leg_id=leg, held=True, refused="hold")
            await level(ann, hears_nothing)
            assert (len(far.received) > then, far.loud(then)) == (True, 0)
            ann.send(Hold(leg, False))
            await ann.hears(HoldChanged, leg_id=leg, held=False)
            await level(ann, hears_sound)
            async with asyncio.timeout(AWAKE_S):
                while not far.loud(then):
                    await asyncio.sleep(0.05)
            talks.cancel()
            ann.send(HangUp(leg))
            await asyncio.to_thread(caller.wait)


# --- devices that come and go --------------------------------------------------------------------------------------


@pytest.mark.manual("D14")
async def test_a_headset_unplugged_in_a_call_is_replaced_and_comes_back(pbx: KamailioPbx, sound: PulseAudio) -> None:
    desktop = sound.plug("Desktop")
    sound.prefer(desktop)
    anns, _ = sound.plug("Ann"), sound.plug("Ben")
    async with desk(pbx, ANN, "Ann") as ann, desk(pbx, BEN, "Ben") as ben:
        ben.send(WatchLevels(True))
        await talking(ann, ben)
        with sound.tone(anns, 1000):
            await level(ben, hears_sound)
        sound.unplug(anns)
        await ann.hears(AudioDevicesChanged, input="Desktop", output="Desktop")
        lost = [event.problem for event in ann.said if isinstance(event, ProblemArose)]
        assert [(problem.id, dict(problem.args)) for problem in lost] == [
            (ProblemId.AUDIO_DEVICE_LOST, {"device": "Ann", "other": "Desktop"})
        ]
        with sound.tone(desktop, 1000):
            await level(ben, hears_sound)
        again = sound.plug("Ann")
        await ann.hears(AudioDevicesChanged, input="Ann", output="Ann")
        with sound.tone(again, 1000):
            await level(ben, hears_sound)
        assert not [event for event in ann.said + ben.said if isinstance(event, LegEnded)]
        assert len(problems(ann)) == 1


@pytest.mark.manual("D14")
async def test_the_systems_choice_is_followed_in_a_call(pbx: KamailioPbx, sound: PulseAudio) -> None:
    first, second, _ = sound.plug("First"), sound.plug("Second"), sound.plug("Ben")
    sound.prefer(first)
    async with desk(pbx, ANN, "default") as ann, desk(pbx, BEN, "Ben") as ben:
        await talking(ann, ben)
        sound.prefer(second)
        await ann.hears(AudioDevicesChanged, input="Second", output="Second")
        assert problems(ann) == []


async def test_without_any_device_a_call_works_and_it_is_said_once(pbx: KamailioPbx, sound: PulseAudio) -> None:
    async with desk(pbx, ANN, "default") as ann, party(pbx, BEN) as ben:
        leg, _ = await talking(ann, ben)
        await until(lambda: len(problems(ann)) == 2)
        await ann.hears(NotHeard, leg_id=leg, muted=False, heard=False)
        assert sorted(problems(ann)) == [ProblemId.AUDIO_NO_MICROPHONE, ProblemId.AUDIO_NO_SPEAKER]
        headset = sound.plug("Late")
        sound.prefer(headset)
        await ann.hears(AudioDevicesChanged, input="Late", output="Late")
        with sound.tone(headset, 1000):
            await ann.hears(NotHeard, leg_id=leg, muted=False, heard=True)
        ann.send(HangUp(leg))
        await ben.hears(LegEnded)


async def test_a_sound_server_that_dies_takes_no_call_along(pbx: KamailioPbx, sound: PulseAudio) -> None:
    sound.plug("Ann")
    async with desk(pbx, ANN, "Ann") as ann, party(pbx, BEN) as ben:
        leg, _ = await talking(ann, ben)
        await until(lambda: len(sound.uses()) == 2)
        sound.stop()
        await ann.hears(AudioDevicesChanged, input="", output="")
        sound.start()
        sound.plug("Ann")
        await ann.hears(AudioDevicesChanged, input="Ann", output="Ann")
        ann.send(HangUp(leg))
        await ann.hears(LegEnded, leg_id=leg)


async def test_a_headset_plugged_in_between_calls_is_listed_soon(pbx: KamailioPbx, sound: PulseAudio) -> None:
    sound.plug("Ann")
    async with desk(pbx, ANN, "default") as ann:
        sound.plug("Late")
        assert "Late" in (await ann.hears(AudioDevicesChanged, within_s=6)).inputs
        assert sound.uses() == [], "listing opens nothing"


# --- only while it is needed ---------------------------------------------------------------------------------------


async def test_the_microphone_is_open_in_a_call_only(pbx: KamailioPbx, sound: PulseAudio) -> None:
    sound.plug("Ann")
    async with desk(pbx, ANN, "Ann") as ann, party(pbx, BEN) as ben:
        assert sound.uses() == []
        leg, _ = await ringing(ben, ann)
        await asyncio.sleep(0.5)
        assert sound.uses() == []
        incoming = [event for event in ann.said if isinstance(event, IncomingCall)][-1].leg_id
        ann.send(Answer(incoming))
        await ben.hears(LegAnswered, leg_id=leg)
        await until(lambda: len(sound.uses()) == 2)
        ben.send(HangUp(leg))
        await ann.hears(LegEnded)
        await until(lambda: sound.uses() == [])


async def test_levels_are_told_while_they_are_watched(pbx: KamailioPbx, sound: PulseAudio) -> None:
    headset = sound.plug("Ann")
    async with desk(pbx, ANN, "Ann") as ann:
        with sound.tone(headset, 1000):
            ann.send(WatchLevels(True))
            await level(ann, lambda event: 0.3 < event.input <= 1.0)
        ann.send(WatchLevels(False))
        await until(lambda: sound.uses() == [])
        told = len(ann.said)
        await asyncio.sleep(0.5)
        assert ann.said[told:] == []


# --- tones ---------------------------------------------------------------------------------------------------------


async def test_the_bell_rings_on_its_own_device(pbx: KamailioPbx, sound: PulseAudio) -> None:
    sound.plug("Ann")
    bell = sound.plug("Bell")
    async with desk(pbx, ANN, "Ann", ring="Bell") as ann, party(pbx, BEN) as ben:
        leg, _ = await ringing(ben, ann)
        assert loudest(await asyncio.to_thread(sound.record, bell, 4.5)) > 3000
        assert len(sound.uses()) == 1
        ben.send(HangUp(leg))
        await until(lambda: sound.uses() == [])


@pytest.mark.parametrize("refused", [False, True])
async def test_ringback_and_busy_are_heard_at_425_hertz(pbx: KamailioPbx, sound: PulseAudio, refused: bool) -> None:
    headset = sound.plug("Ann")
    async with desk(pbx, ANN, "Ann") as ann, party(pbx, BEN) as ben:
        leg, incoming = await ringing(ann, ben)
        if refused:
            await asyncio.to_thread(sound.record, headset, 2.5)
            ben.send(HangUp(incoming))
            await ann.hears(LegEnded, leg_id=leg)
        heard = np.array(await asyncio.to_thread(sound.record, headset, 2.4 if refused else 4.5), float)
        spectrum = np.abs(np.fft.rfft(heard))
        assert abs(np.argmax(spectrum) * RATE / len(heard) - 425) <= 2
        assert np.max(np.abs(heard)) > 2000
        if refused:
            await until(lambda: sound.uses() == [])


def loudest(samples: object) -> float:
    return float(np.max(np.abs(np.array(samples, float))))
