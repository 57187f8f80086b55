"""The diagnostic bundle: what was found out about one desk, masked, as files of text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ctidesk.domain.masking import Mask

Plain = Mapping[str, Any]
_OF_A_WRITE = ("seq", "state", "kind", "entity", "id", "tries", "waits_for", "problem", "detail")
_OF_A_CALL = ("id", "direction", "state", "started", "answered", "ended", "duration_s", "result", "number", "client")


@dataclass(frozen=True, slots=True)
class Found:
    """As it is, with everything in it. ``status`` is ``ctl status``'s, empty where no desk runs; ``configuration`` and
    ``logs`` are texts by file name; ``secrets`` are known ones."""

    checks: Sequence[Plain]
    versions: Plain
    status: Plain = field(default_factory=dict)
    outbox: Sequence[Plain] = ()
    calls: Sequence[Plain] = ()
    messages: Sequence[str] = ()
    configuration: Mapping[str, str] = field(default_factory=dict)
    logs: Mapping[str, str] = field(default_factory=dict)
    accounts: Sequence[str] = ()
    home: str = ""
    secrets: Sequence[str] = field(default=(), repr=False)


def files(found: Found) -> Iterator[tuple[str, str]]:
    """Name and text of each file. Calls stand in it so that a masked one can be followed from file to file."""
    mask = Mask({*_names(found), *found.accounts}, found.secrets, found.home)
    yield "README.txt", _README
    yield "checks.json", _json(mask.value(list(found.checks)))
    yield "versions.json", _json(mask.value(dict(found.versions)))
    yield "status.json", _json(mask.value(dict(found.status)))
    yield "outbox.json", _json(mask.value([_only(write, _OF_A_WRITE) for write in found.outbox]))
    yield "calls.json", _json(mask.value([_only(call, _OF_A_CALL) for call in found.calls]))
    yield "sip.txt", mask.text("\n\n".join(found.messages))
    for name, text in found.configuration.items():
        yield f"configuration/{name}", mask.settings(text)
    for name, text in found.logs.items():
        yield f"logs/{name}", mask.text(text)


def _names(found: Found) -> Iterator[str]:
    """Whoever the desk knows by name just now, and the parts of the names that are no common words."""
    for one in (found.status.get("operator", {}), *found.status.get("calls", ()), *found.calls, *found.outbox):
        yield from _parts(str(one.get("name") or ""))
        yield from _parts(str((one.get("referral") or {}).get("name") or ""))
    for write in found.outbox:
        yield from (value for value in (write.get("values") or {}).values() if isinstance(value, str))


def _parts(name: str) -> Iterable[str]:
    return (name, *(part for part in name.split() if part[:1].isupper()))


def _only(whole: Plain, names: Sequence[str]) -> Plain:
    return {name: whole.get(name) for name in names}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


_README = """A diagnostic bundle of ctidesk, for whoever looks for a fault.

Passwords, tokens, names, telephone numbers and e-mail addresses have been taken out. The same one has the same
stand-in in all of these files: <number-3> is one telephone number throughout. Please look through the files before you
send them.

checks.json     what `ctidesk doctor` says
versions.json   of the program, its parts and the system
status.json     of the desk, if one ran: registration, sound devices, synchronisation, outbox
outbox.json     writes that wait for the CRM, without their values
calls.json      the last calls
sip.txt         the last SIP messages, without credentials
configuration/  the files of settings
logs/           the log
"""
