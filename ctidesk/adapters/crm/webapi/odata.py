"""OData v4 as text: addresses, literals, preferences, and the times and GUIDs of answers.

Facts: ``design/crm.md``, and "Query data using the Web API",
https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/overview
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urljoin, urlsplit

GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What RFC 3986 lets stand in a query and OData uses as marks; the rest is escaped, "+" and "&" above all.
UNESCAPED = "$,()'/:@-_.~"
LOOKUP_TYPE = "Microsoft.Dynamics.CRM.lookuplogicalname"
WHOLE_SECONDS = len("2026-11-23T09:15:02Z")


class NotAGuid(ValueError):
    """An id that could not be part of an address."""


def guid(text: str) -> str:
    """Lower case, without braces; anything else must not get into an address."""
    plain = text.strip("{}").lower()
    if not GUID.fullmatch(plain):
        raise NotAGuid("not a GUID")
    return plain


def is_guid(text: str) -> bool:
    return bool(GUID.fullmatch(text.strip("{}").lower()))


def record_path(entity_set: str, id: str) -> str:
    return f"{entity_set}({guid(id)})"


def literal(text: str) -> str:
    """A string literal: the quote is doubled (OData v4 ABNF, ``SQUOTE-in-string``)."""
    return "'" + text.replace("'", "''") + "'"


def address(path: str, options: Mapping[str, str]) -> str:
    """A relative address; options without a value are left out."""
    given = [f"{name}={quote(value, safe=UNESCAPED)}" for name, value in options.items() if value]
    return f"{path}?{'&'.join(given)}" if given else path


def prefer(page_size: int = 0, annotations: str = "", *, tracked: bool = False) -> str:
    parts = ["odata.track-changes"] if tracked else []
    parts += [f"odata.maxpagesize={page_size}"] if page_size else []
    parts += [f'odata.include-annotations="{annotations}"'] if annotations else []
    return ",".join(parts)


def cursor_of(next_link: str, requested: str) -> str:
    """Path and query of a nextLink, just as they stand: they are opaque and encoded already.

    Its host is left behind: a server behind a proxy may name its inner one, and credentials must not go there.
    """
    parts = urlsplit(next_link if "://" in next_link else urljoin(requested, next_link))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def instant(text: str) -> str:
    """UTC in whole seconds with ``Z``: what Dynamics sends; other servers add fractions or an offset."""
    if len(text) == WHOLE_SECONDS and text[-1] == "Z":
        return text
    moment = datetime.fromisoformat(text)
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def earlier(since: str, by: timedelta) -> str:
    return stamp(datetime.fromisoformat(instant(since)) - by)
