"""Callbacks that PJSIP calls: an exception that leaves one of them would end the process."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


def shielded(callback: Callable[P, None]) -> Callable[P, None]:
    @functools.wraps(callback)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception:
            traceback.print_exc(file=sys.stderr)

    return safe
