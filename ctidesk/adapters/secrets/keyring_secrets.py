"""The system's keyring, service ``ctidesk``, one entry an account: ``sip:1001``, ``crm:DOMAIN\\user``, ``cache:x``."""

from __future__ import annotations

import asyncio
import os
import secrets
from typing import Any

from ctidesk.domain.errors import DeskError, Problem, ProblemId, SecretMissing

SERVICE = "ctidesk"

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
    keyring = _keyring()
    try:
        found: str | None = keyring.get_password(SERVICE, f"{purpose}:{account}")
        return found
    except Exception as error:  # every backend has errors of its own; none may carry the secret further
        raise _unavailable(error) from None


def store(purpose: str, account: str, password: str) -> None:
    """Keep a password in the keyring; raises KEYRING_UNAVAILABLE."""
    keyring = _keyring()
    try:
        keyring.set_password(SERVICE, f"{purpose}:{account}", password)
    except Exception as error:
        raise _unavailable(error) from None


def _keyring() -> Any:
    import keyring  # its backends are found by entry points: too slow for the start of every command

    if type(keyring.get_keyring()).__module__.startswith("keyrings.alt"):
        raise _unavailable(RuntimeError("keyrings.alt keeps passwords in plain text"))
    return keyring


def _unavailable(error: Exception) -> DeskError:
    return DeskError(Problem.of(ProblemId.KEYRING_UNAVAILABLE, type(error).__name__))
