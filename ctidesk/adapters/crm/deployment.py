"""What the configuration names, held against what the server has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ctidesk.adapters.crm.metadata import EntityType, Metadata
from ctidesk.adapters.crm.schema import EntityNames
from ctidesk.domain.errors import CrmRefused, Problem, ProblemId
from ctidesk.domain.records import Entity

PARTY = "activityparty"


@dataclass(frozen=True, slots=True)
class Table:
    """One usable entity. ``fields``: canonical name -> the server's, without those the server ``lacks``."""

    entity: Entity
    set: str
    key: str
    fields: Mapping[str, str]
    lacks: frozenset[str]
    type: EntityType


@dataclass(frozen=True, slots=True)
class Deployment:
    tables: Mapping[Entity, Table]
    stopped: frozenset[Entity]
    unknown: tuple[str, ...]
    party: EntityType | None = None

    @property
    def problem(self) -> Problem | None:
        """Every configured name that the server does not know, in one line."""
        return Problem.of(ProblemId.CRM_UNKNOWN_NAMES, names=", ".join(self.unknown)) if self.unknown else None

    def table(self, entity: Entity) -> Table:
        found = self.tables.get(entity)
        if found:
            return found
        if entity in self.stopped and self.problem:
            raise CrmRefused(self.problem)
        raise CrmRefused(Problem.of(ProblemId.CRM_UNKNOWN_NAMES, "switched off in this deployment", names=entity))


def compare(names: Mapping[Entity, EntityNames], metadata: Metadata) -> Deployment:
    unknown: list[str] = []
    tables: dict[Entity, Table] = {}
    for entity, wanted in names.items():
        unknown += unknown_names(wanted, metadata)
        table = table_of(entity, wanted, metadata)
        if table:
            tables[entity] = table
    return Deployment(tables, frozenset(names.keys() - tables.keys()), tuple(unknown), party_of(metadata))


def party_of(metadata: Metadata) -> EntityType | None:
    return next((kind for name, kind in metadata.types.items() if name.lower() == PARTY), None)


def table_of(entity: Entity, names: EntityNames, metadata: Metadata) -> Table | None:
    """``None`` where set or key are missing: that stops this entity, and no other."""
    kind = metadata.sets.get(names.set)
    if not kind or names.id not in kind.properties:
        return None
    fields = {key: name for key, name in names.fields.items() if name in kind.properties}
    return Table(entity, names.set, names.id, fields, frozenset(names.fields.keys() - fields.keys()), kind)


def unknown_names(names: EntityNames, metadata: Metadata) -> Iterator[str]:
    kind = metadata.sets.get(names.set)
    if not kind:
        yield suggested(names.set, names.set, metadata.sets)
        return
    for name in dict.fromkeys((names.id, *names.fields.values())):
        if name not in kind.properties:
            yield suggested(f"{names.set}.{name}", name, kind.properties)


def suggested(shown: str, name: str, candidates: Iterable[str]) -> str:
    """``contacts.telefone1 (telephone1?)``: no words, since wording is the business of ``ui/texts.py``."""
    known = {candidate.lower(): candidate for candidate in sorted(candidates)}
    close = get_close_matches(name.lower(), known, n=1)
    return f"{shown} ({known[close[0]]}?)" if close else shown
