"""Which parts of a row are answered: SQL builds the JSON inside SQLite, outside the interpreter's lock."""

from collections.abc import Sequence
from dataclasses import dataclass

from ctidesk.demo.crm.preferences import Preferences
from ctidesk.demo.crm.schema import BOOLEAN, BY_NAME, LABELS, Entity

FORMATTED = "OData.Community.Display.V1.FormattedValue"
LOGICAL_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname"


@dataclass(frozen=True, slots=True)
class Expansion:
    navigation: str
    select: tuple[str, ...]


def column_sql(entity: Entity, column: str, table: str) -> str:
    value = f'{table}."{column}"'
    if entity.columns[column] == BOOLEAN:
        return f"json(CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"
    return value


def json_object(pairs: Sequence[tuple[str, str]]) -> str:
    arguments = ", ".join(f"'{name}', {sql}" for name, sql in pairs)
    return f"json_object({arguments})"


def row_pairs(entity: Entity, columns: Sequence[str], table: str) -> list[tuple[str, str]]:
    etag = ("@odata.etag", f"'W/\"' || {table}.versionnumber || '\"'")
    return [etag, *((column, column_sql(entity, column, table)) for column in columns)]


def target_sql(targets: Sequence[str], column: str, part: str) -> str:
    """The name or the type of whatever record a lookup points to."""
    cases = []
    for target in map(BY_NAME.__getitem__, targets):
        wanted = f"'{target.name}'" if part == LOGICAL_NAME else f'r."{target.label}"'
        cases.append(f'(SELECT {wanted} FROM {target.name} r WHERE r."{target.key}" = t."{column}")')
    return f"coalesce({', '.join(cases)}, NULL)"


def lookup_annotations(entity: Entity, column: str, wanted: Preferences) -> list[tuple[str, str]]:
    lookup = entity.lookup(column)
    if not lookup:
        return []
    targets = [target for each in lookup.targets.values() for target in each]
    parts = (part for part in (FORMATTED, LOGICAL_NAME) if wanted.wants(part))
    return [(f"{column}@{part}", target_sql(targets, column, part)) for part in parts]


def label_annotation(entity: Entity, column: str, wanted: Preferences) -> list[tuple[str, str]]:
    labels = LABELS.get(f"{entity.name}.{column}") or LABELS.get(column)
    if not labels or not wanted.wants(FORMATTED):
        return []
    cases = " ".join(f"WHEN {code} THEN '{text}'" for code, text in enumerate(labels))
    return [(f"{column}@{FORMATTED}", f't."{column}"'.join(("CASE ", f" {cases} END")))]


def annotations(entity: Entity, columns: Sequence[str], wanted: Preferences) -> list[tuple[str, str]]:
    return [
        pair
        for column in columns
        for pair in (*lookup_annotations(entity, column, wanted), *label_annotation(entity, column, wanted))
    ]


def expansion_pair(entity: Entity, expansion: Expansion) -> tuple[str, str]:
    many = entity.collections.get(expansion.navigation)
    target, near, far = (many[0], many[1], entity.key) if many else single_target(entity, expansion)
    inner = json_object(row_pairs(BY_NAME[target], expansion.select, "x"))
    rows = f"json_group_array(json({inner}))" if many else inner
    return expansion.navigation, f'json((SELECT {rows} FROM {target} x WHERE x."{near}" = t."{far}"))'


def single_target(entity: Entity, expansion: Expansion) -> tuple[str, str, str]:
    navigation = entity.navigation(expansion.navigation)
    assert navigation, "query.py lets only declared navigation properties through"
    column, targets = navigation
    return targets[0], BY_NAME[targets[0]].key, column


def row_sql(entity: Entity, columns: Sequence[str], expand: Sequence[Expansion], wanted: Preferences) -> str:
    expanded = [expansion_pair(entity, expansion) for expansion in expand]
    return json_object([*row_pairs(entity, columns, "t"), *annotations(entity, columns, wanted), *expanded])
