"""The second operator's desk: a colleague rings about a caller, and then the caller is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.after import after
from ctidesk.domain.call import EndCause
from ctidesk.domain.desk import CrmState, Desk, Registration
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.records import Client, Entity, Match, MatchKind, RecordRef
from ctidesk.domain.transfer import Referral
from tests.unit.usecases.test_session import NOW

REF = RecordRef(Entity.CONTACT, "0" * 36)
IVANOV = Client(REF, "Иванов Иван")
ABOUT = Referral("1001", "Анна", "+74951234567", "Иванов Иван", REF, "call of Anna")
LEG = "leg"


def rung(referral: Referral | None = ABOUT) -> Desk:
    desk = Desk(registration=Registration(RegistrationState.REGISTERED), crm=CrmState(SyncState.IDLE))
    return after(desk, ev.IncomingCall(LEG, "1001", "Анна", NOW, "1001", referral))


def found(kind: MatchKind = MatchKind.E164) -> ev.MatchesFound:
    return ev.MatchesFound(LEG, (Match(IVANOV, "mobilephone", "84951234567", kind),))


@pytest.mark.manual("M20", "D12")
def test_it_is_about_the_caller_and_rung_by_the_colleague() -> None:
    leg = rung().leg
    assert leg
    assert (leg.number, leg.caller_number, leg.name) == ("1001", "+74951234567", "Иванов Иван")


@pytest.mark.manual("D12")
def test_the_search_does_not_open_where_the_client_is_known_already() -> None:
    assert after(rung(), ev.LegAnswered(LEG, NOW)).search is None


@pytest.mark.manual("D12")
def test_it_opens_on_the_callers_number_where_only_that_travelled() -> None:
    desk = after(rung(replace(ABOUT, client=None)), ev.LegAnswered(LEG, NOW))
    assert desk.search and desk.search.number == "+74951234567"


@pytest.mark.manual("D12", "M20")
def test_a_pbx_that_strips_everything_leaves_an_ordinary_call() -> None:
    desk = after(rung(None), ev.LegAnswered(LEG, NOW))
    assert desk.search and desk.search.number == "1001"


@pytest.mark.manual("D12")
def test_once_joined_the_callers_number_stands_on_the_panel_and_in_the_record() -> None:
    desk = after(after(rung(), found()), ev.LegAnswered(LEG, NOW))
    desk = after(desk, ev.LegIdentified(LEG, "84951234567", "Ivan", "+74951234567"))
    leg = desk.leg
    assert leg
    assert (leg.number, leg.raw_number, leg.record().number) == ("+74951234567", "84951234567", "+74951234567")
    assert leg.looked_up, "it is the number that has been looked up"


@pytest.mark.manual("D12", "M25")
@pytest.mark.parametrize("cause", [EndCause.REMOTE_HANGUP, EndCause.LOCAL_HANGUP])
def test_one_that_nobody_took_is_recorded_under_the_callers_number(cause: EndCause) -> None:
    """So that calling back reaches the caller."""
    leg = after(rung(), ev.LegEnded(LEG, cause, NOW)).last
    assert leg
    assert (leg.record().number, leg.record().raw_number) == ("+74951234567", "+74951234567")


def test_a_talk_with_the_colleague_alone_is_recorded_as_such() -> None:
    desk = after(rung(), ev.LegAnswered(LEG, NOW))
    leg = after(desk, ev.LegEnded(LEG, EndCause.REMOTE_HANGUP, NOW)).last
    assert leg and leg.record().number == "1001"


def test_another_number_is_looked_up_again() -> None:
    desk = after(after(rung(None), found()), ev.LegIdentified(LEG, "84957654321", "", "+74957654321"))
    assert desk.leg and not desk.leg.looked_up and desk.leg.matches == ()


@pytest.mark.parametrize("event", [ev.LegIdentified(LEG, "", ""), ev.LegIdentified("other", "1", "")])
def test_an_update_that_says_nothing_changes_nothing(event: ev.LegIdentified) -> None:
    assert after(rung(), event) == rung()
