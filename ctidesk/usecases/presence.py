"""How we are, told to the colleagues; how they are, asked before a call is handed over (``manual.md``, M18, D11)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ctidesk.domain.commands import Publish, Watch
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import (
    DirectoryRead,
    EngineLost,
    EngineStarted,
    Event,
    OperatorKnown,
    PresenceChanged,
    ProblemArose,
    SyncCompleted,
)
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.presence import Colleague, Presence
from ctidesk.domain.settings import SipSettings
from ctidesk.ports import Cache, Clock, Crm, Numbering, Telephony
from ctidesk.usecases.crm_presence import CrmPresence
from ctidesk.usecases.session import Session

ANSWER_WITHIN_S = 1.0
MOST_WATCHED = 40
"""Subscriptions at once: each is a dialog at the PBX and here. Of a longer directory the first ones are watched; the
question before a transfer is asked for any number."""

_OF_STATUS: Mapping[OperatorStatus, Presence] = {
    OperatorStatus.AVAILABLE: Presence.AVAILABLE,
    OperatorStatus.INACTIVE: Presence.INACTIVE,
    OperatorStatus.BUSY: Presence.BUSY,
    OperatorStatus.WRAP_UP: Presence.WRAP_UP,
}


def presence_of(desk: Desk) -> Presence:
    """What the colleagues see of this desk: a call that rings makes it busy too."""
    if desk.legs:
        return Presence.BUSY
    return _OF_STATUS[desk.status] if desk.registered else Presence.INACTIVE


class Presences:
    """Publishes our presence, watches the transfer form's numbers, answers for one number."""

    def __init__(
        self,
        session: Session,
        telephony: Telephony,
        cache: Cache,
        numbering: Numbering,
        clock: Clock,
        settings: SipSettings,
    ) -> None:
        self._session = session
        self._telephony = telephony
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        self._by_sip = settings.presence in ("sip", "both")
        self._by_crm = settings.presence in ("crm", "both")
        self._own = settings.username
        self._crm: CrmPresence | None = None
        self._up = False
        self._published: Presence | None = None
        self._listed: tuple[str, ...] = ()
        self._asked: dict[str, asyncio.Future[Presence]] = {}
        session.react(self._react)

    def use_crm(self, crm: Crm) -> None:
        """The CRM can be told and asked from now on."""
        if self._by_crm:
            self._crm = CrmPresence(self._session, crm)
            self._crm.tell(presence_of(self._session.desk))

    async def leave(self) -> None:
        """The desk closes; the engine tells the PBX by itself."""
        self._session.forget(self._react)
        if self._crm:
            await self._crm.leave()

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, EngineStarted | EngineLost):
            self._engine_changed(is_up=isinstance(event, EngineStarted))
        if isinstance(event, PresenceChanged):
            self._answered(event)
        presence = presence_of(after)
        self._publish(presence)
        if self._crm and (presence is not presence_of(before) or isinstance(event, OperatorKnown | SyncCompleted)):
            self._crm.tell(presence)
        is_open = after.transfer_form is not None
        if is_open is not (before.transfer_form is not None):
            self._form_changed(is_open=is_open)
        elif is_open and isinstance(event, SyncCompleted):
            self._session.spawn(self._read_directory())

    # --- our own ---------------------------------------------------------------------------------------------------

    def _engine_changed(self, *, is_up: bool) -> None:
        """A new engine knows nothing."""
        self._up = is_up
        self._published = None
        if self._listed or self._asked:
            self._watch()

    def _publish(self, presence: Presence) -> None:
        if self._by_sip and self._up and presence is not self._published:
            self._published = presence
            self._telephony.send(Publish(presence))

    # --- the colleagues' -------------------------------------------------------------------------------------------

    async def of(self, number: str) -> Presence:
        """One number's presence, within a second: the PBX's answer, else what the CRM says, else unknown."""
        by_sip, by_crm = await asyncio.gather(self._from_pbx([number]), self._from_crm(number))
        told = by_sip.get(number, Presence.UNKNOWN)
        return told if told is not Presence.UNKNOWN else by_crm

    async def _from_pbx(self, numbers: Iterable[str]) -> dict[str, Presence]:
        """What is told of them within a second."""
        if not (self._by_sip and self._up):
            return {}
        loop = asyncio.get_running_loop()
        mine = {number: self._asked.get(number) or loop.create_future() for number in numbers}
        self._asked |= mine
        self._watch()
        try:
            await asyncio.wait(mine.values(), timeout=ANSWER_WITHIN_S)
        finally:
            self._asked = {number: answer for number, answer in self._asked.items() if number not in mine}
            self._watch()
        return {number: answer.result() for number, answer in mine.items() if answer.done()}

    async def _from_crm(self, number: str) -> Presence:
        """As the CRM has it at this moment, else as it was at the last synchronisation."""
        if not self._by_crm:
            return Presence.UNKNOWN
        colleague = next((one for one in await self._colleagues() if self._same(one.number, number)), None)
        if colleague is None:
            return Presence.UNKNOWN
        if self._crm is None or not colleague.user_id:
            return colleague.in_crm
        now = await self._crm.of(colleague.user_id, ANSWER_WITHIN_S)
        return colleague.in_crm if now is Presence.UNKNOWN else now

    def _same(self, kept: str, number: str) -> bool:
        return number in (kept, str(self._numbering.parse(kept)))

    def _answered(self, event: PresenceChanged) -> None:
        waiting = self._asked.get(event.number)
        if waiting and not waiting.done():
            waiting.set_result(event.presence)

    def _watch(self) -> None:
        if self._up:
            self._telephony.send(Watch(tuple(dict.fromkeys((*self._asked, *self._listed)))[:MOST_WATCHED]))

    # --- the form --------------------------------------------------------------------------------------------------

    def _form_changed(self, *, is_open: bool) -> None:
        if is_open:
            self._session.spawn(self._read_directory())
        else:
            self._list(())

    async def _read_directory(self) -> None:
        colleagues = await self._colleagues()
        if self._session.desk.transfer_form is None:
            return
        self._session.post(DirectoryRead(colleagues))
        self._list(_numbers(colleagues))

    def _list(self, numbers: tuple[str, ...]) -> None:
        if self._by_sip and numbers != self._listed:
            self._listed = numbers
            self._watch()

    async def _colleagues(self) -> tuple[Colleague, ...]:
        """Without what the CRM says of them where the deployment does not want it."""
        try:
            everybody = await self._cache.colleagues()
        except DeskError as error:
            self._session.post(ProblemArose(error.problem, self._clock.now()))
            return ()
        return tuple(self._as_wanted(one) for one in everybody if one.number != self._own)

    def _as_wanted(self, one: Colleague) -> Colleague:
        return one if self._by_crm else replace(one, in_crm=Presence.UNKNOWN)

    async def directory(self) -> Sequence[dict[str, Any]]:
        """The directories and their employees, as plain data, with what is told of them within a second."""
        colleagues = await self._colleagues()
        told = await self._from_pbx(_numbers(colleagues)[:MOST_WATCHED])
        found: dict[str, list[dict[str, Any]]] = {}
        for one in colleagues:
            by_sip = told.get(one.number, Presence.UNKNOWN)
            presence = one.in_crm if by_sip is Presence.UNKNOWN else by_sip
            employee = {"name": one.name, "number": one.number, "presence": presence.value}
            found.setdefault(one.directory, []).append(employee)
        return [{"name": name, "employees": employees} for name, employees in found.items()]


def _numbers(colleagues: Iterable[Colleague]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.number for one in colleagues))
