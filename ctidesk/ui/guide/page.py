"""The guide's text: Markdown as Qt reads it, set for reading, with its pictures as wide as the column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from ctidesk.ui.fonts import text_font
from ctidesk.ui.tokens import CALLER_PX, STEP, TEXT_PX, TITLE_PX, Palette

COLUMN_PX = 720
_LINE_PERCENT, _TABLE_LINE_PERCENT = 145.0, 120.0
_HEADINGS = {1: (TITLE_PX + 6, 0, 3), 2: (TITLE_PX, 8, 2), 3: (CALLER_PX, 5, 1)}
"""By level: size (px), steps above and below."""


class GuidePage(QTextBrowser):
    def __init__(self, palette: Palette, file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("guide_page")
        self._palette, self._folder = palette, file.parent
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(text_font())
        self.document().setDefaultFont(text_font(TEXT_PX + 1))
        self.document().setDocumentMargin(6 * STEP)
        self.document().setMarkdown(
            file.read_text(encoding="utf-8"), QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self._set_for_reading()

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words, in their order; the title is not among them."""
        return [(b.blockFormat().headingLevel(), b.text()) for b in self._heads()]

    def show_heading(self, place: int) -> None:
        self.verticalScrollBar().setValue(self._top_of(list(self._heads())[place]))

    def find_next(self, words: str, *, again: bool) -> bool:
        """Mark the next place with ``words``, from the top where there is none below; ``again``: not the same one."""
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionEnd() if again else cursor.selectionStart())
        self.setTextCursor(cursor)
        if self.find(words):
            return True
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(words)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures lie beside the text and are drawn at twice their size."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage(str(self._folder / QUrl(name).path()))
        ratio = self.devicePixelRatioF()
        width = round(min(COLUMN_PX, image.width() / 2) * ratio)
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    # --- how it is set ---------------------------------------------------------------------------------------------

    def _set_for_reading(self) -> None:
        for table in self.document().rootFrame().childFrames():
            if isinstance(table, QTextTable):
                self._set_table(table)
        for block in _blocks(self.document()):
            self._set_block(block)
        frame = self.document().rootFrame().frameFormat()
        frame.setWidth(QTextLength(QTextLength.Type.FixedLength, COLUMN_PX + 12 * STEP))
        self.document().rootFrame().setFrameFormat(frame)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_block(self, block: QTextBlock) -> None:
        cursor, form = QTextCursor(block), block.blockFormat()
        level = form.headingLevel()
        in_table = cursor.currentTable() is not None
        above, below = (0, 0) if in_table else (0, 2)
        if level:
            size, above, below = _HEADINGS[min(level, 3)]
            self._set_head(cursor, size)
        form.setTopMargin(above * STEP)
        form.setBottomMargin(below * STEP)
        percent = _TABLE_LINE_PERCENT if in_table else _LINE_PERCENT
        form.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if "\ufffc" in block.text():  # a picture stands for itself; taller lines would cut it loose from its text
            form.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
        cursor.setBlockFormat(form)

    def _set_head(self, cursor: QTextCursor, size: int) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        head = QTextCharFormat()
        head.setFont(text_font(size, strong=True))
        head.setForeground(QBrush(QColor(self._palette.text)))
        cursor.setCharFormat(head)

    def _set_table(self, table: QTextTable) -> None:
        form = table.format()
        form.setBorder(1)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(QBrush(QColor(self._palette.line)))
        form.setBorderCollapse(True)
        form.setCellPadding(1.5 * STEP)
        form.setCellSpacing(0)
        form.setTopMargin(0)
        form.setBottomMargin(3 * STEP)
        form.setWidth(QTextLength(QTextLength.Type.FixedLength, COLUMN_PX))
        percent = QTextLength.Type.PercentageLength
        form.setColumnWidthConstraints([QTextLength(percent, 34), QTextLength(percent, 66)])
        table.setFormat(form)
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            ground = cell.format()
            ground.setBackground(QBrush(QColor(self._palette.raised)))
            ground.setFontWeight(QFont.Weight.DemiBold)
            cell.setFormat(ground)

    def _heads(self) -> Iterator[QTextBlock]:
        return (block for block in _blocks(self.document()) if block.blockFormat().headingLevel() > 1)

    def _top_of(self, block: QTextBlock) -> int:
        return round(self.document().documentLayout().blockBoundingRect(block).top()) - 2 * STEP


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
