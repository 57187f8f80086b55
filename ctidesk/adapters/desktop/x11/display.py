"""One connection to an X server."""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import xcffib
import xcffib.xproto as x

from ctidesk.adapters.desktop.x11.grabs import Grabs
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import Strip

log = logging.getLogger(__name__)


class Display:
    """Raises OSError where the server has gone."""

    def __init__(self, connection: xcffib.Connection) -> None:
        self._connection = connection
        self._root = connection.get_setup().roots[connection.pref_screen].root
        self._grabs: Grabs | None = None

    @classmethod
    @contextmanager
    def at(cls, name: str | None) -> Iterator[Display]:
        try:
            connection = xcffib.connect(display=name)
        except xcffib.ConnectionException as error:
            raise OSError(str(error) or type(error).__name__) from error
        try:
            yield cls(connection)
        except xcffib.ConnectionException as error:
            raise OSError(str(error) or type(error).__name__) from error
        finally:
            connection.disconnect()

    def fileno(self) -> int:
        return int(self._connection.get_file_descriptor())

    def grab(self, keys: Mapping[str, Key], pressed: Callable[[str], None]) -> Sequence[str]:
        """The names of the keys that cannot be had; those of an earlier call are given back first."""
        if self._grabs:
            self._grabs.give_back()
        self._grabs = Grabs(self._connection, self._root, keys, pressed)
        return self._grabs.take()

    def reserve(self, window: int, strip: Strip) -> None:
        """_NET_WM_STRUT_PARTIAL (EWMH): left, right, top, bottom, then where along each edge it begins and ends."""
        top = (0, 0, strip.bottom, 0, 0, 0, 0, 0, strip.left, max(0, strip.right - 1), 0, 0)
        for name, values in (("_NET_WM_STRUT_PARTIAL", top), ("_NET_WM_STRUT", top[:4])):
            data = struct.pack(f"={len(values)}I", *values)
            self._connection.core.ChangeProperty(
                x.PropMode.Replace, window, self._atom(name), x.Atom.CARDINAL, 32, len(values), data
            )
        self._connection.flush()

    def handle_events(self) -> None:
        """All that have come; none is waited for."""
        while True:
            try:
                event = self._connection.poll_for_event()
            except xcffib.ProtocolException as error:
                log.warning("the X server refused something: %s", type(error).__name__)
                continue
            if event is None:
                return
            if self._grabs:
                self._grabs.handle(event)

    def _atom(self, name: str) -> int:
        return int(self._connection.core.InternAtom(False, len(name), name).reply().atom)
