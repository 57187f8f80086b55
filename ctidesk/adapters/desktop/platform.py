"""Which desktop this is, by the name of Qt's platform plugin."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence

from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import Strip
from ctidesk.ports import Desktop

log = logging.getLogger(__name__)


class BareDesktop:
    """A desktop that gives a program neither keys nor an edge (Wayland), or no desktop at all."""

    def obey(
        self, keys: Mapping[str, Key], pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]
    ) -> None:
        log.info("this desktop gives no system-wide keys; those of the windows hold")

    def reserve(self, window: int, strip: Strip) -> None:
        pass

    async def leave(self) -> None:
        pass


def desktop_of(platform: str) -> Desktop:
    """``platform`` as Qt names it: ``xcb``, ``windows``, ``wayland`` …"""
    if platform == "xcb":
        from ctidesk.adapters.desktop.x11.desktop import X11Desktop

        return X11Desktop()
    if sys.platform == "win32" and platform == "windows":
        import ctypes

        from ctidesk.adapters.desktop.windows.desktop import WindowsDesktop

        return WindowsDesktop(*(ctypes.WinDLL(name) for name in ("user32", "shell32", "kernel32")))
    return BareDesktop()
