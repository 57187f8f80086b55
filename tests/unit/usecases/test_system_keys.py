"""What is asked of the desktop, and what is told when it does not give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.hotkeys import Key
from ctidesk.domain.screen import Strip
from ctidesk.usecases.session import Session
from ctidesk.usecases.system_keys import SystemKeys
from tests.unit.usecases.test_session import Russian, StoppedClock


class GivenDesktop:
    """Gives every key but those in ``taken``."""

    def __init__(self, *taken: str) -> None:
        self.taken = taken
        self.keys: Mapping[str, Key] = {}

    def obey(
        self, keys: Mapping[str, Key], pressed: Callable[[str], None], refused: Callable[[Sequence[str]], None]
    ) -> None:
        self.keys, self.press = keys, pressed
        refused(self.taken)

    def reserve(self, window: int, strip: Strip) -> None:
        pass

    async def leave(self) -> None:
        pass


def started(desktop: GivenDesktop, **chosen: str) -> tuple[Session, list[str]]:
    session, pressed = Session(Desk(), Russian()), list[str]()
    SystemKeys(session, desktop, StoppedClock(), chosen, pressed.append)
    return session, pressed


def told(session: Session) -> Problem | None:
    return session.desk.notice.problem if session.desk.notice else None


def test_a_key_does_what_its_name_says() -> None:
    desktop = GivenDesktop()
    session, pressed = started(desktop)
    desktop.press("mute")
    assert pressed == ["mute"] and told(session) is None
    assert str(desktop.keys["mute"]) == "Ctrl+Alt+M"


def test_keys_of_another_program_are_told_together() -> None:
    session, _ = started(GivenDesktop("transfer", "dial"))
    assert told(session) == Problem.of(ProblemId.HOTKEY_TAKEN, keys="transfer=Ctrl+Alt+T dial=Ctrl+Alt+D")


def test_two_names_on_one_key_are_told() -> None:
    session, _ = started(GivenDesktop(), accept="F4")
    assert told(session) == Problem.of(ProblemId.HOTKEY_TWICE, key="F4", holder="accept", idle="end")


def test_other_keys_hold_from_now_on() -> None:
    desktop, session, pressed = GivenDesktop(), Session(Desk(), Russian()), list[str]()
    keys = SystemKeys(session, desktop, StoppedClock(), {}, pressed.append)
    keys.use({"global.mute": "Ctrl+F7"})
    assert str(desktop.keys["mute"]) == "Ctrl+F7" and told(session) is None
