"""Who is on the line now: connected-line updates in the messages of a dialog."""

from __future__ import annotations

from ctidesk.adapters.telephony.addresses import Caller, caller, from_header, header_values

_ASSERTED = ("p-asserted-identity", "remote-party-id")


class Identity:
    """Of one leg. ``number`` is the user part that was told last; :meth:`update` says what has changed since."""

    def __init__(self, who: Caller) -> None:
        self.who = who
        self._from = who.number

    def update(self, message: str, *, request: bool) -> Caller | None:
        """The new far end, where ``message`` (from the far end, in the dialog) names another one than the last.

        RFC 3325, then the draft that PBXs speak (Remote-Party-ID), then a From that has changed (RFC 4916).
        """
        found = asserted(message)
        if found is None and request:
            found = self._changed_from(message)
        return self._differs(found) if found else None

    def _changed_from(self, message: str) -> Caller | None:
        found = caller(from_header(message))
        if not found.number or found.number == self._from:
            return None
        self._from = found.number
        return found

    def _differs(self, found: Caller) -> Caller | None:
        same_number = found.number == self.who.number
        if same_number and found.display_name in ("", self.who.display_name):
            return None
        self.who = found
        return found


def asserted(message: str) -> Caller | None:
    """Whom the PBX says is there; a caller who hides his number has an empty one."""
    for name in _ASSERTED:
        found = [caller(value) for value in header_values(message, name)]
        if found:
            return next((each for each in found if each.number), found[0])
    return None
