"""«Статус оператора» and the indicator of Table 3."""

from __future__ import annotations

import pytest

from ctidesk.domain.intents import SetStatus
from ctidesk.domain.operator import OperatorStatus
from tests.ui import examples
from tests.ui.examples import EXAMPLES, at

TABLE_3 = {
    "inactive": "Неактивный",
    "idle": "Активный",
    "ringing": "Входящий звонок",
    "outgoing": "Исходящий звонок",
    "conversation": "Занят",
    "wrap-up": "Постобработка звонка",
}


@pytest.mark.manual("M6")
@pytest.mark.parametrize("name", TABLE_3)
def test_the_indicator_says_the_words_of_table_3(show, name: str) -> None:
    face = show().render(EXAMPLES[name].make(), EXAMPLES[name].now).panel.status.face
    assert face.text() == TABLE_3[name]
    assert f"Соединение: {TABLE_3[name]}" in face.accessibleName()
    assert "Статус оператора: " in face.accessibleName()


@pytest.mark.manual("M5.1")
def test_busy_is_never_offered(show) -> None:
    shown = show().render(examples.idle())
    actions = shown.panel.status.choice().actions()
    assert [action.text() for action in actions] == ["Доступен", "Неактивный", "Постобработка"]
    assert [action.isChecked() for action in actions] == [True, False, False]
    for action in actions:
        action.trigger()
    S = OperatorStatus
    assert shown.intents == [SetStatus(S.AVAILABLE), SetStatus(S.INACTIVE), SetStatus(S.WRAP_UP)]


@pytest.mark.manual("M5.1", "M24")
def test_one_click_ends_wrap_up(show) -> None:
    shown = show().render(examples.wrap_up(), at(58))
    shown.panel.status.face.click()
    assert shown.intents == [SetStatus(OperatorStatus.AVAILABLE)]


def test_a_click_elsewhere_opens_the_choice(show) -> None:
    shown = show().render(examples.idle())
    shown.panel.status.face.click()
    assert shown.intents == []
    assert shown.panel.status.choice().isVisible()
    shown.panel.status.choice().hide()


@pytest.mark.manual("M24")
def test_wrap_up_counts_down(show) -> None:
    shown = show().render(examples.wrap_up(), at(58))
    view = shown.panel._view.status
    assert (view.left_s, round(view.share, 2)) == (20, 0.67)
    assert shown.windows._clock.isActive()


@pytest.mark.manual("M7")
@pytest.mark.parametrize(
    ("example", "second"),
    [
        (examples.idle, "Доступен"),
        (examples.pbx_away, "выбран: Доступен"),
        (examples.conversation_then_inactive, "затем: Неактивный"),
        (examples.conversation, ""),
        (examples.wrap_up_by_hand, ""),
        (examples.inactive, ""),
    ],
)
def test_what_was_asked_for_stands_beside_what_holds(show, example, second: str) -> None:
    assert show().render(example(), at(48)).panel.status.face._second == second


def test_it_pulses_only_while_it_rings(show) -> None:
    shown = show().render(examples.ringing())
    face = shown.panel.status.face
    assert face._beat.isActive()
    assert face._pulse.duration() <= 150
    shown.render(examples.conversation(), at(48))
    assert not face._beat.isActive()


def test_it_does_not_pulse_where_motion_is_not_wanted(show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctidesk.ui.status_face.motion_wanted", lambda: False)
    assert not show().render(examples.ringing()).panel.status.face._beat.isActive()
