"""A robot that is referred calls whom it was told to: RFC 3515, and RFC 3891 for Replaces."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from sipmessage import URI, Request

from .endpoint import Endpoint
from .leg import Leg
from .message import PHRASES, HeaderField

NAME_ADDR = re.compile(r"<([^<>]+)>|^\s*([^\s;<>]+)")
# RFC 3261 19.1.5: what a URI must not set.
OWN_HEADERS = frozenset(
    {"from", "to", "call-id", "cseq", "via", "route", "record-route", "contact", "body", "content-type",
     "content-length", "max-forwards", "accept", "allow", "supported", "user-agent"}
)  # fmt: skip
FRAGMENT = ("Content-Type", "message/sipfrag;version=2.0")


def refer_target(value: str) -> tuple[URI, list[HeaderField]]:
    """The URI of a Refer-To and the headers it asks for. sipmessage knows no headers in URIs."""
    found = NAME_ADDR.search(value)
    if not found:
        raise ValueError("Refer-To has no URI")
    address, _, query = (found[1] or found[2]).partition("?")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    fields = [(unquote(name), unquote(text)) for name, _, text in pairs]
    return URI.parse(address), [field for field in fields if field[0].lower() not in OWN_HEADERS]


def replaced_leg(endpoint: Endpoint, invite: Request) -> Leg | None:
    """RFC 3891 3: the leg that a Replaces header means."""
    call_id, *parameters = [part.strip() for part in invite.headers["Replaces"].split(";")]
    tags = dict(part.partition("=")[::2] for part in parameters)
    leg = endpoint.legs.get(tags.get("to-tag", ""))
    if leg and (leg.dialog.call_id, leg.dialog.remote_tag) == (call_id, tags.get("from-tag", "")):
        return leg
    return None


class Subscription:
    """The implicit one of a REFER: tells the transferor how the new call fares."""

    def __init__(self, leg: Leg, refer: Request) -> None:
        self._leg, self._sequence = leg, refer.cseq.sequence
        self._last = 0

    def notify(self, code: int) -> None:
        if code == self._last or self._leg.ended.is_set():
            return
        self._last = code
        body = f"SIP/2.0 {code} {PHRASES.get(code, 'Refused')}\r\n".encode()
        state = "active;expires=60" if code < 200 else "terminated;reason=noresource"
        self._leg.send("NOTIFY", [("Event", "refer"), ("Subscription-State", state), FRAGMENT], body)


async def follow(leg: Leg, refer: Request, adopt: Callable[[Leg], object]) -> Leg | None:
    """Calls the new party and reports. The new leg where it was answered; the old one is the transferor's to end."""
    subscription = Subscription(leg, refer)
    subscription.notify(100)
    try:
        target, fields = refer_target(refer.headers["Refer-To"])
    except ValueError:
        subscription.notify(400)
        return None
    referred_by = refer.headers.get("Referred-By")
    if referred_by and not any(name.lower() == "referred-by" for name, _ in fields):
        fields.append(("Referred-By", referred_by))
    new_leg = await Leg.call(leg.endpoint, leg.user, target, fields)
    new_leg.on_progress = subscription.notify
    adopt(new_leg)
    code = await new_leg.final
    subscription.notify(code)
    return new_leg if code < 300 else None
