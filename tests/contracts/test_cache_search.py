"""Every client is found by what an operator may type for him."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctidesk.adapters.cache import clients, rounds, search
from ctidesk.adapters.cache.connection import open_writer, transaction
from ctidesk.adapters.cache.file import CacheFile
from ctidesk.adapters.cache.rows import CONTACT
from ctidesk.adapters.cache.text import fold, fold_all, numbers_of, words_of
from ctidesk.adapters.cache.typo import SHORTEST, beginning
from ctidesk.domain.keyboard_layout import other_layout
from ctidesk.domain.records import Entity, MatchKind, Row
from ctidesk.ports import Page
from tests.fakes.cache import is_near

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
EVERYBODY = 10_000


def people() -> list[Row]:
    """Two hundred with names of random letters, so that one is seldom a typo of another."""
    dice = random.Random(2013)

    def word() -> str:
        return "".join(dice.choices(LETTERS, k=dice.randint(4, 12))).capitalize()

    def person(number: int) -> Row:
        last, first, middle = word(), word(), word()
        mail = f"{other_layout(last.lower()).strip('.,;')}@post{number}.example"
        name = {"lastname": last, "firstname": first, "middlename": middle, "fullname": f"{last} {first} {middle}"}
        return {"id": str(number), "modified": "2026-01-01T00:00:00Z", "emailaddress1": mail, **name}

    return [person(number) for number in range(200)]


PEOPLE = people()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(open_writer(CacheFile(tmp_path_factory.mktemp("cache") / "cache.sqlite"))) as opened:
        with transaction(opened):
            rounds.store_page(opened, Entity.CONTACT, Page(PEOPLE, None))
        yield opened


def found(db: sqlite3.Connection, text: str) -> dict[str, MatchKind]:
    return {match.client.ref.id: match.kind for match in search.by_text(db, text, EVERYBODY)}


anybody = st.sampled_from(PEOPLE)
seed = st.integers(0, 2**32)


def typo(word: str, dice: random.Random) -> str:
    place, letter = dice.randrange(len(word)), dice.choice(LETTERS)
    head, rest = word[:place], word[place:]
    swapped = head + rest[1:2] + rest[:1] + rest[2:]
    return dice.choice([head + rest[1:], head + letter + rest[1:], head + letter + rest, swapped])


@settings(deadline=None)
@given(anybody, seed)
def test_by_beginnings_of_words_in_any_order(db: sqlite3.Connection, person: Row, seed: int) -> None:
    dice = random.Random(seed)
    words = str(person["fullname"]).split()
    some = dice.sample(words, dice.randint(1, len(words)))
    typed = " ".join(word[: dice.randint(3, len(word))] for word in some)
    assert found(db, dice.choice([typed, typed.upper(), typed.replace("ё", "е")]))[str(person["id"])] is MatchKind.TEXT


@settings(deadline=None)
@given(anybody, st.integers(3, 12))
def test_by_the_beginning_of_an_e_mail(db: sqlite3.Connection, person: Row, size: int) -> None:
    assert str(person["id"]) in found(db, (words_of(str(person["emailaddress1"])) or ["post"])[0][:size])


@settings(deadline=None)
@given(anybody, seed)
def test_on_the_wrong_layout(db: sqlite3.Connection, person: Row, seed: int) -> None:
    name = str(person["fullname"])
    typed = other_layout(name[: random.Random(seed).randint(4, len(name))])
    assert str(person["id"]) in found(db, typed)


@settings(deadline=None)
@given(anybody, seed)
def test_with_one_typo_in_a_word_or_in_its_beginning(db: sqlite3.Connection, person: Row, seed: int) -> None:
    dice = random.Random(seed)
    long = [word for word in str(person["fullname"]).lower().split() if len(word) > SHORTEST]
    if not long:
        return
    word = fold(dice.choice(long))
    typed = typo(word[: dice.randint(SHORTEST + 1, len(word))], dice)
    assert str(person["id"]) in found(db, typed), typed


@given(st.text("абв", min_size=SHORTEST, max_size=8), st.text("абв", min_size=4, max_size=9))
def test_what_is_one_typo_away(typed: str, word: str) -> None:
    near = beginning(typed, word)
    assert bool(near) == is_near(typed, word), near
    assert word.startswith(near)


def test_a_client_that_is_taken_out_is_found_no_more(db: sqlite3.Connection) -> None:
    with transaction(db):
        assert clients.remove(db, CONTACT, ["7", "nobody"]) == 1
    assert "7" not in found(db, str(PEOPLE[7]["fullname"]))
    with transaction(db):
        clients.store(db, CONTACT, [PEOPLE[7]])
    assert "7" in found(db, str(PEOPLE[7]["fullname"]))
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    db.execute("INSERT INTO tails (tails) VALUES ('integrity-check')")


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_many_texts_are_folded_like_one(texts: list[str]) -> None:
    assert [words_of(text) for text in fold_all(texts)] == [words_of(text) for text in texts]


numbers = st.builds(
    lambda digits, style, extension: (digits, style.format(digits[:3], digits[3:6], digits[6:]) + extension),
    st.text("0123456789", min_size=10, max_size=10),
    st.sampled_from(["{}{}{}", "({}) {}-{}", "{} {} {}", "{}\u00a0{}–{}", "{}.{}.{}"]),
    st.sampled_from(["", " доб. 12", ", доб. 12", " (доб. 12)", " доб.12", " доб 12", " ext. 5", " вн. 7"]),
)


@given(st.lists(numbers, max_size=3), st.sampled_from([", ", "; ", " / ", " или "]))
def test_the_numbers_of_a_field(kept: list[tuple[str, str]], between: str) -> None:
    assert numbers_of(between.join(written for _, written in kept)) == [digits for digits, _ in kept]
