"""The verbs of ``ctidesk ctl``: the same intents as the windows', and questions about the desk.

Words come in as strings from another process, so each is checked here; what is wrong is one sentence.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import Event, MessagesTold, ProblemArose
from ctidesk.domain.history import was_missed
from ctidesk.domain.intents import (
    Accept,
    CancelSync,
    CancelTransfer,
    CompleteTransfer,
    Dial,
    End,
    Intent,
    OpenLink,
    OpenSettings,
    PressKeys,
    Redial,
    SelectClient,
    SetDisposition,
    SetHold,
    SetMute,
    SetNote,
    SetStatus,
    ShowCard,
    ShowPanel,
    Synchronise,
    TransferTo,
)
from ctidesk.domain.operator import CHOOSABLE, OperatorStatus
from ctidesk.domain.records import CARDS, SEARCHABLE
from ctidesk.ports import Cache, Clock, Numbering
from ctidesk.usecases import report
from ctidesk.usecases.request import Request, call_filter, number_option, one_word, record_ref, wrong_usage
from ctidesk.usecases.session import Session
from ctidesk.usecases.verb_usage import takes_no_words

Answer = dict[str, Any]
Verb: TypeAlias = Callable[[Request], Awaitable[Answer]]


class Screen(Protocol):
    """What the verbs need of the windows."""

    def visible(self) -> Sequence[str]: ...

    def screenshot(self, folder: Path) -> Sequence[Path]:
        """One PNG per visible window in ``folder``, made if it is missing; raises :class:`OSError`."""

    def raise_panel(self) -> None: ...

    def show_panel(self) -> None:
        """In front of other windows; the keyboard stays with whoever has it."""


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Handing a call to a colleague, which waits for his presence, and who the colleagues are."""

    transfer: Callable[[TransferTo], Awaitable[None]]
    directory: Callable[[], Awaitable[Sequence[Answer]]]


