"""``$metadata`` (CSDL v4): which sets, properties, keys and navigation properties the server has.

Dynamics gives entity types a base type (``phonecall`` <- ``activitypointer`` <- ``crmbaseentity``; ``systemuser`` <-
``principal``), and a lookup names its column in a referential constraint; see "Web API types and operations",
https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-types-operations
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# What stands directly below the schema: everything inside has been seen when one of these ends.
TOP_LEVEL = frozenset({"EntityType", "ComplexType", "EnumType", "Action", "Function", "EntityContainer", "Annotations"})


# Owners are bound through the abstract type of users and teams.
PRINCIPAL, PRINCIPALS = "principal", frozenset({"systemuser", "team"})


class MetadataUnreadable(ValueError):
    """Not XML, or XML that describes no entity set."""


@dataclass(frozen=True, slots=True)
class Navigation:
    """A navigation property; ``column`` is the lookup it fills, empty where the server does not say."""

    name: str
    target: str
    column: str
    many: bool


@dataclass(frozen=True, slots=True)
class EntityType:
    """One entity type with all it inherits, its own parts first; ``lineage``: its name and those of its bases."""

    name: str
    keys: tuple[str, ...]
    properties: frozenset[str]
    navigations: tuple[Navigation, ...]
    lineage: tuple[str, ...]

    def binding(self, column: str, target: EntityType) -> str | None:
        """The navigation property by which ``column`` is made to point to a record of ``target``."""
        lineage = (*target.lineage, PRINCIPAL) if target.name in PRINCIPALS else target.lineage
        fitting = [each for each in self.ways_to(column) if each.target in lineage]
        fitting.sort(key=lambda each: lineage.index(each.target))
        return fitting[0].name if fitting else None

    def ways_to(self, column: str) -> list[Navigation]:
        stem = column.removeprefix("_").removesuffix("_value").lower()
        singles = [each for each in self.navigations if not each.many]
        declared = [each for each in singles if each.column == column]
        return declared or [each for each in singles if not each.column and each.name.lower().startswith(stem)]

    def collection_of(self, target: str) -> str | None:
        return next((each.name for each in self.navigations if each.many and each.target == target), None)


@dataclass(frozen=True, slots=True)
class Metadata:
    sets: Mapping[str, EntityType]
    types: Mapping[str, EntityType]
    functions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Declared:
    """An entity type as it stands in the file."""

    base: str
    keys: tuple[str, ...]
    properties: tuple[str, ...]
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


def top_level(document: bytes) -> Iterator[Element]:
    """Each part of the schema as it ends, forgotten afterwards: the file of a real organisation has 5 MB and more."""
    try:
        for _, element in ElementTree.iterparse(BytesIO(document)):
            if local(element.tag) in TOP_LEVEL:
                yield element
                element.clear()
    except ElementTree.ParseError as error:
        raise MetadataUnreadable(str(error)) from None


def declaration(element: Element) -> Declared:
    return Declared(
        last(element.get("BaseType", "")),
        tuple(each.get("Name", "") for key in named(element, "Key") for each in named(key, "PropertyRef")),
        tuple(each.get("Name", "") for each in named(element, "Property")),
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
        frozenset(each for part in parts for each in part.properties),
        tuple(each for part in parts for each in part.navigations),
        lineage,
    )


def ancestry(name: str, declared: Mapping[str, Declared]) -> Iterator[str]:
    seen: set[str] = set()
    while name and name not in seen:
        yield name
        seen.add(name)
        name = declared[name].base if name in declared else ""


def named(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child.tag) == name]


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def last(qualified: str) -> str:
    """The name without its namespace or alias."""
    return qualified.rpartition(".")[2]
