"""Where a server is. Asked in threads: a name server that hangs must not stop an engine whose calls have sound."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

_FRESH_S = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """``address`` is empty where there is none, and ``error`` says why."""

    address: str
    error: str
    at: float


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _look_up(host: str) -> str:
    """Raises ``OSError``."""
    return str(socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_DGRAM)[0][4][0])


class Names:
    """One question per name at a time; the last good answer holds until a better one comes."""

    def __init__(self, look_up: Callable[[str], str] = _look_up) -> None:
        self._look_up = look_up
        self._answers: dict[str, Answer] = {}
        self._asked: set[str] = set()

    def ask(self, host: str) -> None:
        """Returns at once."""
        if is_address(host):
            self._answers[host] = Answer(host.strip("[]"), "", monotonic())
        elif host not in self._asked:
            self._asked.add(host)
            threading.Thread(target=self._answer, args=(host,), name=f"where is {host}", daemon=True).start()

    def answer(self, host: str) -> Answer | None:
        """``None`` while the first one is awaited."""
        return self._answers.get(host)

    def fresh(self, host: str) -> bool:
        """Whether the name server has answered just now, so that asking it again does not take long."""
        answer = self.answer(host)
        return is_address(host) or (answer is not None and monotonic() - answer.at < _FRESH_S)

    def forget(self, host: str) -> None:
        self._answers.pop(host, None)

    def _answer(self, host: str) -> None:
        try:
            self._answers[host] = Answer(self._look_up(host), "", monotonic())
        except OSError as error:
            known = self._answers.get(host)
            if known is None or not known.address:
                self._answers[host] = Answer("", error.strerror or str(error), monotonic())
        finally:
            self._asked.discard(host)
