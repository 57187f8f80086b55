"""«Перевод звонка»: the phone directory with everybody's presence, the number, and the two ways to hand over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import CloseTransferForm, ToggleFavourite, TransferTo
from ctidesk.domain.phone_number import first_number
from ctidesk.ui.dial_field import OnlyNumbers
from ctidesk.ui.dialogs.directory_tree import DirectoryTree
from ctidesk.ui.dialogs.target_line import TargetLine
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon
from ctidesk.ui.search_field import SearchField
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette
from ctidesk.ui.transfer_view import TransferFormView, Verdict, bare
from ctidesk.ui.window_layout import arrange

_ASKING_MS = 1200
"""A press is answered within a second (M18); until then a second press would be a second transfer."""
_PAGE = 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class TransferFormWindow(QWidget):
    """What is current in the directory stands in the number's field; what is typed there is the number as well."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("transfer_form")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(560, 360)
        self.resize(QSize(640, 520))
        self._palette = palette
        self._view: TransferFormView | None = None
        self._tried = ""
        self._asking = QTimer(self, interval=_ASKING_MS, singleShot=True)
        self._asking.timeout.connect(self._update)
        self.search = self._make_search()
        self.tree = DirectoryTree(palette, texts, self)
        self.tree.moved.connect(self._moved)
        self.tree.starred.connect(lambda number: self.intent.emit(ToggleFavourite(number)))
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.tree.star)
        self.number = self._make_number()
        self.target = TargetLine(palette, texts, self)
        self._make_buttons()
        self._arrange()

    def show_view(self, view: TransferFormView) -> None:
        before, self._view = self._view, view
        opens = before is None or not self.isVisible() or before.leg_id != view.leg_id
        if view == before and not opens:
            return
        self.setWindowTitle(self.tr("Call transfer: {who}").format(who=f"{view.number} {view.name}".strip()))
        if opens:
            self._begin()
        if view.refused:
            self._asking.stop()
        self.tree.show_view(view)
        if opens:
            (self.search if view.directories or not view.read else self.number).setFocus()
        self._update()

    def transfer(self) -> None:
        self._send(consult=False)

    def consult(self) -> None:
        self._send(consult=True)

    # --- keys ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the directory while a field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = _STEPS.get(Qt.Key(event.key()))
            if by is not None:
                self.tree.step(by)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CloseTransferForm())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), QPushButton):
            self.transfer()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CloseTransferForm())

    # --- what follows from what is chosen --------------------------------------------------------------------------

    def _begin(self) -> None:
        self._tried = ""
        self._asking.stop()
        self.search.clear()
        self.number.clear()
        self.tree.show_typed("")

    def _searched(self, text: str) -> None:
        """A number that nobody in the directory has is a number to transfer to."""
        self.number.clear()
        self.tree.show_typed(text)
        if self.tree.current is None and not self.tree.shown() and first_number(text.strip()) == text.strip():
            self.number.setText(text.strip())
        self._update()

    def _moved(self) -> None:
        employee = self.tree.current
        if employee and bare(self.number.text()) != bare(employee.number):
            self.number.setText(employee.number)
        self._update()

    def _typed(self, text: str) -> None:
        employee = self.tree.current
        if employee and bare(employee.number) != bare(text):
            self.tree.choose_none()
        self._update()

    def _send(self, *, consult: bool) -> None:
        button = self.ask if consult else self.main
        if button.isEnabled():
            self._tried = self.number.text().strip()
            self._asking.start()
            self.intent.emit(TransferTo(self._tried, consult))
            self._update()

    def _update(self) -> None:
        if self._view is None:
            return
        view, number = self._view, self.number.text().strip()
        verdict = view.verdict(number)
        refused = view.refused if view.refused and number == self._tried and not self._asking.isActive() else None
        self.target.show_target(view, number, asking=self._asking.isActive(), refused=refused)
        may = verdict in (Verdict.FREE, Verdict.UNKNOWN) and not self._asking.isActive()
        self.main.setEnabled(may and view.can_transfer)
        self.ask.setEnabled(may and view.can_consult)
        self._explain(view)

    def _explain(self, view: TransferFormView) -> None:
        cannot = self.tr("This telephony engine cannot transfer calls")
        alone = self.tr("This telephony engine cannot hold one call and make another")
        self.main.setToolTip(self.tr("The caller waits on hold and is connected as soon as the colleague answers"))
        self.ask.setToolTip(self.tr("The caller waits on hold while you talk with the colleague"))
        if not view.can_transfer:
            self.main.setToolTip(cannot)
        if not view.can_consult:
            self.ask.setToolTip(alone)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_search(self) -> QLineEdit:
        field = SearchField(
            self._palette, self.tr("Name or number of an employee"), self.tr("Search in the phone directory"), self
        )
        field.textEdited.connect(self._searched)
        field.installEventFilter(self)
        return field

    def _make_number(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setFont(text_font(tabular=True))
        field.setFixedWidth(176)
        field.setValidator(OnlyNumbers(field))
        field.setAccessibleName(self.tr("Transfer to number"))
        field.textEdited.connect(self._typed)
        field.installEventFilter(self)
        return field

    def _make_buttons(self) -> None:
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.clicked.connect(lambda: self.intent.emit(CloseTransferForm()))
        self.ask = QPushButton(self.tr("Talk first"), self)
        self.ask.clicked.connect(self.consult)
        self.main = QPushButton(icon("transfer", self._palette.on_fill, self._palette.disabled), "", self)
        self.main.setText(self.tr("Unconditional transfer"))
        self.main.setIconSize(QSize(21, 18))
        self.main.setProperty("fill", "blue")
        self.main.clicked.connect(self.transfer)

    def _arrange(self) -> None:
        arrange(self, self.search, self.tree, self._make_footer())

    def _make_footer(self) -> QFrame:
        footer = QFrame(self)
        footer.setObjectName("footer")
        label = QLabel(self.tr("Transfer to number"), footer)
        label.setFont(text_font(QUIET_PX))
        label.setProperty("tone", "quiet")
        label.setBuddy(self.number)
        where = QHBoxLayout()
        where.setSpacing(3 * STEP)
        where.addWidget(self.number)
        where.addWidget(self.target, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addStretch(1)
        for button in (self.cancel, self.ask, self.main):
            buttons.addWidget(button)
        lines = QVBoxLayout(footer)
        lines.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        lines.setSpacing(STEP)
        lines.addWidget(label)
        lines.addLayout(where)
        lines.addSpacing(2 * STEP)
        lines.addLayout(buttons)
        return footer
