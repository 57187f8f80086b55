"""The demo PBX put together: the proxy's socket, the trunk's, and the callers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Self

from sipmessage import Request, Response

from ctidesk.demo import people

from . import speech
from .dialplan import Dialplan
from .digest import ALGORITHMS, Digest
from .endpoint import Endpoint
from .line import Line
from .message import Address, parse
from .presence import Presence
from .proxy import Proxy
from .registrar import Registrar
from .robots import Pace, Robots
from .udp import UdpSocket

GOODBYE_S = 0.7


@dataclass(frozen=True)
class Settings:
    port: int = 0
    accounts: Sequence[str] = ()
    password: str = field(default="demo", repr=False)
    algorithms: Sequence[str] = tuple(ALGORITHMS)
    clients: int = 2000
    has_callers: bool = True
    pace: Pace = field(default_factory=Pace)


class ProxySocket(UdpSocket):
    """Every datagram ends here, whatever it holds: asyncio would print what a broken one raises."""

    def __init__(self) -> None:
        self.proxy: Proxy | None = None

    def send(self, message: Request | Response, to: Address) -> None:
        self.send_bytes(bytes(message), to)

    def datagram_received(self, data: bytes, source: Address) -> None:
        try:
            message = parse(data)
            if self.proxy and isinstance(message, Request):
                self.proxy.on_request(message, source)
            elif self.proxy and isinstance(message, Response):
                self.proxy.on_response(message)
        except (ValueError, TypeError):
            return


class Server:
    def __init__(self, front: ProxySocket, trunk: Endpoint, settings: Settings) -> None:
        self._front, self._trunk, self._settings = front, trunk, settings
        self._dialplan = Dialplan(settings.accounts, settings.pace.answer_s)
        self._registrar = Registrar(settings.accounts, Digest(settings.password, settings.algorithms))
        self.line = Line(self._dialplan.operator, self._operator_is_registered)
        self._robots = Robots(trunk, self._dialplan, settings.pace)
        presence = Presence(trunk.aor, trunk.request, self._word_of)
        front.proxy = Proxy(
            front.address, trunk.address, self._registrar, self._dialplan, presence, front.send, self.line.saw
        )

    @classmethod
    async def listen(cls, settings: Settings) -> Self:
        front = await ProxySocket().bind(settings.port)
        trunk = await Endpoint(front.address).bind()
        return cls(front, trunk, settings)

    @property
    def address(self) -> Address:
        return self._front.address

    async def warm_up(self) -> None:
        """The voices are made beforehand, in a thread: a call must not wait for them."""
        for voice, codec in product(speech.VOICES, speech.LAWS):
            await asyncio.to_thread(speech.clip, codec, voice)

    async def run_callers(self) -> None:
        if self._settings.has_callers:
            await self._robots.call_one_after_another(people.callers(self._settings.clients), self.line)

    async def close(self) -> None:
        await self._robots.hang_up_all(GOODBYE_S)
        self._trunk.close()
        self._front.close()

    def _word_of(self, user: str) -> str:
        """A telephone that is there but publishes nothing keeps its secret; a robot stands for all others."""
        return "" if self._registrar.binding(user) else self._dialplan.presence(user)

    def _operator_is_registered(self) -> bool:
        return self._registrar.binding(self._dialplan.operator) is not None
