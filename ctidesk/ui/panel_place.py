"""Where the panel is: at the edge of its screen or floating, in sight or put away, and back where it was."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ctidesk.ui.docking import Dock, Reserve, can_dock
from ctidesk.ui.panel import Panel
from ctidesk.ui.placement import Placement

_FLOATING_PX = 1240


class PanelPlace:
    """Stays when the panel is built anew."""

    def __init__(self, placement: Placement, *, docked: bool) -> None:
        self._placement = placement
        self._dock = Dock(placement) if docked and can_dock() else None
        self._panel: Panel | None = None

    def hold(self, panel: Panel) -> None:
        """Take ``panel``, which has not been shown yet, for the one that stands here."""
        self._panel = panel
        if self._dock:
            self._dock.hold(panel)
            panel.staying.connect(self._dock.keep_free)
            panel.menu.next_screen.connect(self._dock.next_screen)
        else:
            self._placement.open_floating(panel, _FLOATING_PX)

    def reserve(self, reserve: Reserve) -> None:
        """Have the edge that a docked panel stands at kept free of other windows."""
        if self._dock:
            self._dock.use(reserve)

    def show(self) -> None:
        """After it has been away it does not take the focus by itself."""
        panel = self._held()
        panel.show()
        if self._dock:
            self._dock.put()

    def put_away(self) -> None:
        panel = self._held()
        if self._dock:
            self._dock.give_back()
        else:
            self._placement.remember(panel)
        panel.hide()
        panel.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    def to_front(self) -> None:
        """The keyboard stays where it is."""
        panel = self._held()
        if panel.isMinimized():
            panel.showNormal()
        self.show()
        panel.raise_()

    def aside(self) -> None:
        """There, and out of the way; a docked panel has no place that it could be minimised to."""
        if self._dock:
            self.show()
        else:
            self._held().showMinimized()

    def let_go(self) -> None:
        if self._dock:
            self._dock.let_go()

    def _held(self) -> Panel:
        assert self._panel is not None
        return self._panel
