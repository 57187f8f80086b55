"""The organization service: `/XRMServices/2011/Organization.svc/web`."""

from collections.abc import Awaitable, Callable
from typing import Any
from xml.etree.ElementTree import Element

from starlette.requests import Request
from starlette.responses import Response

from ctidesk.demo.crm import states, writing
from ctidesk.demo.crm.crm2013 import envelope, fetchxml, payload, reading
from ctidesk.demo.crm.crm2013.api import EXISTING, SERVICES, signed
from ctidesk.demo.crm.crm2013.envelope import A, local, pairs, parsed
from ctidesk.demo.crm.crm2013.names import by_attribute, property_name
from ctidesk.demo.crm.errors import ODataError, bad_request, no_such_record
from ctidesk.demo.crm.payload import Payload
from ctidesk.demo.crm.schema import BY_NAME, Entity
from ctidesk.demo.crm.staff import BUSINESS_UNIT_ID, CALLING_USER_ID, ORGANIZATION_ID
from ctidesk.demo.crm.store import Store

PATH = SERVICES + "Organization.svc/web"
XML = "text/xml; charset=utf-8"
PARTY_LISTS = {"from": 1, "to": 2}
PARTIES = "phonecall_activity_parties"
DEFAULT_STATUS = -1

Message = Callable[[dict[str, Element]], Awaitable[str]]


def fault_answer(error: ODataError) -> Response:
    """A fault is a 500, whatever it says; what has no code goes wrong before SOAP begins."""
    if not error.code:
        return Response("", error.status, media_type="text/html")
    return Response(envelope.fault(signed(error.code), error.message), 500, media_type=XML)


class OrganizationService:
    def __init__(self, store: Store) -> None:
        self.store = store

    async def answer(self, request: Request) -> Response:
        try:
            return Response(await self.operation(envelope.body_of(await request.body())), media_type=XML)
        except ODataError as error:
            return fault_answer(error)

    async def operation(self, body: Element) -> str:
        """RetrieveMultiple and Update are operations of the service, all else is a message of Execute."""
        operations = {"RetrieveMultiple": self.retrieve_multiple, "Update": self.update, "Execute": self.execute}
        way = operations.get(local(body))
        if not way:
            raise envelope.refused(local(body))
        return await way(next(iter(body)))

    async def execute(self, request: Element) -> str:
        name = request.findtext(f"{A}RequestName", "")
        messages: dict[str, Message] = {"WhoAmI": self.who_am_i, "SetState": self.set_state}
        if name not in messages:
            raise envelope.refused(name)
        return await messages[name](pairs(request.find(f"{A}Parameters")))

    async def who_am_i(self, _: dict[str, Element]) -> str:
        ids = {"UserId": CALLING_USER_ID, "BusinessUnitId": BUSINESS_UNIT_ID, "OrganizationId": ORGANIZATION_ID}
        return envelope.executed("WhoAmI", "".join(envelope.guid_pair(key, id) for key, id in ids.items()))

    async def set_state(self, parameters: dict[str, Element]) -> str:
        moniker = parsed(parameters["EntityMoniker"])
        state, status = (parsed(parameters[name])["Value"] for name in ("State", "Status"))
        await self.store.run(self.settle, entity_of(moniker["LogicalName"]), moniker["Id"].lower(), state, status)
        return envelope.executed("SetState", "")

    def settle(self, entity: Entity, key: str, state: int, status: int) -> None:
        before = self.store.find(entity, key)
        if not before:
            raise no_such_record(entity.name, key)
        chosen = {} if status == DEFAULT_STATUS or "statuscode" not in entity.columns else {"statuscode": status}
        states.settled(entity, state, chosen.get("statuscode"), key)
        writing.update(self.store, entity, before, Payload({"statecode": state, **chosen}))

    async def retrieve_multiple(self, query: Element) -> str:
        entity, asked = fetchxml.parse(query.findtext(f"{A}Query", ""))
        rows, more = await self.store.run(reading.read_page, self.store, entity, asked)
        cookie = fetchxml.print_cookie(asked, rows) if rows else ""
        return envelope.responded("RetrieveMultiple", envelope.collection(entity, rows, more, cookie))

    async def update(self, record: Element) -> str:
        entity = entity_of(record.findtext(f"{A}LogicalName", ""))
        key = record.findtext(f"{A}Id", "").strip("{}").lower()
        await self.store.run(self.updated, entity, key, envelope.attributes(record))
        return envelope.responded("Update", "")

    def updated(self, entity: Entity, key: str, values: dict[str, Any]) -> None:
        before = self.store.find(entity, key)
        writing.check(entity, key, before, EXISTING)
        writing.update(self.store, entity, before or {}, given(self.store, entity, values))


def entity_of(name: str) -> Entity:
    if name not in BY_NAME:
        raise bad_request(f"The entity with a name = '{name}' was not found.", "0x80040217")
    return BY_NAME[name]


def given(store: Store, entity: Entity, values: dict[str, Any]) -> Payload:
    """A call's parties are two lists, `from` and `to`; they replace what there was."""
    plain = {name: value for name, value in values.items() if name not in PARTY_LISTS}
    made = payload.parse(store, entity, {property_of(entity, name): value for name, value in plain.items()})
    if values.keys() & PARTY_LISTS.keys():
        made.children[PARTIES] = [
            party(store, mask, each) for name, mask in PARTY_LISTS.items() for each in values.get(name, [])
        ]
    return made


def property_of(entity: Entity, attribute: str) -> str:
    column = by_attribute(entity.name).get(attribute)
    if not column:
        raise bad_request(f"'{entity.name}' entity doesn't contain attribute '{attribute}'.", "0x80041103")
    return property_name(column)


def party(store: Store, mask: int, values: dict[str, Any]) -> Payload:
    child = BY_NAME["activityparty"]
    made = payload.parse(store, child, {property_of(child, name): value for name, value in values.items()})
    made.columns["participationtypemask"] = mask
    return made
