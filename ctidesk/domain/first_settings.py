"""What the first start makes of the settings: the answers that they begin with, and the values that are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ctidesk.domain.first_start import ANSWERED_AT, Answers, FirstStart, Standing, Step
from ctidesk.domain.settings import Settings, SipSettings
from ctidesk.domain.settings_reading import Fixed

Value: TypeAlias = tuple[str, str, str | int]
"""Table, key, value."""

SETTING_OF: Mapping[str, str] = {
    "language": "ui.language",
    **{name: f"sip.{name}" for name in ("server", "transport", "username", "display_name")},
    "pbx_password": "sip.password",
    "kind": "crm.kind",
    "address": "crm.url",
    "auth": "crm.auth",
    "crm_username": "crm.username",
    "crm_password": "crm.password",
    "operator": "crm.operator",
    **{name: f"audio.{name}" for name in ("input", "output", "ring")},
    "wrap_up_s": "calls.wrap_up_s",
}
"""Where each answer is kept."""


def is_needed(sip: SipSettings) -> bool:
    """Whether the wizard opens: neither file nor variables give both (``interface.md``)."""
    return not (sip.server and sip.username)


def first_fixed(settings: Settings, fixed: Mapping[str, Fixed]) -> Mapping[str, Fixed]:
    """The answers that are not the operator's to give; where the CRM is switched off for him, all about it."""
    found = {answer: fixed[name] for answer, name in SETTING_OF.items() if name in fixed}
    if not is_switched_off(settings, fixed):
        return found
    about = ("crm_password", *(answer for answer, step in ANSWERED_AT.items() if step is Step.CRM))
    return {**found, **dict.fromkeys(about, fixed["crm.kind"])}


def is_switched_off(settings: Settings, fixed: Mapping[str, Fixed]) -> bool:
    """Whether there is no CRM, by somebody else's will."""
    return settings.crm.kind == "none" and "crm.kind" in fixed


def first_answers(settings: Settings, fixed: Mapping[str, Fixed]) -> Answers:
    """What is known already, from the administrator's file perhaps; ``fixed`` by the names of settings."""
    sip, crm, audio = settings.sip, settings.crm, settings.audio
    return Answers(
        language=settings.ui.language,
        server=sip.server,
        transport=sip.transport,
        username=sip.username,
        address=crm.url,
        auth=crm.auth if crm.url or "crm.auth" in fixed else "",
        crm_username=crm.username,
        operator=crm.operator,
        input=audio.input,
        output=audio.output,
        ring=audio.ring,
        display_name=sip.display_name,
        wrap_up_s=str(settings.calls.wrap_up_s) if "calls.wrap_up_s" in fixed else "",
    )


def changes(first: FirstStart, settings: Settings) -> tuple[Value, ...]:
    """What differs from ``settings``; nothing of a telephone that was put off, and nothing that is fixed.

    The two values that keep the wizard closed come last: where writing is broken off, it opens again.
    """
    fixed = {SETTING_OF[answer] for answer in first.fixed}
    return tuple(
        (table, key, value)
        for table, key, value in _wanted(first)
        if f"{table}.{key}" not in fixed and _present(settings, table, key) != value
    )


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
