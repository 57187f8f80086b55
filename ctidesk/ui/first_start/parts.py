"""What the pages are made of: a field under its label, a choice, a value to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ctidesk.ui.choice import Choice
from ctidesk.ui.first_start.caption import Caption
from ctidesk.ui.tokens import STEP, Palette

LONGEST = 512


def captioned(caption: Caption, part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(STEP)
    column.addWidget(caption)
    column.addWidget(part)
    return column


def text_field(parent: QWidget, edited: Callable[[str], None], *, secret: bool = False) -> QLineEdit:
    field = QLineEdit(parent)
    field.setMaxLength(LONGEST)
    if secret:
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    field.textEdited.connect(edited)
    return field


def choice(palette: Palette, parent: QWidget, chosen: Callable[[str], None]) -> Choice:
    box = Choice(palette, parent)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.activated.connect(lambda _: chosen(box.currentData()))
    return box


def show_text(field: QLineEdit, text: str) -> None:
    """Not while it says the same: the cursor stays where it is."""
    if field.text() != text:
        field.setText(text)


def show_choices(box: QComboBox, choices: Sequence[tuple[str, str]], chosen: str) -> None:
    """``choices``: value and words. One that is chosen and no longer there is offered all the same."""
    known = [value for value, _ in choices]
    offered = [*choices] if chosen in known else [*choices, (chosen, chosen)]
    if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] != offered:
        box.clear()
        for value, words in offered:
            box.addItem(words, value)
    box.setCurrentIndex([value for value, _ in offered].index(chosen))
    box.setToolTip(box.currentText())


def mark(part: QWidget, *, wrong: bool) -> None:
    if bool(part.property("wrong")) != wrong:
        part.setProperty("wrong", wrong)
        part.style().unpolish(part)
        part.style().polish(part)


def first_of(fields: Sequence[QWidget]) -> QWidget | None:
    """Where to begin: the first empty field, else the first; ``None`` where all are somebody else's."""
    open_ones = [field for field in fields if field.isEnabled()]
    empty = (field for field in open_ones if isinstance(field, QLineEdit) and not field.text())
    return next(empty, next(iter(open_ones), None))
