"""Planted secrets and names do not come through; what helps to find a fault does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctidesk.domain.masking import SECRET, Mask

PLANTED = [
    "password = hunter2zz",
    'config: {"password": "hunter2zz", "user": 1}',
    "sip_password='hunter2zz'; next",
    "CTIDESK_SIP_PASSWORD=hunter2zz",
    "пароль: hunter2zz",
    "client_secret=hunter2zz&grant_type=x",
    "GET https://crm/api?access_token=hunter2zz",
    '"refresh_token": "hunter2zz"',
    "api-key: hunter2zz",
    "Authorization: Bearer hunter2zz.abc",
    "headers={'Authorization': 'NTLM hunter2zz'}",
    'Authorization: Digest username="1001", response="hunter2zz", nonce="hunter2zz"',
    "Proxy-Authorization: Digest hunter2zz",
    "Cookie: CrmOwinAuth=hunter2zz; other=hunter2zz",
    "Set-Cookie: session=hunter2zz; HttpOnly",
    "sent Negotiate hunter2zzhunter2zz==",
    "sent bearer hunter2zz-token",
    "token eyJhbGciOi.hunter2zz.hunter2zz",
    'digest response="hunter2zz"',
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:hunter2zzhunter2zz",
    "https://anna:hunter2zz@crm.example.com/",
    "sip:1001:hunter2zz@pbx",
    "GET /callback?state=ok&code=hunter2zz HTTP/1.1",
    "GET /?code=hunter2zz%2Ehunter2zz&session_state=hunter2zz",
    "redirect=http%3A%2F%2Flocalhost%2F%3Fcode%3Dhunter2zz%26x%3D1",
    "password hunter2zz",
    "his password is hunter2zz",
    "the password was 'hunter2zz'",
    "Пароль hunter2zz",
    "the known one, hunter2zz, alone",
]

PERSONAL = [
    "call from +7 (495) 123-45-67",
    "call from +74951234567.",
    "number=84951234567",
    "8 495 123 45 67 is busy",
    "INVITE sip:+74951234567@pbx.example.com SIP/2.0",
    'From: "1234567 Ivanova" <sip:74951234567@pbx>;tag=abc',
    "tel:+7-495-123-45-67",
    "Refer-To: <sip:4951234567@pbx?Replaces=x>",
    "Contact: <sip:4951234567;phone-context=4951234567@10.0.0.5:5060;ob>",
    "the link sip:4951234567 was opened",
    "the link sip:4951234567:5060 was opened",
    "4951234567@10.0.0.5 did not answer",
    "olga@10.0.0.5 did not answer",
    "call from 495.123.45.67, once 4951-23-45-67",
    "mail to olga.ivanova@example.com failed",
    "mail to olga@пример.рф failed",
    "To: <sip:olga,4951234567@pbx>",
    "Клиент Иванова Ольга не найден",
    "contact Ivanova Olga was not written",
    "contact IVANOVA was not written",
    '{"fullname": "Иванова Ольга"}',
]


@pytest.fixture
def mask() -> Mask:
    return Mask(names=["Ivanova Olga", "Ivanova", ""], secrets=["hunter2zz", ""])


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_secret_does_not_come_through(text: str) -> None:
    known, unknown = Mask(secrets=["hunter2zz"]), Mask()
    assert "hunter2zz" not in known.text(text)
    if not text.startswith("the known"):
        assert "hunter2zz" not in unknown.text(text), "found only because it was known"


@pytest.mark.parametrize(
    "written",
    ["p%40ss+w%2Förd%22", "p%40ss%20w%2f%C3%B6rd%22", "p@ss%20w/%C3%B6rd%22", r"p@ss w/\u00f6rd\"", r"p@ss w/örd\""],
)
def test_a_known_password_is_found_however_it_is_written(written: str) -> None:
    masked = Mask(secrets=['p@ss w/örd"']).text(f"sent {written} to the CRM")
    assert masked == f"sent {SECRET} to the CRM"


@pytest.mark.parametrize(
    "text",
    [
        "/home/olga/.config/ctidesk",
        "file:///home/olga/x.log",
        r"C:\Users\olga\AppData",
        r'{"path": "C:\\Users\\olga\\AppData"}',
        "c:/Users/olga/x",
        "/Users/olga/Library",
    ],
)
def test_the_folder_of_another_user_does_not_tell_of_whom(text: str) -> None:
    masked = Mask(home="/home/anna").text(text)
    assert masked == text.replace("olga", "<name-1>")


@pytest.mark.parametrize("text", PERSONAL)
def test_a_planted_person_does_not_come_through(mask: Mask, text: str) -> None:
    masked = mask.text(text)
    for piece in (
        "4951234567",
        "123-45-67",
        "123 45 67",
        "123.45.67",
        "23-45-67",
        "Ivanova",
        "IVANOVA",
        "Иванова",
        "Ольга",
        "olga",
    ):
        assert piece not in masked, masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25 23:50:47,123 INFO ctidesk.engine: exit 139",
        "2026-11-25T23:50:47Z",
        "contact 3f2504e0-4f89-41d3-9a0c-0305e82c3301 is parked: 0x80044352",
        "PBX 10.0.0.5:5060 answered 503 in 31.2 s; CSeq: 17215 REGISTER",
        "http://127.0.0.1:40123/api/data/v9.2/contacts?$top=5000",
        "Via: SIP/2.0/UDP 127.0.0.1:47716;rport;branch=z9hG4bKPjkfep",
        "m=audio 40000 RTP/AVP 8 0 101",
        "m=audio 40000 RTP/AVP 96 97 8 0 101",
        "c=IN IP4 127.0.0.1",
        "o=- 3973456789 3973456790 IN IP4 192.168.100.17",
        "a=rtcp:40001 IN IP4 10.0.0.1",
        "a=candidate:Ha000001 1 UDP 2130706431 192.168.100.17 40000 typ host",
        "Route: <sip:127.0.0.1;lr>",
        "Record-Route: <sip:[2001:db8::9]:5060;lr>",
        "REGISTER sip:127.0.0.1 SIP/2.0",
        "REGISTER sip:pbx.example.com:5061;transport=tls SIP/2.0",
        "Contact: <sip:pbx;ob>",
        "Call-ID: kTb1@pbx",
        "certifi 2026.11.20, tzdata 2026.11.post1, numpy 6.11.0 2026.11.post1",
        "1300000 records, 0 in the outbox",
        "ctidesk 1.0.0, Python 3.11.2, PySide6 6.11.0",
        "the log has 1048576 bytes",
        "no password of sip in the keyring; password is wrong",
        "LegEnded leg_id=1f cause=busy code=486 state=ended",
        r"C:\Users\Public\ctidesk\config.toml",
    ],
)
def test_what_helps_stays(mask: Mask, text: str) -> None:
    assert mask.text(text) == text


def test_one_number_has_one_stand_in_however_it_is_written(mask: Mask) -> None:
    said = {mask.text(text) for text in ("84951234567", "+7 495 123-45-67")}
    assert said == {mask.value("+74951234567", "number")} == {"<number-1>"}
    assert mask.text("+79160001122") == "<number-2>"


def test_a_configuration(mask: Mask) -> None:
    text = mask.settings(
        '[sip]\nserver = "pbx.example.com:5060"\nusername = "1001"\ndisplay_name = "Анна"\nauth_username = ""\n'
        '# пароль Анны: hunter3zz\npassword = "hunter3zz\n[crm]\nusername = \'CONTOSO\\anna\'\nurl = "https://crm/"\n'
    )
    for gone in ("1001", "Анна", "hunter3zz", "anna", "Анны"):
        assert gone not in text
    for kept in ('server = "pbx.example.com:5060"', 'auth_username = ""', 'url = "https://crm/"', SECRET):
        assert kept in text


def test_json_by_its_keys(mask: Mask) -> None:
    status = {
        "operator": {"name": "Anna Petrova", "status": "busy"},
        "calls": [{"number": "1002", "name": "Боб", "note": "asked for a discount", "state": "conversation"}],
        "audio": {"inputs": ["Гарнитура (Jabra Link 380)"]},
        "redial": None,
        "outbox": 3,
        "version": "2026.11.20",
        "registration_error": "Анна не найдена",
        "registration_problem": "pbx_account_unknown",
    }
    assert mask.value(status) == {
        "operator": {"name": "<name-1>", "status": "busy"},
        "calls": [{"number": "<number-1>", "name": "<name-2>", "note": "<text>", "state": "conversation"}],
        "audio": {"inputs": ["Гарнитура (Jabra Link 380)"]},
        "redial": None,
        "outbox": 3,
        "version": "2026.11.20",
        "registration_error": "<text>",
        "registration_problem": "pbx_account_unknown",
    }


def test_a_message_tells_where_it_went_and_not_of_whom(mask: Mask) -> None:
    assert (
        mask.text("INVITE sip:+74951234567@10.0.0.7:5060;ob SIP/2.0")
        == "INVITE sip:<number-1>@10.0.0.7:5060;ob SIP/2.0"
    )
    assert mask.text("4951234567@10.0.0.7:5060") == "<number-1>@10.0.0.7:5060"


@given(st.text(alphabet=st.sampled_from("ab 12:=<>\"'@.+-sip\n"), max_size=200))
def test_whatever_comes_is_masked_in_time_and_twice_is_once(text: str) -> None:
    mask = Mask(["ab"], ["a1b2"])
    once = mask.text(text)
    assert "a1b2" not in once or not text


def test_half_a_secret_does_not_come_through_at_the_end_of_a_long_line() -> None:
    for before in range(1985, 2001):
        assert "hunter" not in Mask(secrets=["hunter2zz"]).text("x" * before + " hunter2zz and more")


def test_the_users_folder_is_nobodys() -> None:
    assert Mask(home="/home/anna").text("/home/anna/.config/ctidesk/config.toml") == "~/.config/ctidesk/config.toml"
