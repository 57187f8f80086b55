"""«Открытые рабочие листы и обращения» of a client, in front of everything else on his card (M16, D3)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.intents import Intent, LinkRegarding, ShowCard
from ctidesk.domain.records import RecordRef
from ctidesk.ui.card_view import CardView, OpenItemView
from ctidesk.ui.cards.card_head import SIGNS
from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.elided_link import ElidedLink
from ctidesk.ui.fonts import text_font
from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import QUIET_PX, STEP, Palette


class OpenItemRow(QWidget):
    """One of them: opened by its title, linked to the call by its button."""

    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._texts = palette, texts
        self._ref: RecordRef | None = None
        self._sign = QLabel(self)
        self.title = ElidedLink(self)
        self.about = ElidedLabel(text_font(QUIET_PX), "quiet", self)
        self.link = QPushButton(self)
        self.link.setProperty("low", True)
        self.title.clicked.connect(lambda: self._emit(ShowCard))
        self.link.clicked.connect(lambda: self._emit(LinkRegarding))
        self.link.setIconSize(QSize(16, 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(self._sign)
        row.addWidget(self.title, 1)
        row.addWidget(self.about)
        row.addStretch(0)
        row.addWidget(self.link)

    def show_item(self, item: OpenItemView, can_link: bool) -> None:
        kind = self._texts.entity(item.ref.entity)
        self._sign.setPixmap(pixmap(SIGNS[item.ref.entity], self._palette.quiet, 16, self.devicePixelRatioF()))
        self._sign.setToolTip(kind)
        self.title.show_text(item.title)
        self.title.setAccessibleName(f"{kind}: {item.title}")
        since = self._texts.day(item.created) if item.created else ""
        self.about.show_text(" · ".join(part for part in (item.number, since) if part))
        self.link.setVisible(can_link or item.linked)
        self.link.setEnabled(not item.linked)
        self.link.setText(self.tr("Call linked") if item.linked else self.tr("Link the call"))
        self.link.setAccessibleName(f"{self.link.text()}: {item.title}")
        self.link.setIcon(icon("check" if item.linked else "relink", self._palette.blue, self._palette.green))
        self._ref = item.ref

    def _emit(self, intent: Callable[[RecordRef], Intent]) -> None:
        if self._ref:
            self.intent.emit(intent(self._ref))


class OpenStrip(QFrame):
    intent = Signal(object)

    def __init__(self, palette: Palette, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("open_strip")
        self._palette, self._texts = palette, texts
        self.rows: list[OpenItemRow] = []
        self._heading = QLabel(self.tr("Open worksheets and cases"), self)
        self._heading.setFont(text_font(QUIET_PX, strong=True))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(6 * STEP, 3 * STEP, 6 * STEP, 3 * STEP)
        self._lines.setSpacing(STEP)
        self._lines.addWidget(self._heading)

    def show_view(self, view: CardView) -> None:
        while len(self.rows) < len(view.open_items):
            row = OpenItemRow(self._palette, self._texts, self)
            row.intent.connect(self.intent)
            self.rows.append(row)
            self._lines.addWidget(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(view.open_items))
        for row, item in zip(self.rows, view.open_items, strict=False):
            row.show_item(item, view.can_link)
        self.setVisible(bool(view.open_items))
