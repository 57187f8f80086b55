"""``$metadata`` (CSDL v4): which sets, properties, keys and navigation properties the server has.

Dynamics gives entity types a base type (``phonecall`` <- ``activitypointer`` <- ``crmbaseentity``; ``systemuser`` <-
``principal``), and a lookup names its column in a referential constraint; see "Web API types and operations",
https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-types-operations
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ctidesk.adapters.crm.metadata import (
    EntityType,
    Metadata,
    MetadataUnreadable,
    Navigation,
    last,
    local,
    named,
    top_level,
)


@dataclass(frozen=True, slots=True)
class Declared:
    """An entity type as it stands in the file."""

    base: str
    keys: tuple[str, ...]
    properties: Mapping[str, str]
    navigations: tuple[Navigation, ...]


def parse(document: bytes) -> Metadata:
    declared: dict[str, Declared] = {}
    sets: dict[str, str] = {}
    functions: set[str] = set()
    for element in top_level(document):
        kind, name = local(element.tag), element.get("Name", "")
        if kind == "EntityType":
            declared[name] = declaration(element)
        elif kind == "EntityContainer":
            sets |= {each.get("Name", ""): last(each.get("EntityType", "")) for each in named(element, "EntitySet")}
        elif kind == "Function":
            functions.add(name)
    types = {name: complete(name, declared) for name in declared}
    known = {name: types[kind] for name, kind in sets.items() if kind in types}
    if not known:
        raise MetadataUnreadable("it describes no entity set")
    return Metadata(known, types, frozenset(functions))


def declaration(element: Element) -> Declared:
    return Declared(
        last(element.get("BaseType", "")),
        tuple(each.get("Name", "") for key in named(element, "Key") for each in named(key, "PropertyRef")),
        {each.get("Name", ""): last(each.get("Type", "")) for each in named(element, "Property")},
        tuple(map(navigation, named(element, "NavigationProperty"))),
    )


def navigation(element: Element) -> Navigation:
    kind = element.get("Type", "")
    constraints = [each.get("Property", "") for each in named(element, "ReferentialConstraint")]
    return Navigation(
        element.get("Name", ""),
        last(kind.removeprefix("Collection(").removesuffix(")")),
        constraints[0] if constraints else "",
        kind.startswith("Collection("),
    )


def complete(name: str, declared: Mapping[str, Declared]) -> EntityType:
    lineage = tuple(ancestry(name, declared))
    parts = [declared[each] for each in lineage if each in declared]
    return EntityType(
        name,
        next((part.keys for part in parts if part.keys), ()),
        {each: kind for part in reversed(parts) for each, kind in part.properties.items()},
        tuple(each for part in parts for each in part.navigations),
        lineage,
    )


def ancestry(name: str, declared: Mapping[str, Declared]) -> Iterator[str]:
    seen: set[str] = set()
    while name and name not in seen:
        yield name
        seen.add(name)
        name = declared[name].base if name in declared else ""
