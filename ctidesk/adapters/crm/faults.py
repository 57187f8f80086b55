"""Answers and broken connections, translated into the desk's errors.

Statuses and codes: "Compose HTTP requests and handle errors" and "Service protection API limits", Microsoft Learn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from ctidesk.adapters.crm.fault_codes import DUPLICATE, EXPIRED, FORBIDDEN, TEMPORARY, Said, said_by
from ctidesk.domain.errors import (
    CrmConflict,
    CrmError,
    CrmForbidden,
    CrmMarkExpired,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    Problem,
    ProblemId,
)

BUSY = frozenset({429, 503})
# These ask for another try, as every 5xx does but the one for what a server will never do.
TRY_AGAIN = frozenset({408, 425})
NOT_IMPLEMENTED = 501
UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"  # OpenSSL's word; httpx2 keeps it in the text alone


def broken(error: Exception, host: str) -> CrmUnavailable:
    """No answer: refused, timed out, lost on the way, or an untrusted certificate."""
    detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    untrusted = UNTRUSTED in str(error)
    id = ProblemId.CRM_CERTIFICATE_UNTRUSTED if untrusted else ProblemId.CRM_UNREACHABLE
    return CrmUnavailable(Problem.of(id, detail, host=host))


def not_a_crm(host: str, detail: str) -> CrmUnavailable:
    """Something else answers in the CRM's place. No refusal: a maintenance page goes away again."""
    return CrmUnavailable(Problem.of(ProblemId.CRM_NOT_A_CRM, detail, host=host))


def refusal(answer: httpx2.Response, host: str, entity: str) -> CrmError:
    """What an answer that is no success means."""
    status, said = answer.status_code, said_by(answer.content)
    detail = f"HTTP {status} {said.code} {said.message}".replace("  ", " ").strip()
    if said.code.lower() == DUPLICATE or status in (409, 412):
        return CrmConflict(Problem.of(ProblemId.CRM_FAULT, detail))
    if said.code.lower() == EXPIRED or status == 410:
        return CrmMarkExpired(Problem.of(ProblemId.CRM_FAULT, detail))
    if status in BUSY:
        return CrmUnavailable(Problem.of(ProblemId.CRM_BUSY, detail, host=host), retry_after(answer.headers))
    if status == 500 and said.decisive:
        return decided(said, detail, host, entity)
    if (status >= 500 and status != NOT_IMPLEMENTED) or status in TRY_AGAIN:
        return CrmUnavailable(Problem.of(ProblemId.CRM_UNREACHABLE, detail, host=host), retry_after(answer.headers))
    if status == 401:
        return CrmUnauthorized(Problem.of(ProblemId.CRM_SIGN_IN_REFUSED, detail, host=host))
    if status == 403:
        return CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, detail, entity=entity))
    if status < 400 or is_web_page(answer):
        return not_a_crm(host, detail)
    return CrmRefused(Problem.of(ProblemId.CRM_FAULT, detail))


def decided(said: Said, detail: str, host: str, entity: str) -> CrmError:
    """By the code, where every answer that is no success is a 500."""
    if said.code in TEMPORARY:
        return CrmUnavailable(Problem.of(ProblemId.CRM_UNREACHABLE, detail, host=host))
    if said.code in FORBIDDEN:
        return CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, detail, entity=entity))
    return CrmRefused(Problem.of(ProblemId.CRM_FAULT, detail))


def is_web_page(answer: httpx2.Response) -> bool:
    return "html" in answer.headers.get("content-type", "").lower() or answer.content.lstrip()[:1] == b"<"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from Retry-After, which is a number or a date (RFC 9110, 10.2.3); a date counts from the server's."""
    text = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        until, now = http_date(text), http_date(headers.get("date", "")) or datetime.now(UTC)
        return max(0.0, (until - now).total_seconds()) if until else None


def http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
