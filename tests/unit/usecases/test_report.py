"""``ctl wait``'s expressions."""

from __future__ import annotations

import pytest

from ctidesk.usecases.report import holds, text_at

STATUS = {
    "connection": "busy",
    "calls": [{"state": "conversation", "client": None, "on_hold": False}],
    "crm": {"sync": "idle"},
    "outbox": 0,
    "operator": {"allowed": True},
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("connection", "busy"),
        ("call.state", "conversation"),
        ("calls.0.state", "conversation"),
        ("call.on_hold", "false"),
        ("call.client", "none"),
        ("crm.sync", "idle"),
        ("outbox", "0"),
        ("operator.allowed", "true"),
        ("nothing.of.the.kind", "none"),
        ("calls.7.state", "none"),
    ],
)
def test_paths_read_as_text(path: str, value: str) -> None:
    assert text_at(STATUS, path) == value
    assert holds(STATUS, path, value)


def test_no_call_reads_none() -> None:
    assert text_at({"calls": []}, "call.state") == "none"
