"""Who keeps a setting from being changed here."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ctidesk.domain.settings_reading import Fixed


class FixedBy(QObject):
    def sentence(self, fixed: Fixed | None) -> str:
        """Empty where nobody does."""
        if fixed is None:
            return ""
        return {
            "file": self.tr("Set by the administrator: {place}"),
            "policy": self.tr("Set by the administrator (group policy): {place}"),
            "variable": self.tr("Set by the variable {place}"),
        }[fixed.by].format(place=fixed.place)
