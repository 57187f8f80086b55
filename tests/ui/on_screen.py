"""Shows the examples that are named on standard input, one a line, on the screen there is: ``python -m
tests.ui.on_screen``. Each is answered with its name when it is painted."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from ctidesk.domain.settings import UiSettings
from ctidesk.ui.application import make_application
from ctidesk.ui.windows import Windows
from tests.ui.every_example import EXAMPLES


def main() -> None:
    ui = UiSettings(language="ru", theme="light", dock="top")
    app = make_application(ui)
    windows = Windows(ui, {})

    def show() -> None:
        name = sys.stdin.readline().strip()
        if not name:
            return app.quit()
        windows.render(EXAMPLES[name].make(), EXAMPLES[name].now)
        QApplication.processEvents()
        print(name, flush=True)

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(show)
    app.exec()
    windows.close()


if __name__ == "__main__":
    main()
