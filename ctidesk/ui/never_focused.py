"""Windows that stand in front of others and never take the focus from whoever types elsewhere."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


def keep_unfocused(window: QWidget) -> None:
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification)
    window.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def unfocused_flags() -> Qt.WindowType:
    """A tool window stays out of the taskbar; X11 desktops hide those of a program that is not in front."""
    kind = Qt.WindowType
    sort = kind.Window if sys.platform == "linux" else kind.Tool
    return sort | kind.FramelessWindowHint | kind.WindowStaysOnTopHint | kind.WindowDoesNotAcceptFocus


def may_take_focus() -> bool:
    """Only from another window of ours, and not while the operator types there."""
    if QApplication.activeWindow() is None:
        return False
    focused = QApplication.focusWidget()
    typed = focused.text() if isinstance(focused, QLineEdit) else ""
    return not typed and not isinstance(focused, QPlainTextEdit)
