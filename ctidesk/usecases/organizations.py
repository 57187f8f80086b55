"""The organization of a client, looked for and chosen in his form."""

from __future__ import annotations

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import Event, OrganizationChosen, OrganizationsFound, OrganizationSought, ProblemArose
from ctidesk.domain.intents import ChooseOrganization, SeekOrganization
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.session import Session

OFFERED = 6
"""Whoever does not find it among these types another letter."""


class Organizations:
    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        session.react(self._react)
        session.on(SeekOrganization, lambda intent: session.post(OrganizationSought(intent.ref, intent.text)))
        session.on(ChooseOrganization, lambda intent: session.post(OrganizationChosen(intent.ref, intent.organization)))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, OrganizationSought) and self._is_awaited(event.ref, event.text):
            self._session.spawn(self._find(event.ref, event.text))

    async def _find(self, ref: RecordRef, text: str) -> None:
        """For the letters that stand there last; the ones before them are nobody's question any more."""
        if not self._is_awaited(ref, text):
            return
        try:
            found = await self._cache.search(text, OFFERED, (Entity.ACCOUNT,))
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            found = ()
        self._session.post(OrganizationsFound(ref, text, found))

    def _is_awaited(self, ref: RecordRef, text: str) -> bool:
        draft = self._session.desk.draft_of(ref)
        return draft is not None and draft.organization.seeking and draft.organization.text == text
