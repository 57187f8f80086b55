"""A transfer's stories: what the line is told, what the operator sees, and that the caller comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause, Leg
from ctidesk.domain.capability import Capability
from ctidesk.domain.commands import Call, Command, HangUp, Hold, Join, Refer
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import CancelTransfer, CompleteTransfer, End, OpenTransferForm, TransferTo
from ctidesk.domain.presence import Presence
from ctidesk.domain.records import CallResult, Client, Entity, RecordRef
from ctidesk.domain.settings import CallSettings, SipSettings
from ctidesk.domain.transfer import Phase, Referral, TransferKind
from ctidesk.usecases import transfer as usecase
from ctidesk.usecases.calls import Calls
from ctidesk.usecases.session import Session
from ctidesk.usecases.transfer import Transfers
from tests.unit.usecases.test_session import NOW, Line, Russian

CALLER = "leg of the caller"
CLIENT = Client(RecordRef(Entity.CONTACT, "0" * 36), "Иванов Иван")
EVERYTHING = tuple(Capability)


@dataclass
class SetClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Story:
    """A conversation at a desk, and what its line is told from here on."""

    session: Session
    line: Line
    transfers: Transfers
    clock: SetClock
    asked: list[str] = field(default_factory=list)
    presence: Presence = Presence.AVAILABLE
    names: dict[str, str] = field(default_factory=dict)

    async def presence_of(self, number: str) -> Presence:
        self.asked.append(number)
        return self.presence

    async def name_of(self, number: str) -> str:
        return self.names.get(number, "")

    @property
    def leg(self) -> Leg:
        leg = self.session.desk.find_leg(CALLER)
        assert leg is not None
        return leg

    @property
    def phase(self) -> Phase:
        assert self.leg.transfer is not None
        return self.leg.transfer.phase

    @property
    def consult(self) -> str:
        assert self.leg.transfer is not None
        return self.leg.transfer.consult_leg

    def told(self) -> list[Command]:
        sent, self.line.sent = self.line.sent, []
        return sent

    async def begins(self, *, consult: bool = False) -> None:
        await self.transfers.begin(TransferTo("1002", consult))

    def answers(self) -> None:
        self.session.post(ev.LegAnswered(self.consult, NOW))

    def consult_ends(self, cause: EndCause, code: int = 0) -> None:
        self.session.post(ev.LegEnded(self.consult, cause, NOW, code))

    def notified(self, code: int, final: bool = True) -> None:
        self.session.post(ev.ReferProgressed(CALLER, code, final))

    def caller_hangs_up(self) -> None:
        self.session.post(ev.LegEnded(CALLER, EndCause.REMOTE_HANGUP, NOW, 200))

    def is_back(self) -> bool:
        """The caller is in conversation with us, and the line is told so."""
        return self.leg.live and self.leg.public_state == "conversation" and Hold(CALLER, False) in self.told()


def story(settings: SipSettings, capabilities: tuple[Capability, ...] = EVERYTHING) -> Story:
    line = Line()
    session = Session(Desk(), Russian())
    clock = SetClock()
    Calls(session, line, Russian(), clock, CallSettings(), settings.server)
    told = Story(session, line, transfers=None, clock=clock)  # type: ignore[arg-type]  # made in the next line
    told.transfers = Transfers(session, line, Russian(), clock, settings, told.presence_of, told.name_of)
    session.post(ev.EngineStarted("pjsip", "2.15", "udp", "127.0.0.1:5060", capabilities))
    session.post(ev.RegistrationChanged(RegistrationState.REGISTERED))
    session.post(ev.IncomingCall(CALLER, "84951234567", "", NOW))
    session.post(ev.LegAnswered(CALLER, NOW))
    session.post(ev.ClientLinked(CALLER, CLIENT))
    return told


SETTINGS = SipSettings(server="pbx", username="1001")


@pytest.fixture
async def talk() -> AsyncIterator[Story]:
    told = story(SETTINGS)
    yield told
    await told.session.stop()


@pytest.fixture
async def refer() -> AsyncIterator[Story]:
    yield story(replace(SETTINGS, transfer="refer"))


# --- the way it should go ------------------------------------------------------------------------------------------


@pytest.mark.manual("D5", "D12", "M18")
async def test_the_caller_is_held_and_a_colleague_rung_who_learns_of_whom_it_is_about(talk: Story) -> None:
    await talk.begins()
    about = Referral(number="+74951234567", name="Иванов Иван", client=CLIENT.ref, call_id=CALLER)
    assert talk.told() == [Hold(CALLER, True), Call(talk.consult, "1002", about)]
    assert talk.asked == ["1002"]
    assert (talk.leg.public_state, talk.session.desk.buttons.transfer) == ("transferring", True)
    assert talk.leg.transfer and talk.leg.transfer.began == talk.clock.now()
    assert len(talk.session.desk.legs) == 1, "the consultation leg is no call of its own"


@pytest.mark.manual("D5")
async def test_on_the_answer_the_two_are_joined_and_our_legs_end_when_the_pbx_says_so(talk: Story) -> None:
    await talk.begins()
    talk.told()
    talk.answers()
    assert talk.told() == [Join(CALLER, talk.consult)]
    assert not talk.session.desk.buttons.transfer, "too late to cancel"
    talk.notified(100, final=False)
    assert talk.told() == []
    talk.notified(200)
    assert talk.told() == [HangUp(talk.consult), HangUp(CALLER)]
    assert (talk.leg.result, talk.leg.record().transferred_to) == (CallResult.TRANSFERRED, "1002")
    assert talk.session.desk.wrap_up is not None


@pytest.mark.manual("D5")
async def test_behind_a_proxy_the_consultation_leg_goes_first(talk: Story) -> None:
    await talk.begins()
    talk.answers()
    talk.consult_ends(EndCause.REMOTE_HANGUP, 200)
    assert talk.phase is Phase.REPLACED
    talk.notified(200)
    assert talk.leg.result is CallResult.TRANSFERRED


@pytest.mark.manual("D5")
async def test_a_pbx_that_takes_both_legs_has_joined_them(talk: Story) -> None:
    await talk.begins()
    talk.answers()
    talk.consult_ends(EndCause.REMOTE_HANGUP, 200)
    talk.caller_hangs_up()
    assert talk.leg.result is CallResult.TRANSFERRED


@pytest.mark.manual("D5")
async def test_a_pbx_that_hangs_up_before_it_reports_success_has_joined_them_too(talk: Story) -> None:
    await talk.begins()
    talk.answers()
    talk.told()
    talk.caller_hangs_up()
    assert talk.leg.result is CallResult.TRANSFERRED
    assert HangUp(talk.consult) in talk.told()


@pytest.mark.manual("D14")
async def test_a_consultation_is_completed_by_hand(talk: Story) -> None:
    await talk.begins(consult=True)
    talk.answers()
    assert talk.phase is Phase.CONSULTING
    talk.told()
    talk.session.do(CompleteTransfer())
    assert talk.told() == [Join(CALLER, talk.consult)]
    talk.notified(200)
    assert talk.leg.result is CallResult.TRANSFERRED


@pytest.mark.manual("D14")
@pytest.mark.parametrize("intent", [CancelTransfer(), End()])
async def test_a_consultation_is_taken_back_and_ending_it_does_not_end_the_caller(
    talk: Story, intent: CancelTransfer | End
) -> None:
    await talk.begins(consult=True)
    talk.answers()
    talk.session.do(intent)
    assert talk.phase is Phase.CANCELLED
    assert talk.told()[-2:] == [HangUp(talk.consult), Hold(CALLER, False)]
    assert talk.leg.public_state == "conversation"


@pytest.mark.manual("D5", "D14")
@pytest.mark.parametrize("kind", ["joined", "refer"])
async def test_ending_while_it_rings_takes_the_caller_back(kind: Literal["joined", "refer"]) -> None:
    talk = story(replace(SETTINGS, transfer=kind))
    await talk.begins()
    talk.session.do(End())
    assert talk.phase is Phase.CANCELLED
    assert HangUp(CALLER, 603) not in talk.line.sent
    assert talk.is_back()


@pytest.mark.manual("D5")
async def test_ending_while_the_two_are_joined_is_refused(talk: Story) -> None:
    await talk.begins()
    talk.answers()
    with pytest.raises(Refused) as refused:
        talk.session.do(End())
    assert refused.value.problem.id is ProblemId.TRANSFER_CANNOT_CANCEL
    assert talk.leg.live


UNASKED: dict[str, Callable[[Story], object]] = {
    "the colleague hangs up": lambda t: (t.answers(), t.consult_ends(EndCause.REMOTE_HANGUP, 200)),
    "the colleague rejects": lambda t: t.consult_ends(EndCause.REJECTED, 603),
    "ended before": lambda t: (t.answers(), t.session.do(End())),
}


@pytest.mark.manual("D5")
@pytest.mark.parametrize("back", UNASKED)
async def test_a_caller_who_has_just_come_back_is_not_ended_by_the_key_for_the_colleague(
    talk: Story, back: str
) -> None:
    await talk.begins(consult=True)
    UNASKED[back](talk)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            talk.session.do(End())
        assert refused.value.problem.id is ProblemId.CALLER_IS_BACK
    talk.clock.passes(1.0)
    talk.session.do(End())
    assert talk.told()[-1] == HangUp(CALLER, 603)


async def test_who_took_him_back_himself_may_end_at_once(talk: Story) -> None:
    await talk.begins()
    talk.session.do(CancelTransfer())
    talk.session.do(End())
    assert talk.told()[-1] == HangUp(CALLER, 603)


# --- whatever goes wrong, the caller is back -----------------------------------------------------------------------


FAILURES: dict[str, tuple[Callable[[Story], object], Phase, ProblemId | None]] = {
    "cancelled": (lambda t: t.session.do(CancelTransfer()), Phase.CANCELLED, None),
    "rejected": (lambda t: t.consult_ends(EndCause.REJECTED, 603), Phase.REJECTED, ProblemId.TRANSFER_REJECTED),
    "busy": (lambda t: t.consult_ends(EndCause.BUSY, 486), Phase.REJECTED, ProblemId.TRANSFER_BUSY),
    "unavailable": (
        lambda t: t.consult_ends(EndCause.UNAVAILABLE, 480),
        Phase.REJECTED,
        ProblemId.TRANSFER_UNAVAILABLE,
    ),
    "no such number": (
        lambda t: t.consult_ends(EndCause.NO_SUCH_NUMBER, 404),
        Phase.FAILED,
        ProblemId.TRANSFER_NO_SUCH_NUMBER,
    ),
    "pbx fault": (lambda t: t.consult_ends(EndCause.PBX_FAULT, 503), Phase.FAILED, ProblemId.TRANSFER_FAILED),
    "no answer": (
        lambda t: t.session.post(ev.TransferTimedOut(CALLER)),
        Phase.FAILED,
        ProblemId.TRANSFER_NO_ANSWER,
    ),
    "join refused": (
        lambda t: (t.answers(), t.notified(603)),
        Phase.FAILED,
        ProblemId.TRANSFER_JOIN_FAILED,
    ),
    "second leg died, then the join failed": (
        lambda t: (t.answers(), t.consult_ends(EndCause.REMOTE_HANGUP, 200), t.notified(481)),
        Phase.FAILED,
        ProblemId.TRANSFER_JOIN_FAILED,
    ),
    "no outcome told": (
        lambda t: (t.answers(), t.session.post(ev.TransferTimedOut(CALLER))),
        Phase.FAILED,
        ProblemId.TRANSFER_JOIN_FAILED,
    ),
}


@pytest.mark.manual("D5", "M19", "M20")
@pytest.mark.parametrize("name", FAILURES)
async def test_the_caller_is_back_whatever_goes_wrong(talk: Story, name: str) -> None:
    goes_wrong, phase, problem = FAILURES[name]
    await talk.begins()
    goes_wrong(talk)
    assert talk.phase is phase
    assert HangUp(talk.consult) in talk.line.sent, "no second leg is left behind"
    assert talk.is_back()
    notice = talk.session.desk.notice
    assert (notice.problem.id if notice else None) is problem, "the operator is told why"


@pytest.mark.manual("D5")
async def test_a_colleague_who_hangs_up_in_the_consultation_gives_the_caller_back(talk: Story) -> None:
    await talk.begins(consult=True)
    talk.answers()
    talk.consult_ends(EndCause.REMOTE_HANGUP, 200)
    assert talk.phase is Phase.FAILED
    assert talk.is_back()
    assert talk.session.desk.notice and talk.session.desk.notice.problem.id is ProblemId.TRANSFER_CONSULT_LOST


@pytest.mark.manual("D5")
@pytest.mark.parametrize("answered", [False, True])
async def test_a_caller_who_hangs_up_meanwhile_ends_the_second_leg(talk: Story, answered: bool) -> None:
    await talk.begins(consult=answered)
    if answered:
        talk.answers()
    talk.told()
    talk.caller_hangs_up()
    assert HangUp(talk.consult) in talk.told()
    assert talk.leg.result is CallResult.ANSWERED
    assert talk.session.desk.legs == ()


async def test_an_answer_that_crosses_the_cancel_changes_nothing(talk: Story) -> None:
    await talk.begins()
    consult = talk.consult
    talk.session.do(CancelTransfer())
    talk.told()
    talk.session.post(ev.LegAnswered(consult, NOW))
    assert (talk.phase, talk.told()) == (Phase.CANCELLED, [])


async def test_a_second_try_after_a_failed_one(talk: Story) -> None:
    await talk.begins()
    first = talk.consult
    talk.consult_ends(EndCause.BUSY, 486)
    await talk.begins()
    assert talk.consult != first
    talk.session.post(ev.LegEnded(first, EndCause.REMOTE_HANGUP, NOW))
    assert talk.phase is Phase.RINGING, "the first leg's end is no longer of interest"


# --- time ----------------------------------------------------------------------------------------------------------


async def test_nobody_answers_in_the_configured_time() -> None:
    talk = story(replace(SETTINGS, no_answer_s=1))
    await talk.begins()
    await asyncio.sleep(1.2)
    assert talk.phase is Phase.FAILED
    assert talk.is_back()


async def test_a_join_without_an_outcome_ends_by_itself(talk: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usecase, "OUTCOME_WITHIN_S", 0.05)
    await talk.begins()
    talk.answers()
    await asyncio.sleep(0.2)
    assert talk.phase is Phase.FAILED
    assert talk.is_back()


@pytest.mark.manual("D5")
async def test_who_takes_the_callers_place_in_a_consultation_is_held_too(talk: Story) -> None:
    await talk.begins(consult=True)
    talk.answers()
    talk.told()
    talk.session.post(ev.HoldChanged(CALLER, False))
    assert talk.told() == [Hold(CALLER, True)]
    talk.session.do(CancelTransfer())
    talk.told()
    talk.session.post(ev.HoldChanged(CALLER, False))
    assert talk.told() == []


async def test_a_far_end_that_stays_on_hold_is_asked_again(talk: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usecase, "BACK_WITHIN_S", 0.05)
    await talk.begins()
    talk.session.post(ev.HoldChanged(CALLER, True))
    talk.session.do(CancelTransfer())
    talk.told()
    talk.session.post(ev.HoldChanged(CALLER, True))
    async with asyncio.timeout(2):
        while not (told := talk.told()):
            await asyncio.sleep(0.01)
    assert told == [Hold(CALLER, False)]
    talk.session.post(ev.HoldChanged(CALLER, False))
    await asyncio.sleep(0.15)
    assert talk.told() == []


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.manual("M18")
@pytest.mark.parametrize("presence", [Presence.BUSY, Presence.WRAP_UP, Presence.INACTIVE])
async def test_an_unavailable_colleague_is_not_rung(talk: Story, presence: Presence) -> None:
    talk.presence = presence
    with pytest.raises(Refused) as refused:
        await talk.begins()
    assert refused.value.problem.id is ProblemId.TRANSFER_TARGET_UNAVAILABLE
    assert talk.told() == [] and talk.leg.transfer is None


@pytest.mark.manual("M18", "D11")
async def test_an_unknown_presence_is_no_obstacle(talk: Story) -> None:
    talk.presence = Presence.UNKNOWN
    await talk.begins()
    assert talk.phase is Phase.RINGING


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        *(
            (number, ProblemId.NOT_A_NUMBER)
            for number in ("звонок", "", "1" * 300, "-5", "10\t02", "1002\r\nX-Evil: 1")
        ),
        *((number, ProblemId.TRANSFER_TO_SELF) for number in ("1001", "10-01", "sip:1001@pbx")),
        ("sip:1002@evil.example", ProblemId.NUMBER_ELSEWHERE),
    ],
)
async def test_whom_one_cannot_transfer_to(talk: Story, number: str, problem: ProblemId) -> None:
    with pytest.raises(Refused) as refused:
        await talk.transfers.begin(TransferTo(number))
    assert refused.value.problem.id is problem
    assert talk.told() == [], "the caller is not held for nothing"


@pytest.mark.parametrize("number", ["1002", " 10-02 ", "sip:1002@pbx", '"Boris" <sip:1002@PBX:5060;transport=tcp>'])
async def test_whom_one_can(talk: Story, number: str) -> None:
    await talk.transfers.begin(TransferTo(number))
    assert talk.leg.transfer and talk.leg.transfer.to == "1002"


async def test_a_caller_who_is_gone_while_presence_is_asked_for(talk: Story) -> None:
    async def slow(number: str) -> Presence:
        talk.caller_hangs_up()
        return Presence.AVAILABLE

    talk.transfers._presence_of = slow
    with pytest.raises(Refused) as refused:
        await talk.begins()
    assert refused.value.problem.id is ProblemId.NOTHING_TO_TRANSFER
    assert talk.told() == []


async def test_one_transfer_at_a_time(talk: Story) -> None:
    await talk.begins()
    with pytest.raises(Refused) as refused:
        await talk.begins()
    assert refused.value.problem.id is ProblemId.TRANSFER_UNDER_WAY


@pytest.mark.parametrize("intent", [CancelTransfer(), CompleteTransfer()])
async def test_nothing_to_cancel_or_complete(talk: Story, intent: CancelTransfer | CompleteTransfer) -> None:
    with pytest.raises(Refused) as refused:
        talk.session.do(intent)
    assert refused.value.problem.id is ProblemId.NO_TRANSFER_PENDING


async def test_a_join_under_way_can_no_longer_be_cancelled(talk: Story) -> None:
    await talk.begins()
    talk.answers()
    with pytest.raises(Refused) as refused:
        talk.session.do(CancelTransfer())
    assert refused.value.problem.id is ProblemId.TRANSFER_CANNOT_CANCEL


@pytest.mark.parametrize("lacking", [Capability.HOLD, Capability.CONSULT, Capability.JOIN])
async def test_what_the_engine_cannot_do_is_said(lacking: Capability) -> None:
    talk = story(SETTINGS, tuple(set(Capability) - {lacking}))
    with pytest.raises(Refused) as refused:
        await talk.begins()
    assert refused.value.problem.id is ProblemId.ENGINE_CANNOT


# --- by plain REFER ------------------------------------------------------------------------------------------------


@pytest.mark.manual("D5")
async def test_a_plain_refer(refer: Story) -> None:
    await refer.begins()
    assert refer.told() == [Hold(CALLER, True), Refer(CALLER, "1002")]
    assert refer.leg.transfer and refer.leg.transfer.kind is TransferKind.REFER
    assert refer.session.desk.buttons.transfer, "taken back as soon as it has begun"
    refer.notified(180, final=False)
    assert refer.session.desk.buttons.transfer
    refer.notified(200)
    assert HangUp(CALLER) in refer.told()
    assert refer.leg.result is CallResult.TRANSFERRED


@pytest.mark.manual("D5")
@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (486, ProblemId.TRANSFER_BUSY),
        (603, ProblemId.TRANSFER_REJECTED),
        (404, ProblemId.TRANSFER_NO_SUCH_NUMBER),
        (503, ProblemId.TRANSFER_FAILED),
    ],
)
async def test_a_plain_refer_that_fails(refer: Story, code: int, problem: ProblemId) -> None:
    await refer.begins()
    refer.notified(100, final=False)
    refer.notified(code)
    assert refer.is_back()
    assert refer.session.desk.notice and refer.session.desk.notice.problem.id is problem


@pytest.mark.manual("D5", "M19")
async def test_a_plain_refer_is_cancelled_while_progress_is_reported(refer: Story) -> None:
    await refer.begins()
    refer.notified(180, final=False)
    refer.session.do(CancelTransfer())
    assert refer.phase is Phase.CANCELLED and refer.is_back()


@pytest.mark.manual("D5")
async def test_a_pbx_that_takes_the_caller_has_transferred_him(refer: Story) -> None:
    await refer.begins()
    refer.caller_hangs_up()
    assert refer.leg.result is CallResult.TRANSFERRED


@pytest.mark.manual("D5")
async def test_a_caller_who_hangs_up_while_it_rings_has_not_been_transferred(refer: Story) -> None:
    await refer.begins()
    refer.notified(180, final=False)
    refer.caller_hangs_up()
    assert (refer.phase, refer.leg.result) == (Phase.FAILED, CallResult.ANSWERED)


@pytest.mark.manual("D5")
async def test_a_refer_that_nobody_takes_is_no_rejection_by_the_colleague(refer: Story) -> None:
    await refer.begins()
    refer.notified(603)
    assert refer.is_back()
    assert refer.session.desk.notice and refer.session.desk.notice.problem.id is ProblemId.TRANSFER_NOT_TAKEN


GIVEN_UP: dict[str, Callable[[Story], object]] = {
    "cancelled": lambda t: t.session.do(CancelTransfer()),
    "ended": lambda t: t.session.do(End()),
    "timed out": lambda t: t.session.post(ev.TransferTimedOut(CALLER)),
}


@pytest.mark.manual("D5", "M19")
@pytest.mark.parametrize("how", GIVEN_UP)
@pytest.mark.parametrize("caller_first", [False, True])
async def test_a_plain_refer_that_is_given_up_may_succeed_all_the_same(
    refer: Story, how: str, caller_first: bool
) -> None:
    await refer.begins()
    refer.notified(180, final=False)
    GIVEN_UP[how](refer)
    assert refer.is_back()
    assert refer.session.desk.notice and refer.session.desk.notice.problem.id is ProblemId.TRANSFER_MAY_STILL_RING
    if caller_first:
        refer.caller_hangs_up()
    refer.notified(200)
    assert (refer.leg.live, refer.leg.result) == (False, CallResult.TRANSFERRED)
    assert refer.leg.record().transferred_to == "1002"
    assert caller_first or HangUp(CALLER) in refer.told()


# --- a notice goes with its cause ----------------------------------------------------------------------------------


def noticed(talk: Story) -> ProblemId | None:
    notice = talk.session.desk.notice
    return notice.problem.id if notice else None


@pytest.mark.parametrize("ends", [ev.HoldChanged(CALLER, True), ev.LegEnded(CALLER, EndCause.REMOTE_HANGUP, NOW, 200)])
async def test_that_the_caller_is_back_is_not_said_of_one_who_is_not(talk: Story, ends: ev.Event) -> None:
    await talk.begins()
    talk.session.post(ev.HoldChanged(CALLER, True))
    talk.consult_ends(EndCause.BUSY, 486)
    talk.session.post(ev.HoldChanged(CALLER, False))
    assert noticed(talk) is ProblemId.TRANSFER_BUSY
    talk.session.post(ends)
    assert noticed(talk) is None


async def test_a_refused_hold_is_forgotten_with_the_hold(talk: Story) -> None:
    problem = Problem(ProblemId.HOLD_ONE_SIDED)
    talk.session.post(ev.ProblemArose(problem, NOW))
    talk.session.post(ev.HoldChanged(CALLER, False))
    assert noticed(talk) is None


@pytest.mark.manual("D5")
async def test_a_pbx_that_is_away_is_named(talk: Story) -> None:
    await talk.begins()
    talk.session.post(ev.RegistrationChanged(RegistrationState.FAILED))
    talk.session.post(ev.TransferTimedOut(CALLER))
    assert noticed(talk) is ProblemId.TRANSFER_PBX_AWAY
    with pytest.raises(Refused) as refused:
        await talk.begins()
    assert refused.value.problem.id is ProblemId.PBX_AWAY_IN_CALL


# --- the form ------------------------------------------------------------------------------------------------------


@pytest.mark.manual("M17")
async def test_the_form_opens_in_a_conversation_and_goes_with_it(talk: Story) -> None:
    talk.session.do(OpenTransferForm())
    assert talk.session.desk.transfer_form is not None
    talk.caller_hangs_up()
    assert talk.session.desk.transfer_form is None
    with pytest.raises(Refused):
        talk.session.do(OpenTransferForm())


@pytest.mark.manual("M17")
async def test_the_form_closes_when_the_transfer_begins(talk: Story) -> None:
    talk.session.do(OpenTransferForm())
    await talk.begins()
    assert talk.session.desk.transfer_form is None


@pytest.mark.manual("M4", "M17")
async def test_the_colleague_is_named_by_the_directory_form_or_not(talk: Story) -> None:
    talk.names["1002"] = "Петрова Анна"
    await talk.begins()
    assert talk.leg.transfer and talk.leg.transfer.name == "Петрова Анна"
    talk.consult_ends(EndCause.REJECTED, 603)
    assert talk.session.desk.notice
    assert dict(talk.session.desk.notice.problem.args) == {"number": "1002", "name": "Петрова Анна"}
