"""Where the services of an organization are, and its records.

"Use the OData endpoint with web resources" and "Use the Organization service with JavaScript", Microsoft Learn.
"""

from __future__ import annotations

import re

from ctidesk.adapters.crm.odata import guid

SERVICES = re.compile(r"/xrmservices(/.*)?$", re.IGNORECASE)
ODATA = "/XRMServices/2011/OrganizationData.svc/"


def service_root(url: str) -> str:
    """The OData service's address from whatever an administrator has at hand: the organization's own, the service's."""
    return SERVICES.sub("", url.rstrip("/")) + ODATA


def soap_path(root: str) -> str:
    """The organization service's path beside the OData service's."""
    return root.removesuffix("OrganizationData.svc/") + "Organization.svc/web"


def record_path(entity_set: str, id: str) -> str:
    return f"{entity_set}({guid_literal(id)})"


def guid_literal(id: str) -> str:
    return f"guid'{guid(id)}'"


def date_literal(stamp: str) -> str:
    """``stamp`` is ISO 8601 with ``Z`` and whole seconds: every field has its two digits, and no fractions follow."""
    return f"datetime'{stamp}'"
