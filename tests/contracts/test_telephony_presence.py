"""Presence on Kamailio: what only a real presence server, or the lack of one, can show."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from ctidesk.adapters.telephony.process import EngineProcess
from ctidesk.domain.commands import Publish, Watch
from ctidesk.domain.events import EngineLost, EngineStarted, PresenceChanged
from ctidesk.domain.presence import Presence
from tests.contracts.telephony_contract_presence import sees
from tests.contracts.telephony_parties import ANN, BEN, EVE, Party, party, ringing
from tests.contracts.test_telephony_kamailio import PASSWORDS, KamailioPbx

EXPIRES_S = 7  # PJSIP refreshes 5 s before the end, yet never sooner than after 5 s


@pytest.mark.manual("M18", "D11")
async def test_a_pbx_without_presence() -> None:
    with KamailioPbx(PASSWORDS, presence=False) as pbx:
        async with party(pbx, ANN, presence=True) as ann, party(pbx, BEN, presence=True) as ben:
            ben.send(Publish(Presence.BUSY))
            ann.send(Watch((BEN, EVE)))
            await sees(ann, BEN, Presence.UNKNOWN, within_s=1)
            ben.send(Publish(Presence.AVAILABLE))
            await ringing(ann, ben)
            assert not any(isinstance(event, EngineLost) for event in ann.said + ben.said)


@pytest.mark.manual("D11")
async def test_what_is_published_is_kept_alive_and_dies_with_its_engine() -> None:
    with KamailioPbx(PASSWORDS, presence_expires_s=EXPIRES_S) as pbx:
        async with party(pbx, ANN, presence=True) as ann, party(pbx, BEN, presence=True) as ben:
            ben.send(Publish(Presence.BUSY))
            ann.send(Watch((BEN,)))
            await sees(ann, BEN, Presence.BUSY)
            so_far = len(ann.said)
            await asyncio.sleep(EXPIRES_S + 1)
            assert ann.said[so_far:] == []
            kill(ben)
            gone = await ann.hears(PresenceChanged, number=BEN, within_s=EXPIRES_S + 3)
            assert gone.presence in (Presence.UNKNOWN, Presence.INACTIVE)


@pytest.mark.manual("D11")
async def test_the_engine_that_follows_a_killed_one_has_the_last_word() -> None:
    with KamailioPbx(PASSWORDS) as pbx:
        async with party(pbx, ANN, presence=True) as ann, party(pbx, BEN, presence=True) as ben:
            ben.send(Publish(Presence.BUSY))
            ann.send(Watch((BEN,)))
            await sees(ann, BEN, Presence.BUSY)
            for presence in (Presence.WRAP_UP, Presence.AVAILABLE):
                kill(ben)
                await ben.hears(EngineStarted)
                await ben.registers()
                ben.send(Publish(presence))
                await sees(ann, BEN, presence)
            ben.send(Publish(Presence.INACTIVE))
            await sees(ann, BEN, Presence.INACTIVE)


@pytest.mark.manual("D11", "M18")
@pytest.mark.parametrize("away_s", [0.0, 2.0])
async def test_a_pbx_that_is_restarted_between_two_registers_is_told_again(away_s: float) -> None:
    """Nobody misses it, and it has forgotten what was published."""
    with KamailioPbx(PASSWORDS) as pbx:
        async with party(pbx, ANN, presence=True) as ann, party(pbx, BEN, presence=True) as ben:
            ben.send(Publish(Presence.WRAP_UP))
            ann.send(Watch((BEN,)))
            await sees(ann, BEN, Presence.WRAP_UP)
            pbx.stop()
            await asyncio.sleep(away_s)
            pbx.start()
            async with asyncio.timeout(16):
                while True:
                    ann.send(Watch(), Watch((BEN,)))
                    if (await ann.hears(PresenceChanged, number=BEN)).presence is Presence.WRAP_UP:
                        break
                    await asyncio.sleep(0.5)
            ben.send(Publish(Presence.BUSY))
            await sees(ann, BEN, Presence.BUSY)


def kill(one: Party) -> None:
    assert isinstance(one.telephony, EngineProcess)
    assert one.telephony.pid is not None
    os.kill(one.telephony.pid, signal.SIGKILL)
