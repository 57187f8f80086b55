"""What this server can do: the lesser ones that a client meets are had by switching parts of it off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ctidesk.demo.crm.errors import ODataError, bad_request

TRACKED, IGNORED = "yes", "ignore"


@dataclass(slots=True)
class Abilities:
    """``track_changes``: ``yes``, ``ignore`` (the preference is not known), or a status to refuse it with;
    ``untracked``: entity sets that have it switched off. ``minimal``: a write is answered without the record.
    """

    who_am_i: bool = True
    annotations: bool = True
    count: bool = True
    total_count: bool = True
    minimal: bool = True
    track_changes: str | int = TRACKED
    untracked: list[str] = field(default_factory=list)

    def tracks(self, entity_set: str) -> bool:
        """Whether a request for change tracking is granted; raises where it is refused."""
        if isinstance(self.track_changes, int):
            raise ODataError(self.track_changes, "0x80040220", f"No organization-level read of '{entity_set}'.")
        if entity_set in self.untracked:
            raise bad_request(f"Change tracking is not enabled for the entity set '{entity_set}'.", "0x80060888")
        return self.track_changes == TRACKED


class Switches:
    """``POST /demo/server`` with any of the fields; ``/demo/clear`` switches everything on again."""

    def __init__(self, abilities: Abilities) -> None:
        self.abilities = abilities

    async def change(self, request: Request) -> Response:
        wanted: Mapping[str, Any] = await request.json()
        unknown = wanted.keys() - {each.name for each in fields(Abilities)}
        if unknown:
            return JSONResponse({"error": f"unknown: {', '.join(sorted(unknown))}"}, 400)
        for name, value in wanted.items():
            setattr(self.abilities, name, value)
        return Response(status_code=204)

    def reset(self) -> None:
        for each in fields(Abilities):
            setattr(self.abilities, each.name, getattr(Abilities(), each.name))
