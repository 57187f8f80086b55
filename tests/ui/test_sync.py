"""The copy of the CRM on the panel: how it stands, how long it takes, and what can be done about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk, SyncProgress
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import CancelSync, Synchronise
from ctidesk.domain.records import Entity
from tests.ui import examples
from tests.ui.examples import desk_after

NBSP = "\u00a0"


def pulling(done: int = 120_000, total: int | None = 1_000_000, rows_per_s: float | None = 8_000) -> Desk:
    progress = ev.SyncProgressed(Entity.CONTACT, done, total, rows_per_s)
    return desk_after(ev.SyncChanged(SyncState.PULLING), progress, desk=examples.idle())


def actions(menu) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {action.text(): action for action in menu.actions() if action.text()}


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (SyncProgress(Entity.CONTACT, 120_000, 1_000_000, 8_000), "120 000 из 1 000 000, осталось около 2 мин"),
        (SyncProgress(Entity.CONTACT, 120_000, 1_000_000), "120 000 из 1 000 000"),
        (SyncProgress(Entity.CONTACT, 120_000, None, 8_000), "120 000"),
        (SyncProgress(Entity.CONTACT, 999_000, 1_000_000, 8_000), "999 000 из 1 000 000"),
        (SyncProgress(Entity.CONTACT, 900_000, 1_000_000, 3_000), "900 000 из 1 000 000, осталось около 40 с"),
        (SyncProgress(Entity.CONTACT, 0, 1_000_000, 100), "0 из 1 000 000, осталось около 3 ч"),
    ],
)
def test_the_tooltip_says_how_much_and_how_long(show, progress: SyncProgress, sentence: str) -> None:
    desk = pulling(progress.done, progress.total, progress.rows_per_s)
    lines = show().render(desk).panel.sync.toolTip().replace(NBSP, " ").split("\n")
    assert lines[1] == f"Загружаются клиенты: {sentence}"


def test_the_sentence_in_english(show) -> None:
    assert (
        "Loading clients: 120,000 of 1,000,000, about 2 min left" in show("en").render(pulling()).panel.sync.toolTip()
    )


def test_a_left_click_synchronises(show, qtbot) -> None:
    shown = show().render(examples.idle())
    qtbot.mouseClick(shown.panel.sync, Qt.MouseButton.LeftButton)
    assert shown.intents == [Synchronise()]


@pytest.mark.parametrize("way", ["right click", "menu key", "down"])
def test_the_menu_opens_by_mouse_and_by_keyboard(show, qtbot, way: str) -> None:
    shown = show().render(pulling())
    button = shown.panel.sync
    if way == "down":
        qtbot.keyClick(button, Qt.Key.Key_Down)
    else:
        reason = QContextMenuEvent.Reason.Mouse if way == "right click" else QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(button, QContextMenuEvent(reason, QPoint(5, 5), button.mapToGlobal(QPoint(5, 5))))
    menu = button.menu_of_now()
    assert menu.isVisible() and shown.intents == []
    shown.save("sync-menu")
    menu.close()


def test_the_menu_offers_three_things(show) -> None:
    shown = show().render(pulling())
    for menu in (shown.panel.sync.menu_of_now(), shown.panel.menu.menu_of_now()):
        offered = actions(menu)
        for text in ("Синхронизировать сейчас", "Загрузить все данные из CRM заново", "Остановить синхронизацию"):
            offered[text].trigger()  # type: ignore[attr-defined]
    assert shown.intents == [Synchronise(), Synchronise(full=True), CancelSync()] * 2


def test_stop_is_off_when_there_is_nothing_to_stop(show) -> None:
    shown = show().render(examples.idle())
    for menu in (shown.panel.sync.menu_of_now(), shown.panel.menu.menu_of_now()):
        offered = actions(menu)
        assert not offered["Остановить синхронизацию"].isEnabled()  # type: ignore[attr-defined]
        assert offered["Синхронизировать сейчас"].isEnabled()  # type: ignore[attr-defined]


def test_stopped_before_everything_was_here(show) -> None:
    problem = Problem(ProblemId.SYNC_STOPPED)
    shown = show().render(desk_after(ev.SyncChanged(SyncState.OFFLINE, problem, 900), desk=examples.first_pull()))
    message = shown.panel.message
    assert message.isVisible() and "Загруженное сохранено" in message.sentence.text()
    assert message.sentence.text().endswith("Повтор через 15 мин.")
    message.help.click()
    assert shown.intents == [Synchronise()]
    assert "остановлена" in shown.panel.sync.toolTip()
    shown.save("sync-stopped")


@pytest.mark.parametrize(
    ("entity", "what"), [(Entity.CASE, "обращения"), (Entity.TEAM, "настройки панели"), ("", "настройки панели")]
)
def test_a_right_that_is_lacked_names_what_for(show, entity: str, what: str) -> None:
    arose = ev.ProblemArose(Problem.of(ProblemId.CRM_NO_PERMISSION, "HTTP 403", entity=entity), examples.at(0))
    shown = show().render(desk_after(arose, desk=examples.idle()))
    assert shown.panel.message.sentence.text() == f"Не хватает прав в CRM: {what}. Сообщите администратору."
