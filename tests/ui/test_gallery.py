"""Every example in both languages and both themes: it renders, it says something, and its picture is kept."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ctidesk.ui.elided_label import ElidedLabel
from tests.ui.every_example import EXAMPLES


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_its_picture(show, name: str, language: str, theme: str) -> None:
    shown = show(language, theme).render(EXAMPLES[name].make(), EXAMPLES[name].now)
    for picture in shown.save(name):
        assert _colours(picture) > 3, picture


@pytest.mark.parametrize("width", [1920, 1280, 1100, 860, 840])
@pytest.mark.parametrize(
    "name",
    [
        "idle",
        "ringing-long",
        "conversation-long",
        "wrap-up",
        "unchecked",
        "held-and-muted-long",
        "transfer-rings-long",
        "consulting",
        "ringing-handed-over-long",
        "missed",
        "missed-many",
        "note-on-long",
    ],
)
def test_nothing_is_cut_without_a_tooltip(show, name: str, width: int) -> None:
    shown = show(dock="floating")
    shown.panel.resize(width, shown.panel.height())
    shown.render(EXAMPLES[name].make(), EXAMPLES[name].now)
    assert shown.panel.width() == width
    for label in shown.panel.findChildren(ElidedLabel):
        if label.isVisible() and label.cut:
            assert label.toolTip().startswith(label.text())


@pytest.mark.parametrize(
    "name",
    [
        "ringing",
        "answered-many",
        "cards",
        "outgoing-busy",
        "unchecked",
        "form",
        "consulting",
        "ringing-handed-over",
        "history",
        "note-in-call",
        "missed",
        "settings-searched-all",
    ],
)
def test_every_control_has_a_name_for_the_ear(show, name: str) -> None:
    shown = show().render(EXAMPLES[name].make(), EXAMPLES[name].now)
    for window in shown.windows._open():
        for control in _controls(window):
            assert control.accessibleName() or control.text(), control  # type: ignore[attr-defined]


def _controls(window: QWidget) -> list[QWidget]:
    every = [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]
    inner = ("qt_toolbutton_clear", "_q_qlineeditclearaction")
    return [c for c in every if c.isVisible() and c.objectName() not in inner and not isinstance(c.parent(), QLineEdit)]


def _colours(picture: object) -> int:
    image = QImage(str(picture))
    step = range(0, image.width(), 2)
    return len({image.pixel(x, y) for x in step for y in range(0, image.height(), 2)})
