"""Which program opens a link of a scheme, for this user alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple


class Registration(NamedTuple):
    """``register(command, schemes)`` and ``remove(schemes)``; both raise :class:`OSError`."""

    register: Callable[[Sequence[str], Sequence[str]], None]
    remove: Callable[[Sequence[str]], None]


def of_this_system() -> Registration:
    if sys.platform == "win32":
        import winreg

        from ctidesk.adapters.desktop.schemes import windows

        return Registration(partial(windows.register, registry=winreg), partial(windows.remove, registry=winreg))
    from ctidesk.adapters.desktop.schemes import xdg

    return Registration(xdg.register, xdg.remove)
