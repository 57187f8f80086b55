"""All windows: what the desk says is open is open, and nothing else. Built when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ctidesk.domain.desk import Connection, Desk
from ctidesk.domain.draft import Leaving
from ctidesk.domain.hotkeys import GLOBAL
from ctidesk.domain.hotkeys import hotkeys as all_hotkeys
from ctidesk.domain.intents import Accept, HidePanel, Intent, NewRecord, OpenNoteLine, Quit, QuitInCall, ShowPanel
from ctidesk.domain.records import Card, Entity, RecordRef
from ctidesk.domain.settings import UiSettings
from ctidesk.ui import screenshots, theme
from ctidesk.ui.application import install_language, make_application
from ctidesk.ui.card_view import card_view
from ctidesk.ui.docking import Reserve, can_dock
from ctidesk.ui.form_view import FormView
from ctidesk.ui.front_card import FrontCard
from ctidesk.ui.history_view import note_line_view
from ctidesk.ui.keyboard_order import KeyboardOrder
from ctidesk.ui.never_focused import may_take_focus
from ctidesk.ui.notes.note_field import NoteField
from ctidesk.ui.panel import Panel
from ctidesk.ui.panel_place import PanelPlace
from ctidesk.ui.placement import Placement, beside_right, keep_below
from ctidesk.ui.session_end import SessionEnd
from ctidesk.ui.texts import Texts
from ctidesk.ui.tokens import Palette
from ctidesk.ui.tray_host import tray_host
from ctidesk.ui.view_state import notice_view, panel_view
from ctidesk.ui.window_kinds import KINDS, Showing, WindowKind
from ctidesk.ui.wishes import Wishes

__all__ = ["Windows", "make_application"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctidesk.ui.cards.card_window import CardWindow
    from ctidesk.ui.dialogs.incoming_notice import IncomingNotice
    from ctidesk.ui.notes.note_line import NoteLine
    from ctidesk.ui.outside import Outside

CARD_NAMES = {
    Entity.CONTACT: "contact_card",
    Entity.ACCOUNT: "account_card",
    Entity.CASE: "case_card",
    Entity.WORKSHEET: "worksheet_card",
    Entity.PHONE_CALL: "call_card",
}
_TICK_MS = 1000
_MINUTE_MS = 60_000


@runtime_checkable
class ChoosesKeys(Protocol):
    """Where the operator chooses a key by pressing it."""

    def choose(self, key: str) -> None: ...


class Windows(QObject):
    """Renders desks and emits intents. ``state_file`` keeps size and place of the windows between runs.

    ``secure``: the settings ask for encrypted media, so that a call without it is worth telling.
    """

    intent = Signal(object)
    session_ends = Signal()
    """The operator logs out: nobody is left to be asked anything."""

    def __init__(
        self,
        settings: UiSettings,
        hotkeys: Mapping[str, str],
        state_file: Path | None = None,
        *,
        secure: bool = False,
    ) -> None:
        super().__init__()
        self._secure = secure
        self._settings, self._hotkeys = settings, hotkeys
        self._closed = False
        self._texts = Texts(self)
        self._placement = Placement(state_file)
        self._palette = theme.palette_for(settings)
        self._desk: Desk | None = None
        self._now: datetime | None = None
        self._rendered = QElapsedTimer()
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._singles: dict[str, QWidget] = {}
        self._parts: dict[str, object] = {}
        self._notice: IncomingNotice | None = None
        self._note: NoteLine | None = None
        self._wishes = Wishes()
        self._cards: dict[RecordRef, CardWindow] = {}
        self._minutes = QTimer(self, interval=_MINUTE_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._minutes.timeout.connect(self._tick)
        self._minutes.start()
        self._front = FrontCard()
        self._order = KeyboardOrder()
        self._since: tuple[Connection, datetime] | None = None
        self._outside: Outside | None = None
        self._place = PanelPlace(self._placement, docked=settings.dock == "top")
        self._panel = self._make_panel()
        self._app = _application()
        self._session_end = SessionEnd(self._app)
        self._app.focusWindowChanged.connect(self._focus_moved)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._retheme)

    def render(self, desk: Desk, now: datetime) -> None:
        """Show ``desk``. While a timer is on the panel, the windows tick by themselves between two desks."""
        self._desk, self._now = desk, now
        self._rendered.start()
        if desk.first_start and desk.first_start.answers.language != self._settings.language:
            self._speak(desk.first_start.answers.language)
        view = panel_view(desk, now, secure=self._secure, since=self._since_of(desk, now))
        self._panel.show_view(view)
        self._render_panel(desk)
        self._render_notice(desk)
        for name, kind in KINDS.items():
            self._render_single(name, kind, desk)
        self._render_cards(desk)
        self._render_note(desk)
        self._bring_to_front(desk)
        self._order.hand_on(self._panel)
        self._panel.show_front(self._front.client(desk.records))
        if self._outside:
            self._outside.render(desk)
        if view.ticking != self._clock.isActive():
            self._clock.start() if view.ticking else self._clock.stop()

    def visible(self) -> tuple[str, ...]:
        """The names of the open windows, the panel first."""
        return tuple(window.objectName() for window in self._open())

    def screenshot(self, folder: Path) -> tuple[Path, ...]:
        """One PNG a window, named like it."""
        return screenshots.save(self._open(), folder)

    @property
    def platform(self) -> str:
        """The desktop, as Qt names it: ``xcb``, ``windows``, ``wayland`` …"""
        return QGuiApplication.platformName()

    def press(self, name: str) -> None:
        """Do what the key of that name does everywhere (``domain/hotkeys.py``), wherever it was pressed; where a key is
        being chosen, it is chosen: the system gives it to us before any field can see it."""
        field = QApplication.focusWidget()
        choosing = field.parent() if field and "settings" in self._singles else None
        if isinstance(choosing, ChoosesKeys):
            choosing.choose(all_hotkeys(self._hotkeys).keys[GLOBAL + name])
        else:
            self._panel.press(name)
            self._wishes.forget()

    def use(self, settings: UiSettings, hotkeys: Mapping[str, str]) -> None:
        """Another theme, other keys: everything is built anew."""
        self._settings, self._hotkeys = settings, hotkeys
        self.flush()
        self._rebuild(theme.palette_for(settings))

    def reserve_edge(self, reserve: Reserve) -> None:
        """Have the edge that a docked panel stands at kept free of other windows."""
        self._place.reserve(reserve)

    @property
    def in_front(self) -> bool:
        """Whether windows of ours can stand in front of other programs': not under Wayland."""
        return can_dock()

    def go_outside(self) -> Outside:
        """Show the icon in the tray from now on."""
        from ctidesk.ui.outside import Outside

        self._outside = Outside(self._palette, self._texts)
        self._outside.intent.connect(self._wishes.remember)
        self._outside.intent.connect(self.intent)
        self._outside.lost.connect(self._come_back)
        self._tick()
        return self._outside

    def wish(self, intent: Intent) -> None:
        """The operator has asked for it by starting us: what it opens may have the keyboard."""
        self._wishes.remember(intent)

    def raise_panel(self) -> None:
        """In front, and with the keyboard."""
        self.show_panel()
        self._panel.activateWindow()

    def show_panel(self) -> None:
        """In front of other windows; the keyboard stays with whoever has it."""
        self._place.to_front()

    def flush(self) -> None:
        """Say what was typed and not yet said: the desk ends."""
        for field in (field for window in self._open() for field in window.findChildren(NoteField)):
            field.flush()

    def close(self) -> None:
        """Remember where everything stood, and let go of it; once is enough."""
        if self._closed:
            return
        self._closed = True
        self._clock.stop()
        self._minutes.stop()
        self._app.focusWindowChanged.disconnect(self._focus_moved)
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._retheme)
        if self._outside:
            self._outside.close()
        self._place.let_go()
        for window in self._open():
            self._placement.remember(window)
        self._placement.save()
        self._drop_all()

    # --- the panel -------------------------------------------------------------------------------------------------

    def _make_panel(self) -> Panel:
        panel = Panel(self._palette, self._texts, self._hotkeys)
        panel.intent.connect(self._wishes.remember)
        panel.intent.connect(self.intent)
        panel.resized.connect(self._clear_panel)
        panel.closing.connect(self._close_panel)
        self._place.hold(panel)
        return panel

    def _since_of(self, desk: Desk, now: datetime) -> datetime:
        """Since when the connection has been what it is."""
        if self._since is None or self._since[0] is not desk.connection:
            self._since = (desk.connection, now)
        return self._since[1]

    def _render_panel(self, desk: Desk) -> None:
        if desk.panel_open and not self._panel.isVisible():
            self._place.show()
        elif not desk.panel_open and self._panel.isVisible():
            self._place.put_away()
            if self._outside and self._placement.first_time("panel_hidden"):
                self._outside.tray.tell_hidden()

    def _close_panel(self) -> None:
        """Where there is no tray, nothing would bring it back."""
        if self._session_end.near:
            self.session_ends.emit()
        else:
            wish = HidePanel() if tray_host() else Quit()
            self._wishes.remember(wish)
            self.intent.emit(wish)

    def _come_back(self) -> None:
        """The operator has asked for nothing."""
        self._place.aside()
        self.intent.emit(ShowPanel())

    # --- windows that come and go ----------------------------------------------------------------------------------

    def _render_notice(self, desk: Desk) -> None:
        view = notice_view(desk)
        if view is None:
            self._hide(self._notice)
            return
        if self._notice is None:
            from ctidesk.ui.dialogs.incoming_notice import IncomingNotice

            self._notice = IncomingNotice(self._palette, self._texts)
            self._notice.intent.connect(self._wishes.remember)
            self._notice.intent.connect(self.intent)
        self._notice.show_view(view)
        if not self._notice.isVisible():
            beside_right(self._notice, self._panel)
            self._notice.show()
            self._notice.raise_()

    def _clear_panel(self) -> None:
        """The panel says something, or no longer."""
        if self._notice and self._notice.isVisible():
            keep_below(self._notice, self._panel)

    def _render_single(self, name: str, kind: WindowKind, desk: Desk) -> None:
        window, part = self._singles.get(name), kind.part(desk)
        if window and self._parts.get(name) is part:
            return
        self._parts[name] = part
        view = kind.view(desk)
        if view is None:
            self._put_away(window)
            return
        if window is None:
            window = self._singles[name] = kind.make(self._palette, self._texts)
            self._placement.restore_columns(window)
            _showing(window).intent.connect(self._wishes.remember)
            _showing(window).intent.connect(self.intent)
        _showing(window).show_view(view)
        self._open_window(window)

    def _render_note(self, desk: Desk) -> None:
        view = note_line_view(desk) if desk.panel_open else None
        if view is None:
            self._hide(self._note)
            return
        self._note = self._note or self._make_note()
        self._note.show_view(view)
        self._note.show()

    def _make_note(self) -> NoteLine:
        from ctidesk.ui.notes.note_line import NoteLine

        note = NoteLine(self._palette, self._panel)
        note.intent.connect(self.intent)
        return note

    def _put_away(self, window: QWidget | None) -> None:
        """It opens again where it stood."""
        if window and window.isVisible():
            self._placement.remember(window)
        self._hide(window)

    def _hide(self, window: QWidget | None) -> None:
        """Kept for the next call: showing it again is a matter of a moment."""
        if window is not None and window.isVisible():
            self._order.put_away(window)

    def _render_cards(self, desk: Desk) -> None:
        wanted = {card.client.ref for card in desk.cards}
        for ref in [ref for ref in self._cards if ref not in wanted]:
            self._gone(self._cards.pop(ref))
        for card in desk.cards:
            self._render_card(desk, card)

    def _render_card(self, desk: Desk, card: Card) -> None:
        window = self._cards.get(card.client.ref)
        opens = window is None
        if window is None:
            from ctidesk.ui.cards.card_window import CardWindow

            window = CardWindow(self._palette, self._texts, CARD_NAMES[card.ref.entity])
            window.intent.connect(self._wishes.remember)
            window.intent.connect(self.intent)
            self._cards[card.client.ref] = window
        view, asked = card_view(desk, card), window.asks
        window.show_view(view)
        self._open_window(window)
        if self._wishes.granted(card.ref) or (view.form and self._wished(view.form, asked, opens=opens)):
            self._to_front(window)

    def _wished(self, form: FormView, asked: Leaving, *, opens: bool) -> bool:
        """A form that was asked for, and one after the other of those that stand in the way of closing the panel."""
        in_the_way = form.asks == "desk"
        wish = NewRecord if opens else Quit if in_the_way else None
        wished = self._wishes.granted(wish) or (in_the_way and self._wishes.granted(QuitInCall))
        return wished or (in_the_way and asked != "desk")

    def _open_window(self, window: QWidget) -> None:
        if window.isVisible():
            return
        others = sum(1 for other in self._open() if other.objectName() == window.objectName())
        lowest = self._note if self._note and self._note.isVisible() else self._panel
        self._placement.open_below(window, lowest, others)
        active, to_front = QApplication.activeWindow(), may_take_focus()
        window.addActions(self._panel.shortcuts)
        window.show()
        if to_front:
            self._order.give(window)
        elif active:
            active.raise_()  # nobody types into what he cannot see

    def _focus_moved(self) -> None:
        active = QApplication.activeWindow()
        if active and any(window is active for window in self._open()):
            self._order.seen(active)
        if self._desk:
            self._front.seen(active, self._cards)
            self._panel.show_front(self._front.client(self._desk.records))

    def _gone(self, window: QWidget) -> None:
        if window not in (self._notice, self._note):
            self._placement.remember(window)
        self._order.put_away(window)
        self._order.forget(window)
        window.deleteLater()

    def _bring_to_front(self, desk: Desk) -> None:
        """A wish that was refused must not fetch the window of a later call: it is over once it was looked at."""
        for name, kind in KINDS.items():
            window = self._singles.get(name)
            if self._wishes.granted(kind.asked_by) and window and window.isVisible():
                self._to_front(window)
        if self._accepted_here(desk):
            self._to_front(self._singles["client_search"])
        if self._note and self._wishes.granted(OpenNoteLine):
            self._note.write()
        if self._wishes.granted(ShowPanel) or (desk.quit_asked and self._wishes.granted(Quit)):
            self.raise_panel()

    def _accepted_here(self, desk: Desk) -> bool:
        """Whether the search is for the call that was accepted in a window of ours, where the operator still is."""
        theirs = desk.search is not None and desk.leg is not None and desk.search.leg_id == desk.leg.id
        return theirs and QApplication.activeWindow() is not None and self._wishes.granted(Accept)

    def _to_front(self, window: QWidget) -> None:
        window.raise_()
        self._order.give(window)

    # --- time and theme --------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if self._desk and self._now:
            self.render(self._desk, self._now + timedelta(milliseconds=self._rendered.elapsed()))

    def _speak(self, language: str) -> None:
        """Another language: the wizard that chooses it says its own words anew, the others are built anew."""
        self._settings = replace(self._settings, language=cast(Any, language))
        wizard = self._singles.pop("first_start", None)
        self._drop_all()
        install_language(self._app, self._settings)
        self._panel = self._make_panel()
        if wizard:
            self._singles["first_start"] = wizard

    def _retheme(self) -> None:
        """The desktop went dark or light: everything is built anew in the other palette."""
        palette = theme.palette_for(self._settings)
        if self._settings.theme == "system" and palette is not self._palette:
            self._rebuild(palette)

    def _rebuild(self, palette: Palette) -> None:
        """What was in front stays in front: the operator goes on where he was."""
        self._palette = palette
        active = QApplication.activeWindow()
        front = active.objectName() if active else ""
        typed = self._panel.field.field.text()
        self._drop_all()
        theme.apply(palette, self._app)
        self._panel = self._make_panel()
        if self._outside:
            self._outside.use_palette(palette)
        self._panel.field.field.setText(typed)
        self._tick()
        for window in self._open():
            if window.objectName() == front:
                window.activateWindow()

    # --- all of them -----------------------------------------------------------------------------------------------

    def _open(self) -> Iterator[QWidget]:
        others = (*self._singles.values(), *self._cards.values(), self._notice, self._note)
        return (window for window in (self._panel, *others) if window is not None and window.isVisible())

    def _drop_all(self) -> None:
        every = (*self._singles.values(), self._notice, self._note, *self._cards.values(), self._panel)
        for window in (window for window in every if window is not None):
            self._gone(window)
        self._notice = self._note = None
        self._singles, self._parts, self._cards = {}, {}, {}


def _showing(window: QWidget) -> Showing:
    """Every window of :data:`KINDS` is one."""
    return cast(Showing, window)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
