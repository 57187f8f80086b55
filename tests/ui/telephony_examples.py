"""Example desks of the conversation and its transfer, built from real events."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.call import EndCause
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.domain.transfer import Phase, Referral, Transfer, TransferKind
from tests.ui.examples import (
    ANSWERED,
    IVANOV,
    LEG,
    LONG,
    NUMBER,
    ONE_MATCH,
    Example,
    at,
    conversation,
    conversation_long,
    desk_after,
    idle,
)

CONSULT = "5b6f7c1e-2f0c-4a59-8b1b-6b2a3b7d9e42"
SALES, BOOKS = "Отдел продаж", "Бухгалтерия и договорная работа"
COLLEAGUES = (
    Colleague("1002", "Петрова Анна Викторовна", SALES),
    Colleague("1003", "Сидоров Пётр Алексеевич", SALES),
    Colleague("1004", "Константинопольская-Преображенская Александра Владиславовна", SALES),
    Colleague("1005", "Ёлкина Мария", SALES),
    Colleague("2001", "Кузнецов Сергей", BOOKS),
    Colleague("2002", "Петров-Водкин Кузьма Сергеевич", BOOKS, in_crm=Presence.WRAP_UP),
    Colleague("+74957654321", "Дежурный администратор", ""),
)
PRESENCES = (
    ev.PresenceChanged("1002", Presence.AVAILABLE),
    ev.PresenceChanged("1003", Presence.BUSY),
    ev.PresenceChanged("1004", Presence.INACTIVE),
    ev.PresenceChanged("2001", Presence.AVAILABLE),
)
DEVICES = ev.AudioDevicesChanged(
    inputs=("default", "Jabra Evolve2 65", "Встроенный микрофон"),
    outputs=("default", "Jabra Evolve2 65", "Динамики & наушники"),
    input="Jabra Evolve2 65",
    output="Jabra Evolve2 65",
    ring="Динамики & наушники",
)


def talk() -> Desk:
    return desk_after(DEVICES, ev.LegSecured(LEG, True), desk=replace(conversation(), cards=()))


def telling(desk: Desk) -> Desk:
    """With a message on the panel."""
    return desk_after(ev.ProblemArose(Problem(ProblemId.LINK_NOT_A_NUMBER), at(3)), desk=desk)


def held() -> Desk:
    return desk_after(ev.HoldChanged(LEG, True), desk=talk())


def held_by_peer() -> Desk:
    return desk_after(ev.HeldByPeer(LEG, True), desk=talk())


def muted() -> Desk:
    return desk_after(ev.MuteChanged(LEG, True), ev.NotHeard(LEG, muted=True), desk=talk())


def silent() -> Desk:
    return desk_after(ev.NotHeard(LEG, muted=False), desk=talk())


def held_and_muted_long() -> Desk:
    signs = (ev.HoldChanged(LEG, True), ev.HeldByPeer(LEG, True), ev.MuteChanged(LEG, True))
    return desk_after(*signs, desk=conversation_long())


def form_opened() -> Desk:
    return desk_after(ev.TransferFormOpened(), desk=talk())


def form() -> Desk:
    return desk_after(ev.DirectoryRead(COLLEAGUES), *PRESENCES, desk=form_opened())


def form_with_favourites() -> Desk:
    return desk_after(ev.TargetsRead(("1004", "2001"), ("1003", "+79161234567")), desk=form())


def form_without_a_directory() -> Desk:
    return desk_after(ev.DirectoryRead(()), desk=form_opened())


def form_refused(number: str = "1002") -> Desk:
    refused = Problem.of(ProblemId.TRANSFER_TARGET_UNAVAILABLE, "busy", number=number)
    return desk_after(ev.ProblemArose(refused, at(60)), desk=form())


def _transfer(kind: TransferKind, to: str = "1002", name: str = "Петрова Анна Викторовна") -> ev.TransferStarted:
    phase = Phase.REFERRED if kind is TransferKind.REFER else Phase.RINGING
    return ev.TransferStarted(LEG, Transfer(kind, to, phase, CONSULT, name, began=at(52)))


def transfer_rings() -> Desk:
    return desk_after(_transfer(TransferKind.JOINED), ev.HoldChanged(LEG, True), desk=form())


def transfer_rings_long() -> Desk:
    started = _transfer(TransferKind.JOINED, "+79161234567", LONG.name)
    return desk_after(started, ev.HoldChanged(LEG, True), desk=conversation_long())


def transfer_joins() -> Desk:
    return desk_after(ev.LegAnswered(CONSULT, at(60)), desk=transfer_rings())


def transfer_failed() -> Desk:
    busy = Problem.of(ProblemId.TRANSFER_BUSY, "486 Busy Here", number="1002")
    ended = (ev.LegEnded(CONSULT, EndCause.BUSY, at(60), 486, "Busy Here"), ev.HoldChanged(LEG, False))
    return desk_after(*ended, ev.ProblemArose(busy, at(60)), desk=transfer_rings())


def consulting() -> Desk:
    rings = desk_after(_transfer(TransferKind.CONSULT), ev.HoldChanged(LEG, True), desk=form())
    return desk_after(ev.LegAnswered(CONSULT, at(60)), desk=rings)


def _handed_over(referral: Referral) -> ev.IncomingCall:
    return ev.IncomingCall(LEG, "1001", "Анна Петрова", at(0), "1001", referral)


def handed_over() -> Desk:
    referral = Referral("1001", "Анна Петрова", NUMBER, IVANOV.name, IVANOV.ref, LEG)
    return desk_after(_handed_over(referral), ev.MatchesFound(LEG, ONE_MATCH), desk=idle())


def handed_over_long() -> Desk:
    referral = Referral("1004", LONG.name, NUMBER, LONG.name)
    return desk_after(_handed_over(referral), ev.MatchesFound(LEG, ()), desk=idle())


def handed_over_by_a_silent_pbx() -> Desk:
    return desk_after(_handed_over(Referral("1001")), ev.MatchesFound(LEG, ()), desk=idle())


def handed_over_answered() -> Desk:
    return desk_after(*ANSWERED, ev.SearchClosed(), desk=handed_over())


EXAMPLES: dict[str, Example] = {
    "talk": Example(talk, at(48)),
    "held": Example(held, at(48)),
    "held-by-peer": Example(held_by_peer, at(48)),
    "muted": Example(muted, at(48)),
    "silent": Example(silent, at(48)),
    "held-and-muted-long": Example(held_and_muted_long, at(4000)),
    "form-opened": Example(form_opened, at(50)),
    "form-favourites": Example(form_with_favourites, at(48)),
    "form": Example(form, at(50)),
    "form-without-a-directory": Example(form_without_a_directory, at(50)),
    "transfer-rings": Example(transfer_rings, at(58)),
    "transfer-rings-long": Example(transfer_rings_long, at(4000)),
    "transfer-joins": Example(transfer_joins, at(60)),
    "transfer-failed": Example(transfer_failed, at(62)),
    "consulting": Example(consulting, at(75)),
    "ringing-handed-over": Example(handed_over),
    "ringing-handed-over-long": Example(handed_over_long),
    "ringing-handed-over-silently": Example(handed_over_by_a_silent_pbx),
    "handed-over-answered": Example(handed_over_answered, at(48)),
}
