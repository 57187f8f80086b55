"""The organization of a client, looked for while it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.choice import Choice
from ctidesk.domain.draft import Draft, new_client
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.intents import ChooseOrganization, SeekOrganization
from ctidesk.domain.records import Client, Entity, Match, RecordRef
from ctidesk.usecases.organizations import OFFERED, Organizations
from ctidesk.usecases.session import Session
from tests.ui.examples import idle
from tests.unit.usecases.test_session import Russian, StoppedClock

REF = RecordRef(Entity.CONTACT, "c1")
ROMASHKA = Client(RecordRef(Entity.ACCOUNT, "a1"), "ООО «Ромашка»")
FOUND = (Match(ROMASHKA, "name", "+74951234567"),)


class Slow:
    """A cache that answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may = asyncio.Event()
        self.broken = False

    async def search(self, text: str, limit: int, entities: Collection[Entity]) -> tuple[Match, ...]:
        assert (limit, tuple(entities)) == (OFFERED, (Entity.ACCOUNT,))
        self.asked.append(text)
        await self.may.wait()
        if self.broken:
            raise DeskError(Problem.of(ProblemId.CACHE_FAULT, file="cache"))
        return FOUND


@pytest.fixture
def cache() -> Slow:
    return Slow()


@pytest.fixture
def session(cache: Slow) -> Session:
    session = Session(idle(), Russian())
    Organizations(session, cache, StoppedClock())  # type: ignore[arg-type]
    session.post(ev.EditBegan(new_client(REF)))
    return session


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def draft(session: Session) -> Draft:
    return session.desk.drafts[0]


@pytest.mark.manual("M14")
async def test_it_is_found_and_chosen(session: Session, cache: Slow) -> None:
    cache.may.set()
    session.do(SeekOrganization(REF, "рома"))
    await settled()
    assert draft(session).organization == Choice("", "рома", FOUND)
    session.do(ChooseOrganization(REF, ROMASHKA))
    assert draft(session).organization == Choice("ООО «Ромашка»")
    session.do(ChooseOrganization(REF, None))
    assert not draft(session).dirty


async def test_only_the_last_letters_are_looked_for(session: Session, cache: Slow) -> None:
    for text in ("р", "ро", "ром"):
        session.do(SeekOrganization(REF, text))
    await settled()
    assert cache.asked == ["ром"]
    session.do(SeekOrganization(REF, "рома"))
    await settled()
    cache.may.set()
    await settled()
    assert cache.asked == ["ром", "рома"] and draft(session).organization.found == FOUND
    session.do(SeekOrganization(REF, ""))
    await settled()
    assert cache.asked[-1] == "рома"


async def test_a_cache_that_fails_is_told_and_the_form_stays(session: Session, cache: Slow) -> None:
    cache.broken = True
    cache.may.set()
    session.do(SeekOrganization(REF, "рома"))
    await settled()
    assert session.desk.notice and session.desk.notice.problem.id is ProblemId.CACHE_FAULT
    assert draft(session).organization == Choice("", "рома")


async def test_a_form_that_was_left_asks_nothing(session: Session, cache: Slow) -> None:
    session.do(SeekOrganization(REF, "рома"))
    session.post(ev.CardClosed(REF))
    await settled()
    assert cache.asked == []
