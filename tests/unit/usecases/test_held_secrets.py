"""Passwords of a wizard: in memory first, in the keyring when it is done."""

from __future__ import annotations

import pytest

from ctidesk.domain.errors import DeskError
from ctidesk.usecases.held_secrets import HeldSecrets
from tests.fakes.secrets import FakeSecrets


async def test_nothing_reaches_the_keyring_before_the_release() -> None:
    vault = FakeSecrets()
    held = HeldSecrets(vault)
    await held.keep("crm", "anna", "new")
    await held.keep("crm-tokens", "anna@crm", "{…}")
    assert await held.password("crm", "anna") == "new" and await held.kept("crm-tokens", "anna@crm") == "{…}"
    assert not vault.entries
    await held.release()
    assert vault.entries == {"crm:anna": "new", "crm-tokens:anna@crm": "{…}"}


async def test_what_was_not_typed_comes_from_the_keyring() -> None:
    held = HeldSecrets(FakeSecrets(crm="kept", entries={"crm-tokens:x": "t"}))
    assert await held.password("crm", "anna") == "kept" and await held.kept("crm-tokens", "x") == "t"


async def test_a_slip_in_the_name_leaves_nothing_behind() -> None:
    vault = FakeSecrets()
    held = HeldSecrets(vault)
    await held.keep("sip", "101", "secret")
    await held.keep("sip", "1001", "secret")
    await held.release()
    assert list(vault.entries) == ["sip:1001"]


async def test_a_locked_keyring_can_be_unlocked_and_asked_again() -> None:
    vault = FakeSecrets(locked=True)
    held = HeldSecrets(vault)
    await held.keep("sip", "1001", "s3cret")
    with pytest.raises(DeskError):
        await held.release()
    vault.locked = False
    await held.release()
    assert vault.entries == {"sip:1001": "s3cret"} and "s3cret" not in repr(held)
