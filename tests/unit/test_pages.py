"""The pages that are drawn from code and tests are current."""

from __future__ import annotations

from tests import state_pictures
from tests.manual_coverage import PAGE, PROMISES, carried, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.manual_coverage"


def test_only_promises_that_there_are() -> None:
    assert set(carried()) <= set(PROMISES)


def test_the_pictures_of_the_state_machines_are_current() -> None:
    drawn = state_pictures.PAGE.read_text(encoding="utf-8")
    assert drawn == state_pictures.page(), "run: python -m tests.state_pictures"


def test_the_picture_of_a_call_is_current() -> None:
    assert state_pictures.HOUSE.read_text(encoding="utf-8") == state_pictures.house(), (
        "run: python -m tests.state_pictures"
    )
