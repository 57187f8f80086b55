"""The words of the desktop's notifications, and what their buttons do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.history import CallFilter, CallKind
from ctidesk.domain.intents import Accept, Dial, End, OpenHistory, ShowPanel
from ctidesk.domain.notification import Notification
from tests.fakes.notifier import FakeNotifier
from tests.ui import examples, outside_examples
from tests.ui.conftest import Shown
from tests.ui.examples import IVANOV, LEG, NUMBER, at, desk_after


class Told:
    """Windows beside a notifier in memory."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.notifier = FakeNotifier()
        news = shown.windows.go_outside().news
        news.use(self.notifier.show, self.notifier.withdraw)
        self.notifier.start(lambda able: None, news.chosen)

    def render(self, desk) -> list[Notification]:  # type: ignore[no-untyped-def]
        self.shown.render(desk)
        return list(self.notifier.shown.values())


@pytest.fixture
def told(show: Callable[..., Shown]) -> Told:
    return Told(show().render(examples.idle()))


def test_a_ringing_call(told: Told) -> None:
    (call,) = told.render(outside_examples.in_tray_ringing())
    assert (call.title, call.urgent, call.category) == ("Входящий звонок", True, "call.incoming")
    assert call.body == "+7 495 123-45-67  Иванов Иван Иванович\nООО «Ромашка»"
    assert [says for _, says in call.actions] == ["Показать панель", "Принять звонок", "Отклонить звонок"]
    assert told.shown.windows.visible() == ()
    assert told.render(outside_examples.in_tray()) == []


@pytest.mark.parametrize(
    ("button", "intent"),
    [("Принять звонок", Accept()), ("Отклонить звонок", End()), ("Показать панель", ShowPanel())],
)
def test_its_buttons(told: Told, button: str, intent: object) -> None:
    told.render(outside_examples.in_tray_ringing())
    told.notifier.press(button)
    assert told.shown.intents == [intent]


def test_a_button_of_the_call_before_does_nothing(told: Told) -> None:
    told.render(outside_examples.in_tray_ringing())
    next_call = ev.IncomingCall("another", "8800", "", at(9), "8800")
    told.render(desk_after(ev.HangUpRequested(LEG, at(8)), next_call, desk=outside_examples.in_tray_ringing()))
    told.notifier.chosen(f"call:{LEG}", "accept")
    assert told.shown.intents == []
    told.notifier.press("Принять звонок")
    assert told.shown.intents == [Accept()]


def test_a_caller_without_name_and_number(told: Told) -> None:
    desk = desk_after(*outside_examples.HIDDEN, desk=examples.ringing_anonymous())
    assert told.render(desk)[0].body == "Номер скрыт"


def test_who_hands_a_caller_over_where_no_window_can_stand_in_front(told: Told) -> None:
    (call,) = told.render(replace(outside_examples.in_tray_handed_over(), in_front=False))
    assert call.title == "Перевод звонка"
    assert call.body.split("\n")[-1].startswith("Переводит 1001")


def test_the_window_tells_where_the_desktop_does_not(told: Told) -> None:
    assert told.render(outside_examples.in_tray_alone()) == []
    assert told.shown.windows.visible() == ("incoming_notice",)
    assert told.render(outside_examples.in_tray_handed_over()) == []
    assert told.shown.windows.visible() == ("transfer_notice",)


def test_a_panel_that_comes_back_tells_itself(told: Told) -> None:
    told.render(outside_examples.in_tray_ringing())
    assert told.render(desk_after(ev.PanelShown(), desk=outside_examples.in_tray_ringing())) == []
    assert told.shown.windows.visible() == ("panel", "incoming_notice")


def test_a_missed_call_is_called_back(told: Told) -> None:
    (call,) = told.render(outside_examples.in_tray_missed())
    assert (call.title, call.urgent) == ("Пропущенный звонок", False)
    assert call.body == "+7 495 123-45-67  Иванов Иван Иванович\nещё 2 пропущенных"
    told.notifier.press("Перезвонить")
    assert told.shown.intents == [ShowPanel(), Dial(NUMBER, IVANOV)]


def test_a_click_on_it_shows_what_was_missed(told: Told) -> None:
    told.render(outside_examples.in_tray_missed())
    told.notifier.press("Показать пропущенные")
    assert told.shown.intents == [ShowPanel(), OpenHistory(CallFilter(CallKind.MISSED))]


def test_a_hidden_number_cannot_be_called_back(told: Told) -> None:
    nobody = replace(outside_examples.MISSED, number="", raw_number="", name="", client=None)
    (call,) = told.render(desk_after(ev.CallMissed(nobody), desk=outside_examples.in_tray()))
    assert call.body == "Номер скрыт"
    assert [name for name, _ in call.actions] == ["default"]
