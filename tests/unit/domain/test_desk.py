"""The desk as a whole: no sequence of events leads anywhere undefined, and Table 4 holds in every state."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ctidesk.domain import events as ev
from ctidesk.domain.after import _AFTER, after
from ctidesk.domain.call import EndCause, LegState
from ctidesk.domain.desk import TABLE_4, Buttons, Connection, CrmState, Desk, Registration
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.operator import CHOOSABLE, Operator, OperatorStatus
from ctidesk.domain.records import CallResult, Client, Entity, Match, MatchKind, RecordRef

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
CLIENT = Client(RecordRef(Entity.CONTACT, "c1"), "Иванов Иван")
MATCH = Match(CLIENT, "mobilephone", "8 495 123-45-67", MatchKind.E164)


def desk(**parts: object) -> Desk:
    registered = Registration(RegistrationState.REGISTERED)
    start = {"registration": registered, "operator": Operator(wrap_up_s=30), "crm": CrmState(SyncState.IDLE)}
    return Desk(**{**start, **parts})  # type: ignore[arg-type]


def told(start: Desk, *happened: ev.Event) -> Desk:
    for event in happened:
        start = after(start, event)
    return start


def incoming(leg_id: str = "a") -> ev.IncomingCall:
    return ev.IncomingCall(leg_id, "84951234567", "", NOW, "+74951234567")


def dialled(leg_id: str = "a") -> ev.DialStarted:
    return ev.DialStarted(leg_id, "+74951234567", "84951234567", NOW)


def ended(leg_id: str = "a", cause: EndCause = EndCause.REMOTE_HANGUP, seconds: float = 60) -> ev.LegEnded:
    return ev.LegEnded(leg_id, cause, NOW + timedelta(seconds=seconds))


def test_every_event_has_its_row() -> None:
    assert set(_AFTER) == set(ev.Event.__args__)


@pytest.mark.manual("M6", "M9")
def test_an_incoming_call_walks_through_the_indicator() -> None:
    free = desk()
    ringing = told(free, incoming())
    talking = told(ringing, ev.AnswerRequested("a"), ev.LegAnswered("a", NOW))
    over = told(talking, ended())
    seen = [d.connection for d in (free, ringing, talking, over, told(over, ev.WrapUpExpired("a")))]
    C = Connection
    assert seen == [C.ACTIVE, C.INCOMING, C.BUSY, C.WRAP_UP, C.ACTIVE]


@pytest.mark.manual("M21", "M6")
def test_an_outgoing_call_walks_through_the_indicator() -> None:
    dialing = told(desk(), dialled())
    ringing = told(dialing, ev.LegProgressed("a"), ev.LegProgressed("a", early_media=True))
    talking = told(ringing, ev.LegAnswered("a", NOW))
    assert [d.connection for d in (dialing, ringing, talking)] == [
        Connection.OUTGOING,
        Connection.OUTGOING,
        Connection.BUSY,
    ]
    assert talking.search is None, "an outgoing call by number opens no window"


@pytest.mark.manual("M8")
def test_table_4() -> None:
    free = desk()
    ringing = told(free, incoming())
    talking = told(ringing, ev.LegAnswered("a", NOW))
    wrapping = told(talking, ended())
    lost = told(wrapping, ev.WrapUpExpired("a"), ev.RegistrationChanged(RegistrationState.FAILED))
    rows = {
        "no call yet": (free, Buttons()),
        "new incoming call": (ringing, Buttons(accept=True, end=True)),
        "outgoing call": (told(free, dialled()), Buttons(end=True)),
        "conversation": (talking, Buttons(end=True, transfer=True, rebind=True)),
        "wrap-up": (wrapping, Buttons(rebind=True)),
        "no call, registered": (told(wrapping, ev.WrapUpExpired("a")), Buttons(rebind=True)),
        "not registered": (lost, Buttons(rebind=True)),
    }
    assert {row: state.buttons for row, (state, _) in rows.items()} == {row: on for row, (_, on) in rows.items()}


@pytest.mark.manual("M8")
def test_a_number_can_be_dialled_when_registered_and_no_call_exists() -> None:
    free = desk()
    talking = told(free, incoming(), ev.LegAnswered("a", NOW))
    inactive = told(free, ev.StatusRequested(OperatorStatus.INACTIVE, NOW))
    assert free.can_dial
    assert told(talking, ended()).can_dial, "in wrap-up"
    assert not talking.can_dial
    assert not told(free, incoming()).can_dial
    assert not inactive.can_dial
    assert not told(free, ev.RegistrationChanged(RegistrationState.FAILED)).can_dial


@pytest.mark.manual("M10", "D6")
def test_no_wrap_up_without_a_conversation() -> None:
    for cause in EndCause:
        over = told(desk(), incoming(), ended(cause=cause))
        assert (over.wrap_up, over.connection) == (None, Connection.ACTIVE)
    rejected = told(desk(), incoming(), ev.HangUpRequested("a", NOW))
    assert rejected.last is not None and rejected.last.result is CallResult.REJECTED


@pytest.mark.manual("M24", "M2")
def test_wrap_up_lasts_the_operators_seconds_and_ends_by_itself_or_by_a_click() -> None:
    known = ev.OperatorKnown("u1", "Анна Петрова", 15, True)
    wrapping = told(desk(), known, incoming(), ev.LegAnswered("a", NOW), ended(seconds=60))
    assert wrapping.wrap_up is not None
    assert wrapping.wrap_up.left_s(NOW + timedelta(seconds=60)) == 15
    assert wrapping.wrap_up.left_s(NOW + timedelta(seconds=70.5)) == 5
    assert told(wrapping, ev.WrapUpExpired("a")).status is OperatorStatus.AVAILABLE
    assert told(wrapping, ev.StatusRequested(OperatorStatus.AVAILABLE, NOW)).wrap_up is None


@pytest.mark.manual("M2")
def test_no_wrap_up_for_zero_seconds() -> None:
    talking = told(desk(operator=Operator(wrap_up_s=0)), incoming(), ev.LegAnswered("a", NOW))
    assert told(talking, ended()).connection is Connection.ACTIVE


@pytest.mark.manual("M7")
@pytest.mark.parametrize(
    ("problem", "used", "stays"),
    [
        (Problem(ProblemId.AUDIO_NO_SPEAKER), ("", "Headset"), False),
        (Problem(ProblemId.AUDIO_NO_SPEAKER), ("Headset", ""), True),
        (Problem(ProblemId.AUDIO_NO_MICROPHONE), ("Headset", ""), False),
        (Problem.of(ProblemId.AUDIO_DEVICE_UNUSABLE, device="Headset"), ("", "Headset"), False),
        (Problem.of(ProblemId.AUDIO_DEVICE_UNUSABLE, device="Headset"), ("Other", "Other"), True),
    ],
)
def test_a_device_that_works_again_takes_its_notice_away(problem: Problem, used: tuple[str, str], stays: bool) -> None:
    desk = after(Desk(), ev.ProblemArose(problem, NOW))
    desk = after(desk, ev.AudioDevicesChanged(("Headset",), ("Headset",), *used, ""))
    assert (desk.notice is not None) is stays


def test_a_status_asked_for_in_a_call_holds_when_call_and_wrap_up_are_over() -> None:
    asked = told(desk(), incoming(), ev.LegAnswered("a", NOW), ev.StatusRequested(OperatorStatus.INACTIVE, NOW))
    wrapping = told(asked, ended())
    assert (asked.status, wrapping.status) == (OperatorStatus.BUSY, OperatorStatus.WRAP_UP)
    assert asked.wants_registration and wrapping.wants_registration
    done = told(wrapping, ev.WrapUpExpired("a"))
    assert (done.status, done.wants_registration) == (OperatorStatus.INACTIVE, False)


@pytest.mark.manual("M7")
def test_a_lost_connection_shows_as_inactive_and_comes_back_to_the_requested_status() -> None:
    lost = told(desk(), ev.RegistrationChanged(RegistrationState.FAILED, Problem(ProblemId.PBX_UNREACHABLE), 4))
    assert (lost.connection, lost.status) == (Connection.INACTIVE, OperatorStatus.INACTIVE)
    assert lost.operator.requested is OperatorStatus.AVAILABLE
    assert told(lost, ev.RegistrationChanged(RegistrationState.REGISTERED)).connection is Connection.ACTIVE


@pytest.mark.manual("M7", "D6")
def test_a_wrap_up_chosen_by_hand_lasts_until_changed() -> None:
    chosen = told(desk(), ev.StatusRequested(OperatorStatus.WRAP_UP, NOW))
    assert (chosen.connection, chosen.accepts_calls) == (Connection.WRAP_UP, False)
    in_wrap_up = told(desk(), incoming(), ev.LegAnswered("a", NOW), ended())
    kept = told(in_wrap_up, ev.StatusRequested(OperatorStatus.WRAP_UP, NOW), ev.WrapUpExpired("a"))
    assert kept.wrap_up is not None and kept.wrap_up.until is None


@pytest.mark.manual("D10")
def test_a_second_call_changes_nothing_on_the_desk() -> None:
    talking = told(desk(), incoming(), ev.LegAnswered("a", NOW))
    assert told(talking, incoming("b")) == talking


@pytest.mark.manual("M9", "M11")
def test_the_search_opens_on_answer_with_what_was_found_while_it_rang() -> None:
    ringing = told(desk(), incoming(), ev.MatchesFound("a", (MATCH,)))
    assert ringing.search is None
    answered = told(ringing, ev.LegAnswered("a", NOW))
    assert answered.search is not None
    assert (answered.search.number, answered.search.matches) == ("+74951234567", (MATCH,))


@pytest.mark.manual("M11")
def test_pop_says_when_the_search_opens() -> None:
    assert told(desk(pop="ring"), incoming()).search is not None
    assert told(desk(pop="manual"), incoming(), ev.LegAnswered("a", NOW)).search is None
    without_crm = desk(crm=CrmState(SyncState.OFF))
    assert told(without_crm, incoming(), ev.LegAnswered("a", NOW)).search is None


@pytest.mark.manual("M3")
def test_an_ignored_number_opens_no_search() -> None:
    found = ev.MatchesFound("a", (), ignored=True)
    assert told(desk(), incoming(), found, ev.LegAnswered("a", NOW)).search is None
    assert told(desk(), incoming(), ev.LegAnswered("a", NOW), found).search is None


@pytest.mark.manual("M12")
def test_choosing_a_client_links_the_call_and_closes_the_search() -> None:
    answered = told(desk(), incoming(), ev.MatchesFound("a", (MATCH,)), ev.LegAnswered("a", NOW))
    linked = told(answered, ev.ClientLinked("a", CLIENT))
    assert linked.leg is not None and linked.leg.client == CLIENT
    assert linked.search is None
    after_the_call = told(answered, ended(), ev.ClientLinked("a", CLIENT))
    assert after_the_call.last is not None and after_the_call.last.client == CLIENT


def test_a_late_answer_to_an_older_search_is_dropped() -> None:
    typed = told(desk(), incoming(), ev.SearchOpened("a"), ev.SearchTyped("ива"), ev.SearchTyped("иван"))
    late = told(typed, ev.SearchFound("ива", (MATCH,)))
    assert late.search is not None and late.search.matches == () and late.search.searching


def test_a_dead_engine_ends_its_calls_and_says_so() -> None:
    problem = Problem(ProblemId.ENGINE_RESTARTED)
    lost = told(desk(), incoming(), ev.LegAnswered("a", NOW), ev.EngineLost(NOW, problem))
    assert not lost.legs
    assert lost.notice is not None and lost.notice.problem == problem
    assert lost.last is not None and lost.last.result is CallResult.ANSWERED


@pytest.mark.parametrize(("cause", "said"), [(EndCause.BUSY, "call_busy"), (EndCause.PBX_FAULT, "call_pbx_fault")])
def test_an_outgoing_call_that_did_not_come_about_says_why(cause: EndCause, said: str) -> None:
    failed = told(desk(), dialled(), ended(cause=cause))
    assert failed.notice is not None and failed.notice.problem.id == said


def test_a_leg_id_that_comes_again_is_the_live_one() -> None:
    lost = told(desk(), incoming(), ev.EngineLost(NOW, Problem(ProblemId.ENGINE_RESTARTED)))
    talking = told(lost, incoming(), ev.LegAnswered("a", NOW))
    assert talking.leg is not None and talking.leg.state is LegState.CONVERSATION
    assert talking.last == lost.last


def anything() -> st.SearchStrategy[ev.Event]:
    """Any event about any of three legs, in no sensible order."""
    legs, causes = st.sampled_from("abc"), st.sampled_from(EndCause)
    states = st.sampled_from(RegistrationState)
    return st.one_of(
        st.builds(incoming, legs),
        st.builds(dialled, legs),
        st.builds(ended, legs, causes),
        st.builds(ev.LegProgressed, legs, st.booleans()),
        st.builds(lambda leg: ev.LegAnswered(leg, NOW), legs),
        st.builds(ev.AnswerRequested, legs),
        st.builds(lambda leg: ev.HangUpRequested(leg, NOW), legs),
        st.builds(lambda s: ev.StatusRequested(s, NOW), st.sampled_from(CHOOSABLE)),
        st.builds(ev.WrapUpExpired, legs),
        st.builds(lambda leg, ignored: ev.MatchesFound(leg, (MATCH,), ignored), legs, st.booleans()),
        st.builds(ev.SearchOpened, legs),
        st.builds(ev.SearchTyped, st.text(max_size=3)),
        st.just(ev.SearchClosed()),
        st.builds(lambda leg: ev.ClientLinked(leg, CLIENT), legs),
        st.builds(ev.RegistrationChanged, states),
        st.just(ev.EngineLost(NOW, Problem(ProblemId.ENGINE_RESTARTED))),
        st.builds(ev.SyncChanged, st.sampled_from(SyncState)),
    )


class AnyDay(RuleBasedStateMachine):
    """Whatever happens, in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = desk()

    @rule(event=anything())
    def happens(self, event: ev.Event) -> None:
        if isinstance(event, ev.DialStarted) and not self.desk.can_dial:
            return  # the session refuses it
        self.desk = after(self.desk, event)

    @invariant()
    def one_call_at_a_time(self) -> None:
        assert len(self.desk.legs) <= 1
        assert all(leg.state is not LegState.ENDED for leg in self.desk.legs)

    @invariant()
    def the_buttons_are_those_of_table_4(self) -> None:
        leg = self.desk.leg
        expected = TABLE_4[leg.state] if leg else Buttons(rebind=self.desk.last is not None)
        assert self.desk.buttons == expected

    @invariant()
    def indicator_and_status_agree(self) -> None:
        busy = self.desk.connection is Connection.BUSY
        assert busy == (self.desk.status is OperatorStatus.BUSY) == self.desk.in_conversation

    @invariant()
    def the_last_call_is_over_and_has_a_result(self) -> None:
        last = self.desk.last
        assert last is None or (last.state is LegState.ENDED and last.result and last.ended)

    @invariant()
    def nobody_rings_at_a_desk_in_wrap_up(self) -> None:
        ringing = self.desk.connection is Connection.INCOMING
        assert not (ringing and self.desk.wrap_up)


