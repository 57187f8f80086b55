"""What the windows show of a desk, without any window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Connection, CrmState, Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import SyncState
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.phone_number import FieldNumber
from ctidesk.domain.records import Entity
from ctidesk.ui.call_view import Found
from ctidesk.ui.card_view import card_view
from ctidesk.ui.message_view import Level, Remedy, Topic, message_view
from ctidesk.ui.number_text import pretty, same_digits, same_words
from ctidesk.ui.search_view import SearchState, search_view
from ctidesk.ui.view_state import EndMeans, Next, notice_view, panel_view
from tests.ui import examples
from tests.ui.every_example import EXAMPLES
from tests.ui.examples import START, at


@pytest.mark.manual("M8")
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_panel_shows_the_desks_buttons_and_indicator(name: str) -> None:
    desk, view = EXAMPLES[name].make(), panel_view(EXAMPLES[name].make(), EXAMPLES[name].now)
    shown = (view.accept, view.end, view.transfer, view.rebind)
    assert shown == (desk.buttons.accept, desk.buttons.end, desk.buttons.transfer, desk.buttons.rebind)
    assert view.status.connection is desk.connection
    assert view.can_dial is desk.can_dial


@pytest.mark.parametrize(
    ("example", "means"),
    [
        (examples.ringing, EndMeans.REJECT),
        (examples.outgoing, EndMeans.CANCEL),
        (examples.conversation, EndMeans.END),
        (examples.idle, EndMeans.END),
    ],
)
def test_what_the_end_button_does(example, means: EndMeans) -> None:
    assert panel_view(example(), at(48)).end_means is means


@pytest.mark.manual("M24")
def test_wrap_up_counts_down_and_is_ended_by_one_click() -> None:
    status = panel_view(examples.wrap_up(), at(58)).status
    assert (status.connection, status.left_s, status.one_click) == (Connection.WRAP_UP, 20, True)
    assert status.share == pytest.approx(20 / 30)


def test_a_wrap_up_chosen_by_hand_has_no_end() -> None:
    view = panel_view(examples.wrap_up_by_hand(), at(58))
    assert (view.status.left_s, view.status.share, view.ticking) == (None, None, False)


@pytest.mark.manual("M7")
@pytest.mark.parametrize(
    ("example", "next"),
    [
        (examples.idle, Next.NOW),
        (examples.inactive, Next.NOTHING),
        (examples.pbx_away, Next.CHOSEN),
        (examples.ringing, Next.NOTHING),
        (examples.conversation_then_inactive, Next.THEN),
        (examples.wrap_up_by_hand, Next.NOTHING),
    ],
)
def test_the_requested_status_beside_the_effective_one(example, next: Next) -> None:
    assert panel_view(example(), at(48)).status.next is next


@pytest.mark.parametrize(
    ("example", "found", "more"),
    [
        (examples.ringing_looking, Found.LOOKING, 0),
        (examples.ringing_unknown, Found.NOBODY, 0),
        (examples.ringing, Found.MATCH, 0),
        (examples.ringing_many, Found.MATCH, 3),
        (examples.ringing_anonymous, Found.SILENT, 0),
        (examples.conversation, Found.LINKED, 0),
    ],
)
def test_how_far_the_search_for_the_caller_has_come(example, found: Found, more: int) -> None:
    caller = panel_view(example(), at(8)).caller
    assert caller is not None
    assert (caller.found, caller.more) == (found, more)


def test_a_similar_number_names_nobody() -> None:
    similar = replace(examples.MANY_MATCHES[4], active=True)
    desk = examples.desk_after(examples.ev.MatchesFound(examples.LEG, (similar,)), desk=examples.ringing_looking())
    caller = panel_view(desk, at(4)).caller
    assert caller is not None
    assert (caller.found, caller.more, caller.name) == (Found.SIMILAR, 1, "")


def test_without_a_crm_nobody_is_looked_for() -> None:
    desk = replace(examples.ringing_looking(), crm=CrmState(SyncState.OFF))
    view = panel_view(desk, at(4))
    assert view.caller is not None and view.caller.found is Found.SILENT
    assert not view.can_search


def test_the_timer_is_of_the_conversation_and_stops_with_it() -> None:
    seconds = [panel_view(d, at(s)).caller for d, s in ((examples.conversation(), 48), (examples.after_call(), 900))]
    assert [caller.seconds for caller in seconds if caller] == [42, 42]
    busy = panel_view(examples.outgoing_busy(), at(90)).caller
    assert busy is not None and busy.seconds is None and not busy.live


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_ticks_only_while_something_counts(name: str) -> None:
    desk = EXAMPLES[name].make()
    counts = bool(desk.legs) or (desk.wrap_up is not None and desk.wrap_up.until is not None)
    assert panel_view(desk, EXAMPLES[name].now).ticking is counts


# --- the message -------------------------------------------------------------------------------------------------


def test_the_most_urgent_message_is_the_one() -> None:
    both = replace(examples.unchecked(), registration=examples.pbx_away().registration)
    message = panel_view(both, START).message
    assert message is not None and message.problem is not None
    assert (message.problem.id, message.retry_s, message.level) == (ProblemId.PBX_UNREACHABLE, 4, Level.ERROR)
    refused = replace(both, settings_problem=examples.settings_refused().settings_problem)
    message = panel_view(refused, START).message
    assert message is not None and message.problem == refused.settings_problem


@pytest.mark.manual("M1")
def test_who_is_not_allowed_is_told_so() -> None:
    message = panel_view(examples.not_allowed(), START).message
    assert message is not None and message.topic is Topic.NOT_ALLOWED


@pytest.mark.manual("M1")
def test_an_unchecked_right_is_told_with_the_reason() -> None:
    message = panel_view(examples.unchecked(), START).message
    assert message is not None
    assert (message.unchecked, message.remedy, message.retry_s) == (True, Remedy.SYNCHRONISE, 20)


def test_a_notice_can_be_dismissed() -> None:
    message = panel_view(examples.outgoing_busy(), START).message
    assert message is not None and message.remedy is Remedy.DISMISS


def _topics(desk: Desk, *happened: ev.Event) -> list[Topic]:
    """What is said after each of the events."""
    said = []
    for event in happened:
        desk = examples.desk_after(event, desk=desk)
        message = message_view(desk)
        assert message is not None
        said.append(message.topic)
    return said


@pytest.mark.parametrize(
    ("warning", "topic"),
    [
        (ev.NotHeard(examples.LEG, muted=False), Topic.NO_HEADSET),
        (ev.FarEndSilent(examples.LEG, True), Topic.FAR_END_SILENT),
    ],
)
def test_what_the_operator_has_just_done_is_told_before_a_warning_that_stays(warning: ev.Event, topic: Topic) -> None:
    refused = ev.ProblemArose(Problem(ProblemId.NO_FREE_PHONE_FIELD), START)
    dismissed = ev.NoticeDismissed()
    said = _topics(examples.rebound(), warning, refused, dismissed, dismissed)
    assert said == [Topic.REBOUND, Topic.PROBLEM, Topic.REBOUND, topic]


def test_a_microphone_that_is_off_is_told_first_of_all() -> None:
    muted, heard = ev.NotHeard(examples.LEG, muted=True), ev.NotHeard(examples.LEG, muted=True, heard=True)
    assert _topics(examples.rebound(), muted, heard) == [Topic.MUTED, Topic.REBOUND]


def test_progress_is_told_at_the_first_pull_only() -> None:
    message = panel_view(examples.first_pull(), START).message
    assert message is not None and message.progress is not None
    assert (message.progress.entity, message.progress.done) == (Entity.CONTACT, 12_000)
    later = panel_view(examples.resync(), START)
    assert later.message is None and later.sync.progress is not None


def test_a_desk_that_has_just_started_is_calm() -> None:
    view = panel_view(Desk(), START)
    assert view.message is None and view.caller is None and not view.ticking


# --- notice, search, cards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_notice_is_there_while_it_rings(name: str) -> None:
    assert (notice_view(EXAMPLES[name].make()) is not None) is name.startswith("ringing")


@pytest.mark.manual("M11")
@pytest.mark.parametrize(
    ("example", "state", "certain"),
    [
        (examples.answered_many, SearchState.ROWS, True),
        (examples.answered_unknown, SearchState.NOBODY_BY_NUMBER, False),
        (examples.answered_anonymous, SearchState.PROMPT, False),
        (examples.typed, SearchState.ROWS, False),
        (examples.typed_in_vain, SearchState.NOBODY_BY_TEXT, False),
    ],
)
def test_the_states_of_the_search(example, state: SearchState, certain: bool) -> None:
    view = search_view(example())
    assert view is not None
    assert (view.state, view.certain) == (state, certain)


def test_no_search_no_view() -> None:
    assert search_view(examples.idle()) is None


def test_a_card_leaves_out_what_its_header_says_and_what_is_empty() -> None:
    view = card_view(examples.idle(), examples.CONTACT_CARD)
    assert [field.name for field in view.fields] == ["mobilephone", "telephone1", "jobtitle", "emailaddress1"]
    assert view.fields[1].phones == (FieldNumber("8 495 765-43-21", "12"), FieldNumber("8 916 700-80-90"))
    assert view.can_dial


def test_no_dialling_from_a_card_in_wrap_up_without_registration() -> None:
    desk = replace(examples.wrap_up(), registration=examples.pbx_away().registration)
    assert not card_view(desk, examples.CONTACT_CARD).can_dial
    assert desk.status is OperatorStatus.WRAP_UP


# --- numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+74951234567", "+7 495 123-45-67"),
        ("+12025550123", "+1 202 555-0123"),
        ("+498912345", "+498912345"),
        ("1001", "1001"),
        ("*72", "*72"),
        ("", ""),
    ],
)
def test_how_a_number_is_written(number: str, written: str) -> None:
    assert pretty(number) == written


@pytest.mark.parametrize(
    ("kept", "searched", "part"),
    [
        ("8 (495) 123-45-67 доб. 12", "+74951234567", "495) 123-45-67"),
        ("123-45-67", "+74951234567", "123-45-67"),
        ("1001", "1001", "1001"),
        ("8 916 700-80-90", "700", "700"),
        ("8 916 700-80-90", "+74951234567", ""),
        ("8 916 700-80-90", "елк", ""),
    ],
)
def test_the_part_of_a_number_that_matched(kept: str, searched: str, part: str) -> None:
    assert "".join(kept[start : start + size] for start, size in same_digits(kept, searched)) == part


@pytest.mark.parametrize(
    ("kept", "typed", "parts"),
    [
        ("Ёлкина Анна", "елк", ["Ёлк"]),
        ("Петров-Водкин Кузьма", "кузь водк", ["Водк", "Кузь"]),
        ("ООО «Елки и палки»", "ПАЛ", ["пал"]),
        ("Иванов", "щук", []),
        ("Иванов", "", []),
    ],
)
def test_the_part_of_a_name_that_was_typed(kept: str, typed: str, parts: list[str]) -> None:
    assert [kept[start : start + size] for start, size in same_words(kept, typed)] == parts
