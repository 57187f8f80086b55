"""Keys and lights of headsets that tell of the same things in different ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.headset.descriptor import parse
from ctidesk.adapters.headset.reports import Reports
from ctidesk.domain.headset import HeadsetKey, HeadsetLights, HeadsetPress
from tests.fakes import headset_models as models

HOOK, MUTE = HeadsetKey.HOOK, HeadsetKey.MUTE


def told(model: bytes, *reports: bytes) -> list[HeadsetPress]:
    headset = Reports(parse(model))
    return [press for report in reports for press in headset.presses(report)]


@pytest.mark.manual("D13")
@pytest.mark.parametrize(
    ("model", "reports", "presses"),
    [
        (models.LEVELS, ["02 0100", "02 0100", "02 0000"], [HeadsetPress(HOOK, True), HeadsetPress(HOOK, False)]),
        (models.LEVELS, ["02 0100", "02 0500", "02 0100"], [HeadsetPress(HOOK, True), HeadsetPress(MUTE)]),
        (models.LEVELS, ["02 1000", "02 0000"], [HeadsetPress(HeadsetKey.REDIAL)]),
        (models.LEVELS, ["02 0800"], [HeadsetPress(HeadsetKey.FLASH)]),
        (models.LEVELS, ["05 0100", "02", "", "02 0200"], []),
        (models.PUSHES, ["20", "00", "20", "00", "40", "00"], [HeadsetPress(HOOK)] * 2 + [HeadsetPress(MUTE)]),
        (models.PUSHES, ["1F", "80"], []),
        (models.TWO_WAY, ["01", "00", "03"], [HeadsetPress(HOOK, True), HeadsetPress(HOOK, False)]),
        (models.TWO_WAY, ["04", "0C"], [HeadsetPress(MUTE, True), HeadsetPress(MUTE, False)]),
        (models.SELECTING, ["07 01", "07 01", "07 00", "07 02"], [HeadsetPress(HOOK), HeadsetPress(MUTE)]),
        (models.SELECTING, ["07 03", "07 04"], [HeadsetPress(HeadsetKey.DROP), HeadsetPress(HeadsetKey.REDIAL)]),
    ],
)
def test_a_press_in_every_manner(model: bytes, reports: list[str], presses: list[HeadsetPress]) -> None:
    assert told(model, *map(bytes.fromhex, reports)) == presses


@pytest.mark.parametrize(
    ("model", "lights", "reports"),
    [
        (models.LEVELS, HeadsetLights(ring=True), ["02 0200"]),
        (models.LEVELS, HeadsetLights(off_hook=True, mute=True, hold=True), ["02 0D00"]),
        (models.LEVELS, HeadsetLights(), ["02 0000"]),
        (models.PUSHES, HeadsetLights(ring=True, mute=True, hold=True), ["00 05"]),
        (models.TWO_WAY, HeadsetLights(off_hook=True), ["00 01"]),
        (models.SELECTING, HeadsetLights(ring=True), []),
    ],
)
def test_lights(model: bytes, lights: HeadsetLights, reports: list[str]) -> None:
    assert Reports(parse(model)).lit(lights) == [bytes.fromhex(report) for report in reports]


def test_only_what_has_a_hook_is_a_headset() -> None:
    assert all(Reports(parse(m)).of_a_headset for m in (models.LEVELS, models.PUSHES, models.TWO_WAY, models.SELECTING))
    volume_keys = bytes.fromhex("050C0901A101150025017501950209E909EA810295068101C0")
    assert not Reports(parse(volume_keys)).of_a_headset


@pytest.mark.parametrize("broken", ["05", "B4", "75 01 97 FF FF FF 7F 09 20 81 02", "19 00 2B FF FF FF 7F"])
def test_a_descriptor_without_sense(broken: str) -> None:
    with pytest.raises(ValueError, match="report descriptor"):
        parse(bytes.fromhex(broken))


@given(st.binary(max_size=80), st.lists(st.binary(max_size=8), max_size=4))
def test_no_bytes_do_harm(descriptor: bytes, reports: list[bytes]) -> None:
    try:
        headset = Reports(parse(descriptor))
    except ValueError:
        return
    for report in reports:
        headset.presses(report)
    headset.lit(HeadsetLights(ring=True, off_hook=True))
