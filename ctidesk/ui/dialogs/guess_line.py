"""Under the search field: that nobody was found by what was asked for, and by what the rows were found instead."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ctidesk.domain.records import MatchKind
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import pixmap
from ctidesk.ui.tokens import STEP, Palette

_SIGN_PX = 16


class GuessLine(QWidget):
    """Gone where there is nothing to say."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        sign = QLabel(self)
        sign.setPixmap(pixmap("question", palette.quiet, _SIGN_PX, self.devicePixelRatioF()))
        self.sentence = ElidedLabel(text_font(), parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(sign)
        row.addWidget(self.sentence, 1)
        self.hide()

    def show_guess(self, guess: MatchKind | None, meant: str) -> None:
        """``meant``: what was typed, on the other keyboard layout."""
        if guess is not None:
            self.sentence.show_text(self._words(guess).format(text=meant))
        self.setVisible(guess is not None)

    def _words(self, guess: MatchKind) -> str:
        return {
            MatchKind.LAYOUT: self.tr("Nobody is written so. Searched on the other keyboard layout: “{text}”."),
            MatchKind.TYPO: self.tr("Nobody is written so. Similar ones are shown: there may be a typo."),
            MatchKind.LAST_7: self.tr("Nobody has this number. In those shown the last seven digits are the same."),
        }[guess]
