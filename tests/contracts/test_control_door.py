"""Both ways to a running desk: answers for whoever may ask, nothing for anybody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from ctidesk.adapters.desktop.control import Answer, Control, ask
from ctidesk.adapters.desktop.door import Door
from ctidesk.adapters.desktop.doors import door
from ctidesk.adapters.desktop.loopback_door import LoopbackDoor
from ctidesk.adapters.desktop.unix_door import UnixDoor

Make = Callable[[], Door]


async def answer(verb: str, words: tuple[str, ...], options: dict[str, str]) -> Answer:
    return {"verb": verb, "words": list(words), **options}


async def events() -> AsyncIterator[Answer]:
    for number in range(2):
        yield {"event": number}


@pytest.fixture(params=[UnixDoor, LoopbackDoor])
def make(request: pytest.FixtureRequest) -> Make:
    return request.param


@pytest.fixture
async def place(make: Make, tmp_path: Path) -> AsyncIterator[Path]:
    path = tmp_path / "control.sock"
    path.write_text("left behind by a desk that was killed")
    control = Control(path, answer, events, make())
    await control.start()
    yield path
    await control.stop()
    assert not path.exists()


async def asked(place: Path, make: Make, verb: str) -> list[Answer]:
    return await asyncio.to_thread(lambda: list(ask(place, verb, ["ё"], {"limit": "2"}, make())))


async def test_a_request_is_answered(place: Path, make: Make) -> None:
    assert await asked(place, make, "status") == [{"verb": "status", "words": ["ё"], "limit": "2"}]
    assert await asked(place, make, "events") == [{"event": 0}, {"event": 1}]


async def test_the_place_is_the_users_own(place: Path) -> None:
    assert place.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [None, "", "nonsense", "9 key"])
def test_where_no_desk_runs(make: Make, tmp_path: Path, left: str | None) -> None:
    path = tmp_path / "control.sock"
    if left is not None:
        path.write_text(left)
    with pytest.raises(ConnectionError):
        next(ask(path, "status", [], {}, make()))


async def test_who_does_not_know_the_key_is_not_heard(tmp_path: Path) -> None:
    path = tmp_path / "control.sock"
    control = Control(path, answer, events, LoopbackDoor())
    await control.start()
    port = int(path.read_text().split()[0])
    with socket.create_connection(("127.0.0.1", port)) as stranger:
        stranger.sendall(b"guessed\n" + b'{"verb": "quit"}\n')
        assert await asyncio.to_thread(stranger.recv, 100) == b""
    await control.stop()


def test_this_systems() -> None:
    assert isinstance(door(), UnixDoor)
