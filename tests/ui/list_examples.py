"""Example desks with open lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.listing import Comparison, Condition, ListPage, ListRow, first_query
from ctidesk.domain.records import Entity
from tests.ui.examples import ELKINA, IVANOV, LONG, PETROV, ROMASHKA, Example, desk_after, first_pull, idle, ref

STAMP = "2026-11-20T06:15:00Z"
CONTACTS = (
    ListRow(
        ELKINA.ref, (ELKINA.name, ELKINA.organization, "+7 921 555-01-02", "", "elkina@example.com", "Бухгалтер", STAMP)
    ),
    ListRow(IVANOV.ref, (IVANOV.name, IVANOV.organization, "+7 (495) 123-45-67", "8 495 765-43-21", "", "", STAMP)),
    ListRow(
        LONG.ref,
        (
            LONG.name,
            LONG.organization,
            "+7 916 700-80-90 доб. 12, 8 495 123-45-67",
            "",
            "konstantinopolskaya-preobrazhenskaya@institute.example",
            "Заместитель начальника отдела материально-технического снабжения",
            STAMP,
        ),
    ),
    ListRow(PETROV.ref, (PETROV.name, PETROV.organization, "", "84951234567", "", "Инженер", STAMP), active=False),
)
MORE = tuple(
    ListRow(ref(Entity.CONTACT, 100 + n), (f"Смирнов Пётр {n}", "", f"+7 916 000-{n:02}-00", "", "", "", STAMP))
    for n in range(16)
)
CALLS = tuple(
    ListRow(
        ref(Entity.PHONE_CALL, 200 + n),
        (
            (datetime(2026, 11, 23, 9, 15, tzinfo=UTC) - timedelta(minutes=17 * n)).isoformat(),
            ("incoming", "outgoing")[n % 3 == 1],
            ("+7 495 123-45-67", "1002", "+7 916 700-80-90")[n % 3],
            (IVANOV.name, "Петрова Анна Викторовна", LONG.name)[n % 3],
            ("answered", "missed", "busy", "answered", "cancelled")[n % 5],
            ("95", "0", "0", "3700", "0")[n % 5],
            ("Просил перезвонить после обеда по счёту № 1745, договор пока не подписан", "")[n % 4 > 0],
        ),
    )
    for n in range(12)
)


def clients() -> Desk:
    query = first_query(Entity.CONTACT)
    return desk_after(ev.ListAsked(query), ev.ListPageRead(query, ListPage(0, CONTACTS + MORE, 1_000_000)), desk=idle())


def organizations() -> Desk:
    query = first_query(Entity.ACCOUNT)
    rows = (ListRow(ROMASHKA.ref, (ROMASHKA.name, "17-204", "8 495 123-45-67", "", "info@romashka.example", STAMP)),)
    return desk_after(ev.ListAsked(query), ev.ListPageRead(query, ListPage(0, rows, 1)), desk=idle())


def calls() -> Desk:
    query = first_query(Entity.PHONE_CALL)
    return desk_after(ev.ListAsked(query), ev.ListPageRead(query, ListPage(0, CALLS, 12)), desk=idle())


def nothing_found() -> Desk:
    query = replace(first_query(Entity.CONTACT), conditions=(Condition("jobtitle", Comparison.CONTAINS, "щука"),))
    return desk_after(ev.ListAsked(query), ev.ListPageRead(query, ListPage(0, (), 0)), desk=idle())


def still_loading() -> Desk:
    query = first_query(Entity.ACCOUNT)
    return desk_after(ev.ListAsked(query), ev.ListPageRead(query, ListPage(0, (), 0)), desk=first_pull())


EXAMPLES: dict[str, Example] = {
    "list-clients": Example(clients),
    "list-organizations": Example(organizations),
    "list-calls": Example(calls),
    "list-nothing": Example(nothing_found),
    "list-loading": Example(still_loading),
}
