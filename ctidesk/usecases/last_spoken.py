"""When the operator last spoke with those whom the search has found: told beside the rows, which never wait for it."""

from __future__ import annotations

from collections.abc import Sequence

from ctidesk.domain.desk import ClientSearch, Desk
from ctidesk.domain.events import Event, LastSpokenFound
from ctidesk.domain.records import RecordRef
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.beside import beside
from ctidesk.usecases.session import Session


class LastSpoken:
    """Asks once about each client while a search is open."""

    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        session.react(self._react)

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if after.search is None or after.search is before.search:
            return
        if clients := _not_asked_about(after.search):
            beside(self._session, self._clock, self._read(clients))

    async def _read(self, clients: Sequence[RecordRef]) -> None:
        spoken = await self._cache.last_spoken(clients)
        self._session.post(LastSpokenFound(tuple((ref, spoken.get(ref)) for ref in clients)))


def _not_asked_about(search: ClientSearch) -> Sequence[RecordRef]:
    asked = {ref for ref, _ in search.spoken}
    return [match.client.ref for match in search.matches if match.client.ref not in asked]
