"""A number from outside the desk, and what becomes of it: ``[links] dial`` says."""

from __future__ import annotations

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import NumberOffered
from ctidesk.domain.intents import Dial, DialText
from ctidesk.domain.phone_number import first_number
from ctidesk.domain.settings import LinkSettings
from ctidesk.ports import Clock
from ctidesk.usecases.calls import must_be_free_to_dial
from ctidesk.usecases.session import Session


class Links:
    """Carries out ``DialText``: dials, asks first, or only puts the number where it can be dialled."""

    def __init__(self, session: Session, clock: Clock, settings: LinkSettings) -> None:
        self._session = session
        self._clock = clock
        self._settings = settings
        session.on(DialText, self.dial_text)

    def dial_text(self, intent: DialText) -> None:
        number = first_number(intent.text).strip()
        if not any(char.isdecimal() for char in number):
            raise Refused(Problem(ProblemId.NO_NUMBER_COPIED))  # what else was copied is nobody's business
        if self._settings.dial == "dial":
            return self._session.do(Dial(number))
        ask = self._settings.dial == "ask"
        if ask:
            must_be_free_to_dial(self._session.desk)
        self._session.post(NumberOffered(number, ask, self._clock.now()))
