"""Example desks with cards that are being filled in or edited."""

from __future__ import annotations

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft, draft_of, new_case, new_client
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.records import Entity
from tests.ui import card_examples
from tests.ui.examples import IVANOV, LEG, NUMBER, Example, answered_unknown, at, desk_after, idle, ref

CLIENT = ref(Entity.CONTACT, 41)
ORGANIZATION = ref(Entity.ACCOUNT, 42)
NEW_CASE = ref(Entity.CASE, 43)
VALUES = {
    "lastname": "Иванов",
    "firstname": "Иван",
    "middlename": "Иванович",
    "jobtitle": "Заместитель начальника отдела материально-технического снабжения",
    "mobilephone": "+7 (495) 123-45-67",
    "telephone1": "8 495 765-43-21 доб. 12, 8 916 700-80-90",
    "telephone2": None,
    "telephone3": None,
    "emailaddress1": "ivanov.ivan@romashka.example",
    "parent": "account:00000000-0000-4000-8000-000000000003",
}


def _typed(draft: Draft, **texts: str) -> list[ev.Event]:
    return [ev.EditBegan(draft), *(ev.FieldTyped(draft.ref, name, text) for name, text in texts.items())]


def new(searched: str = "Сидорова Ольга") -> Desk:
    return desk_after(*_typed(new_client(CLIENT, NUMBER, searched, LEG)), desk=answered_unknown())


def wrong() -> Desk:
    texts = {"mobilephone": "позвонить позже", "emailaddress1": "ivanova собака mail"}
    happened = _typed(new_client(CLIENT, NUMBER, "", LEG), **texts)
    return desk_after(*happened, ev.SaveTried(CLIENT), desk=answered_unknown())


def organization() -> Desk:
    return desk_after(*_typed(new_client(ORGANIZATION, NUMBER, "ООО «Заря»", LEG)), desk=answered_unknown())


def case() -> Desk:
    return desk_after(*_typed(new_case(NEW_CASE, IVANOV, LEG)), desk=card_examples.in_a_call())


def edited() -> Desk:
    return desk_after(*_typed(draft_of(IVANOV.ref, VALUES), telephone2="8 495 111-22-33"), desk=_with_card())


def asked() -> Desk:
    return desk_after(ev.LeaveAsked(IVANOV.ref, "card"), desk=edited())


def refused() -> Desk:
    problem = Problem.of(ProblemId.CACHE_FAULT, "disk I/O error", file="/home/anna/.local/share/ctidesk/cache.db")
    return desk_after(ev.SaveRefused(IVANOV.ref, problem), desk=edited())


def _with_card() -> Desk:
    return desk_after(ev.CardOpened(card_examples.CLIENT), desk=idle())


EXAMPLES: dict[str, Example] = {
    "form-new-client": Example(new, at(48)),
    "form-wrong": Example(wrong, at(48)),
    "form-new-organization": Example(organization, at(48)),
    "form-new-case": Example(case, at(48)),
    "form-edited": Example(edited),
    "form-asked": Example(asked),
    "form-refused": Example(refused),
}
