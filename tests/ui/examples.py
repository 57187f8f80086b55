"""Example desks, built from real events by :func:`ctidesk.domain.after.after`. Tests and the gallery share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import reduce

from ctidesk.domain import events as ev
from ctidesk.domain.after import after
from ctidesk.domain.call import EndCause
from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import FOUND_ROWS, Card, Client, Entity, Match, MatchKind, RecordRef

START = datetime(2026, 11, 23, 9, 15, 0, tzinfo=UTC)
LEG = "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c11"
NUMBER, RAW = "+74951234567", "84951234567"


def ref(entity: Entity, number: int) -> RecordRef:
    return RecordRef(entity, f"00000000-0000-4000-8000-{number:012d}")


IVANOV = Client(ref(Entity.CONTACT, 1), "Иванов Иван Иванович", "ООО «Ромашка»")
LONG = Client(
    ref(Entity.CONTACT, 2),
    "Константинопольская-Преображенская Александра Владиславовна",
    "ФГБУ «Всероссийский научно-исследовательский институт стандартизации и метрологии»",
)
ROMASHKA = Client(ref(Entity.ACCOUNT, 3), "ООО «Ромашка»")
ELKINA = Client(ref(Entity.CONTACT, 4), "Ёлкина Анна Сергеевна", "АО «Северное сияние»")
PETROV = Client(ref(Entity.CONTACT, 5), "Петров-Водкин Кузьма Сергеевич", "ООО «Ромашка»")

ONE_MATCH = (Match(IVANOV, "mobilephone", "+7 (495) 123-45-67", MatchKind.E164),)
MANY_MATCHES = (
    *ONE_MATCH,
    Match(ROMASHKA, "telephone1", "8 495 123-45-67 доб. 12", MatchKind.E164),
    Match(PETROV, "telephone1", "84951234567", MatchKind.E164),
    Match(LONG, "telephone2", "(495) 1234567", MatchKind.LAST_10),
    Match(ELKINA, "telephone3", "123-45-67", MatchKind.LAST_7, active=False),
)
BY_TEXT = (
    Match(ELKINA, "fullname", "+7 921 555-01-02"),
    Match(Client(ref(Entity.CONTACT, 6), "Елкин Андрей Петрович", "ИП Елкин"), "fullname", "8 812 300-20-10"),
    Match(Client(ref(Entity.ACCOUNT, 7), "ООО «Елки и палки»"), "name", "+7 812 700-11-22"),
)

IVANOV_BY_NAME, LONG_BY_NAME = Match(IVANOV, "fullname", "8 916 700-80-90"), Match(LONG, "organization", "")
THREE_LINES = Match(
    Client(
        ref(Entity.ACCOUNT, 8),
        "Открытое акционерное общество\n«Елькинский завод железобетонных изделий»\nФилиал № 3",
    ),
    "name",
    "8 (34346) 2-00-01",
)

CONTACT_CARD = Card(
    IVANOV,
    (
        ("fullname", "Иванов Иван Иванович"),
        ("jobtitle", "Заместитель начальника отдела материально-технического снабжения"),
        ("mobilephone", "+7 (495) 123-45-67"),
        ("telephone1", "8 495 765-43-21 доб. 12, 8 916 700-80-90"),
        ("telephone2", ""),
        ("emailaddress1", "ivanov.ivan@romashka.example"),
    ),
    START - timedelta(days=3),
)
ACCOUNT_CARD = Card(
    ROMASHKA,
    (
        ("name", "ООО «Ромашка»"),
        ("accountnumber", "7701-2044"),
        ("telephone1", "8 495 123-45-67"),
        ("telephone2", "8 800 200-30-40"),
        ("emailaddress1", "office@romashka.example"),
    ),
    START - timedelta(hours=20),
)
INACTIVE_CARD = Card(LONG, (("telephone1", "8 495 123-45-67"),), START - timedelta(days=700), active=False)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def desk_after(*happened: ev.Event, desk: Desk | None = None) -> Desk:
    return reduce(after, happened, desk or Desk(crm=CrmState(sync=SyncState.CONNECTING, url="http://crm.example/")))


KNOWN = (
    ev.EngineStarted("pjsip", "2.15", "udp", "127.0.0.1:5062", tuple(Capability)),
    ev.OperatorKnown("u1", "Анна Петрова", 30, True),
    ev.SyncCompleted(at(-60), 1_300_000),
)
REGISTERED = ev.RegistrationChanged(RegistrationState.REGISTERED)
RINGS = ev.IncomingCall(LEG, RAW, "", at(0), NUMBER)
ANSWERED = (ev.AnswerRequested(LEG), ev.LegAnswered(LEG, at(6)))
ENDED = ev.LegEnded(LEG, EndCause.REMOTE_HANGUP, at(48), 200)


def idle() -> Desk:
    return desk_after(*KNOWN, REGISTERED)


def inactive() -> Desk:
    return desk_after(
        ev.RegistrationChanged(RegistrationState.UNREGISTERED),
        ev.StatusRequested(OperatorStatus.INACTIVE, at(0)),
        desk=idle(),
    )


def pbx_away() -> Desk:
    problem = Problem(ProblemId.PBX_UNREACHABLE, detail="408 Request Timeout")
    return desk_after(ev.RegistrationChanged(RegistrationState.FAILED, problem, 4), desk=idle())


def not_allowed() -> Desk:
    return desk_after(*KNOWN[:1], ev.OperatorKnown("u1", "Анна Петрова", 30, False))


def unchecked() -> Desk:
    problem = Problem(ProblemId.CRM_UNREACHABLE, detail="connection refused")
    return desk_after(KNOWN[0], REGISTERED, ev.SyncChanged(SyncState.OFFLINE, problem, 20))


def settings_refused() -> Desk:
    args = {"file": "config.toml", "line": 12, "key": "sip.transport", "value": "upd", "accepted": "udp, tcp, tls"}
    return desk_after(ev.SettingsRefused(Problem.of(ProblemId.CONFIG_WRONG_VALUE, **args)))


def first_pull() -> Desk:
    return desk_after(
        KNOWN[0],
        KNOWN[1],
        REGISTERED,
        ev.SyncChanged(SyncState.PULLING),
        ev.SyncProgressed(Entity.CONTACT, 12_000, 100_000),
    )


def ringing() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, ONE_MATCH), desk=idle())


def ringing_looking() -> Desk:
    return desk_after(RINGS, desk=idle())


def ringing_unknown() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, ()), desk=idle())


def ringing_many() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, MANY_MATCHES), desk=idle())


def ringing_anonymous() -> Desk:
    return desk_after(ev.IncomingCall(LEG, "", "", at(0)), desk=idle())


def ringing_long() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, MANY_MATCHES[3:]), desk=idle())


def answered_looking() -> Desk:
    return desk_after(*ANSWERED, desk=ringing_looking())


def answered_one() -> Desk:
    return desk_after(*ANSWERED, desk=ringing())


def answered_many() -> Desk:
    return desk_after(*ANSWERED, desk=ringing_many())


def answered_unknown() -> Desk:
    return desk_after(*ANSWERED, desk=ringing_unknown())


def answered_anonymous() -> Desk:
    return desk_after(*ANSWERED, desk=ringing_anonymous())


def typed() -> Desk:
    return desk_after(ev.SearchTyped("елк"), ev.SearchFound("елк", BY_TEXT), desk=answered_many())


def spoken() -> Desk:
    """With some of those found: today, yesterday, this year, another year, and never."""
    now = datetime.now().astimezone().replace(hour=0, minute=5, second=0, microsecond=0)
    ages = (timedelta(0), timedelta(hours=20), timedelta(days=40), timedelta(days=800))
    moments = [now - age for age in ages]
    refs = [match.client.ref for match in MANY_MATCHES]
    return desk_after(ev.LastSpokenFound(tuple(zip(refs, (*moments, None), strict=True))), desk=answered_many())


def found(text: str, *matches: Match) -> Desk:
    return desk_after(ev.SearchTyped(text), ev.SearchFound(text, matches), desk=spoken())


def guessed_layout() -> Desk:
    return found("bdfyjd", *(replace(match, kind=MatchKind.LAYOUT) for match in (IVANOV_BY_NAME, LONG_BY_NAME)))


def guessed_typo() -> Desk:
    return found("ельина", *(replace(match, kind=MatchKind.TYPO) for match in BY_TEXT))


def guessed_beside() -> Desk:
    """Some were found as typed, the others follow them."""
    return found("елкин", *BY_TEXT[:2], replace(THREE_LINES, kind=MatchKind.TYPO))


def typed_common() -> Desk:
    """More than the list shows."""
    people = (Client(ref(Entity.CONTACT, 100 + n), f"Иванов Иван {n}", "ООО «Ромашка»") for n in range(FOUND_ROWS))
    return found("иван", *(Match(one, "fullname", f"+7 916 000-00-{n:02}") for n, one in enumerate(people)))


def seven_alike() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, (replace(MANY_MATCHES[4], active=True),)), *ANSWERED, desk=idle())


def never_loaded() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, ()), *ANSWERED, desk=unchecked())


def still_loading() -> Desk:
    return desk_after(RINGS, ev.MatchesFound(LEG, ()), *ANSWERED, desk=first_pull())


def chosen_by_hand() -> Desk:
    """Found by name for a call of nobody's."""
    return desk_after(ev.ClientLinked(LEG, ELKINA), ev.CallRebound(LEG, ELKINA, None, NUMBER), desk=typed())


