"""The envelopes of the organization service (SOAP 1.1), and its answers.

Requests stand as Microsoft's own samples have them: "Sample: Use the SOAP endpoint with JavaScript"; the shapes come
from the service's WSDL: ``Execute``, ``RetrieveMultiple`` and ``Update`` of ``IOrganizationService``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.sax.saxutils import escape

from ctidesk.adapters.crm.values import NotOData
from ctidesk.domain.records import Row

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts"
MESSAGES = "http://schemas.microsoft.com/crm/2011/Contracts"
SERVICES = CONTRACTS + "/Services"
GENERIC = "http://schemas.datacontract.org/2004/07/System.Collections.Generic"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
A, B, XSI = f"{{{CONTRACTS}}}", f"{{{GENERIC}}}", f"{{{INSTANCE}}}"
DEFAULT_STATUS = -1  # "the default status of that state"
NO_ID = "00000000-0000-0000-0000-000000000000"
# A reader that gets so much at once holds the interpreter's lock for a millisecond, not for a page.
MOUTHFUL = 32 * 1024


def headers(operation: str) -> Mapping[str, str]:
    return {
        "Content-Type": "text/xml; charset=utf-8",
        "Accept": "application/xml, text/xml, */*",
        "SOAPAction": f"{SERVICES}/IOrganizationService/{operation}",
    }


# --- requests ---
def enveloped(operation: str, inner: str) -> bytes:
    names = f'xmlns="{SERVICES}" xmlns:a="{CONTRACTS}" xmlns:b="{GENERIC}" xmlns:c="{XSD}" xmlns:i="{INSTANCE}"'
    body = f"<{operation} {names}>{inner}</{operation}>"
    return f'<s:Envelope xmlns:s="{ENVELOPE}"><s:Body>{body}</s:Body></s:Envelope>'.encode()


def message(name: str, parameters: Mapping[str, str]) -> bytes:
    """A message of ``Execute``; ``parameters`` are values in XML."""
    pairs = "".join(pair(key, value) for key, value in parameters.items())
    inner = (
        f'<request i:type="m:{name}Request" xmlns:m="{MESSAGES}"><a:Parameters>{pairs}</a:Parameters>'
        f'<a:RequestId i:nil="true"/><a:RequestName>{name}</a:RequestName></request>'
    )
    return enveloped("Execute", inner)


def who_am_i() -> bytes:
    return message("WhoAmI", {})


def set_state(entity: str, id: str, state: int, status: int) -> bytes:
    moniker = reference(entity, id)
    return message("SetState", {"EntityMoniker": moniker, "State": option(state), "Status": option(status)})


def retrieve_multiple(fetchxml: str) -> bytes:
    query = f'<query i:type="a:FetchExpression"><a:Query>{escape(fetchxml)}</a:Query></query>'
    return enveloped("RetrieveMultiple", query)


def update(entity: str, id: str, attributes: Mapping[str, str]) -> bytes:
    return enveloped("Update", f"<entity>{record(entity, id, attributes)}</entity>")


def record(entity: str, id: str, attributes: Mapping[str, str]) -> str:
    """The parts of an entity, in the order in which the contract wants them."""
    pairs = "".join(pair(key, value) for key, value in attributes.items())
    return (
        f'<a:Attributes>{pairs}</a:Attributes><a:EntityState i:nil="true"/><a:FormattedValues/>'
        f"<a:Id>{id}</a:Id><a:LogicalName>{entity}</a:LogicalName><a:RelatedEntities/>"
    )


def pair(key: str, value: str) -> str:
    return f"<a:KeyValuePairOfstringanyType><b:key>{key}</b:key>{value}</a:KeyValuePairOfstringanyType>"


def reference(entity: str, id: str) -> str:
    parts = f'<a:Id>{id}</a:Id><a:LogicalName>{entity}</a:LogicalName><a:Name i:nil="true"/>'
    return f'<b:value i:type="a:EntityReference">{parts}</b:value>'


def option(value: int) -> str:
    return f'<b:value i:type="a:OptionSetValue"><a:Value>{value}</a:Value></b:value>'


def text(value: str) -> str:
    return f'<b:value i:type="c:string">{escape(value)}</b:value>'


def collection(entity: str, records: Iterable[Mapping[str, str]]) -> str:
    """New records of one entity: a list of parties, say."""
    every = "".join(f"<a:Entity>{record(entity, NO_ID, each)}</a:Entity>" for each in records)
    parts = f"<a:Entities>{every}</a:Entities><a:EntityName>{entity}</a:EntityName><a:MoreRecords>false</a:MoreRecords>"
    return f'<b:value i:type="a:EntityCollection">{parts}<a:PagingCookie i:nil="true"/></b:value>'


# --- answers ---
def ended(content: bytes) -> Iterator[Element]:
    """Every element as it ends; raises :class:`NotOData`."""
    parser: XMLPullParser[Element] = XMLPullParser(["end"])
    try:
        for start in range(0, len(content), MOUTHFUL):
            parser.feed(content[start : start + MOUTHFUL])
            for _, element in cast(Iterator[tuple[str, Element]], parser.read_events()):
                yield element
        parser.close()
    except ParseError:
        raise NotOData("not SOAP") from None


def results_of(content: bytes) -> Mapping[str, Any]:
    """What a message of ``Execute`` answered."""
    found = next((pairs_of(element) for element in ended(content) if element.tag == f"{A}Results"), None)
    if found is None:
        raise NotOData("not the answer of a message")
    return found


def rows_of(content: bytes, made: Callable[[Mapping[str, Any]], Row]) -> tuple[list[Row], str | None]:
    """Rows, and the cookie where more of them follow.

    ``made`` gets each by logical names, in the form of the OData endpoint's JSON, and at once: thousands of objects
    that wait to be read make the collector of rubbish stop everything.
    """
    rows: list[Row] = []
    more, cookie, seen = False, "", False
    for element in ended(content):
        if element.tag == f"{A}Entity":
            rows.append(made(pairs_of(element.find(f"{A}Attributes"))))
            element.clear()
        elif element.tag == f"{A}MoreRecords":
            more, seen = element.text == "true", True
        elif element.tag == f"{A}PagingCookie":
            cookie = element.text or ""
    if not seen:
        raise NotOData("not a page of rows")
    return rows, cookie if more and rows else None


def pairs_of(element: Element | None) -> dict[str, Any]:
    every = element if element is not None else ()
    return {pair.findtext(f"{B}key", ""): value_of(pair.find(f"{B}value")) for pair in every}


def value_of(element: Element | None) -> Any:
    """By its declared type; one that is not known is a text."""
    if element is None or element.get(f"{XSI}nil") == "true":
        return None
    kind = element.get(f"{XSI}type", "").rpartition(":")[2]
    read = READERS.get(kind)
    return read(element) if read else element.text or ""


def reference_of(element: Element) -> dict[str, str | None]:
    return {"Id": element.findtext(f"{A}Id"), "LogicalName": element.findtext(f"{A}LogicalName")}


def number_of(element: Element) -> int | str:
    """Long numbers are numbers too; what is none stays as it is."""
    text = element.text or ""
    return int(text) if text.lstrip("-").isdigit() else text


READERS: Mapping[str, Any] = {
    "EntityReference": reference_of,
    "OptionSetValue": lambda element: {"Value": int(element.findtext(f"{A}Value", "0"))},
    "AliasedValue": lambda element: value_of(element.find(f"{A}Value")),
    "boolean": lambda element: element.text == "true",
    "int": number_of,
    "long": number_of,
}
