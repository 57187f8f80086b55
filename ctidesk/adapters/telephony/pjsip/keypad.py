"""Digits that wait to be sent on one leg (DTMF). Pure."""

from __future__ import annotations

from collections import deque

from ctidesk.domain.commands import SendDigits

DIGITS = frozenset("0123456789*#ABCD")
TONE_S = 0.25
"""A digit's time on the wire by RFC 4733: PJSIP's 200 ms and its three end packets."""
_LONGEST = 200
_AT_ONCE = 8  # PJSIP queues 32 of them


class Keypad:
    """Keeps the order: PJSIP would send all INFO requests at once, and UDP may turn them round."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self.sending = False

    def press(self, command: SendDigits) -> None:
        """What is no digit is left out: the desk has checked them, the pipe has not."""
        digits = [digit for digit in command.digits.upper() if digit in DIGITS]
        self._waiting.extend(digits[: _LONGEST - len(self._waiting)])

    def some(self) -> str:
        """Digits for the stream, which paces them by itself; the next in :data:`TONE_S` for each."""
        return "".join(self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting))))

    def one(self) -> str:
        """A digit for an INFO request; the next when it has been answered."""
        return self._waiting.popleft() if self._waiting else ""

    def clear(self) -> None:
        self._waiting.clear()
        self.sending = False
