"""Headsets on USB, by hidapi: found when they are plugged in, read in a thread each, lit by one."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from ctidesk.adapters.headset.descriptor import parse
from ctidesk.adapters.headset.reports import TELEPHONY, Reports
from ctidesk.domain.headset import HeadsetLights, HeadsetPress

log = logging.getLogger(__name__)

SCAN_S = 2.0
READ_MS = 500
REPORT_BYTES = 256


def hidapi() -> Any:
    """The library; raises ``ImportError``."""
    import hid

    return hid


class HidHeadsets:
    """``library`` gives what has hidapi's ``enumerate`` and ``device``; it is asked for in the thread."""

    def __init__(self, library: Callable[[], Any] = hidapi, scan_s: float = SCAN_S) -> None:
        self._library = library
        self._scan_s = scan_s
        self._wanted: queue.SimpleQueue[HeadsetLights | None] = queue.SimpleQueue()
        self._plugged: dict[bytes, _Plugged] = {}
        self._unfit: set[bytes] = set()
        self._lights = HeadsetLights()
        self._thread: threading.Thread | None = None

    def start(self, pressed: Callable[[HeadsetPress], None]) -> None:
        loop = asyncio.get_running_loop()

        def report(press: HeadsetPress) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(pressed, press)

        self._thread = threading.Thread(target=self._serve, args=(report,), name="headset", daemon=True)
        self._thread.start()

    def show(self, lights: HeadsetLights) -> None:
        self._wanted.put(lights)

    async def leave(self) -> None:
        self._wanted.put(None)
        if self._thread:
            await asyncio.to_thread(self._thread.join, 2.0)

    # --- in the thread ---------------------------------------------------------------------------------------------

    def _serve(self, report: Callable[[HeadsetPress], None]) -> None:
        try:
            library = self._library()
        except ImportError as error:
            log.warning("keys of headsets are not served: %s", error)
            return
        while True:
            self._look(library, report)
            try:
                lights = self._wanted.get(timeout=self._scan_s)
            except queue.Empty:
                continue
            if lights is None:
                break
            self._light(lights)
        self._light(HeadsetLights())
        for plugged in self._plugged.values():
            plugged.close()

    def _look(self, library: Any, report: Callable[[HeadsetPress], None]) -> None:
        """Open what has been plugged in, forget what has gone."""
        try:
            found = {each["path"]: each for each in library.enumerate() if each.get("usage_page") == TELEPHONY}
        except OSError as error:
            log.warning("the system does not tell its headsets: %s", error)
            return
        for path in self._plugged.keys() - found.keys():
            self._plugged.pop(path).close()
        self._plugged = {path: each for path, each in self._plugged.items() if not each.gone}
        self._unfit &= found.keys()
        for path in found.keys() - self._plugged.keys() - self._unfit:
            self._open(library, path, str(found[path].get("product_string") or ""), report)

    def _open(self, library: Any, path: bytes, name: str, report: Callable[[HeadsetPress], None]) -> None:
        """What may not be opened, or has no hook, is left alone until it is plugged in again."""
        device = library.device()
        try:
            device.open_path(path)
            reports = Reports(parse(bytes(device.get_report_descriptor())))
            if not reports.of_a_headset:
                raise ValueError("it has no hook switch")
        except (OSError, ValueError) as error:
            log.info("the headset %r is not served: %s", name, error)
            device.close()
            self._unfit.add(path)
            return
        log.info("the keys of the headset %r are served", name)
        self._plugged[path] = plugged = _Plugged(device, reports, report)
        plugged.light(self._lights)

    def _light(self, lights: HeadsetLights) -> None:
        self._lights = lights
        for plugged in self._plugged.values():
            plugged.light(lights)


class _Plugged:
    """One open headset. Its thread alone closes the device, so that nobody reads from one that is closed."""

    def __init__(self, device: Any, reports: Reports, report: Callable[[HeadsetPress], None]) -> None:
        self._device = device
        self._reports = reports
        self._report = report
        self._leaving = False
        self._turn = threading.Lock()
        self.gone = False
        threading.Thread(target=self._read, name="headset keys", daemon=True).start()

    def light(self, lights: HeadsetLights) -> None:
        with self._turn:
            if self.gone:
                return
            for report in self._reports.lit(lights):
                try:
                    self._device.write(report)
                except (OSError, ValueError) as error:
                    log.info("a headset does not take its lights: %s", error)

    def close(self) -> None:
        self._leaving = True

    def _read(self) -> None:
        while not self._leaving:
            try:
                read = self._device.read(REPORT_BYTES, READ_MS)
            except (OSError, ValueError):
                break  # unplugged; the next look opens it again where it is not
            for press in self._reports.presses(bytes(read or ())):
                self._report(press)
        with self._turn:
            self.gone = True
            self._device.close()
