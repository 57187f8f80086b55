"""Notes and result codes on calls: written as they are typed, on the call at hand or on any of the journal.

What is written becomes an event; the record of the call follows it (:mod:`ctidesk.usecases.call_record`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import DispositionChosen, NoteLineClosed, NoteLineOpened, NoteTyped, NoteWritten
from ctidesk.domain.intents import CloseNoteLine, OpenNoteLine, SetDisposition, SetNote, TypeNote
from ctidesk.domain.records import NOTE_LIMIT
from ctidesk.ports import Clock
from ctidesk.usecases.session import Session


class Notes:
    """``results`` are the result codes of the configuration."""

    def __init__(self, session: Session, clock: Clock, results: Sequence[str]) -> None:
        self._session = session
        self._clock = clock
        self._results = tuple(results)
        session.on(TypeNote, lambda _: session.post(NoteTyped(clock.now())))
        session.on(SetNote, self.set_note)
        session.on(SetDisposition, self.set_disposition)
        session.on(OpenNoteLine, self.open_line)
        session.on(CloseNoteLine, lambda _: session.post(NoteLineClosed()))

    def set_note(self, intent: SetNote) -> None:
        if len(intent.text) > NOTE_LIMIT:
            raise Refused(Problem.of(ProblemId.NOTE_TOO_LONG, limit=NOTE_LIMIT))
        self._session.post(NoteWritten(intent.leg_id, intent.text.strip()))

    def set_disposition(self, intent: SetDisposition) -> None:
        if intent.code and intent.code not in self._results:
            accepted = ", ".join(self._results)
            raise Refused(Problem.of(ProblemId.NO_SUCH_DISPOSITION, code=intent.code[:40], accepted=accepted))
        self._session.post(DispositionChosen(intent.leg_id, intent.code))

    def open_line(self, intent: OpenNoteLine) -> None:
        self._session.post(NoteLineOpened(self.leg_id()))

    def leg_id(self) -> str:
        """The call that a note is about now; raises :class:`Refused` where there is none."""
        leg = self._session.desk.call_to_note
        if leg is None:
            raise Refused(Problem(ProblemId.NO_CALL_TO_NOTE))
        return leg.id
