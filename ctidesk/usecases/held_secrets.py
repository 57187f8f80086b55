"""Passwords and tokens of a wizard that is not done yet: in memory, until they may lie in the keyring."""

from __future__ import annotations

from ctidesk.ports import Secrets


class HeldSecrets:
    """:class:`ctidesk.ports.Secrets` before ``vault``: what is kept here goes there by :meth:`release` only."""

    def __init__(self, vault: Secrets) -> None:
        self._vault = vault
        self._held: dict[tuple[str, str], str] = {}

    def __repr__(self) -> str:
        return "HeldSecrets(…)"

    async def password(self, purpose: str, account: str) -> str:
        held = self._held.get((purpose, account))
        return held if held is not None else await self._vault.password(purpose, account)

    async def kept(self, purpose: str, account: str) -> str | None:
        held = self._held.get((purpose, account))
        return held if held is not None else await self._vault.kept(purpose, account)

    async def keep(self, purpose: str, account: str, secret: str) -> None:
        """One account a purpose: another name that was tried before is a slip of the fingers."""
        self.forget(purpose)
        self._held[purpose, account] = secret

    def forget(self, purpose: str) -> None:
        self._held = {key: secret for key, secret in self._held.items() if key[0] != purpose}

    async def release(self) -> None:
        """Into the keyring, all of them; raises KEYRING_UNAVAILABLE, and may be repeated."""
        for (purpose, account), secret in self._held.items():
            await self._vault.keep(purpose, account, secret)
