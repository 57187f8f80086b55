"""Hold, mute and keypad: what the line is told, and what is refused."""

from __future__ import annotations

from typing import Literal

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.capability import Capability
from ctidesk.domain.commands import Hold, Mute, SendDigits
from ctidesk.domain.desk import CallKeys, Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import RegistrationState
from ctidesk.domain.intents import Intent, PressKeys, SetHold, SetMute
from ctidesk.domain.settings import SipSettings
from ctidesk.domain.transfer import Phase, Transfer, TransferKind
from ctidesk.usecases.conversation import Conversation
from ctidesk.usecases.session import Session
from tests.unit.usecases.test_session import NOW, Line, Russian, StoppedClock

LEG = "leg"


def started(line: Line, *capabilities: Capability, dtmf: Literal["rfc4733", "info"] = "rfc4733") -> Session:
    session = Session(Desk(), Russian())
    Conversation(session, line, StoppedClock(), SipSettings(dtmf=dtmf))
    session.post(ev.EngineStarted("pjsip", "2.15", "udp", "", capabilities))
    session.post(ev.RegistrationChanged(RegistrationState.REGISTERED))
    session.post(ev.IncomingCall(LEG, "84951234567", "", NOW))
    return session


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def talk(line: Line) -> Session:
    session = started(line, *Capability)
    session.post(ev.LegAnswered(LEG, NOW))
    return session


def transferring(session: Session, phase: Phase) -> None:
    session.post(ev.TransferStarted(LEG, Transfer(TransferKind.CONSULT, "1002", phase, "consult")))


@pytest.mark.manual("D14")
@pytest.mark.parametrize(
    ("intent", "command"),
    [
        (SetHold(True), Hold(LEG, True)),
        (SetHold(False), Hold(LEG, False)),
        (SetMute(True), Mute(LEG, True)),
        (PressKeys(" 12#a "), SendDigits(LEG, "12#A")),
    ],
)
def test_what_the_line_is_told(talk: Session, line: Line, intent: Intent, command: object) -> None:
    talk.do(intent)
    assert line.sent == [command]


@pytest.mark.manual("D14")
def test_the_desk_follows_what_the_line_says(talk: Session) -> None:
    talk.post(ev.HoldChanged(LEG, True))
    talk.post(ev.MuteChanged(LEG, True))
    talk.post(ev.HeldByPeer(LEG, True))
    talk.post(ev.LegSecured(LEG, True))
    talk.post(ev.NotHeard(LEG, muted=True))
    leg = talk.desk.leg
    assert leg
    assert (leg.on_hold, leg.muted, leg.held_by_peer, leg.srtp, leg.unheard) == (True, True, True, True, "muted")
    talk.post(ev.NotHeard(LEG, muted=False, heard=True))
    assert talk.desk.leg and talk.desk.leg.unheard == ""


@pytest.mark.parametrize(("refused", "told"), [("hold", ProblemId.HOLD_ONE_SIDED), ("resume", ProblemId.HOLD_REFUSED)])
def test_what_the_far_end_refuses_is_told(talk: Session, refused: ev.RefusedHold, told: ProblemId) -> None:
    """Whoever wished it: a transfer holds too."""
    talk.post(ev.HoldChanged(LEG, True, refused))
    assert talk.desk.notice and talk.desk.notice.problem.id is told
    assert talk.desk.leg and talk.desk.leg.on_hold


def test_a_pbx_that_is_away_is_named(talk: Session) -> None:
    talk.post(ev.RegistrationChanged(RegistrationState.FAILED))
    talk.post(ev.HoldChanged(LEG, True, "hold"))
    assert talk.desk.notice and talk.desk.notice.problem.id is ProblemId.PBX_AWAY_IN_CALL


def test_hold_and_resume_in_quick_succession_are_no_refusal(talk: Session) -> None:
    for held in (True, False) * 5:
        talk.do(SetHold(held))
    for held in (True,) * 5 + (False,):
        talk.post(ev.HoldChanged(LEG, held))
    assert talk.desk.notice is None


def test_one_that_it_accepts_is_not(talk: Session) -> None:
    talk.do(SetHold(True))
    talk.post(ev.HoldChanged(LEG, True))
    talk.post(ev.HoldChanged(LEG, False))
    assert talk.desk.notice is None


def test_in_a_consultation_keys_go_to_the_colleague_and_mute_to_both(talk: Session, line: Line) -> None:
    transferring(talk, Phase.CONSULTING)
    talk.do(PressKeys("5"))
    talk.do(SetMute(True))
    assert line.sent == [SendDigits("consult", "5"), Mute(LEG, True), Mute("consult", True)]


@pytest.mark.parametrize("intent", [SetHold(True), SetMute(True), PressKeys("1")])
def test_only_in_a_conversation(line: Line, intent: Intent) -> None:
    session = started(line, *Capability)
    with pytest.raises(Refused) as refused:
        session.do(intent)
    assert refused.value.problem.id is ProblemId.NO_CONVERSATION
    assert session.desk.keys == CallKeys()


@pytest.mark.parametrize("intent", [SetHold(True), SetMute(True), PressKeys("1")])
def test_what_the_engine_cannot_do_is_said(line: Line, intent: Intent) -> None:
    session = started(line)
    session.post(ev.LegAnswered(LEG, NOW))
    with pytest.raises(Refused) as refused:
        session.do(intent)
    assert refused.value.problem.id is ProblemId.ENGINE_CANNOT
    assert session.desk.keys == CallKeys()


def test_digits_by_info_need_an_engine_that_can(line: Line) -> None:
    session = started(line, Capability.DTMF_RFC4733, dtmf="info")
    session.post(ev.LegAnswered(LEG, NOW))
    with pytest.raises(Refused) as refused:
        session.do(PressKeys("1"))
    assert refused.value.problem.id is ProblemId.ENGINE_CANNOT


@pytest.mark.parametrize("digits", ["", "  ", "12x", "٣", "1\r\n2"])
def test_what_is_no_key(talk: Session, line: Line, digits: str) -> None:
    with pytest.raises(Refused) as refused:
        talk.do(PressKeys(digits))
    assert refused.value.problem.id is ProblemId.NOT_DIGITS
    assert line.sent == []


def test_how_many_keys_at_once(talk: Session, line: Line) -> None:
    talk.do(PressKeys("1" * 40))
    with pytest.raises(Refused) as refused:
        talk.do(PressKeys("1" * 500))
    assert refused.value.problem == Problem.of(ProblemId.TOO_MANY_DIGITS, limit=40)
    assert line.sent == [SendDigits(LEG, "1" * 40)]


def test_hold_waits_for_the_end_of_a_transfer(talk: Session, line: Line) -> None:
    transferring(talk, Phase.RINGING)
    assert talk.desk.keys == CallKeys(hold=False, mute=True, keypad=True)
    with pytest.raises(Refused) as refused:
        talk.do(SetHold(False))
    assert refused.value.problem.id is ProblemId.TRANSFER_UNDER_WAY
