"""Which theme holds, and how Qt is told of it."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ctidesk.domain.settings import UiSettings
from ctidesk.ui.stylesheet import stylesheet
from ctidesk.ui.tokens import DARK, LIGHT, Palette


def palette_for(ui: UiSettings) -> Palette:
    """The palette that the settings name; ``system`` follows the desktop."""
    if ui.theme == "system":
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if ui.theme == "dark" else LIGHT


def apply(palette: Palette, app: QApplication) -> None:
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(stylesheet(palette))


def motion_wanted() -> bool:
    """False where the desktop is set to show no animations (Windows, macOS and KDE tell Qt)."""
    told = sys.platform in ("win32", "darwin") or "KDE_SESSION_VERSION" in os.environ
    return not told or QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)


def _qt_palette(p: Palette) -> QPalette:
    role, roles = QPalette.ColorRole, QPalette()
    for which, colour in {
        role.Window: p.surface,
        role.WindowText: p.text,
        role.Base: p.surface,
        role.AlternateBase: p.raised,
        role.Text: p.text,
        role.Button: p.raised,
        role.ButtonText: p.text,
        role.ToolTipBase: p.raised,
        role.ToolTipText: p.text,
        role.PlaceholderText: p.quiet,
        role.Highlight: p.blue,
        role.HighlightedText: p.on_fill,
        role.Link: p.blue,
        role.LinkVisited: p.blue,
        role.Accent: p.blue,
    }.items():
        roles.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        roles.setColor(QPalette.ColorGroup.Disabled, which, QColor(p.disabled))
    return roles
