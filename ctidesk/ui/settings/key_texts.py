"""What the keys do, as the panel's buttons say it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject


class KeyTexts(QObject):
    """``here``: in the desk's windows; ``everywhere``: in the whole system."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        both = {
            "accept": self.tr("Accept"),
            "end": self.tr("End"),
            "mute": self.tr("Microphone"),
            "transfer": self.tr("Transfer"),
        }
        self.here: Mapping[str, str] = {
            **both,
            "search": self.tr("Find a client"),
            "keypad": self.tr("Keypad"),
            "hold": self.tr("Hold"),
            "status": self.tr("Operator status"),
            "note": self.tr("Note on the call"),
            "history": self.tr("Call history"),
        }
        self.everywhere: Mapping[str, str] = {**both, "dial": self.tr("Call the copied number")}
