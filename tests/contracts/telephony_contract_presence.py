"""The telephony port's contract: presence, ours and the colleagues' (RFC 3856, RFC 3903)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from ctidesk.domain.commands import Publish, Register, Unregister, Watch
from ctidesk.domain.events import PresenceChanged, RegistrationChanged, RegistrationState
from ctidesk.domain.presence import Presence
from tests.contracts.telephony_parties import ANN, BEN, EVE, NOBODY, Pair, Party, Pbx, party, ringing

DAY = (Presence.AVAILABLE, Presence.BUSY, Presence.WRAP_UP, Presence.INACTIVE, Presence.AVAILABLE)


async def sees(who: Party, whom: str, presence: Presence, within_s: float = 5) -> None:
    await who.hears(PresenceChanged, number=whom, presence=presence, within_s=within_s)


class PresenceContract:
    """Classes that run it give ``pbx``."""

    @pytest.fixture
    async def present(self, pbx: Pbx) -> AsyncIterator[Pair]:
        async with party(pbx, ANN, presence=True) as ann, party(pbx, BEN, presence=True) as ben:
            yield ann, ben

    @pytest.mark.manual("D11", "M18")
    async def test_a_colleagues_day(self, present: Pair) -> None:
        ann, ben = present
        ben.send(Publish(Presence.BUSY))
        ann.send(Watch((BEN,)))
        await sees(ann, BEN, Presence.BUSY)
        for presence in DAY:
            ben.send(Publish(presence))
            await sees(ann, BEN, presence)

    @pytest.mark.manual("D11")
    async def test_everybody_sees_everybody(self, pbx: Pbx, present: Pair) -> None:
        async with party(pbx, EVE, presence=True) as eve:
            three = (*present, eve)
            for one, presence in zip(three, DAY, strict=False):
                one.send(Publish(presence), Watch((ANN, BEN, EVE)))
            seen = zip((ANN, BEN, EVE), DAY, strict=False)
            expected = [(PresenceChanged, {"number": whom, "presence": presence}) for whom, presence in seen]
            for one in three:
                await one.hears_both(*expected)

    @pytest.mark.manual("D11")
    async def test_who_unregisters_is_inactive(self, present: Pair) -> None:
        ann, ben = present
        ben.send(Publish(Presence.AVAILABLE))
        ann.send(Watch((BEN,)))
        await sees(ann, BEN, Presence.AVAILABLE)
        ben.send(Unregister(), Publish(Presence.INACTIVE))
        await ben.hears(RegistrationChanged, state=RegistrationState.UNREGISTERED)
        await sees(ann, BEN, Presence.INACTIVE)
        await ben.registers()
        ben.send(Publish(Presence.AVAILABLE))
        await sees(ann, BEN, Presence.AVAILABLE)

    @pytest.mark.manual("D11")
    async def test_who_goes_home_is_inactive(self, pbx: Pbx, present: Pair) -> None:
        ann, _ = present
        async with party(pbx, EVE, presence=True) as eve:
            eve.send(Publish(Presence.AVAILABLE))
            ann.send(Watch((EVE,)))
            await sees(ann, EVE, Presence.AVAILABLE)
        await sees(ann, EVE, Presence.INACTIVE)
        so_far = len(ann.said)
        await asyncio.sleep(0.5)
        assert ann.said[so_far:] == [], "and stays so"

    @pytest.mark.manual("M18")
    async def test_nothing_is_known_of_a_number_that_is_nobodys(self, present: Pair) -> None:
        ann, _ = present
        ann.send(Watch((NOBODY, "no\nnumber")))
        await ann.hears_both(
            (PresenceChanged, {"number": NOBODY, "presence": Presence.UNKNOWN}),
            (PresenceChanged, {"number": "no\nnumber", "presence": Presence.UNKNOWN}),
            within_s=1,
        )

    @pytest.mark.manual("M18")
    async def test_a_telephone_that_publishes_nothing_is_unknown(self, pbx: Pbx) -> None:
        pbx.stop()  # what was published before is forgotten
        pbx.start()
        async with party(pbx, ANN, presence=True) as ann, party(pbx, EVE):
            ann.send(Watch((EVE,)))
            await sees(ann, EVE, Presence.UNKNOWN, within_s=1)

    @pytest.mark.manual("M18")
    async def test_who_wants_no_presence_is_told_unknown_at_once(self, pbx: Pbx, present: Pair) -> None:
        _, ben = present
        ben.send(Publish(Presence.AVAILABLE))
        async with party(pbx, EVE) as eve:
            eve.send(Publish(Presence.BUSY), Watch((BEN,)))
            await sees(eve, BEN, Presence.UNKNOWN, within_s=1)

    async def test_exactly_the_watched_numbers(self, pbx: Pbx, present: Pair) -> None:
        ann, ben = present
        async with party(pbx, EVE, presence=True) as eve:
            for one in (ben, eve):
                one.send(Publish(Presence.AVAILABLE))
            ann.send(Watch((BEN,)))
            await sees(ann, BEN, Presence.AVAILABLE)
            ann.send(Watch((EVE,)))
            await sees(ann, EVE, Presence.AVAILABLE)
            ben.send(Publish(Presence.BUSY))
            eve.send(Publish(Presence.WRAP_UP))
            await sees(ann, EVE, Presence.WRAP_UP)
            ann.send(Watch())
            await ann.settled()
            heard = len(ann.said)
            for one in (ben, eve):
                one.send(Publish(Presence.INACTIVE))
                await one.settled()
            await asyncio.sleep(0.2)
            assert [event for event in ann.said[heard:] if isinstance(event, PresenceChanged)] == []
            assert PresenceChanged(BEN, Presence.BUSY) not in ann.said
            ann.send(Watch((BEN,)))
            await sees(ann, BEN, Presence.INACTIVE)

    async def test_a_number_that_is_asked_for_again_is_told_again(self, present: Pair) -> None:
        ann, ben = present
        ben.send(Publish(Presence.WRAP_UP))
        ann.send(Watch((BEN,)))
        await sees(ann, BEN, Presence.WRAP_UP)
        ann.send(Watch((BEN, NOBODY)))
        await sees(ann, BEN, Presence.WRAP_UP)

    async def test_wishes_that_come_before_the_registration(self, pbx: Pbx, present: Pair) -> None:
        ann, _ = present
        async with party(pbx, EVE, presence=True, registered=False) as eve:
            eve.send(Publish(Presence.BUSY), Watch((ANN,)))
            ann.send(Publish(Presence.AVAILABLE), Watch((EVE,)))
            await eve.registers()
            await sees(eve, ANN, Presence.AVAILABLE)
            await sees(ann, EVE, Presence.BUSY)

    @pytest.mark.manual("D11", "D14")
    async def test_a_pbx_that_comes_back_is_told_again(self, pbx: Pbx, present: Pair) -> None:
        ann, ben = present
        ben.send(Publish(Presence.WRAP_UP))
        ann.send(Watch((BEN,)))
        await sees(ann, BEN, Presence.WRAP_UP)
        pbx.stop()
        try:
            for one in present:
                one.send(Register(one.account))
            for one in present:
                await one.hears(RegistrationChanged, state=RegistrationState.FAILED, within_s=8)
        finally:
            pbx.start()
        for one in present:
            await one.hears(RegistrationChanged, state=RegistrationState.REGISTERED, within_s=6)
        ben.send(Publish(Presence.BUSY))
        await sees(ann, BEN, Presence.BUSY)

    async def test_presence_takes_no_call(self, present: Pair) -> None:
        """What is published and watched stands beside the line, and calls go their own way."""
        ann, ben = present
        for one, other in ((ann, BEN), (ben, ANN)):
            one.send(Publish(Presence.BUSY), Watch((other,)))
        await ringing(ann, ben)
