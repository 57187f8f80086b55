"""Our requests until their final answer: sent again while UDP may have lost them (RFC 3261 17.1)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rfcvoip import SIP

from ctidesk.adapters.telephony.pyvoip.way import Target
from ctidesk.adapters.telephony.timers import Timers

_T1_S, _T2_S = 0.5, 4.0
_GIVEN_UP_S = 64 * _T1_S
_REMEMBERED_S = 32.0  # timer D: the final answer may come again

Key = tuple[str, str]


@dataclass(eq=False)
class _Request:
    text: str
    target: Target | None
    answered: Callable[[Any], None]
    silent: Callable[[], None]
    invite: bool
    interval_s: float = _T1_S
    done: bool = False


class Requests:
    """``send`` is the way's and may raise ``OSError``.

    Each answer goes to ``answered``: one final answer, but of an INVITE its repetitions too, for each wants its ACK.
    ``silent`` is called instead where none comes.
    """

    def __init__(self, send: Callable[[str, Target | None], None], timers: Timers) -> None:
        self._send = send
        self._timers = timers
        self._waiting: dict[Key, _Request] = {}
        self.reliable = False

    def send(
        self, text: str, answered: Callable[[Any], None], silent: Callable[[], None], target: Target | None = None
    ) -> None:
        """Raises ``OSError`` where the first sending fails; then nothing is waited for."""
        self._send(text, target)
        key = _key(SIP.SIPMessage(text.encode("utf-8", "replace")))
        request = self._waiting[key] = _Request(text, target, answered, silent, key[1] == "INVITE")
        self._timers.set(f"forget {key}", _GIVEN_UP_S, lambda: self._give_up(key))
        if not self.reliable:
            self._timers.set(f"resend {key}", request.interval_s, lambda: self._resend(key))

    def heard(self, response: Any) -> None:
        """One that belongs to no request of ours is dropped (RFC 3261 18.1.2)."""
        key = _key(response)
        request = self._waiting.get(key)
        if request is None:
            return
        self._quieten(key, request, final=int(response.status) >= 200)
        request.answered(response)

    def drop(self) -> None:
        """The way is lost: nothing that was sent on it is answered any more."""
        for key in list(self._waiting):
            self._give_up(key)

    def _quieten(self, key: Key, request: _Request, final: bool) -> None:
        if not (final or request.invite):
            return  # 17.1.2.2: a provisional answer does not stop the resending
        self._timers.cancel(f"resend {key}")
        self._timers.cancel(f"forget {key}")  # an INVITE may ring for as long as the PBX lets it
        if not final:
            return
        request.done = True
        if request.invite:
            self._timers.set(f"forget {key}", _REMEMBERED_S, lambda: self._give_up(key))
        else:
            self._waiting.pop(key, None)

    def _resend(self, key: Key) -> None:
        request = self._waiting[key]
        request.interval_s *= 2
        if not request.invite:
            request.interval_s = min(request.interval_s, _T2_S)
        self._timers.set(f"resend {key}", request.interval_s, lambda: self._resend(key))
        with contextlib.suppress(OSError):  # the network is away; the next one may pass
            self._send(request.text, request.target)

    def _give_up(self, key: Key) -> None:
        request = self._waiting.pop(key, None)
        self._timers.cancel(f"resend {key}")
        self._timers.cancel(f"forget {key}")
        if request and not request.done:
            request.silent()


def _key(message: Any) -> Key:
    """RFC 3261 17.1.3: branch of the top Via, method of CSeq."""
    try:
        return message.headers["Via"][0]["branch"], message.headers["CSeq"]["method"]
    except (KeyError, IndexError, TypeError):
        return "", ""
