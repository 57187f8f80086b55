"""Which key does what."""

from __future__ import annotations

from ctidesk.ui.hotkeys import DEFAULTS, keys_of


def test_every_default_is_a_key_of_its_own() -> None:
    assert len(set(DEFAULTS.values())) == len(DEFAULTS)


def test_a_chosen_key_is_taken_from_the_default_that_had_it() -> None:
    keys = keys_of({"accept": "f6", "global.accept": "Ctrl+Alt+A"})
    assert (keys["accept"], keys["hold"], keys["mute"]) == ("f6", "", "F7")
    assert set(keys) == set(DEFAULTS)


def test_both_can_be_chosen() -> None:
    keys = keys_of({"accept": "F6", "hold": "F2"})
    assert (keys["accept"], keys["hold"]) == ("F6", "F2")
