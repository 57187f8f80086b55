"""Keeps the wished devices open while they are wanted, in a thread of its own: opening one may take a second."""

from __future__ import annotations

import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import Protocol

from ctidesk.adapters.telephony.sound.cards import Card, Listing, candidates
from ctidesk.adapters.telephony.sound.native import CannotOpen, Direction, Pump

_LOOK_S = 0.2
_LIST_S = 1.0
_LIST_IDLE_S = 4.0
_CLOSE_WITHIN_S = 0.5
_STALLS = 2


class Open(Protocol):
    """A device that flows: a :class:`~ctidesk.adapters.telephony.sound.native.Stream`."""

    card: Card

    @property
    def alive(self) -> bool: ...

    def close(self) -> None: ...


class Source(Protocol):
    """Finds and opens devices: :class:`~ctidesk.adapters.telephony.sound.native.Cards`."""

    def listing(self) -> Listing: ...

    def open(self, direction: Direction, card: Card, pump: Pump) -> Open: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """One use of a device: which, and whether it is wanted now."""

    name: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class InUse:
    """What there is, and per use the device that serves it (or would, were it on)."""

    listing: Listing
    used: Mapping[str, Card | None]


@dataclass(frozen=True, slots=True)
class Lost:
    """The device went away in use; ``other`` has taken its place."""

    use: str
    card: Card
    other: Card | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing serves the use; ``card`` is there but cannot be opened."""

    use: str
    card: Card | None


News = InUse | Lost | Missing


@dataclass
class _Slot:
    direction: Direction
    pump: Pump
    stream: Open | None = None
    bad: set[bytes] = field(default_factory=set)
    """Cards that did not open, until the list changes."""
    stalls: int = 0
    missing: bool = False


class Keeper:
    """``uses`` names each use with its direction and pump. All but :meth:`_run` is for the engine's thread."""

    def __init__(self, source: Callable[[], Source], uses: Mapping[str, tuple[Direction, Pump]]) -> None:
        self._make = source
        self._slots = {use: _Slot(direction, pump) for use, (direction, pump) in uses.items()}
        self._wishes: dict[str, Wish] = {}
        self._jobs: deque[Callable[[], None]] = deque()
        self._news: deque[News] = deque()
        self._asked = threading.Event()
        self._ending = False
        self._listing = Listing()
        self._listed_at = -inf
        self._said: InUse | None = None
        self._thread = threading.Thread(target=self._run, name="sound-devices", daemon=True)

    def want(self, wishes: Mapping[str, Wish]) -> None:
        if wishes != self._wishes:
            self._wishes = dict(wishes)
            self._wake()

    def do(self, job: Callable[[], None]) -> None:
        """Something that takes its time."""
        self._jobs.append(job)
        self._wake()

    def news(self) -> Sequence[News]:
        """What happened since it was last asked."""
        return [self._news.popleft() for _ in range(len(self._news))]

    def close(self) -> None:
        self._ending = True
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join(_CLOSE_WITHIN_S)

    def _wake(self) -> None:
        if not (self._thread.is_alive() or self._ending):
            self._thread.start()
        self._asked.set()

    # --- the thread ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        source = self._make()
        while not self._ending:
            self._asked.clear()
            try:
                self._turn(source, dict(self._wishes))
            except Exception:
                traceback.print_exc(file=sys.stderr)
            self._asked.wait(_LOOK_S if self._any_on() else _LIST_IDLE_S)
        for slot in self._slots.values():
            _close(slot)
        source.close()

    def _any_on(self) -> bool:
        return any(wish.on for wish in self._wishes.values())

    def _turn(self, source: Source, wishes: Mapping[str, Wish]) -> None:
        while self._jobs:
            self._jobs.popleft()()
        lost = any(slot.stream and not slot.stream.alive for slot in self._slots.values())
        if lost or monotonic() - self._listed_at >= (_LIST_S if self._any_on() else _LIST_IDLE_S / 2):
            self._list(source)
        for use, slot in self._slots.items():
            self._settle(source, use, slot, wishes.get(use, Wish("null")))
        self._say(wishes)

    def _list(self, source: Source) -> None:
        listing, self._listed_at = source.listing(), monotonic()
        if listing != self._listing:
            self._listing = listing
            for slot in self._slots.values():
                slot.bad.clear()
                slot.stalls = 0

    def _cards(self, slot: _Slot) -> Sequence[Card]:
        return self._listing.inputs if slot.direction == "input" else self._listing.outputs

    def _settle(self, source: Source, use: str, slot: _Slot, wish: Wish) -> None:
        if not wish.on:
            slot.missing, slot.stalls = False, 0
            slot.bad.clear()
            return _close(slot)
        best = self._best(slot, wish)
        was = slot.stream
        if was and was.alive and best and was.card.key == best[0].key:
            return
        lost = was.card if was and self._gone(slot, was) else None
        _close(slot)
        self._open(source, slot, self._best(slot, wish))
        if lost:
            self._news.append(Lost(use, lost, slot.stream.card if slot.stream else None))
        self._miss(use, slot, candidates(wish.name, self._cards(slot)), wish)

    def _gone(self, slot: _Slot, stream: Open) -> bool:
        """No longer there; or there, and again and again without a sign of life."""
        if all(card.key != stream.card.key for card in self._cards(slot)):
            return True
        if not stream.alive:
            slot.stalls += 1
            if slot.stalls >= _STALLS:
                slot.bad.add(stream.card.key)
                return True
        return False

    def _best(self, slot: _Slot, wish: Wish) -> list[Card]:
        return [card for card in candidates(wish.name, self._cards(slot)) if card.key not in slot.bad]

    def _open(self, source: Source, slot: _Slot, cards: Sequence[Card]) -> None:
        for card in cards:
            try:
                slot.stream = source.open(slot.direction, card, slot.pump)
                return
            except CannotOpen:
                slot.bad.add(card.key)

    def _miss(self, use: str, slot: _Slot, cards: Sequence[Card], wish: Wish) -> None:
        """Said once, until there is one again."""
        missing = slot.stream is None and wish.name != "null"
        if missing and not slot.missing:
            self._news.append(Missing(use, cards[0] if cards else None))
        slot.missing = missing

    def _say(self, wishes: Mapping[str, Wish]) -> None:
        used = {use: self._serving(slot, wishes.get(use, Wish("null"))) for use, slot in self._slots.items()}
        now = InUse(self._listing, used)
        if now != self._said:
            self._said = now
            self._news.append(now)

    def _serving(self, slot: _Slot, wish: Wish) -> Card | None:
        if slot.stream:
            return slot.stream.card
        best = self._best(slot, wish)
        return best[0] if best and not slot.missing else None


def _close(slot: _Slot) -> None:
    if slot.stream:
        slot.stream.close()
        slot.stream = None
