"""What a notice is about, and with what it goes: one that outlives its cause would be false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import GIVEN_BACK, ProblemId

OF_A_TRANSFER = GIVEN_BACK | {
    ProblemId.TRANSFER_TARGET_UNAVAILABLE,
    ProblemId.TRANSFER_TO_SELF,
    ProblemId.TRANSFER_UNDER_WAY,
    ProblemId.TRANSFER_CANNOT_CANCEL,
    ProblemId.NO_TRANSFER_PENDING,
    ProblemId.CALLER_IS_BACK,
}
OF_A_HOLD = frozenset({ProblemId.HOLD_REFUSED, ProblemId.HOLD_ONE_SIDED, ProblemId.PBX_AWAY_IN_CALL})
NO_SOUND: Mapping[str, frozenset[ProblemId]] = {
    "input": frozenset({ProblemId.AUDIO_NO_MICROPHONE}),
    "output": frozenset({ProblemId.AUDIO_NO_SPEAKER}),
}
"""By the use whose device is there again."""
OF_A_CALL = OF_A_TRANSFER | OF_A_HOLD
WHILE_A_CALL = frozenset({ProblemId.CANNOT_DIAL_IN_CALL, ProblemId.NO_RESTART_IN_CALL})
"""What was refused because there was a call at all."""
NOT_REGISTERED = frozenset({ProblemId.CANNOT_DIAL_NOT_REGISTERED})


def without_notice(desk: Desk, about: frozenset[ProblemId]) -> Desk:
    outdated = desk.notice is not None and desk.notice.problem.id in about
    return replace(desk, notice=None) if outdated else desk
