"""Run in a child: a program that says when its first window was painted, in ms since its process was started.

``python -m benchmarks.painted empty`` is a bare Qt window; ``… desk PROFILE`` is the desktop itself.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def since_start_ms() -> float:
    """Milliseconds since the kernel started this process (proc(5), stat field 22)."""
    began = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19]) / _TICKS
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000


def _empty() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            print(since_start_ms(), flush=True)
            QTimer.singleShot(0, application.quit)

    application = QApplication([])
    window = Window()
    window.resize(1200, 44)
    window.show()
    application.exec()


def _desk(profile: str) -> None:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    from ctidesk import running
    from ctidesk.adapters.desktop.profile import Profile

    class Watch(QObject):
        def eventFilter(self, target: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(target, QWidget) and target.isWindow():
                print(since_start_ms(), flush=True)
                application = QApplication.instance()
                assert application is not None
                application.removeEventFilter(self)
            return False

    make, watch = running.make_application, Watch()

    def watched(ui: object) -> QApplication:
        application = make(ui)  # type: ignore[arg-type]
        application.installEventFilter(watch)
        return application

    running.make_application = watched
    sys.exit(running.run(Profile.at(Path(profile)), minimized=False, until_stdin_closes=True))


if __name__ == "__main__":
    _empty() if sys.argv[1] == "empty" else _desk(sys.argv[2])
