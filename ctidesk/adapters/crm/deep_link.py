"""Addresses of the CRM's own pages.

"Open forms, views, dialogs, and reports with a URL", Microsoft Learn: ``main.aspx?etn=…&pagetype=entityrecord&id={…}``.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.settings import CrmSettings

_LOGICAL = {
    Entity.CONTACT: "contact",
    Entity.ACCOUNT: "account",
    Entity.CASE: "incident",
    Entity.PHONE_CALL: "phonecall",
    Entity.WORKSHEET: "{prefix}_worksheet",
}
# What follows the organization's own part of an address.
_SERVICES = ("/api/", "/xrmservices/")


def record_url(settings: CrmSettings, ref: RecordRef) -> str | None:
    """The page of a record; ``None`` for an entity that has none."""
    name = _LOGICAL.get(ref.entity, "").format(prefix=settings.prefix)
    if not name or not settings.url:
        return None
    id = quote(f"{{{ref.id}}}", safe="-")
    return f"{_organization(settings.url)}main.aspx?etn={name}&pagetype=entityrecord&id={id}"


def _organization(url: str) -> str:
    """``https://host/`` in the cloud, ``https://host/Org/`` on premises."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/") + "/"
    ends = [place for service in _SERVICES if (place := path.lower().find(service)) >= 0]
    return f"{parts.scheme}://{parts.netloc}{path[: min(ends, default=len(path) - 1)]}/"
