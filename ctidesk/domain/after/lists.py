"""The open lists: which are, what is asked of them, and the pages around what the operator looks at."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.listing import RecordList
from ctidesk.domain.records import Entity

_KEPT_PAGES = 8


def list_asked(desk: Desk, event: ev.ListAsked) -> Desk:
    """What was shown stays until the first answer, so that a list does not blink with every letter typed."""
    old = desk.list_of(event.query.entity)
    fresh = replace(old, query=event.query, reading=True) if old else RecordList(event.query)
    return _with(desk, event.query.entity, fresh)


def list_page_read(desk: Desk, event: ev.ListPageRead) -> Desk:
    shown = desk.list_of(event.query.entity)
    if shown is None or shown.query != event.query:
        return desk
    page = event.page
    pages = () if shown.reading else tuple(old for old in shown.pages if old.first != page.first)
    total = shown.total if page.total is None and not shown.reading else page.total
    return _with(desk, event.query.entity, RecordList(event.query, total, (*pages, page)[-_KEPT_PAGES:], False))


def list_followed(desk: Desk, event: ev.ListFollowed) -> Desk:
    shown = desk.list_of(event.query.entity)
    if shown is None or shown.reading or shown.query != event.shown:
        return desk
    total = event.pages[-1].total if event.pages else None
    return _with(desk, event.query.entity, RecordList(event.query, total, event.pages, False))


def list_closed(desk: Desk, event: ev.ListClosed) -> Desk:
    return replace(desk, lists=_others(desk, event.entity))


def _with(desk: Desk, entity: Entity, shown: RecordList) -> Desk:
    return replace(desk, lists=(*_others(desk, entity), shown))


def _others(desk: Desk, entity: Entity) -> tuple[RecordList, ...]:
    return tuple(each for each in desk.lists if each.query.entity is not entity)
