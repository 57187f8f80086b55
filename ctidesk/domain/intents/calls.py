"""What the operator wants of calls, of sound and of being there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.records import Client


@dataclass(frozen=True, slots=True)
class Accept:
    """Answer the incoming call."""


@dataclass(frozen=True, slots=True)
class End:
    """End the conversation, cancel the outgoing call, reject the incoming one."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Call ``number``; ``client`` is the record whose card it was dialled from."""

    number: str
    client: Client | None = None


@dataclass(frozen=True, slots=True)
class Redial:
    """Call the number that was dialled last."""


@dataclass(frozen=True, slots=True)
class DialText:
    """Call the number in a text from outside the desk (the clipboard), the way ``[links] dial`` says."""

    text: str


@dataclass(frozen=True, slots=True)
class SetHold:
    """Put the conversation on hold, or take the caller back."""

    held: bool


@dataclass(frozen=True, slots=True)
class SetMute:
    muted: bool


@dataclass(frozen=True, slots=True)
class PressKeys:
    """DTMF: digits of ``0-9*#A-D`` into the conversation."""

    digits: str


@dataclass(frozen=True, slots=True)
class OpenTransferForm:
    """«Перевести звонок»."""


@dataclass(frozen=True, slots=True)
class CloseTransferForm:
    pass


@dataclass(frozen=True, slots=True)
class TransferTo:
    """«Безусловный перевод», or with ``consult`` a talk with the second operator first."""

    number: str
    consult: bool = False


@dataclass(frozen=True, slots=True)
class CompleteTransfer:
    """Join caller and second operator."""


@dataclass(frozen=True, slots=True)
class CancelTransfer:
    """«Отменить перевод»: take the caller back."""


@dataclass(frozen=True, slots=True)
class ChooseAudio:
    """Use this device from now on, here and at the next start; ``default`` follows the system's."""

    kind: Literal["input", "output", "ring"]
    name: str


@dataclass(frozen=True, slots=True)
class SetStatus:
    status: OperatorStatus


@dataclass(frozen=True, slots=True)
class ToggleFavourite:
    """Keep this number at the top of the transfer form, or no longer."""

    number: str
