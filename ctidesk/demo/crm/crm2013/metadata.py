"""$metadata of the OData endpoint: CSDL v2, lookups and options as complex types."""

from collections.abc import Iterator

from ctidesk.demo.crm.crm2013.names import NAMESPACE, entity_set, property_name, property_type, spelt
from ctidesk.demo.crm.schema import BY_NAME, ENTITIES, Entity

HEAD = (
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">'
    '<edmx:DataServices m:DataServiceVersion="1.0" '
    'xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">'
    f'<Schema Namespace="{NAMESPACE}" xmlns="http://schemas.microsoft.com/ado/2006/04/edm">'
)
COMPLEX = (
    '<ComplexType Name="EntityReference"><Property Name="Id" Type="Edm.Guid" Nullable="true" />'
    '<Property Name="LogicalName" Type="Edm.String" Nullable="true" />'
    '<Property Name="Name" Type="Edm.String" Nullable="true" /></ComplexType>'
    '<ComplexType Name="OptionSetValue"><Property Name="Value" Type="Edm.Int32" Nullable="true" /></ComplexType>'
)
TAIL = "</Schema></edmx:DataServices></edmx:Edmx>"


def csdl() -> str:
    types = "".join(map(entity_type, ENTITIES))
    sets = "".join(map(entity_set_element, ENTITIES))
    container = '<EntityContainer Name="DataContext" m:IsDefaultEntityContainer="true">' + sets + "</EntityContainer>"
    return "".join([HEAD, types, COMPLEX, *map(association, collections()), container, TAIL])


def entity_type(entity: Entity) -> str:
    key = f'<Key><PropertyRef Name="{property_name(entity.key)}" /></Key>'
    lines = [key, *(property_element(entity, column) for column in entity.columns), *navigations(entity)]
    return f'<EntityType Name="{spelt(entity.name)}">{"".join(lines)}</EntityType>'


def property_element(entity: Entity, column: str) -> str:
    kind = property_type(entity, column)
    qualified = kind if kind.startswith("Edm.") else f"{NAMESPACE}.{kind}"
    nullable = "true" if kind.startswith("Edm.") and column != entity.key else "false"
    return f'<Property Name="{property_name(column)}" Type="{qualified}" Nullable="{nullable}" />'


def navigations(entity: Entity) -> Iterator[str]:
    for name in entity.collections:
        yield (
            f'<NavigationProperty Name="{name}" Relationship="{NAMESPACE}.{name}" '
            f'FromRole="{name}_{entity.name}" ToRole="{name}_many" />'
        )


def collections() -> Iterator[tuple[str, Entity, Entity]]:
    for entity in ENTITIES:
        for name, (target, _) in entity.collections.items():
            yield name, entity, BY_NAME[target]


def association(of: tuple[str, Entity, Entity]) -> str:
    name, one, many = of
    return (
        f'<Association Name="{name}">'
        f'<End Role="{name}_{one.name}" Type="{NAMESPACE}.{spelt(one.name)}" Multiplicity="0..1" />'
        f'<End Role="{name}_many" Type="{NAMESPACE}.{spelt(many.name)}" Multiplicity="*" /></Association>'
    )


def entity_set_element(entity: Entity) -> str:
    return f'<EntitySet Name="{entity_set(entity)}" EntityType="{NAMESPACE}.{spelt(entity.name)}" />'


def service_document() -> dict[str, object]:
    return {"d": {"EntitySets": [entity_set(entity) for entity in ENTITIES]}}