def typed_in_vain() -> Desk:
    return desk_after(ev.SearchTyped("щук"), ev.SearchFound("щук", ()), desk=answered_many())


def conversation() -> Desk:
    return desk_after(ev.ClientLinked(LEG, IVANOV), ev.CardOpened(CONTACT_CARD), desk=answered_many())


def other_cards() -> Desk:
    """In a call with Ivanov; two other cards have been opened since."""
    petrov = Card(PETROV, (("telephone1", "8 495 123-45-67"),), START - timedelta(days=5))
    return desk_after(ev.CardOpened(ACCOUNT_CARD), ev.CardOpened(petrov), desk=conversation())


def rebound() -> Desk:
    return desk_after(ev.ClientLinked(LEG, LONG), ev.CallRebound(LEG, LONG, IVANOV, NUMBER), desk=conversation())


def offered() -> Desk:
    return desk_after(ev.NumberOffered("8 (916) 700-80-90", True, at(3)), desk=idle())


def refused_link() -> Desk:
    return desk_after(ev.ProblemArose(Problem(ProblemId.LINK_NOT_A_NUMBER), at(3)), desk=idle())


def diagnostics_saved() -> Desk:
    file = "/home/a.petrova/Документы/ctidesk-2026-11-26-101502.zip"
    return desk_after(ev.ProblemArose(Problem.of(ProblemId.BUNDLE_SAVED, file=file), at(3)), desk=idle())


