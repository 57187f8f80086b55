"""The engine as the desk knows it: a process of its own, started, supervised, spoken to by a pipe."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import IO

from ctidesk.adapters.telephony.wire import WireError, decode_event, encode
from ctidesk.domain.commands import Command
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import EngineLost, Event

HOST_COMMAND = (sys.executable, "-m", "ctidesk.adapters.telephony.host")

_LOG = logging.getLogger("ctidesk.engine")
_RESTART_AFTER_S = (0.0, 0.2, 0.5, 1.0, 2.0)  # by deaths in quick succession; from then on:
_GIVEN_UP_S = 10.0
_QUICK_DEATH_S = 10.0
_STOP_WITHIN_S = 2.5
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console beside the desk


class _Child:
    """One engine process. ``None`` in the queue closes its stdin, which ends it."""

    def __init__(self, outgoing: queue.SimpleQueue[bytes | None], command: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        self._outgoing = outgoing
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=_NO_WINDOW)
        self._threads = [
            threading.Thread(target=target, args=(stream,), name=f"engine-{name}", daemon=True)
            for name, target, stream in (
                ("commands", self._write, self.process.stdin),
                ("log", _log_lines, self.process.stderr),
            )
        ]
        for thread in self._threads:
            thread.start()

    def read(self, each: Callable[[bytes], None]) -> int:
        """Hand over every line until the process has ended; its return code."""
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                each(line)
        code = self.process.wait()
        self._outgoing.put(None)
        for thread in self._threads:
            thread.join()
        return code

    def _write(self, stdin: IO[bytes]) -> None:
        with contextlib.suppress(OSError), stdin:  # a broken pipe: the reader learns of the end too
            while (line := self._outgoing.get()) is not None:
                stdin.write(line)
                stdin.flush()


class EngineProcess:
    """:class:`ctidesk.ports.Telephony` by an engine in another process, started anew whenever it dies."""

    def __init__(self, command: Sequence[str] = HOST_COMMAND) -> None:
        self._command = list(command)
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._child: _Child | None = None
        self._deaths = 0
        self._ended: asyncio.Event | None = None

    @property
    def pid(self) -> int | None:
        """The engine process's id while there is one."""
        return self._child.process.pid if self._child else None

    def start(self, listener: Callable[[Event], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._listener = listener
        self._ended = asyncio.Event()
        self._outgoing = queue.SimpleQueue()
        self._stopping.clear()
        threading.Thread(target=self._supervise, args=(self._ended,), name="engine-supervisor", daemon=True).start()

    def send(self, command: Command) -> None:
        self._outgoing.put(encode(command))

    async def stop(self) -> None:
        if self._ended is None:
            return
        self._stopping.set()
        self._outgoing.put(None)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), _STOP_WITHIN_S)
        if self._child:
            self._child.process.kill()
        await self._ended.wait()

    # --- the supervising thread ------------------------------------------------------------------------------------

    def _supervise(self, ended: asyncio.Event) -> None:
        while not self._stopping.is_set():
            started = monotonic()
            how = self._run()
            if self._stopping.is_set():
                break
            self._deaths = self._deaths + 1 if monotonic() - started < _QUICK_DEATH_S else 1
            self._outgoing = queue.SimpleQueue()  # what was meant for the dead engine; the desk says it again
            self._tell(self._lost(how))
            self._stopping.wait(self._pause_s())
        self._hop(ended.set)

    def _run(self) -> str:
        """One life of the engine; how it ended."""
        try:
            self._child = _Child(self._outgoing, self._command)
        except OSError as error:
            return f"{type(error).__name__}: {error.strerror}"
        code = self._child.read(self._heard)
        self._child = None
        return f"signal {-code}" if code < 0 else f"exit {code}"

    def _heard(self, line: bytes) -> None:
        try:
            self._tell(decode_event(line))
        except WireError as error:
            _LOG.error("an event was not understood: %s", error)

    def _lost(self, how: str) -> EngineLost:
        given_up = self._deaths > len(_RESTART_AFTER_S)
        id = ProblemId.ENGINE_UNAVAILABLE if given_up else ProblemId.ENGINE_RESTARTED
        return EngineLost(datetime.now(UTC), Problem.of(id, detail=how))

    def _pause_s(self) -> float:
        return _RESTART_AFTER_S[self._deaths - 1] if self._deaths <= len(_RESTART_AFTER_S) else _GIVEN_UP_S

    def _tell(self, event: Event) -> None:
        self._hop(lambda: self._listener(event))

    def _hop(self, action: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(action)


def _log_lines(stderr: IO[bytes]) -> None:
    with stderr as lines:
        for line in lines:
            _LOG.info("%s", line.decode("utf-8", "replace").rstrip())
