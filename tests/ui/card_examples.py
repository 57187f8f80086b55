"""Example desks with cards of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.records import CallRecord, CallResult, Card, Client, Direction, Entity, OpenItem
from tests.ui.examples import (
    CONTACT_CARD,
    IVANOV,
    LEG,
    LONG,
    START,
    Example,
    answered_many,
    at,
    desk_after,
    idle,
    ref,
)

SHEET = OpenItem(ref(Entity.WORKSHEET, 17), "Лист 17: подключение второго офиса", "", START - timedelta(hours=2))
CASE = OpenItem(ref(Entity.CASE, 18), "Не приходит счёт за октябрь", "CAS-01745", START - timedelta(days=3))
LONG_CASE = OpenItem(
    ref(Entity.CASE, 19),
    "Жалоба на то, что договор № 7701-2044/2026 от двадцать третьего октября не подписан, а деньги уже списаны дважды",
    "CAS-00012",
    START - timedelta(days=40),
)
CALLS = tuple(
    CallRecord(
        id=f"00000000-0000-4000-8000-{900 + n:012d}",
        direction=(Direction.INCOMING, Direction.OUTGOING)[n % 2],
        number="+74951234567",
        raw_number="84951234567",
        started=START - timedelta(hours=5 * n + 1),
        answered=START - timedelta(hours=5 * n + 1) if n != 1 else None,
        ended=START - timedelta(hours=5 * n + 1) + timedelta(seconds=95 * (n != 1)),
        result=(CallResult.ANSWERED, CallResult.CANCELLED, CallResult.ANSWERED)[n],
        client=IVANOV,
        note=("Просил перезвонить после обеда по счёту № 1745, договор пока не подписан, ждёт юриста", "", "Решено")[n],
    )
    for n in range(3)
)
CLIENT = replace(CONTACT_CARD, open_items=(SHEET, CASE, LONG_CASE), calls=CALLS)
CASE_CARD = Card(
    Client(CASE.ref, CASE.title, IVANOV.name),
    (("title", CASE.title), ("ticket", CASE.number), ("created", "2026-11-20T09:15:00Z")),
    START - timedelta(days=3),
    customer=IVANOV,
)
SHEET_CARD = Card(
    Client(SHEET.ref, SHEET.title, LONG.name),
    (("name", SHEET.title), ("owner", "Петрова Анна Викторовна"), ("created", "2026-11-23T07:15:00Z")),
    START - timedelta(hours=2),
    customer=LONG,
)
CALL_CARD = Card(
    Client(ref(Entity.PHONE_CALL, 900), IVANOV.name, IVANOV.organization),
    (
        ("number", "+74951234567"),
        ("started", "2026-11-23T08:15:00+00:00"),
        ("direction", "incoming"),
        ("result", "answered"),
        ("duration", "95"),
        ("regarding", CASE.title),
        ("note", "Просил перезвонить после обеда по счёту № 1745, договор пока не подписан"),
    ),
    customer=IVANOV,
)

INSTITUTE = Client(
    ref(Entity.ACCOUNT, 50),
    "Федеральное государственное бюджетное учреждение\n«Всероссийский научно-исследовательский институт\n"
    "стандартизации, метрологии и испытаний средств измерений»",
)
WORD = "Электрофотополупроводниковоматериаловедческотехнологического" * 3
LONG_CARD = Card(
    Client(LONG.ref, f"{LONG.name} (по мужу Шереметьева-Воротынская-Оболенская)", INSTITUTE.name),
    (
        ("jobtitle", f"Начальник {WORD} отделения"),
        ("mobilephone", "8 (495) 123-45-67 доб. 12345 (секретарь с 9 до 18 кроме пятницы)"),
        ("telephone1", "84951234567890123456789012345678901234567890123456"),
        ("organization", INSTITUTE.name),
        ("emailaddress1", f"{'konstantinopolskaya.' * 4}aleksandra@metrologiya.example"),
    ),
    START - timedelta(days=3),
    customer=INSTITUTE,
    open_items=(LONG_CASE,),
)
INSTITUTE_CARD = Card(
    INSTITUTE,
    (("accountnumber", "7701-2044/2026-ФГБУ-ВНИИСМ"), ("telephone1", "8 800 200-30-40")),
    START - timedelta(days=3),
)
LONG_WORD_CARD = Card(
    Client(ref(Entity.CASE, 51), WORD, LONG.name), (("title", WORD), ("ticket", WORD)), customer=INSTITUTE
)


def in_a_call() -> Desk:
    linked = (ev.ClientLinked(LEG, IVANOV), ev.CardOpened(CLIENT))
    return desk_after(*linked, ev.RegardingLinked(LEG, CASE.ref, CASE.title, IVANOV), desk=answered_many())


def without_a_call() -> Desk:
    return desk_after(ev.CardOpened(CLIENT), desk=idle())


def of_a_case() -> Desk:
    return desk_after(ev.CardOpened(CASE_CARD), desk=in_a_call())


def of_a_worksheet() -> Desk:
    return desk_after(ev.CardOpened(SHEET_CARD), desk=answered_many())


def of_a_call() -> Desk:
    return desk_after(ev.CardOpened(CALL_CARD), desk=idle())


def long_ones() -> Desk:
    return desk_after(*(ev.CardOpened(card) for card in (INSTITUTE_CARD, LONG_WORD_CARD, LONG_CARD)), desk=idle())


EXAMPLES: dict[str, Example] = {
    "card-in-a-call": Example(in_a_call, at(48)),
    "card-without-a-call": Example(without_a_call),
    "card-case": Example(of_a_case, at(48)),
    "card-worksheet": Example(of_a_worksheet, at(48)),
    "card-call": Example(of_a_call),
    "card-long": Example(long_ones),
}
