"""Windows are tested on a screen that exists in memory only; every picture of them goes to ``build/gallery``."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

_SCREEN = Path(tempfile.gettempdir()) / f"ctidesk-test-screen-{os.getuid() if hasattr(os, 'getuid') else 0}.json"
_SCREEN.write_text(json.dumps({"screens": [{"name": "test", "width": 1920, "height": 1080}]}), encoding="utf-8")
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"

from PySide6.QtCore import QEvent  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from ctidesk.domain.desk import Desk  # noqa: E402
from ctidesk.domain.settings import UiSettings  # noqa: E402
from ctidesk.ui.windows import Windows, make_application  # noqa: E402
from tests.ui.examples import at  # noqa: E402

_HERE = Path(__file__).parent
GALLERY = _HERE.parents[1] / "build" / "gallery"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says of each window what it does not do; every other warning fails the test."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


class Shown:
    """Windows that render desks, with every intent they emitted."""

    def __init__(self, windows: Windows, folder: Path) -> None:
        self.windows = windows
        self.folder = folder
        self.intents: list[object] = []
        windows.intent.connect(self.intents.append)

    def render(self, desk: Desk, now: datetime = at(4)) -> Shown:  # noqa: B008
        self.windows.render(desk, now)
        QApplication.processEvents()
        return self

    @property
    def panel(self):  # type: ignore[no-untyped-def]
        return self.windows._panel

    def window(self, name: str):  # type: ignore[no-untyped-def]
        return next(window for window in self.windows._open() if window.objectName() == name)

    def save(self, name: str) -> tuple[Path, ...]:
        """Taken in a folder of its own: another process of the tests may take its pictures now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder) as own:
            pictures = self.windows.screenshot(Path(own))
            return tuple(picture.rename(self.folder / f"{name}.{picture.name}") for picture in pictures)


@pytest.fixture
def show(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    """Make windows in a language and a theme; they are closed after the test."""
    shown: list[Shown] = []

    def make(language: str = "ru", theme: str = "light", dock: str = "top", **keys: str) -> Shown:
        ui = UiSettings(language=language, theme=theme, dock=dock)  # type: ignore[arg-type]
        make_application(ui)
        windows = Windows(ui, keys, tmp_path / "windows.ini")
        shown.append(Shown(windows, GALLERY / f"{language}-{theme}"))
        return shown[-1]

    yield make
    for each in shown:
        each.windows.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
