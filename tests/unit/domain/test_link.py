"""Links: what they mean, and everything that a page might try."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.domain.errors import ProblemId, Refused
from ctidesk.domain.link import SCHEMES, Deed, NumberLink, RecordLink, parse
from ctidesk.domain.records import Entity, RecordRef

ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"

NUMBERS = [
    ("tel:+74951234567", "+74951234567", ""),
    ("TEL:+7-495-123-45-67", "+74951234567", ""),
    ("tel:8(495)123.45.67", "84951234567", ""),
    ("tel:+7 495 123-45-67", "+74951234567", ""),
    ("tel:%2B7%20495%20123-45-67", "+74951234567", ""),
    ("tel://84951234567", "84951234567", ""),
    ("  tel:1002\t".replace("\t", " "), "1002", ""),
    ("tel:1002;phone-context=pbx.example.com", "1002", ""),
    ("tel:863-1234;phone-context=+1-914-555", "8631234", ""),
    ("tel:+74951234567;ext=12", "+74951234567", ""),
    ("tel:*98", "*98", ""),
    ("tel:%2398", "#98", ""),
    ("tel:*21*1002#", "*21*1002#", ""),
    ("callto:+74951234567", "+74951234567", ""),
    ("callto://+74951234567", "+74951234567", ""),
    ("sip:1002", "1002", ""),
    ("sip:1002@pbx.example.com", "1002", "pbx.example.com"),
    ("SIP:1002@PBX.example.com:5060;transport=tls", "1002", "pbx.example.com"),
    ("sip:+74951234567;ext=1@10.0.0.5;user=phone", "+74951234567", "10.0.0.5"),
    ("sip:1002@[2001:db8::1]:5060", "1002", "[2001:db8::1]"),
    ("ctidesk:+74951234567", "+74951234567", ""),
]

RECORDS = [
    (f"ctidesk://rebind/contact/{ID}", Deed.REBIND, Entity.CONTACT),
    (f"ctidesk://rebind/account/{ID}/", Deed.REBIND, Entity.ACCOUNT),
    (f"CTIDESK://Open/Contact/{{{ID.upper()}}}", Deed.OPEN, Entity.CONTACT),
    (f"ctidesk://open/case/%7B{ID}%7D", Deed.OPEN, Entity.CASE),
    (f"ctidesk://open/worksheet/{ID}", Deed.OPEN, Entity.WORKSHEET),
    (f"ctidesk://open/phone_call/{ID}", Deed.OPEN, Entity.PHONE_CALL),
]

HOSTILE = [
    # no link at all, or somebody else's
    ("", "other_scheme"),
    ("84951234567", "other_scheme"),
    ("http://example.com/", "other_scheme"),
    ("javascript:alert(1)", "other_scheme"),
    ("file:///etc/passwd", "other_scheme"),
    ("sips:1002@pbx", "other_scheme"),
    ("mailto:anna@example.com", "other_scheme"),
    ("tel", "other_scheme"),
    ("--profile=/tmp/x", "other_scheme"),
    ("tel%3A1002", "other_scheme"),
    # overlong
    ("tel:" + "1" * 33, "not_a_number"),
    ("tel:" + "1" * 300, "damaged"),
    ("tel:" + "%31" * 40, "not_a_number"),
    (f"ctidesk://open/contact/{ID}?" + "x" * 300, "damaged"),
    # control characters, as they are and escaped
    ("tel:1002\r\nX-Evil: 1", "damaged"),
    ("tel:1002\n", "damaged"),
    ("tel:10\x0002", "damaged"),
    ("tel:10\t02", "damaged"),
    ("tel:1002\x7f", "damaged"),
    ("tel:1002%0d%0aX-Evil:1", "not_a_number"),
    ("tel:1002%00", "not_a_number"),
    ("tel:1002%250d%250a", "not_a_number"),
    ("tel:%32%35%32%35%", "not_a_number"),
    ("tel:10%C2%A002", "not_a_number"),
    # other digits, other directions
    ("tel:\u0661\u0662\u0663\u0664\u0665\u0666\u0667", "damaged"),
    ("tel:\uff11\uff10\uff10\uff12", "damaged"),
    ("tel:\u202e2001", "damaged"),
    ("tel:1002\u200b", "damaged"),
    ("t\u0435l:1002", "damaged"),
    # headers, parameters and bodies of a call
    ("sip:1002@pbx?Subject=x", "not_a_number"),
    ("sip:1002@pbx?Replaces=a%3Bto-tag", "not_a_number"),
    ("tel:1002?body=x", "not_a_number"),
    ("sip:1002@pbx;maddr=evil.example", "not_a_number"),
    ("sip:1002@pbx;method=BYE", "not_a_number"),
    ("sip:1002;x=y@pbx", "not_a_number"),
    ("tel:1002;x=y", "not_a_number"),
    ("tel:1002;ext=%0d%0a", "not_a_number"),
    ("tel:1002;phone-context=a@b", "not_a_number"),
    ("sip:1002@pbx%0d%0aX:1", "not_a_number"),
    # who is called
    ("sip:1002:secret@pbx", "not_a_number"),
    ("sip:1002@pbx@evil.example", "not_a_number"),
    ("sip:1002%40evil.example@pbx", "not_a_number"),
    ("sip:pbx.example.com", "not_a_number"),
    ("sip:anna@pbx", "not_a_number"),
    ("sip://1002@pbx", "not_a_number"),
    ("sip:1002@", "not_a_number"),
    ("sip:1002@pbx:99999999", "not_a_number"),
    ("tel:1002@pbx", "not_a_number"),
    ("callto:skype.name", "not_a_number"),
    ("callto:sip:1002@pbx", "not_a_number"),
    ("callto:+7495?chat", "not_a_number"),
    # no number
    ("tel:", "not_a_number"),
    ("tel:+", "not_a_number"),
    ("tel:***", "not_a_number"),
    ("tel:7+495", "not_a_number"),
    ("tel:+7*495", "not_a_number"),
    ("tel:abc", "not_a_number"),
    # a shell's characters
    ("tel:1002;reboot", "not_a_number"),
    ("tel:$(reboot)", "not_a_number"),
    ("tel:`reboot`", "not_a_number"),
    ("tel:1002|sh", "not_a_number"),
    ("tel:1002&calc", "not_a_number"),
    ('tel:1002" --profile "C:\\evil', "not_a_number"),
    ("tel:1002' x", "not_a_number"),
    # our own
    ("ctidesk:dial?number=1002", "not_a_number"),
    ("ctidesk:/1002", "not_a_number"),
    ("ctidesk://1002", "not_a_record"),
    (f"ctidesk://delete/contact/{ID}", "not_a_record"),
    (f"ctidesk://rebind/user/{ID}", "not_a_record"),
    (f"ctidesk://rebind/case/{ID}", "not_a_record"),
    (f"ctidesk://open/ignored_number/{ID}", "not_a_record"),
    (f"ctidesk://open/lead/{ID}", "not_a_record"),
    (f"ctidesk://anna@rebind/contact/{ID}", "not_a_record"),
    (f"ctidesk://rebind:80/contact/{ID}", "not_a_record"),
    (f"ctidesk://open/../contact/{ID}", "not_a_record"),
    (f"ctidesk://open/contact/{ID}?x=1", "not_a_record"),
    (f"ctidesk://open/contact/{ID}#x", "not_a_record"),
    (f"ctidesk://open/contact/{ID[:-1]}", "not_a_record"),
    (f"ctidesk://open/contact/{ID}0", "not_a_record"),
    (f"ctidesk://open/contact/{ID.replace('3f', '3g')}", "not_a_record"),
    (f"ctidesk://open/contact/{ID.replace('-', '')}", "not_a_record"),
    ("ctidesk://open/contact/' or 1=1 --", "not_a_record"),
    ("ctidesk://open/contact/", "not_a_record"),
]


@pytest.mark.parametrize(("uri", "number", "host"), NUMBERS)
def test_a_number(uri: str, number: str, host: str) -> None:
    assert parse(uri) == NumberLink(number, host)


@pytest.mark.parametrize(("uri", "deed", "entity"), RECORDS)
@pytest.mark.manual("M13")
def test_a_record(uri: str, deed: Deed, entity: Entity) -> None:
    assert parse(uri) == RecordLink(deed, RecordRef(entity, ID))


@pytest.mark.parametrize(("uri", "why"), HOSTILE)
def test_everything_else_is_refused(uri: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(uri)
    assert refused.value.problem.id is ProblemId(f"link_{why}")
    assert not refused.value.problem.args and not refused.value.problem.detail


def test_what_would_give_the_pbx_an_order() -> None:
    assert NumberLink("*72").commands_the_pbx and NumberLink("#31").commands_the_pbx
    assert not NumberLink("+74951234567").commands_the_pbx


@given(st.sampled_from((*SCHEMES, "x")), st.text(max_size=80))
def test_whatever_comes_is_a_clean_number_a_record_or_refused(scheme: str, rest: str) -> None:
    try:
        link = parse(f"{scheme}:{rest}")
    except Refused:
        return
    if isinstance(link, NumberLink):
        assert set(link.number) <= set("0123456789+*#") and any(char.isdigit() for char in link.number)
