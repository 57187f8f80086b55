"""What the form of a card shows: pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ctidesk.domain.draft import Draft, Leaving
from ctidesk.domain.errors import Problem
from ctidesk.domain.record_fields import LONGEST, REQUIRED
from ctidesk.domain.records import RecordRef


@dataclass(frozen=True, slots=True)
class FormField:
    """``required``: one of the fields of which at least one must be filled in; ``problem``: what is wrong with it."""

    name: str
    text: str
    longest: int
    required: bool
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FormView:
    """``asks``: leaving was asked for; ``tries``: how often it was to be saved with something wrong in it.

    ``links``: a call is waiting to be linked to what is made here.
    """

    ref: RecordRef
    fields: tuple[FormField, ...]
    new: bool
    can_save: bool
    asks: Leaving
    tries: int
    links: bool
    problem: Problem | None = None


def form_view(draft: Draft) -> FormView:
    entity, problems = draft.ref.entity, draft.problems
    return FormView(
        ref=draft.ref,
        fields=tuple(
            FormField(name, text, LONGEST[entity][name], name in REQUIRED[entity], problems.get(name))
            for name, text in draft.values
        ),
        new=draft.new,
        can_save=draft.can_save,
        asks=draft.asks,
        tries=draft.tries,
        links=bool(draft.leg_id),
        problem=draft.problem,
    )
