"""How far a pull is, and how long it will take."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.after import after
from ctidesk.domain.desk import CrmState, Desk, SyncProgress
from ctidesk.domain.events import SyncState
from ctidesk.domain.records import Entity

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "total", "rows_per_s", "left_s"),
    [
        (120_000, 1_000_000, 8_000.0, 110),
        (999_999, 1_000_000, 8_000.0, 1),
        (1_000_000, 1_000_000, 8_000.0, 0),
        (1_000_001, 1_000_000, 8_000.0, 0),
        (10, None, 8_000.0, None),
        (10, 100, None, None),
        (10, 100, 0.0, None),
    ],
)
def test_the_time_left(done: int, total: int | None, rows_per_s: float | None, left_s: int | None) -> None:
    assert SyncProgress(Entity.CONTACT, done, total, rows_per_s).left_s == left_s


@pytest.mark.parametrize(("done", "total", "share"), [(1, 4, 0.25), (5, 4, 1.0), (1, None, None), (0, 0, None)])
def test_the_share(done: int, total: int | None, share: float | None) -> None:
    assert SyncProgress(Entity.CONTACT, done, total).share == share


def test_there_is_something_to_stop_while_something_is_under_way() -> None:
    desk = Desk(crm=CrmState(SyncState.CONNECTING))
    assert desk.crm.syncing
    desk = after(desk, ev.SyncCompleted(NOW, 1))
    assert not desk.crm.syncing
    desk = after(desk, ev.SyncProgressed(Entity.CONTACT, 5_000, None, 100.0))
    assert desk.crm.syncing and desk.crm.progress == SyncProgress(Entity.CONTACT, 5_000, None, 100.0)
    assert not after(desk, ev.SyncChanged(SyncState.IDLE)).crm.syncing
