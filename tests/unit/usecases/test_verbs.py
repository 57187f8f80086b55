"""Words from another process: what no verb takes is refused."""

from __future__ import annotations

from typing import Any

import pytest

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import ProblemId, Refused
from ctidesk.usecases.diagnostics import Diagnostics
from ctidesk.usecases.record_verbs import RecordVerbs
from ctidesk.usecases.request import Request
from ctidesk.usecases.session import Session
from ctidesk.usecases.verb_usage import WORDS, takes_no_words
from ctidesk.usecases.verbs import Verbs
from tests.unit.usecases.test_session import Russian


@pytest.fixture
def verbs() -> Verbs:
    """None of the parts is reached by what is refused."""
    nothing: Any = None
    session = Session(Desk(), Russian())
    others = {
        **RecordVerbs(nothing, nothing, nothing, nothing, nothing).verbs,
        **Diagnostics(session, nothing, nothing, nothing).verbs,
    }
    return Verbs(session, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, others)


def test_the_help_lists_every_verb(verbs: Verbs) -> None:
    assert set(WORDS) == verbs.known


@pytest.mark.parametrize("verb", [verb for verb in WORDS if takes_no_words(verb) and verb != "events"])
async def test_a_verb_without_words_takes_none(verbs: Verbs, verb: str) -> None:
    with pytest.raises(Refused) as refused:
        await verbs.answer(Request(verb, ("now",)))
    assert refused.value.problem.id is ProblemId.VERB_USAGE


def test_which_verbs_take_words() -> None:
    assert not any(
        takes_no_words(verb) for verb in ("wait", "dial", "transfer", "search", "outbox", "create", "unknown")
    )
