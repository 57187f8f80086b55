"""Words for everything that has a name below: states, statuses, entities, fields, results; numbers and times."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject, QTime

from ctidesk.domain.desk import Connection, SyncProgress
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import SyncState
from ctidesk.domain.history import CalledBack
from ctidesk.domain.listing import Comparison
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.presence import Presence
from ctidesk.domain.records import CallResult, Direction, Entity
from ctidesk.domain.sign_in import DeviceCode
from ctidesk.ui.call_view import Sign, Stage, TransferView
from ctidesk.ui.message_view import MessageView, Returned, Topic
from ctidesk.ui.number_text import pretty
from ctidesk.ui.problem_texts import ProblemTexts

_SHORTEST_SPAN_S, _MINUTE_S, _HOUR_S = 5, 60, 3600
_LONG_WAIT_S = 300
"""The longest back-off; what is longer is no matter of seconds."""


class Texts(QObject):
    """Everything that is said in more than one window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = ProblemTexts(self, self.field)

    # --- messages --------------------------------------------------------------------------------------------------

    def sentence(self, problem: Problem) -> str:
        return self._problems.sentence(problem)

    def beside_field(self, problem: Problem) -> str:
        """What is wrong with a field, said beside it."""
        return self._problems.beside_field(problem)

    def beside_setting(self, problem: Problem) -> str:
        """What is wrong with a setting, said beside it."""
        return self._problems.beside_setting(problem)

    def message(self, message: MessageView) -> str:
        if message.progress:
            return self.progress(message.progress)
        if message.topic is not Topic.PROBLEM:
            return self._topic(message)
        parts = [self.sentence(message.problem)] if message.problem else []
        if message.caller:
            parts.append(self._caller(message.caller))
        if message.retry_s:
            parts.append(self._next_try(message.retry_s))
        if message.unchecked:
            parts.append(self.tr("Your right to use the panel is not checked yet."))
        return " ".join(parts)

    def _next_try(self, seconds: int) -> str:
        if seconds <= _LONG_WAIT_S:
            return self.tr("Next try in {seconds} s.").format(seconds=seconds)
        return self.tr("Next try in {span}.").format(span=self.span(seconds))

    def _caller(self, caller: Returned) -> str:
        return {
            Returned.BACK: self.tr("The caller is with you again."),
            Returned.HELD: self.tr("The caller is still on hold."),
        }[caller]

    def _topic(self, message: MessageView) -> str:
        whom = who(message.transfer)
        unheard = self.tr("Nothing is heard from {whom}. The caller is on hold: take him back.")
        return {
            Topic.NOT_ALLOWED: self.tr(
                "The panel is for members of the working groups in «CTI configurator». Ask your administrator."
            ),
            Topic.CONSULTING: self.tr("You are talking with {whom}. The caller is on hold.").format(whom=whom),
            Topic.QUITTING: self.tr("The call is not over yet. End it and quit?"),
            Topic.REBOUND: self._rebound(message),
            Topic.OFFER: self.tr("Call {number}?").format(number=message.number),
            Topic.SIGNING_IN: self._signing_in(message.device),
            Topic.COLLEAGUE_SILENT: unheard.format(whom=whom),
            Topic.FAR_END_SILENT: self.tr(
                "Nothing is heard from the other side. If it stays so, end the call and call back."
            ),
            Topic.MUTED: self.tr("You cannot be heard: the microphone is off."),
            Topic.NO_MICROPHONE: self.tr("You cannot be heard: there is no microphone. Plug in a headset."),
            Topic.NO_HEADSET: self.tr("You cannot be heard and hear nothing: there is no headset. Plug one in."),
            Topic.SILENT: self.tr("You cannot be heard: the microphone is silent. Check the headset and its switch."),
        }[message.topic]

    def _rebound(self, message: MessageView) -> str:
        linked = self.tr("The call is linked to {name}.").format(name=message.name)
        if not message.number:
            return linked
        ask = self.tr("No card has {number} yet.")
        return f"{linked} {ask.format(number=pretty(message.number))}"

    def _signing_in(self, device: DeviceCode | None) -> str:
        if device is None:
            return self.tr("Sign in to the CRM on the page that your browser shows.")
        text = self.tr("Enter the code {code} at {address}, on any device: no browser opens here.")
        return text.format(address=device.address, code=device.code)

    def progress(self, progress: SyncProgress) -> str:
        """«Загружаются клиенты: 120 000 из 1 000 000, осталось около 2 мин»"""
        what, done = self.loading(progress.entity), self.count(progress.done)
        if progress.total is None:
            return self.tr("{what}: {done}").format(what=what, done=done)
        total, left = self.count(progress.total), self.span(progress.left_s)
        if not left:
            return self.tr("{what}: {done} of {total}").format(what=what, done=done, total=total)
        sentence = self.tr("{what}: {done} of {total}, about {left} left")
        return sentence.format(what=what, done=done, total=total, left=left)

    def span(self, seconds: int | None) -> str:
        """A time to wait, as exact as a guess should be; empty where it is not worth saying."""
        if seconds is None or seconds < _SHORTEST_SPAN_S:
            return ""
        if seconds < 1.5 * _MINUTE_S:
            return self.tr("{count} s").format(count=math.ceil(seconds / 10) * 10)
        if seconds < 1.5 * _HOUR_S:
            return self.tr("{count} min").format(count=round(seconds / _MINUTE_S))
        return self.tr("{count} h").format(count=round(seconds / _HOUR_S))

    # --- words -----------------------------------------------------------------------------------------------------

    def connection(self, connection: Connection) -> str:
        return {
            Connection.INACTIVE: self.tr("Inactive", "connection"),
            Connection.ACTIVE: self.tr("Active"),
            Connection.INCOMING: self.tr("Incoming call"),
            Connection.OUTGOING: self.tr("Outgoing call"),
            Connection.BUSY: self.tr("Busy", "connection"),
            Connection.WRAP_UP: self.tr("Call wrap-up"),
        }[connection]

    def status(self, status: OperatorStatus) -> str:
        return {
            OperatorStatus.AVAILABLE: self.tr("Available"),
            OperatorStatus.INACTIVE: self.tr("Inactive", "status"),
            OperatorStatus.BUSY: self.tr("Busy", "status"),
            OperatorStatus.WRAP_UP: self.tr("Wrap-up"),
        }[status]

    def presence(self, presence: Presence) -> str:
        return {
            Presence.AVAILABLE: self.tr("free", "presence"),
            Presence.BUSY: self.tr("in a call", "presence"),
            Presence.WRAP_UP: self.tr("wrap-up", "presence"),
            Presence.INACTIVE: self.tr("away", "presence"),
            Presence.UNKNOWN: self.tr("unknown", "presence"),
        }[presence]

    def sign(self, sign: Sign) -> str:
        return {
            Sign.HELD: self.tr("Caller on hold"),
            Sign.HELD_BY_PEER: self.tr("You are on hold"),
            Sign.MUTED: self.tr("Microphone off"),
        }[sign]

    def transfer(self, transfer: TransferView) -> str:
        """Short: by the number alone."""
        words = {
            Stage.RINGING: self.tr("Transfer to {whom} · ringing…"),
            Stage.TALKING: self.tr("Talking with {whom}"),
            Stage.JOINING: self.tr("Transfer to {whom} · connecting…"),
        }[transfer.stage]
        return words.format(whom=transfer.to)

    def result(self, result: CallResult) -> str:
        return {
            CallResult.ANSWERED: self.tr("answered"),
            CallResult.MISSED: self.tr("missed"),
            CallResult.REJECTED: self.tr("rejected"),
            CallResult.BUSY: self.tr("busy"),
            CallResult.CANCELLED: self.tr("cancelled"),
            CallResult.FAILED: self.tr("failed"),
            CallResult.TRANSFERRED: self.tr("transferred"),
        }[result]

    def call(self, direction: Direction, result: CallResult | None) -> str:
        """How a call went: its direction, and its result where that does not say itself."""
        if (direction, result) == (Direction.INCOMING, CallResult.MISSED):
            return self.tr("Missed", "call")
        way = {
            Direction.INCOMING: self.tr("Incoming", "call"),
            Direction.OUTGOING: self.tr("Outgoing", "call"),
        }[direction]
        if result is CallResult.ANSWERED:
            return way
        said = self.result(result) if result else self.tr("goes on")
        return f"{way}: {said}"

    def called_back(self, told: CalledBack) -> str:
        when = self.when(told.at)
        if told.mine:
            return self.tr("You called back: {when}").format(when=when)
        return self.tr("Called back: {who}").format(who=f"{told.name}, {when}" if told.name else when)

    def hidden_number(self) -> str:
        return self.tr("Number withheld")

    def direction(self, direction: Direction) -> str:
        return {Direction.INCOMING: self.tr("incoming"), Direction.OUTGOING: self.tr("outgoing")}[direction]

    def list_title(self, entity: Entity) -> str:
        """The lists by the manual's names."""
        return {
            Entity.CONTACT: self.tr("Clients"),
            Entity.ACCOUNT: self.tr("Organizations"),
            Entity.PHONE_CALL: self.tr("Phone calls"),
        }[entity]

    def comparison(self, comparison: Comparison) -> str:
        return {
            Comparison.CONTAINS: self.tr("contains"),
            Comparison.BEGINS: self.tr("begins with"),
            Comparison.EQUALS: self.tr("equals"),
            Comparison.EMPTY: self.tr("is empty"),
            Comparison.FILLED: self.tr("is filled in"),
            Comparison.SINCE: self.tr("not before"),
            Comparison.UNTIL: self.tr("not after"),
        }[comparison]

    def sync(self, state: SyncState) -> str:
        return {
            SyncState.OFF: self.tr("The CRM is switched off"),
            SyncState.CONNECTING: self.tr("Connecting to the CRM…"),
            SyncState.PULLING: self.tr("Data is being loaded from the CRM"),
            SyncState.IDLE: self.tr("Data is up to date"),
            SyncState.OFFLINE: self.tr("No connection to the CRM"),
            SyncState.ERROR: self.tr("The CRM answered with an error"),
        }[state]

    def entity(self, entity: Entity) -> str:
        """One record of it; where no window names the entity, its canonical name."""
        return {
            Entity.CONTACT: self.tr("Client"),
            Entity.ACCOUNT: self.tr("Organization"),
            Entity.WORKSHEET: self.tr("Worksheet"),
            Entity.CASE: self.tr("Case"),
            Entity.PHONE_CALL: self.tr("Phone call"),
            Entity.USER: self.tr("Employee"),
        }.get(entity, entity.value)

    def new_record(self, entity: Entity) -> str:
        """One that is being filled in."""
        return {
            Entity.CONTACT: self.tr("New client"),
            Entity.ACCOUNT: self.tr("New organization"),
            Entity.CASE: self.tr("New case"),
        }[entity]

    def loading(self, entity: Entity) -> str:
        """«Загружаются клиенты»; the small entities go by in a moment and share one word."""
        return {
            Entity.CONTACT: self.tr("Loading clients"),
            Entity.ACCOUNT: self.tr("Loading organizations"),
            Entity.WORKSHEET: self.tr("Loading worksheets"),
            Entity.CASE: self.tr("Loading cases"),
            Entity.USER: self.tr("Loading employees"),
            Entity.EMPLOYEE_NUMBER: self.tr("Loading the phone directory"),
            Entity.PHONE_DIRECTORY: self.tr("Loading the phone directory"),
        }.get(entity, self.tr("Loading settings from the CRM"))

    def field(self, entity: Entity, name: str) -> str:
        """A field's label; a deployment's own field keeps the name it has there."""
        main = self.tr("Main phone") if entity is Entity.ACCOUNT else self.tr("Business phone")
        other = self.tr("Other phone") if entity is Entity.ACCOUNT else self.tr("Home phone")
        return {
            "fullname": self.tr("Full name"),
            "name": self._name_field(entity),
            "title": self.tr("Subject"),
            "ticket": self.tr("Case number"),
            "created": self.tr("Created"),
            "owner": self.tr("Owner"),
            "regarding": self.tr("Regarding"),
            "firstname": self.tr("First name"),
            "lastname": self.tr("Last name"),
            "middlename": self.tr("Middle name"),
            "jobtitle": self.tr("Job title"),
            "mobilephone": self.tr("Mobile phone"),
            "telephone1": main,
            "telephone2": other,
            "telephone3": self.tr("Additional phone"),
            "emailaddress1": self.tr("E-mail"),
            "accountnumber": self.tr("Organization number"),
            "organization": self.tr("Organization"),
            "modified": self.tr("Changed"),
            "started": self.tr("Date and time"),
            "direction": self.tr("Direction"),
            "number": self.tr("Phone"),
            "result": self.tr("Result"),
            "duration": self.tr("Duration"),
            "note": self.tr("Note"),
            "parent": self.tr("Organization"),
            "customer": self.tr("Client"),
        }.get(name, name)

    def required(self, entity: Entity) -> str:
        """Said of a field that must be filled in, where an eye sees a star."""
        if entity is Entity.CONTACT:
            return self.tr("Required: the last name or the first name.")
        return self.tr("Required.")

    def _name_field(self, entity: Entity) -> str:
        if entity is Entity.ACCOUNT:
            return self.tr("Organization name")
        return self.tr("Name") if entity is Entity.WORKSHEET else self.tr("Full name")

    # --- numbers and times -----------------------------------------------------------------------------------------

    def count(self, number: int) -> str:
        return QLocale().toString(number)

    def more(self, number: int) -> str:
        """«ещё 2 совпадения»"""
        return self.tr("%n more", "", number)

    def when(self, at: datetime) -> str:
        """A past moment, as short as today allows: «14:05», «вчера 14:05», «12 ноя 14:05»."""
        local, today = at.astimezone(), datetime.now().astimezone().date()
        time = _time(local)
        if local.date() == today:
            return time
        if local.date() == today - timedelta(days=1):
            return self.tr("yesterday {time}").format(time=time)
        return f"{_date(local, today)} {time}"

    def last_call(self, at: datetime) -> str:
        """A day is enough, unless it is this one: «сегодня 14:05», «вчера», «12 ноя»."""
        local, today = at.astimezone(), datetime.now().astimezone().date()
        if local.date() == today:
            return self.tr("today {time}").format(time=_time(local))
        return self.tr("yesterday") if local.date() == today - timedelta(days=1) else _date(local, today)

    def lasting(self, minutes: int) -> str:
        """«5 мин», from an hour on «1 ч 05 мин»."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.tr("{minutes} min").format(minutes=rest)
        return self.tr("{hours} h {minutes} min").format(hours=hours, minutes=f"{rest:02}")

    def moment(self, at: datetime) -> str:
        """Date and time as this computer's owner writes them."""
        local = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
        return QLocale().toString(local, QLocale.FormatType.ShortFormat)

    def day(self, at: datetime) -> str:
        local = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
        return QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)


def _time(local: datetime) -> str:
    return QLocale().toString(QTime(local.hour, local.minute), "HH:mm")


def _date(local: datetime, today: date) -> str:
    form = "d MMM" if local.year == today.year else "d MMM yyyy"
    return QLocale().toString(QDate(local.year, local.month, local.day), form)


def who(transfer: TransferView | None) -> str:
    """«1002 Петрова Анна»"""
    return f"{transfer.to} {transfer.name}".strip() if transfer else ""


def clock(seconds: int) -> str:
    """``00:42``, from an hour on ``1:00:42``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
