"""The process of a desktop: log, loop, signals, and one desk after another from the settings of the moment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable

from ctidesk.adapters.desktop import log_file
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.app import Office
from ctidesk.parts import read_settings
from ctidesk.ui.windows import make_application

SWITCH_S = 0.0005


def run(profile: Profile, *, minimized: bool, until_stdin_closes: bool, link: str = "") -> int:
    """The desktop, until it is closed; whoever calls this has the claim to the profile. ``link`` started it."""
    log_file.start(profile.log)
    # A thread that computes keeps the interpreter for so long when the windows ask for it: the usual 5 ms, several
    # times for one click, can be felt while a page of the CRM is read.
    sys.setswitchinterval(SWITCH_S)
    reading = read_settings(profile)
    application = make_application(reading.safe.ui)
    office = Office(profile, reading, minimized=minimized, link=link)
    office.show()
    application.processEvents()
    import qasync  # the loop can wait until the panel is painted; its import takes as long as an empty window

    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        if until_stdin_closes:
            _quit_with_stdin(loop, lambda: office.quit())
        _quit_with_signals(loop, lambda: office.quit())
        while loop.run_until_complete(office.run()):
            reading = read_settings(profile)
            make_application(reading.safe.ui)
            # Who has put the telephone off is not asked about it again before the next start.
            wizard = not office.first_start_done
            link, offer = office.link, office.offer
            minimized = not office.panel_open
            office = Office(profile, reading, minimized=minimized, link=link, offer=offer, wizard=wizard)
            office.show()
    return 0


def _quit_with_signals(loop: asyncio.AbstractEventLoop, quit: Callable[[], None]) -> None:
    if sys.platform != "win32":  # where a program with windows is not sent any
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, quit)


def _quit_with_stdin(loop: asyncio.AbstractEventLoop, quit: Callable[[], None]) -> None:
    """Whoever started us holds the other end of our standard input; when it goes, so do we."""

    def wait() -> None:
        # Not through sys.stdin: a thread that waits in it holds a lock that the interpreter's end asks for.
        while os.read(sys.stdin.fileno(), 4096):
            pass
        loop.call_soon_threadsafe(quit)

    threading.Thread(target=wait, name="stdin", daemon=True).start()
