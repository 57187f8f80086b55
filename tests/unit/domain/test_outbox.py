"""The order of the outbox, what a conflict is, and what a decision does to the rest."""

from __future__ import annotations

from typing import Any

import pytest

from ctidesk.domain.outbox import (
    Waiting,
    Write,
    WriteKind,
    WriteState,
    amended,
    discarded,
    linked,
    next_due,
    states,
)
from ctidesk.domain.records import Entity, RecordRef

K = WriteKind


def write(kind: WriteKind, id: str, base: dict[str, Any] | None = None, **values: Any) -> Write:
    entity = Entity.PHONE_CALL if id.startswith("call") else Entity.ACCOUNT if id.startswith("a") else Entity.CONTACT
    return Write(kind, entity, id, values, base or {})


def items(*writes: Write, parked: tuple[int, ...] = (), theirs: dict[int, Any] | None = None) -> list[Waiting]:
    rows = enumerate(writes, start=1)
    return list(linked(Waiting(n, w, parked=n in parked, theirs=(theirs or {}).get(n, {})) for n, w in rows))


NEW = write(K.CREATE, "c1", lastname="Иванов", parent="account:a1")
CALL = write(K.CREATE, "call1", client="contact:c1", regarding="contact:c1", subject="contact:c1")
CLOSE = write(K.CLOSE, "call1", status="received")
OTHER = write(K.UPDATE, "c2", {"mobilephone": None}, mobilephone="1")


def test_a_write_names_the_records_it_refers_to_and_no_text_that_looks_like_one() -> None:
    assert NEW.refers_to == {RecordRef(Entity.ACCOUNT, "a1")}
    assert CALL.refers_to == {RecordRef(Entity.CONTACT, "c1")}
    assert CALL.without(RecordRef(Entity.CONTACT, "c1")).values == {
        "client": None,
        "regarding": None,
        "subject": "contact:c1",
    }


@pytest.mark.manual("M25")
def test_a_client_goes_before_its_call() -> None:
    assert [item.waits_for for item in items(NEW, CALL, CLOSE, OTHER)] == [(), (1,), (2,), ()]


def test_a_client_in_dispute_does_not_hold_up_his_calls() -> None:
    edit = write(K.UPDATE, "c1", {"lastname": "Иванов"}, lastname="Петров")
    assert [item.waits_for for item in items(edit, CALL, CLOSE)] == [(), (), (2,)]
    assert [item.waits_for for item in items(NEW, edit, CALL)] == [(), (1,), (1,)]


@pytest.mark.parametrize(
    ("parked", "later", "due"),
    [((), (), 1), ((1,), (), 4), ((), (1,), 4), ((1, 4), (), None), ((4,), (1,), None)],
)
def test_one_stuck_record_holds_up_no_other(parked: tuple[int, ...], later: tuple[int, ...], due: int | None) -> None:
    found = next_due(items(NEW, CALL, CLOSE, OTHER, parked=parked), later)
    assert (found.seq if found else None) == due


def test_states() -> None:
    waiting = items(NEW, CALL, CLOSE, OTHER, parked=(1,))
    assert list(states(waiting, sending=4).values()) == ["parked", "blocked", "blocked", "sending"]
    waiting = items(NEW, CALL, CLOSE, OTHER, parked=(4,), theirs={4: {"mobilephone": "2"}})
    assert list(states(waiting, sending=1).values()) == ["sending", "waiting", "waiting", WriteState.CONFLICT]


@pytest.mark.parametrize(
    ("present", "left", "theirs"),
    [
        ({"a": "old", "b": "x"}, {"a": "mine", "free": 1}, {}),
        ({"a": "mine", "b": "x"}, {"free": 1}, {}),
        ({"a": "else"}, {"free": 1}, {"a": "else"}),
        ({"a": None}, {"free": 1}, {"a": None}),
    ],
)
def test_each_field_is_done_written_or_in_conflict(present: Any, left: Any, theirs: Any) -> None:
    edit = write(K.UPDATE, "c1", {"a": "old"}, a="mine", free=1)
    assert edit.against(present) == (left, theirs)


def test_an_empty_text_is_no_value() -> None:
    assert write(K.UPDATE, "c1", {"a": None}, a="x").against({"a": ""}) == ({"a": "x"}, {})
    assert write(K.UPDATE, "c1", {"a": "x"}, a=None).against({"a": ""}) == ({}, {})


def test_with_a_new_client_go_its_edits_and_the_references_to_it() -> None:
    edit = write(K.UPDATE, "c1", {"lastname": "Иванов"}, lastname="Петров")
    change = discarded(items(NEW, CALL, CLOSE, edit, OTHER), 1)
    assert change.removed == {1, 4}
    assert change.changed == {2: CALL.without(NEW.record)}


def test_with_the_reopening_of_a_call_goes_what_needed_it_open() -> None:
    reopen, change = write(K.UPDATE, "call1", status="open"), write(K.UPDATE, "call1", client="contact:c2")
    chain = (reopen, change, CLOSE)
    assert discarded(items(*chain, *chain), 1).removed == {1, 2, 3}
    assert discarded(items(*chain, *chain), 2).removed == {2}, "the call is closed all the same"


def test_an_edit_of_an_edit_that_never_was_begins_where_that_began() -> None:
    first = write(K.UPDATE, "c1", {"a": 1, "b": 1}, a=2, b=2)
    second, third = write(K.UPDATE, "c1", {"a": 2}, a=3), write(K.UPDATE, "c1", {"a": 3, "b": 2}, a=4, b=4)
    assert discarded(items(first, second, third), 1).changed == {
        2: write(K.UPDATE, "c1", {"a": 1}, a=3),
        3: write(K.UPDATE, "c1", {"a": 3, "b": 1}, a=4, b=4),
    }
    conflict = items(first, second, third, parked=(1,), theirs={1: {"a": 9}})
    mine_is_b_only = write(K.UPDATE, "c1", {"b": 1}, b=2)
    assert amended(conflict, 1, mine_is_b_only).changed == {1: mine_is_b_only, 2: write(K.UPDATE, "c1", {"a": 9}, a=3)}
