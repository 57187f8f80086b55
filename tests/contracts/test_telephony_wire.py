"""Every message of the pipe comes out as it went in, and no line breaks either side."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.telephony import wire
from ctidesk.domain.commands import Command, Register, SipAccount
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import EngineStarted, IncomingCall, RegistrationChanged, RegistrationState

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(0, 1))  # of full scale; JSON has no infinity
# A code or a number of seconds; JSON of msgspec carries 64 bits.
st.register_type_strategy(int, st.integers(-(2**31), 2**31))

COMMANDS = st.one_of(*(st.from_type(kind) for kind in wire.COMMANDS.values()))
EVENTS = st.one_of(*(st.from_type(kind) for kind in wire.EVENTS.values()))


@given(COMMANDS)
def test_commands_come_out_as_they_went_in(command: Command) -> None:
    line = wire.encode(command)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert wire.decode_command(line) == command


@given(EVENTS)
def test_events_come_out_as_they_went_in(event: wire.EngineEvent) -> None:
    line = wire.encode(event)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert wire.decode_event(line) == event


def test_what_a_line_looks_like() -> None:
    ringing = IncomingCall("1-2", "84951234567", "Иван", datetime(2026, 11, 23, 9, 15, 2, tzinfo=UTC))
    assert json.loads(wire.encode(ringing)) == {
        "kind": "IncomingCall",
        "leg_id": "1-2",
        "raw_number": "84951234567",
        "display_name": "Иван",
        "at": "2026-11-23T09:15:02Z",
        "number": "",
        "referral": None,
    }
    failed = RegistrationChanged(RegistrationState.FAILED, Problem.of(ProblemId.PBX_REFUSED, "500 Oops", server="p"), 2)
    assert json.loads(wire.encode(failed)) == {
        "kind": "RegistrationChanged",
        "state": "failed",
        "problem": {"id": "pbx_refused", "args": [["server", "p"]], "detail": "500 Oops"},
        "retry_s": 2,
    }


@given(st.binary())
def test_any_bytes_give_a_message_or_a_wire_error(line: bytes) -> None:
    for decode in (wire.decode_command, wire.decode_event):
        with pytest.raises(wire.WireError):
            decode(line)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"kind": "Fly"}', "unknown kind"),
        (b"[1]", "no JSON object"),
        (b'{"kind": ["Call"]}', "unknown kind"),
        (b'{"kind": "Call", "leg_id": "1"}', "number"),
        (b'{"kind": "HangUp", "leg_id": "1", "code": "many"}', "code"),
        (b'{"kind": "LegEnded", "leg_id": "1", "cause": "boredom", "at": "2026-11-23T09:15:02Z"}', "unknown kind"),
    ],
)
def test_what_is_wrong_with_a_line(line: bytes, says: str) -> None:
    with pytest.raises(wire.WireError, match=says):
        wire.decode_command(line)


def test_no_error_and_no_repr_shows_a_password() -> None:
    account = SipAccount("pbx", "1001", "geheim")
    line = wire.encode(Register(account)).replace(b'"geheim"', b'{"x": "geheim"}')
    with pytest.raises(wire.WireError) as caught:
        wire.decode_command(line)
    assert "geheim" not in str(caught.value)
    assert "geheim" not in repr(replace(account, server="other"))


def test_every_event_that_an_engine_emits_is_known() -> None:
    assert EngineStarted.__name__ in wire.EVENTS
    assert len(wire.EVENTS) == 21
    assert len(wire.COMMANDS) == 17
