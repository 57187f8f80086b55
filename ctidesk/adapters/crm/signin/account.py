"""Whose name and password the CRM is given."""

from __future__ import annotations

import asyncio

from ctidesk.domain.errors import CrmUnauthorized, DeskError
from ctidesk.ports import Secrets


class Account:
    """A name and its password, read when first needed; without a name, whoever is signed in to this computer."""

    def __init__(self, name: str, secrets: Secrets) -> None:
        self.name = name
        self._secrets = secrets
        self._password: str | None = None
        self._refused: set[str | None] = set()
        self._reading = asyncio.Lock()

    def __repr__(self) -> str:
        return f"Account({self.name!r})"

    async def password(self) -> str | None:
        """``None`` for this computer's own account. Raises CrmUnauthorized where there is no password."""
        if not self.name:
            return None
        async with self._reading:
            if self._password is None:
                self._password = await self._read()
            return self._password

    async def other_than(self, refused: str | None) -> str | None:
        """Another password, of the keyring or of the window, that the CRM has not refused before; ``None``: there is
        none. So each password is sent once unless the operator asks for more: three strikes lock an account."""
        if not self.name:
            return None
        async with self._reading:
            self._refused.add(refused)
            found = await self._read() if self._password == refused else self._password
            if found in self._refused:
                return None
            self._password = found
            return found

    async def renew(self, password: str | None, device: object = None) -> None:
        """From now on this password; ``None``: whatever the keyring has by then."""
        self._password = password

    async def keep(self) -> None:
        if self._password is not None:
            await self._secrets.keep("crm", self.name, self._password)

    def close(self) -> None: ...

    async def _read(self) -> str:
        try:
            return await self._secrets.password("crm", self.name)
        except DeskError as error:
            raise CrmUnauthorized(error.problem) from None