class Verbs:
    """Answers one request at a time; raises :class:`Refused` with the problem where it cannot.

    ``others``: verbs of other stories (``record_verbs.py``, ``diagnostics.py``).
    """

    def __init__(
        self,
        session: Session,
        cache: Cache,
        numbering: Numbering,
        clock: Clock,
        screen: Screen,
        sentence: report.Sentence,
        quit: Callable[[], None],
        colleagues: Colleagues,
        sign_in: Callable[[], Awaitable[None]],
        others: Mapping[str, Verb],
    ) -> None:
        self._session = session
        self._cache = cache
        self._numbering = numbering
        self._clock = clock
        self._screen = screen
        self._sentence = sentence
        self._quit = quit
        self._colleagues = colleagues
        self._sign_in_again = sign_in
        self._verbs: dict[str, Verb] = {
            "status": self._status,
            "wait": self._wait,
            "accept": self._doing(lambda request: Accept()),
            "end": self._doing(lambda request: End()),
            "hold": self._doing(lambda request: SetHold(True)),
            "resume": self._doing(lambda request: SetHold(False)),
            "mute": self._doing(lambda request: SetMute(True)),
            "unmute": self._doing(lambda request: SetMute(False)),
            "dtmf": self._doing(lambda request: PressKeys(one_word(request))),
            "transfer": self._transfer,
            "consult": self._transfer,
            "complete-transfer": self._doing(lambda request: CompleteTransfer()),
            "cancel-transfer": self._doing(lambda request: CancelTransfer()),
            "directory": self._directory,
            "dial": self._doing(lambda request: Dial(one_word(request))),
            "redial": self._doing(lambda request: Redial()),
            "note": self._doing(self._note),
            "disposition": self._doing(self._disposition),
            "set-status": self._doing(_set_status),
            "select": self._doing(lambda request: SelectClient(record_ref(request))),
            "show": self._show,
            "sync": self._doing(_sync),
            "sign-in": self._sign_in,
            "lookup": self._lookup,
            "search": self._search,
            "calls": self._calls,
            **others,
            "open": self._open,
            "screenshot": self._screenshot,
            "activate": self._activate,
            "quit": self._end,
        }

    async def answer(self, request: Request) -> Answer:
        """What the verb gives; raises :class:`Refused`."""
        verb = self._verbs.get(request.verb)
        if verb is None:
            raise Refused(Problem.of(ProblemId.VERB_UNKNOWN, verb=request.verb[:40], known=", ".join(self._verbs)))
        if request.words and takes_no_words(request.verb):
            raise wrong_usage(request)
        return await verb(request)

    @property
    def known(self) -> frozenset[str]:
        """Every verb; ``events`` is the control socket's."""
        return frozenset(self._verbs) | {"events"}

    async def events(self) -> AsyncIterator[Answer]:
        """What happens at the desk from now on, until the listener goes."""
        happened: asyncio.Queue[Event] = asyncio.Queue()

        def listen(before: Desk, event: Event, after: Desk) -> None:
            if not isinstance(event, MessagesTold):  # an answer to somebody, and a long one
                happened.put_nowait(event)

        self._session.react(listen)
        try:
            while True:
                yield report.event(await happened.get())
        finally:
            self._session.forget(listen)

    # --- verbs ---------------------------------------------------------------------------------------------------

    def _doing(self, intent_of: Callable[[Request], Intent]) -> Verb:
        async def verb(request: Request) -> Answer:
            self._session.do(intent_of(request))
            return self._report()

        return verb

    def _note(self, request: Request) -> Intent:
        """On the live call, whatever its state, else on the last one."""
        return SetNote(self._leg_id(), " ".join(request.words))

    def _disposition(self, request: Request) -> Intent:
        return SetDisposition(self._leg_id(), " ".join(request.words))

    def _leg_id(self) -> str:
        leg = self._session.desk.leg or self._session.desk.last
        if leg is None:
            raise Refused(Problem(ProblemId.NO_CALL_TO_NOTE))
        return leg.id

    def _report(self) -> Answer:
        return report.status(self._session.desk, self._clock.now(), self._screen.visible(), self._sentence)

    async def _status(self, request: Request) -> Answer:
        return self._report()

    async def _wait(self, request: Request) -> Answer:
        expression = one_word(request)
        path, equals, value = expression.partition("=")
        if not equals or not path:
            raise wrong_usage(request)
        timeout_s = number_option(request, "timeout", 60.0)
        if not await self._until(lambda: report.holds(self._report(), path.strip(), value.strip()), timeout_s):
            found = report.text_at(self._report(), path.strip())
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

    async def _transfer(self, request: Request) -> Answer:
        number = one_word(request)
        await self._colleagues.transfer(TransferTo(number, consult=request.verb == "consult"))
        return self._report()

    async def _directory(self, request: Request) -> Answer:
        return {"directories": await self._colleagues.directory()}

    async def _show(self, request: Request) -> Answer:
        if list(request.words) == ["settings"]:
            self._session.do(OpenSettings())
            return self._report()
        ref = record_ref(request, CARDS)
        if await self._cache.card(ref) is None:
            raise Refused(Problem(ProblemId.NO_SUCH_RECORD))
        self._session.do(ShowCard(ref))
        return self._report()

    async def _sign_in(self, request: Request) -> Answer:
        await self._sign_in_again()
        return self._report()

    async def _lookup(self, request: Request) -> Answer:
        number = self._numbering.parse(one_word(request))
        began = time.perf_counter()
        matches = await self._cache.lookup(number)
        return _matches(matches, began)

    async def _search(self, request: Request) -> Answer:
        if not request.words:
            raise wrong_usage(request)
        limit = int(number_option(request, "limit", 50))
        began = time.perf_counter()
        return _matches(await self._cache.search(" ".join(request.words), limit, SEARCHABLE), began)

    async def _calls(self, request: Request) -> Answer:
        query = call_filter(request).query(self._clock.now().astimezone())
        calls = await self._cache.calls(int(number_option(request, "limit", 100)), query)
        returned = await self._cache.returned([call for call in calls if was_missed(call)])
        return {"calls": [report.ended_call(call, returned.get(call.id)) for call in calls]}

    async def _screenshot(self, request: Request) -> Answer:
        folder = Path(one_word(request))
        try:
            return {"files": [str(path) for path in self._screen.screenshot(folder)]}
        except OSError as error:
            raise Refused(Problem.of(ProblemId.FOLDER_UNWRITABLE, str(error), folder=folder)) from error

    async def _open(self, request: Request) -> Answer:
        """A link is clicked in another program: a refusal is told there, where the operator looks, and here."""
        self._session.do(ShowPanel())
        self._screen.show_panel()
        try:
            self._session.do(OpenLink(one_word(request)))
        except Refused as refused:
            self._session.post(ProblemArose(refused.problem, self._clock.now()))
            raise
        return self._report()

    async def _activate(self, request: Request) -> Answer:
        self._session.do(ShowPanel())
        self._screen.raise_panel()
        return self._report()

    async def _end(self, request: Request) -> Answer:
        answer = self._report()
        self._quit()
        return answer


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
    event.clear()


def _matches(matches: Sequence[Any], began: float) -> Answer:
    ms = (time.perf_counter() - began) * 1000
    return {"matches": [report.match(found) for found in matches], "ms": round(ms, 3)}


def _sync(request: Request) -> Synchronise | CancelSync:
    if "cancel" in request.options:
        return CancelSync()
    return Synchronise(full="full" in request.options)


def _set_status(request: Request) -> SetStatus:
    word = one_word(request)
    if word not in CHOOSABLE:
        raise wrong_usage(request)
    return SetStatus(OperatorStatus(word))