AnyDay.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestAnyDay = pytest.mark.manual("M8")(AnyDay.TestCase)


def test_the_same_story_told_twice_gives_the_same_desk() -> None:
    rng = random.Random(7)
    story = [rng.choice([incoming(), ended(), ev.LegAnswered("a", NOW), ev.AnswerRequested("a")]) for _ in range(50)]
    assert told(desk(), *story) == told(desk(), *story)


@pytest.mark.parametrize("id", [ProblemId.CANNOT_DIAL_IN_CALL, ProblemId.NO_RESTART_IN_CALL])
def test_what_was_refused_for_a_call_is_forgotten_with_the_call(id: ProblemId) -> None:
    offered = ev.NumberOffered("1007", True, NOW)
    talking = told(desk(), incoming(), ev.LegAnswered("a", NOW), offered, ev.ProblemArose(Problem(id), NOW))
    assert talking.notice
    for end in (ev.LegEnded("a", EndCause.REMOTE_HANGUP, NOW), ev.HangUpRequested("a", NOW)):
        over = told(talking, end)
        assert over.notice is None and over.offer and over.can_dial, "the question is asked now"


def test_another_notice_outlives_the_call() -> None:
    failed = ev.ProblemArose(Problem(ProblemId.CACHE_FAULT), NOW)
    assert told(desk(), incoming(), failed, ev.HangUpRequested("a", NOW)).notice


def test_what_was_refused_without_a_registration_is_forgotten_with_it() -> None:
    refused = told(
        desk(registration=Registration()), ev.ProblemArose(Problem(ProblemId.CANNOT_DIAL_NOT_REGISTERED), NOW)
    )
    assert told(refused, ev.RegistrationChanged(RegistrationState.REGISTERING)).notice
    assert told(refused, ev.RegistrationChanged(RegistrationState.REGISTERED)).notice is None
