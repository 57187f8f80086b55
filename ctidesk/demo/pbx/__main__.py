"""The demo PBX as a process: `python -m ctidesk.demo.pbx`."""

import argparse
import asyncio
import json
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable, Sequence

from .digest import ALGORITHMS
from .robots import Pace
from .server import Server, Settings

PASSWORD_VARIABLE = "CTIDESK_DEMO_SIP_PASSWORD"


def account_list(text: str) -> list[str]:
    """ "1001-1012,2001" as single accounts."""
    accounts: list[str] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        accounts += [str(number) for number in range(int(first), int(last or first) + 1)]
    return accounts


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ctidesk demo-pbx", description="The demo PBX on loopback.")
    parser.add_argument("--port", type=int, default=0, help="UDP port; 0 takes a free one")
    parser.add_argument("--clients", type=int, default=2000, help="size of the demo CRM the callers come from")
    parser.add_argument("--accounts", type=account_list, default="1001-1012", help="the first is the operator")
    parser.add_argument(
        "--digest",
        nargs="+",
        choices=ALGORITHMS,
        default=list(ALGORITHMS),
        help="SIPp, for one, takes only MD5",
    )
    parser.add_argument("--first-call-s", type=float, default=Pace.first_call_s)
    parser.add_argument("--ring-s", type=float, default=Pace.ring_s)
    parser.add_argument("--talk-s", type=float, default=Pace.talk_s)
    parser.add_argument("--pause-s", type=float, default=Pace.pause_s)
    parser.add_argument("--answer-s", type=float, default=Pace.answer_s, help="how long a dialled robot rings")
    parser.add_argument("--no-callers", action="store_true")
    parser.add_argument(
        "--begin-when-registered",
        action="store_true",
        help="callers wait for the operator's registration, not for the line `begin` on stdin",
    )
    parser.add_argument("--until-stdin-closes", action="store_true")
    return parser


def settings_from(given: argparse.Namespace) -> Settings:
    return Settings(
        port=given.port,
        accounts=given.accounts,
        password=os.environ.get(PASSWORD_VARIABLE, "demo"),
        algorithms=given.digest,
        clients=given.clients,
        has_callers=not given.no_callers,
        pace=Pace(given.first_call_s, given.ring_s, given.talk_s, given.pause_s, given.answer_s),
    )


def stdin_is_pipe() -> bool:
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def read_stdin(on_line: Callable[[str], None], on_end: Callable[[], None]) -> None:
    """In a thread, which works for every kind of stdin on every system.

    os.read, because a daemon thread inside sys.stdin aborts the interpreter when it ends.
    """
    rest = b""
    while chunk := read_chunk():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            on_line(line.decode(errors="replace").strip())
    on_end()


def read_chunk() -> bytes:
    try:
        return os.read(0, 4096)
    except OSError:
        return b""


def follow_stdin(begin: asyncio.Event, stop: asyncio.Event, stops_at_end: bool) -> None:
    loop = asyncio.get_running_loop()

    def on_line(line: str) -> None:
        if line == "begin":
            post(loop, begin)

    def on_end() -> None:
        if stops_at_end:
            post(loop, stop)

    threading.Thread(target=read_stdin, args=(on_line, on_end), daemon=True).start()


def post(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)


def stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: post(loop, stop))


def announce(server: Server, settings: Settings) -> None:
    host, port = server.address
    line = {"server": f"{host}:{port}", "port": port, "accounts": list(settings.accounts)}
    print(json.dumps(line), flush=True)


async def call_from(begin: asyncio.Event | None, server: Server) -> None:
    await server.warm_up()
    await (begin.wait() if begin else server.line.registered())
    await server.run_callers()


async def run(settings: Settings, waits_for_line: bool, stops_at_end: bool) -> None:
    begin, stop = asyncio.Event(), asyncio.Event()
    server = await Server.listen(settings)
    stop_on_signals(stop)
    if waits_for_line or stops_at_end:
        follow_stdin(begin, stop, stops_at_end)
    announce(server, settings)
    story = asyncio.create_task(call_from(begin if waits_for_line else None, server))
    await stop.wait()
    story.cancel()
    await server.close()


def main(argv: Sequence[str] | None = None) -> int:
    given = arguments().parse_args(argv)
    waits_for_line = stdin_is_pipe() and not given.begin_when_registered
    try:
        asyncio.run(run(settings_from(given), waits_for_line, given.until_stdin_closes))
    except OSError as error:
        print(f"The demo PBX cannot listen on port {given.port}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
