"""Processor time of one call with sound: our engine and baresip talk to each other, PCMA, on headsets of PulseAudio.

Both reach the sound server by PortAudio.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

from benchmarks.processes import cpu_s
from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.commands import UseAudio
from ctidesk.domain.events import AudioDevicesChanged, LegAnswered
from tests.contracts.telephony_parties import ANN, BEN, party
from tests.peers.baresip import Phone, baresip
from tests.peers.kamailio import Kamailio
from tests.peers.pulseaudio import PulseAudio

SETTLED_S = 4.0
TALK_S = 30.0


class _Pbx(Kamailio):
    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        return EngineProcess()


def measure() -> Mapping[str, float]:
    with PulseAudio() as sound, _Pbx({ANN: "bench", BEN: "bench"}) as pbx:
        headset = sound.plug("Ann")
        before = os.environ.get("PULSE_SERVER")
        os.environ["PULSE_SERVER"] = sound.server
        try:
            return asyncio.run(_measure(pbx, sound, headset.name))
        finally:
            os.environ.pop("PULSE_SERVER")
            if before is not None:
                os.environ["PULSE_SERVER"] = before


async def _measure(pbx: _Pbx, sound: PulseAudio, headset: str) -> Mapping[str, float]:
    phone = Phone(pbx.server, BEN, "bench", source="portaudio,", player="portaudio,")
    async with party(pbx, ANN) as ann, baresip(phone) as ben:
        ann.send(UseAudio(headset, headset, "null"))
        await ann.hears(AudioDevicesChanged)
        leg = ann.calls(BEN)
        await ben.hears("CALL_INCOMING")
        await ben.does("accept")
        await ann.hears(LegAnswered, leg_id=leg)
        await ben.hears("CALL_RTPESTAB", within_s=8)
        await asyncio.sleep(SETTLED_S)
        assert len(sound.uses()) == 4, f"both play and record: {sound.uses()} {ben.log}"
        assert isinstance(ann.telephony, EngineProcess) and ann.telephony.pid
        both = (ann.telephony.pid, ben.process.pid)
        before = [cpu_s(process) for process in both]
        await asyncio.sleep(TALK_S)
        used = [100 * (cpu_s(process) - start) / TALK_S for process, start in zip(both, before, strict=True)]
    return {"call_cpu_percent": used[0], "baresip_call_cpu_percent": used[1]}
