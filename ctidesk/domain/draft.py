"""What the operator has typed into a card and not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from ctidesk.domain.choice import NOTHING_CHOSEN, Choice
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.outbox import reference
from ctidesk.domain.record_fields import FORM, REQUIRED, field_problem, missing, one_line
from ctidesk.domain.records import Client, Entity, RecordRef

Texts: TypeAlias = tuple[tuple[str, str], ...]
"""Field and content, in the order of the form."""

Leaving: TypeAlias = Literal["", "edit", "card", "desk"]
"""What the operator wanted to leave with changes in hand: the form, the whole card, or the desk."""

CHOSEN = "parent"
"""The one field that is chosen and not typed: a client's organization, as ``account:guid``."""

_RUSSIAN_MOBILE = "+79"
_NAME_PARTS = ("lastname", "firstname", "middlename")


@dataclass(frozen=True, slots=True)
class Draft:
    """``base``: what the fields held when the edit began; ``new``: no record is behind it yet.

    ``organization``: how :data:`CHOSEN` is being chosen. ``restored``: a desk before this one ended without saving it.
    ``leg_id``: the call that a new record is linked to; ``customer``: whose case it is. ``asks``: leaving was asked
    for with changes in hand. ``tries``: how often it was to be saved with something wrong in it. ``problem``: why it
    could not be kept.
    """

    ref: RecordRef
    base: Texts
    values: Texts
    new: bool = False
    leg_id: str = ""
    customer: Client | None = None
    asks: Leaving = ""
    tries: int = 0
    saving: bool = False
    problem: Problem | None = None
    organization: Choice = NOTHING_CHOSEN
    restored: bool = False

    def typed(self, field: str, text: str) -> Draft:
        values = tuple((name, text if name == field else old) for name, old in self.values)
        return replace(self, values=values, problem=None, asks="")

    def sought(self, text: str) -> Draft:
        """An organization is looked for; whoever takes away the name of the chosen one wants none."""
        if not text.strip() and self.organization.name:
            return self.chosen(None)
        return replace(self, organization=self.organization.typed(text.lstrip()), problem=None, asks="")

    def chosen(self, organization: Client | None) -> Draft:
        name = one_line(organization.name) if organization else ""
        draft = self.typed(CHOSEN, reference(organization.ref) if organization else "")
        return replace(draft, organization=Choice(name))

    @property
    def changed(self) -> dict[str, str]:
        before = dict(self.base)
        return {name: text for name, text in self.values if _differs(text, before[name])}

    @property
    def dirty(self) -> bool:
        """What the desk filled in by itself is not the operator's work."""
        return bool(self.changed or self.organization.text)

    @property
    def problems(self) -> Mapping[str, Problem]:
        """What is wrong with what was typed, by field; what stands in the CRM already is left alone."""
        entity = self.ref.entity
        texts = dict(self.values) if self.new else self.changed
        found = {name: field_problem(entity, name, text) for name, text in texts.items()}
        if self.new or self.changed.keys() & set(REQUIRED[entity]):
            found.setdefault(REQUIRED[entity][0], None)
            found[REQUIRED[entity][0]] = found[REQUIRED[entity][0]] or missing(entity, dict(self.values))
        if self.organization.text:
            found[CHOSEN] = Problem.of(ProblemId.FIELD_NOT_CHOSEN, entity=entity, field=CHOSEN)
        return {name: problem for name, problem in found.items() if problem}

    @property
    def can_save(self) -> bool:
        """Whether there is something to save; whether it may be saved is a matter of :attr:`problems`."""
        return (self.new or self.dirty) and not self.saving


def draft_of(ref: RecordRef, values: Mapping[str, object], organization: str = "") -> Draft:
    """An edit begins with the record as it is; ``organization`` is what its :data:`CHOSEN` one is called."""
    texts = texts_of(ref.entity, values)
    return Draft(ref, texts, texts, organization=Choice(one_line(organization)))


def texts_of(entity: Entity, values: Mapping[str, object]) -> Texts:
    return tuple((name, str(values.get(name) or "")) for name in FORM[entity])


def new_client(
    ref: RecordRef, number: str = "", searched: str = "", leg_id: str = "", organization: Client | None = None
) -> Draft:
    """A client or an organization with the caller's number where it belongs, and by the name that was searched for
    (M14, M15); a client of ``organization``, where that is known."""
    fields: dict[str, str] = {}
    if not _is_name(searched):
        number = number or searched
    elif ref.entity is Entity.CONTACT:
        fields.update(_named(searched))
    else:
        fields["name"] = searched.strip()
    place = _phone_field(ref.entity, number)
    if not field_problem(ref.entity, place, number):
        fields[place] = number
    texts = texts_of(ref.entity, fields)
    draft = Draft(ref, texts, texts, new=True, leg_id=leg_id)
    if organization is None or CHOSEN not in FORM[ref.entity]:
        return draft
    with_it = draft.chosen(organization)
    return replace(with_it, base=with_it.values)


def new_case(ref: RecordRef, customer: Client, leg_id: str = "") -> Draft:
    texts = texts_of(ref.entity, {})
    return Draft(ref, texts, texts, new=True, leg_id=leg_id, customer=customer)


def _differs(text: str, before: str) -> bool:
    return before.strip() not in (text.strip(), one_line(text))


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and "@" not in text


def _named(text: str) -> dict[str, str]:
    """Last name, first name, and the rest."""
    return dict(zip(_NAME_PARTS, text.split(maxsplit=2), strict=False))


def _phone_field(entity: Entity, number: str) -> str:
    """A Russian mobile number is a client's mobile; everything else the main one."""
    mobile = entity is Entity.CONTACT and number.startswith(_RUSSIAN_MOBILE)
    return "mobilephone" if mobile else "telephone1"
