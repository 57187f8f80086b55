"""Where the services of a CRM may be, read from whatever address of it somebody has at hand: a page in the browser.

"Compose HTTP requests and handle errors" (Web API: ``…/api/data/v9.2/``), "Use the OData endpoint with web resources"
(2011 to 2015: ``…/XRMServices/2011/OrganizationData.svc/``), Microsoft Learn. On premises the organization's name is
the first part of the path; in the cloud, and with an address for each organization, there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ctidesk.domain.errors import DeskError, Problem, ProblemId

VERSIONS = ("v9.2", "v9.1", "v9.0", "v8.2", "v8.1", "v8.0")
CLOUD = (".dynamics.com", ".microsoftdynamics.us", ".dynamics.cn", ".appsplatform.us")
WEB_API, OF_OLD = "/api/data/", "/XRMServices/2011/OrganizationData.svc/"
VERSION = re.compile(r"/api/data/(v\d+\.\d+)(/|$)", re.IGNORECASE)
# What follows the organization's own part of an address ("Open forms, views, dialogs, and reports with a URL").
NO_ORGANIZATION = re.compile(
    r".*\.(aspx|html?|svc|asmx)|api|apps|xrmservices|webresources|_.*|%7b.*|crmreports|tools|sfa|userdefined|uclient",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """``kind`` and ``url`` in the words of ``[crm]``."""

    kind: str
    url: str


def places(pasted: str) -> tuple[Place, ...]:
    """Where to look, most likely first. Raises :class:`DeskError` with CRM_ADDRESS_WRONG; a password in it is refused,
    and told nowhere."""
    text = pasted.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.:-]+", host) or "@" in parts.netloc:
        raise _wrong()
    root = f"{parts.scheme}://{parts.netloc}{_organization(parts.path)}"
    return _in_order(root, parts.path, cloud=host.lower().endswith(CLOUD))


def is_cloud(url: str) -> bool:
    """Whether it is one of Microsoft's own, where everybody signs in in the browser."""
    return (urlsplit(url).hostname or "").lower().endswith(CLOUD)


def _organization(path: str) -> str:
    first = path.lstrip("/").partition("/")[0]
    return f"/{first}" if first and not NO_ORGANIZATION.fullmatch(first) else ""


def _in_order(root: str, path: str, *, cloud: bool) -> tuple[Place, ...]:
    of_old = Place("crm2013", root + OF_OLD)
    if "/xrmservices/" in path.lower():
        return (of_old,)
    named = VERSION.search(path)
    versions = dict.fromkeys((named[1].lower(), *VERSIONS) if named else VERSIONS)
    newer = tuple(Place("webapi", f"{root}{WEB_API}{version}/") for version in versions)
    return newer if cloud else (*newer, of_old)


def _wrong() -> DeskError:
    return DeskError(Problem(ProblemId.CRM_ADDRESS_WRONG))
