"""Which desktop this is, by the name of Qt's platform plugin and of the system."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence

from ctidesk.domain.hotkeys import Key
from ctidesk.domain.notification import Notification, Notifies
from ctidesk.domain.screen import Strip
from ctidesk.ports import Desktop, Notifier

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


class SilentNotifier:
    """A desktop that shows no notifications of ours."""

    def start(self, able: Callable[[Notifies], None], chosen: Callable[[str, str], None]) -> None:
        log.info("no notifications of this desktop; our windows tell of calls")

    def show(self, notification: Notification) -> None:
        pass

    def withdraw(self, key: str) -> None:
        pass

    async def leave(self) -> None:
        pass


def notifier_of() -> Notifier:
    if sys.platform != "linux":
        return SilentNotifier()
    from ctidesk.adapters.desktop.notifications import FreedesktopNotifier

    return FreedesktopNotifier("ctidesk")


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
