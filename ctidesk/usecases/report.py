"""The desk as plain data, in the words that ``interface.md`` promises to scripts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from ctidesk import __version__
from ctidesk.domain.call import Leg
from ctidesk.domain.desk import CrmState, Desk, SyncProgress
from ctidesk.domain.errors import Problem
from ctidesk.domain.events import Event
from ctidesk.domain.first_start import FirstStart
from ctidesk.domain.outbox import Listed
from ctidesk.domain.records import CallRecord, Client, Match, RecordRef, Regarding
from ctidesk.domain.settings_form import SettingsForm
from ctidesk.domain.sign_in import SigningIn
from ctidesk.domain.transfer import Transfer

Sentence = Callable[[Problem], str]
Plain = dict[str, Any]


def status(desk: Desk, now: datetime, windows: Sequence[str], sentence: Sentence) -> Plain:
    """What ``ctl status`` answers."""
    return {
        "version": __version__,
        "registration": desk.registration.state.value,
        "registration_error": _said(desk.registration.problem, sentence),
        "registration_problem": _id(desk.registration.problem),
        "sip": _sip(desk),
        "operator": _operator(desk, now),
        "connection": desk.connection.value,
        "calls": [_leg(leg, now, sentence) for leg in desk.legs],
        "buttons": dataclasses.asdict(desk.buttons),
        "windows": list(windows),
        "audio": plain(desk.audio),
        "crm": _crm(desk.crm, sentence),
        "outbox": desk.crm.outbox,
        "missed": desk.missed,
        "redial": desk.dialled or None,
        "offer": desk.offer.number if desk.offer else None,
        "notice": _said(desk.notice.problem if desk.notice else None, sentence),
        "notice_problem": _id(desk.notice.problem if desk.notice else None),
        "settings": _settings(desk.settings) if desk.settings else None,
        "settings_error": _said(desk.settings_problem, sentence),
        "settings_problem": _id(desk.settings_problem),
        "first_start": _first_start(desk.first_start, sentence) if desk.first_start else None,
    }


def _first_start(first: FirstStart, sentence: Sentence) -> Plain:
    """Where the wizard stands. What is typed into it is not told: a script has no business with it."""
    problem = first.problem or first.here.problem
    return {
        "step": first.step.value,
        "check": first.here.standing.value,
        "phase": first.phase or None,
        "error": _said(problem, sentence),
        "problem": _id(problem),
    }


def _settings(form: SettingsForm) -> Plain:
    """The open settings window: what is looked for, how much of it is changed, and whether that is asked about."""
    return {"search": form.search, "changed": len(form.texts), "asks": form.asks, "waiting": sorted(form.waiting)}


def _said(problem: Problem | None, sentence: Sentence) -> str | None:
    return sentence(problem) if problem else None


def _id(problem: Problem | None) -> str | None:
    """In no language, and with nobody's name in it."""
    return problem.id.value if problem else None


def _sip(desk: Desk) -> Plain:
    return {
        "engine": desk.engine.name,
        "transport": desk.engine.transport,
        "local": desk.engine.local,
        "capabilities": sorted(desk.engine.capabilities),
    }


def _operator(desk: Desk, now: datetime) -> Plain:
    return {
        "name": desk.operator.name,
        "requested": desk.operator.requested.value,
        "status": desk.status.value,
        "wrap_up_left_s": desk.wrap_up.left_s(now) if desk.wrap_up else None,
        "wrap_up_s": desk.operator.wrap_up_s,
        "allowed": desk.operator.allowed,
    }


def _crm(crm: CrmState, sentence: Sentence) -> Plain:
    return {
        "sync": crm.sync.value,
        "url": crm.url,
        "last_sync": instant(crm.last_sync),
        "records": crm.records,
        "progress": _progress(crm.progress),
        "error": _said(crm.problem, sentence),
        "problem": _id(crm.problem),
        "sign_in": _sign_in(crm.signing_in, sentence) if crm.signing_in else None,
        "outbox_error": _said(crm.outbox_problem, sentence),
        "outbox_problem": _id(crm.outbox_problem),
        "parked": crm.parked,
    }


def _progress(progress: SyncProgress | None) -> Plain | None:
    """What is being pulled; ``left_s`` are seconds at the present pace."""
    return {**plain(progress), "left_s": progress.left_s} if progress else None


