"""Which door this system has."""

from __future__ import annotations

import socket

from ctidesk.adapters.desktop.door import Door


def door() -> Door:
    """This system's."""
    if hasattr(socket, "AF_UNIX"):
        from ctidesk.adapters.desktop.unix_door import UnixDoor

        return UnixDoor()
    from ctidesk.adapters.desktop.loopback_door import LoopbackDoor

    return LoopbackDoor()
