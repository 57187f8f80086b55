"""The one thing that most needs saying under the panel: a pure function of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ctidesk.domain.desk import Desk, SyncProgress
from ctidesk.domain.errors import GIVEN_BACK, Problem, ProblemId
from ctidesk.domain.events import RegistrationState, SyncState
from ctidesk.domain.sign_in import ASKS_FOR_SIGN_IN, DeviceCode, SignInWay
from ctidesk.ui.call_view import Stage, TransferView, transfer_view


class Level(StrEnum):
    INFO = "info"
    ACTION = "action"
    """Something waits for the operator's decision."""
    WARNING = "warning"
    ERROR = "error"


class Topic(StrEnum):
    """What a message is about that no :class:`Problem` names."""

    PROBLEM = "problem"
    NOT_ALLOWED = "not_allowed"
    PROGRESS = "progress"
    CONSULTING = "consulting"
    COLLEAGUE_SILENT = "colleague_silent"
    FAR_END_SILENT = "far_end_silent"
    MUTED = "muted"
    """You speak, and the microphone is off."""
    SIGNING_IN = "signing_in"
    """The sign-in to the CRM goes on in the browser, or waits for a code on another device."""
    SILENT = "silent"
    """You cannot be heard: nothing comes from the microphone."""
    REBOUND = "rebound"
    """The call belongs to another client now."""
    OFFER = "offer"
    """A number from outside the desk: shall it be called?"""
    NO_MICROPHONE = "no_microphone"
    QUITTING = "quitting"
    """The program was to end, and a call goes on."""
    NO_HEADSET = "no_headset"
    """You cannot be heard and hear nothing."""


class Returned(StrEnum):
    """Where the caller is whose transfer came to nothing."""

    BACK = "back"
    HELD = "held"


class Remedy(StrEnum):
    """The button beside a message."""

    NONE = ""
    DISMISS = "dismiss"
    SYNCHRONISE = "synchronise"
    COMPLETE = "complete"
    """Join the two, or take the caller back."""
    UNMUTE = "unmute"
    MICROPHONE = "microphone"
    """Choose another one."""
    SIGN_IN = "sign_in"
    CANCEL_SIGN_IN = "cancel_sign_in"
    SETTINGS = "settings"
    UNSENT = "unsent"
    """Show what waits to be sent: a person has to decide."""
    REBOUND = "rebound"
    """Undo it; save the number where nobody has it."""
    SET_UP = "set_up"
    """Open the first start's wizard again."""
    DIAL = "dial"
    """Call the offered number, or not."""
    QUIT = "quit"
    """End the call and the program, or neither."""


_PASSING = (Topic.SILENT, Topic.NO_MICROPHONE, Topic.NO_HEADSET, Topic.FAR_END_SILENT)
_STANDING = (
    Remedy.NONE,
    Remedy.SYNCHRONISE,
    Remedy.COMPLETE,
    Remedy.SIGN_IN,
    Remedy.CANCEL_SIGN_IN,
    Remedy.SETTINGS,
    Remedy.SET_UP,
    Remedy.UNSENT,
)
_NO_TROUBLE = frozenset({ProblemId.BUNDLE_UNDER_WAY, ProblemId.BUNDLE_SAVED})
ASKS_FOR_SETTINGS = frozenset(
    {
        ProblemId.CONFIG_WRONG_VALUE,
        ProblemId.SIP_NOT_CONFIGURED,
        ProblemId.SIP_PASSWORD_MISSING,
        ProblemId.PBX_PASSWORD_REFUSED,
        ProblemId.PBX_TLS_UNAVAILABLE,
        ProblemId.CRM_NOT_A_CRM,
        ProblemId.CRM_SIGN_IN_NOT_SET,
        ProblemId.CRM_OPERATOR_UNTOLD,
    }
)
"""What the settings window mends."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One line under the panel. ``unchecked`` adds that the right to work here could not be checked (M1)."""

    topic: Topic
    level: Level
    problem: Problem | None = None
    retry_s: int = 0
    remedy: Remedy = Remedy.NONE
    progress: SyncProgress | None = None
    unchecked: bool = False
    transfer: TransferView | None = None
    caller: Returned | None = None
    device: DeviceCode | None = None
    number: str = ""
    name: str = ""

    @property
    def lasting(self) -> bool:
        """Whether it is there to stay; the others go by themselves or are dismissed."""
        return self.remedy in _STANDING and self.topic not in _PASSING


def message_view(desk: Desk) -> MessageView | None:
    if desk.settings_problem:
        return MessageView(
            Topic.PROBLEM, Level.ERROR, desk.settings_problem, remedy=_in_settings(desk.settings_problem)
        )
    if desk.operator.allowed is False:
        return MessageView(Topic.NOT_ALLOWED, Level.ERROR)
    if desk.quit_asked:
        return MessageView(Topic.QUITTING, Level.WARNING, remedy=Remedy.QUIT)
    of_the_call = _consulting(desk) or _muted(desk) or _rebound(desk) or _unheard(desk) or _silence(desk)
    return of_the_call or _signing_in(desk) or _notice(desk) or _offer(desk) or _standing(desk)


def _standing(desk: Desk) -> MessageView | None:
    """What lasts until something else changes."""
    return _registration_message(desk) or _crm_message(desk) or _outbox_message(desk) or _first_pull(desk)


