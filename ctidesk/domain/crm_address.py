"""The address of a CRM, taken apart."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from ctidesk.domain.errors import Problem, ProblemId, SettingsError


def parts_of(url: str) -> tuple[str, str, str]:
    """Origin, root path with its last slash, and the host as it may be shown. Credentials in an address are refused."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise wrong_url(url) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise wrong_url(url)
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") + "/", parts.hostname


def wrong_url(url: str) -> SettingsError:
    """Told without what may be a password in it."""
    accepted = "https://crm.example.com/api/data/v9.2/"
    return SettingsError(
        Problem.of(ProblemId.CONFIG_WRONG_VALUE, key="crm.url", value=url.rpartition("@")[2][:80], accepted=accepted)
    )


def is_loopback(host: str) -> bool:
    """A proxy from the environment has no business between the desk and its own machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
