"""Configured names, which are the Web API's, as a 2013 server spells them (``spec/crm-schema.md``).

A set is the entity's schema name and ``Set`` (``contacts`` -> ``ContactSet``), a lookup has its schema name
(``_parentcustomerid_value`` -> ``ParentCustomerId``); the server's own spelling is found without regard to case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ctidesk.adapters.crm.metadata import EntityType, Metadata
from ctidesk.adapters.crm.schema import EntityNames
from ctidesk.domain.records import Entity


def spelt(names: Mapping[Entity, EntityNames], metadata: Metadata) -> dict[Entity, EntityNames]:
    """``names`` in the server's spelling; what it does not know stays as it was configured."""
    sets = {name.lower(): name for name in metadata.sets}
    return {entity: spelt_entity(wanted, sets, metadata) for entity, wanted in names.items()}


def spelt_entity(names: EntityNames, sets: Mapping[str, str], metadata: Metadata) -> EntityNames:
    found = next((sets[each] for each in candidates(names.set.lower()) if each in sets), None)
    if not found:
        return names
    properties = {name.lower(): name for name in metadata.sets[found].properties}
    fields = {key: properties.get(logical(name), name) for key, name in names.fields.items()}
    return replace(names, set=found, id=properties.get(logical(names.id), names.id), fields=fields)


def candidates(plural: str) -> Iterator[str]:
    """What the set may be called: as it stands, or made from the entity's logical name."""
    yield plural
    yield from (f"{singular}set" for singular in singulars(plural))


def singulars(plural: str) -> Iterable[str]:
    """``phonedirectories`` -> ``phonedirectory``, ``addresses`` -> ``address``, ``contacts`` -> ``contact``."""
    yield plural
    for ending, singular in (("ies", "y"), ("es", ""), ("s", ""), ("set", "")):
        if plural.endswith(ending):
            yield plural.removesuffix(ending) + singular


def logical(name: str) -> str:
    """An attribute's logical name, whichever dialect's name is given."""
    lower = name.lower()
    return lower.removeprefix("_").removesuffix("_value") if lower.endswith("_value") else lower


def logical_name(kind: EntityType) -> str:
    """The entity's, as references and FetchXML want it."""
    return kind.name.lower()
