"""SIP messages: sipmessage parses and prints them, here is what RFC 3261 has every element do with them."""

import re
import secrets
from collections.abc import Iterable
from ipaddress import ip_address

from sipmessage import CSeq, Message, Request, Response, Via

Address = tuple[str, int]
HeaderField = tuple[str, str]

HOST = "127.0.0.1"
MAGIC_COOKIE = "z9hG4bK"
DEFAULT_PORT = 5060
MANDATORY = ("Via", "From", "To", "Call-ID", "CSeq")  # RFC 3261 8.1.1
ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY, MESSAGE"

PHRASES = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    202: "Accepted",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    412: "Conditional Request Failed",
    415: "Unsupported Media Type",
    420: "Bad Extension",
    423: "Interval Too Brief",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    483: "Too Many Hops",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    489: "Bad Event",
    491: "Request Pending",
    500: "Server Internal Error",
    503: "Service Unavailable",
    603: "Decline",
}

FOLD = re.compile(rb"\r\n[ \t]+")
SPACE_BEFORE_COLON = re.compile(rb"(?m)^([\w.-]+)[ \t]+:")
LIST_ITEM = re.compile(r'(?:[^,"<]|"(?:[^"\\]|\\.)*"|<[^<>]*>)+')
TAG = re.compile(r";\s*tag\s*=\s*([^\s;,>]+)", re.IGNORECASE)
RPORT = re.compile(r";\s*rport\b(?:\s*=\s*\d*)?", re.IGNORECASE)
RECEIVED = re.compile(r";\s*received\s*=[^;]*", re.IGNORECASE)


class MalformedMessage(ValueError):
    """What arrived is no SIP message that could be answered."""


def parse(data: bytes) -> Request | Response:
    head, blank_line, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    head = SPACE_BEFORE_COLON.sub(rb"\1:", FOLD.sub(b" ", head))
    try:
        message = Message.parse(head + blank_line + body)
        check(message)
    except (ValueError, TypeError) as error:  # sipmessage has a TypeError for a parameter named "self"
        raise MalformedMessage(str(error)) from error
    return message


def check(message: Request | Response) -> None:
    for name in MANDATORY:
        if not message.headers.get(name):
            raise MalformedMessage(f"{name} is missing")
    sequence = message.cseq
    if isinstance(message, Request) and sequence.method != message.method:
        raise MalformedMessage("CSeq names another method")
    if isinstance(message, Response) and not 100 <= message.code <= 699:
        raise MalformedMessage("no such status code")
    top_via(message)
    trim_body(message)


def trim_body(message: Request | Response) -> None:
    """RFC 3261 18.3: bytes after Content-Length are discarded, missing ones are an error."""
    length = len(message.body) if message.content_length is None else message.content_length
    if not 0 <= length <= len(message.body):
        raise MalformedMessage("the body is cut short")
    message.body = message.body[:length]


def items(message: Request | Response, name: str) -> list[str]:
    """A header's values as written, one an item, however they were spread over lines."""
    return [item.strip() for value in message.headers.getlist(name) for item in LIST_ITEM.findall(value)]


def set_items(message: Request | Response, name: str, values: list[str]) -> None:
    if values:
        message.headers.setlist(name, values)
    else:
        message.headers.remove(name)


def top_via(message: Request | Response) -> Via:
    vias = items(message, "Via")
    if not vias:
        raise MalformedMessage("Via is empty")
    return Via.parse(vias[0])


def branch_of(message: Request | Response) -> str:
    return top_via(message).parameters.get("branch") or ""


def stamp_source(request: Request, source: Address) -> None:
    """RFC 3261 18.2.1 and RFC 3581 4: note in the top Via where the request really came from.

    The text is edited, not printed anew: sipmessage escapes some characters a branch may have.
    """
    first, *others = items(request, "Via")
    host, port = source
    wants_port = RPORT.search(first)
    first = RPORT.sub("", RECEIVED.sub("", first))
    if wants_port or top_via(request).host != host:
        first += f";received={host}"
    set_items(request, "Via", [first + (f";rport={port}" if wants_port else ""), *others])


def response_address(message: Request | Response) -> Address:
    """RFC 3261 18.2.2 and RFC 3581 4."""
    via = top_via(message)
    port = via.parameters.get("rport") or via.port or DEFAULT_PORT
    return loopback(via.parameters.get("received") or via.host, int(port))


def loopback(host: str, port: int | None) -> Address:
    """Only this machine: a name would be looked up, and an impossible port closes asyncio's socket."""
    address = ip_address(HOST if host == "localhost" else host)
    port = DEFAULT_PORT if port is None else port
    if address.version != 4 or not address.is_loopback or not 0 < port < 65536:
        raise ValueError(f"{host}:{port} is not on this machine")
    return str(address), port


def tag_of(value: str) -> str:
    found = TAG.search(value)
    return found[1] if found else ""


def to_tag(message: Request | Response) -> str:
    return tag_of(message.headers["To"])


def user_of(message: Request | Response, name: str) -> str:
    address = message.from_address if name == "From" else message.to_address
    return address.uri.user or ""


def new_tag() -> str:
    return secrets.token_hex(8)


def new_branch() -> str:
    return MAGIC_COOKIE + secrets.token_hex(10)


def respond(
    request: Request, code: int, tag: str = "", headers: Iterable[HeaderField] = (), body: bytes = b""
) -> Response:
    """RFC 3261 8.2.6."""
    response = Response(code, PHRASES.get(code, "Unknown"), body)
    for name in ("Via", "Record-Route"):
        set_items(response, name, items(request, name))
    for name in ("From", "To", "Call-ID", "CSeq"):
        response.headers.set(name, request.headers[name])
    if code > 100 and not to_tag(request):
        response.headers.set("To", f"{request.headers['To']};tag={tag or new_tag()}")
    add_fields(response, headers)
    return response


def add_fields(message: Request | Response, headers: Iterable[HeaderField]) -> None:
    for name, value in headers:
        message.headers.add(name, value)
    message.headers.set("Content-Length", str(len(message.body)))


def sibling(request: Request, method: str) -> Request:
    """The CANCEL (RFC 3261 9.1) or the ACK to a failure (17.1.1.3) of an INVITE: same branch, same CSeq number."""
    other = Request(method, request.uri)
    set_items(other, "Via", items(request, "Via")[:1])
    for name in ("From", "To", "Call-ID", "Max-Forwards"):
        other.headers.set(name, request.headers[name])
    other.cseq = CSeq(request.cseq.sequence, method)
    set_items(other, "Route", items(request, "Route"))
    add_fields(other, ())
    return other
