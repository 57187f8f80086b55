"""Desks with an outbox: waiting, parked, in conflict, with long names, and empty."""

from __future__ import annotations

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.outbox import Listed, Value, Waiting, Write, WriteKind, linked, reference, states
from ctidesk.domain.records import Entity, RecordRef
from tests.ui.examples import ELKINA, IVANOV, LONG, ROMASHKA, Example, desk_after, idle, ref

K = WriteKind
CALL, CASE = ref(Entity.PHONE_CALL, 70), ref(Entity.CASE, 71)
REFUSED = Problem.of(
    ProblemId.CRM_WRITE_REFUSED, "HTTP 400 0x80048d19 The value of attribute 'telephone1' exceeds its maximum length"
)
CHANGED = Problem(ProblemId.CRM_CHANGED_MEANWHILE)
FORBIDDEN = Problem.of(ProblemId.CRM_WRITE_FORBIDDEN, "HTTP 403 prvCreateIncident", entity="case")
BUSY = Problem.of(ProblemId.CRM_BUSY, "HTTP 429", host="crm")
NAMES = {
    **{client.ref: client.name for client in (IVANOV, LONG, ROMASHKA, ELKINA)},
    CALL: f"+74951234567, {LONG.name}",
    CASE: "Не приходит код подтверждения в личный кабинет после смены номера телефона",
    RecordRef(Entity.USER, "u1"): "Анна Петрова",
}
CALL_VALUES: dict[str, Value] = {
    "subject": "+74951234567 · Константинопольская-Преображенская Александра Владиславовна",
    "description": "answered; 61 s\nПросит перезвонить после пяти",
    "number": "+74951234567",
    "direction": "incoming",
    "start": "2026-11-23T09:15:02Z",
    "end": "2026-11-23T09:16:06Z",
    "duration_minutes": 2,
    "regarding": reference(CASE),
    "client": reference(LONG.ref),
    "operator": "user:u1",
}
CLIENT_VALUES: dict[str, Value] = {
    "lastname": "Константинопольская-Преображенская",
    "firstname": "Александра",
    "middlename": "Владиславовна",
    "telephone1": "+74951234567",
    "parent": reference(ROMASHKA.ref),
}
MINE: dict[str, Value] = {
    "jobtitle": "Заместитель начальника отдела материально-технического снабжения",
    "mobilephone": "+79161234567",
    "emailaddress1": None,
    "telephone2": "+74957654321",
}
BASE: dict[str, Value] = {"jobtitle": "Начальник отдела", "mobilephone": None, "emailaddress1": "i@romashka.example"}
THEIRS: dict[str, Value] = {
    "jobtitle": "Начальник отдела закупок",
    "mobilephone": "8 916 700-80-90",
    "emailaddress1": "ivanov.ivan.ivanovich@romashka.example",
}


def _write(kind: WriteKind, of: RecordRef, values: dict[str, Value], base: dict[str, Value] | None = None) -> Write:
    return Write(kind, of.entity, of.id, values, base or {})


NEW_CLIENT = Waiting(1, _write(K.CREATE, LONG.ref, CLIENT_VALUES), 1, REFUSED, parked=True)
NEW_CASE = Waiting(2, _write(K.CREATE, CASE, {"title": NAMES[CASE], "customer": reference(LONG.ref)}))
NEW_CALL = Waiting(3, _write(K.CREATE, CALL, CALL_VALUES))
CLOSED_CALL = Waiting(4, _write(K.CLOSE, CALL, {"status": "received"}))
CONFLICT = Waiting(5, _write(K.UPDATE, IVANOV.ref, MINE, BASE), 2, CHANGED, parked=True, theirs=THEIRS)
TRIED = Waiting(6, _write(K.CREATE, ROMASHKA.ref, {"name": ROMASHKA.name, "telephone1": "84951234567"}), 14, BUSY)
FRESH = Waiting(7, _write(K.UPDATE, ELKINA.ref, {"jobtitle": "Бухгалтер"}, {"jobtitle": None}))
EVERYTHING = (NEW_CLIENT, NEW_CASE, NEW_CALL, CLOSED_CALL, CONFLICT, TRIED, FRESH)


def listed(*items: Waiting, sending: int | None = None) -> ev.UnsentListed:
    waiting = linked(items)
    standing = states(waiting, sending)
    names = tuple((reference(ref), name) for ref, name in NAMES.items())
    return ev.UnsentListed(tuple(Listed(item, standing[item.seq], NAMES[item.write.record], names) for item in waiting))


def opened(*items: Waiting, sending: int | None = None) -> Desk:
    parked = [item for item in items if item.parked]
    problem = parked[0].problem if parked else None
    changed = ev.OutboxChanged(len(items), problem, len(parked), sending)
    return desk_after(changed, ev.UnsentOpened(), listed(*items, sending=sending), desk=idle())


def parked() -> Desk:
    return opened(*EVERYTHING, sending=7)


def conflict() -> Desk:
    return opened(CONFLICT, TRIED)


def waiting_call() -> Desk:
    return opened(NEW_CALL, CLOSED_CALL)


def empty() -> Desk:
    return opened()


def told_on_the_panel() -> Desk:
    return desk_after(ev.OutboxChanged(7, REFUSED, 2), desk=idle())


EXAMPLES: dict[str, Example] = {
    "unsent-parked": Example(parked),
    "unsent-conflict": Example(conflict),
    "unsent-call": Example(waiting_call),
    "unsent-empty": Example(empty),
    "unsent-told": Example(told_on_the_panel),
}
