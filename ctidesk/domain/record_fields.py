"""Which fields of a record the desk may write, and what may stand in them.

Lengths are those of the Dynamics tables ("Contact", "Account" and "Incident table reference", Microsoft Learn); a
deployment may have shortened them, and its CRM then says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.outbox import REFERENCES, Value, Write, WriteKind, reference
from ctidesk.domain.phone_number import split_field
from ctidesk.domain.records import CLIENTS, PHONE_FIELDS, Entity, RecordRef

_NAMES = ("lastname", "firstname", "middlename", "jobtitle")

LONGEST: Mapping[Entity, Mapping[str, int]] = {
    Entity.CONTACT: {
        "lastname": 50,
        "firstname": 50,
        "middlename": 50,
        "jobtitle": 100,
        "mobilephone": 50,
        "telephone1": 50,
        "telephone2": 50,
        "telephone3": 50,
        "emailaddress1": 100,
    },
    Entity.ACCOUNT: {"name": 160, "accountnumber": 20, "telephone1": 50, "telephone2": 50, "emailaddress1": 100},
    Entity.CASE: {"title": 200},
}
"""The texts of each entity that can be written, and how many characters each may have."""

FORM: Mapping[Entity, tuple[str, ...]] = {
    Entity.CONTACT: (*_NAMES, "parent", *(name for name in LONGEST[Entity.CONTACT] if name not in _NAMES)),
    Entity.ACCOUNT: tuple(LONGEST[Entity.ACCOUNT]),
    Entity.CASE: tuple(LONGEST[Entity.CASE]),
}
"""The fields that an operator fills in, in the order of the form."""

TARGETS: Mapping[Entity, Mapping[str, tuple[Entity, ...]]] = {
    Entity.CONTACT: {"parent": (Entity.ACCOUNT,)},
    Entity.ACCOUNT: {},
    Entity.CASE: {"customer": CLIENTS},
}
"""The references of each entity, and the entities that each may name."""

REQUIRED: Mapping[Entity, tuple[str, ...]] = {
    Entity.CONTACT: ("lastname", "firstname"),
    Entity.ACCOUNT: ("name",),
    Entity.CASE: ("title",),
}
"""At least one of these must not be empty."""

NEVER_ALONE: Mapping[Entity, tuple[str, ...]] = {Entity.CASE: ("customer",)}
"""What a new record must point to: a case without a customer is taken by no Dynamics ("Case (Incident) table")."""

WRITABLE = tuple(LONGEST)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_NUMBER = re.compile(r"[\d\s()+*#.\-–—\u2011\u00a0\u202f]+")
_FEWEST_DIGITS, _MOST_DIGITS = 2, 17


def new_record(ref: RecordRef, values: Mapping[str, str]) -> Write:
    """The write that creates it. Raises :class:`Refused` for values that no CRM would take."""
    checked: dict[str, Value] = {name: value for name, value in _checked(ref.entity, values).items() if value}
    _require(ref.entity, checked)
    for name in NEVER_ALONE.get(ref.entity, ()):
        if not checked.get(name):
            raise Refused(_problem(ProblemId.FIELD_MISSING, ref.entity, name))
    return Write(WriteKind.CREATE, ref.entity, ref.id, checked)


def edited_record(ref: RecordRef, values: Mapping[str, str], base: Mapping[str, Value]) -> Write:
    """The write that changes it; ``base`` is the record as it was when the edit began. Raises :class:`Refused`."""
    checked = _checked(ref.entity, values)
    changed = {name: value for name, value in checked.items() if value != (base.get(name) or None)}
    if not changed:
        raise Refused(Problem(ProblemId.NOTHING_TO_WRITE))
    if changed.keys() & set(REQUIRED[ref.entity]):
        _require(ref.entity, {**base, **changed})
    return Write(WriteKind.UPDATE, ref.entity, ref.id, changed, {name: base.get(name) or None for name in changed})


def field_problem(entity: Entity, name: str, text: str) -> Problem | None:
    """What is wrong with a text of the record; an empty one is right, and a reference is chosen, not typed."""
    plain = one_line(text)
    if not plain or name in TARGETS[entity]:
        return None
    longest = LONGEST[entity][name]
    if len(plain) > longest:
        return _problem(ProblemId.FIELD_TOO_LONG, entity, name, longest=longest)
    if name in PHONE_FIELDS.get(entity, ()) and not _is_number(plain):
        return _problem(ProblemId.FIELD_NOT_A_NUMBER, entity, name, value=plain)
    if name == "emailaddress1" and not _EMAIL.fullmatch(plain):
        return _problem(ProblemId.FIELD_NOT_AN_EMAIL, entity, name, value=plain)
    return None


def missing(entity: Entity, values: Mapping[str, Value]) -> Problem | None:
    """Why there is no such record: nothing stands in the fields that :data:`REQUIRED` names."""
    if any(str(values.get(name) or "").strip() for name in REQUIRED[entity]):
        return None
    return _problem(ProblemId.FIELD_MISSING, entity, REQUIRED[entity][0])


def _require(entity: Entity, values: Mapping[str, Value]) -> None:
    if problem := missing(entity, values):
        raise Refused(problem)


def _checked(entity: Entity, values: Mapping[str, str]) -> dict[str, Value]:
    known = (*LONGEST.get(entity, ()), *TARGETS.get(entity, ()))
    for name in values:
        if name not in known:
            raise Refused(Problem.of(ProblemId.FIELD_UNKNOWN, name=name[:40], accepted=", ".join(known)))
    return {name: _value(entity, name, text) for name, text in values.items()}


def _value(entity: Entity, name: str, text: str) -> Value:
    """One line without superfluous spaces; ``None`` for nothing."""
    plain = one_line(text)
    if name in REFERENCES:
        return _reference(entity, name, plain) if plain else None
    if problem := field_problem(entity, name, plain):
        raise Refused(problem)
    return plain or None


def one_line(text: str) -> str:
    """As it is written: without superfluous spaces."""
    return " ".join(text.split())


def _is_number(text: str) -> bool:
    """One number or several, extensions behind them («доб. 12»)."""
    parts = split_field(text)
    return bool(parts) and all(_NUMBER.fullmatch(part) and _fits(part) for part in parts)


def _fits(part: str) -> bool:
    return _FEWEST_DIGITS <= sum(c.isdecimal() for c in part) <= _MOST_DIGITS


def _reference(entity: Entity, name: str, text: str) -> str:
    target, _, id = text.partition(":")
    try:
        if target in TARGETS[entity][name]:
            return reference(RecordRef(Entity(target), str(UUID(id))))
    except ValueError:
        pass
    raise Refused(_problem(ProblemId.FIELD_NOT_A_RECORD, entity, name, value=text[:60]))


def _problem(id: ProblemId, entity: Entity, name: str, **more: object) -> Problem:
    return Problem.of(id, "", entity=entity, field=name, **more)
