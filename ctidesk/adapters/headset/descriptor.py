"""What a HID device says of its reports: which bit of which report is which key or light.

Source: Device Class Definition for Human Interface Devices 1.11, sections 5.2–5.8 and 6.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_INPUT, _OUTPUT, _END_COLLECTION, _COLLECTION = 0x8, 0x9, 0xC, 0xA
_MAIN, _GLOBAL, _LOCAL = 0, 1, 2
_LONG_ITEM = 0xFE
_MOST_FIELDS = 4096
"""More than any device has; a broken descriptor may ask for billions."""


@dataclass(frozen=True, slots=True)
class Field:
    """``size`` bits from bit ``offset`` on, of the report ``report`` (0 where reports have no number).

    ``usages``: one, and the field is its value; several, and the field says which of them holds (``first`` is the value
    of the first). ``relative``: it tells of changes; ``preferred``: it falls back by itself, like a push-button.
    """

    report: int
    offset: int
    size: int
    usages: tuple[int, ...]
    first: int = 0
    selects: bool = False
    relative: bool = False
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Descriptor:
    """``output_bytes`` is how long each output report is, without its number."""

    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]
    output_bytes: dict[int, int]


def parse(raw: bytes) -> Descriptor:
    """The fields of a report descriptor that have usages. Raises ``ValueError`` for one that makes no sense."""
    parser = _Parser()
    for kind, tag, data in _items(raw):
        parser.take(kind, tag, data)
    sizes = {report: (bits + 7) // 8 for (tag, report), bits in parser.bits.items() if tag == _OUTPUT}
    return Descriptor(tuple(parser.fields[_INPUT]), tuple(parser.fields[_OUTPUT]), sizes)


def _items(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Type, tag and data of each item (section 6.2.2.2)."""
    place = 0
    while place < len(raw):
        prefix = raw[place]
        long = prefix == _LONG_ITEM
        size = raw[place + 1] if long and place + 1 < len(raw) else (0, 1, 2, 4)[prefix & 3]
        start = place + (3 if long else 1)
        data = raw[start : start + size]
        if len(data) < size:
            raise ValueError("the report descriptor ends within an item")
        if not long:
            yield prefix >> 2 & 3, prefix >> 4, data
        place = start + size


@dataclass(frozen=True, slots=True)
class _Globals:
    """What holds until it is said otherwise (section 6.2.2.7)."""

    page: int = 0
    minimum: int = 0
    size: int = 0
    report: int = 0
    count: int = 0


@dataclass(slots=True)
class _Parser:
    bits: dict[tuple[int, int], int] = field(default_factory=dict)
    fields: dict[int, list[Field]] = field(default_factory=lambda: {_INPUT: [], _OUTPUT: []})
    _now: _Globals = field(default_factory=_Globals)
    _stack: list[_Globals] = field(default_factory=list)
    _usages: list[int] = field(default_factory=list)
    _from: int = 0

    def take(self, kind: int, tag: int, data: bytes) -> None:
        number = int.from_bytes(data, "little")
        if kind == _GLOBAL:
            self._global(tag, number, int.from_bytes(data, "little", signed=True))
        elif kind == _LOCAL:
            self._local(tag, number, len(data))
        elif kind == _MAIN:
            if tag in (_INPUT, _OUTPUT):
                self._main(tag, number)
            self._usages = []

    def _global(self, tag: int, number: int, signed: int) -> None:
        now = self._now
        if tag == 0xA:
            self._stack.append(now)
        elif tag == 0xB:
            if not self._stack:
                raise ValueError("the report descriptor takes back what it has not kept")
            self._now = self._stack.pop()
        else:
            names = {0x0: "page", 0x1: "minimum", 0x7: "size", 0x8: "report", 0x9: "count"}
            if tag in names:
                self._now = replace(now, **{names[tag]: signed if tag == 0x1 else number})

    def _local(self, tag: int, number: int, size: int) -> None:
        usage = number if size == 4 else self._now.page << 16 | number
        if tag == 0x0:
            self._usages.append(usage)
        elif tag == 0x1:
            self._from = usage
        elif tag == 0x2:
            if usage - self._from > _MOST_FIELDS:
                raise ValueError("the report descriptor names too many usages")
            self._usages.extend(range(self._from, usage + 1))

    def _main(self, tag: int, flags: int) -> None:
        now, start = self._now, self.bits.get((tag, self._now.report), 0)
        if now.count > _MOST_FIELDS or now.size > _MOST_FIELDS:
            raise ValueError("the report descriptor asks for reports too long")
        self.bits[tag, now.report] = start + now.size * now.count
        constant, variable = flags & 1, flags & 2
        if constant or not self._usages:
            return
        for place in range(now.count):
            # Fewer usages than fields: the last one is that of all the rest (section 6.2.2.8).
            own = self._usages[min(place, len(self._usages) - 1)]
            usages = (own,) if variable else tuple(self._usages)
            self.fields[tag].append(
                Field(
                    now.report,
                    start + place * now.size,
                    now.size,
                    usages,
                    now.minimum,
                    selects=not variable,
                    relative=bool(flags & 4),
                    preferred=bool(variable and not flags & 0x20),
                )
            )
