"""What the keys do, as the panel's buttons say it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ctidesk.domain.hotkeys import action


class KeyTexts(QObject):
    def action(self, name: str) -> str:
        """«Принять» for ``accept`` and ``global.accept``."""
        return {
            "accept": self.tr("Accept"),
            "end": self.tr("End"),
            "transfer": self.tr("Transfer"),
            "hold": self.tr("Hold"),
            "mute": self.tr("Microphone"),
            "keypad": self.tr("Keypad"),
            "search": self.tr("Find a client"),
            "status": self.tr("Operator status"),
            "note": self.tr("Note on the call"),
            "history": self.tr("Call history"),
            "guide": self.tr("Guide"),
            "dial": self.tr("Call the copied number"),
        }.get(action(name), name)
