"""What the client search shows of a desk: pure functions, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.desk import ClientSearch, Desk, SyncProgress
from ctidesk.domain.keyboard_layout import other_layout
from ctidesk.domain.records import CLIENTS, FOUND_ROWS, Entity, Match, MatchKind, RecordRef
from ctidesk.ui.number_text import Span, pretty, same_digits, same_words

GUESSES = (MatchKind.LAYOUT, MatchKind.TYPO, MatchKind.LAST_7)
"""What was found by something else than what was asked for."""


class SearchState(StrEnum):
    """What stands where the rows would be."""

    ROWS = "rows"
    SEARCHING = "searching"
    PROMPT = "prompt"
    NOBODY_BY_NUMBER = "nobody_by_number"
    NOBODY_BY_TEXT = "nobody_by_text"
    STILL_LOADING = "still_loading"
    NEVER_LOADED = "never_loaded"


@dataclass(frozen=True, slots=True)
class RowView:
    """One match; the spans are what to emphasise in name and number. ``guess``: by what it was found instead
    (``None``: by what was asked for). ``spoken``: when the operator last spoke with him, once it is known."""

    ref: RecordRef
    name: str
    organization: str
    matched: str
    number: str
    active: bool = True
    name_spans: tuple[Span, ...] = ()
    number_spans: tuple[Span, ...] = ()
    guess: MatchKind | None = None
    spoken: datetime | None = None


@dataclass(frozen=True, slots=True)
class SearchView:
    """The client search. ``certain``: the first row has exactly the number, so it is chosen beforehand.

    ``more``: these are the first ones only.
    ``guess``: all rows are guesses, and this is the first one's way; ``meant``: what was typed, on the other layout.
    ``makes``: what can be created from it.
    """

    leg_id: str
    number: str
    text: str
    rows: tuple[RowView, ...]
    state: SearchState
    searching: bool
    certain: bool
    progress: SyncProgress | None = None
    guess: MatchKind | None = None
    meant: str = ""
    more: bool = False
    makes: tuple[Entity, ...] = CLIENTS


def search_view(desk: Desk) -> SearchView | None:
    search = desk.search
    if search is None:
        return None
    rows = tuple(_row(match, search) for match in search.matches)
    return SearchView(
        leg_id=search.leg_id,
        number=pretty(search.number),
        text=search.text,
        rows=rows,
        state=_search_state(desk, search),
        searching=search.searching,
        certain=not search.text and _certain(search.matches),
        progress=desk.crm.progress if desk.crm.last_sync is None else None,
        guess=rows[0].guess if rows else None,  # the better ones come first
        meant=other_layout(search.text),
        more=bool(search.text) and len(rows) >= FOUND_ROWS,
        makes=tuple(entity for entity in CLIENTS if entity not in desk.crm.absent),
    )


def _search_state(desk: Desk, search: ClientSearch) -> SearchState:
    if search.matches:
        return SearchState.ROWS
    if search.searching:
        return SearchState.SEARCHING
    if not search.text and not search.number:
        return SearchState.PROMPT
    if desk.crm.last_sync is None:
        return SearchState.STILL_LOADING if desk.crm.progress else SearchState.NEVER_LOADED
    return SearchState.NOBODY_BY_TEXT if search.text else SearchState.NOBODY_BY_NUMBER


def _certain(matches: tuple[Match, ...]) -> bool:
    return bool(matches) and matches[0].active and matches[0].kind is MatchKind.E164


def _row(match: Match, search: ClientSearch) -> RowView:
    by_text = bool(search.text)
    typed = other_layout(search.text) if match.kind is MatchKind.LAYOUT else search.text
    return RowView(
        ref=match.client.ref,
        name=match.client.name,
        organization=match.client.organization,
        matched=match.matched,
        number=match.number,
        active=match.active,
        name_spans=same_words(match.client.name, typed) if by_text else (),
        number_spans=same_digits(match.number, search.text if by_text else search.number),
        guess=match.kind if match.kind in GUESSES else None,
        spoken=dict(search.spoken).get(match.client.ref),
    )
