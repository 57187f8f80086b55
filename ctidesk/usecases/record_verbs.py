"""The verbs of ``ctidesk ctl`` that write: records, the call's client, and what becomes of a write that waits."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from ctidesk.domain.intents import CreateRecord, DiscardWrite, Rebind, ResolveConflict, RetryWrite, UpdateRecord
from ctidesk.domain.record_fields import WRITABLE
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.usecases import report
from ctidesk.usecases.outbox import Outbox
from ctidesk.usecases.rebind import Rebinding
from ctidesk.usecases.records import Records
from ctidesk.usecases.request import Request, record_ref, wrong_usage
from ctidesk.usecases.unsent import Unsent

Answer = dict[str, Any]
Verb: TypeAlias = Callable[[Request], Awaitable[Answer]]
_SEQ = re.compile(r"[0-9]{1,18}")


class RecordVerbs:
    """Each returns when what it asks for is on disk, and the desk's status tells of it."""

    def __init__(
        self, records: Records, rebinding: Rebinding, unsent: Unsent, outbox: Outbox, sentence: report.Sentence
    ) -> None:
        self._records = records
        self._rebinding = rebinding
        self._unsent = unsent
        self._outbox = outbox
        self._sentence = sentence
        self._acts = {"retry": self._retry, "discard": self._discard, "resolve": self._resolve}

    @property
    def verbs(self) -> dict[str, Verb]:
        every = {"create": self.create, "update": self.update, "rebind": self.rebind, "outbox": self.outbox}
        return {name: self._telling(verb) for name, verb in every.items()}

    def _telling(self, verb: Verb) -> Verb:
        """Whoever asks ``wait outbox=0`` next waits for this write too."""

        async def told(request: Request) -> Answer:
            answer = await verb(request)
            await self._outbox.tell()
            return answer

        return told

    async def create(self, request: Request) -> Answer:
        if len(request.words) < 2 or request.words[0] not in WRITABLE:
            raise wrong_usage(request)
        ref = RecordRef(Entity(request.words[0]), str(uuid4()))
        await self._records.create(CreateRecord(ref, pairs(request, request.words[1:])))
        return report.ref(ref)

    async def update(self, request: Request) -> Answer:
        if len(request.words) < 3 or request.words[0] not in WRITABLE:
            raise wrong_usage(request)
        ref = RecordRef(Entity(request.words[0]), guid(request, request.words[1]))
        await self._records.update(UpdateRecord(ref, pairs(request, request.words[2:])))
        return report.ref(ref)

    async def rebind(self, request: Request) -> Answer:
        ref = record_ref(request)
        await self._rebinding.rebind(Rebind(ref, save_number="save-number" in request.options))
        return report.ref(ref)

    async def outbox(self, request: Request) -> Answer:
        """What waits, after the deed where there is one."""
        if request.words:
            await self._act(request, *request.words)
        writes = await self._unsent.listed()
        return {"outbox": len(writes), "writes": [report.waiting(write, self._sentence) for write in writes]}

    async def _act(self, request: Request, act: str, seq: str = "", *more: str) -> None:
        if act not in self._acts or not _SEQ.fullmatch(seq):
            raise wrong_usage(request)
        await self._acts[act](request, int(seq), more)

    async def _retry(self, request: Request, seq: int, more: Sequence[str]) -> None:
        if more:
            raise wrong_usage(request)
        await self._unsent.retry(RetryWrite(seq))

    async def _discard(self, request: Request, seq: int, more: Sequence[str]) -> None:
        if more:
            raise wrong_usage(request)
        await self._unsent.discard(DiscardWrite(seq))

    async def _resolve(self, request: Request, seq: int, choices: Sequence[str]) -> None:
        await self._unsent.resolve(ResolveConflict(seq, pairs(request, choices)))  # type: ignore[arg-type]


def pairs(request: Request, words: Sequence[str]) -> dict[str, str]:
    """``FIELD=VALUE`` by field; a value may hold further ``=``."""
    parts = [word.partition("=") for word in words]
    if any(not name or not equals for name, equals, _ in parts):
        raise wrong_usage(request)
    return {name: value for name, _, value in parts}


def guid(request: Request, word: str) -> str:
    try:
        return str(UUID(word))
    except ValueError:
        raise wrong_usage(request) from None
