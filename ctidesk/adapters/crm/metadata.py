"""What a server says of itself in ``$metadata``, whatever version it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# What stands directly below the schema: everything inside has been seen when one of these ends.
TOP_LEVEL = frozenset(
    {"EntityType", "ComplexType", "EnumType", "Association", "Action", "Function", "EntityContainer", "Annotations"}
)
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
    """One entity type with all it inherits, its own parts first.

    ``properties``: name -> type, without its namespace; ``lineage``: its name and those of its bases.
    """

    name: str
    keys: tuple[str, ...]
    properties: Mapping[str, str]
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


def top_level(document: bytes) -> Iterator[Element]:
    """Each part of the schema as it ends, forgotten afterwards: the file of a real organisation has 5 MB and more."""
    try:
        for _, element in ElementTree.iterparse(BytesIO(document)):
            if local(element.tag) in TOP_LEVEL:
                yield element
                element.clear()
    except ElementTree.ParseError as error:
        raise MetadataUnreadable(str(error)) from None


def named(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child.tag) == name]


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def last(qualified: str) -> str:
    """The name without its namespace or alias."""
    return qualified.rpartition(".")[2]
