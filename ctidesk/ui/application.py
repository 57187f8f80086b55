"""The Qt application: its name, language, font and theme, before the first window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ctidesk.domain.settings import UiSettings
from ctidesk.ui import theme
from ctidesk.ui.fonts import text_font
from ctidesk.ui.resources import icon_file, translation_file


def make_application(ui: UiSettings) -> QApplication:
    """The application object; the caller keeps it. Nothing is shown yet."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("ctidesk")
    app.setDesktopFileName("ctidesk")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(QIcon(str(icon_file("ctidesk"))))
    app.setStyle("fusion")
    app.setFont(text_font())
    install_language(app, ui)
    theme.apply(theme.palette_for(ui), app)
    return app


def language_of(ui: UiSettings) -> str:
    """``ru`` or ``en``; ``system`` is Russian where the computer is."""
    if ui.language != "system":
        return ui.language
    return "ru" if QLocale.system().language() is QLocale.Language.Russian else "en"


def install_language(app: QCoreApplication, ui: UiSettings) -> None:
    """English is in the source; Russian is loaded, ours and Qt's own words for its context menus."""
    language = language_of(ui)
    QLocale.setDefault(QLocale(language))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if language == "en":
        return
    qt_words = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
    for file in (qt_words, translation_file(language)):
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)
