"""What OData v4 says otherwise than v2: keys in addresses, and preferences."""

from __future__ import annotations

from ctidesk.adapters.crm.odata import guid

LOOKUP_TYPE = "Microsoft.Dynamics.CRM.lookuplogicalname"


def record_path(entity_set: str, id: str) -> str:
    return f"{entity_set}({guid(id)})"


def prefer(page_size: int = 0, annotations: str = "", *, tracked: bool = False) -> str:
    parts = ["odata.track-changes"] if tracked else []
    parts += [f"odata.maxpagesize={page_size}"] if page_size else []
    parts += [f'odata.include-annotations="{annotations}"'] if annotations else []
    return ",".join(parts)
