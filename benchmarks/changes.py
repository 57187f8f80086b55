"""How long a synchronisation takes in which 100 clients have changed, by mark and by stamp, and comparing all ids.

The real use case, adapter and cache, in this process, against the demo CRM in another. Besides the time: how long one
portion of the comparison holds the writer at most, since the operator's own writes wait for that.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.figures import median
from ctidesk.adapters.cache.sqlite import SqliteCache
from ctidesk.adapters.clock import SystemClock
from ctidesk.adapters.crm.signin.sign_in import sign_in_of
from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.adapters.numbering import PhoneNumbering
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.events import SyncState
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from ctidesk.ports import Cache
from ctidesk.usecases.census import Census
from ctidesk.usecases.session import Session
from ctidesk.usecases.sync import Sync
from tests.fakes.secrets import FakeSecrets
from tests.peers.demo_crm import DemoCrm, demo_crm

CLIENTS = 100_000
CHANGED, ROUNDS = 100, 7


def measure(clients: int = CLIENTS) -> Mapping[str, float]:
    with demo_crm(clients) as crm, tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(crm, Path(folder) / "cache.sqlite"))


async def _measure(crm: DemoCrm, path: Path) -> dict[str, float]:
    cache = TimedCache(path)
    await cache.open()
    settings = CrmSettings(kind="webapi", url=crm.url, auth="none", page_size=5000)
    desk = [WebApiCrm(settings, sign_in_of(settings, FakeSecrets())) for _ in range(2)]
    by_mark, by_stamp = (_sync(each, cache) for each in desk)
    await by_mark._once()
    figures = {"sync_100_changes_ms": await _rounds(crm, by_mark)}
    crm.server(track_changes=501)
    await by_stamp._once()  # finds out that marks are refused
    figures["sync_100_changes_by_stamp_ms"] = await _rounds(crm, by_stamp)
    figures |= await _compared(desk[1], cache)
    for each in desk:
        await each.close()
    await cache.close()
    return figures


def _sync(crm: WebApiCrm, cache: Cache) -> Sync:
    session = Session(Desk(crm=CrmState(SyncState.CONNECTING)), PhoneNumbering("RU", 4))
    return Sync(session, crm, cache, SystemClock(), interval_s=60, wrap_up_s=30)


async def _rounds(crm: DemoCrm, sync: Sync) -> float:
    ids = [row["contactid"] for row in crm.get(f"contacts?$select=contactid&$top={CHANGED}")["value"]]
    took = []
    for number in range(ROUNDS):
        await asyncio.to_thread(_change, crm, ids, number)
        began = time.perf_counter()
        await sync._once()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _change(crm: DemoCrm, ids: list[str], number: int) -> None:
    for id in ids:
        crm.http.patch(f"{crm.url}contacts({id})", json={"jobtitle": f"Должность {number}"}).raise_for_status()


async def _compared(crm: WebApiCrm, cache: TimedCache) -> dict[str, float]:
    cache.longest_ms = 0.0
    began = time.perf_counter()
    gone = await Census(crm, cache, SystemClock(), lambda: False)._compare(Entity.CONTACT)
    seconds = time.perf_counter() - began
    assert gone == 0, gone
    return {"compare_ids_s": seconds, "compare_ids_writer_ms_max": cache.longest_ms}


class TimedCache(SqliteCache):
    longest_ms = 0.0

    async def _write(self, work: Callable[[Any], Any], *, durable: bool = False) -> Any:
        def timed(db: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(db)
            finally:
                self.longest_ms = max(self.longest_ms, (time.perf_counter() - began) * 1000)

        return await super()._write(timed, durable=durable)
