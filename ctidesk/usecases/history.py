"""The history: pages of the journal by filter, what was missed, and who has called back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import DeskError
from ctidesk.domain.events import (
    CalledBackFound,
    CallKept,
    CallsRead,
    Event,
    HistoryClosed,
    HistoryFiltered,
    HistoryOpened,
    JournalRead,
    OperatorKnown,
    ProblemArose,
)
from ctidesk.domain.history import CalledBack, CallFilter, CallKind, History, was_missed
from ctidesk.domain.intents import CloseHistory, FilterHistory, LookAtCalls, OpenHistory, ReadOlderCalls
from ctidesk.domain.records import CallRecord
from ctidesk.ports import Cache, Clock, Crm
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)

PAGE = 200
ASK_AGAIN_AFTER = timedelta(minutes=1)
"""A colleague who has not called back yet may do so: the CRM is asked again after this, when the row is in sight."""
ASK_FOR = timedelta(days=31)
"""Nobody waits for a call-back longer; older rows are not asked about."""


class CallHistory:
    """Reads the journal for the history window and the panel; asks the CRM about the rows in sight."""

    def __init__(self, session: Session, cache: Cache, clock: Clock) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        self._crm: Crm | None = None
        self._told: dict[str, CalledBack] = {}
        self._asked: dict[str, datetime] = {}
        self._asking = False
        self._in_sight: tuple[str, ...] = ()
        self._newest: dict[str, CallRecord] = {}
        session.react(self._react)
        session.on(OpenHistory, self.open)
        session.on(FilterHistory, lambda intent: session.post(HistoryFiltered(intent.filter)))
        session.on(ReadOlderCalls, self.read_older)
        session.on(LookAtCalls, self.look_at)
        session.on(CloseHistory, lambda _: session.post(HistoryClosed()))

    def use_crm(self, crm: Crm) -> None:
        """Have the colleagues' records asked too."""
        self._crm = crm

    async def recall(self) -> None:
        """What the panel tells of the journal: the missed calls, and whom a redial calls."""
        try:
            missed = await self._cache.missed()
            last = await self._cache.calls(1, CallFilter(CallKind.OUTGOING).query(self._now()))
        except DeskError as error:
            self._failed(error)
            return
        desk = self._session.desk
        dialled = desk.dialled or (last[0].raw_number if last else "")
        if (missed, dialled) != (desk.missed, desk.dialled):
            self._session.post(JournalRead(missed, dialled))

    # --- the window ----------------------------------------------------------------------------------------------

    def open(self, intent: OpenHistory) -> None:
        self._session.post(HistoryOpened(intent.filter))
        self._session.spawn(self._seen(self._clock.now()))

    def read_older(self, intent: ReadOlderCalls) -> None:
        history = self._session.desk.history
        if history and history.more:
            self._session.spawn(self._older(history))

    def _react(self, before: Desk, event: Event, after: Desk) -> None:
        if isinstance(event, HistoryOpened | HistoryFiltered) and after.history:
            self._session.spawn(self._read(after.history.filter, PAGE))
        if isinstance(event, CallKept):
            self._newest[event.record.id] = event.record
            self._session.spawn(self._kept(event.record))
        if isinstance(event, OperatorKnown):
            self._session.spawn(self.recall())

    async def _kept(self, record: CallRecord) -> None:
        """A record that is new changes the list and the count; one that is shown already has changed in its place."""
        history = self._session.desk.history
        if history and not any(call.id == record.id for call in history.calls):
            await self._read(history.filter, max(PAGE, len(history.calls)))
        await self.recall()

    async def _read(self, filter: CallFilter, limit: int) -> None:
        try:
            calls = await self._cache.calls(limit, filter.query(self._now()))
            await self._show(filter, calls, len(calls) == limit)
        except DeskError as error:
            self._failed(error)

    async def _older(self, history: History) -> None:
        try:
            older = await self._cache.calls(PAGE, history.filter.query(self._now(), history.last_place))
            shown = self._session.desk.history
            if shown and shown.last_place == history.last_place:
                await self._show(history.filter, (*shown.calls, *older), len(older) == PAGE)
        except DeskError as error:
            self._failed(error)

    async def _show(self, filter: CallFilter, calls: tuple[CallRecord, ...], more: bool) -> None:
        """What was kept while the page was being read is newer than what was read."""
        calls = tuple(self._newest.get(call.id, call) for call in calls)
        returned = await self._cache.returned([call for call in calls if was_missed(call)])
        mine = {id: CalledBack(at, mine=True) for id, at in returned.items()}
        self._session.post(CallsRead(filter, calls, more, tuple((self._told | mine).items())))

    async def _seen(self, at: datetime) -> None:
        try:
            await self._cache.missed_seen(at)
        except DeskError as error:
            self._failed(error)
        await self.recall()

    # --- who has called back -------------------------------------------------------------------------------------

    def look_at(self, intent: LookAtCalls) -> None:
        self._in_sight = intent.leg_ids
        if self._crm and not self._asking:
            self._asking = True
            self._session.spawn(self._ask(self._crm))

    async def _ask(self, crm: Crm) -> None:
        """One after the other, in the background; what scrolls out of sight meanwhile is not asked about."""
        try:
            while call := next(self._open_questions(), None):
                self._asked[call.id] = self._clock.now()
                await self._ask_about(crm, call)
        except DeskError as error:
            log.info("the CRM did not say who has called back: %s", error)
        finally:
            self._asking = False

    def _open_questions(self) -> Iterator[CallRecord]:
        history, now = self._session.desk.history, self._clock.now()
        if history is None:
            return
        answered = dict(history.called_back)
        calls = {call.id: call for call in history.calls if was_missed(call) and call.id not in answered}
        for id in self._in_sight:
            call, asked = calls.get(id), self._asked.get(id)
            if call and now - call.started < ASK_FOR and (asked is None or now - asked > ASK_AGAIN_AFTER):
                yield call

    async def _ask_about(self, crm: Crm, call: CallRecord) -> None:
        found = await crm.called_back(call.number, call.started) if call.number else None
        if found is None:
            return
        me = self._session.desk.operator.user_id
        who = await self._cache.operator(found.user_id) if found.user_id else None
        told = CalledBack(found.at, who.name if who else "", mine=bool(me) and found.user_id == me)
        self._told[call.id] = told
        self._session.post(CalledBackFound(call.id, told))

    # --- the rest ------------------------------------------------------------------------------------------------

    def _now(self) -> datetime:
        """The operator's days are his calendar's."""
        return self._clock.now().astimezone()

    def _failed(self, error: DeskError) -> None:
        self._session.post(ProblemArose(error.problem, self._clock.now()))
