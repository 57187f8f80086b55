"""What SIP status codes mean at this desk: why a leg ended, why a registration failed, when to try again."""

from __future__ import annotations

from collections.abc import Mapping

from ctidesk.domain.call import EndCause
from ctidesk.domain.errors import Problem, ProblemId

_CAUSES: Mapping[int, EndCause] = {
    401: EndCause.NOT_ALLOWED,
    403: EndCause.NOT_ALLOWED,
    404: EndCause.NO_SUCH_NUMBER,
    407: EndCause.NOT_ALLOWED,
    408: EndCause.NO_ANSWER,
    410: EndCause.NO_SUCH_NUMBER,
    480: EndCause.UNAVAILABLE,
    484: EndCause.NO_SUCH_NUMBER,
    485: EndCause.NO_SUCH_NUMBER,
    486: EndCause.BUSY,
    487: EndCause.NO_ANSWER,
    600: EndCause.BUSY,
    603: EndCause.REJECTED,
    604: EndCause.NO_SUCH_NUMBER,
}

_REGISTRATION: Mapping[int, ProblemId] = {
    401: ProblemId.PBX_PASSWORD_REFUSED,
    403: ProblemId.PBX_PASSWORD_REFUSED,
    404: ProblemId.PBX_ACCOUNT_UNKNOWN,
    407: ProblemId.PBX_PASSWORD_REFUSED,
    408: ProblemId.PBX_UNREACHABLE,
    503: ProblemId.PBX_UNREACHABLE,
}

# A refused password is tried rarely, else the PBX locks the account; a PBX that is back is found within 4 s.
_RETRY_S: Mapping[ProblemId, tuple[int, ...]] = {
    ProblemId.PBX_PASSWORD_REFUSED: (30, 60, 120, 300),
    ProblemId.PBX_UNREACHABLE: (1, 2, 4),
}
_RETRY_OTHERS_S = (1, 2, 4, 8, 16, 30)


def failed_call(code: int) -> EndCause:
    """Why an outgoing call that nobody answered came to nothing, by the final answer of the far end."""
    if 500 <= code <= 599:
        return EndCause.PBX_FAULT
    return _CAUSES.get(code, EndCause.FAILED)


def failed_registration(code: int, reason: str, server: str) -> Problem:
    """``code`` 0 where nothing was sent or nothing came back."""
    id = _REGISTRATION.get(code, ProblemId.PBX_REFUSED) if code else ProblemId.PBX_UNREACHABLE
    return Problem.of(id, detail=f"{code} {reason}".strip() if code else reason, server=server)


def retry_s(problem: ProblemId, failures: int) -> int:
    """Seconds until the next try after the ``failures``-th failure in a row (counted from 1)."""
    steps = _RETRY_S.get(problem, _RETRY_OTHERS_S)
    return steps[min(failures, len(steps)) - 1]


def end_cause(*, outgoing: bool, established: bool, code: int, by_peer: bool) -> EndCause:
    """Why a leg ended that we did not end: a clean BYE or CANCEL, an answer of the far end, or a loss."""
    if established:
        return EndCause.REMOTE_HANGUP if code == 200 else EndCause.FAILED
    if not outgoing:
        return EndCause.REMOTE_HANGUP if code == 487 else EndCause.FAILED
    return failed_call(code) if by_peer else EndCause.FAILED
