"""The organization of a client in his form: typing looks for it, arrows and Enter choose, a cross clears.

Another window would take the focus from whoever types: what was found lies on the form, under the field.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ctidesk.domain.intents import ChooseOrganization, SeekOrganization
from ctidesk.domain.records import Client, RecordRef
from ctidesk.ui.cards.candidate_list import CandidateList, said
from ctidesk.ui.cards.field_edit import FieldEdit
from ctidesk.ui.form_view import Choosing, FormField
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_BELOW = 2


class OrganizationChooser(QObject):
    """Attends to ``field``, which lies on ``form``. ``opened``: the list has come up, and wants to be seen whole."""

    intent = Signal(object)
    opened = Signal(QWidget)

    def __init__(self, palette: Palette, ref: RecordRef, field: FieldEdit, form: QWidget) -> None:
        super().__init__(form)
        self._ref, self._field, self._form = ref, field, form
        self._choosing = Choosing("", chosen=False)
        self.list = CandidateList(palette, field.edit.accessibleName(), form)
        self.list.chosen.connect(self._choose)
        field.typed.connect(lambda text: self.intent.emit(SeekOrganization(ref, text)))
        field.edit.installEventFilter(self)
        drawing = icon("close", palette.quiet)
        self.clear = field.edit.addAction(drawing, QLineEdit.ActionPosition.TrailingPosition)
        self.clear.setText(self.tr("Clear"))
        self.clear.triggered.connect(lambda: self._choose(None))
        for button in field.edit.findChildren(QAbstractButton):
            button.setAccessibleName(self.clear.text())

    def show_field(self, field: FormField) -> None:
        if field.choosing is None:
            return
        self._choosing = field.choosing
        self.clear.setVisible(field.choosing.chosen or bool(field.text))
        unnamed = field.choosing.chosen and not field.choosing.name
        hint = self.tr("Not among the organizations here") if unnamed else self.tr("Type to find it")
        self._field.edit.setPlaceholderText(hint)
        self.list.show_candidates(field.choosing.candidates, field.text)
        self._show_list()

    def place(self) -> None:
        """Under the field; above it, where there is no room."""
        edit = self._field.edit
        top = edit.mapTo(self._form, QPoint(0, 0))
        height = self.list.wanted_height
        below = top.y() + edit.height() + _BELOW
        fits = below + height <= self._form.height() or top.y() < height
        self.list.setGeometry(top.x(), below if fits else top.y() - height - _BELOW, edit.width(), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.list.isVisible():
            if self._pressed(event):
                return True
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_list()
        return super().eventFilter(watched, event)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _pressed(self, event: QKeyEvent) -> bool:
        """Whether it was a key for the list. Esc gives up the search, and not the form."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.list.step(_STEPS[key])
            self._tell()
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.list.choose()
        elif key == Qt.Key.Key_Escape:
            self.intent.emit(SeekOrganization(self._ref, self._choosing.name))
        else:
            return False
        return True

    def _choose(self, organization: Client | None) -> None:
        self.intent.emit(ChooseOrganization(self._ref, organization))

    def _show_list(self) -> None:
        """While it is typed in, also when another program is looked at; not for the blink before the first answer."""
        choosing, edit = self._choosing, self._field.edit
        shown = (
            edit.window().focusWidget() is edit
            and choosing.open
            and (bool(choosing.candidates) or not choosing.seeking)
        )
        if shown:
            self.place()
            self.list.raise_()
        comes_up = shown and not self.list.isVisible()
        self.list.setVisible(shown)
        if comes_up:
            self._tell()
        if shown:
            self.opened.emit(self.list)

    def _tell(self) -> None:
        """What is current, for the ear: the focus is in the field."""
        if self.list.current and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._field.edit, said(self.list.current))
            QAccessible.updateAccessibility(event)
