"""What is typed into a card, and what is wrong with it."""

from __future__ import annotations

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.choice import Choice
from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft, draft_of, new_case, new_client
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.records import Card, Client, Entity, Match, RecordRef
from tests.unit.domain.test_desk import told

CONTACT = RecordRef(Entity.CONTACT, "c1")
ACCOUNT = RecordRef(Entity.ACCOUNT, "a1")
CASE = RecordRef(Entity.CASE, "k1")
CLIENT = Client(CONTACT, "Иванов Иван")
KEPT = {"lastname": "Иванов", "firstname": "Иван", "mobilephone": "позвоните", "parent": "account:1"}


def filled(draft: Draft) -> dict[str, str]:
    return {name: text for name, text in draft.values if text}


@pytest.mark.manual("M14")
@pytest.mark.parametrize(
    ("number", "searched", "expected"),
    [
        ("+79161234567", "", {"mobilephone": "+79161234567"}),
        ("+74951234567", "", {"telephone1": "+74951234567"}),
        ("", "", {}),
        ("anonymous", "", {}),
        ("+79161234567", " сидорова  ольга ", {"lastname": "сидорова", "firstname": "ольга"}),
        ("", "Сидорова Ольга фон Штейн", {"lastname": "Сидорова", "firstname": "Ольга", "middlename": "фон Штейн"}),
        ("", "8 495 765-43-21", {"telephone1": "8 495 765-43-21"}),
        ("+74951234567", "765-43", {"telephone1": "+74951234567"}),
    ],
)
def test_a_new_client_begins_with_number_and_name(number: str, searched: str, expected: dict[str, str]) -> None:
    draft = new_client(CONTACT, number, searched, "leg")
    assert expected.items() <= filled(draft).items()
    assert filled(draft).keys() <= {*expected, "mobilephone"}
    assert draft.new and not draft.dirty and draft.can_save


@pytest.mark.manual("M15")
def test_a_new_organization_begins_with_number_and_name() -> None:
    draft = new_client(ACCOUNT, "+79161234567", "ООО «Заря»")
    assert filled(draft) == {"name": "ООО «Заря»", "telephone1": "+79161234567"}


def test_only_what_was_changed_is_changed() -> None:
    draft = draft_of(CONTACT, KEPT)
    assert not draft.dirty and not draft.can_save
    typed = draft.typed("firstname", "Пётр")
    assert typed.changed == {"firstname": "Пётр"} and typed.can_save
    assert typed.typed("firstname", " Иван ").changed == {}


def test_spaces_that_the_crm_has_too_many_of_are_no_change() -> None:
    draft = draft_of(ACCOUNT, {"name": "ООО  «Заря» "})
    assert not draft.dirty and not draft.typed("name", "ООО  «Заря»").dirty
    assert draft.typed("name", "ООО «Заря»").changed == {"name": "ООО «Заря»"}


def test_what_stands_in_the_crm_already_is_not_complained_of() -> None:
    typed = draft_of(CONTACT, KEPT).typed("telephone1", "шесть").typed("emailaddress1", "a b")
    expected = {"telephone1": ProblemId.FIELD_NOT_A_NUMBER, "emailaddress1": ProblemId.FIELD_NOT_AN_EMAIL}
    assert {name: problem.id for name, problem in typed.problems.items()} == expected


@pytest.mark.parametrize("draft", [new_client(CONTACT), new_client(ACCOUNT), new_case(CASE, CLIENT)])
def test_a_record_needs_a_name(draft: Draft) -> None:
    (name,) = draft.problems
    assert draft.problems[name].id is ProblemId.FIELD_MISSING
    assert not draft.typed(name, "Заря").problems


def test_a_name_cannot_be_taken_away() -> None:
    emptied = draft_of(CONTACT, KEPT).typed("lastname", "").typed("firstname", " ")
    assert emptied.problems["lastname"].id is ProblemId.FIELD_MISSING
    assert not draft_of(CONTACT, {}).typed("jobtitle", "Инженер").problems, "not the operator's fault"


# --- on the desk -----------------------------------------------------------------------------------------------------


def test_a_new_record_lies_on_a_card_that_is_no_record_yet() -> None:
    desk = told(Desk(), ev.EditBegan(new_case(CASE, CLIENT)))
    assert [card.customer for card in desk.cards] == [CLIENT] and desk.records == ()
    saved = told(desk, ev.Saved(CASE, desk.drafts[0].values))
    assert saved.drafts == () and saved.records == saved.cards


