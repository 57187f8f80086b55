"""What the panel shows of the call: who is on the line, what holds for him, and the three keys. Pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctidesk.domain.call import Leg, LegState
from ctidesk.domain.capability import Capability
from ctidesk.domain.desk import Desk
from ctidesk.domain.events import SyncState
from ctidesk.domain.records import Client, Direction, MatchKind
from ctidesk.domain.transfer import Phase
from ctidesk.ui.number_text import pretty


class Found(StrEnum):
    """How far the search for the caller has come."""

    SILENT = ""
    LOOKING = "looking"
    NOBODY = "nobody"
    SIMILAR = "similar"
    MATCH = "match"
    LINKED = "linked"


class Sign(StrEnum):
    """What holds for the conversation besides that it goes on."""

    HELD = "held"
    HELD_BY_PEER = "held_by_peer"
    MUTED = "muted"


class Lock(StrEnum):
    """Whether the media is encrypted; ``OPEN`` only where the settings ask for encryption and the call has none."""

    NONE = ""
    CLOSED = "closed"
    OPEN = "open"


class Stage(StrEnum):
    """How far a pending transfer has come, in the operator's words."""

    RINGING = "ringing"
    TALKING = "talking"
    JOINING = "joining"


_STAGES = {
    Phase.RINGING: Stage.RINGING,
    Phase.REFERRED: Stage.RINGING,
    Phase.PROGRESSING: Stage.RINGING,
    Phase.CONSULTING: Stage.TALKING,
    Phase.JOINING: Stage.JOINING,
    Phase.REPLACED: Stage.JOINING,
}


