"""Finding the client: the matches of a number, the search window, linking, cards."""

from __future__ import annotations

from dataclasses import replace

from ctidesk.domain import events as ev
from ctidesk.domain.call import Leg
from ctidesk.domain.desk import ClientSearch, Desk, Rebound
from ctidesk.domain.events import SyncState


def matches_found(desk: Desk, event: ev.MatchesFound) -> Desk:
    leg = desk.find_leg(event.leg_id)
    if leg:
        desk = desk.with_leg(replace(leg, matches=event.matches, looked_up=True, ignored=event.ignored))
    search = desk.search
    if search and search.leg_id == event.leg_id and not search.text:
        if event.ignored:
            return replace(desk, search=None)
        desk = replace(desk, search=replace(search, matches=event.matches, searching=False))
    return desk


def popped(desk: Desk, leg: Leg) -> Desk:
    """The client search window for ``leg``; there is none without a CRM, for an ignored number, nor where a colleague
    has already found the client (D12)."""
    known = leg.referral is not None and leg.referral.client is not None
    if desk.crm.sync is SyncState.OFF or leg.ignored or known:
        return desk
    return _search_for(desk, leg)


def _search_for(desk: Desk, leg: Leg) -> Desk:
    search = ClientSearch(
        leg.id, leg.caller_number, matches=leg.matches, searching=not leg.looked_up and bool(leg.caller_number)
    )
    return replace(desk, search=search)


def search_opened(desk: Desk, event: ev.SearchOpened) -> Desk:
    leg = desk.find_leg(event.leg_id)
    return _search_for(desk, leg) if leg else replace(desk, search=ClientSearch("", ""))


def search_typed(desk: Desk, event: ev.SearchTyped) -> Desk:
    if desk.search is None:
        return desk
    if event.text.strip():
        return replace(desk, search=replace(desk.search, text=event.text, searching=True))
    leg = desk.find_leg(desk.search.leg_id)
    by_number = leg.matches if leg else ()
    return replace(desk, search=replace(desk.search, text="", matches=by_number, searching=False))


def search_found(desk: Desk, event: ev.SearchFound) -> Desk:
    if desk.search is None or desk.search.text != event.text:
        return desk
    return replace(desk, search=replace(desk.search, matches=event.matches, searching=False))


def last_spoken_found(desk: Desk, event: ev.LastSpokenFound) -> Desk:
    """What is known of others already stays: the next letter may bring them back."""
    if desk.search is None:
        return desk
    spoken = dict(desk.search.spoken) | dict(event.spoken)
    return replace(desk, search=replace(desk.search, spoken=tuple(spoken.items())))


def search_closed(desk: Desk, event: ev.SearchClosed) -> Desk:
    return replace(desk, search=None)


def client_linked(desk: Desk, event: ev.ClientLinked) -> Desk:
    leg = desk.find_leg(event.leg_id)
    if leg:
        desk = desk.with_leg(leg.of(event.client))
    closes = desk.search is not None and desk.search.leg_id == event.leg_id
    return replace(desk, rebound=None, search=None if closes else desk.search)


def call_rebound(desk: Desk, event: ev.CallRebound) -> Desk:
    """Told of the call that the panel shows, and only while it is so: what follows may have been quicker.

    What was told before must not hide that the call has changed hands.
    """
    leg = desk.leg or desk.last
    if leg is None or leg.id != event.leg_id or leg.client != event.client:
        return desk
    rebound = Rebound(event.leg_id, event.client, event.before, event.number, event.regarding)
    return replace(desk, rebound=rebound, notice=None)


def rebound_settled(desk: Desk, event: ev.ReboundSettled) -> Desk:
    return replace(desk, rebound=None)
