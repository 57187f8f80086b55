"""No text is cut without an ellipsis and a tooltip; where there is room for more lines, they are used first."""

from __future__ import annotations

import pytest

from ctidesk.ui.elided_label import ElidedLabel
from ctidesk.ui.fonts import text_font

LONG = "Всероссийский научно-исследовательский институт стандартизации и метрологии"


@pytest.fixture
def label(qtbot):
    def make(text: str, lines: int, width: int) -> ElidedLabel:
        made = ElidedLabel(text_font(), lines=lines)
        qtbot.addWidget(made)
        made.show_text(text)
        made.resize(width, max(made.heightForWidth(width), 20))
        made.show()
        return made

    return make


def test_one_line_is_cut_with_an_ellipsis(label) -> None:
    made = label(LONG, 1, 200)
    assert made.shown_lines[0].endswith("…") and made.toolTip() == LONG


def test_enough_lines_show_it_whole(label) -> None:
    made = label(LONG, 5, 260)
    assert "".join(made.shown_lines) == LONG and not made.toolTip()
    assert made.heightForWidth(260) == len(made.shown_lines) * made.fontMetrics().height()


def test_the_last_line_is_cut_where_there_are_too_few(label) -> None:
    made = label(LONG, 2, 200)
    first, last = made.shown_lines
    assert LONG.startswith(first) and last.endswith("…") and made.toolTip() == LONG


def test_a_word_wider_than_a_line_is_broken(label) -> None:
    made = label("Ж" * 60, 5, 200)
    assert "".join(made.shown_lines) == "Ж" * 60 and len(made.shown_lines) > 1
