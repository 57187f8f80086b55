"""The leg's state machine, pair by pair."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from ctidesk.domain.call import (
    TRANSITIONS,
    EndCause,
    IllegalTransition,
    Leg,
    LegState,
    LegStep,
    next_state,
    unanswered_result,
)
from ctidesk.domain.records import CallResult, Client, Direction, Entity, Match, MatchKind, RecordRef

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


def leg(direction: Direction = Direction.INCOMING, state: LegState = LegState.RINGING) -> Leg:
    return Leg("leg-1", direction, state, "+74951234567", "84951234567", NOW)


@pytest.mark.parametrize(("state", "step"), sorted(set(product(LegState, LegStep)) - set(TRANSITIONS)))
def test_a_pair_that_the_table_lacks_raises(state: LegState, step: LegStep) -> None:
    with pytest.raises(IllegalTransition):
        next_state(state, step)


def test_every_live_state_can_end_and_the_ended_one_stays() -> None:
    for state in LegState:
        assert ((state, LegStep.END) in TRANSITIONS) is (state is not LegState.ENDED)


def test_outside_an_accepted_call_still_rings_until_it_is_established() -> None:
    assert leg().after(LegStep.ACCEPT).state.public == "ringing"


def test_a_conversation_counts_as_answered_whoever_hangs_up() -> None:
    for cause in EndCause:
        talked = leg().established(NOW + timedelta(seconds=3)).over(NOW + timedelta(seconds=45), cause)
        assert talked.result is CallResult.ANSWERED
        assert talked.record().duration_s == 42


@pytest.mark.parametrize(
    ("direction", "cause", "result"),
    [
        (Direction.INCOMING, EndCause.REMOTE_HANGUP, CallResult.MISSED),
        (Direction.INCOMING, EndCause.LOCAL_HANGUP, CallResult.REJECTED),
        (Direction.INCOMING, EndCause.ENGINE_LOST, CallResult.FAILED),
        (Direction.OUTGOING, EndCause.LOCAL_HANGUP, CallResult.CANCELLED),
        (Direction.OUTGOING, EndCause.BUSY, CallResult.BUSY),
        (Direction.OUTGOING, EndCause.REJECTED, CallResult.REJECTED),
        (Direction.OUTGOING, EndCause.NO_SUCH_NUMBER, CallResult.FAILED),
        (Direction.OUTGOING, EndCause.PBX_FAULT, CallResult.FAILED),
    ],
)
def test_results_of_calls_that_nobody_answered(direction: Direction, cause: EndCause, result: CallResult) -> None:
    assert unanswered_result(direction, cause) is result


def match(name: str, kind: MatchKind = MatchKind.E164, active: bool = True) -> Match:
    client = Client(RecordRef(Entity.CONTACT, name), name)
    return Match(client, "mobilephone", "84951234567", kind, active)


def test_the_name_is_the_linked_client_then_the_best_match_then_what_the_pbx_says() -> None:
    from dataclasses import replace

    ringing = replace(leg(), display_name="Trunk")
    assert ringing.name == "Trunk"
    found = replace(ringing, matches=(match("Old", active=False), match("Anna"), match("Boris")))
    assert found.name == "Anna"
    assert replace(found, client=Client(RecordRef(Entity.CONTACT, "b"), "Boris")).name == "Boris"


def test_a_hint_by_seven_digits_names_nobody() -> None:
    from dataclasses import replace

    assert replace(leg(), matches=(match("Anna", MatchKind.LAST_7),)).name == ""


def test_a_missed_call_is_recorded_for_the_only_client_that_has_the_number() -> None:
    from dataclasses import replace

    one = replace(leg(), matches=(match("Anna"),))
    several = replace(leg(), matches=(match("Anna"), match("Boris")))
    talked = one.established(NOW)
    assert one.record_client is not None and one.record_client.name == "Anna"
    assert several.record_client is None
    assert talked.record_client is None, "in a conversation the operator chooses"