def _consulting(desk: Desk) -> MessageView | None:
    """The operators talk: this stays in sight until it is decided what becomes of the caller."""
    transfer = transfer_view(desk.leg) if desk.leg else None
    if transfer is None or transfer.stage is not Stage.TALKING:
        return None
    silent = desk.leg is not None and desk.leg.transfer is not None and desk.leg.transfer.silent
    topic, level = (Topic.COLLEAGUE_SILENT, Level.WARNING) if silent else (Topic.CONSULTING, Level.ACTION)
    return MessageView(topic, level, remedy=Remedy.COMPLETE, transfer=transfer)


def _silence(desk: Desk) -> MessageView | None:
    return MessageView(Topic.FAR_END_SILENT, Level.WARNING) if desk.leg and desk.leg.silent else None


def _muted(desk: Desk) -> MessageView | None:
    """It goes with one click, or with the end of the word that was spoken."""
    muted = desk.leg is not None and not desk.leg.on_hold and desk.leg.unheard == "muted"
    return MessageView(Topic.MUTED, Level.WARNING, remedy=Remedy.UNMUTE) if muted else None


def _unheard(desk: Desk) -> MessageView | None:
    """Nobody has to be heard by a caller on hold."""
    leg = desk.leg
    if leg is None or leg.unheard != "silent" or leg.on_hold:
        return None
    if not desk.audio.inputs:
        return MessageView(Topic.NO_MICROPHONE if desk.audio.outputs else Topic.NO_HEADSET, Level.WARNING)
    return MessageView(Topic.SILENT, Level.WARNING, remedy=Remedy.MICROPHONE)


def _signing_in(desk: Desk) -> MessageView | None:
    """What the operator has just asked for, where no window of ours shows it."""
    signing_in = desk.crm.signing_in
    if signing_in is None or signing_in.way is not SignInWay.BROWSER:
        return None
    return MessageView(Topic.SIGNING_IN, Level.INFO, remedy=Remedy.CANCEL_SIGN_IN, device=signing_in.device)


def _notice(desk: Desk) -> MessageView | None:
    if desk.notice is None:
        return None
    problem = desk.notice.problem
    level = Level.INFO if problem.id in _NO_TROUBLE else Level.WARNING
    return MessageView(Topic.PROBLEM, level, problem, remedy=Remedy.DISMISS, caller=_returned(desk, problem))


def _returned(desk: Desk, problem: Problem) -> Returned | None:
    leg = desk.leg
    if leg is None or leg.transferring or problem.id not in GIVEN_BACK:
        return None
    return Returned.HELD if leg.on_hold else Returned.BACK


def _rebound(desk: Desk) -> MessageView | None:
    """Told once, until the next call or a word of the operator's, and before what may stand for the whole call.

    A notice beside it is newer: it says what came of the buttons.
    """
    if desk.rebound is None:
        return None
    if desk.notice:
        return _notice(desk)
    done, name = desk.rebound, desk.rebound.client.name
    return MessageView(Topic.REBOUND, Level.ACTION, remedy=Remedy.REBOUND, number=done.number, name=name)


def _offer(desk: Desk) -> MessageView | None:
    """Asked only while it can be done."""
    if desk.offer is None or not desk.offer.ask or not desk.can_dial:
        return None
    return MessageView(Topic.OFFER, Level.ACTION, remedy=Remedy.DIAL, number=desk.offer.number)


def _registration_message(desk: Desk) -> MessageView | None:
    registration = desk.registration
    if registration.problem is None or registration.state is RegistrationState.REGISTERED:
        return None
    not_set_up = registration.problem.id is ProblemId.SIP_NOT_CONFIGURED and desk.first_start is None
    remedy = Remedy.SET_UP if not_set_up else _in_settings(registration.problem)
    return MessageView(Topic.PROBLEM, Level.ERROR, registration.problem, registration.retry_s, remedy)


def _in_settings(problem: Problem, otherwise: Remedy = Remedy.NONE) -> Remedy:
    return Remedy.SETTINGS if problem.id in ASKS_FOR_SETTINGS else otherwise


def _crm_message(desk: Desk) -> MessageView | None:
    crm = desk.crm
    if crm.sync not in (SyncState.OFFLINE, SyncState.ERROR):
        return None
    problem = crm.problem or Problem(ProblemId.CRM_UNREACHABLE)
    unchecked = desk.operator.allowed == "unchecked"
    remedy = Remedy.SIGN_IN if problem.id in ASKS_FOR_SIGN_IN else _in_settings(problem, Remedy.SYNCHRONISE)
    return MessageView(Topic.PROBLEM, Level.WARNING, problem, crm.retry_s, remedy, unchecked=unchecked)


def _outbox_message(desk: Desk) -> MessageView | None:
    problem = desk.crm.outbox_problem
    if problem is None:
        return None
    remedy = Remedy.UNSENT if desk.crm.parked else Remedy.SYNCHRONISE
    return MessageView(Topic.PROBLEM, Level.WARNING, problem, remedy=remedy)


def _first_pull(desk: Desk) -> MessageView | None:
    """Progress is told once, until this desk knows its clients; later pulls show on the indicator only."""
    if desk.crm.progress is None or desk.crm.last_sync is not None:
        return None
    return MessageView(Topic.PROGRESS, Level.INFO, progress=desk.crm.progress)
