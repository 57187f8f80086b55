"""A long secret in a keyring of short entries."""

from __future__ import annotations

import pytest

from ctidesk.adapters.secrets import pieces

LIMIT_BYTES = 2560  # CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h


class CredentialManager:
    """Windows' limits; ``writes_left`` ends it in the middle of a change."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.writes_left = 1000

    def read(self, name: str) -> str | None:
        return self.entries.get(name)

    def write(self, name: str, value: str) -> None:
        if not self.writes_left:
            raise OSError
        self.writes_left -= 1
        assert len(value.encode("utf-16-le")) <= LIMIT_BYTES
        self.entries[name] = value

    def delete(self, name: str) -> None:
        del self.entries[name]


@pytest.mark.parametrize("length", [1, pieces.LONGEST, pieces.LONGEST + 1, 20_000])
def test_what_is_written_is_read(length: int) -> None:
    vault = CredentialManager()
    secret = "".join(chr(33 + number % 90) for number in range(length))
    pieces.write(vault, "crm-tokens:x", secret)
    assert pieces.read(vault, "crm-tokens:x") == secret


def test_a_new_secret_leaves_nothing_of_the_old_one() -> None:
    vault = CredentialManager()
    for length in (9000, 100, 5000):
        pieces.write(vault, "name", "x" * length)
    assert sum(map(len, vault.entries.values())) < 5000 + 10
    assert pieces.read(vault, "name") == "x" * 5000


@pytest.mark.parametrize("writes", range(5))
def test_a_desk_that_is_killed_meanwhile_keeps_what_it_had(writes: int) -> None:
    vault = CredentialManager()
    pieces.write(vault, "name", "old" * 1000)
    vault.writes_left = writes
    with pytest.raises(OSError):
        pieces.write(vault, "name", "new" * 2000)
    assert pieces.read(vault, "name") == "old" * 1000


def test_a_missing_piece_is_no_secret() -> None:
    vault = CredentialManager()
    pieces.write(vault, "name", "x" * 3000)
    vault.delete("name#a1")
    assert pieces.read(vault, "name") is None
    assert pieces.read(vault, "another") is None
