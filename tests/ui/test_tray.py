"""The icon in the tray, its words and its menu; the panel that closes into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSystemTrayIcon

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Connection
from ctidesk.domain.history import CallFilter, CallKind
from ctidesk.domain.intents import (
    Accept,
    DismissNotice,
    End,
    HidePanel,
    OpenHistory,
    Quit,
    QuitInCall,
    SetStatus,
    ShowPanel,
)
from ctidesk.domain.operator import CHOOSABLE, OperatorStatus
from ctidesk.domain.screen import NOTHING, Strip
from ctidesk.ui import panel_menu, windows
from ctidesk.ui.outside import Outside
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import DARK, LIGHT, Palette
from ctidesk.ui.tray import Tray
from ctidesk.ui.tray_icon import SIZES, tray_icon
from ctidesk.ui.tray_view import tray_view
from tests.ui import examples, history_examples, outside_examples
from tests.ui.conftest import Shown
from tests.ui.every_example import EXAMPLES
from tests.ui.examples import at, desk_after


@pytest.fixture
def tray(show: Callable[..., Shown]) -> Iterator[Tray]:
    show()
    made = Tray(LIGHT, Texts())
    yield made
    made.close()


@pytest.fixture
def out(show: Callable[..., Shown]) -> Shown:
    return out_of(show())


def out_of(shown: Shown) -> Shown:
    shown.windows.go_outside()
    return shown.render(examples.idle())


def host(monkeypatch: pytest.MonkeyPatch, *, there: bool) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: there))


# --- the icon and its words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
def test_every_state_is_told_without_its_colour(qapp, palette: Palette, size: int) -> None:
    """In black and white: what tells least apart is the stroke through the handset."""
    pictures = {state: drawn(palette, state, 0, size) for state in Connection}
    for state, picture in pictures.items():
        for other, another in pictures.items():
            assert state is other or unlike(picture, another) > 0.04


@pytest.mark.parametrize("size", SIZES)
def test_what_was_missed_is_seen(qapp, size: int) -> None:
    none, some, many = (drawn(LIGHT, Connection.ACTIVE, missed, size) for missed in (0, 3, 12))
    assert unlike(none, some) > 0.04 and unlike(none, many) > 0.04


def drawn(palette: Palette, state: Connection, missed: int, size: int) -> list[bool]:
    """Which pixels are of the ground."""
    image = tray_icon(palette, state, missed).pixmap(size, size).toImage()
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    ground = image.pixelColor(size // 2, 1)
    pixels = (image.pixelColor(x, y) for x in range(size) for y in range(size))
    return [abs(pixel.lightness() - ground.lightness()) < 40 for pixel in pixels]


def unlike(one: list[bool], other: list[bool]) -> float:
    return sum(a != b for a, b in zip(one, other, strict=True)) / len(one)


WORDS = {
    "idle": "Активный · Доступен",
    "inactive": "Неактивный · Неактивный",
    "ringing": "Входящий звонок: +7 495 123-45-67  Иванов Иван Иванович",
    "ringing-anonymous": "Входящий звонок · Доступен",
    "conversation": "Занят: +7 495 123-45-67  Иванов Иван Иванович",
    "wrap-up": "Постобработка звонка · Доступен",
    "in-tray-missed": "Активный · Доступен\n3 пропущенных звонка",
}


@pytest.mark.parametrize("name", WORDS)
def test_the_words(tray: Tray, name: str) -> None:
    tray.show_view(tray_view(EXAMPLES[name].make()))
    assert tray.icon.toolTip() == WORDS[name]


def test_a_name_is_no_markup(tray: Tray) -> None:
    tray.show_view(replace(tray_view(examples.ringing()), name="<img src='x'><b>Иванов</b>"))
    assert "<" not in tray.icon.toolTip()


# --- the menu ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "accept", "end"),
    [("idle", False, False), ("ringing", True, True), ("outgoing", False, True), ("conversation", False, True)],
)
def test_only_what_is_legal_is_on(tray: Tray, name: str, accept: bool, end: bool) -> None:
    tray.show_view(tray_view(EXAMPLES[name].make()))
    assert (tray.accept.isEnabled(), tray.end.isEnabled()) == (accept, end)


@pytest.mark.manual("M5.1")
def test_every_entry_says_what_it_does_and_does_it(tray: Tray) -> None:
    heard: list[object] = []
    tray.intent.connect(heard.append)
    tray.show_view(replace(tray_view(examples.ringing()), missed=2))
    entries = [action for action in tray.menu.actions() if not action.isSeparator()]
    for action in entries:
        action.trigger()
    assert [action.text() for action in entries] == [
        "Доступен",
        "Неактивный",
        "Постобработка",
        "Принять звонок",
        "Завершить звонок",
        "2 пропущенных звонка",
        "Показать панель",
        "Скрыть панель",
        "Выход",
    ]
    missed = OpenHistory(CallFilter(CallKind.MISSED))
    chosen = [SetStatus(status) for status in CHOOSABLE]
    assert heard == [*chosen, Accept(), End(), missed, ShowPanel(), HidePanel(), Quit()]


def test_the_status_asked_for_is_ticked(tray: Tray) -> None:
    tray.show_view(tray_view(examples.inactive()))
    ticked = [action.data() for action in tray.menu.actions() if action.isChecked()]
    assert ticked == [OperatorStatus.INACTIVE.value]


def test_what_is_not_there_is_not_offered(tray: Tray) -> None:
    tray.show_view(tray_view(outside_examples.in_tray()))
    assert not tray.missed.isVisible() and not tray.hide_panel.isVisible()
    tray.show_view(tray_view(history_examples.EXAMPLES["missed"].make()))
    assert tray.missed.isVisible() and tray.hide_panel.isVisible()


def test_a_click_shows_the_panel_and_another_button_does_not(tray: Tray) -> None:
    heard: list[object] = []
    tray.intent.connect(heard.append)
    reason = QSystemTrayIcon.ActivationReason
    for each in (reason.Trigger, reason.Context, reason.MiddleClick):
        tray.icon.activated.emit(each)
    assert heard == [ShowPanel()]


# --- the panel that closes into it ---------------------------------------------------------------------------------


def test_the_panel_hides_and_comes_back_where_it_was(out: Shown) -> None:
    reserved: list[Strip] = []
    out.windows.reserve_edge(lambda window, strip: reserved.append(strip))
    place = out.panel.geometry()
    out.render(outside_examples.in_tray())
    assert out.windows.visible() == ()
    out.render(examples.idle())
    assert out.windows.visible() == ("panel",)
    assert out.panel.geometry() == place
    assert reserved == [Strip(0, 0, 1920, 44), NOTHING, Strip(0, 0, 1920, 44)]


def test_the_note_goes_with_the_panel(show: Callable[..., Shown]) -> None:
    shown = show().render(history_examples.EXAMPLES["note-in-wrap-up"].make())
    assert "note_line" in shown.windows.visible()
    shown.render(desk_after(ev.PanelHidden(), desk=history_examples.EXAMPLES["note-in-wrap-up"].make()))
    assert "note_line" not in shown.windows.visible()


@pytest.mark.parametrize(("there", "intent"), [(True, HidePanel()), (False, Quit())])
def test_closing_the_panel(out: Shown, monkeypatch: pytest.MonkeyPatch, there: bool, intent: object) -> None:
    host(monkeypatch, there=there)
    out.panel.close()
    assert out.intents == [intent]
    assert out.panel.isVisible()


def test_at_the_end_of_the_session_it_ends_without_a_word(out: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    host(monkeypatch, there=True)
    ends: list[bool] = []
    out.windows.session_ends.connect(lambda: ends.append(True))
    out.windows._session_end._announced(None)
    out.panel.close()
    assert (out.intents, ends) == ([], [True])


@pytest.mark.parametrize("there", [True, False])
def test_the_menu_of_the_panel_hides_it_where_there_is_a_tray(
    out: Shown, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    host(monkeypatch, there=there)
    out.panel.menu.menu_of_now()
    assert out.panel.menu.hide_panel.isVisible() is there


@pytest.mark.parametrize("dock", ["top", "floating"])
def test_a_hidden_panel_whose_tray_has_gone_comes_back(show: Callable[..., Shown], dock: str) -> None:
    shown = out_of(show(dock=dock)).render(outside_examples.in_tray())
    outside = shown.windows._outside
    assert isinstance(outside, Outside) and outside._look.isActive()
    outside._see()
    assert shown.intents == [ShowPanel()]
    shown.render(examples.idle())
    assert shown.panel.isVisible() and shown.panel.isMinimized() is (dock == "floating")
    assert not outside._look.isActive()


def test_where_it_went_is_told_once(out: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    outside = out.windows._outside
    assert outside is not None
    monkeypatch.setattr(outside.tray.icon, "showMessage", lambda title, *rest: told.append(title))
    for _ in range(2):
        out.render(outside_examples.in_tray())
        out.render(examples.idle())
    assert told == ["Панель скрыта"]


def test_a_dark_desktop_has_a_dark_icon(out: Shown) -> None:
    outside = out.windows._outside
    assert outside is not None
    before = outside.tray
    outside.use_palette(DARK)
    out.render(examples.idle())
    assert outside.tray is not before and outside.tray.icon.toolTip() == before.icon.toolTip()
    assert not before.icon.isVisible()


# --- the question --------------------------------------------------------------------------------------------------


def test_quitting_in_a_call_is_asked_on_the_panel(show: Callable[..., Shown]) -> None:
    shown = show().render(outside_examples.quit_asked())
    message = shown.panel.message
    assert message.sentence.text() == "Звонок ещё не завершён. Завершить его и выйти?"
    assert message.quit.isVisible() and message.stay.isVisible() and not message.dismiss.isVisible()
    message.quit.click()
    message.stay.click()
    assert shown.intents == [QuitInCall(), DismissNotice()]


@pytest.mark.parametrize("module", [windows, panel_menu])
def test_the_tray_is_looked_for_when_it_is_needed(module) -> None:  # type: ignore[no-untyped-def]
    """On a desktop without one, this one, there is none."""
    assert not module.tray_host()


def test_the_keys_hold_in_every_window_while_the_panel_is_away(show: Callable[..., Shown], qtbot) -> None:  # type: ignore[no-untyped-def]
    shown = show().render(desk_after(ev.PanelHidden(), desk=examples.conversation()), at(48))
    card = shown.window("contact_card")
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    qtbot.keyClick(card, Qt.Key.Key_F4)
    assert shown.intents == [End()]
