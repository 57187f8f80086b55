"""Whether there is a tray to go into."""

from __future__ import annotations

from PySide6.QtWidgets import QSystemTrayIcon


def tray_host() -> bool:
    """Whether this desktop has somewhere to show our icon now."""
    return QSystemTrayIcon.isSystemTrayAvailable()
