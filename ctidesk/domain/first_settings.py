"""What the first start makes of the settings: the answers that they begin with, and the values that are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ctidesk.domain.first_start import Answers, FirstStart, Standing, Step
from ctidesk.domain.settings import Settings, SipSettings

Value: TypeAlias = tuple[str, str, str | int]
"""Table, key, value."""


def is_needed(sip: SipSettings) -> bool:
    """Whether the wizard opens: neither file nor variables give both (``interface.md``)."""
    return not (sip.server and sip.username)


def first_answers(settings: Settings) -> Answers:
    """What is known already, from the administrator's file perhaps."""
    sip, crm, audio = settings.sip, settings.crm, settings.audio
    return Answers(
        language=settings.ui.language,
        server=sip.server,
        transport=sip.transport,
        username=sip.username,
        address=crm.url,
        auth=crm.auth if crm.url else "",
        crm_username=crm.username,
        operator=crm.operator,
        input=audio.input,
        output=audio.output,
        ring=audio.ring,
        display_name=sip.display_name,
    )


def changes(first: FirstStart, settings: Settings) -> tuple[Value, ...]:
    """What differs from ``settings``; nothing of a telephone that was put off.

    The two values that keep the wizard closed come last: where writing is broken off, it opens again.
    """
    return tuple((table, key, value) for table, key, value in _wanted(first) if _present(settings, table, key) != value)


def _present(settings: Settings, table: str, key: str) -> object:
    return getattr(getattr(settings, table), key)


def _wanted(first: FirstStart) -> Iterator[Value]:
    answers = first.answers
    yield "ui", "language", answers.language
    yield from _crm(first)
    if first.check(Step.SOUND).standing is Standing.GOOD:
        for use in ("input", "output", "ring"):
            yield "audio", use, getattr(answers, use)
    if answers.wrap_up_s:
        yield "calls", "wrap_up_s", int(answers.wrap_up_s)
    if first.check(Step.PBX).standing is not Standing.SKIPPED:
        yield from _sip(first)


def _sip(first: FirstStart) -> Iterator[Value]:
    if not first.crm:
        yield "sip", "display_name", first.answers.display_name
    for key in ("transport", "server", "username"):
        yield "sip", key, getattr(first.answers, key)


def _crm(first: FirstStart) -> Iterator[Value]:
    found, answers = first.crm, first.answers
    if found is None:
        yield "crm", "kind", "none"
        return
    yield "crm", "url", found.url
    yield "crm", "auth", found.auth
    yield "crm", "username", answers.crm_username
    yield "crm", "operator", answers.operator
    yield "crm", "kind", found.kind
