"""A page of the OData endpoint: ``{"d": {"results": […], "__next": …}}``, or ``{"d": […]}`` where it is all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ctidesk.adapters.crm.values import NotOData


class Results(msgspec.Struct, rename={"next": "__next"}):
    results: list[msgspec.Raw]
    next: str | None = None


class Answer(msgspec.Struct):
    d: Results | list[msgspec.Raw]


class One(msgspec.Struct):
    d: dict[str, Any]


PAGE, ROW, RECORD = msgspec.json.Decoder(Answer), msgspec.json.Decoder(dict[str, Any]), msgspec.json.Decoder(One)


def page_of(content: bytes) -> tuple[list[Mapping[str, Any]], str | None]:
    """Rows as the server sent them, and the link to the next page; raises :class:`NotOData`."""
    try:
        sent = PAGE.decode(content).d
        results = sent if isinstance(sent, Results) else Results(sent)
        return [ROW.decode(raw) for raw in results.results], results.next
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotOData("not a page of rows") from None


def record_of(content: bytes) -> Mapping[str, Any]:
    """One record; raises :class:`NotOData`."""
    try:
        return RECORD.decode(content).d
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotOData("a record that is not JSON") from None
