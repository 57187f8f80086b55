"""Keys that hold in the whole system, and what is told of keys that do not do what was wished."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.events import ProblemArose
from ctidesk.domain.hotkeys import GLOBAL, hotkeys
from ctidesk.ports import Clock, Desktop
from ctidesk.usecases.session import Session

log = logging.getLogger(__name__)


class SystemKeys:
    """``chosen`` are the keys of the settings; ``press`` does what the key of a name does."""

    def __init__(
        self, session: Session, desktop: Desktop, clock: Clock, chosen: Mapping[str, str], press: Callable[[str], None]
    ) -> None:
        self._session = session
        self._clock = clock
        self._desktop, self._press = desktop, press
        self.use(chosen)

    def use(self, chosen: Mapping[str, str]) -> None:
        """Other keys from now on."""
        self._keys = hotkeys(chosen)
        self._desktop.obey(self._keys.system_wide, self._press, self._refused)
        for conflict in self._keys.conflicts[:1]:  # the next one is told when this one has been settled
            about = {"key": conflict.key, "holder": conflict.holder, "idle": conflict.idle}
            self._tell(Problem.of(ProblemId.HOTKEY_TWICE, **about))

    def _refused(self, names: Sequence[str]) -> None:
        log.info("system-wide keys held, without %s", ", ".join(names) or "exception")
        if names:
            taken = " ".join(f"{name}={self._keys.keys[GLOBAL + name]}" for name in names)
            self._tell(Problem.of(ProblemId.HOTKEY_TAKEN, keys=taken))

    def _tell(self, problem: Problem) -> None:
        self._session.post(ProblemArose(problem, self._clock.now()))