def _sign_in(signing_in: SigningIn, sentence: Sentence) -> Plain:
    return {
        "way": signing_in.way.value,
        "account": signing_in.account,
        "trying": signing_in.trying,
        "error": _said(signing_in.problem, sentence),
        "problem": _id(signing_in.problem),
        "device": plain(signing_in.device),
    }


def _leg(leg: Leg, now: datetime, sentence: Sentence) -> Plain:
    return {
        **_call(leg),
        "number": leg.caller_number,
        "state": leg.public_state,
        "duration_s": max(0, int((now - leg.answered).total_seconds())) if leg.answered else 0,
        "on_hold": leg.on_hold,
        "held_by_peer": leg.held_by_peer,
        "muted": leg.muted,
        "silent": leg.silent,
        "unheard": leg.unheard or None,
        "srtp": leg.srtp,
        "referral": plain(leg.referral),
        "transfer": _transfer(leg.transfer, sentence) if leg.transfer else None,
    }


def _transfer(transfer: Transfer, sentence: Sentence) -> Plain:
    return {
        "to": transfer.to,
        "state": transfer.public,
        "phase": transfer.phase.value,
        "kind": transfer.kind.value,
        "silent": transfer.silent,
        "error": _said(transfer.problem, sentence),
        "problem": _id(transfer.problem),
    }


def _call(call: Leg | CallRecord) -> Plain:
    return {
        "id": call.id,
        "direction": call.direction.value,
        "number": call.number,
        "raw_number": call.raw_number,
        "name": call.name,
        "client": _ref(call.client.ref if call.client else None),
        "regarding": _ref(call.regarding.ref if isinstance(call.regarding, Regarding) else call.regarding),
        "started": instant(call.started),
        "answered": instant(call.answered),
        "note": call.note,
        "disposition": call.disposition or None,
    }


def ended_call(call: CallRecord, called_back: datetime | None = None) -> Plain:
    """One line of ``ctl calls``; ``called_back``: when this operator spoke to the missed caller."""
    return {
        **_call(call),
        "state": "ended" if call.ended else "live",
        "duration_s": call.duration_s,
        "ended": instant(call.ended),
        "result": call.result.value if call.result else None,
        "transferred_to": call.transferred_to or None,
        "called_back": instant(called_back),
    }


def match(found: Match) -> Plain:
    """One match of ``ctl lookup`` and ``ctl search``."""
    client: Client = found.client
    return {
        **ref(client.ref),
        "name": client.name,
        "organization": client.organization,
        "matched": found.matched,
        "number": found.number,
    }


def waiting(listed: Listed, sentence: Sentence) -> Plain:
    """One write of ``ctl outbox``."""
    item, write = listed.item, listed.item.write
    return {
        "seq": item.seq,
        "state": listed.state.value,
        "kind": write.kind.value,
        **ref(write.record),
        "name": listed.name,
        "values": write.values,
        "base": write.base,
        "theirs": item.theirs,
        "tries": item.tries,
        "problem": _id(item.problem),
        "error": _said(item.problem, sentence),
        "detail": item.problem.detail if item.problem else None,
        "waits_for": list(item.waits_for),
    }


def event(happened: Event) -> Plain:
    """One line of ``ctl events``."""
    return {"event": type(happened).__name__, **plain(happened)}


def plain(value: Any) -> Any:
    """Dataclasses, enumerations and times as what JSON has."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def ref(ref: RecordRef) -> Plain:
    return {"entity": ref.entity.value, "id": ref.id}


def _ref(named: RecordRef | None) -> Plain | None:
    return ref(named) if named else None


def holds(answer: Plain, path: str, wanted: str) -> bool:
    """Whether the value at ``path`` reads as ``wanted``; an absent path reads ``none``."""
    return text_at(answer, path) == wanted


def text_at(answer: Plain, path: str) -> str:
    """The value at a dotted path into ``status`` as text; ``call.x`` is ``calls[0].x``."""
    value: Any = answer
    parts = path.split(".")
    if parts[0] == "call":
        parts[0:1] = ["calls", "0"]
    for part in parts:
        value = _inside(value, part)
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return None
