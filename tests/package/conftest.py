"""What ``make package`` has made. Nothing of it is made here: a part that is missing fails its tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.pulseaudio import PulseAudio
from tests.peers.x_desktop import XDesktop, x_desktop

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "package"
DIST = ROOT / "dist"


@pytest.fixture(scope="session")
def frozen() -> Path:
    """The frozen folder for Linux."""
    return BUILD / "linux" / "ctidesk"


@pytest.fixture(scope="session")
def deb() -> Path:
    (found,) = DIST.glob("*.deb")
    return found


@pytest.fixture
def x() -> Iterator[XDesktop]:
    with x_desktop() as desktop:
        yield desktop


@pytest.fixture
def sound() -> Iterator[PulseAudio]:
    with PulseAudio() as running:
        running.plug("Jabra")
        yield running
