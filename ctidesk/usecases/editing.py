"""Cards edited and new ones filled in: typed, checked, saved through the outbox (M14, M15, D3)."""

from __future__ import annotations

from uuid import uuid4

from ctidesk.domain.draft import CHOSEN, Draft, Leaving, draft_of, new_case, new_client
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.events import (
    CardClosed,
    CardRead,
    ClientLinked,
    EditBegan,
    EditEnded,
    FieldTyped,
    LeaveAsked,
    LeaveForgotten,
    ProblemArose,
    RegardingLinked,
    SaveBegan,
    Saved,
    SaveRefused,
    SaveTried,
)
from ctidesk.domain.intents import (
    CancelEdit,
    CloseCard,
    CreateRecord,
    DropChanges,
    EditCard,
    GoOnEditing,
    NewRecord,
    SaveCard,
    TypeField,
    UpdateRecord,
)
from ctidesk.domain.outbox import Value, reference, referenced
from ctidesk.domain.record_fields import WRITABLE
from ctidesk.domain.records import CLIENTS, Card, Client, Entity, RecordRef
from ctidesk.ports import Cache, Clock
from ctidesk.usecases.records import Records, refuse_unless_taken
from ctidesk.usecases.session import Session


class Editing:
    """Closes the cards too: what was typed into one is asked about first."""

    def __init__(self, session: Session, cache: Cache, clock: Clock, records: Records) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock
        self._records = records
        session.on(NewRecord, self.new)
        session.on(EditCard, self.edit)
        session.on(TypeField, lambda intent: session.post(FieldTyped(intent.ref, intent.field, intent.text)))
        session.on(SaveCard, self.save)
        session.on(CancelEdit, lambda intent: self._leave(intent.ref, "edit"))
        session.on(CloseCard, lambda intent: self._leave(intent.ref, "card"))
        session.on(GoOnEditing, lambda intent: session.post(LeaveForgotten(intent.ref)))
        session.on(DropChanges, self.drop)

    # --- begin -------------------------------------------------------------------------------------------------------

    def new(self, intent: NewRecord) -> None:
        refuse_unless_taken(self._session.desk.crm, intent.entity)
        ref = RecordRef(intent.entity, str(uuid4()))
        if ref.entity in CLIENTS:
            draft = self._new_client(ref)
        elif ref.entity is Entity.CASE and intent.customer:
            draft = new_case(ref, intent.customer, self._call_with(intent.customer))
        else:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._session.post(EditBegan(draft))

    def _new_client(self, ref: RecordRef) -> Draft:
        """Whom the search that is open did not find; a client of the organization that calls."""
        search = self._session.desk.search
        if search is None:
            return new_client(ref)
        leg = self._session.desk.find_leg(search.leg_id)
        return new_client(ref, search.number, search.text, search.leg_id, leg.organization if leg else None)

    def _call_with(self, client: Client) -> str:
        """The call in hand, where it is with this client: it will be about his new case."""
        leg = self._session.desk.call_to_link
        return leg.id if leg and leg.client and leg.client.ref == client.ref else ""

    def edit(self, intent: EditCard) -> None:
        if intent.ref.entity not in WRITABLE:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        if self._session.desk.draft_of(intent.ref) is None:
            self._session.spawn(self._begin(intent.ref))

    async def _begin(self, ref: RecordRef) -> None:
        try:
            values = await self._cache.values(ref)
            organization = await self._called(values.get(CHOSEN)) if values else ""
        except DeskError as error:
            self._tell(error.problem)
            return
        if values is None:
            self._tell(Problem(ProblemId.NO_SUCH_RECORD))
        elif self._can_begin(ref):
            self._session.post(EditBegan(draft_of(ref, values, organization)))

    async def _called(self, organization: Value) -> str:
        """What the copy calls it; empty where it is not in there."""
        card = await self._cache.card(referenced(str(organization))) if organization else None
        return card.client.name if card else ""

    def _can_begin(self, ref: RecordRef) -> bool:
        """The key may have been pressed twice, and the card closed meanwhile."""
        desk = self._session.desk
        return desk.draft_of(ref) is None and any(card.ref == ref for card in desk.cards)

    # --- leave -------------------------------------------------------------------------------------------------------

    def _leave(self, ref: RecordRef, what: Leaving) -> None:
        draft = self._session.desk.draft_of(ref)
        if draft and draft.dirty:
            self._session.post(LeaveAsked(ref, what))
        else:
            self._left(ref, what, new=draft is not None and draft.new)

    def drop(self, intent: DropChanges) -> None:
        draft = self._session.desk.draft_of(intent.ref)
        if draft:
            self._left(draft.ref, draft.asks, new=draft.new)

    def _left(self, ref: RecordRef, what: Leaving, *, new: bool) -> None:
        """A new card without its form is nothing."""
        closes = new or what != "edit"
        self._session.post(CardClosed(ref) if closes else EditEnded(ref))

    # --- save --------------------------------------------------------------------------------------------------------

    def save(self, intent: SaveCard) -> None:
        draft = self._session.desk.draft_of(intent.ref)
        if draft is None or draft.saving:
            return
        if not draft.can_save:
            self._left(draft.ref, "card" if intent.close else "edit", new=False)
        elif draft.problems:
            self._session.post(SaveTried(draft.ref))
        else:
            self._session.post(SaveBegan(draft.ref))
            self._session.spawn(self._save(draft, intent.close))

    async def _save(self, draft: Draft, close: bool) -> None:
        try:
            await self._store(draft)
            card = await self._cache.card(draft.ref)
        except DeskError as error:
            self._session.post(SaveRefused(draft.ref, error.problem))
            return
        if card:
            self._session.post(CardRead(card))
            self._link(draft, card)
        self._session.post(Saved(draft.ref, draft.values))
        if draft.customer:
            await self._show_again(draft.customer.ref)
        if close and self._session.desk.draft_of(draft.ref) is None:
            self._session.post(CardClosed(draft.ref))

    async def _store(self, draft: Draft) -> None:
        """Of a record that is there, only what was changed."""
        if draft.new:
            owner = {"customer": reference(draft.customer.ref)} if draft.customer else {}
            await self._records.create(CreateRecord(draft.ref, {**dict(draft.values), **owner}))
        else:
            base = {name: text or None for name, text in draft.base}
            await self._records.update(UpdateRecord(draft.ref, draft.changed, base))

    async def _show_again(self, ref: RecordRef) -> None:
        """The customer's card has one more open case."""
        try:
            card = await self._cache.card(ref)
        except DeskError:
            return  # the case is kept; the card shows it after the next look
        if card:
            self._session.post(CardRead(card))

    def _link(self, draft: Draft, card: Card) -> None:
        """A new client belongs to the call that he was made for; the call is about a new case of its client."""
        if not draft.new or not draft.leg_id:
            return
        leg = self._session.desk.find_leg(draft.leg_id)
        if leg is None:  # two calls have begun since
            self._tell(Problem(ProblemId.CALL_OUT_OF_REACH))
        elif draft.ref.entity is not Entity.CASE:
            self._session.post(ClientLinked(draft.leg_id, card.client))
        elif draft.customer and leg.client and leg.client.ref == draft.customer.ref:  # it may have changed hands since
            self._session.post(RegardingLinked(draft.leg_id, draft.ref, card.client.name, draft.customer))

    def _tell(self, problem: Problem) -> None:
        self._session.post(ProblemArose(problem, self._clock.now()))
