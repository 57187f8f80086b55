"""One setting: title and explanation on the left; on the right its editor, and below it what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ctidesk.domain.setting_list import Kind
from ctidesk.domain.settings_form import TYPED
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.settings.editors import (
    ChoiceEditor,
    Editor,
    FileEditor,
    LineEditor,
    LinesEditor,
    PasswordEditor,
    SwitchEditor,
)
from ctidesk.ui.settings.key_editor import KeyEditor
from ctidesk.ui.settings.setting_texts import Words
from ctidesk.ui.settings.settings_view import RowView
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette

_EDITOR_WIDTH = 288
_LOCK = 14


class SettingRow(QWidget):
    """What is wrong is said when the editor is left, and from then on until it is right."""

    typed = Signal(str, str)

    def __init__(self, palette: Palette, words: Words, view: RowView) -> None:
        super().__init__()
        self._palette, self._words, self._view = palette, words, view
        self._sentence, self._said = "", False
        self.title = QLabel(words.title, self)
        self.title.setFont(text_font(strong=True))
        self.title.setWordWrap(True)
        self.explanation = self._quiet(words.explanation)
        self.editor = _EDITORS[view.kind](palette, words, view)
        self.editor.typed.connect(lambda text: self.typed.emit(self._view.name, text))
        self.editor.main.setAccessibleName(words.title)
        self.editor.main.installEventFilter(self)
        self.title.setBuddy(self.editor.main)
        self.wrong = QLabel(self)
        self.wrong.setFont(text_font(QUIET_PX))
        self.wrong.setProperty("tone", "red")
        self.wrong.setWordWrap(True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._make_marks()
        self._arrange()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab goes, in order."""
        return (self.editor.main, *self.editor.more, self.back)

    def show_view(self, view: RowView, sentence: str, fixed: str, *, say: bool) -> None:
        """``sentence``: what is wrong, told at once with ``say``; ``fixed``: who keeps it from being changed."""
        self._view = view
        if isinstance(self.editor, ChoiceEditor) and view.kind == Kind.DEVICE:
            self.editor.offer(_devices(self._words, view))
        self.editor.show_text(view.text)
        self.editor.show_on(view.fixed is None)
        self._sentence = sentence
        early = self.editor.main.hasFocus() and not self.editor.whole
        self._said = bool(sentence) and (self._said or say or not early)
        self._show_marks(view, fixed)
        self._show_wrong(fixed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor.main and event.type() == QEvent.Type.FocusOut and self._sentence:
            self._said = True
            self._show_wrong("")
        return super().eventFilter(watched, event)

    # --- what is said --------------------------------------------------------------------------------------------

    def _show_marks(self, view: RowView, fixed: str) -> None:
        self.lock.setVisible(view.fixed is not None)
        password = view.setting is None
        told = fixed or (self.tr("after a restart of the desk") if view.waiting and not password else "")
        self.mark.show_text(told or (self.tr("default") if view.is_default and not password else ""))
        self.back.setVisible(view.fixed is None and not view.is_default)
        default = view.default.replace("\n", ", ")
        choice = self._words.choices.get(default, default)
        self.back.setToolTip(self.tr("Default: {value}").format(value=choice or self.tr("empty")))

    def _show_wrong(self, fixed: str) -> None:
        said = self._sentence if self._said else ""
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))
        main = self.editor.main
        main.setAccessibleDescription(" ".join(part for part in (self._words.explanation, fixed, said) if part))
        if bool(main.property("wrong")) != self._said:
            main.setProperty("wrong", self._said)
            main.style().unpolish(main)
            main.style().polish(main)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _quiet(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setFont(text_font(QUIET_PX))
        label.setProperty("tone", "quiet")
        label.setWordWrap(True)
        return label

    def _make_marks(self) -> None:
        self.lock = QLabel(self)
        self.lock.setPixmap(pixmap("lock", self._palette.quiet, _LOCK, self.devicePixelRatioF()))
        self.mark = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.back = QPushButton(self.tr("Reset"), self)
        self.back.setProperty("link", True)
        self.back.setProperty("low", True)
        self.back.setFont(text_font(QUIET_PX))
        self.back.setAccessibleName(self.tr("Reset: {title}").format(title=self._words.title))
        self.back.clicked.connect(lambda: self.typed.emit(self._view.name, self._view.default))
        self.back.ensurePolished()
        self.mark.setMinimumHeight(self.back.sizeHint().height())  # nothing moves when it comes

    def _arrange(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.title)
        said.addWidget(self.explanation)
        said.addStretch(1)
        marks = QHBoxLayout()
        marks.setSpacing(STEP)
        marks.addWidget(self.lock)
        marks.addWidget(self.back)
        marks.addWidget(self.mark, 1)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(cast(QWidget, self.editor))
        right.addWidget(self.wrong)
        right.addLayout(marks)
        right.addStretch(1)
        side = QWidget(self)
        side.setFixedWidth(_EDITOR_WIDTH)
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 * STEP)
        row.addLayout(said, 1)
        row.addWidget(side)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


def _devices(words: Words, view: RowView) -> Mapping[str, str]:
    """The two that are always there, and those that are plugged in."""
    return {**words.choices, **{name: name for name in view.devices if name not in words.choices}}


def _choice(palette: Palette, words: Words, view: RowView) -> Editor:
    assert view.setting
    return ChoiceEditor(palette, {value: words.choices.get(value, value) for value in view.setting.choices})


def _number(palette: Palette, words: Words, view: RowView) -> Editor:
    return LineEditor(unit=words.unit, narrow=True)


_EDITORS: Mapping[str, Callable[[Palette, Words, RowView], Editor]] = {
    Kind.CHOICE: _choice,
    Kind.DEVICE: lambda palette, words, view: ChoiceEditor(palette, _devices(words, view)),
    Kind.SWITCH: lambda palette, words, view: SwitchEditor(palette),
    Kind.NUMBER: _number,
    Kind.TEXT: lambda palette, words, view: LineEditor(),
    Kind.NUMBERS: lambda palette, words, view: LineEditor(),
    Kind.LINES: lambda palette, words, view: LinesEditor(),
    Kind.NAMES: lambda palette, words, view: LinesEditor(),
    Kind.FILE: lambda palette, words, view: FileEditor(words.title),
    Kind.KEY: lambda palette, words, view: KeyEditor(palette),
    "password": lambda palette, words, view: PasswordEditor(TYPED),
}
