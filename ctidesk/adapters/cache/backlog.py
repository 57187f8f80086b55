"""What the operator did while the disk had no room: kept in memory, in order, and written when there is room again."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from ctidesk.adapters.cache.connection import fold_log, transaction
from ctidesk.adapters.cache.file import database_errors

Work: TypeAlias = Callable[[sqlite3.Connection], None]


class Backlog:
    """Belongs to the writing thread. ``is_full`` tells an error of a full disk from others."""

    def __init__(self, is_full: Callable[[BaseException], bool]) -> None:
        self._waiting: deque[Work] = deque()
        self._is_full = is_full

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, work: Work) -> None:
        self._waiting.append(work)

    def write(self, db: sqlite3.Connection) -> None:
        """Everything that waits, one transaction each; what fails for another reason than room is its caller's."""
        while self._waiting:
            work = self._waiting.popleft()
            try:
                self._commit(db, work)
            except BaseException as error:
                if self._is_full(error):
                    self._waiting.appendleft(work)
                raise

    def _commit(self, db: sqlite3.Connection, work: Work) -> None:
        """Where there is no room, the log's is made free: it may hold much that the file has had for long."""
        try:
            with transaction(db, durable=True):
                work(db)
        except database_errors() as error:
            if not (self._is_full(error) and fold_log(db)):
                raise
            with transaction(db, durable=True):
                work(db)
