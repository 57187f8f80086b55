"""Words for what waits to be sent: what it is, how it stands, its fields and their values."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from ctidesk.domain.outbox import REFERENCES, WriteKind, WriteState, referenced
from ctidesk.domain.records import PHONE_FIELDS, Direction, Entity
from ctidesk.ui.number_text import pretty
from ctidesk.ui.texts import Texts
from ctidesk.ui.unsent_view import UnsentRow, UnsentView, ValueView

_TIMES = frozenset({"start", "end"})
_NUMBERS = frozenset({"number", *(field for fields in PHONE_FIELDS.values() for field in fields)})


class UnsentTexts(QObject):
    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts

    def what(self, row: UnsentRow) -> str:
        """«Новый клиент Иванов Иван»"""
        entity = self._texts.entity(row.entity)
        return self._form(row).format(name=row.name or "…", entity=entity).strip()

    def _form(self, row: UnsentRow) -> str:
        if row.entity is Entity.PHONE_CALL:
            return {
                WriteKind.CREATE: self.tr("Phone call {name}"),
                WriteKind.UPDATE: self.tr("Change of the call {name}"),
                WriteKind.CLOSE: self.tr("Completion of the call {name}"),
            }[row.kind]
        if row.kind is not WriteKind.CREATE:
            return self.tr("Change: {name}")
        return {
            Entity.CONTACT: self.tr("New client {name}"),
            Entity.ACCOUNT: self.tr("New organization {name}"),
            Entity.CASE: self.tr("New case “{name}”"),
        }.get(row.entity, self.tr("New record {name} ({entity})"))

    def state(self, state: WriteState) -> str:
        return {
            WriteState.WAITING: self.tr("waiting"),
            WriteState.SENDING: self.tr("being sent"),
            WriteState.PARKED: self.tr("not accepted"),
            WriteState.CONFLICT: self.tr("conflict"),
            WriteState.BLOCKED: self.tr("waits for another"),
        }[state]

    def reason(self, row: UnsentRow, view: UnsentView) -> str:
        front = view.row(row.behind)
        if front:
            return self.tr("Goes after: {what}").format(what=self.what(front))
        return self._texts.sentence(row.problem) if row.problem else ""

    def detail(self, row: UnsentRow) -> str:
        """What the server itself said, for the administrator."""
        return row.problem.detail if row.problem else ""

    # --- fields ----------------------------------------------------------------------------------------------------

    def field(self, entity: Entity, name: str) -> str:
        if entity is Entity.PHONE_CALL:
            return self._call_field(name)
        return self._texts.field(entity, name)

    def _call_field(self, name: str) -> str:
        return {
            "subject": self.tr("Subject"),
            "description": self.tr("Description"),
            "number": self.tr("Number"),
            "direction": self.tr("Direction"),
            "start": self.tr("Start"),
            "end": self.tr("End"),
            "duration_minutes": self.tr("Minutes"),
            "regarding": self.tr("Regarding"),
            "client": self.tr("Client"),
            "operator": self.tr("Operator"),
            "status": self.tr("Status"),
        }.get(name, name)

    def value(self, view: ValueView) -> str:
        """Empty for nothing."""
        if view.value is None:
            return ""
        text = str(view.value)
        if view.field in REFERENCES:
            return view.name or self._texts.entity(referenced(text).entity)
        if view.field in _TIMES:
            return self._texts.moment(datetime.fromisoformat(text))
        if view.field in _NUMBERS:
            return pretty(text)
        return self._word(view.field, text)

    def _word(self, field: str, text: str) -> str:
        return {
            ("direction", Direction.INCOMING.value): self.tr("incoming"),
            ("direction", Direction.OUTGOING.value): self.tr("outgoing"),
            ("status", "open"): self.tr("reopened"),
            ("status", "made"): self.tr("completed"),
            ("status", "received"): self.tr("completed"),
            ("status", "cancelled"): self.tr("cancelled"),
        }.get((field, text), text)
