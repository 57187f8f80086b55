"""Offer and answer for one G.711 stream: RFC 8866 and RFC 3264."""

from dataclasses import dataclass, replace
from typing import Self

from .message import HOST, Address

CODECS = {8: "PCMA", 0: "PCMU"}  # RFC 3551 table 4; the first is what we like best
TELEPHONE_EVENT = 101
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
MIRRORED = {"sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}


class NotAcceptable(ValueError):
    """A description without a G.711 stream."""


@dataclass(frozen=True)
class Description:
    """What the other side says of its audio stream, and of how many streams it spoke."""

    address: Address
    codecs: tuple[int, ...]  # of those we know, in their order
    telephone_event: int | None
    direction: str
    media: tuple[str, ...]  # every m= line, without its "m="

    @property
    def listens(self) -> bool:
        return self.direction in ("sendrecv", "recvonly")

    @classmethod
    def parse(cls, body: bytes) -> Self:
        try:
            return cls._parse(body.decode().splitlines())
        except (ValueError, LookupError, StopIteration) as error:
            raise NotAcceptable(str(error)) from error

    @classmethod
    def _parse(cls, lines: list[str]) -> Self:
        media = tuple(line[2:] for line in lines if line.startswith("m="))
        audio = next(m for m in media if is_plain_audio(m))
        start = lines.index(f"m={audio}")
        section = [audio, *section_of(lines[start + 1 :])]
        session = section_of(lines)
        _, port, _, *payloads = audio.split()
        return cls(
            address=(HOST, rtp_port(port)),
            codecs=known_codecs(payloads),
            telephone_event=event_payload(section),
            direction=direction(section, session),
            media=media,
        )


def section_of(lines: list[str]) -> list[str]:
    """The lines up to the next stream."""
    ends = [number for number, line in enumerate(lines) if line.startswith("m=")]
    return lines[: ends[0]] if ends else lines


def is_plain_audio(media: str) -> bool:
    kind, port, profile, *_ = media.split()
    return kind == "audio" and port != "0" and profile in ("RTP/AVP", "RTP/AVPF")


def known_codecs(payloads: list[str]) -> tuple[int, ...]:
    known = tuple(int(payload) for payload in payloads if payload in map(str, CODECS))
    if not known:
        raise ValueError("no G.711 among the codecs")
    return known


def rtp_port(text: str) -> int:
    """The port alone counts. Many a phone on this machine names its network address, which loopback cannot reach."""
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(f"there is no port {port}")
    return port


def direction(section: list[str], session: list[str]) -> str:
    """RFC 3264 5.1 and, for the address that RFC 2543 used for hold, 8.4."""
    if "c=IN IP4 0.0.0.0" in section + session:
        return "inactive"
    return next((d for d in DIRECTIONS if f"a={d}" in section), None) or next(
        (d for d in DIRECTIONS if f"a={d}" in session), "sendrecv"
    )


def event_payload(section: list[str]) -> int | None:
    maps = [line[len("a=rtpmap:") :].split() for line in section if line.startswith("a=rtpmap:")]
    return next((int(m[0]) for m in maps if m[1].lower() == "telephone-event/8000"), None)


@dataclass(frozen=True)
class Session:
    """Our side of it; every new description has a higher version (RFC 3264 8)."""

    address: Address
    identity: int
    version: int = 1

    def next(self) -> Self:
        return replace(self, version=self.version + 1)

    def offer(self) -> bytes:
        return self._body([self._audio("RTP/AVP", list(CODECS), TELEPHONE_EVENT, "sendrecv")])

    def answer(self, offer: Description, codec: int) -> bytes:
        """Every stream of the offer is answered, all but the audio with port 0 (RFC 3264 6)."""
        chosen = next(m for m in offer.media if is_plain_audio(m))
        direction = MIRRORED[offer.direction]
        audio = self._audio(chosen.split()[2], [codec], offer.telephone_event, direction)
        return self._body([audio if m == chosen else declined(m) for m in offer.media])

    def _audio(self, profile: str, codecs: list[int], event: int | None, direction: str) -> list[str]:
        payloads = codecs if event is None else [*codecs, event]
        maps = [f"a=rtpmap:{codec} {CODECS[codec]}/8000" for codec in codecs]
        events = [] if event is None else [f"a=rtpmap:{event} telephone-event/8000", f"a=fmtp:{event} 0-16"]
        media = f"m=audio {self.address[1]} {profile} {' '.join(map(str, payloads))}"
        return [media, *maps, *events, "a=ptime:20", f"a={direction}"]

    def _body(self, sections: list[list[str]]) -> bytes:
        host = self.address[0]
        session = [
            "v=0",
            f"o=- {self.identity} {self.version} IN IP4 {host}",
            "s=-",
            f"c=IN IP4 {host}",
            "t=0 0",
        ]
        lines = session + [line for section in sections for line in section]
        return "".join(f"{line}\r\n" for line in lines).encode()


def declined(media: str) -> list[str]:
    kind, _, *rest = media.split()
    return [f"m={kind} 0 {' '.join(rest)}"]
