"""Notifications by the freedesktop service (Desktop Notifications Specification 1.2), spoken with jeepney."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusRouter, open_dbus_connection
from jeepney.io.common import RouterClosed
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from ctidesk.domain.notification import Notification, Notifies

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
_SERVICE = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
_SIGNALS = MatchRule(type="signal", interface=NAME, path=_SERVICE.object_path)
_OWNERS = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
_OWNERS.add_arg_condition(0, NAME)
_LONGEST = 300
_START_S, _ANSWER_S, _LEAVE_S = 10, 2, 1
_NEVER, _AS_USUAL = 0, -1
_NORMAL, _CRITICAL = 1, 2
_GONE = (OSError, EOFError, KeyError, ValueError, RuntimeError, TimeoutError, RouterClosed)
"""No bus, no address of one (jeepney raises KeyError and ValueError then), or it went away."""

_Work: TypeAlias = Notification | str | Message | None
"""What to show, the key of what to withdraw, a signal of the bus; ``None``: leave."""


class FreedesktopNotifier:
    """``bus`` is its address; without it ``DBUS_SESSION_BUS_ADDRESS`` says where. ``icon``: a name or a path."""

    def __init__(self, icon: str, bus: str = "SESSION") -> None:
        self._icon, self._bus = icon, bus
        self._inbox: asyncio.Queue[_Work] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._capabilities: frozenset[str] = frozenset()
        self._ids: dict[str, int] = {}

    def start(self, able: Callable[[Notifies], None], chosen: Callable[[str, str], None]) -> None:
        self._able, self._chosen = able, chosen
        self._task = asyncio.get_running_loop().create_task(self._run())

    def show(self, notification: Notification) -> None:
        self._inbox.put_nowait(notification)

    def withdraw(self, key: str) -> None:
        self._inbox.put_nowait(key)

    async def leave(self) -> None:
        if self._task is None:
            return
        self._inbox.put_nowait(None)
        _, late = await asyncio.wait([self._task], timeout=_LEAVE_S)
        for task in late:
            task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    # --- the bus -----------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        try:
            connection = await open_dbus_connection(self._bus)
        except _GONE as error:
            log.info("no notifications of the desktop: no session bus (%s)", error or type(error).__name__)
            return
        try:
            async with DBusRouter(connection) as router:
                await self._serve(router)
        except _GONE as error:
            log.info("the session bus has gone: %s", error or type(error).__name__)
            self._able(Notifies.NOTHING)
        finally:
            with suppress(OSError):
                await connection.close()

    async def _serve(self, router: DBusRouter) -> None:
        self._router = router
        with router.filter(_SIGNALS, queue=self._inbox), router.filter(_OWNERS, queue=self._inbox):
            for rule in (_SIGNALS, _OWNERS):
                await self._ask(message_bus.AddMatch(rule))
            await self._meet()
            while (work := await self._inbox.get()) is not None:
                await self._do(work)
            for key in tuple(self._ids):
                await self._close(key)

    async def _do(self, work: Notification | str | Message) -> None:
        if isinstance(work, Notification):
            await self._notify(work)
        elif isinstance(work, str):
            await self._close(work)
        elif _member(work) == "NameOwnerChanged":
            await self._owner_changed(work.body[2])
        else:
            self._hear(_member(work), work.body)

    async def _owner_changed(self, owner: str) -> None:
        self._ids.clear()
        if owner:
            await self._meet()
        else:
            self._know(frozenset())

    async def _meet(self) -> None:
        """Ask the service what it can do; the bus starts one that it knows how to start."""
        answer = await self._ask(_call("GetCapabilities"), _START_S)
        if answer is None:
            log.info("no notifications of the desktop: nobody on the session bus shows them")
        self._know(frozenset(answer[0]) if answer else frozenset(), there=answer is not None)

    def _know(self, capabilities: frozenset[str], *, there: bool = False) -> None:
        self._capabilities = capabilities
        buttons = Notifies.BUTTONS if "actions" in capabilities else Notifies.TEXT
        self._able(buttons if there else Notifies.NOTHING)

    async def _ask(self, message: Message, seconds: float = _ANSWER_S) -> tuple[Any, ...] | None:
        """The answer; ``None`` where it is an error, or does not come in time."""
        try:
            return tuple(unwrap_msg(await asyncio.wait_for(self._router.send_and_get_reply(message), seconds)))
        except (DBusErrorResponse, TimeoutError) as error:
            log.debug("the session bus: %s", error or "no answer")
            return None

    # --- the service -------------------------------------------------------------------------------------------------

    async def _notify(self, notification: Notification) -> None:
        summary, body = self._texts(notification)
        actions = notification.actions if "actions" in self._capabilities else ()
        words = [word for action in actions for word in action]
        expires = _NEVER if notification.urgent else _AS_USUAL
        replaced = self._ids.get(notification.key, 0)
        values = ("ctidesk", replaced, self._icon, summary, body, words, _hints(notification), expires)
        answer = await self._ask(_call("Notify", "susssasa{sv}i", values))
        if answer is None:
            self._know(frozenset())  # whoever does not show this one must not be relied upon
        else:
            self._ids[notification.key] = answer[0]

    def _texts(self, notification: Notification) -> tuple[str, str]:
        """The title is never read as markup; of the body the service says whether it reads it so."""
        title, body = plain(notification.title), plain(notification.body)
        if "body" not in self._capabilities:
            return " · ".join(part for part in (title, body.replace("\n", " · ")) if part), ""
        return title, html.escape(body, quote=False) if "body-markup" in self._capabilities else body

    async def _close(self, key: str) -> None:
        id = self._ids.pop(key, 0)
        if id:
            await self._ask(_call("CloseNotification", "u", (id,)))

    def _hear(self, signal: str, body: tuple[Any, ...]) -> None:
        key = next((key for key, id in self._ids.items() if id == body[0]), None)
        if key is None:
            return
        if signal == "ActionInvoked":
            self._chosen(key, str(body[1]))
        elif signal == "NotificationClosed":
            del self._ids[key]


def plain(text: str) -> str:
    """Without what changes how the rest is read or cannot be sent: control characters, changes of direction."""
    kept = (" " if char == "\N{NO-BREAK SPACE}" else char for char in text[:_LONGEST])
    return "".join(char for char in kept if char == "\n" or char.isprintable())


def _hints(notification: Notification) -> dict[str, tuple[str, object]]:
    """The desk rings itself."""
    hints: dict[str, tuple[str, object]] = {
        "urgency": ("y", _CRITICAL if notification.urgent else _NORMAL),
        "desktop-entry": ("s", "ctidesk"),
        "suppress-sound": ("b", True),
    }
    return hints | ({"category": ("s", notification.category)} if notification.category else {})


def _call(method: str, signature: str | None = None, values: tuple[object, ...] = ()) -> Message:
    return new_method_call(_SERVICE, method, signature, values)


def _member(message: Message) -> str:
    return str(message.header.fields.get(HeaderFields.member, ""))
