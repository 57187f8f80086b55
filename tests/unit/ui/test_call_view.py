"""What the panel shows of the call, without any window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import Desk
from ctidesk.ui.call_view import Lock, Off, ReferredView, Sign, Stage, TransferView, caller_view, keys_view
from ctidesk.ui.message_view import Remedy, Returned, Topic, message_view
from ctidesk.ui.view_state import notice_view, panel_view
from tests.ui import examples
from tests.ui import telephony_examples as tel
from tests.ui.every_example import EXAMPLES
from tests.ui.examples import LEG, at, desk_after, ev


def _caller(desk: Desk, *, secure: bool = False):
    assert desk.leg is not None
    return caller_view(desk, desk.leg, at(60), secure=secure)


def _without(desk: Desk, *missing: Capability) -> Desk:
    return replace(desk, engine=replace(desk.engine, capabilities=desk.engine.capabilities - set(missing)))


@pytest.mark.manual("D14")
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_keys_are_those_of_the_desk(name: str) -> None:
    desk = EXAMPLES[name].make()
    view = keys_view(desk)
    shown = (view.hold.on, view.mute.on, view.keypad.on)
    assert shown == (desk.keys.hold, desk.keys.mute, desk.keys.keypad)


@pytest.mark.parametrize(
    ("desk", "off"),
    [
        (examples.idle(), Off.NO_CALL),
        (examples.ringing(), Off.NO_CALL),
        (Desk(), Off.NO_CALL),
        (_without(tel.talk(), Capability.HOLD), Off.ENGINE),
        (tel.consulting(), Off.TRANSFER),
        (tel.talk(), Off.NOT_OFF),
    ],
)
def test_why_hold_is_off(desk: Desk, off: Off) -> None:
    assert keys_view(desk).hold.off is off


def test_digits_may_be_sent_in_either_way() -> None:
    assert keys_view(_without(tel.talk(), Capability.DTMF_RFC4733)).keypad.on
    assert not keys_view(_without(tel.talk(), Capability.DTMF_RFC4733, Capability.DTMF_INFO)).keypad.on


@pytest.mark.parametrize(
    ("desk", "signs"),
    [
        (tel.talk(), ()),
        (tel.held(), (Sign.HELD,)),
        (tel.held_by_peer(), (Sign.HELD_BY_PEER,)),
        (tel.muted(), (Sign.MUTED,)),
        (tel.held_and_muted_long(), (Sign.HELD, Sign.HELD_BY_PEER, Sign.MUTED)),
        (tel.transfer_rings(), ()),
    ],
)
def test_what_holds_for_the_conversation(desk: Desk, signs: tuple[Sign, ...]) -> None:
    assert _caller(desk).signs == signs


@pytest.mark.parametrize(
    ("srtp", "secure", "lock"),
    [
        (True, False, Lock.CLOSED),
        (True, True, Lock.CLOSED),
        (False, True, Lock.OPEN),
        (False, False, Lock.NONE),
    ],
)
def test_the_lock(srtp: bool, secure: bool, lock: Lock) -> None:
    desk = desk_after(ev.LegSecured(LEG, srtp), desk=examples.conversation())
    assert _caller(desk, secure=secure).lock is lock
    ended = panel_view(desk_after(examples.ENDED, desk=desk), at(60), secure=secure).caller
    assert ended is not None and ended.lock is Lock.NONE


@pytest.mark.parametrize(
    ("desk", "stage", "seconds"),
    [
        (tel.transfer_rings(), Stage.RINGING, 6),
        (tel.consulting(), Stage.TALKING, None),
        (tel.transfer_joins(), Stage.JOINING, None),
    ],
)
def test_how_far_a_transfer_has_come(desk: Desk, stage: Stage, seconds: int | None) -> None:
    caller = panel_view(desk, at(58)).caller
    assert caller and caller.transfer == TransferView("1002", "Петрова Анна Викторовна", stage, seconds)


def test_a_transfer_that_is_over_is_told_by_its_message_only() -> None:
    failed = tel.transfer_failed()
    assert _caller(failed).transfer is None
    message = message_view(failed)
    assert message is not None and message.problem is not None and message.remedy is Remedy.DISMISS


# --- a call that a colleague hands over ---------------------------------------------------------------------------


@pytest.mark.manual("M20", "D12")
def test_whether_the_caller_is_back_is_what_the_desk_says() -> None:
    failed = tel.transfer_failed()
    message = message_view(failed)
    assert message and message.caller is Returned.BACK
    held = desk_after(ev.HoldChanged(LEG, True, "resume"), desk=failed)
    message = message_view(held)
    assert message and message.caller is Returned.HELD


def test_the_notice_names_caller_and_colleague() -> None:
    view = notice_view(tel.handed_over())
    assert view is not None
    caller = view.caller
    assert (caller.number, caller.name, caller.organization) == (
        "+7 495 123-45-67",
        "Иванов Иван Иванович",
        "ООО «Ромашка»",
    )
    assert caller.referred == ReferredView("1001", "Анна Петрова")


@pytest.mark.manual("D12")
def test_the_colleague_is_never_taken_for_the_caller() -> None:
    view = notice_view(tel.handed_over_by_a_silent_pbx())
    assert view is not None
    assert (view.caller.number, view.caller.name) == ("", "")
    assert view.caller.referred == ReferredView("1001", "Анна Петрова")


@pytest.mark.manual("D12")
def test_once_joined_the_caller_is_who_the_pbx_says() -> None:
    answered = desk_after(*examples.ANSWERED, ev.SearchClosed(), desk=tel.handed_over_by_a_silent_pbx())
    joined = desk_after(ev.LegIdentified(LEG, "84951234567", "Иванов", "+74951234567"), desk=answered)
    caller = _caller(joined)
    assert (caller.number, caller.name) == ("+7 495 123-45-67", "Иванов")


# --- the message --------------------------------------------------------------------------------------------------


def test_a_consultation_asks_for_a_decision_above_all_else() -> None:
    desk = replace(tel.consulting(), notice=examples.outgoing_busy().notice)
    message = message_view(desk)
    assert message is not None
    assert (message.topic, message.remedy) == (Topic.CONSULTING, Remedy.COMPLETE)


@pytest.mark.parametrize(
    ("desk", "topic", "remedy"),
    [
        (tel.muted(), Topic.MUTED, Remedy.UNMUTE),
        (tel.silent(), Topic.SILENT, Remedy.MICROPHONE),
    ],
)
def test_you_cannot_be_heard(desk: Desk, topic: Topic, remedy: Remedy) -> None:
    message = message_view(desk)
    assert message is not None
    assert (message.topic, message.remedy) == (topic, remedy)


@pytest.mark.parametrize(("outputs", "topic"), [((), Topic.NO_HEADSET), (("Speaker",), Topic.NO_MICROPHONE)])
def test_what_is_lacking_to_be_heard_is_named(outputs: tuple[str, ...], topic: Topic) -> None:
    desk = desk_after(ev.AudioDevicesChanged((), outputs, "", "", ""), desk=tel.silent())
    message = message_view(desk)
    assert message and message.topic is topic


@pytest.mark.parametrize(
    ("desk", "leg_id", "topic"),
    [(tel.talk(), LEG, Topic.FAR_END_SILENT), (tel.consulting(), tel.CONSULT, Topic.COLLEAGUE_SILENT)],
)
def test_nothing_is_heard(desk: Desk, leg_id: str, topic: Topic) -> None:
    before = message_view(desk)
    silent = desk_after(ev.FarEndSilent(leg_id, True), desk=desk)
    message = message_view(silent)
    assert message and message.topic is topic
    assert message_view(desk_after(ev.FarEndSilent(leg_id, False), desk=silent)) == before


def test_nobody_has_to_be_heard_on_hold() -> None:
    assert message_view(desk_after(ev.HoldChanged(LEG, True), desk=tel.silent())) is None
