"""The number field with its call button; in a narrow panel a button that opens it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from ctidesk.domain.intents import Dial
from ctidesk.domain.phone_number import first_number
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import CONTROL_HEIGHT, Palette

_WIDTH = 148


class OnlyNumbers(QValidator):
    """Lets no letter in, typed or pasted."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        clean = first_number(text)
        return QValidator.State.Acceptable, clean, place if clean == text else len(clean)


class NumberEdit(QLineEdit):
    """Some window managers give a docked window the focus only when it asks for it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activateWindow()
        super().mousePressEvent(event)


class DialField(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._dialing = self._can_dial = False
        self.field = self._make_field()
        self.call = self._make_call()
        self.opener = self._make_opener()
        self._popup: QFrame | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        for part in (self.field, self.call, self.opener):
            self._row.addWidget(part)
        self.opener.hide()
        self.show_state(can_dial=False, dialing=False)

    def show_state(self, *, can_dial: bool, dialing: bool) -> None:
        if dialing and not self._dialing:
            self._taken()
        self._dialing = dialing
        self._can_dial = can_dial
        self._update_call()

    def fold(self, folded: bool) -> None:
        if folded == (self._popup is not None):
            return
        if folded:
            self._popup = self._make_popup()
        else:
            self._unfold()
        self.opener.setVisible(folded)

    def fill(self, number: str) -> None:
        """A number that was offered; what the operator types just now stays."""
        if not (self.field.hasFocus() and self.field.text()):
            self.field.setText(number)

    def dial(self) -> None:
        number = self.field.text().strip()
        if self._can_dial and number:
            self.intent.emit(Dial(number))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_field(self) -> QLineEdit:
        field = NumberEdit(self)
        field.setFont(text_font(tabular=True))
        field.setPlaceholderText(self.tr("Number"))
        field.setAccessibleName(self.tr("Number to call"))
        field.setToolTip(self.tr("Number to call; Enter dials"))
        field.setFixedWidth(_WIDTH)
        field.setValidator(OnlyNumbers(field))
        field.textChanged.connect(self._update_call)
        field.returnPressed.connect(self.dial)
        return field

    def _make_call(self) -> QPushButton:
        call = QPushButton(self)
        call.setIcon(icon("handset", self._palette.on_fill, self._palette.disabled))
        call.setIconSize(QSize(18, 18))
        call.setFixedSize(36, CONTROL_HEIGHT)
        call.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        call.setProperty("fill", "blue")
        call.setAccessibleName(self.tr("Call this number"))
        call.setToolTip(self.tr("Call this number"))
        call.clicked.connect(self.dial)
        return call

    def _make_opener(self) -> QToolButton:
        opener = QToolButton(self)
        opener.setIcon(icon("arrow-out", self._palette.text))
        opener.setIconSize(QSize(18, 18))
        opener.setFixedSize(36, CONTROL_HEIGHT)
        opener.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        opener.setAccessibleName(self.tr("Number to call"))
        opener.setToolTip(self.tr("Number to call"))
        opener.clicked.connect(self._open)
        return opener

    def _make_popup(self) -> QFrame:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("folded_field")
        row = QHBoxLayout(popup)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.field)
        row.addWidget(self.call)
        return popup

    def _unfold(self) -> None:
        assert self._popup is not None
        self._row.insertWidget(0, self.field)
        self._row.insertWidget(1, self.call)
        self.field.show()
        self.call.show()
        self._popup.deleteLater()
        self._popup = None

    def _open(self) -> None:
        if self._popup is None:
            return
        self._popup.adjustSize()
        self._popup.move(self.mapToGlobal(QPoint(self.width() - self._popup.width(), self.height() + 4)))
        self._popup.show()
        self.field.setFocus()

    def _taken(self) -> None:
        self.field.clear()
        if self._popup:
            self._popup.hide()

    def _update_call(self) -> None:
        self.call.setEnabled(self._can_dial and bool(self.field.text().strip()))