def test_what_is_typed_while_it_is_being_saved_stays() -> None:
    desk = told(Desk(), ev.EditBegan(new_client(CONTACT)), ev.FieldTyped(CONTACT, "lastname", "А"))
    stored = desk.drafts[0].values
    desk = told(desk, ev.SaveBegan(CONTACT), ev.FieldTyped(CONTACT, "lastname", "Аб"), ev.Saved(CONTACT, stored))
    (draft,) = desk.drafts
    assert (draft.new, draft.saving, draft.changed) == (False, False, {"lastname": "Аб"})
    assert dict(draft.base)["lastname"] == "А"


def test_typing_answers_the_question_and_closing_ends_it_all() -> None:
    desk = told(Desk(), ev.CardOpened(Card(CLIENT, ())), ev.EditBegan(draft_of(CONTACT, KEPT)))
    refused = Problem(ProblemId.CACHE_FAULT)
    asked = told(desk, ev.SaveRefused(CONTACT, refused), ev.LeaveAsked(CONTACT, "card"))
    assert (asked.drafts[0].asks, asked.drafts[0].problem) == ("card", refused)
    typed = told(asked, ev.FieldTyped(CONTACT, "lastname", "А")).drafts[0]
    assert (typed.asks, typed.problem) == ("", None)
    assert told(asked, ev.LeaveForgotten(CONTACT)).drafts[0].asks == ""
    assert told(asked, ev.SaveTried(CONTACT)).drafts[0].tries == 1
    closed = told(asked, ev.CardClosed(CONTACT))
    assert closed.cards == () and closed.drafts == ()


# --- the organization -------------------------------------------------------------------------------------------------

ROMASHKA = Client(ACCOUNT, "ООО\n«Ромашка»")
PARENT = "account:a1"


def test_an_organization_is_chosen_and_not_typed() -> None:
    draft = draft_of(CONTACT, KEPT, "АО «Заря»")
    assert [name for name, _ in draft.values][:6] == [
        *("lastname", "firstname", "middlename", "jobtitle"),
        *("parent", "mobilephone"),
    ]
    sought = draft.sought("рома")
    assert sought.dirty and sought.changed == {} and sought.organization.seeking
    assert sought.problems["parent"].id is ProblemId.FIELD_NOT_CHOSEN
    chosen = sought.chosen(ROMASHKA)
    assert chosen.changed == {"parent": PARENT} and not chosen.problems
    assert chosen.organization == Choice("ООО «Ромашка»")


@pytest.mark.parametrize("give_up", ["АО «Заря»", ""])
def test_a_search_is_given_up_or_the_organization_taken_away(give_up: str) -> None:
    left = draft_of(CONTACT, KEPT, "АО «Заря»").sought("рома").sought(give_up)
    assert left.organization.text == ""
    assert left.changed == ({} if give_up else {"parent": ""})


def test_one_that_the_copy_cannot_name_stays_until_it_is_cleared() -> None:
    draft = draft_of(CONTACT, KEPT)
    assert not draft.sought("р").sought("").dirty and not draft.sought("  ").dirty
    assert draft.chosen(None).changed == {"parent": ""}


def test_an_answer_to_letters_that_are_gone_is_none() -> None:
    ask, found = Choice().typed("ро"), (Match(ROMASHKA, "name", ""),)
    assert ask.answered("р", found) == ask
    answered = ask.answered("ро", found)
    assert answered.found == found and not answered.seeking
    assert answered.typed("ром").found == found, "it does not blink"


def test_what_is_still_looked_for_stays_when_the_rest_was_saved() -> None:
    draft = draft_of(CONTACT, KEPT)
    desk = told(Desk(), ev.CardOpened(Card(CLIENT, ())), ev.EditBegan(draft), ev.OrganizationSought(CONTACT, "рома"))
    saved = told(desk, ev.Saved(CONTACT, draft.values)).draft_of(CONTACT)
    assert saved and saved.organization.text == "рома"


@pytest.mark.manual("M14")
def test_a_client_of_a_known_organization_begins_with_it() -> None:
    draft = new_client(CONTACT, "+74951234567", "", "leg", ROMASHKA)
    assert filled(draft) == {"parent": PARENT, "telephone1": "+74951234567"} and not draft.dirty
    assert "parent" not in filled(new_client(ACCOUNT, "", "ООО «Заря»", "leg", ROMASHKA))
