"""Example desks whose panel is in the tray, and one that was to end in a call."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.notification import Notifies
from ctidesk.domain.records import CallRecord, CallResult, Direction
from tests.ui import telephony_examples as tel
from tests.ui.examples import (
    IVANOV,
    NUMBER,
    RAW,
    Example,
    at,
    conversation,
    desk_after,
    idle,
    ringing_many,
)

MISSED = CallRecord(
    "c0ffee00-0000-4000-8000-000000000001",
    Direction.INCOMING,
    NUMBER,
    RAW,
    at(-300),
    ended=at(-270),
    result=CallResult.MISSED,
    client=IVANOV,
    name=IVANOV.name,
    completed=True,
)
HIDDEN = (ev.NotifierChanged(Notifies.BUTTONS), ev.PanelHidden())


def in_tray() -> Desk:
    return desk_after(*HIDDEN, desk=idle())


def in_tray_missed() -> Desk:
    return desk_after(ev.CallMissed(MISSED), ev.JournalRead(3, ""), desk=in_tray())


def in_tray_ringing() -> Desk:
    return desk_after(*HIDDEN, desk=ringing_many())


def in_tray_handed_over() -> Desk:
    return desk_after(*HIDDEN, desk=tel.handed_over())


def in_tray_alone() -> Desk:
    """No notifications here."""
    return replace(in_tray_ringing(), notifies=Notifies.NOTHING)


def quit_asked() -> Desk:
    return desk_after(ev.QuitAsked(), desk=conversation())


EXAMPLES = {
    "in-tray": Example(in_tray),
    "in-tray-missed": Example(in_tray_missed),
    "in-tray-ringing": Example(in_tray_ringing),
    "ringing-handed-over-in-tray": Example(in_tray_handed_over),
    "ringing-in-tray-alone": Example(in_tray_alone),
    "quit-asked": Example(quit_asked, at(48)),
}
