"""The organization service: who we are, states, parties, and pages of thousands. Some deployments close it."""

from __future__ import annotations

from ctidesk.adapters.crm.crm2013 import soap
from ctidesk.adapters.crm.crm2013.addresses import soap_path
from ctidesk.adapters.crm.faults import not_a_crm, refusal
from ctidesk.adapters.crm.operator import WhoAmI
from ctidesk.adapters.crm.values import NotOData
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.records import Entity

# What a server, or a wall before it, answers where the service is not to be had.
CLOSED = (400, 403, 404, 405, 410, 415, 501)
GONE = (404, 405, 410, 501)


class OrganizationService:
    """``WhoAmI`` tells whether it is open: everyone who may sign in may ask that."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._path = soap_path(wire.root)
        self._who: WhoAmI | None = None
        self._asked = False

    async def who_am_i(self) -> WhoAmI | None:
        """``None`` where the service is closed."""
        answer = await self._wire.send(
            "POST", self._path, soap.headers("Execute"), soap.who_am_i(), entity=Entity.USER, also=CLOSED
        )
        self._who, self._asked = who_of(answer.content) if answer.is_success else None, True
        return self._who

    async def is_open(self) -> bool:
        return bool(self._who if self._asked else await self.who_am_i())

    async def call(self, operation: str, body: bytes, *, entity: str, background: bool = False) -> bytes:
        """Raises :class:`CrmRefused` where the service is closed: what is asked here can be had nowhere else."""
        if not self._who and not await self.who_am_i():
            raise CrmRefused(Problem.of(ProblemId.CRM_SOAP_CLOSED, self._path))
        headers = soap.headers(operation)
        answer = await self._wire.send(
            "POST", self._path, headers, body, entity=entity, background=background, also=GONE
        )
        if answer.is_success:
            return self._checked(answer.content)
        self._who, self._asked = None, False  # it has been closed meanwhile: whoever comes next asks anew
        raise refusal(answer, self._wire.host, entity)

    def _checked(self, content: bytes) -> bytes:
        """A page that says 200 to everything must not count as a state that was set."""
        if soap.ENVELOPE.encode() not in content[:1000]:
            raise not_a_crm(self._wire.host, "not SOAP")
        return content


def who_of(content: bytes) -> WhoAmI | None:
    try:
        found = soap.results_of(content)
    except NotOData:
        return None
    return WhoAmI(str(found.get("UserId", "")), str(found.get("OrganizationId", "")))
