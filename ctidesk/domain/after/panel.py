"""The panel comes and goes, and what is told where it is not seen."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk


def panel_shown(desk: Desk, event: ev.PanelShown) -> Desk:
    """Whoever has the panel before him sees there what he missed."""
    return replace(desk, panel_open=True, missed_call=None)


def panel_hidden(desk: Desk, event: ev.PanelHidden) -> Desk:
    return replace(desk, panel_open=False, quit_asked=False)


def notifier_changed(desk: Desk, event: ev.NotifierChanged) -> Desk:
    return replace(desk, notifies=event.notifies)


def quit_asked(desk: Desk, event: ev.QuitAsked) -> Desk:
    """The question stands on the panel."""
    return replace(desk, panel_open=True, quit_asked=True)


def call_missed(desk: Desk, event: ev.CallMissed) -> Desk:
    return desk if desk.in_sight else replace(desk, missed_call=event.record)


def at_the_panel(desk: Desk, called: str = "") -> Desk:
    """A call is led from the panel: it comes back for one that the operator takes or makes.

    ``called``: whoever was missed has been called back.
    """
    missed = desk.missed_call
    returned = missed is not None and missed.number == called
    return replace(desk, panel_open=True, missed_call=None if returned or desk.in_front else missed)
