"""A keyring in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from ctidesk.domain.errors import DeskError, Problem, ProblemId, SecretMissing


@dataclass
class FakeSecrets:
    """``crm``: the CRM's password, if there is one; ``locked``: every call fails as a locked keyring does."""

    crm: str | None = field(default=None, repr=False)
    entries: dict[str, str] = field(default_factory=dict, repr=False)
    locked: bool = False
    asked: int = 0

    async def password(self, purpose: str, account: str) -> str:
        self._open()
        if self.crm is None:
            raise SecretMissing(Problem.of(ProblemId.CRM_PASSWORD_MISSING, account=account))
        return self.crm

    async def kept(self, purpose: str, account: str) -> str | None:
        self._open()
        return self.entries.get(f"{purpose}:{account}")

    async def keep(self, purpose: str, account: str, secret: str) -> None:
        self._open()
        self.entries[f"{purpose}:{account}"] = secret
        if purpose == "crm":
            self.crm = secret

    def _open(self) -> None:
        self.asked += 1
        if self.locked:
            raise DeskError(Problem(ProblemId.KEYRING_UNAVAILABLE))
