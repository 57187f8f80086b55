"""Answers that are no success."""

from __future__ import annotations

import json

import httpx2
import pytest

from ctidesk.adapters.crm.faults import refusal, retry_after
from ctidesk.domain.crm_address import is_loopback, parts_of
from ctidesk.domain.errors import (
    CrmConflict,
    CrmError,
    CrmForbidden,
    CrmMarkExpired,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    ProblemId,
    SettingsError,
)

P = ProblemId


def error(code: str = "0x80040217", message: object = "Does Not Exist") -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()


@pytest.mark.parametrize(
    ("status", "content", "kind", "problem"),
    [
        (400, error(), CrmRefused, P.CRM_FAULT),
        (404, error(), CrmRefused, P.CRM_FAULT),
        (404, b"", CrmRefused, P.CRM_FAULT),
        (410, error("0x80044352"), CrmMarkExpired, P.CRM_FAULT),
        (410, b"", CrmMarkExpired, P.CRM_FAULT),
        (400, error("0x80044352"), CrmMarkExpired, P.CRM_FAULT),
        (501, error(), CrmRefused, P.CRM_FAULT),
        (404, b"<html>not here", CrmUnavailable, P.CRM_NOT_A_CRM),
        (302, b"", CrmUnavailable, P.CRM_NOT_A_CRM),
        (401, b"<html>", CrmUnauthorized, P.CRM_SIGN_IN_REFUSED),
        (403, error("0x80040220"), CrmForbidden, P.CRM_NO_PERMISSION),
        (412, error(), CrmConflict, P.CRM_FAULT),
        (409, error(), CrmConflict, P.CRM_FAULT),
        (500, error("0x80040237"), CrmConflict, P.CRM_FAULT),
        (408, b"", CrmUnavailable, P.CRM_UNREACHABLE),
        (429, error(), CrmUnavailable, P.CRM_BUSY),
        (502, b"<html>", CrmUnavailable, P.CRM_UNREACHABLE),
        (503, b"<html>", CrmUnavailable, P.CRM_BUSY),
    ],
)
def test_each_status_has_its_meaning(status: int, content: bytes, kind: type[CrmError], problem: ProblemId) -> None:
    found = refusal(httpx2.Response(status, content=content), "crm.example", "contact")
    assert (type(found), found.problem.id) == (kind, problem)
    assert str(status) in found.problem.detail


def test_the_server_s_words_are_in_the_detail() -> None:
    said = refusal(httpx2.Response(400, content=error("0x1", {"lang": "ru", "value": "Нельзя"})), "crm", "").problem
    assert said.detail == "HTTP 400 0x1 Нельзя"
    assert len(refusal(httpx2.Response(400, content=error("", "x" * 9000)), "crm", "").problem.detail) < 400


@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        ("7", "", 7.0),
        ("1.5", "", 1.5),
        ("-3", "", 0.0),
        ("Mon, 23 Nov 2026 09:00:30 GMT", "Mon, 23 Nov 2026 09:00:00 GMT", 30.0),
        ("Mon, 23 Nov 2026 09:00:00 GMT", "Mon, 23 Nov 2026 09:00:30 GMT", 0.0),
        ("Mon, 23 Nov 2020 09:00:00 GMT", "", 0.0),
        ("soon", "", None),
        ("", "", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(header: str, date: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": header, "date": date}) == seconds


@pytest.mark.parametrize(
    "url", ["", "crm.example.com", "ftp://crm/", "https://", "https://anna:secret@crm/", "http://x:y/"]
)
def test_an_address_that_cannot_be_used_is_a_setting_s_problem(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parts_of(url)
    assert "secret" not in repr(caught.value.problem)


def test_an_address_is_taken_with_and_without_its_last_slash() -> None:
    for url in ("https://crm.example:8443/api/data/v9.2", "https://crm.example:8443/api/data/v9.2/"):
        assert parts_of(url) == ("https://crm.example:8443", "/api/data/v9.2/", "crm.example")


def test_no_proxy_stands_before_the_own_machine() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.3.2.1", "::1", "localhost")))
    assert not any(map(is_loopback, ("crm.example", "10.0.0.1")))
