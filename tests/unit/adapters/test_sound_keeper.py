"""Which device serves which use as devices come and go; a source of cards in memory takes the system's place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from ctidesk.adapters.telephony.sound.cards import Card, Listing, candidates
from ctidesk.adapters.telephony.sound.keeper import InUse, Keeper, Lost, Missing, News, Wish
from ctidesk.adapters.telephony.sound.native import CannotOpen, Direction, Pump

HEADSET, DESKTOP = Card("Headset", b"h"), Card("Desktop", b"d", default=True)


@dataclass
class FakeStream:
    card: Card
    alive: bool = True
    closed: bool = False

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeCards:
    """Inputs alone; ``taken`` cards do not open."""

    cards: tuple[Card, ...] = ()
    taken: set[bytes] = field(default_factory=set)
    opened: list[FakeStream] = field(default_factory=list)

    def listing(self) -> Listing:
        return Listing(self.cards, ())

    def open(self, direction: Direction, card: Card, pump: Pump) -> FakeStream:
        if card.key in self.taken:
            raise CannotOpen(card.name)
        self.opened.append(FakeStream(card))
        return self.opened[-1]

    def close(self) -> None:
        pass

    def running(self) -> list[str]:
        return [stream.card.name for stream in self.opened if not stream.closed]

    def unplug(self, card: Card) -> None:
        self.cards = tuple(each for each in self.cards if each != card)
        for stream in self.opened:
            stream.alive = stream.alive and stream.card != card


@contextmanager
def keeping(source: FakeCards, wish: Wish) -> Iterator[tuple[Keeper, list[News]]]:
    keeper = Keeper(lambda: source, {"input": ("input", lambda heard, wanted: b"")})
    try:
        keeper.want({"input": wish})
        yield keeper, []
    finally:
        keeper.close()


def until(keeper: Keeper, said: list[News], fits: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not fits():
        assert time.monotonic() < deadline, said
        time.sleep(0.01)
        said += keeper.news()
    said += keeper.news()


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("Headset", ["Headset", "Desktop"]),
        ("default", ["Desktop", "Headset"]),
        ("Gone", ["Desktop", "Headset"]),
        ("null", []),
    ],
)
def test_a_wish_names_the_cards_to_try(wish: str, expected: list[str]) -> None:
    assert [card.name for card in candidates(wish, [HEADSET, DESKTOP])] == expected


def test_a_device_is_open_while_it_is_wanted() -> None:
    source = FakeCards((HEADSET, DESKTOP))
    with keeping(source, Wish("Headset")) as (keeper, said):
        until(keeper, said, lambda: len(said) == 1)
        assert (source.running(), said) == ([], [InUse(source.listing(), {"input": HEADSET})])
        keeper.want({"input": Wish("Headset", on=True)})
        until(keeper, said, lambda: source.running() == ["Headset"])
        keeper.want({"input": Wish("Headset")})
        until(keeper, said, lambda: source.running() == [])
        assert len(said) == 1


def test_another_takes_over_and_hands_back() -> None:
    source = FakeCards((HEADSET, DESKTOP))
    with keeping(source, Wish("Headset", on=True)) as (keeper, said):
        until(keeper, said, lambda: source.running() == ["Headset"])
        source.unplug(HEADSET)
        until(keeper, said, lambda: source.running() == ["Desktop"])
        source.cards = (HEADSET, DESKTOP)
        until(keeper, said, lambda: source.running() == ["Headset"])
        assert [news for news in said if isinstance(news, Lost)] == [Lost("input", HEADSET, DESKTOP)]


def test_one_that_does_not_open_is_passed_over_and_tried_again_in_the_next_call() -> None:
    source = FakeCards((HEADSET, DESKTOP), taken={b"h"})
    with keeping(source, Wish("Headset", on=True)) as (keeper, said):
        until(keeper, said, lambda: source.running() == ["Desktop"])
        source.taken.clear()
        keeper.want({"input": Wish("Headset")})
        until(keeper, said, lambda: source.running() == [])
        keeper.want({"input": Wish("Headset", on=True)})
        until(keeper, said, lambda: source.running() == ["Headset"])


def test_none_is_said_once() -> None:
    source = FakeCards()
    with keeping(source, Wish("default", on=True)) as (keeper, said):
        until(keeper, said, lambda: Missing("input", None) in said)
        time.sleep(0.6)
        said += keeper.news()
        assert said.count(Missing("input", None)) == 1
        source.cards = (DESKTOP,)
        until(keeper, said, lambda: source.running() == ["Desktop"])


def test_one_that_is_there_and_cannot_be_had_is_named() -> None:
    source = FakeCards((HEADSET,), taken={b"h"})
    with keeping(source, Wish("default", on=True)) as (keeper, said):
        until(keeper, said, lambda: Missing("input", HEADSET) in said)
        assert said[-1] == InUse(source.listing(), {"input": None})


def test_a_device_that_stands_still_is_opened_again_and_left_when_it_does_so_again() -> None:
    source = FakeCards((HEADSET, DESKTOP))
    with keeping(source, Wish("Headset", on=True)) as (keeper, said):
        until(keeper, said, lambda: len(source.opened) == 1)
        source.opened[0].alive = False
        until(keeper, said, lambda: len(source.opened) == 2)
        assert not [news for news in said if isinstance(news, Lost)]
        source.opened[1].alive = False
        until(keeper, said, lambda: source.running() == ["Desktop"])
        assert Lost("input", HEADSET, DESKTOP) in said


def test_null_opens_nothing_and_misses_nothing() -> None:
    source = FakeCards((DESKTOP,))
    with keeping(source, Wish("null", on=True)) as (keeper, said):
        until(keeper, said, lambda: len(said) == 1)
        time.sleep(0.3)
        assert (source.running(), said + list(keeper.news())) == ([], [InUse(source.listing(), {"input": None})])
