"""What is refused before it is taken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.errors import ProblemId, Refused
from ctidesk.domain.intents import CreateRecord, UpdateRecord
from ctidesk.domain.outbox import Write
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.usecases.records import Records
from ctidesk.usecases.session import Session
from tests.ui.examples import idle
from tests.unit.usecases.test_session import Russian, StoppedClock

ID = "0f9f8a52-6d7e-4f30-9a53-0d4f1a9b7c99"
CUSTOMER = {"title": "Не приходит счёт", "customer": f"account:{ID}"}


class Taking:
    def __init__(self) -> None:
        self.written: list[Write] = []

    async def enqueue(self, writes: Sequence[Write]) -> None:
        self.written += writes


@pytest.mark.parametrize(
    ("absent", "entity", "values"),
    [
        (Entity.CASE, Entity.CASE, CUSTOMER),
        (Entity.ACCOUNT, Entity.CASE, CUSTOMER),
        (Entity.ACCOUNT, Entity.CONTACT, {"lastname": "Ёлкина", "parent": f"account:{ID}"}),
    ],
)
async def test_what_the_crm_does_without_is_not_written(absent: Entity, entity: Entity, values: dict[str, str]) -> None:
    session, cache = Session(idle(), Russian()), Taking()
    records = Records(session, cache, StoppedClock(), lambda: None)  # type: ignore[arg-type]
    session.post(ev.EntitiesKnown(frozenset({absent})))
    for write in (
        records.create(CreateRecord(RecordRef(entity, ID), values)),
        records.update(UpdateRecord(RecordRef(entity, ID), values, {})),
    ):
        with pytest.raises(Refused) as caught:
            await write
        assert caught.value.problem.id is ProblemId.CRM_HAS_NONE
    session.post(ev.EntitiesKnown(frozenset()))
    await records.create(CreateRecord(RecordRef(entity, ID), values))
    assert len(cache.written) == 1
