"""«Вход в CRM»: the name is known, the password is asked for. It goes out as an intent and stays nowhere here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.intents import CancelSignIn, GivePassword
from ctidesk.domain.sign_in import SigningIn
from ctidesk.ui.fonts import text_font
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette

_WIDTH = 400
_TWO_LINES = 36


class SignInWindow(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("sign_in")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("Sign-in to the CRM"))
        self._texts = texts
        self._view: SigningIn | None = None
        self.account = QLabel(self)
        self.account.setTextFormat(Qt.TextFormat.PlainText)
        self.password = self._make_password()
        self.problem = self._make_problem()
        self._make_buttons()
        self._arrange()
        self.setFixedSize(_WIDTH, self.sizeHint().height())

    def show_view(self, view: SigningIn) -> None:
        before, self._view = self._view, view
        opens = not self.isVisible()
        if view == before and not opens:
            return
        self.account.setText(view.account)
        self.problem.setText(self._said(view.problem) if view.problem else "")
        self.password.setReadOnly(view.trying)
        if opens:
            self.password.clear()
        if opens or view.problem:
            self.password.setFocus()
            self.password.selectAll()
        self._update()

    def sign_in(self) -> None:
        if self.main.isEnabled():
            self.intent.emit(GivePassword(self.password.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(CancelSignIn())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), QPushButton):
            self.sign_in()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.intent.emit(CancelSignIn())

    def hideEvent(self, event: QHideEvent) -> None:
        self.password.clear()

    # --- what is said ----------------------------------------------------------------------------------------------

    def _said(self, problem: Problem) -> str:
        if problem.id is ProblemId.CRM_SIGN_IN_REFUSED:
            return self.tr("The CRM did not accept this password. Check the keyboard layout and Caps Lock.")
        return self._texts.sentence(problem)

    def _update(self) -> None:
        trying = self._view is not None and self._view.trying
        self.main.setText(self.tr("Signing in…") if trying else self.tr("Sign in"))
        self.main.setEnabled(bool(self.password.text()) and not trying)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _make_password(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(self.tr("Password"))
        field.textChanged.connect(self._update)
        return field

    def _make_problem(self) -> QLabel:
        label = QLabel(self)
        label.setFont(text_font(QUIET_PX))
        label.setProperty("tone", "red")
        label.setWordWrap(True)
        label.setFixedHeight(_TWO_LINES)  # the window does not grow under the pointer
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    def _make_buttons(self) -> None:
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.clicked.connect(lambda: self.intent.emit(CancelSignIn()))
        self.main = QPushButton(self.tr("Sign in"), self)
        self.main.setProperty("fill", "blue")
        self.main.setEnabled(False)
        self.main.clicked.connect(self.sign_in)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setFont(text_font(QUIET_PX))
        label.setProperty("tone", "quiet")
        return label

    def _arrange(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 2 * STEP)
        body.setSpacing(STEP)
        body.addWidget(self._label(self.tr("User name")))
        body.addWidget(self.account)
        body.addSpacing(2 * STEP)
        body.addWidget(self._label(self.tr("Password")))
        body.addWidget(self.password)
        body.addSpacing(STEP)
        body.addWidget(self.problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body)
        whole.addWidget(self._make_footer())

    def _make_footer(self) -> QFrame:
        footer = QFrame(self)
        footer.setObjectName("footer")
        buttons = QHBoxLayout(footer)
        buttons.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        buttons.setSpacing(2 * STEP)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.main)
        return footer
