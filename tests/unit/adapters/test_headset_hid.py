"""Headsets that are plugged in, pressed, lit and unplugged, through what hidapi shows of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from ctidesk.adapters.headset.hid import HidHeadsets, hidapi
from ctidesk.domain.headset import HeadsetKey, HeadsetLights, HeadsetPress
from tests.fakes import headset_models as models
from tests.fakes.hid_bus import FakeHeadset, HidBus


class Desk:
    """What of the presses arrives on the loop."""

    def __init__(self, bus: HidBus) -> None:
        self.headsets = HidHeadsets(lambda: bus, scan_s=0.02)
        self.presses: asyncio.Queue[HeadsetPress] = asyncio.Queue()
        self.headsets.start(self._pressed)

    def _pressed(self, press: HeadsetPress) -> None:
        asyncio.get_running_loop()  # raises in any other thread
        self.presses.put_nowait(press)

    async def press(self) -> HeadsetPress:
        return await asyncio.wait_for(self.presses.get(), 5)


@pytest.fixture
def bus() -> HidBus:
    return HidBus()


@pytest.fixture
async def desk(bus: HidBus) -> AsyncIterator[Desk]:
    started = Desk(bus)
    yield started
    await started.headsets.leave()


@pytest.mark.manual("D13")
async def test_one_plugged_in_later_is_lit_and_heard(bus: HidBus, desk: Desk) -> None:
    desk.headsets.show(HeadsetLights(ring=True))
    headset = bus.plug(b"/dev/hidraw0", FakeHeadset(models.LEVELS))
    assert await asyncio.to_thread(headset.lit) == bytes.fromhex("020200")
    headset.send(2, 1, 0)
    assert await desk.press() == HeadsetPress(HeadsetKey.HOOK, True)
    desk.headsets.show(HeadsetLights(off_hook=True))
    assert await asyncio.to_thread(headset.lit) == bytes.fromhex("020100")


@pytest.mark.manual("D13")
async def test_unplugged_and_plugged_in_again(bus: HidBus, desk: Desk) -> None:
    first = bus.plug(b"/dev/hidraw0", FakeHeadset(models.LEVELS))
    await asyncio.to_thread(first.lit)
    bus.unplug(b"/dev/hidraw0")
    assert await asyncio.to_thread(first.closed.wait, 5)
    second = bus.plug(b"/dev/hidraw0", FakeHeadset(models.PUSHES))
    await asyncio.to_thread(second.lit)
    second.send(0x20)
    assert await desk.press() == HeadsetPress(HeadsetKey.HOOK)


async def test_two_at_once(bus: HidBus, desk: Desk) -> None:
    both = [bus.plug(b"a", FakeHeadset(models.PUSHES)), bus.plug(b"b", FakeHeadset(models.TWO_WAY))]
    for headset in both:
        await asyncio.to_thread(headset.lit)
    both[0].send(0x20)
    both[1].send(3)
    pressed = {await desk.press(), await desk.press()}
    assert pressed == {HeadsetPress(HeadsetKey.HOOK), HeadsetPress(HeadsetKey.HOOK, False)}


@pytest.mark.parametrize(
    "other",
    [
        FakeHeadset(models.LEVELS, refuses=True),
        FakeHeadset(b"\x05"),
        FakeHeadset(models.LEVELS, usage_page=0x0C),
        FakeHeadset(bytes.fromhex("050B0901A101150025017501950109B0810295078101C0")),
    ],
    ids=["not ours to open", "broken", "another page", "no hook"],
)
async def test_what_is_no_headset_of_ours_is_left_alone(bus: HidBus, desk: Desk, other: FakeHeadset) -> None:
    bus.plug(b"other", other)
    good = bus.plug(b"good", FakeHeadset(models.LEVELS))
    await asyncio.to_thread(good.lit)
    assert other.written.empty()


async def test_leaving_puts_the_lights_out_and_lets_go(bus: HidBus) -> None:
    desk = Desk(bus)
    headset = bus.plug(b"a", FakeHeadset(models.LEVELS))
    desk.headsets.show(HeadsetLights(off_hook=True))
    await asyncio.to_thread(headset.lit)
    await desk.headsets.leave()
    reports = [headset.written.get_nowait() for _ in range(headset.written.qsize())]
    assert reports[-1] == bytes.fromhex("020000")
    assert await asyncio.to_thread(headset.closed.wait, 5)


async def test_without_the_library_nothing_changes() -> None:
    def missing() -> object:
        raise ImportError("no hidapi")

    headsets = HidHeadsets(missing)
    headsets.start(lambda press: None)
    headsets.show(HeadsetLights(ring=True))
    await headsets.leave()
    assert "headset" not in {thread.name for thread in threading.enumerate()}


def test_the_library_has_what_is_asked_of_it() -> None:
    library = hidapi()
    assert isinstance(library.enumerate(), list)
    device = library.device()
    assert all(hasattr(device, name) for name in ("open_path", "get_report_descriptor", "read", "write", "close"))
