"""``$metadata`` of OData v2 and v3 (CSDL 1 to 3): relations are associations, lookups and options complex types.

"OData endpoint metadata", Microsoft Learn; [MC-CSDL] 2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
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

REFERENCE, OPTION = "EntityReference", "OptionSetValue"


def parse(document: bytes) -> Metadata:
    """Raises :class:`MetadataUnreadable`."""
    kinds: dict[str, Element] = {}
    ends: dict[str, Mapping[str, tuple[str, bool]]] = {}
    sets: dict[str, str] = {}
    for element in top_level(document):
        kind, name = local(element.tag), element.get("Name", "")
        if kind == "EntityType":
            kinds[name] = kept(element)
        elif kind == "Association":
            ends[name] = {each.get("Role", ""): end(each) for each in named(element, "End")}
        elif kind == "EntityContainer":
            sets |= {each.get("Name", ""): last(each.get("EntityType", "")) for each in named(element, "EntitySet")}
    types = {name: entity_type(name, kinds, ends) for name in kinds}
    known = {name: types[kind] for name, kind in sets.items() if kind in types}
    if not known:
        raise MetadataUnreadable("it describes no entity set")
    return Metadata(known, types, frozenset())


def kept(element: Element) -> Element:
    """What is read of it later: the reader empties an element once it has gone by."""
    copy = Element(element.tag, element.attrib)
    copy.extend(list(element))
    return copy


def end(element: Element) -> tuple[str, bool]:
    """The type at this end of a relation, and whether there may be many of it."""
    return last(element.get("Type", "")), element.get("Multiplicity") == "*"


def entity_type(
    name: str, kinds: Mapping[str, Element], ends: Mapping[str, Mapping[str, tuple[str, bool]]]
) -> EntityType:
    lineage = tuple(ancestry(name, kinds))
    parts = [kinds[each] for each in lineage]
    keys = [each.get("Name", "") for part in parts for key in named(part, "Key") for each in named(key, "PropertyRef")]
    return EntityType(
        name,
        tuple(keys),
        {each.get("Name", ""): last(each.get("Type", "")) for part in parts for each in named(part, "Property")},
        tuple(navigation(each, ends) for part in parts for each in named(part, "NavigationProperty")),
        lineage,
    )


def ancestry(name: str, kinds: Mapping[str, Element]) -> list[str]:
    lineage: list[str] = []
    while name in kinds and name not in lineage:
        lineage.append(name)
        name = last(kinds[name].get("BaseType", ""))
    return lineage


def navigation(element: Element, ends: Mapping[str, Mapping[str, tuple[str, bool]]]) -> Navigation:
    relation = ends.get(last(element.get("Relationship", "")), {})
    target, many = relation.get(element.get("ToRole", ""), ("", False))
    return Navigation(element.get("Name", ""), target.lower(), "", many)
