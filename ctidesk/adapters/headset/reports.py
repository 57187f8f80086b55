"""The reports of one headset: from bytes to presses, from lights to bytes.

Usages: USB HID Usage Tables 1.5, telephony device page (0x0B) and LED page (0x08); how an on/off control tells of
itself: section 3.4.1.2 there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ctidesk.adapters.headset.descriptor import Descriptor, Field
from ctidesk.domain.headset import HeadsetKey, HeadsetLights, HeadsetPress

TELEPHONY = 0x0B
KEYS: Mapping[int, HeadsetKey] = {
    0x0B_0020: HeadsetKey.HOOK,
    0x0B_0021: HeadsetKey.FLASH,
    0x0B_0024: HeadsetKey.REDIAL,
    0x0B_0026: HeadsetKey.DROP,
    0x0B_002F: HeadsetKey.MUTE,
}
LIGHTS: Mapping[int, str] = {0x08_0009: "mute", 0x08_0017: "off_hook", 0x08_0018: "ring", 0x08_0020: "hold"}
_NUMBERLESS = 0


class Reports:
    """Remembers what each key was in, for a report tells of all of them and a press is a change of one."""

    def __init__(self, descriptor: Descriptor) -> None:
        self._keys = [each for each in descriptor.inputs if KEYS.keys() & set(each.usages)]
        self._lights = [each for each in descriptor.outputs if LIGHTS.keys() & set(each.usages)]
        self._lengths = descriptor.output_bytes
        self._numbered = any(each.report for each in (*descriptor.inputs, *descriptor.outputs))
        self._held: dict[int, int] = {}

    @property
    def of_a_headset(self) -> bool:
        return any(0x0B_0020 in each.usages for each in self._keys)

    def presses(self, report: bytes) -> list[HeadsetPress]:
        """What was pressed by ``report``, as the device sent it; one that is too short says nothing."""
        number, bits = (report[0], report[1:]) if self._numbered and report else (_NUMBERLESS, report)
        found: list[HeadsetPress] = []
        for each in self._keys:
            if each.report == number and each.offset + each.size <= 8 * len(bits):
                found.extend(self._pressed(each, _value(each, bits)))
        return found

    def lit(self, lights: HeadsetLights) -> list[bytes]:
        """The output reports for ``lights``, each with its number in front (0 where it has none)."""
        numbers = sorted({each.report for each in self._lights})
        return [bytes([number]) + self._output(number, lights) for number in numbers]

    def _pressed(self, each: Field, value: int) -> Iterator[HeadsetPress]:
        if each.selects:
            yield from self._selected(each, value)
            return
        usage = each.usages[0]
        before, self._held[usage] = self._held.get(usage, 0), value
        if each.relative and each.first < 0:  # two-way: 1 says on, -1 off
            if value:
                yield HeadsetPress(KEYS[usage], value == 1)
        elif each.relative or each.preferred:
            if value and not before:
                yield HeadsetPress(KEYS[usage])
        elif value != before:
            yield HeadsetPress(KEYS[usage], bool(value))

    def _selected(self, each: Field, value: int) -> Iterator[HeadsetPress]:
        """One field for several keys: it says which is down."""
        place = value - each.first
        now = each.usages[place] if 0 <= place < len(each.usages) else 0
        slot = -1 - each.offset  # one that no usage has
        before, self._held[slot] = self._held.get(slot, 0), now
        if now != before and now in KEYS:
            yield HeadsetPress(KEYS[now])

    def _output(self, number: int, lights: HeadsetLights) -> bytes:
        bits = 0
        for each in self._lights:
            if each.report != number:
                continue
            for place, usage in enumerate(each.usages):
                if usage in LIGHTS and getattr(lights, LIGHTS[usage]):
                    bits |= (each.first + place if each.selects else 1) << each.offset
        return bits.to_bytes(self._lengths[number], "little")


def _value(each: Field, report: bytes) -> int:
    """Bits are counted from the lowest of the first byte on (HID 1.11, section 8.4)."""
    value = int.from_bytes(report, "little") >> each.offset & (1 << each.size) - 1
    negative = each.first < 0 and value >> each.size - 1
    return value - (1 << each.size) if negative else value
