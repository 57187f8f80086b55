"""What the robots do: answer what is dialled, call the operator one after another, follow a transfer."""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass

from sipmessage import Request

from ctidesk.demo.people import Caller

from .dialplan import JOIN, Dialplan, Step
from .endpoint import Endpoint
from .leg import Leg, finished
from .line import Line, until
from .message import respond
from .referral import follow, replaced_leg
from .transaction import InviteServer

UNAVAILABLE = 480
SUPPORTED = {"replaces", "norefersub"}


@dataclass(frozen=True)
class Pace:
    """How long each part of a pretend caller's day lasts."""

    first_call_s: float = 5
    ring_s: float = 30
    talk_s: float = 120
    pause_s: float = 12
    answer_s: float = 3  # a dialled robot


class Robots:
    def __init__(self, endpoint: Endpoint, dialplan: Dialplan, pace: Pace) -> None:
        self._endpoint, self._dialplan, self._pace = endpoint, dialplan, pace
        self._tasks: set[asyncio.Task[None]] = set()
        endpoint.on_invite = self._on_invite

    async def call_one_after_another(self, cast: Iterable[Caller], line: Line) -> None:
        """Whoever hears "temporarily unavailable" tries again later, so that wrap-up swallows no caller."""
        await asyncio.sleep(self._pace.first_call_s)
        await line.free_for(0)
        for caller in cast:
            while await self._call_operator(caller.number) == UNAVAILABLE:
                await line.free_for(self._pace.pause_s)
            await line.free_for(self._pace.pause_s)

    async def hang_up_all(self, patience_s: float) -> None:
        for task in self._tasks:
            task.cancel()
        for leg in list(self._endpoint.legs.values()):
            leg.hang_up()
        await finished(until(lambda: self._endpoint.is_quiet), patience_s)

    async def _call_operator(self, number: str) -> int:
        operator = self._dialplan.operator
        leg = self._with_transfer(await Leg.call(self._endpoint, number, self._endpoint.aor(operator)))
        await asyncio.wait({leg.final}, timeout=self._pace.ring_s)
        if not leg.final.done():
            leg.hang_up()
        code = await leg.final
        await self._talk(leg)
        return code

    async def _talk(self, leg: Leg) -> None:
        if not await leg.ends_within(self._pace.talk_s):
            leg.hang_up()

    def _on_invite(self, request: Request, invitation: InviteServer) -> Leg | None:
        unsupported = [option for option in request.require if option not in SUPPORTED]
        replaced = replaced_leg(self._endpoint, request) if request.headers.get("Replaces") else None
        steps = self._dialplan.steps(request.uri.user or "")
        if unsupported:
            invitation.respond(respond(request, 420, headers=[("Unsupported", ", ".join(unsupported))]))
        elif request.headers.get("Replaces") and replaced is None:
            invitation.respond(respond(request, 481))
        elif steps is None and replaced is None:
            invitation.respond(respond(request, 404))
        else:
            leg = self._with_transfer(Leg.called(self._endpoint, request, invitation))
            self._start(self._answer(leg, JOIN if replaced else steps or (), replaced))
            return leg
        return None

    async def _answer(self, leg: Leg, steps: Iterable[Step], replaced: Leg | None) -> None:
        for step in steps:
            if await leg.ends_within(step.after_s):
                return
            await leg.respond(step.code)
        if replaced:
            replaced.hang_up()  # RFC 3891 3: once the new one is answered
        if leg.final.done():
            await self._talk(leg)
        else:
            await leg.ended.wait()

    def _with_transfer(self, leg: Leg) -> Leg:
        leg.on_refer = lambda leg, request: self._start(self._follow(leg, request))
        return leg

    async def _follow(self, leg: Leg, refer: Request) -> None:
        new_leg = await follow(leg, refer, self._with_transfer)
        if new_leg:
            await self._talk(new_leg)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
