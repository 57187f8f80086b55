"""What the codecs and our audio port leave of a tone: signal to noise, between two engines without sound devices."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from tests.contracts.telephony_parties import ANN, BEN, party, talking
from tests.peers.kamailio import Kamailio
from tests.peers.tone_engine import AMPLITUDE, HERTZ

RATE = 16_000
PIECE = RATE // 5
TALK_S = 3.0


class WhistlingPbx(Kamailio):
    """Each party's sound goes to a file of its own."""

    codec = ""
    folder = Path()
    made = 0

    def password(self, user: str) -> str:
        return self.passwords[user]

    def telephony(self) -> EngineProcess:
        self.made += 1
        path = self.folder / f"{self.made}.pcm"
        return EngineProcess([sys.executable, "-m", "tests.peers.tone_engine", self.codec, str(path)])


@pytest.fixture(scope="module")
def pbx() -> Iterator[WhistlingPbx]:
    with WhistlingPbx({ANN: "geheim", BEN: "geheim"}) as kamailio:
        yield kamailio


@pytest.mark.parametrize("codec", ["PCMA", "PCMU", "G722"])
async def test_signal_to_noise_is_30_db_at_least(pbx: WhistlingPbx, codec: str, tmp_path: Path) -> None:
    pbx.codec, pbx.folder, pbx.made = codec, tmp_path, 0
    async with party(pbx, ANN) as ann, party(pbx, BEN) as ben:
        await talking(ann, ben)
        await asyncio.sleep(TALK_S)
    for number in (1, 2):
        assert signal_to_noise_db((tmp_path / f"{number}.pcm").read_bytes()) >= 30


def signal_to_noise_db(sound: bytes) -> float:
    """Of the median piece of 200 ms: what a tone of the frequency explains, beside what it does not."""
    samples = np.frombuffer(sound, np.int16).astype(float)[RATE // 2 :]
    assert len(samples) > RATE, "too little sound"
    turn = 2 * np.pi * HERTZ / RATE * np.arange(PIECE)
    basis = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    ratios = []
    for piece in samples[: len(samples) // PIECE * PIECE].reshape(-1, PIECE):
        tone = basis @ np.linalg.lstsq(basis, piece, rcond=None)[0]
        ratios.append(10 * np.log10(np.sum(tone**2) / max(1e-9, np.sum((piece - tone) ** 2))))
        assert np.max(np.abs(tone)) < AMPLITUDE * 1.3
    print(f"signal to noise: {np.median(ratios):.1f} dB")
    return float(np.median(ratios))
