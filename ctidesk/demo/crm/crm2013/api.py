"""The OData endpoint over HTTP: `/XRMServices/2011/OrganizationData.svc/`."""

import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ctidesk.demo.crm import writing
from ctidesk.demo.crm.crm2013 import metadata, payload, query, reading
from ctidesk.demo.crm.crm2013.names import BY_SET, entity_set
from ctidesk.demo.crm.errors import ODataError, bad_request
from ctidesk.demo.crm.paging import Cookie, print_cookie
from ctidesk.demo.crm.schema import Entity
from ctidesk.demo.crm.store import Store
from ctidesk.demo.crm.writing import Conditions

SERVICES = "/Demo/XRMServices/2011/"
ROOT = SERVICES + "OrganizationData.svc/"
PAGE = 50
RESOURCE = re.compile(r"(?P<set>\w+)(?:\(guid'(?P<key>[0-9a-fA-F-]{36})'\))?")
SKIPTOKEN = re.compile(r"(\$|%24)skiptoken=")
JSON_TYPE = "application/json;charset=utf-8"
# Dynamics answers a duplicate key and its like with 500, whatever is at fault.
STATUSES = {409: 500, 412: 500}
# It must exist already, whatever is in it: MERGE never creates.
EXISTING = Conditions(if_match="*")


def root_url(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{ROOT}"


def signed(code: str) -> str:
    """0x80040217 as these endpoints write it: -2147220969."""
    number = int(code, 16) if code else 0
    return str(number - (1 << 32) if number >> 31 else number)


def error_answer(error: ODataError) -> Response:
    challenge = {"WWW-Authenticate": 'Basic realm="demo"'} if error.status == 401 else {}
    said = {"code": signed(error.code) if error.code else "", "message": {"lang": "en-US", "value": error.message}}
    return answer({"error": said}, STATUSES.get(error.status, error.status), challenge)


def answer(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    every = {"Content-Type": JSON_TYPE, "DataServiceVersion": "2.0;", **(headers or {})}
    return Response(payload.text(document), status, every)


def method_of(request: Request) -> str:
    """Old clients and proxies send a POST that says what it means."""
    return request.headers.get("x-http-method", request.method).upper()


class OrganizationData:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.csdl = metadata.csdl()

    async def answer(self, request: Request) -> Response:
        try:
            return await self.route(request, request.path_params["rest"])
        except ODataError as error:
            return error_answer(error)

    async def route(self, request: Request, path: str) -> Response:
        if path == "":
            return answer(metadata.service_document())
        if path == "$metadata":
            return Response(self.csdl, media_type="application/xml", headers={"DataServiceVersion": "1.0;"})
        match = RESOURCE.fullmatch(path)
        entity = BY_SET.get(match["set"]) if match else None
        if not match or not entity:
            raise query.no_such_set(path)
        return await self.resource(request, entity, (match["key"] or "").lower())

    async def resource(self, request: Request, entity: Entity, key: str) -> Response:
        ways = {
            ("GET", False): self.page,
            ("POST", False): self.create,
            ("GET", True): self.read,
            ("MERGE", True): self.merge,
            ("DELETE", True): self.delete,
        }
        way = ways.get((method_of(request), bool(key)))
        if not way:
            raise ODataError(405, "", "The requested resource does not support this method.")
        return await way(request, entity, key)

    async def page(self, request: Request, entity: Entity, _: str) -> Response:
        asked = query.parse(request.query_params, entity, PAGE)
        rows, more = await self.store.run(reading.read_page, self.store, entity, asked)
        root = root_url(request)
        results = {"results": [payload.record_json(root, entity, row) for row in rows]}
        wanted = more and "$top" not in request.query_params
        following = next_link(request, asked.cookie, rows[-1]) if wanted else None
        return answer({"d": results | ({"__next": following} if following else {})})

    async def read(self, request: Request, entity: Entity, key: str) -> Response:
        columns = query.selected(request.query_params.get("$select", ""), entity)
        row = await self.store.run(reading.read_record, self.store, entity, key, columns)
        return answer({"d": payload.record_json(root_url(request), entity, row)})

    async def create(self, request: Request, entity: Entity, _: str) -> Response:
        written = await self.store.run(self.created, entity, await body_of(request))
        row = await self.store.run(reading.read_record, self.store, entity, written.key, tuple(entity.columns))
        location = f"{root_url(request)}{entity_set(entity)}(guid'{written.key}')"
        return answer({"d": payload.record_json(root_url(request), entity, row)}, 201, {"Location": location})

    def created(self, entity: Entity, body: Any) -> writing.Written:
        given = payload.parse(self.store, entity, body)
        return writing.create(self.store, entity, given, given.columns.get(entity.key) or writing.new_key())

    async def merge(self, request: Request, entity: Entity, key: str) -> Response:
        await self.store.run(self.merged, entity, key, await body_of(request))
        return Response(status_code=204)

    def merged(self, entity: Entity, key: str, body: Any) -> None:
        before = self.store.find(entity, key)
        writing.check(entity, key, before, EXISTING)
        given = payload.parse(self.store, entity, body)
        if given.children:
            raise bad_request("Deep updates are not supported in PUT or MERGE operations.", "0x80040203")
        given.columns.pop(entity.key, None)
        writing.update(self.store, entity, before or {}, given)

    async def delete(self, _: Request, entity: Entity, key: str) -> Response:
        await self.store.run(writing.delete, self.store, entity, key, EXISTING)
        return Response(status_code=204)


def next_link(request: Request, cookie: Cookie | None, last: reading.Found) -> str:
    """The options stay just as the client wrote them."""
    options = [each for each in request.url.query.split("&") if each and not SKIPTOKEN.match(each)]
    token = print_cookie(Cookie((cookie.page if cookie else 1) + 1, last.place))
    return f"{root_url(request)}{request.path_params['rest']}?{'&'.join([*options, f'$skiptoken={token}'])}"


async def body_of(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except ValueError:
        raise bad_request("Error processing request stream. The body is not JSON.") from None