class Off(StrEnum):
    """Why a key cannot be pressed."""

    NOT_OFF = ""
    NO_CALL = "no_call"
    ENGINE = "engine"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class TransferView:
    """A pending transfer: to whom (``name`` may be empty), how far it has come, and how long it has been ringing."""

    to: str
    name: str
    stage: Stage
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ReferredView:
    """Who hands this call over; either may be empty."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class CallerView:
    """Who is on the line, or was last (``live`` is false). ``more``: how many others have the number too;
    ``regarding``: the title of the worksheet or case that the call is about."""

    number: str
    name: str
    organization: str = ""
    more: int = 0
    found: Found = Found.SILENT
    matched: str = ""
    entity: str = ""
    regarding: str = ""
    seconds: int | None = None
    live: bool = True
    direction: Direction = Direction.INCOMING
    signs: tuple[Sign, ...] = ()
    lock: Lock = Lock.NONE
    transfer: TransferView | None = None
    referred: ReferredView | None = None


@dataclass(frozen=True, slots=True)
class KeyView:
    """One of the three keys: on or why it is off, and whether what it does holds now."""

    off: Off
    pressed: bool = False

    @property
    def on(self) -> bool:
        return self.off is Off.NOT_OFF


@dataclass(frozen=True, slots=True)
class KeysView:
    """Hold, mute and keypad; ``leg_id`` tells one call's digits from the next one's."""

    hold: KeyView
    mute: KeyView
    keypad: KeyView
    leg_id: str = ""


def caller_view(desk: Desk, leg: Leg, now: datetime | None, *, secure: bool = False) -> CallerView:
    """``now`` is ``None`` where no time is shown; ``secure``: the settings ask for encrypted media."""
    found = _found(desk, leg)
    client = leg.client or (leg.best_match.client if leg.best_match else None)
    best = leg.best_match
    return CallerView(
        number=pretty(_number(leg)),
        name=_name(leg),
        organization=client.organization if client else "",
        more=_others(leg) if found in (Found.MATCH, Found.SIMILAR) else 0,
        found=found,
        matched=best.matched if best and found is Found.MATCH else "",
        entity=_entity(client),
        regarding=leg.regarding.name if leg.regarding else "",
        seconds=_seconds(leg, now) if now else None,
        live=leg.live,
        direction=leg.direction,
        signs=tuple(_signs(leg)),
        lock=_lock(leg, secure),
        transfer=transfer_view(leg, now),
        referred=_referred(leg),
    )


def transfer_view(leg: Leg, now: datetime | None = None) -> TransferView | None:
    """While it is pending; ``now`` is ``None`` where no time is shown."""
    transfer = leg.transfer
    if transfer is None or not transfer.pending or not leg.live:
        return None
    stage = _STAGES[transfer.phase]
    since = transfer.began if stage is Stage.RINGING else None
    return TransferView(pretty(transfer.to), transfer.name, stage, _between(since, now) if since and now else None)


def _between(since: datetime, until: datetime) -> int:
    """Whole seconds; none where a clock was set back."""
    return max(0, int((until - since).total_seconds()))


def keys_view(desk: Desk) -> KeysView:
    leg = desk.leg if desk.leg and desk.leg.state is LegState.CONVERSATION else None
    digits = desk.can(Capability.DTMF_RFC4733) or desk.can(Capability.DTMF_INFO)
    hold = _off(desk, leg, desk.can(Capability.HOLD))
    if hold is Off.NOT_OFF and leg and leg.transferring:
        hold = Off.TRANSFER
    return KeysView(
        hold=KeyView(hold, leg is not None and leg.on_hold),
        mute=KeyView(_off(desk, leg, desk.can(Capability.MUTE)), leg is not None and leg.muted),
        keypad=KeyView(_off(desk, leg, digits)),
        leg_id=leg.id if leg else "",
    )


def _off(desk: Desk, leg: Leg | None, can: bool) -> Off:
    """An engine that has not told yet what it can do is not said to lack anything."""
    if desk.engine.name and not can:
        return Off.ENGINE
    return Off.NOT_OFF if leg and can else Off.NO_CALL


def _signs(leg: Leg) -> list[Sign]:
    """A transfer implies that the caller is held, and says so itself."""
    held = leg.live and leg.on_hold and not leg.transferring
    told = ((Sign.HELD, held), (Sign.HELD_BY_PEER, leg.live and leg.held_by_peer), (Sign.MUTED, leg.live and leg.muted))
    return [sign for sign, holds in told if holds]


def _lock(leg: Leg, secure: bool) -> Lock:
    if not leg.live or leg.srtp is None:
        return Lock.NONE
    if leg.srtp:
        return Lock.CLOSED
    return Lock.OPEN if secure else Lock.NONE


def _number(leg: Leg) -> str:
    """Of a transferred call the caller's; where the PBX kept that to itself, none rather than the colleague's."""
    return "" if _only_colleague(leg) else leg.caller_number


def _only_colleague(leg: Leg) -> bool:
    """A colleague rings about somebody of whom the PBX passed nothing on."""
    return leg.referral is not None and not leg.referral.number and leg.number == leg.referral.by


def _name(leg: Leg) -> str:
    """Never the colleague's while he is who is on the line: the call is about somebody else."""
    referral = leg.referral
    if referral is None or leg.client or leg.best_match:
        return leg.name
    colleague = leg.number == referral.by if referral.by else leg.number != referral.number
    return referral.name if colleague else leg.name


def _referred(leg: Leg) -> ReferredView | None:
    """The colleague is who rings here, where nothing else says who it is."""
    referral = leg.referral
    if referral is None:
        return None
    rings = leg.number if leg.number != referral.number else ""
    return ReferredView(pretty(referral.by or rings), referral.by_name or (leg.display_name if rings else ""))


def _entity(client: Client | None) -> str:
    return client.ref.entity.value if client else ""


def _others(leg: Leg) -> int:
    found = sum(1 for match in leg.matches if match.active and match.kind is not MatchKind.LAST_7)
    similar = sum(1 for match in leg.matches if match.active)
    return found - 1 if found else similar


def _found(desk: Desk, leg: Leg) -> Found:
    if leg.client:
        return Found.LINKED
    if leg.best_match:
        return Found.MATCH
    if desk.crm.sync is SyncState.OFF or not _number(leg):
        return Found.SILENT
    if not leg.looked_up:
        return Found.LOOKING if leg.live else Found.SILENT
    return Found.SIMILAR if any(match.active for match in leg.matches) else Found.NOBODY


def _seconds(leg: Leg, now: datetime) -> int | None:
    """Of the conversation; while it is being set up, how long it has been ringing."""
    since = leg.answered or leg.started
    until = leg.ended or now
    if leg.ended and not leg.answered:
        return None
    return _between(since, until)
