"""What the form of a card shows: pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.choice import Choice
from ctidesk.domain.desk import Desk
from ctidesk.domain.draft import CHOSEN, Draft, Leaving
from ctidesk.domain.errors import Problem
from ctidesk.domain.record_fields import LONGEST, REQUIRED
from ctidesk.domain.records import Entity, Match, RecordRef
from ctidesk.ui.number_text import pretty


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the organizations that were found for what is typed."""

    match: Match
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """Of a field that is chosen and not typed. ``name``: of what is chosen; ``chosen``: something is, though perhaps
    nothing that the copy can name; ``open``: the candidates are shown."""

    name: str
    chosen: bool
    open: bool = False
    seeking: bool = False
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """``required``: one of the fields of which at least one must be filled in; ``problem``: what is wrong with it."""

    name: str
    text: str
    longest: int
    required: bool
    problem: Problem | None = None
    choosing: Choosing | None = None


@dataclass(frozen=True, slots=True)
class FormView:
    """``asks``: leaving was asked for; ``tries``: how often it was to be saved with something wrong in it.

    ``links``: a call is waiting to be linked to what is made here. ``restored``: typed into a desk before this one.
    """

    ref: RecordRef
    fields: tuple[FormField, ...]
    new: bool
    can_save: bool
    asks: Leaving
    tries: int
    links: bool
    problem: Problem | None = None
    restored: bool = False


def form_view(desk: Desk, draft: Draft) -> FormView:
    return FormView(
        ref=draft.ref,
        fields=tuple(_fields(desk, draft)),
        new=draft.new,
        can_save=draft.can_save,
        asks=draft.asks,
        tries=draft.tries,
        links=bool(draft.leg_id) and desk.find_leg(draft.leg_id) is not None,
        problem=draft.problem,
        restored=draft.restored,
    )


def _fields(desk: Desk, draft: Draft) -> list[FormField]:
    """Where the CRM has no organizations, nobody is asked for one."""
    entity, problems = draft.ref.entity, draft.problems
    return [
        _chosen(draft, text, problems.get(name))
        if name == CHOSEN
        else FormField(name, text, LONGEST[entity][name], name in REQUIRED[entity], problems.get(name))
        for name, text in draft.values
        if name != CHOSEN or desk.crm.takes(Entity.ACCOUNT)
    ]


def _chosen(draft: Draft, reference: str, problem: Problem | None) -> FormField:
    choice = draft.organization
    choosing = Choosing(choice.name, bool(reference), bool(choice.text), choice.seeking, _candidates(choice))
    return FormField(CHOSEN, choice.text or choice.name, LONGEST[Entity.ACCOUNT]["name"], False, problem, choosing)


def _candidates(choice: Choice) -> tuple[Candidate, ...]:
    if not choice.text:
        return ()
    return tuple(Candidate(match, " ".join(match.client.name.split()), pretty(match.number)) for match in choice.found)
