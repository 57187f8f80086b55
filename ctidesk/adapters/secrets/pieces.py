"""A secret of any length in a keyring whose entries are short.

Windows' Credential Manager takes 2560 bytes an entry (``CRED_MAX_CREDENTIAL_BLOB_SIZE``, wincred.h), written as
UTF-16: 1280 characters. One entry tells which pieces hold; new ones are written beside the old ones first, so that a
desk that is killed meanwhile keeps what it had.
"""

from __future__ import annotations

import re
from typing import Protocol

LONGEST = 1200
OTHER = {"a": "b", "b": "a"}
INDEX = re.compile(r"([ab])([0-9]{1,4})")


class Vault(Protocol):
    """A keyring's entries, by name."""

    def read(self, name: str) -> str | None: ...

    def write(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


def read(vault: Vault, name: str) -> str | None:
    """``None`` where there is nothing, or where a piece is missing."""
    index = _index(vault, name)
    if index is None:
        return None
    pieces = [vault.read(piece) for piece in _names(name, *index)]
    return "".join(each for each in pieces if each) if all(pieces) else None


def write(vault: Vault, name: str, secret: str) -> None:
    old = _index(vault, name)
    row = OTHER[old[0]] if old else "a"
    pieces = [secret[start : start + LONGEST] for start in range(0, len(secret), LONGEST)]
    for piece, value in zip(_names(name, row, len(pieces)), pieces, strict=True):
        vault.write(piece, value)
    vault.write(name, f"{row}{len(pieces)}")
    for piece in _names(name, *old) if old else ():
        vault.delete(piece)


def _index(vault: Vault, name: str) -> tuple[str, int] | None:
    found = INDEX.fullmatch(vault.read(name) or "")
    return (found[1], int(found[2])) if found else None


def _names(name: str, row: str, count: int) -> list[str]:
    return [f"{name}#{row}{number}" for number in range(count)]
