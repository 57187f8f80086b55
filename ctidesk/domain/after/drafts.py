"""Cards that are being edited: what is typed, what is asked, what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import Draft
from ctidesk.domain.records import Card, Client, RecordRef


def edit_began(desk: Desk, event: ev.EditBegan) -> Desk:
    """A new record has no card to lie on yet: it gets an empty one, in front."""
    draft = event.draft
    desk = replace(desk, drafts=(*without(desk, draft.ref), draft))
    if any(card.ref == draft.ref for card in desk.cards):
        return desk
    return replace(desk, cards=(*desk.cards, Card(Client(draft.ref, ""), (), customer=draft.customer)))


def field_typed(desk: Desk, event: ev.FieldTyped) -> Desk:
    return _changed(desk, event.ref, lambda draft: draft.typed(event.field, event.text))


def organization_sought(desk: Desk, event: ev.OrganizationSought) -> Desk:
    return _changed(desk, event.ref, lambda draft: draft.sought(event.text))


def organizations_found(desk: Desk, event: ev.OrganizationsFound) -> Desk:
    def answered(draft: Draft) -> Draft:
        return replace(draft, organization=draft.organization.answered(event.text, event.found))

    return _changed(desk, event.ref, answered)


def organization_chosen(desk: Desk, event: ev.OrganizationChosen) -> Desk:
    return _changed(desk, event.ref, lambda draft: draft.chosen(event.organization))


def leave_asked(desk: Desk, event: ev.LeaveAsked) -> Desk:
    return _changed(desk, event.ref, lambda draft: replace(draft, asks=event.asks))


def leave_forgotten(desk: Desk, event: ev.LeaveForgotten) -> Desk:
    return _changed(desk, event.ref, lambda draft: replace(draft, asks=""))


def save_tried(desk: Desk, event: ev.SaveTried) -> Desk:
    return _changed(desk, event.ref, lambda draft: replace(draft, tries=draft.tries + 1, asks=""))


def save_began(desk: Desk, event: ev.SaveBegan) -> Desk:
    return _changed(desk, event.ref, lambda draft: replace(draft, saving=True, asks="", problem=None))


def save_refused(desk: Desk, event: ev.SaveRefused) -> Desk:
    return _changed(desk, event.ref, lambda draft: replace(draft, saving=False, problem=event.problem))


def saved(desk: Desk, event: ev.Saved) -> Desk:
    """What was typed while it was being stored stays typed."""
    draft = desk.draft_of(event.ref)
    if draft is None or (draft.values == event.values and not draft.organization.text):
        return replace(desk, drafts=without(desk, event.ref))
    return _changed(desk, event.ref, lambda draft: replace(draft, base=event.values, new=False, saving=False))


def edit_ended(desk: Desk, event: ev.EditEnded) -> Desk:
    return replace(desk, drafts=without(desk, event.ref))


def without(desk: Desk, ref: RecordRef) -> tuple[Draft, ...]:
    return tuple(draft for draft in desk.drafts if draft.ref != ref)


def _changed(desk: Desk, ref: RecordRef, change: Callable[[Draft], Draft]) -> Desk:
    return replace(desk, drafts=tuple(change(draft) if draft.ref == ref else draft for draft in desk.drafts))
