"""A sentence for everything, in both languages."""

from __future__ import annotations

import string

import pytest
from PySide6.QtWidgets import QApplication

from ctidesk.domain.desk import Connection
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.hotkeys import OF_WINDOWS
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import CallResult, Entity
from ctidesk.domain.settings import UiSettings
from ctidesk.ui.application import install_language
from ctidesk.ui.problem_texts import ProblemTexts
from ctidesk.ui.texts import Texts, clock


@pytest.fixture
def in_language(qapp: QApplication):
    def make(language: str) -> Texts:
        install_language(qapp, UiSettings(language=language))  # type: ignore[arg-type]
        return Texts()

    yield make
    install_language(qapp, UiSettings(language="en"))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_problem_has_a_sentence(in_language, language: str) -> None:
    in_language(language)
    table = ProblemTexts().table()
    assert set(table) == set(ProblemId)
    words_of_the_manual = {ProblemId.TRANSFER_TARGET_UNAVAILABLE}  # M18, without a full stop
    assert all(text.endswith(".") for id, text in table.items() if id not in words_of_the_manual)
    cyrillic = [any("а" <= char.lower() <= "я" for char in sentence) for sentence in table.values()]
    assert all(cyrillic) if language == "ru" else not any(cyrillic)


def test_both_languages_take_the_same_arguments(in_language) -> None:
    in_language("ru")
    russian = ProblemTexts().table()
    in_language("en")
    english = ProblemTexts().table()
    assert {id: _names(text) for id, text in russian.items()} == {id: _names(text) for id, text in english.items()}


@pytest.mark.parametrize("id", ProblemId)
def test_a_missing_argument_still_gives_a_sentence(in_language, id: ProblemId) -> None:
    assert "{" not in in_language("ru").sentence(Problem(id))


def test_numbers_are_written_for_people(in_language) -> None:
    problem = Problem.of(ProblemId.CALL_BUSY, "486", number="+74951234567")
    assert in_language("ru").sentence(problem) == "Номер +7 495 123-45-67 занят. Перезвоните позже."
    assert in_language("en").sentence(problem) == "+7 495 123-45-67 is busy. Please call again later."


def test_an_argument_with_braces_is_only_a_text(in_language) -> None:
    problem = Problem.of(ProblemId.NOT_A_NUMBER, number="{0}")
    assert "«{0}»" in in_language("ru").sentence(problem)


@pytest.mark.manual("M6", "D4")
def test_words_for_the_indicator_and_the_status(in_language) -> None:
    texts = in_language("ru")
    assert [texts.connection(each) for each in Connection] == [
        "Неактивный",
        "Активный",
        "Входящий звонок",
        "Исходящий звонок",
        "Занят",
        "Постобработка звонка",
    ]
    assert [texts.status(each) for each in OperatorStatus] == ["Доступен", "Неактивный", "Занят", "Постобработка"]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_words_for_results_entities_and_fields(in_language, language: str) -> None:
    texts = in_language(language)
    assert all(texts.result(each) for each in CallResult)
    assert all(texts.loading(each) for each in Entity)
    assert texts.field(Entity.CONTACT, "new_loyalty") == "new_loyalty"


def test_plurals(in_language) -> None:
    texts = in_language("ru")
    said = [texts.more(count) for count in (1, 2, 5, 21)]
    assert said == ["ещё 1 совпадение", "ещё 2 совпадения", "ещё 5 совпадений", "ещё 21 совпадение"]
    assert in_language("en").more(2) == "2 more"


@pytest.mark.parametrize(("seconds", "said"), [(0, "00:00"), (42, "00:42"), (3599, "59:59"), (3994, "1:06:34")])
def test_clock(seconds: int, said: str) -> None:
    assert clock(seconds) == said


def _names(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence)} - {None}


def test_a_key_of_the_windows_own_says_what_it_does(in_language) -> None:
    texts = in_language("ru")
    for key, does in OF_WINDOWS.items():
        problem = Problem.of(ProblemId.HOTKEY_OF_WINDOWS, key="hotkeys.accept", value=key, does=does)
        assert does not in texts.sentence(problem)
    saving = Problem.of(ProblemId.HOTKEY_OF_WINDOWS, key="hotkeys.accept", value="Ctrl+S", does="save")
    told = "В окнах программы Ctrl+S уже означает «Сохранить». Выберите другую клавишу."
    assert texts.sentence(saving) == texts.beside_setting(saving) == told
