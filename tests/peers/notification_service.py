"""A notification service that can little, played on a bus of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter, Proxy, open_dbus_connection

NAME = "org.freedesktop.Notifications"
_PATH = DBusAddress("/org/freedesktop/Notifications", NAME, NAME)


class Service:
    """``notified`` are the arguments of every Notify. ``broken``: it answers that with an error; ``deaf``: never."""

    def __init__(self, connection: DBusConnection, capabilities: Sequence[str]) -> None:
        self._connection, self._capabilities = connection, list(capabilities)
        self.notified: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()
        self.broken = self.deaf = False

    async def say(self, signal: str, signature: str, *values: object) -> None:
        await self._connection.send(new_signal(_PATH, signal, signature, values))

    async def serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is MessageType.method_call and not self.deaf:
                await self._connection.send(self._answer(message))

    def _answer(self, call: Message) -> Message:
        method = call.header.fields[HeaderFields.member]
        if method == "GetCapabilities":
            return new_method_return(call, "as", (self._capabilities,))
        if method == "Notify":
            self.notified.put_nowait(call.body)
            return new_error(call, "org.example.No") if self.broken else new_method_return(call, "u", (7,))
        return new_method_return(call)


@asynccontextmanager
async def service(bus: str, *capabilities: str) -> AsyncIterator[Service]:
    connection = await open_dbus_connection(bus)
    async with DBusRouter(connection) as router:
        await Proxy(message_bus, router).RequestName(NAME)
    played = Service(connection, capabilities)
    serving = asyncio.create_task(played.serve())
    try:
        yield played
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await connection.close()
