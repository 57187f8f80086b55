"""Presence at the demo PBX, from outside."""

import os
import re
from collections.abc import Iterator

import pytest
from sipmessage import Request, Response

from tests.demo.test_pbx_phone import Phone, running

PIDF = "Content-Type: application/pidf+xml"
EVENT = "Event: presence"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running("--no-callers") as (_, made):
        yield made


@pytest.fixture
def anna(port: int) -> Iterator[Phone]:
    with Phone(port) as phone:
        yield phone


@pytest.fixture
def egor(port: int) -> Iterator[Phone]:
    with Phone(port, "1006") as phone:
        yield phone


def document(word: str) -> bytes:
    return (
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:1006@pbx"><tuple id="a">'
        f"<status><basic>open</basic></status><note>{word}</note></tuple></presence>"
    ).encode()


def published(phone: Phone, body: bytes = b"", *headers: str, of: str = "", event: str = EVENT) -> Response:
    """The final answer to a PUBLISH."""
    uri = phone.uri(of or phone.user)
    phone.call_id = os.urandom(8).hex()
    phone.with_credentials("PUBLISH", uri, f"<{uri}>", event, *headers, *([PIDF] if body else []), body=body)
    return phone.final("PUBLISH")


def subscribed(phone: Phone, user: str, expires: int = 60, event: str = EVENT) -> Response:
    phone.call_id = os.urandom(8).hex()
    phone.with_credentials("SUBSCRIBE", phone.uri(user), f"<{phone.uri(user)}>", event, f"Expires: {expires}")
    return phone.final("SUBSCRIBE")


def notified(phone: Phone, code: int = 200, timeout: float = 5) -> Request:
    notify = phone.asked("NOTIFY", timeout)
    phone.answer(notify, code)
    return notify


def word(notify: Request) -> str:
    found = re.search(r"<note>(.*)</note>", notify.body.decode())
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("user", "known"),
    [
        ("1002", "available"),
        ("1003", "available"),
        ("1004", "available"),
        ("1005", "busy"),
        ("1007", "inactive"),
        ("1012", "inactive"),
    ],
)
def test_the_robots_have_a_presence(anna: Phone, user: str, known: str) -> None:
    answered = subscribed(anna, user)
    assert (answered.code, answered.expires) == (200, 60)
    notify = notified(anna)
    assert notify.headers["Event"] == "presence"
    assert notify.headers["Subscription-State"].startswith("active;expires=")
    assert word(notify) == known
    assert ("<basic>closed</basic>" in notify.body.decode()) == (known == "inactive")


def test_what_is_published_goes_to_who_watches(anna: Phone, egor: Phone) -> None:
    subscribed(anna, "1006")
    assert word(notified(anna)) == "wrap-up", "the robot's, while nobody has published"
    first = published(egor, document("busy"))
    assert (first.code, first.expires) == (200, 300)
    assert word(notified(anna)) == "busy"
    changed = published(egor, document("available"), f"SIP-If-Match: {first.headers['SIP-ETag']}")
    assert word(notified(anna)) == "available"
    refreshed = published(egor, b"", f"SIP-If-Match: {changed.headers['SIP-ETag']}")
    assert refreshed.code == 200
    assert published(egor, b"", f"SIP-If-Match: {refreshed.headers['SIP-ETag']}", "Expires: 0").code == 200
    assert word(notified(anna)) == "wrap-up", "what was refreshed had not changed"


def test_what_is_published_expires(anna: Phone, egor: Phone) -> None:
    published(egor, document("busy"), "Expires: 1")
    subscribed(anna, "1006")
    assert word(notified(anna)) == "busy"
    assert word(notified(anna)) == "wrap-up"


def test_a_telephone_that_publishes_nothing_is_told_to_be_there(anna: Phone, egor: Phone) -> None:
    subscribed(anna, "1006")
    assert word(notified(anna)) == "wrap-up"
    egor.call_id = os.urandom(8).hex()
    assert egor.register().code == 200
    assert notified(anna).body == b""
    egor.register(expires=0)
    assert word(notified(anna)) == "wrap-up"


def test_a_watcher_who_leaves_is_told_once_more(anna: Phone) -> None:
    answered = subscribed(anna, "1005")
    notified(anna)
    anna.number += 1
    routes = [f"Route: {route}" for route in answered.headers.getlist("Record-Route")]
    contact = str(answered.contact[0].uri)
    anna.request("SUBSCRIBE", contact, answered.headers["To"], EVENT, "Expires: 0", *routes)
    assert anna.final("SUBSCRIBE").code == 200
    assert notified(anna).headers["Subscription-State"] == "terminated;reason=timeout"


def test_who_does_not_know_of_it_is_told_no_more(anna: Phone, egor: Phone) -> None:
    subscribed(anna, "1006")
    notified(anna, code=481)
    etag = published(egor, document("busy")).headers["SIP-ETag"]
    with pytest.raises(TimeoutError):
        notified(anna, timeout=0.5)
    published(egor, b"", f"SIP-If-Match: {etag}", "Expires: 0")


def test_a_repetition_gets_the_same_answer(egor: Phone) -> None:
    first = published(egor, document("busy"), "Expires: 1")
    egor.sip.sendto(egor.sent, egor.pbx)
    assert egor.final("PUBLISH").headers["SIP-ETag"] == first.headers["SIP-ETag"]


def test_what_is_refused(anna: Phone) -> None:
    assert published(anna, document("busy"), of="1002").code == 403
    assert published(anna, b"").code == 400
    assert published(anna, document("busy"), "SIP-If-Match: never").code == 412
    assert published(anna, document("busy"), event="Event: dialog").code == 489
    assert subscribed(anna, "4711").code == 404
    refused = subscribed(anna, "1002", event="Event: message-summary")
    assert (refused.code, refused.headers["Allow-Events"]) == (489, "presence")
