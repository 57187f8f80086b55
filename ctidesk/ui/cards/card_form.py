"""The fields of a card to fill in: two columns of label over field, what is wrong under each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.intents import TypeField
from ctidesk.ui.cards.field_edit import FieldEdit
from ctidesk.ui.cards.organization_chooser import OrganizationChooser
from ctidesk.ui.form_view import FormField, FormView
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import STEP, Palette

_COLUMNS = 2


class CardForm(QWidget):
    """``opened``: a part of it that wants to be seen whole."""

    intent = Signal(object)
    opened = Signal(QWidget)

    def __init__(self, palette: Palette, texts: Texts, view: FormView) -> None:
        super().__init__()
        self.setObjectName("card_body")
        self._palette, self._texts = palette, texts
        self._view = view
        self.fields: dict[str, FieldEdit] = {}
        self.choosers: dict[str, OrganizationChooser] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 3 * STEP)
        grid.setHorizontalSpacing(6 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        wide = len(view.fields) == 1
        for place, field in enumerate(view.fields):
            edit = self._add(field)
            row, column = divmod(place, _COLUMNS)
            grid.addWidget(edit, row, column, 1, _COLUMNS if wide else 1, Qt.AlignmentFlag.AlignTop)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(-(-len(view.fields) // _COLUMNS), 1)
        self._show_fields(view, say=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for chooser in self.choosers.values():
            chooser.place()

    def show_view(self, view: FormView) -> None:
        """A try to save leads to the first field that is wrong."""
        tried = view.tries > self._view.tries
        self._view = view
        self._show_fields(view, say=tried)
        if tried:
            self._go_to(next(field.name for field in view.fields if field.problem))

    def focus_first(self) -> None:
        """What was being chosen; else, of a new record, the first field that nobody has filled in."""
        choosing = [field.name for field in self._view.fields if field.choosing and field.choosing.open]
        empty = [field.name for field in self._view.fields if self._view.new and not field.text]
        self._go_to((choosing + empty)[0] if choosing or empty else self._view.fields[0].name)

    def _go_to(self, name: str) -> None:
        edit = self.fields[name].edit
        edit.setFocus()
        edit.end(False)

    def _show_fields(self, view: FormView, *, say: bool) -> None:
        for field in view.fields:
            problem = _told(field, view)
            sentence = self._texts.beside_field(problem) if problem else ""
            self.fields[field.name].show_field(field, sentence, say=say)
            if field.choosing:
                self.choosers[field.name].show_field(field)

    def _add(self, field: FormField) -> FieldEdit:
        entity = self._view.ref.entity
        required = self._texts.required(entity) if field.required else ""
        edit = self.fields[field.name] = FieldEdit(self._texts.field(entity, field.name), field, required, self)
        if field.choosing:
            chooser = self.choosers[field.name] = OrganizationChooser(self._palette, self._view.ref, edit, self)
            chooser.intent.connect(self.intent)
            chooser.opened.connect(self.opened)
        else:
            edit.typed.connect(partial(self._typed, field.name))
        return edit

    def _typed(self, name: str, text: str) -> None:
        self.intent.emit(TypeField(self._view.ref, name, text))


def _told(field: FormField, view: FormView) -> Problem | None:
    """That something is missing yet is no fault of whoever has just begun."""
    early = field.problem and field.problem.id is ProblemId.FIELD_MISSING and not view.tries
    return None if early else field.problem
