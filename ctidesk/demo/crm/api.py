"""The Web API over HTTP: from a request to the store and back."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ctidesk.demo.crm import changes, functions, metadata, preferences, query, reading, writing
from ctidesk.demo.crm.abilities import Abilities
from ctidesk.demo.crm.errors import ODataError, bad_request, no_such_segment
from ctidesk.demo.crm.filters import EVERYTHING
from ctidesk.demo.crm.paging import Cookie, print_cookie
from ctidesk.demo.crm.payload import GUID_FORM
from ctidesk.demo.crm.preferences import Preferences
from ctidesk.demo.crm.schema import BY_SET, Entity
from ctidesk.demo.crm.store import Store

ROOT = "/api/data/v9.2/"
RESOURCE = re.compile(r"(?P<set>\w+)(?:\((?:\w+=)?(?P<key>[^()]*)\))?(?P<count>/\$count)?")
OWN_TOKENS = re.compile(r"(\$|%24)(skip|delta)token=")
SKIPTOKEN = re.compile(r"(\$|%24)skiptoken=")
JSON_TYPE = "application/json; odata.metadata=minimal"

Answer = Awaitable[Response]
Handler = TypeVar("Handler", bound=Callable[..., Answer])


def root_url(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{ROOT}"


def asked(request: Request) -> Preferences:
    return preferences.parse(",".join(request.headers.getlist("prefer")))


def json_text(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(text, status, {"Content-Type": JSON_TYPE, **(headers or {})})


def error_answer(error: ODataError) -> Response:
    content = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(content, error.status, media_type=JSON_TYPE)


def with_context(request: Request, fragment: str, row: str) -> str:
    """The context goes first into a row that is ready JSON already."""
    return f'{{"@odata.context":{json.dumps(f"{root_url(request)}$metadata#{fragment}")},{row[1:]}'


def next_link(request: Request, cookie: Cookie) -> str:
    return link(request, SKIPTOKEN, f"$skiptoken={print_cookie(cookie)}")


def delta_link(request: Request, token: str) -> str:
    return link(request, OWN_TOKENS, f"$deltatoken={token}")


def link(request: Request, without: re.Pattern[str], token: str) -> str:
    """The options stay just as the client wrote them."""
    options = [each for each in request.url.query.split("&") if each and not without.match(each)]
    address = f"{root_url(request)}{request.path_params['rest']}"
    return f"{address}?{'&'.join([*options, token])}"


def conditions(request: Request) -> writing.Conditions:
    headers = request.headers
    return writing.Conditions(headers.get("if-match", ""), headers.get("if-none-match", ""))


async def body_of(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except ValueError:
        raise bad_request("Error identified in Payload: the body is not JSON.", "0x80048d19") from None


class WebApi:
    def __init__(self, store: Store, abilities: Abilities | None = None) -> None:
        self.store = store
        self.abilities = abilities or Abilities()
        self.csdl = metadata.csdl()

    async def answer(self, request: Request) -> Response:
        try:
            return await self.route(request, request.path_params["rest"])
        except ODataError as error:
            return error_answer(error)

    async def expire(self, request: Request) -> Response:
        """``POST /demo/expire``: delta tokens are too old from now on; ``status`` is what they are refused with."""
        wanted = json.loads(await request.body() or b"{}")
        await self.store.run(self.store.expire, int(wanted.get("status", 410)))
        return Response(status_code=204)

    async def route(self, request: Request, path: str) -> Response:
        if path == "":
            return JSONResponse(metadata.service_document(root_url(request)), media_type=JSON_TYPE)
        if path == "$metadata":
            return Response(self.csdl, media_type="application/xml")
        if function := functions.called(path, self.abilities):
            answer = await self.store.run(function.answer, self.store, path)
            return json_text(with_context(request, function.type, json.dumps(answer)))
        return await self.resource(request, path)

    async def resource(self, request: Request, path: str) -> Response:
        match = RESOURCE.fullmatch(path)
        entity = BY_SET.get(match["set"]) if match else None
        if not match or not entity:
            raise no_such_segment(path)
        if match["count"]:
            return await self.count(request, entity)
        if match["key"] is None:
            return await self.collection(request, entity)
        if not GUID_FORM.fullmatch(match["key"]):
            raise bad_request("Bad Request - Error in query syntax.")
        return await self.record(request, entity, match["key"].lower())

    async def collection(self, request: Request, entity: Entity) -> Response:
        methods: dict[str, Callable[[Request, Entity], Answer]] = {"GET": self.page, "POST": self.create}
        return await allowed(methods, request)(request, entity)

    async def record(self, request: Request, entity: Entity, key: str) -> Response:
        methods: dict[str, Callable[[Request, Entity, str], Answer]] = {
            "GET": self.read,
            "PATCH": self.patch,
            "DELETE": self.delete,
        }
        return await allowed(methods, request)(request, entity, key)

    async def page(self, request: Request, entity: Entity) -> Response:
        wanted, options = self.asked(request), query.parse(request.query_params, entity)
        if options.token:
            return await self.delta(request, entity, options, wanted)
        wanted = replace(wanted, tracks=wanted.tracks and self.abilities.tracks(entity.set))
        if wanted.tracks:
            changes.refuse_options(options)
        if options.count and not self.abilities.count:
            raise bad_request("The query parameter $count is not supported")
        page = await self.store.run(reading.read_page, self.store, entity, options, wanted)
        return self.listed(request, entity, options, wanted, page, self.first_delta(request, wanted, page))

    def first_delta(self, request: Request, wanted: Preferences, page: reading.Page) -> str:
        if not wanted.tracks or page.next or page.tracking is None:
            return ""
        return delta_link(request, changes.print_token(page.tracking))

    async def delta(self, request: Request, entity: Entity, options: query.Query, wanted: Preferences) -> Response:
        self.abilities.tracks(entity.set)
        found = await self.store.run(changes.read_changes, self.store, entity, options, wanted)
        link = delta_link(request, found.token) if found.token else ""
        return self.listed(request, entity, options, wanted, found.page, link)

    def asked(self, request: Request) -> Preferences:
        wanted = asked(request)
        return wanted if self.abilities.annotations else replace(wanted, annotations="")

    def listed(
        self,
        request: Request,
        entity: Entity,
        options: query.Query,
        wanted: Preferences,
        page: reading.Page,
        delta: str,
    ) -> Response:
        selected = f"({options.selected})" if options.selected else ""
        tail = {"@odata.nextLink": next_link(request, page.next)} if page.next else {}
        head: dict[str, object] = {"@odata.count": page.count} if page.count is not None else {}
        head |= {"@odata.deltaLink": delta} if delta else {}
        parts = [json.dumps(head)[1:-1], f'"value":[{",".join(page.rows)}]', json.dumps(tail)[1:-1]]
        text = with_context(request, entity.set + selected, "{" + ",".join(filter(None, parts)) + "}")
        return json_text(text, headers=wanted.applied(writing=False))

    async def count(self, request: Request, entity: Entity) -> Response:
        if not self.abilities.count:
            raise no_such_segment("$count")
        options = query.parse(request.query_params, entity)
        number = await self.store.run(reading.count, self.store, entity, options.condition)
        return Response(str(number), media_type="text/plain")

    async def read(self, request: Request, entity: Entity, key: str) -> Response:
        wanted, options = self.asked(request), query.parse(request.query_params, entity)
        if options.condition is not EVERYTHING:
            raise bad_request("The query parameter $filter is not supported for a single record")
        return await self.one(request, entity, key, options, wanted)

    async def one(
        self,
        request: Request,
        entity: Entity,
        key: str,
        options: query.Query,
        wanted: Preferences,
        status: int = 200,
    ) -> Response:
        row = await self.store.run(reading.read_record, self.store, entity, key, options, wanted)
        selected = f"({options.selected})" if options.selected else ""
        tag = {"ETag": json.loads(row)["@odata.etag"]}
        if status == 200 and request.method == "GET" and conditions(request).if_none_match == tag["ETag"]:
            return Response(status_code=304, headers=tag)
        headers = {**tag, **wanted.applied(writing=request.method != "GET")}
        return json_text(with_context(request, f"{entity.set}{selected}/$entity", row), status, headers)

    async def create(self, request: Request, entity: Entity) -> Response:
        written = await self.store.run(writing.post, self.store, entity, await body_of(request))
        return await self.written(request, entity, written)

    async def patch(self, request: Request, entity: Entity, key: str) -> Response:
        body = await body_of(request)
        written = await self.store.run(writing.patch, self.store, entity, key, body, conditions(request))
        return await self.written(request, entity, written)

    async def written(self, request: Request, entity: Entity, written: writing.Written) -> Response:
        wanted = asked(request)
        address = {"OData-EntityId": f"{root_url(request)}{entity.set}({written.key})"}
        if not wanted.representation and self.abilities.minimal:
            return Response(status_code=204, headers=address)
        options = query.parse(request.query_params, entity)
        status = 201 if written.created else 200
        answer = await self.one(request, entity, written.key, options, wanted, status)
        answer.headers.update(address)
        return answer

    async def delete(self, request: Request, entity: Entity, key: str) -> Response:
        await self.store.run(writing.delete, self.store, entity, key, conditions(request))
        return Response(status_code=204)


def allowed(methods: Mapping[str, Handler], request: Request) -> Handler:
    if request.method not in methods:
        raise ODataError(405, "", f"The requested resource does not support http method '{request.method}'.")
    return methods[request.method]
