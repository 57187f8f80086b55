"""Every window through AT-SPI, as a screen reader has it; and what is announced."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.screen_reader import (
    CHECKED,
    ENABLED,
    FOCUSABLE,
    SHOWING,
    ScreenReader,
    Seen,
    accessible_desktop,
    screen_reader,
)
from tests.peers.x_desktop import x_desktop

CONTROLS = {"push button", "toggle button", "check box", "text", "table", "tree", "menu item", "combo box", "link"}
WINDOWS = {
    "idle": {"ctidesk"},
    "unchecked": {"ctidesk"},
    "offered": {"ctidesk"},
    "consulting": {"ctidesk"},
    "ringing-many": {"ctidesk", "Входящий звонок"},
    "ringing-handed-over": {"ctidesk", "Перевод звонка"},
    "answered-many": {"ctidesk", "Поиск клиента по номеру +7 495 123-45-67"},
    "form": {"ctidesk", "Перевод звонка: +7 495 123-45-67 Иванов Иван Иванович"},
    "form-choosing": {"ctidesk", "Новый клиент"},
    "settings-sip": {"ctidesk", "Настройки"},
    "cards": {"ctidesk", "Клиент: Иванов Иван Иванович", "Организация: ООО «Ромашка»"},
}


class Windows:
    """The desk's windows as another process shows them."""

    def __init__(self, process: subprocess.Popen[str], reader: ScreenReader) -> None:
        self._process = process
        self.reader = reader

    def show(self, example: str) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{example}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == example

    def seen(self, example: str) -> dict[str, Seen]:
        self.show(example)
        return self.reader.windows()


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    folder: Path = tmp_path_factory.mktemp("accessible")
    command = [sys.executable, "-m", "tests.ui.on_screen"]
    with x_desktop() as x, accessible_desktop(folder) as environ, screen_reader(environ) as reader:
        started = subprocess.Popen(
            command,
            env={**x.environ, **environ, "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with started:
            try:
                yield Windows(started, reader)
            finally:
                started.kill()


@pytest.mark.parametrize("example", WINDOWS)
def test_every_control_has_name_role_and_state(windows: Windows, example: str) -> None:
    seen = windows.seen(example)
    assert set(seen) >= WINDOWS[example]
    for title, window in seen.items():
        controls = [it for it in window.all() if it.role in CONTROLS]
        assert controls, title
        for control in controls:
            assert control.name, (title, control)
            assert SHOWING in control.states, (title, control)
        assert not [it for it in window.all() if it.role in ("unknown", "invalid", "")], title


def test_what_is_legal_now_is_what_is_enabled(windows: Windows) -> None:
    panel = windows.seen("ringing-many")["ctidesk"]
    on = {it.name for it in panel.all() if it.role == "push button" and ENABLED in it.states}
    assert {"Принять звонок", "Завершить звонок"} <= on
    assert not {"Перевести звонок", "Перепривязать звонок"} & on


def test_what_holds_is_checked(windows: Windows) -> None:
    panel = windows.seen("held-and-muted-long")["ctidesk"]
    checked = {it.name for it in panel.all() if CHECKED in it.states}
    assert checked == {"Удержание", "Микрофон"}


@pytest.mark.parametrize(
    "example", ["idle", "conversation", "answered-many", "form", "form-choosing", "cards", "settings-sip"]
)
def test_every_control_can_be_reached_by_the_keyboard(windows: Windows, example: str) -> None:
    for title, window in windows.seen(example).items():
        inside = {id(part) for it in window.all() if it.role == "text" for part in it.children}
        for it in window.all():
            if it.role in ("push button", "check box", "text") and ENABLED in it.states and id(it) not in inside:
                assert FOCUSABLE in it.states, (title, it.name)


def test_what_must_be_filled_in_is_heard_and_what_is_wrong_with_it(windows: Windows) -> None:
    def told(example: str, title: str) -> dict[str, str]:
        form = windows.seen(example)[title]
        return {it.name: it.description for it in form.all() if it.role == "text" and it.description}

    required = "Обязательно: фамилия или имя."
    names = {"Фамилия": required, "Имя": required, "Организация": "Введите название для поиска"}
    assert told("form-new-client", "Новый клиент") == names
    assert told("form-new-organization", "Новая организация") == {"Название организации": "Обязательное поле."}
    assert told("form-wrong", "Новый клиент") == {
        **names,
        "Фамилия": f"Укажите фамилию или имя. {required}",
        "Мобильный телефон": "Это не номер телефона. Проверьте его.",
        "Эл. почта": "Это не адрес эл. почты. Проверьте его.",
    }


@pytest.mark.parametrize(
    ("before", "after", "words", "urgent"),
    [
        (
            "idle",
            "ringing-many",
            "Входящий звонок. Иванов Иван Иванович, +7 495 123-45-67, ООО «Ромашка»",
            True,
        ),
        ("ringing-many", "conversation", "Занят. Иванов Иван Иванович, +7 495 123-45-67, ООО «Ромашка»", False),
        ("conversation", "wrap-up", "Постобработка звонка.", False),
        ("idle", "offered", "Позвонить по номеру 8 (916) 700-80-90?", True),
        ("idle", "unchecked", "CRM не отвечает.", True),
    ],
)
def test_what_changes_is_announced(windows: Windows, before: str, after: str, words: str, urgent: bool) -> None:
    windows.show(before)
    with windows.reader.announcements() as next_one:
        windows.show(after)
        assert next_one(words) is urgent
