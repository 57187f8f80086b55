"""The windows of which there is one each: what opens them, and how they are built. Imported when first needed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from ctidesk.domain.desk import Desk
from ctidesk.domain.intents import (
    OpenFirstStart,
    OpenGuide,
    OpenHistory,
    OpenList,
    OpenSearch,
    OpenSettings,
    OpenTransferForm,
    OpenUnsent,
    SignIn,
)
from ctidesk.domain.records import Entity
from ctidesk.domain.sign_in import SigningIn, SignInWay
from ctidesk.ui.first_start.view import first_start_view
from ctidesk.ui.history_view import history_view
from ctidesk.ui.lists.list_view import list_view
from ctidesk.ui.search_view import search_view
from ctidesk.ui.settings.settings_view import settings_view
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.transfer_view import transfer_form_view
from ctidesk.ui.unsent_view import unsent_view

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance


class Showing(Protocol):
    """A window that renders its view and emits intents."""

    @property
    def intent(self) -> SignalInstance: ...

    def show_view(self, view: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class WindowKind:
    """``view`` of a desk is ``None`` where the window is closed; ``make`` gives a widget that is :class:`Showing`.

    ``part`` is what of the desk the view is made from: while it is the same, the window need not look again (with
    1500 writes waiting, a view takes 25 ms, and a call renders each second). ``asked_by``: the wish that brings it to
    the front (``wishes.py``).
    """

    view: Callable[[Desk], Any]
    make: Callable[[Palette, Texts], QWidget]
    part: Callable[[Desk], object] = lambda desk: desk
    asked_by: Hashable = None


def _client_search(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.client_search import ClientSearchWindow

    return ClientSearchWindow(palette, texts)


def _transfer_form(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.transfer_form import TransferFormWindow

    return TransferFormWindow(palette, texts)


def _history(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.history.window import HistoryWindow

    return HistoryWindow(palette, texts)


def _list_of(entity: Entity) -> WindowKind:
    def make(palette: Palette, texts: Texts) -> QWidget:
        from ctidesk.ui.lists.list_window import ListWindow

        return ListWindow(entity, palette, texts)

    return WindowKind(lambda desk: list_view(desk, entity), make, asked_by=OpenList(entity))


def _sign_in(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.sign_in import SignInWindow

    return SignInWindow(palette, texts)


def _guide(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.guide.window import GuideWindow

    return GuideWindow(palette)


def _unsent(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.dialogs.unsent_window import UnsentWindow

    return UnsentWindow(palette, texts)


def _settings(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.settings.window import SettingsWindow

    return SettingsWindow(palette, texts)


def _first_start(palette: Palette, texts: Texts) -> QWidget:
    from ctidesk.ui.first_start.window import FirstStartWindow

    return FirstStartWindow(palette, texts)


def _sign_in_view(desk: Desk) -> SigningIn | None:
    """The window is for passwords; other ways are told on the message line."""
    signing_in = desk.crm.signing_in
    return signing_in if signing_in and signing_in.way is SignInWay.PASSWORD else None


KINDS: Mapping[str, WindowKind] = {
    "first_start": WindowKind(first_start_view, _first_start, asked_by=OpenFirstStart),
    "sign_in": WindowKind(_sign_in_view, _sign_in, asked_by=SignIn),
    "settings": WindowKind(settings_view, _settings, asked_by=OpenSettings),
    "client_search": WindowKind(search_view, _client_search, asked_by=OpenSearch),
    "transfer_form": WindowKind(transfer_form_view, _transfer_form, asked_by=OpenTransferForm),
    "unsent": WindowKind(unsent_view, _unsent, part=lambda desk: desk.unsent, asked_by=OpenUnsent),
    "guide": WindowKind(lambda desk: desk.guide or None, _guide, part=lambda desk: desk.guide, asked_by=OpenGuide),
    "history": WindowKind(history_view, _history, asked_by=OpenHistory),
    "contact_list": _list_of(Entity.CONTACT),
    "account_list": _list_of(Entity.ACCOUNT),
    "call_list": _list_of(Entity.PHONE_CALL),
}
