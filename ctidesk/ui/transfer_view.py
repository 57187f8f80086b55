"""What the transfer form shows of a desk, and what it thinks of a number. Pure, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import Desk, TransferForm
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.presence import Presence
from ctidesk.ui.number_text import fold, pretty, same_digits, same_words

_TALK_FIRST = (Capability.HOLD, Capability.CONSULT, Capability.JOIN)
_OF_THE_FORM = frozenset(
    {
        ProblemId.TRANSFER_TARGET_UNAVAILABLE,
        ProblemId.TRANSFER_TO_SELF,
        ProblemId.NOT_A_NUMBER,
        ProblemId.NUMBER_ELSEWHERE,
        ProblemId.ENGINE_CANNOT,
    }
)
"""Refusals that are about what stands in the form."""


class Verdict(StrEnum):
    """What may be done with the number in the form."""

    EMPTY = "empty"
    FREE = "free"
    UNKNOWN = "unknown"
    """Allowed, with a warning (D11)."""
    SELF = "self"
    UNAVAILABLE = "unavailable"
    """«Данный оператор недоступен»: nothing is sent (M18)."""


class Group(StrEnum):
    """What stands above a group of employees."""

    FAVOURITES = "favourites"
    RECENT = "recent"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class EmployeeView:
    number: str
    name: str
    presence: Presence
    favourite: bool = False


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """One «Телефонный справочник»; the name is empty for employees in none, and for the operator's own groups."""

    name: str
    employees: tuple[EmployeeView, ...]
    group: Group = Group.DIRECTORY


@dataclass(frozen=True, slots=True)
class TransferFormView:
    """``leg_id``, ``number`` and ``name``: who is handed over. ``refused``: why the last try was not taken."""

    leg_id: str
    number: str
    name: str
    directories: tuple[DirectoryView, ...]
    read: bool
    form: TransferForm
    can_transfer: bool
    can_consult: bool
    refused: Problem | None = None

    def verdict(self, number: str) -> Verdict:
        if not any(char.isdecimal() for char in number):
            return Verdict.EMPTY
        if bare(number) == self.form.own:
            return Verdict.SELF
        presence = self.presence(number)
        if presence.refuses_transfer:
            return Verdict.UNAVAILABLE
        return Verdict.FREE if presence is Presence.AVAILABLE else Verdict.UNKNOWN

    def presence(self, number: str) -> Presence:
        return self.form.presence(self._kept(number))

    def name_of(self, number: str) -> str:
        """Whose number it is, by the directory."""
        kept = self._kept(number)
        return next((one.name for one in self.form.colleagues if one.number == kept), "")

    def _kept(self, number: str) -> str:
        """As the directory writes it, else bare."""
        wanted = bare(number)
        return next((one.number for one in self.form.colleagues if bare(one.number) == wanted), wanted)


def transfer_form_view(desk: Desk) -> TransferFormView | None:
    form, leg = desk.transfer_form, desk.leg
    if form is None or leg is None:
        return None
    return TransferFormView(
        leg_id=leg.id,
        number=pretty(leg.caller_number),
        name=leg.name,
        directories=_directories(form),
        read=form.read,
        form=form,
        can_transfer=can_hand_over(desk),
        can_consult=all(desk.can(needed) for needed in _TALK_FIRST),
        refused=desk.notice.problem if desk.notice and desk.notice.problem.id in _OF_THE_FORM else None,
    )


def can_hand_over(desk: Desk) -> bool:
    """Over our own legs or by a plain REFER. An engine that has not told yet what it can do is not doubted."""
    joined = all(desk.can(needed) for needed in _TALK_FIRST)
    return joined or desk.can(Capability.REFER) or not desk.engine.name


def who_fits(text: str) -> Callable[[EmployeeView], bool]:
    """Tells who is among what was typed: every word of it in the name, or its digits in the number."""
    words, digits = fold(text).split(), bare(text)

    def fits(employee: EmployeeView) -> bool:
        name, number = _sought(employee.name, employee.number)
        return all(word in name for word in words) or (bool(digits) and digits in number)

    return fits


def emphasis(employee: EmployeeView, text: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The typed parts of the name and of the number as it is written for people."""
    if not text.strip():
        return (), ()
    return same_words(employee.name, text), same_digits(pretty(employee.number), text)


@lru_cache(maxsize=20_000)
def bare(number: str) -> str:
    """A typed number as directories keep it: without spaces, brackets and dashes. A directory's are asked often."""
    return "".join(char for char in number if char.isdecimal() or char in "+*#")


@lru_cache(maxsize=20_000)
def _sought(name: str, number: str) -> tuple[str, str]:
    """Reckoned once, not at each key."""
    return fold(name), bare(number)


def _directories(form: TransferForm) -> tuple[DirectoryView, ...]:
    """The operator's own groups first; who stands in one stands in his directory as well."""
    presences = _presences(form)
    inside: dict[str, list[EmployeeView]] = {}
    for one in form.colleagues:
        employee = EmployeeView(one.number, one.name, presences[one.number], one.number in form.favourites)
        inside.setdefault(one.directory, []).append(employee)
    directories = tuple(DirectoryView(name, tuple(employees)) for name, employees in inside.items())
    known = {employee.number: employee for each in directories for employee in each.employees}
    own = ((Group.FAVOURITES, form.favourites), (Group.RECENT, form.recent))
    groups = (DirectoryView("", tuple(_targets(form, known, numbers)), group) for group, numbers in own)
    return (*(each for each in groups if each.employees), *directories)


def _targets(form: TransferForm, known: Mapping[str, EmployeeView], numbers: Iterable[str]) -> Iterator[EmployeeView]:
    """A number that stands in no directory has no name."""
    for number in numbers:
        presence, favourite = form.presence(number), number in form.favourites
        yield known.get(number) or EmployeeView(number, "", presence, favourite)


def _presences(form: TransferForm) -> dict[str, Presence]:
    """:meth:`TransferForm.presence` of everybody at once: this is reckoned for each desk that is shown."""
    in_crm = {one.number: one.in_crm for one in reversed(form.colleagues)}
    told = {number: presence for number, presence in form.presences if presence is not Presence.UNKNOWN}
    return {**in_crm, **told}
