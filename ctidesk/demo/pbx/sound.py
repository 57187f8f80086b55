"""A leg's sound: what was offered and answered, and the stream that follows from it."""

import secrets
from typing import Self

from .rtp import RtpStream
from .sdp import Description, Session


class Sound:
    def __init__(self, rtp: RtpStream, voice: int) -> None:
        self._rtp, self._voice = rtp, voice
        self._session = Session(rtp.address, secrets.randbits(31))
        self._said = b""
        self._codec: int | None = None

    @classmethod
    async def open(cls, voice: int) -> Self:
        return cls(await RtpStream().bind(), voice)

    def said(self) -> bytes:
        """Our latest description: a 200 repeats what the 183 said."""
        return self._said

    def describe(self, offer: bytes) -> bytes:
        """Our answer, or an offer of ours where there was none."""
        heard = Description.parse(offer) if offer else None
        if self._said:
            self._session = self._session.next()
        if heard:
            self._said = self._session.answer(heard, self._choose(heard))
            self._follow(heard)
        else:
            self._said = self._session.offer()
        return self._said

    def hear(self, answer: bytes) -> None:
        self._follow(Description.parse(answer))

    def close(self) -> None:
        self._rtp.close()

    def _choose(self, heard: Description) -> int:
        """Their favourite, but no change in mid-call for a codec they still know."""
        if self._codec not in heard.codecs:
            self._codec = heard.codecs[0]
        return self._codec

    def _follow(self, heard: Description) -> None:
        if heard.listens:
            self._rtp.play(self._choose(heard), self._voice, heard.address)
        else:
            self._rtp.pause()
