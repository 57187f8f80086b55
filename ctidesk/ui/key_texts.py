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

    def of_windows(self, does: str) -> str:
        """What a window does with a key of its own."""
        return {
            "save": self.tr("Save"),
            "edit": self.tr("Edit"),
            "find": self.tr("Find"),
            "again": self.tr("Read the list again"),
            "star": self.tr("Favourite"),
            "new_client": self.tr("Create a client"),
            "new_organization": self.tr("Create an organization"),
        }.get(does, does)
