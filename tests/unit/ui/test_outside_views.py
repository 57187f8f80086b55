"""What tray and notifications tell of a desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Connection, Desk
from ctidesk.domain.notification import Notifies
from ctidesk.ui.news_view import missed_news, ringing_news
from ctidesk.ui.tray_view import tray_view
from ctidesk.ui.view_state import notice_view
from tests.ui import examples, outside_examples
from tests.ui.every_example import EXAMPLES
from tests.ui.examples import ANSWERED, IVANOV, LEG, NUMBER, at, desk_after


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_menu_offers_what_the_panel_offers(name: str) -> None:
    desk = EXAMPLES[name].make()
    view = tray_view(desk)
    assert (view.accept, view.end) == (desk.buttons.accept, desk.buttons.end)
    assert view.connection is desk.connection


def test_who_calls_and_what_was_missed() -> None:
    ringing = tray_view(examples.ringing())
    assert (ringing.connection, ringing.number, ringing.name) == (
        Connection.INCOMING,
        "+7 495 123-45-67",
        "Иванов Иван Иванович",
    )
    missed = tray_view(outside_examples.in_tray_missed())
    assert (missed.missed, missed.number, missed.panel_open) == (3, "", False)
    assert tray_view(desk_after(ev.JournalRead(2, ""), desk=examples.ringing())).missed == 0


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("notifies", Notifies)
@pytest.mark.parametrize("panel_open", [True, False])
def test_a_call_is_told_in_one_place(name: str, notifies: Notifies, panel_open: bool) -> None:
    desk = replace(EXAMPLES[name].make(), notifies=notifies, panel_open=panel_open)
    told = [view for view in (notice_view(desk), ringing_news(desk)) if view]
    assert len(told) == (1 if desk.connection is Connection.INCOMING and desk.buttons.accept else 0)


def test_what_is_told_of_a_ringing_call() -> None:
    desk = outside_examples.in_tray_ringing()
    news = ringing_news(desk)
    assert news and (news.leg_id, news.caller.name) == (LEG, "Иванов Иван Иванович")
    assert ringing_news(desk_after(*ANSWERED, desk=desk)) is None


def missed(desk: Desk) -> tuple[str, int, str] | None:
    news = missed_news(desk)
    return (news.name, news.more, news.dial) if news else None


def test_what_is_told_of_a_missed_call() -> None:
    desk = outside_examples.in_tray_missed()
    assert missed(desk) == (IVANOV.name, 2, NUMBER)
    assert missed(replace(desk, notifies=Notifies.TEXT)) == (IVANOV.name, 2, NUMBER)
    for silent in (replace(desk, notifies=Notifies.NOTHING), desk_after(ev.PanelShown(), desk=desk)):
        assert missed(silent) is None


def test_nobody_is_called_back_from_a_call() -> None:
    ringing = desk_after(ev.IncomingCall("b", "8800", "", at(1), "8800"), desk=outside_examples.in_tray_missed())
    assert missed(ringing) == (IVANOV.name, 2, "")
