"""One sentence, and the button that helps."""

from __future__ import annotations

import pytest

from ctidesk.domain.intents import DismissNotice, SaveDiagnostics, Synchronise
from tests.ui import examples
from tests.ui.examples import EXAMPLES

SENTENCES = {
    "pbx-away": "АТС не отвечает. Повтор через 4 с.",
    "not-allowed": "Панель работает только для рабочих групп из «Конфигуратора CTI». Обратитесь к администратору.",
    "unchecked": "CRM не отвечает. Звонки работают, данные клиентов — последние известные. Повтор через 20 с. "
    "Право на работу с панелью пока не проверено.",
    "settings-refused": "config.toml, строка 12. Для настройки «sip.transport» не подходит «upd». "
    "Допустимо: udp, tcp, tls.",
    "first-pull": "Загружаются клиенты: 12\u00a0000 из 100\u00a0000",
    "refused-link": "Ссылка не открыта: в ней нет номера или есть что-то кроме номера. Введите номер вручную.",
    "diagnostics-saved": "Диагностика сохранена в файл /home/a.petrova/Документы/ctidesk-2026-11-26-101502.zip. "
    "Никуда ничего не отправлено.",
    "outgoing-busy": "Номер +7 495 123-45-67 занят. Перезвоните позже.",
}


@pytest.mark.manual("M1")
@pytest.mark.parametrize("name", SENTENCES)
def test_the_sentence(show, name: str) -> None:
    message = show().render(EXAMPLES[name].make(), EXAMPLES[name].now).panel.message
    assert message.isVisible()
    assert message.sentence.text() == SENTENCES[name]


def test_a_notice_can_be_dismissed(show) -> None:
    shown = show().render(examples.outgoing_busy())
    assert not shown.panel.message.help.isVisible()
    shown.panel.message.dismiss.click()
    assert shown.intents == [DismissNotice()]


def test_good_news_is_no_warning(show) -> None:
    shown = show().render(EXAMPLES["diagnostics-saved"].make())
    assert shown.panel.message.property("level") == "info"
    assert shown.panel.message.dismiss.isVisible()


def test_the_menu_saves_diagnostics(show) -> None:
    shown = show().render(examples.idle())
    entries = {action.text(): action for action in shown.panel.menu.menu_of_now().actions()}
    entries["Сохранить диагностику"].trigger()
    assert shown.intents == [SaveDiagnostics()]


def test_a_problem_with_the_crm_offers_to_synchronise(show) -> None:
    shown = show().render(examples.unchecked())
    assert not shown.panel.message.dismiss.isVisible()
    shown.panel.message.help.click()
    assert shown.intents == [Synchronise()]


def test_progress_in_english(show) -> None:
    assert (
        show("en").render(examples.first_pull()).panel.message.sentence.text() == "Loading clients: 12,000 of 100,000"
    )
