"""The notifications in memory keep the contract."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.contracts.notifier_contract import NotifierContract
from tests.fakes.notifier import FakeNotifier


class Memory:
    def __init__(self) -> None:
        self._notifier = FakeNotifier()

    def notifier(self) -> FakeNotifier:
        return self._notifier

    async def shows(self, *titles: str) -> Sequence[str]:
        shown = list(self._notifier.shown.values())
        assert [each.title for each in shown] == list(titles)
        return [shown[-1].title, *shown[-1].body.split("\n")] if shown else []

    def press(self, button: str) -> None:
        self._notifier.press(button)


@pytest.fixture
def world() -> Memory:
    return Memory()


class TestFake(NotifierContract):
    pass
