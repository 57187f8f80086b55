"""What the transfer form shows and thinks of a number, without any window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import Desk
from ctidesk.domain.presence import Presence
from ctidesk.ui.transfer_view import EmployeeView, Verdict, can_hand_over, transfer_form_view, who_fits
from tests.ui import examples
from tests.ui import telephony_examples as tel
from tests.ui.examples import at, desk_after, ev

PETROVA = EmployeeView("1002", "Петрова Анна Викторовна", Presence.UNKNOWN)
ELKINA = EmployeeView("10-05", "Ёлкина Мария", Presence.UNKNOWN)


def _view(desk: Desk):
    view = transfer_form_view(desk)
    assert view is not None
    return view


def test_no_form_no_view() -> None:
    assert transfer_form_view(tel.talk()) is None


@pytest.mark.manual("M17")
def test_directories_open_to_their_employees_in_the_order_of_the_crm() -> None:
    view = _view(tel.form())
    assert [(each.name, len(each.employees)) for each in view.directories] == [(tel.SALES, 4), (tel.BOOKS, 2), ("", 1)]
    assert (view.number, view.name) == ("+7 495 123-45-67", "Иванов Иван Иванович")


@pytest.mark.manual("D11")
def test_presence_is_what_sip_says_else_the_crm() -> None:
    view = _view(tel.form())
    shown = {one.number: one.presence for each in view.directories for one in each.employees}
    assert shown["1003"] is Presence.BUSY
    assert shown["2002"] is Presence.WRAP_UP
    assert shown["1005"] is Presence.UNKNOWN
    assert all(presence is view.form.presence(number) for number, presence in shown.items())


@pytest.mark.manual("M18", "D11")
@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("1002", Verdict.FREE),
        ("1003", Verdict.UNAVAILABLE),
        ("1004", Verdict.UNAVAILABLE),
        ("2002", Verdict.UNAVAILABLE),
        ("1005", Verdict.UNKNOWN),
        ("8 916 700-80-90", Verdict.UNKNOWN),
        ("", Verdict.EMPTY),
        ("+", Verdict.EMPTY),
    ],
)
def test_what_may_be_done_with_a_number(number: str, verdict: Verdict) -> None:
    assert _view(tel.form()).verdict(number) is verdict


def test_ones_own_number_is_no_target() -> None:
    form = replace(tel.form(), transfer_form=None)
    desk = desk_after(ev.TransferFormOpened("1001"), desk=form)
    assert [_view(desk).verdict(number) for number in ("1001", "10-01", "1002")] == [
        Verdict.SELF,
        Verdict.SELF,
        Verdict.UNKNOWN,
    ]


@pytest.mark.manual("M18")
def test_a_number_in_no_directory_is_judged_by_its_presence_too() -> None:
    desk = desk_after(ev.PresenceChanged("3333", Presence.BUSY), desk=tel.form())
    assert _view(desk).verdict("33-33") is Verdict.UNAVAILABLE


@pytest.mark.parametrize(
    ("typed", "employee", "found"),
    [
        ("", PETROVA, True),
        ("петр", PETROVA, True),
        ("анна петр", PETROVA, True),
        ("елк", ELKINA, True),
        ("сид", PETROVA, False),
        ("анна сид", PETROVA, False),
        ("100", PETROVA, True),
        ("1005", ELKINA, True),
        ("1003", PETROVA, False),
    ],
)
def test_who_is_left_of_what_is_typed(typed: str, employee: EmployeeView, found: bool) -> None:
    assert who_fits(typed)(employee) is found


def test_a_refusal_of_the_last_try_stands_in_the_form_other_messages_do_not() -> None:
    refused = _view(tel.form_refused())
    assert refused.refused is not None
    other = desk_after(ev.ProblemArose(examples.pbx_away().registration.problem, at(60)), desk=tel.form())  # type: ignore[arg-type]
    assert _view(other).refused is None


@pytest.mark.parametrize(
    ("able", "hands_over", "consults"),
    [
        (frozenset(Capability), True, True),
        (frozenset({Capability.REFER}), True, False),
        (frozenset({Capability.HOLD, Capability.CONSULT, Capability.JOIN}), True, True),
        (frozenset({Capability.HOLD}), False, False),
    ],
)
def test_what_the_engine_can_do(able: frozenset[Capability], hands_over: bool, consults: bool) -> None:
    desk = replace(tel.form(), engine=replace(tel.form().engine, capabilities=able))
    assert can_hand_over(desk) is hands_over
    assert _view(desk).can_consult is consults
