"""What the icon in the tray, its tooltip and its menu show of a desk: pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.desk import Connection, Desk
from ctidesk.domain.operator import OperatorStatus
from ctidesk.ui.call_view import caller_view


@dataclass(frozen=True, slots=True)
class TrayView:
    """``number`` and ``name`` are of whom the call is with; ``missed`` as on the panel, untold during a call."""

    connection: Connection
    requested: OperatorStatus
    accept: bool
    end: bool
    panel_open: bool
    missed: int = 0
    number: str = ""
    name: str = ""


def tray_view(desk: Desk) -> TrayView:
    caller = caller_view(desk, desk.leg, None) if desk.leg else None
    return TrayView(
        connection=desk.connection,
        requested=desk.operator.requested,
        accept=desk.buttons.accept,
        end=desk.buttons.end,
        panel_open=desk.panel_open,
        missed=0 if desk.leg else desk.missed,
        number=caller.number if caller else "",
        name=caller.name if caller else "",
    )
