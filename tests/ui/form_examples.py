"""Example desks with cards that are being filled in or edited."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft, draft_of, new_case, new_client
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.records import Client, Entity, Match
from tests.ui import card_examples
from tests.ui.examples import IVANOV, LEG, NUMBER, ROMASHKA, Example, answered_unknown, at, desk_after, idle, ref

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
FOUND = tuple(
    Match(Client(ref(Entity.ACCOUNT, 60 + place), name), "name", number)
    for place, (name, number) in enumerate(
        (
            ("ООО «Ромашка»", "+74951234567"),
            ("ООО «Ромашка»", "8 812 765-43-21"),
            ("АО «Ромашковое поле: производство лекарственных трав и сборов»", "8 800 200-30-40"),
            ("ИП Романов", ""),
        )
    )
)


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
    return desk_after(
        *_typed(draft_of(IVANOV.ref, VALUES, ROMASHKA.name), telephone2="8 495 111-22-33"), desk=_with_card()
    )


def asked() -> Desk:
    return desk_after(ev.LeaveAsked(IVANOV.ref, "card"), desk=edited())


def refused() -> Desk:
    problem = Problem.of(ProblemId.CACHE_FAULT, "disk I/O error", file="/home/anna/.local/share/ctidesk/cache.db")
    return desk_after(ev.SaveRefused(IVANOV.ref, problem), desk=edited())


def choosing(text: str = "рома") -> Desk:
    sought = (ev.OrganizationSought(CLIENT, text), ev.OrganizationsFound(CLIENT, text, FOUND if text == "рома" else ()))
    return desk_after(*sought, desk=new())


def chosen() -> Desk:
    return desk_after(ev.OrganizationChosen(CLIENT, card_examples.INSTITUTE), desk=new())


def restored() -> Desk:
    return desk_after(*_typed(replace(new_client(CLIENT, NUMBER), restored=True), lastname="Сидорова"), desk=idle())


def quitting() -> Desk:
    return desk_after(ev.LeaveAsked(IVANOV.ref, "desk"), desk=edited())


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
    "form-choosing": Example(choosing, at(48)),
    "form-none-found": Example(lambda: choosing("ромишка"), at(48)),
    "form-chosen": Example(chosen, at(48)),
    "form-restored": Example(restored),
    "form-quitting": Example(quitting),
}
