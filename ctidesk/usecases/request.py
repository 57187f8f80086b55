"""One line from ``ctl``, and its words as values. Words come from another process, so each is checked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ctidesk.domain.errors import Problem, ProblemId, Refused
from ctidesk.domain.history import CallFilter, CallKind, Period
from ctidesk.domain.records import CLIENTS, Entity, RecordRef
from ctidesk.usecases.verb_usage import usage


@dataclass(frozen=True, slots=True)
class Request:
    """One line from ``ctl``: a verb, its words, and its options."""

    verb: str
    words: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)


def one_word(request: Request) -> str:
    if len(request.words) != 1 or not request.words[0].strip():
        raise wrong_usage(request)
    return request.words[0]


def wrong_usage(request: Request) -> Refused:
    return Refused(Problem.of(ProblemId.VERB_USAGE, usage=usage(request.verb)))


def record_ref(request: Request, entities: Sequence[Entity] = CLIENTS) -> RecordRef:
    if len(request.words) != 2 or request.words[0] not in entities:
        raise wrong_usage(request)
    return RecordRef(Entity(request.words[0]), request.words[1].lower().strip("{}"))


def number_option(request: Request, option: str, default: float) -> float:
    try:
        value = float(request.options.get(option, default))
    except ValueError:
        raise wrong_usage(request) from None
    if not 0 <= value < 10**9:
        raise wrong_usage(request)
    return value


def call_filter(request: Request) -> CallFilter:
    """``--kind``, ``--period`` and ``--text`` of ``calls``."""
    given = request.options
    try:
        kind, period = CallKind(given.get("kind", CallKind.ALL)), Period(given.get("period", Period.ALL))
    except ValueError:
        raise wrong_usage(request) from None
    return CallFilter(kind, period, given.get("text", ""))
