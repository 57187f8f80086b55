"""What may be written into a record."""

from __future__ import annotations

import pytest

from ctidesk.domain.errors import ProblemId, Refused
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.record_fields import edited_record, new_record
from ctidesk.domain.records import Entity, RecordRef

ID = "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c11"
E = Entity


def ref(entity: Entity) -> RecordRef:
    return RecordRef(entity, ID)


def refused(entity: Entity, **values: str) -> ProblemId:
    with pytest.raises(Refused) as caught:
        new_record(ref(entity), values)
    return caught.value.problem.id


@pytest.mark.manual("M14")
def test_a_new_client_keeps_what_was_typed_without_superfluous_spaces() -> None:
    typed = {
        "lastname": "  Иванов ",
        "firstname": "",
        "mobilephone": "8 (916) 123-45-67 доб. 12",
        "parent": f"account:{{{ID.upper()}}}",
    }
    kept = {"lastname": "Иванов", "mobilephone": "8 (916) 123-45-67 доб. 12", "parent": f"account:{ID}"}
    assert new_record(ref(E.CONTACT), typed) == Write(WriteKind.CREATE, E.CONTACT, ID, kept)


@pytest.mark.parametrize(
    ("entity", "values", "problem"),
    [
        (E.CONTACT, {"mobilephone": "84951234567"}, ProblemId.FIELD_MISSING),
        (E.CONTACT, {"lastname": " \n"}, ProblemId.FIELD_MISSING),
        (E.ACCOUNT, {"telephone1": "84951234567"}, ProblemId.FIELD_MISSING),
        (E.CASE, {"customer": f"contact:{ID}"}, ProblemId.FIELD_MISSING),
        (E.CASE, {"title": "x"}, ProblemId.FIELD_MISSING),
        (E.CONTACT, {"lastname": "x" * 51}, ProblemId.FIELD_TOO_LONG),
        (E.CONTACT, {"lastname": "x", "mobilephone": "позвоните"}, ProblemId.FIELD_NOT_A_NUMBER),
        (E.CONTACT, {"lastname": "x", "mobilephone": "1" * 30}, ProblemId.FIELD_NOT_A_NUMBER),
        (E.ACCOUNT, {"name": "x", "telephone1": "8 495 1234567, потом"}, ProblemId.FIELD_NOT_A_NUMBER),
        (E.CONTACT, {"lastname": "x", "emailaddress1": "a b@c"}, ProblemId.FIELD_NOT_AN_EMAIL),
        (E.CONTACT, {"lastname": "x", "parent": f"contact:{ID}"}, ProblemId.FIELD_NOT_A_RECORD),
        (E.CASE, {"title": "x", "customer": "contact:1"}, ProblemId.FIELD_NOT_A_RECORD),
        (E.CONTACT, {"lastname": "x", "accountnumber": "1"}, ProblemId.FIELD_UNKNOWN),
        (E.USER, {"name": "x"}, ProblemId.FIELD_UNKNOWN),
    ],
)
def test_what_no_crm_would_take_is_refused_in_one_sentence(
    entity: Entity, values: dict[str, str], problem: ProblemId
) -> None:
    assert refused(entity, **values) is problem


@pytest.mark.parametrize("number", ["1005", "+7 495 123-45-67", "84951112233 доб. 12, 8 495 111-22-44", "*72"])
def test_numbers_as_people_write_them_are_kept(number: str) -> None:
    assert new_record(ref(E.ACCOUNT), {"name": "x", "telephone1": number}).values["telephone1"] == number


def test_an_edit_keeps_what_changed_and_what_it_was() -> None:
    was = {"lastname": "Иванов", "firstname": "Иван", "jobtitle": None}
    edit = edited_record(ref(E.CONTACT), {"lastname": "Петров", "firstname": "Иван ", "jobtitle": ""}, was)
    assert (edit.kind, edit.values, edit.base) == (WriteKind.UPDATE, {"lastname": "Петров"}, {"lastname": "Иванов"})
    with pytest.raises(Refused) as caught:
        edited_record(ref(E.CONTACT), {"lastname": "Иванов"}, was)
    assert caught.value.problem.id is ProblemId.NOTHING_TO_WRITE


def test_an_edit_may_not_take_the_name_away() -> None:
    with pytest.raises(Refused) as caught:
        edited_record(ref(E.ACCOUNT), {"name": ""}, {"name": "ООО «Ромашка»"})
    assert caught.value.problem.id is ProblemId.FIELD_MISSING
    assert edited_record(ref(E.CONTACT), {"lastname": ""}, {"lastname": "а", "firstname": "б"}).values == {
        "lastname": None
    }
