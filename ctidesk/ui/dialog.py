"""The windows of which there is one each, open exactly as long as the desk has something for them to show.

Their modules are imported when a window is needed for the first time: an operator waits for the panel, not for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from ctidesk.domain.desk import Desk
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.transfer_view import transfer_form_view
from ctidesk.ui.unsent_view import unsent_view
from ctidesk.ui.window_views import search_view


@dataclass(slots=True)
class Dialog:
    """``window`` has ``show_view`` and the signal ``intent``; it is kept when it closes.

    ``part`` is what of the desk the view is made from: while it is the same, the window need not look again (with
    1500 writes waiting, a view takes 25 ms, and a call renders each second).
    """

    view: Callable[[Desk], Any]
    make: Callable[[Palette, Texts], QWidget]
    part: Callable[[Desk], object] = lambda desk: desk
    window: Any = None
    shown: object = None

    def is_current(self, desk: Desk) -> bool:
        """Whether the window shows this already; from now on it does."""
        before, self.shown = self.shown, self.part(desk)
        return self.window is not None and self.shown is before


def every_dialog() -> tuple[Dialog, ...]:
    return (
        Dialog(search_view, _client_search),
        Dialog(transfer_form_view, _transfer_form),
        Dialog(unsent_view, _unsent, part=lambda desk: desk.unsent),
    )


def _client_search(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.client_search import ClientSearchWindow

    return ClientSearchWindow(palette, texts)


def _transfer_form(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.transfer_form import TransferFormWindow

    return TransferFormWindow(palette, texts)


def _unsent(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.unsent_window import UnsentWindow

    return UnsentWindow(palette, texts)
