"""A USB bus with headsets that nobody has to own: what hidapi shows of it, and what a hand does at it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_UNPLUGGED = object()
_WAIT_S = 5.0


@dataclass
class FakeHeadset:
    descriptor: bytes
    usage_page: int = 0x0B
    refuses: bool = False
    reports: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    written: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue)
    closed: threading.Event = field(default_factory=threading.Event)

    def send(self, *report: int) -> None:
        self.reports.put(list(report))

    def lit(self) -> bytes:
        """The next output report that was written to it."""
        return self.written.get(timeout=_WAIT_S)


class HidBus:
    """Has hidapi's ``enumerate`` and ``device``."""

    def __init__(self) -> None:
        self._plugged: dict[bytes, FakeHeadset] = {}
        self.looks = 0

    def plug(self, path: bytes, headset: FakeHeadset) -> FakeHeadset:
        self._plugged = {**self._plugged, path: headset}
        return headset

    def unplug(self, path: bytes) -> None:
        headset = self._plugged[path]
        self._plugged = {kept: each for kept, each in self._plugged.items() if kept != path}
        headset.reports.put(_UNPLUGGED)

    def enumerate(self) -> list[dict[str, Any]]:
        self.looks += 1
        return [
            {"path": path, "usage_page": each.usage_page, "product_string": "fake"}
            for path, each in self._plugged.items()
        ]

    def device(self) -> FakeDevice:
        return FakeDevice(lambda path: self._plugged.get(path))


class FakeDevice:
    def __init__(self, find: Callable[[bytes], FakeHeadset | None]) -> None:
        self._find = find
        self._headset: FakeHeadset | None = None

    def open_path(self, path: bytes) -> None:
        headset = self._find(path)
        if headset is None or headset.refuses:
            raise OSError("open failed")
        self._headset = headset

    def get_report_descriptor(self) -> list[int]:
        return list(self._open.descriptor)

    def read(self, size: int, timeout_ms: int) -> list[int]:
        try:
            report = self._open.reports.get(timeout=timeout_ms / 1000)
        except queue.Empty:
            return []
        if report is _UNPLUGGED:
            raise OSError("read error")
        return report[:size]

    def write(self, report: bytes) -> int:
        self._open.written.put(bytes(report))
        return len(report)

    def close(self) -> None:
        if self._headset:
            self._headset.closed.set()
        self._headset = None

    @property
    def _open(self) -> FakeHeadset:
        if self._headset is None:
            raise ValueError("not open")
        return self._headset
