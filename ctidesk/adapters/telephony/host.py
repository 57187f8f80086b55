"""The engine process: commands come in by stdin, events go out by stdout, until stdin ends."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from ctidesk.adapters.telephony.wire import EngineEvent, WireError, decode_command, encode
from ctidesk.domain.commands import Command

_LONGEST_POLL_S = 1.0
_CLOSE_WITHIN_S = 1.2
_DEAD_AFTER_S = 2.0
_SWITCH_INTERVAL_S = 0.0005  # Python's 5 ms would cost sound frames as soon as two threads are busy


class Engine(Protocol):
    """Made, polled and closed by one thread; :meth:`wake` comes from another."""

    def take(self, command: Command) -> None: ...

    def poll(self, longest_s: float) -> None: ...

    def wake(self) -> None: ...

    def close(self, within_s: float) -> None: ...


def main(argv: Sequence[str]) -> int:
    """Runs until stdin ends."""
    parser = argparse.ArgumentParser(prog="ctidesk engine-host", description="The SIP engine of a desk, on its pipe.")
    parser.add_argument("--engine", choices=list(_ENGINES), default="pjsip")
    make = _ENGINES[parser.parse_args(argv).engine]
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the desk's terminal: the desk decides, by the pipe
    faulthandler.enable()
    out = _own_stdout()
    _serve(make(lambda event: _write(out, encode(event))))
    return 0


def _pjsip(emit: Callable[[EngineEvent], None]) -> Engine:
    from ctidesk.adapters.telephony.pjsip.engine import PjsipEngine  # not before stdout is ours: PJSIP prints to it

    return PjsipEngine(emit)


def _pyvoip(emit: Callable[[EngineEvent], None]) -> Engine:
    from ctidesk.adapters.telephony.pyvoip.engine import PyvoipEngine

    return PyvoipEngine(emit)


_ENGINES: Mapping[str, Callable[[Callable[[EngineEvent], None]], Engine]] = {"pjsip": _pjsip, "pyvoip": _pyvoip}


def _own_stdout() -> int:
    """The wire. What native code prints to fd 1 goes to stderr from here on."""
    out = os.dup(1)
    os.dup2(2, 1)
    return out


def _write(out: int, line: bytes) -> None:
    """A desk that is gone reads nothing more; its end of stdin is what ends us, calls hung up and all."""
    with contextlib.suppress(BrokenPipeError):
        while line:
            line = line[os.write(out, line) :]


def _serve(engine: Engine) -> None:
    waiting: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(waiting, engine.wake), name="commands", daemon=True).start()
    while _take_all(engine, waiting):
        engine.poll(_LONGEST_POLL_S)
    threading.Timer(_DEAD_AFTER_S, os._exit, (1,)).start()  # a library that hangs must not outlive the desk
    engine.close(_CLOSE_WITHIN_S)
    os._exit(0)  # not by way of the interpreter's end, which frees native objects in any order


def _take_all(engine: Engine, waiting: queue.SimpleQueue[Command | None]) -> bool:
    """Whether the pipe is still open."""
    while not waiting.empty():
        command = waiting.get()
        if command is None:
            return False
        engine.take(command)
    return True


def _read(waiting: queue.SimpleQueue[Command | None], wake: Callable[[], None]) -> None:
    for line in _lines(0):
        try:
            waiting.put(decode_command(line))
        except WireError as error:
            print(f"a command was not understood: {error}", file=sys.stderr)
        wake()
    waiting.put(None)
    wake()


def _lines(fd: int) -> Iterator[bytes]:
    """Not by ``sys.stdin``: its lock, held by a daemon thread, would break the interpreter's end."""
    rest = b""
    while chunk := os.read(fd, 65536):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line for line in whole if line.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
