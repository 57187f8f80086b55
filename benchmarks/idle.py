"""What the desk costs while nothing happens: memory (PSS) and processor time of desk and engine together."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.processes import cpu_s, pss_mb
from benchmarks.start import PASSWORD, settings
from tests.peers.demo_crm import demo_crm
from tests.peers.desk import Desk
from tests.peers.kamailio import Kamailio
from tests.peers.processes import descendants

QUIET_S = 30.0


def measure() -> Mapping[str, float]:
    with Kamailio({"1001": PASSWORD}) as pbx, demo_crm(2000) as crm, tempfile.TemporaryDirectory() as folder:
        more = {"CTIDESK_CRM_KIND": "webapi", "CTIDESK_CRM_URL": crm.url, "CTIDESK_CRM_AUTH": "none"}
        desk = Desk(Path(folder), settings(pbx.server, **more))
        desk.start()
        desk.wait("registration=registered")
        desk.wait("crm.sync=idle", 60)
        time.sleep(3)
        assert desk.process is not None
        processes = [desk.process.pid, *descendants(desk.process.pid)]
        before = sum(cpu_s(process) for process in processes)
        time.sleep(QUIET_S)
        used_s = sum(cpu_s(process) for process in processes) - before
        pss = {process: pss_mb(process) for process in processes}
        desk.stop()
    return {"pss_idle_mb": sum(pss.values()), "idle_cpu_percent": 100 * used_s / QUIET_S}
