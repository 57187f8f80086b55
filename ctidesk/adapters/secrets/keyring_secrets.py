"""The system's keyring, service ``ctidesk``, one entry an account: ``sip:1001``, ``crm:DOMAIN\\user``,
``cache:x``.

What may be longer than a password (``crm-tokens:…``) lies there in pieces.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ctidesk.adapters.secrets import pieces
from ctidesk.domain.errors import DeskError, Problem, ProblemId, SecretMissing

SERVICE = "ctidesk"
IN_PIECES = frozenset({"crm-tokens"})

_VARIABLES = {"sip": "CTIDESK_SIP_PASSWORD", "crm": "CTIDESK_CRM_PASSWORD"}
_MISSING = {"sip": ProblemId.SIP_PASSWORD_MISSING, "crm": ProblemId.CRM_PASSWORD_MISSING}


class KeyringSecrets:
    """Asks the variable first, then the keyring, which may open a dialog of its own: never on the main thread."""

    async def password(self, purpose: str, account: str) -> str:
        found = os.environ.get(_VARIABLES[purpose])
        if found is None:
            found = await asyncio.to_thread(read, purpose, account)
        if not found:
            raise SecretMissing(Problem.of(_MISSING[purpose], account=account))
        return found

    async def kept(self, purpose: str, account: str) -> str | None:
        return await asyncio.to_thread(read, purpose, account)

    async def keep(self, purpose: str, account: str, secret: str) -> None:
        await asyncio.to_thread(store, purpose, account, secret)


class CacheKeys:
    """The keys of encrypted caches, by the file's name: 256 random bits in hexadecimal. Opens dialogs: in a thread."""

    def key(self, name: str) -> str | None:
        return read("cache", name)

    def new_key(self, name: str) -> str:
        key = secrets.token_hex(32)
        store("cache", name, key)
        return key


def read(purpose: str, account: str) -> str | None:
    """The keyring's entry, ``None`` where there is none; raises KEYRING_UNAVAILABLE."""
    name = f"{purpose}:{account}"
    with _keyring() as vault:
        return pieces.read(vault, name) if purpose in IN_PIECES else vault.read(name)


def store(purpose: str, account: str, secret: str) -> None:
    """Keep a secret in the keyring; raises KEYRING_UNAVAILABLE."""
    name = f"{purpose}:{account}"
    with _keyring() as vault:
        if purpose in IN_PIECES:
            pieces.write(vault, name, secret)
        else:
            vault.write(name, secret)


class _Vault:
    """The entries of our service."""

    def __init__(self, keyring: Any) -> None:
        self._keyring = keyring

    def read(self, name: str) -> str | None:
        found: str | None = self._keyring.get_password(SERVICE, name)
        return found

    def write(self, name: str, value: str) -> None:
        self._keyring.set_password(SERVICE, name, value)

    def delete(self, name: str) -> None:
        self._keyring.delete_password(SERVICE, name)


@contextmanager
def _keyring() -> Iterator[_Vault]:
    """Every backend has errors of its own; none may carry the secret further."""
    import keyring  # its backends are found by entry points: too slow for the start of every command

    if type(keyring.get_keyring()).__module__.startswith("keyrings.alt"):
        raise _unavailable("keyrings.alt keeps passwords in plain text")
    try:
        yield _Vault(keyring)
    except Exception as error:
        raise _unavailable(type(error).__name__) from None


def _unavailable(detail: str) -> DeskError:
    return DeskError(Problem.of(ProblemId.KEYRING_UNAVAILABLE, detail))
