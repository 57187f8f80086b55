"""Digest authentication: RFC 3261 22, RFC 7616, and RFC 8760 for SHA-256 beside MD5."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from sipmessage import AuthChallenge, AuthCredentials, AuthParameters

REALM = "ctidesk-demo"
ALGORITHMS: dict[str, Callable[[bytes], "hashlib._Hash"]] = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}


class Verdict(Enum):
    CORRECT = "correct"
    MISSING = "missing"  # nothing that speaks for this realm
    STALE = "stale"  # right, but on an old nonce
    WRONG = "wrong"


def hashed(algorithm: str, *parts: str) -> str:
    return ALGORITHMS[algorithm](":".join(parts).encode()).hexdigest()


def response_to(given: Mapping[str, str], method: str, password: str) -> str:
    """RFC 7616 3.4.1, with and without qop."""
    algorithm = given.get("algorithm", "MD5").upper()
    secret = hashed(algorithm, given["username"], given["realm"], password)
    request = hashed(algorithm, method, given["uri"])
    if "qop" not in given:
        return hashed(algorithm, secret, given["nonce"], request)
    return hashed(algorithm, secret, given["nonce"], given["nc"], given["cnonce"], given["qop"], request)


@dataclass(frozen=True)
class Digest:
    """Challenges and verifies without keeping state: the nonce carries its own date and seal."""

    password: str
    algorithms: Sequence[str] = tuple(ALGORITHMS)
    nonce_lives_s: float = 300
    clock: Callable[[], float] = time.monotonic
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def challenges(self, stale: bool = False) -> list[str]:
        """The strongest first: RFC 8760 2.3 has the client take the first it knows."""
        return [self._challenge(algorithm, stale) for algorithm in self.algorithms]

    def verify(self, values: list[str], method: str) -> tuple[Verdict, str]:
        """The verdict on the credentials of our realm, and whose they are."""
        given = self._ours(values)
        if given is None:
            return Verdict.MISSING, ""
        try:
            if given.get("algorithm", "MD5").upper() not in self.algorithms:
                return Verdict.WRONG, given["username"]
            correct = hmac.compare_digest(given["response"], response_to(given, method, self.password))
            age = self._age(given["nonce"])
        except (KeyError, ValueError, TypeError):
            return Verdict.WRONG, given.get("username", "")
        if not correct:
            return Verdict.WRONG, given["username"]
        return Verdict.CORRECT if age <= self.nonce_lives_s else Verdict.STALE, given["username"]

    def _challenge(self, algorithm: str, stale: bool) -> str:
        parameters = {"realm": REALM, "nonce": self._nonce(), "algorithm": algorithm, "qop": "auth"}
        if stale:
            parameters["stale"] = "true"
        return str(AuthChallenge("Digest", AuthParameters(**parameters)))

    def _ours(self, values: list[str]) -> AuthParameters | None:
        for value in values:
            credentials = AuthCredentials.parse(value)
            given = credentials.parameters
            if credentials.scheme.lower() == "digest" and given and given.get("realm") == REALM:
                return given
        return None

    def _nonce(self) -> str:
        made = f"{self.clock():.3f}"
        return f"{made}-{self._seal(made)}"

    def _seal(self, made: str) -> str:
        return hmac.new(self.key, made.encode(), "sha256").hexdigest()[:32]

    def _age(self, nonce: str) -> float:
        """A nonce that is not ours counts as old: after a restart clients try again with the right password."""
        made, _, seal = nonce.rpartition("-")
        return self.clock() - float(made) if hmac.compare_digest(seal, self._seal(made)) else float("inf")
