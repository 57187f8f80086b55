"""Where the services of an organization are, and its records.

"Use the OData endpoint with web resources" and "Use the Organization service with JavaScript", Microsoft Learn.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ctidesk.adapters.crm.odata import cursor_of, guid

SERVICES = re.compile(r"/xrmservices(/.*)?$", re.IGNORECASE)
SERVICE = "OrganizationData.svc/"
ODATA = "/XRMServices/2011/" + SERVICE


def service_root(url: str) -> str:
    """The OData service's address from whatever an administrator has at hand: the organization's own, the service's.

    An organization has at most its name as a path; a longer one is the address of some other OData v2 service.
    """
    plain = url.rstrip("/")
    organization = SERVICES.sub("", plain)
    path = urlsplit(organization).path.strip("/")
    if organization == plain and ("/" in path or path.lower().endswith(".svc")):
        return plain + "/"
    return organization + ODATA


def next_cursor(link: str, requested: str, root: str) -> str:
    """Path and query of an ``__next`` below our own root: behind a proxy a server names its inner host and path."""
    cursor = cursor_of(link, requested)
    place = cursor.lower().find(SERVICE.lower())
    return root + cursor[place + len(SERVICE) :] if 0 <= place < cursor.find("?") else cursor


def soap_path(root: str) -> str:
    """The organization service's path beside the OData service's."""
    return f"{root.rstrip('/').rpartition('/')[0]}/Organization.svc/web"


def record_path(entity_set: str, id: str) -> str:
    return f"{entity_set}({guid_literal(id)})"


def guid_literal(id: str) -> str:
    return f"guid'{guid(id)}'"


def date_literal(stamp: str) -> str:
    """``stamp`` is ISO 8601 with ``Z`` and whole seconds: every field has its two digits, and no fractions follow."""
    return f"datetime'{stamp}'"
