"""Whether a colleague can take a call, and who the colleagues are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Presence(StrEnum):
    """What is known of a colleague's desk (``manual.md``, D11). Only ``UNKNOWN`` is no answer."""

    AVAILABLE = "available"
    """Registered, «Доступен», no call."""
    BUSY = "busy"
    """A call rings there or is going on."""
    WRAP_UP = "wrap_up"
    INACTIVE = "inactive"
    """«Неактивный», or not registered with the PBX."""
    UNKNOWN = "unknown"

    @property
    def refuses_transfer(self) -> bool:
        """«Данный оператор недоступен» (M18)."""
        return self not in (Presence.AVAILABLE, Presence.UNKNOWN)


CTI_STATUS: Mapping[Presence, int] = {
    Presence.INACTIVE: 0,
    Presence.AVAILABLE: 1,
    Presence.BUSY: 2,
    Presence.WRAP_UP: 3,
}
"""What the CRM keeps on a user's record (``crm-schema.md``)."""


def presence_of_cti_status(status: object) -> Presence:
    return next((presence for presence, number in CTI_STATUS.items() if number == status), Presence.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of a phone directory (M4). ``in_crm`` is what the user's record in the CRM says of his status."""

    number: str
    name: str
    directory: str = ""
    user_id: str = ""
    in_crm: Presence = Presence.UNKNOWN
