"""The verbs of ``ctidesk ctl``: the same intents as the windows', and questions about the desk.

Words come in as strings from another process, so each is checked here; what is wrong is one sentence.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import Event
from ctidesk.domain.intents import Accept, Dial, End, Intent, SelectClient, SetStatus, ShowCard, Synchronise
from ctidesk.domain.operator import CHOOSABLE, OperatorStatus
from ctidesk.domain.records import CLIENTS, Entity, RecordRef
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases import report
from ctidesk.usecases.session import Session

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One line from ``ctl``: a verb, its words, and its options."""

    verb: str
    words: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)


class Screen(Protocol):
    """What the verbs need of the windows."""

    def visible(self) -> Sequence[str]: ...

    def screenshot(self, folder: Path) -> Sequence[Path]:
        """One PNG per visible window in ``folder``, made if it is missing; raises :class:`OSError`."""

    def raise_panel(self) -> None: ...


class Verbs:
    """Answers one request at a time; raises :class:`Refused` with the problem where it cannot."""

    def __init__(
        self,
        session: Session,
        cache: Cache,
        numbering: Numbering,
        clock: Clock,
        screen: Screen,
        sentence: report.Sentence,
        quit: Callable[[], None],
    ) -> None:
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        self._screen = screen
        self._sentence = sentence
        self._quit = quit
        self._verbs: dict[str, Callable[[Request], Awaitable[Answer]]] = {
            "status": self._status,
            "wait": self._wait,
            "accept": self._doing(lambda request: Accept()),
            "end": self._doing(lambda request: End()),
            "dial": self._doing(lambda request: Dial(one_word(request, "dial NUMBER"))),
            "set-status": self._doing(_set_status),
            "select": self._doing(lambda request: SelectClient(_ref(request, "select ENTITY ID"))),
            "show": self._show,
            "sync": self._doing(lambda request: Synchronise(full="full" in request.options)),
            "lookup": self._lookup,
            "search": self._search,
            "calls": self._calls,
            "outbox": self._outbox,
            "screenshot": self._screenshot,
            "activate": self._activate,
            "quit": self._end,
        }

    async def answer(self, request: Request) -> Answer:
        """What the verb gives; raises :class:`Refused`."""
        verb = self._verbs.get(request.verb)
        if verb is None:
            raise Refused(Problem.of(ProblemId.VERB_UNKNOWN, verb=request.verb[:40], known=", ".join(self._verbs)))
        return await verb(request)

    async def events(self) -> AsyncIterator[Answer]:
        """What happens at the desk from now on, until the listener goes."""
        happened: asyncio.Queue[Event] = asyncio.Queue()

        def listen(before: Desk, event: Event, after: Desk) -> None:
            happened.put_nowait(event)

        self._session.react(listen)
        try:
            while True:
                yield report.event(await happened.get())
        finally:
            self._session.forget(listen)

    # --- verbs ---------------------------------------------------------------------------------------------------

    def _doing(self, intent_of: Callable[[Request], Intent]) -> Callable[[Request], Awaitable[Answer]]:
        async def verb(request: Request) -> Answer:
            self._session.do(intent_of(request))
            return self._report()

        return verb

    def _report(self) -> Answer:
        return report.status(self._session.desk, self._clock.now(), self._screen.visible(), self._sentence)

    async def _status(self, request: Request) -> Answer:
        return self._report()

    async def _wait(self, request: Request) -> Answer:
        expression = one_word(request, "wait PATH=VALUE [--timeout S]")
        path, equals, value = expression.partition("=")
        if not equals or not path:
            raise _usage("wait PATH=VALUE [--timeout S]")
        timeout_s = _number(request, "timeout", 60.0)
        if not await self._until(lambda: holds(self._report(), path.strip(), value.strip()), timeout_s):
            found = text_at(self._report(), path.strip())
            raise Refused(Problem.of(ProblemId.WAIT_TIMED_OUT, expression=expression, seconds=timeout_s, found=found))
        return self._report()

    async def _until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Whether the condition came to hold; asked after every event, and now and then for what time changes."""
        changed = asyncio.Event()

        def listen(before: Desk, event: Event, after: Desk) -> None:
            changed.set()

        deadline = time.monotonic() + timeout_s
        self._session.react(listen)
        try:
            while not condition():
                left_s = deadline - time.monotonic()
                if left_s <= 0:
                    return False
                await _set_within(changed, min(left_s, 0.25))
            return True
        finally:
            self._session.forget(listen)

    async def _show(self, request: Request) -> Answer:
        ref = _ref(request, "show ENTITY ID")
        if await self._cache.card(ref) is None:
            raise Refused(Problem(ProblemId.NO_SUCH_RECORD))
        self._session.do(ShowCard(ref))
        return self._report()

    async def _lookup(self, request: Request) -> Answer:
        number = self._numbering.parse(one_word(request, "lookup NUMBER"))
        began = time.perf_counter()
        matches = await self._cache.lookup(number)
        return _matches(matches, began)

    async def _search(self, request: Request) -> Answer:
        if not request.words:
            raise _usage("search TEXT [--limit N]")
        limit = int(_number(request, "limit", 50))
        began = time.perf_counter()
        return _matches(await self._cache.search(" ".join(request.words), limit), began)

    async def _calls(self, request: Request) -> Answer:
        calls = await self._cache.calls(int(_number(request, "limit", 100)))
        return {"calls": [report.ended_call(call) for call in calls]}

    async def _outbox(self, request: Request) -> Answer:
        items = await self._cache.outbox()
        return {"outbox": len(items), "writes": [report.waiting(item) for item in items]}

    async def _screenshot(self, request: Request) -> Answer:
        folder = Path(one_word(request, "screenshot DIR"))
        try:
            return {"files": [str(path) for path in self._screen.screenshot(folder)]}
        except OSError as error:
            raise Refused(Problem.of(ProblemId.FOLDER_UNWRITABLE, str(error), folder=folder)) from error

    async def _activate(self, request: Request) -> Answer:
        self._screen.raise_panel()
        return self._report()

    async def _end(self, request: Request) -> Answer:
        answer = self._report()
        self._quit()
        return answer


def holds(answer: Answer, path: str, wanted: str) -> bool:
    """Whether the value at ``path`` reads as ``wanted``; an absent path reads ``none``."""
    return text_at(answer, path) == wanted


def text_at(answer: Answer, path: str) -> str:
    """The value at a dotted path into ``status`` as text; ``call.x`` is ``calls[0].x``."""
    value: Any = answer
    parts = path.split(".")
    if parts[0] == "call":
        parts[0:1] = ["calls", "0"]
    for part in parts:
        value = _step(value, part)
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _step(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return None


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
    event.clear()


def _matches(matches: Sequence[Any], began: float) -> Answer:
    ms = (time.perf_counter() - began) * 1000
    return {"matches": [report.match(found) for found in matches], "ms": round(ms, 3)}


def one_word(request: Request, usage: str) -> str:
    if len(request.words) != 1 or not request.words[0].strip():
        raise _usage(usage)
    return request.words[0]


def _usage(usage: str) -> Refused:
    return Refused(Problem.of(ProblemId.VERB_USAGE, usage=usage))


def _ref(request: Request, usage: str) -> RecordRef:
    if len(request.words) != 2 or request.words[0] not in CLIENTS:
        raise _usage(usage)
    return RecordRef(Entity(request.words[0]), request.words[1].lower().strip("{}"))


def _number(request: Request, option: str, default: float) -> float:
    try:
        value = float(request.options.get(option, default))
    except ValueError:
        raise _usage(f"{request.verb} --{option} NUMBER") from None
    if not 0 <= value < 10**9:
        raise _usage(f"{request.verb} --{option} NUMBER")
    return value


def _set_status(request: Request) -> SetStatus:
    usage = "set-status " + "|".join(CHOOSABLE)
    word = one_word(request, usage)
    if word not in CHOOSABLE:
        raise _usage(usage)
    return SetStatus(OperatorStatus(word))
