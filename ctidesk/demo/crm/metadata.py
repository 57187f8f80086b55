"""$metadata (CSDL v4) and the service document."""

from collections.abc import Iterator

from ctidesk.demo.crm.schema import BY_NAME, ENTITIES, Entity, Lookup

SCHEMA = "http://docs.oasis-open.org/odata/ns/edm"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
    f'<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="{SCHEMA}">'
    '<EntityType Name="crmbaseentity" Abstract="true" />'
    '<EntityType Name="principal" BaseType="mscrm.crmbaseentity"><Key><PropertyRef Name="ownerid" /></Key>'
    '<Property Name="ownerid" Type="Edm.Guid" Nullable="false" /></EntityType>'
)
WHO_AM_I = (
    '<ComplexType Name="WhoAmIResponse"><Property Name="BusinessUnitId" Type="Edm.Guid" Nullable="false" />'
    '<Property Name="UserId" Type="Edm.Guid" Nullable="false" />'
    '<Property Name="OrganizationId" Type="Edm.Guid" Nullable="false" /></ComplexType>'
    '<Function Name="WhoAmI"><ReturnType Type="mscrm.WhoAmIResponse" Nullable="false" /></Function>'
)
TOTAL_RECORD_COUNT = (
    '<ComplexType Name="EntityRecordCountCollection"><Property Name="Count" Type="Edm.Int32" Nullable="false" />'
    '<Property Name="Keys" Type="Collection(Edm.String)" />'
    '<Property Name="Values" Type="Collection(Edm.Int64)" Nullable="false" /></ComplexType>'
    '<ComplexType Name="RetrieveTotalRecordCountResponse">'
    '<Property Name="EntityRecordCountCollection" Type="mscrm.EntityRecordCountCollection" /></ComplexType>'
    '<Function Name="RetrieveTotalRecordCount"><Parameter Name="EntityNames" Type="Collection(Edm.String)" />'
    '<ReturnType Type="mscrm.RetrieveTotalRecordCountResponse" Nullable="false" /></Function>'
)
TAIL = "</Schema></edmx:DataServices></edmx:Edmx>"


def properties(entity: Entity) -> Iterator[str]:
    for name, kind in entity.columns.items():
        nullable = ' Nullable="false"' if name == entity.key else ""
        yield f'<Property Name="{name}" Type="{kind}"{nullable} />'


def target_type(targets: tuple[str, ...]) -> str:
    return targets[0] if len(targets) == 1 else "principal"


def single_valued(lookup: Lookup) -> Iterator[str]:
    for name, targets in lookup.targets.items():
        target = target_type(targets)
        key = "ownerid" if target == "principal" else BY_NAME[target].key
        constraint = f'<ReferentialConstraint Property="{lookup.column}" ReferencedProperty="{key}" />'
        yield f'<NavigationProperty Name="{name}" Type="mscrm.{target}">{constraint}</NavigationProperty>'


def collection_valued(entity: Entity) -> Iterator[str]:
    for name, (target, back) in entity.collections.items():
        lookup = BY_NAME[target].lookup(back)
        partner = next(iter(lookup.targets)) if lookup else ""
        yield f'<NavigationProperty Name="{name}" Type="Collection(mscrm.{target})" Partner="{partner}" />'


def entity_type(entity: Entity) -> str:
    navigation = [line for lookup in entity.lookups for line in single_valued(lookup)]
    key = f'<Key><PropertyRef Name="{entity.key}" /></Key>'
    lines = "".join([key, *properties(entity), *navigation, *collection_valued(entity)])
    return f'<EntityType Name="{entity.name}" BaseType="mscrm.crmbaseentity">{lines}</EntityType>'


def bindings(entity: Entity) -> Iterator[str]:
    singles = ((n, t[0]) for lookup in entity.lookups for n, t in lookup.targets.items() if len(t) == 1)
    for name, target in (*singles, *((n, t) for n, (t, _) in entity.collections.items())):
        yield f'<NavigationPropertyBinding Path="{name}" Target="{BY_NAME[target].set}" />'


def entity_set(entity: Entity) -> str:
    bound = "".join(bindings(entity))
    kind = f"Microsoft.Dynamics.CRM.{entity.name}"
    return f'<EntitySet Name="{entity.set}" EntityType="{kind}">{bound}</EntitySet>'


def csdl() -> str:
    sets = "".join(map(entity_set, ENTITIES))
    functions = "".join(
        f'<FunctionImport Name="{name}" Function="mscrm.{name}" />' for name in ("WhoAmI", "RetrieveTotalRecordCount")
    )
    container = f'<EntityContainer Name="System">{sets}{functions}</EntityContainer>'
    return f"{HEAD}{''.join(map(entity_type, ENTITIES))}{WHO_AM_I}{TOTAL_RECORD_COUNT}{container}{TAIL}"


def service_document(root: str) -> dict[str, object]:
    sets = [{"name": entity.set, "kind": "EntitySet", "url": entity.set} for entity in ENTITIES]
    return {"@odata.context": f"{root}$metadata", "value": sets}
