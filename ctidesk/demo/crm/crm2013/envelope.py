"""SOAP 1.1 as the organization service writes and reads it."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from ctidesk.demo.crm.crm2013.names import OPTION, REFERENCE, logical, property_type
from ctidesk.demo.crm.crm2013.reading import Found
from ctidesk.demo.crm.errors import ODataError, bad_request
from ctidesk.demo.crm.schema import BOOLEAN, DATE, GUID, INTEGER, STRING, Entity

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts"
SERVICES = CONTRACTS + "/Services"
GENERIC = "http://schemas.datacontract.org/2004/07/System.Collections.Generic"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"
A, B, XSI = f"{{{CONTRACTS}}}", f"{{{GENERIC}}}", f"{{{INSTANCE}}}"
TYPES = {STRING: "string", INTEGER: "int", BOOLEAN: "boolean", DATE: "dateTime", GUID: "guid"}


# --- out ---
def enveloped(body: str) -> str:
    return f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{body}</s:Body></s:Envelope>'


def responded(operation: str, result: str, attributes: str = "") -> str:
    names = f'xmlns:a="{CONTRACTS}" xmlns:i="{INSTANCE}"'
    inner = f"<{operation}Result {attributes} {names}>{result}</{operation}Result>" if result else ""
    return enveloped(f'<{operation}Response xmlns="{SERVICES}">{inner}</{operation}Response>')


def executed(name: str, results: str) -> str:
    """What Execute answers: the message's name, and its results as pairs."""
    pairs = f'<a:ResponseName>{name}</a:ResponseName><a:Results xmlns:b="{GENERIC}">{results}</a:Results>'
    return responded("Execute", pairs)


def guid_pair(key: str, id: str) -> str:
    return pair(key, f'<b:value i:type="c:guid" xmlns:c="{SERIALIZATION}">{id}</b:value>')


def pair(key: str, value: str) -> str:
    return f"<a:KeyValuePairOfstringanyType><b:key>{key}</b:key>{value}</a:KeyValuePairOfstringanyType>"


def collection(entity: Entity, rows: list[Found], more: bool, cookie: str) -> str:
    entities = "".join(entity_xml(entity, row) for row in rows)
    paging = f"<a:PagingCookie>{escape(cookie)}</a:PagingCookie>" if cookie else '<a:PagingCookie i:nil="true"/>'
    return (
        f"<a:Entities>{entities}</a:Entities><a:EntityName>{entity.name}</a:EntityName>"
        f"<a:MinActiveRowVersion>-1</a:MinActiveRowVersion><a:MoreRecords>{str(more).lower()}</a:MoreRecords>{paging}"
        "<a:TotalRecordCount>-1</a:TotalRecordCount>"
        "<a:TotalRecordCountLimitExceeded>false</a:TotalRecordCountLimitExceeded>"
    )


def entity_xml(entity: Entity, row: Found) -> str:
    """An attribute without a value is not there at all."""
    attributes = "".join(
        pair(logical(column), value_xml(entity, column, value, row))
        for column, value in row.values.items()
        if value is not None
    )
    return (
        f'<a:Entity><a:Attributes xmlns:b="{GENERIC}">{attributes}</a:Attributes><a:EntityState i:nil="true"/>'
        f'<a:FormattedValues xmlns:b="{GENERIC}"/><a:Id>{row.values[entity.key]}</a:Id>'
        f'<a:LogicalName>{entity.name}</a:LogicalName><a:RelatedEntities xmlns:b="{GENERIC}"/></a:Entity>'
    )


def value_xml(entity: Entity, column: str, value: Any, row: Found) -> str:
    kind = property_type(entity, column)
    if kind == REFERENCE:
        target = row.targets[column]
        parts = f"<a:Id>{value}</a:Id><a:LogicalName>{target.entity}</a:LogicalName>"
        return f'<b:value i:type="a:EntityReference">{parts}<a:Name>{escape(target.name or "")}</a:Name></b:value>'
    if kind == OPTION:
        return f'<b:value i:type="a:OptionSetValue"><a:Value>{value}</a:Value></b:value>'
    name = TYPES.get(entity.columns[column], "long")
    where = SERIALIZATION if name == "guid" else XSD
    text = str(bool(value)).lower() if name == "boolean" else escape(str(value))
    return f'<b:value i:type="c:{name}" xmlns:c="{where}">{text}</b:value>'


def fault(code: str, message: str) -> str:
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    detail = (
        f'<OrganizationServiceFault xmlns="{CONTRACTS}" xmlns:i="{INSTANCE}"><ErrorCode>{code}</ErrorCode>'
        f'<ErrorDetails xmlns:a="{GENERIC}"/><Message>{escape(message)}</Message><Timestamp>{moment}</Timestamp>'
        '<InnerFault i:nil="true"/><TraceText i:nil="true"/></OrganizationServiceFault>'
    )
    said = f'<faultcode>s:Client</faultcode><faultstring xml:lang="en-US">{escape(message)}</faultstring>'
    return enveloped(f"<s:Fault>{said}<detail>{detail}</detail></s:Fault>")


# --- in ---
def body_of(content: bytes) -> Element:
    """What stands in the body: the operation."""
    try:
        body = ElementTree.fromstring(content).find(f"{{{SOAP}}}Body")
        return next(iter(body if body is not None else ()))
    except (ElementTree.ParseError, StopIteration):
        raise bad_request("The message is not SOAP.", "0x80040203") from None


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def pairs(element: Element | None) -> dict[str, Element]:
    """A collection of keys and values."""
    found = element.findall(f"{A}KeyValuePairOfstringanyType") if element is not None else []
    return {each.findtext(f"{B}key", ""): each.find(f"{B}value") for each in found}  # type: ignore[misc]


def parsed(element: Element) -> Any:
    """A value as the OData endpoint's JSON would have it, so that one reader of values is enough."""
    kind = (element.get(f"{XSI}type") or "").rpartition(":")[2]
    if element.get(f"{XSI}nil") == "true":
        return None
    if kind == "EntityReference":
        return {"Id": element.findtext(f"{A}Id"), "LogicalName": element.findtext(f"{A}LogicalName")}
    if kind == "OptionSetValue":
        return {"Value": int(element.findtext(f"{A}Value", ""))}
    if kind == "EntityCollection":
        return [attributes(each) for each in element.iter(f"{A}Entity")]
    text = element.text or ""
    return int(text) if kind == "int" else text == "true" if kind == "boolean" else text


def attributes(element: Element) -> dict[str, Any]:
    return {key: parsed(value) for key, value in pairs(element.find(f"{A}Attributes")).items()}


def refused(name: str) -> ODataError:
    return ODataError(400, "0x80040224", f"The message '{name}' is not supported.")
