"""Our presence as the CRM keeps it on our user record (``cti_status``), and the colleagues' on theirs (D11)."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from ctidesk.domain.errors import DeskError
from ctidesk.domain.outbox import Write, WriteKind
from ctidesk.domain.presence import CTI_STATUS, Presence, presence_of_cti_status
from ctidesk.domain.records import Entity
from ctidesk.ports import Crm
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

LEAVE_WITHIN_S = 1.0


class CrmPresence:
    """Writes the newest only, one write at a time, and never by the outbox: a status is worthless when it is late."""

    def __init__(self, session: Session, crm: Crm) -> None:
        self._session = session
        self._crm = crm
        self._wanted: Presence | None = None
        self._told: Presence | None = None
        self._telling = False

    def tell(self, presence: Presence) -> None:
        """Soon, where the CRM can be reached and has said who we are; else at the next occasion."""
        self._wanted = presence
        if not self._telling and self._told is not presence and self._session.desk.operator.user_id:
            self._telling = True
            self._session.spawn(self._catch_up())

    async def leave(self) -> None:
        """Nobody sits here any more; said if it can be said quickly."""
        self._wanted = Presence.INACTIVE
        if self._told not in (None, Presence.INACTIVE):
            with contextlib.suppress(TimeoutError, DeskError):
                await asyncio.wait_for(self._write(Presence.INACTIVE), LEAVE_WITHIN_S)

    async def of(self, user_id: str, within_s: float) -> Presence:
        """A colleague's, as the CRM has it at this moment; ``UNKNOWN`` where it does not say so in time."""
        try:
            return presence_of_cti_status(await asyncio.wait_for(self._crm.user_status(user_id), within_s))
        except (TimeoutError, DeskError) as error:
            log.info("the CRM did not tell a colleague's status: %s", error)
            return Presence.UNKNOWN

    async def _catch_up(self) -> None:
        try:
            while self._wanted and self._wanted is not self._told:
                await self._write(self._wanted)
        except DeskError as error:
            log.info("the CRM was not told of our status: %s", error)
        finally:
            self._telling = False

    async def _write(self, presence: Presence) -> None:
        user = self._session.desk.operator.user_id
        await self._crm.write(Write(WriteKind.UPDATE, Entity.USER, user, {"cti_status": CTI_STATUS[presence]}))
        self._told = presence
