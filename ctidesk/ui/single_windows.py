"""The windows that there is one of: what each shows of the desk, and how it is made when it is first needed.

A module is imported with its first window: the panel is to stand there before anything else is read from the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from ctidesk.domain.desk import Desk
from ctidesk.ui.history_view import history_view
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.transfer_view import transfer_form_view
from ctidesk.ui.window_views import search_view

View: TypeAlias = Callable[[Desk], object | None]
"""``None`` while the window is closed."""
Maker: TypeAlias = Callable[[Palette, Texts, Sequence[str]], Any]
"""Makes the window; the last are the result codes of calls."""


def _client_search(palette: Palette, texts: Texts, results: Sequence[str]) -> Any:
    from ctidesk.ui.dialogs.client_search import ClientSearchWindow

    return ClientSearchWindow(palette, texts)


def _transfer_form(palette: Palette, texts: Texts, results: Sequence[str]) -> Any:
    from ctidesk.ui.dialogs.transfer_form import TransferFormWindow

    return TransferFormWindow(palette, texts)


def _history(palette: Palette, texts: Texts, results: Sequence[str]) -> Any:
    from ctidesk.ui.history.window import HistoryWindow

    return HistoryWindow(palette, texts, results)


SINGLE_WINDOWS: Mapping[str, tuple[View, Maker]] = {
    "client_search": (search_view, _client_search),
    "transfer_form": (transfer_form_view, _transfer_form),
    "history": (history_view, _history),
}
"""By their names for ``ctl``."""
