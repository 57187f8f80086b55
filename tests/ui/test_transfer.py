"""The transfer on the panel: the button's two meanings, and the strip while the operators talk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ctidesk.domain.intents import CancelTransfer, ChooseAudio, CompleteTransfer, OpenTransferForm, SetMute
from tests.ui import examples
from tests.ui import telephony_examples as tel
from tests.ui.examples import at, desk_after, ev


@pytest.mark.manual("M5.4", "M8", "D1")
def test_in_a_conversation_the_button_opens_the_form(show) -> None:
    shown = show().render(tel.talk(), at(48))
    button = shown.panel.transfer
    assert (button.text(), button.isEnabled(), button.toolTip()) == ("Перевести", True, "Перевести звонок (F8)")
    button.click()
    assert shown.intents == [OpenTransferForm()]
    assert not shown.render(examples.ringing()).panel.transfer.isEnabled()


@pytest.mark.manual("M5.4", "M19", "M8")
def test_while_a_transfer_is_pending_the_same_button_cancels_it(show, qtbot) -> None:
    shown = show().render(tel.transfer_rings(), at(58))
    button = shown.panel.transfer
    assert (button.text(), button.accessibleName(), button.isEnabled()) == (
        "Отменить перевод",
        "Отменить перевод",
        True,
    )
    button.click()
    shown.panel.activateWindow()
    qtbot.waitUntil(shown.panel.isActiveWindow)
    qtbot.keyClick(shown.panel, Qt.Key.Key_F8)
    assert shown.intents == [CancelTransfer(), CancelTransfer()]
    assert (shown.panel.end.isEnabled(), shown.panel.end.property("fill")) == (True, "flat")


def test_while_the_two_are_being_connected_it_is_too_late(show) -> None:
    button = show().render(tel.transfer_joins(), at(60)).panel.transfer
    assert not button.isEnabled()
    assert button.toolTip().startswith("Отменить перевод: уже поздно")


@pytest.mark.manual("D14")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_while_the_operators_talk_the_strip_asks_what_becomes_of_the_caller(show, theme: str) -> None:
    shown = show("ru", theme).render(tel.consulting(), at(75))
    strip = shown.panel.message
    assert strip.sentence.text() == "Разговор с 1002 Петрова Анна Викторовна — абонент на удержании."
    assert (strip.complete.text(), strip.complete.property("fill")) == ("Соединить", "blue")
    assert strip.take_back.text() == "Вернуть абонента"
    strip.complete.click()
    strip.take_back.click()
    assert shown.intents == [CompleteTransfer(), CancelTransfer()]
    shown.render(tel.talk(), at(76))
    assert not strip.isVisible()


@pytest.mark.manual("M19")
def test_a_transfer_that_failed_says_why_and_that_the_caller_is_back(show) -> None:
    shown = show().render(tel.transfer_failed(), at(62))
    assert shown.panel.message.sentence.text() == "1002 занят. Абонент снова с вами."
    assert "486 Busy Here" in shown.panel.message.sentence.toolTip()
    assert shown.panel.transfer.text() == "Перевести"


def test_you_cannot_be_heard(show) -> None:
    shown = show().render(tel.muted(), at(48))
    assert shown.panel.message.sentence.text() == "Вас не слышно: микрофон выключен."
    shown.panel.message.help.click()
    assert shown.intents == [SetMute(False)]
    shown.render(tel.silent(), at(48))
    assert shown.panel.message.sentence.text().startswith("Вас не слышно: микрофон молчит.")
    shown.panel.message.help.click()
    assert shown.panel.menu.audio.menus["input"].isVisible()
    shown.panel.menu.audio.menus["input"].close()


# --- devices -----------------------------------------------------------------------------------------------------


def test_the_menu_lists_the_devices_and_checks_the_chosen_ones(show) -> None:
    headset, loud = "Jabra Evolve2 65", "Динамики & наушники"
    shown = show().render(desk_after(ev.AudioChosen(headset, headset, loud), desk=tel.talk()), at(48))
    shown.panel.menu.menu_of_now()
    menus = shown.panel.menu.audio.menus
    assert [menu.title() for menu in menus.values()] == ["Микрофон", "Динамик", "Звонок"]
    words = [[action.text() for action in menu.actions() if action.text()] for menu in menus.values()]
    assert words[0] == ["Как в системе", "Jabra Evolve2 65", "Встроенный микрофон"]
    assert words[2] == ["Как в системе", "Jabra Evolve2 65", "Динамики && наушники"]
    checked = [[action.data() for action in menu.actions() if action.isChecked()] for menu in menus.values()]
    assert checked == [["Jabra Evolve2 65"], ["Jabra Evolve2 65"], ["Динамики & наушники"]]


def test_what_was_chosen_is_checked_not_what_serves(show) -> None:
    chosen = desk_after(ev.AudioChosen("default", "Jabra Evolve2 65", "gone"), desk=tel.talk())
    shown = show().render(chosen, at(48))
    shown.panel.menu.menu_of_now()
    menus = shown.panel.menu.audio.menus
    checked = [[action.text() for action in menu.actions() if action.isChecked()] for menu in menus.values()]
    assert checked == [["Как в системе: Jabra Evolve2 65"], ["Jabra Evolve2 65"], []]


def test_a_choice_names_the_device(show) -> None:
    shown = show().render(tel.talk(), at(48))
    shown.panel.menu.menu_of_now()
    menus = shown.panel.menu.audio.menus
    menus["input"].actions()[-1].trigger()
    menus["output"].actions()[0].trigger()
    menus["ring"].actions()[-1].trigger()
    assert shown.intents == [
        ChooseAudio("input", "Встроенный микрофон"),
        ChooseAudio("output", "default"),
        ChooseAudio("ring", "Динамики & наушники"),
    ]


def test_without_devices_there_is_nothing_to_choose(show) -> None:
    menu = show().render(examples.idle()).panel.menu
    menu.menu_of_now()
    assert not any(devices.menuAction().isEnabled() for devices in menu.audio.menus.values())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_menus_have_their_pictures(show, theme: str) -> None:
    shown = show("ru", theme).render(tel.talk(), at(48))
    shown.folder.mkdir(parents=True, exist_ok=True)
    menu = shown.panel.menu.menu_of_now()
    for name, part in {"menu": menu, "microphones": shown.panel.menu.audio.menus["input"]}.items():
        part.ensurePolished()
        part.resize(part.sizeHint())
        assert part.grab().save(str(shown.folder / f"talk.{name}.png"))
