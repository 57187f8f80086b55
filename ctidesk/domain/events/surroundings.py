"""What becomes of the panel on the screen, and what the desktop around it can do."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.notification import Notifies


@dataclass(frozen=True, slots=True)
class PanelShown:
    pass


@dataclass(frozen=True, slots=True)
class PanelHidden:
    """The icon in the tray is what is left of it."""


@dataclass(frozen=True, slots=True)
class NotifierChanged:
    """The desktop's notifications are there, or there no longer."""

    notifies: Notifies


@dataclass(frozen=True, slots=True)
class QuitAsked:
    """The desk was to end in the middle of a call: the operator is asked whether he means it."""
