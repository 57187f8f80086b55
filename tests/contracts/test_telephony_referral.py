"""What travels with a consultation call: it comes out as it went in, and rubbish in its place does no harm."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.adapters.telephony.addresses import Caller
from ctidesk.adapters.telephony.referral import headers, read
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.transfer import Referral

BY = "sip:1001@pbx"
WHO = Caller("1001", "Анна")
CLIENT = RecordRef(Entity.CONTACT, str(uuid.UUID(int=2**127 + 5)))
ABOUT = Referral(number="+74951234567", name="Иванов Иван", client=CLIENT, call_id=str(uuid.UUID(int=8)))


def invite(*fields: tuple[str, str]) -> str:
    lines = [
        "INVITE sip:1002@pbx SIP/2.0",
        'From: "Анна" <sip:1001@pbx>',
        *(f"{name}: {value}" for name, value in fields),
    ]
    return "\r\n".join([*lines, "", "User-to-User: 00;purpose=ctidesk;encoding=hex"])


def travelled(about: Referral) -> Referral | None:
    return read(invite(*headers(about, BY, "Анна", "sip:1002@pbx")), WHO)


@pytest.mark.manual("D12")
def test_it_comes_out_as_it_went_in() -> None:
    assert travelled(ABOUT) == Referral("1001", "Анна", "+74951234567", "Иванов Иван", CLIENT, ABOUT.call_id)
    company = Referral(number="1", client=RecordRef(Entity.ACCOUNT, CLIENT.id))
    assert travelled(company) == Referral("1001", "Анна", "1", "", company.client)
    assert travelled(Referral()) == Referral("1001", "Анна")


@given(st.text(), st.text(), st.text(), st.text())
def test_no_value_breaks_out_of_its_header(number: str, name: str, client: str, call: str) -> None:
    about = Referral(number=number, name=name, client=RecordRef(Entity.CASE, client), call_id=call)
    for _, value in headers(about, BY, name, "sip:1002@pbx"):
        assert value.isascii() and value.isprintable() and len(value) < 400
    found = travelled(about)
    assert found is not None and found.by == "1001" and found.client is None
    assert found.number.isprintable() and found.name.isprintable()


def test_a_long_name_is_cut_between_letters() -> None:
    long = "Константинопольская-Задунайская Александра Владиславовна"
    found = travelled(Referral(name=long))
    assert found is not None and 12 <= len(found.name) <= 64 and long.startswith(found.name)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "zz;encoding=hex;purpose=ctidesk",
        "ff;encoding=hex;purpose=ctidesk",
        "317c;encoding=hex;purpose=ctidesk",
        "9" * 5000 + ";encoding=hex;purpose=ctidesk",
        "56a390f3d2b7310023;encoding=hex;purpose=isdn-uui;content=isdn-uui",
        '"hello";encoding=text;purpose=ctidesk',
        "317c637c3f7c3f7c317c78;encoding=hex;purpose=ctidesk",
        "327c7c7c7c317c78;encoding=hex;purpose=ctidesk",
        ",,;;==,",
    ],
)
def test_rubbish_leaves_who_transfers(value: str) -> None:
    assert read(invite(("Referred-By", "<sip:1001@pbx>"), ("User-to-User", value)), WHO) == Referral("1001", "Анна")
    assert read(invite(("User-to-User", value)), WHO) is None


def test_ours_is_found_among_others() -> None:
    ours = dict(headers(ABOUT, BY, "", "sip:1002@pbx"))["User-to-User"]
    found = read(invite(("User-to-User", f"00;purpose=other, {ours}"), ("b", '"Anna P." <sip:1001@pbx>')), WHO)
    assert found is not None and (found.by_name, found.client) == ("Anna P.", CLIENT)


def test_where_the_pbx_strips_referred_by_the_colleague_is_who_calls() -> None:
    about = read(invite(headers(ABOUT, BY, "", "sip:1002@pbx")[1]), WHO)
    assert about is not None and (about.by, about.by_name, about.number) == ("1001", "Анна", "+74951234567")


def test_a_call_that_a_colleague_sends_on_names_him_only() -> None:
    assert read(invite(("Referred-By", "<sip:1005@pbx>")), WHO) == Referral("1005")
    assert read(invite(("Referred-By", "nobody"), ("X", "y")), WHO) is None


@given(st.text(), st.text())
def test_any_headers_give_a_referral_or_none(by: str, value: str) -> None:
    found = read(invite(("Referred-By", by), ("User-to-User", value)), WHO)
    assert found is None or (len(found.by) <= 32 and found.by.isprintable() and found.name.isprintable())
