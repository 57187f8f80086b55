"""The submenus that choose microphone, speaker and ringing device."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ctidesk.domain.desk import Audio
from ctidesk.domain.intents import ChooseAudio
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import Palette

Kind = Literal["input", "output", "ring"]
_SYSTEM = "default"
_KINDS: tuple[Kind, ...] = ("input", "output", "ring")
_DRAWINGS: dict[Kind, str] = {"input": "microphone", "output": "speaker", "ring": "bell"}


class AudioMenu(QObject):
    """``menus`` are filled anew each time, for devices come and go."""

    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QMenu) -> None:
        super().__init__(parent)
        words: dict[Kind, str] = {
            "input": self.tr("Microphone"),
            "output": self.tr("Speaker"),
            "ring": self.tr("Ringing", "device"),
        }
        self.menus = {kind: QMenu(words[kind], parent) for kind in _KINDS}
        for kind, menu in self.menus.items():
            menu.setIcon(icon(_DRAWINGS[kind], palette.quiet, palette.disabled))

    def show_devices(self, audio: Audio) -> None:
        used = {"input": audio.input, "output": audio.output, "ring": audio.ring}
        chosen = dict(audio.chosen)
        for kind, menu in self.menus.items():
            names = audio.inputs if kind == "input" else audio.outputs
            self._fill(menu, kind, [name for name in names if name != _SYSTEM], used[kind], chosen.get(kind, _SYSTEM))
            menu.menuAction().setEnabled(bool(names))

    def _fill(self, menu: QMenu, kind: Kind, names: list[str], used: str, chosen: str) -> None:
        """What was chosen is checked; one that is gone is served by another, and so is checked nowhere."""
        menu.clear()
        menu.addAction(
            self._make(menu, kind, _SYSTEM, self._system(used if chosen == _SYSTEM else ""), chosen == _SYSTEM)
        )
        menu.addSeparator()
        for name in names:
            menu.addAction(self._make(menu, kind, name, name.replace("&", "&&"), name == chosen))

    def _system(self, used: str) -> str:
        words = self.tr("As in the system")
        return f"{words}: {used}".replace("&", "&&") if used else words

    def _make(self, menu: QMenu, kind: Kind, name: str, words: str, used: bool) -> QAction:
        action = QAction(words, menu)
        action.setData(name)
        action.setCheckable(True)
        action.setChecked(used)
        action.triggered.connect(lambda _=False: self.intent.emit(ChooseAudio(kind, name)))
        return action
