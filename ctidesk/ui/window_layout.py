"""The three parts of a window that finds something: what is asked, what there is, what to do with it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ctidesk.ui.tokens import STEP


def arrange(window: QWidget, asked: QWidget | QLayout, found: QWidget, *below: QWidget) -> None:
    """``found`` takes the room that there is."""
    middle = QHBoxLayout()
    middle.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
    middle.addWidget(found)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(_framed(asked))
    whole.addLayout(middle, 1)
    for part in below:
        whole.addWidget(part)


def make_footer(window: QWidget) -> tuple[QFrame, QHBoxLayout]:
    """The strip with the buttons, and the row for them."""
    footer = QFrame(window)
    footer.setObjectName("footer")
    row = QHBoxLayout(footer)
    row.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
    row.setSpacing(2 * STEP)
    return footer, row


def _framed(part: QWidget | QLayout) -> QVBoxLayout:
    frame = QVBoxLayout()
    frame.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 2 * STEP)
    frame.addWidget(part) if isinstance(part, QWidget) else frame.addLayout(part)
    return frame
