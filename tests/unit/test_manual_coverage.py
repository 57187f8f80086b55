"""The page of promises is what the tests say."""

from __future__ import annotations

from tests.manual_coverage import PAGE, PROMISES, carried, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.manual_coverage"


def test_only_promises_that_there_are() -> None:
    assert set(carried()) <= set(PROMISES)
