"""All windows together: what is open, where, and what is built when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage

from ctidesk.domain.errors import DeskError, ProblemId
from ctidesk.domain.settings import UiSettings
from ctidesk.ui import theme
from ctidesk.ui.tokens import DARK, LIGHT
from ctidesk.ui.windows import Windows
from tests.ui import examples
from tests.ui.examples import IVANOV, at


def test_names_of_the_open_windows_the_panel_first(show) -> None:
    shown = show().render(examples.ringing())
    assert shown.windows.visible() == ("panel", "incoming_notice")
    shown.render(examples.answered_many(), at(14))
    assert shown.windows.visible() == ("panel", "client_search")
    shown.render(examples.cards())
    assert shown.windows.visible() == ("panel", "contact_card", "account_card", "contact_card")
    shown.render(examples.idle())
    assert shown.windows.visible() == ("panel",)


def test_a_picture_of_each(show, tmp_path: Path) -> None:
    shown = show().render(examples.cards())
    pictures = shown.windows.screenshot(tmp_path / "pictures")
    names = ["panel.png", "contact_card.png", "account_card.png", "contact_card-2.png"]
    assert [picture.name for picture in pictures] == names
    assert QImage(str(pictures[0])).width() == shown.panel.width()


def test_a_folder_that_cannot_be_written(show, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DeskError) as refused:
        show().render(examples.idle()).windows.screenshot(tmp_path / "taken")
    assert refused.value.problem.id is ProblemId.FOLDER_UNWRITABLE


def test_windows_remember_size_and_place(qapp, tmp_path: Path) -> None:
    state = tmp_path / "windows.ini"
    for place in (QPoint(300, 400), None):
        windows = Windows(UiSettings(theme="light"), {}, state)
        windows.render(examples.conversation(), at(48))
        card = windows._cards[IVANOV.ref]
        if place:
            card.move(place)
            card.resize(700, 500)
        else:
            assert (card.pos(), card.size()) == (QPoint(300, 400), QSize(700, 500))
        windows.close()


def test_a_card_is_as_high_as_what_it_shows_until_the_operator_sizes_it(show) -> None:
    shown = show().render(examples.cards())
    heights = [window.height() for window in shown.windows._cards.values()]
    shown.render(examples.idle())
    shown.render(examples.cards())
    assert [window.height() for window in shown.windows._cards.values()] == heights
    assert len(set(heights)) == 3


def test_no_window_opens_over_the_panel(show) -> None:
    shown = show().render(examples.conversation(), at(48))
    card = shown.window("contact_card")
    card.move(100, 0)
    shown.render(examples.idle())
    shown.render(examples.conversation(), at(48))
    assert shown.window("contact_card").y() > shown.panel.geometry().bottom()


def test_further_cards_stand_aside(show) -> None:
    shown = show().render(examples.cards())
    places = {(window.x(), window.y()) for window in shown.windows._cards.values()}
    assert len(places) == 3


def test_no_clock_runs_when_nothing_counts(show) -> None:
    shown = show().render(examples.idle())
    assert not shown.windows._clock.isActive()
    shown.render(examples.conversation(), at(48))
    assert shown.windows._clock.isActive()
    shown.render(examples.idle())
    assert not shown.windows._clock.isActive()


def test_timers_go_on_between_two_desks(show, qtbot) -> None:
    shown = show().render(examples.conversation(), at(48))
    qtbot.waitUntil(lambda: shown.panel.caller.timer.text() == "00:43", timeout=2500)


def test_the_same_desk_paints_nothing(show, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show().render(examples.conversation(), at(48))
    touched: list[str] = []
    monkeypatch.setattr(shown.panel.status, "show_view", lambda view: touched.append("status"))
    monkeypatch.setattr(shown.panel.caller, "show_view", lambda view: touched.append("caller"))
    shown.render(examples.conversation(), at(48.2))
    assert touched == []


def test_a_dark_desktop_turns_the_windows_dark(show, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show(theme="system").render(examples.idle())
    shown.panel.field.field.setText("8495")
    assert shown.windows._palette is LIGHT
    monkeypatch.setattr(theme, "palette_for", lambda ui: DARK)
    shown.windows._retheme()
    assert shown.windows._palette is DARK
    assert shown.windows.visible() == ("panel",)
    assert shown.panel.field.field.text() == "8495"


def test_raise_panel_brings_a_minimized_panel_back(qapp) -> None:
    windows = Windows(UiSettings(theme="light", dock="floating"), {})
    windows.render(examples.idle(), at(4))
    windows._panel.showMinimized()
    windows.raise_panel()
    assert not windows._panel.isMinimized()
    windows.close()


def test_the_panel_alone_loads_nothing_of_the_other_windows() -> None:
    code = """
import sys
from datetime import UTC, datetime
from ctidesk.domain.desk import Desk
from ctidesk.domain.settings import UiSettings
from ctidesk.ui.windows import Windows, make_application
app = make_application(UiSettings())
windows = Windows(UiSettings(), {})
windows.render(Desk(), datetime.now(UTC))
app.processEvents()
late = ("ctidesk.ui.dialogs", "ctidesk.ui.cards", "ctidesk.ui.outside", "jeepney", "asyncio", "httpx2", "sqlite3")
print([name for name in sys.modules if name.startswith(late)])
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
