"""Run in a child: the desk pulls everything twice, while its windows' loop is watched; then it looks and searches.

``python -m benchmarks.pulling PROFILE``; the CRM is in the environment. Prints one JSON object. The probe is a timer
of a millisecond on the windows' loop: how late it comes is how long a click would have waited.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import qasync
from PySide6.QtCore import Qt, QTimer

from ctidesk import app, running
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.domain.desk import Desk
from ctidesk.domain.events import Event, SyncCompleted, SyncProgressed
from ctidesk.domain.intents import Synchronise
from ctidesk.domain.phone_number import parse
from ctidesk.domain.records import CLIENTS, Entity
from ctidesk.parts import read_settings
from ctidesk.ports import Cache
from ctidesk.ui.windows import make_application

PROBE_MS = 1
QUIET_S = 5.0
LOOK_UPS, SEARCHES = 2000, 1500


class Watch:
    """Late ticks of the loop, and when the rows of each entity were in."""

    def __init__(self) -> None:
        self.ticks: list[tuple[float, float]] = []
        self.progress: list[tuple[float, Entity, int]] = []
        self.completed = asyncio.Event()
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.ticks.clear()
        self.progress = [(time.perf_counter(), Entity.TEAM, 0)]
        self.completed.clear()
        self._last = time.perf_counter()
        self._timer.start(PROBE_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.ticks.append((now, max(0.0, (now - self._last) * 1000 - PROBE_MS)))
        self._last = now

    def react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, SyncProgressed):
            self.progress.append((time.perf_counter(), event.entity, event.done))
        if isinstance(event, SyncCompleted):
            self._timer.stop()
            self.completed.set()

    def late_ms(self) -> list[float]:
        """While rows of clients and organizations came: the desk's start is not the pull's doing."""
        times = [at for at, entity, _ in self.progress if entity in CLIENTS]
        return [late for at, late in self.ticks if times[0] <= at <= times[-1]]

    async def quiet(self) -> list[float]:
        """While nothing happens: what the machine alone makes late."""
        self.start()
        await asyncio.sleep(QUIET_S)
        self._timer.stop()
        return [late for _, late in self.ticks]

    def clients(self) -> tuple[int, float]:
        """Rows of clients and organizations, and the seconds that they took."""
        places = [place for place, (_, entity, _) in enumerate(self.progress) if entity in CLIENTS]
        rows = sum(max(done for _, which, done in self.progress if which is entity) for entity in CLIENTS)
        return rows, self.progress[places[-1]][0] - self.progress[places[0] - 1][0]


async def measure(office: app.Office, watch: Watch) -> dict[str, object]:
    working = asyncio.create_task(office.run())
    await watch.completed.wait()
    (rows, first_s), late_ms = watch.clients(), watch.late_ms()
    watch.start()
    office._session.do(Synchronise(full=True))
    await watch.completed.wait()
    (again_rows, again_s), late_again_ms = watch.clients(), watch.late_ms()
    quiet_ms = await watch.quiet()
    looked = await look_up(office._cache)
    searched, queries = await search(office._cache)
    office.quit()
    await working
    return {
        "rows": rows,
        "first_s": first_s,
        "again_rows": again_rows,
        "again_s": again_s,
        "late_ms": late_ms,
        "late_again_ms": late_again_ms,
        "quiet_ms": quiet_ms,
        "look_up_ms": looked,
        "search_ms": searched,
        "queries": queries,
    }


async def look_up(cache: Cache) -> list[float]:
    numbers = (Path(os.environ["BENCH_SAMPLE"]) / "numbers.txt").read_text().splitlines()[:LOOK_UPS]
    took_ms = []
    for number in numbers:
        parsed = parse(number)
        began = time.perf_counter()
        await cache.lookup(parsed)
        took_ms.append((time.perf_counter() - began) * 1000)
    return took_ms


async def search(cache: Cache) -> tuple[list[float], list[str]]:
    """Beginnings of two to ten letters of names, e-mails and numbers; one in ten with a typo or on the wrong layout."""
    texts = (Path(os.environ["BENCH_SAMPLE"]) / "texts.txt").read_text().splitlines()[:SEARCHES]
    took_ms = []
    for text in texts:
        began = time.perf_counter()
        await cache.search(text)
        took_ms.append((time.perf_counter() - began) * 1000)
    return took_ms, texts


def main() -> None:
    sys.setswitchinterval(running.SWITCH_S)
    profile = Profile.at(Path(sys.argv[1]))
    profile.make()
    reading = read_settings(profile)
    application = make_application(reading.safe.ui)
    office = app.Office(profile, reading)
    office.show()
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        watch = Watch()
        office._session.react(watch.react)
        watch.start()
        print(json.dumps(loop.run_until_complete(measure(office, watch))), flush=True)


if __name__ == "__main__":
    main()
