"""What is typed into a card survives the desk: kept a moment later, gone once it is saved or given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft, texts_of
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import CardOpened, EditBegan, Event, OrganizationSought, ProblemArose
from ctidesk.domain.outbox import Value
from ctidesk.domain.records import RecordRef
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

PAUSE_S = 0.5
"""As long as this may what was typed be in memory only."""
AFTER_FAULT_S = 5.0


class KeptDrafts:
    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        self._due: dict[RecordRef, Draft | None] = {}
        self._writing = asyncio.Lock()
        self._waits = False
        self._failing = False
        session.react(self._react)

    # --- typed -----------------------------------------------------------------------------------------------------

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if after.drafts is before.drafts:
            return
        was, now = _kept(before), _kept(after)
        changed = {ref: now.get(ref) for ref in was.keys() | now.keys() if was.get(ref) != now.get(ref)}
        self._due |= changed
        if changed and not self._waits:
            self._waits = True
            self._session.spawn(self._keep())

    async def _keep(self) -> None:
        while self._due:
            await asyncio.sleep(AFTER_FAULT_S if self._failing else PAUSE_S)
            await self.settled()
        self._waits = False

    async def settled(self) -> None:
        """What was typed so far is on disk; where it cannot be, that is told once."""
        async with self._writing:
            while self._due:
                ref, draft = next(iter(self._due.items()))
                try:
                    await (self._cache.keep_draft(draft) if draft else self._cache.forget_draft(ref))
                except DeskError as error:
                    self._failed(error)
                    return
                if self._due[ref] is draft:
                    del self._due[ref]
            self._failing = False

    def _failed(self, error: DeskError) -> None:
        log.warning("what is typed into a card is not kept: %s", error)
        if not self._failing:
            self._failing = True
            self._session.post(ProblemArose(error.problem, self._clock.now()))

    # --- at the start ----------------------------------------------------------------------------------------------

    async def recall(self) -> None:
        """The cards that the last desk ended with open again as they were."""
        try:
            for draft in await self._cache.drafts():
                await self._restore(draft)
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))

    async def _restore(self, draft: Draft) -> None:
        left = _left(draft, await self._cache.values(draft.ref))
        if left is None:
            await self._cache.forget_draft(draft.ref)
            return
        card = await self._cache.card(left.ref)
        if card:
            self._session.post(CardOpened(card))
        self._session.post(EditBegan(replace(left, restored=True)))
        if left.organization.text:
            self._session.post(OrganizationSought(left.ref, left.organization.text))


def _kept(desk: Desk) -> Mapping[RecordRef, Draft]:
    """What the operator has typed: not how far the desk was with it, nor what it only filled in itself."""
    return {draft.ref: _at_rest(draft) for draft in desk.drafts if draft.dirty}


def _at_rest(draft: Draft) -> Draft:
    organization = replace(draft.organization, found=(), seeking=False)
    return replace(draft, asks="", tries=0, saving=False, problem=None, organization=organization, restored=False)


def _left(draft: Draft, values: Mapping[str, Value] | None) -> Draft | None:
    """What of it is not stored yet: a desk may end between the storing of a card and the forgetting of its draft."""
    if values is None:
        return draft
    stored = texts_of(draft.ref.entity, values)
    if draft.new:
        draft = replace(draft, new=False, base=stored)
    return draft if replace(draft, base=stored).dirty else None
