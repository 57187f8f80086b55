"""The three parts of a window that finds something: what is asked, what there is, what to do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

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


def make_button(window: QWidget, text: str, pressed: Callable[[], None], tip: str = "") -> QPushButton:
    button = QPushButton(text, window)
    button.setToolTip(tip)
    button.clicked.connect(lambda _: pressed())
    return button


def arrange_form_footer(
    footer: QFrame, problem: QWidget, words: Iterable[QWidget], buttons: Iterable[QPushButton]
) -> None:
    """What is wrong above; below it what is said or asked, and the answers."""
    whole = QVBoxLayout(footer)
    whole.setContentsMargins(6 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
    whole.setSpacing(2 * STEP)
    whole.addWidget(problem)
    row = QHBoxLayout()
    whole.addLayout(row)
    row.setSpacing(2 * STEP)
    for part in words:
        row.addWidget(part, 1)
    for button in buttons:
        row.addWidget(button)


def _framed(part: QWidget | QLayout) -> QVBoxLayout:
    frame = QVBoxLayout()
    frame.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 2 * STEP)
    frame.addWidget(part) if isinstance(part, QWidget) else frame.addLayout(part)
    return frame
