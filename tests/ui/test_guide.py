"""The guide: opened by a key, read by chapter, searched, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ctidesk.domain.hotkeys import DEFAULTS
from ctidesk.domain.intents import CloseGuide, OpenGuide
from tests.ui import examples

FOLDER = Path(__file__).parents[2] / "docs" / "guide"


@pytest.fixture(params=["ru", "en"])
def guide(request, show):
    shown = show(request.param).render(examples.guide())
    return shown, shown.window("guide")


def test_f1_and_the_menu_open_it(show) -> None:
    shown = show().render(examples.idle())
    shown.windows.press("guide")
    texts = {action.text(): action for action in shown.panel.menu.menu_of_now().actions()}
    next(action for text, action in texts.items() if text.startswith("Руководство")).trigger()
    assert shown.intents == [OpenGuide(), OpenGuide()]


def test_escape_closes(guide) -> None:
    shown, window = guide
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert shown.intents == [CloseGuide()]


def test_every_chapter_is_listed_and_leads_to_its_head(guide) -> None:
    _, window = guide
    words = [window.chapters.item(row).text() for row in range(window.chapters.count())]
    assert words == [text for _, text in window.page.headings] and len(words) >= 12
    window.chapters.setCurrentRow(5)
    assert window.page.verticalScrollBar().value() > 0


def test_words_are_found_and_missing_ones_are_told(guide) -> None:
    _, window = guide
    window.field.setText("F10")
    window.field.textEdited.emit("F10")
    first = window.page.textCursor().selectionStart()
    assert window.page.textCursor().selectedText() == "F10" and not window.nowhere.isVisible()
    window.field.returnPressed.emit()
    assert window.page.textCursor().selectionStart() > first
    window.field.setText("жжжжж")
    window.field.textEdited.emit("жжжжж")
    assert window.nowhere.isVisible() and window.nowhere.text()


def test_every_picture_is_there(guide) -> None:
    _, window = guide
    language = "ru" if window.windowTitle() == "Руководство" else "en"
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert len(pictures) == 7 and all((FOLDER / name).is_file() and f"/{language}/" in name for name in pictures)


def test_no_line_is_wider_than_the_column(guide) -> None:
    _, window = guide
    assert window.page.document().idealWidth() <= window.page.viewport().width()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_tells_every_key(language: str) -> None:
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    assert [key for key in DEFAULTS.values() if not re.search(rf"{re.escape(key)}\b", text)] == []


def test_both_languages_have_the_same_chapters() -> None:
    heads = [re.findall("^(#+) ", (FOLDER / f"{lang}.md").read_text(encoding="utf-8"), re.M) for lang in ("ru", "en")]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("page", sorted(FOLDER.glob("admin-*.md")), ids=lambda page: page.stem)
def test_every_page_that_the_administrator_is_sent_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert len(links) >= 10 and all((FOLDER / link).is_file() for link in links)
