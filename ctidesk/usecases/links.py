"""Numbers and links from outside the desk, and what becomes of them: ``[links] dial`` says."""

from __future__ import annotations

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.events import NumberOffered
from ctidesk.domain.intents import Dial, DialText, Intent, OpenLink, Rebind, ShowCard
from ctidesk.domain.link import Deed, NumberLink, RecordLink, parse
from ctidesk.domain.phone_number import first_number
from ctidesk.domain.settings import LinkSettings
from ctidesk.ports import Clock, Numbering
from ctidesk.usecases.calls import must_be_free_to_dial
from ctidesk.usecases.dialled import dialled
from ctidesk.usecases.session import Session


class Links:
    """Carries out ``DialText`` and ``OpenLink``: dials, asks first, or only puts the number where it can be dialled.

    A number that cannot be called now is put there too, and the refusal says why. A link that gives the PBX an order is
    asked about even where numbers are dialled at once; a call that a link has bound anew can be bound back.
    """

    def __init__(
        self,
        session: Session,
        numbering: Numbering,
        clock: Clock,
        settings: LinkSettings,
        server: str,
        *,
        with_crm: bool,
    ) -> None:
        """``server``: the PBX, whose numbers alone can be called; ``with_crm``: there are records to open."""
        self._session = session
        self._numbering = numbering
        self._clock = clock
        self._settings = settings
        self._server = server
        self._with_crm = with_crm
        session.on(DialText, self.dial_text)
        session.on(OpenLink, self.open)

    def dial_text(self, intent: DialText) -> None:
        number = first_number(intent.text).strip()
        if not any(char.isdecimal() for char in number):
            raise Refused(Problem(ProblemId.NO_NUMBER_COPIED))  # what else was copied is nobody's business
        self._take(number, at_once=self._settings.dial == "dial")

    def open(self, intent: OpenLink) -> None:
        link = parse(intent.uri)
        if isinstance(link, RecordLink):
            if not self._with_crm:
                raise Refused(Problem(ProblemId.CRM_OFF))
            return self._session.do(_of_record(link))
        self._open_number(link)

    def _open_number(self, link: NumberLink) -> None:
        dialled(link.address, self._numbering, self._server)
        self._take(link.number, at_once=self._settings.dial == "dial" and not link.commands_the_pbx)

    def _take(self, number: str, *, at_once: bool) -> None:
        desk = self._session.desk
        if at_once and desk.can_dial:
            return self._session.do(Dial(number))
        ask = self._settings.dial != "fill"
        self._session.post(NumberOffered(number, ask, self._clock.now()))
        if ask and not _on_its_way(desk):
            must_be_free_to_dial(desk)


def _of_record(link: RecordLink) -> Intent:
    return Rebind(link.ref) if link.deed is Deed.REBIND else ShowCard(link.ref)


def _on_its_way(desk: Desk) -> bool:
    """The desk has just been started by the link, say: it asks as soon as it is registered."""
    return not desk.legs and desk.wants_registration and desk.registration.problem is None