def conversation_then_inactive() -> Desk:
    return desk_after(ev.StatusRequested(OperatorStatus.INACTIVE, at(20)), desk=conversation())


def conversation_long() -> Desk:
    return desk_after(ev.ClientLinked(LEG, LONG), desk=answered_many())


def outgoing() -> Desk:
    return desk_after(ev.DialStarted(LEG, NUMBER, RAW, at(0)), ev.MatchesFound(LEG, ONE_MATCH), desk=idle())


def outgoing_busy() -> Desk:
    return desk_after(ev.LegEnded(LEG, EndCause.BUSY, at(5), 486, "Busy Here"), desk=outgoing())


def wrap_up() -> Desk:
    return desk_after(ENDED, desk=conversation())


def wrap_up_by_hand() -> Desk:
    return desk_after(ev.StatusRequested(OperatorStatus.WRAP_UP, at(0)), desk=idle())


def after_call() -> Desk:
    return desk_after(ev.WrapUpExpired(LEG), ev.CardClosed(IVANOV.ref), desk=wrap_up())


def cards() -> Desk:
    return desk_after(
        ev.CardOpened(CONTACT_CARD), ev.CardOpened(ACCOUNT_CARD), ev.CardOpened(INACTIVE_CARD), desk=idle()
    )


def resync() -> Desk:
    return desk_after(
        ev.SyncChanged(SyncState.PULLING),
        ev.SyncProgressed(Entity.ACCOUNT, 190_000, 300_000),
        desk=idle(),
    )


@dataclass(frozen=True)
class Example:
    """A desk and the moment it is looked at."""

    make: Callable[[], Desk]
    now: datetime = START + timedelta(seconds=4)


def guide() -> Desk:
    return desk_after(ev.GuideOpened(), desk=idle())


EXAMPLES: dict[str, Example] = {
    "guide": Example(guide),
    "idle": Example(idle),
    "inactive": Example(inactive),
    "pbx-away": Example(pbx_away),
    "not-allowed": Example(not_allowed),
    "unchecked": Example(unchecked),
    "settings-refused": Example(settings_refused),
    "first-pull": Example(first_pull),
    "resync": Example(resync),
    "ringing": Example(ringing),
    "ringing-looking": Example(ringing_looking),
    "ringing-unknown": Example(ringing_unknown),
    "ringing-many": Example(ringing_many),
    "ringing-anonymous": Example(ringing_anonymous),
    "ringing-long": Example(ringing_long),
    "answered-one": Example(answered_one, at(14)),
    "answered-many": Example(answered_many, at(14)),
    "answered-unknown": Example(answered_unknown, at(14)),
    "answered-anonymous": Example(answered_anonymous, at(14)),
    "typed": Example(typed, at(20)),
    "typed-in-vain": Example(typed_in_vain, at(20)),
    "search-spoken": Example(spoken, at(14)),
    "search-guessed-layout": Example(guessed_layout, at(20)),
    "search-guessed-typo": Example(guessed_typo, at(20)),
    "search-guessed-beside": Example(guessed_beside, at(20)),
    "search-common": Example(typed_common, at(20)),
    "search-seven-alike": Example(seven_alike, at(14)),
    "search-never-loaded": Example(never_loaded, at(14)),
    "search-still-loading": Example(still_loading, at(14)),
    "chosen-by-hand": Example(chosen_by_hand, at(40)),
    "conversation": Example(conversation, at(48)),
    "other-cards": Example(other_cards, at(48)),
    "offered": Example(offered),
    "rebound": Example(rebound, at(58)),
    "refused-link": Example(refused_link),
    "diagnostics-saved": Example(diagnostics_saved),
    "conversation-then-inactive": Example(conversation_then_inactive, at(48)),
    "conversation-long": Example(conversation_long, at(4000)),
    "outgoing": Example(outgoing),
    "outgoing-busy": Example(outgoing_busy, at(9)),
    "wrap-up": Example(wrap_up, at(58)),
    "wrap-up-by-hand": Example(wrap_up_by_hand),
    "after-call": Example(after_call, at(90)),
    "cards": Example(cards),
}
