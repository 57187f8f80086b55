"""Keys by name."""

from __future__ import annotations

import pytest

from ctidesk.domain.hotkeys import DEFAULTS, Conflict, Key, hotkeys


@pytest.mark.parametrize(
    ("text", "written"),
    [("f2", "F2"), ("alt + ctrl+a", "Ctrl+Alt+A"), ("Shift+F12", "Shift+F12"), ("meta+pageup", "Meta+PageUp")],
)
def test_a_key_reads_and_writes_itself(text: str, written: str) -> None:
    assert str(Key.parse(text)) == written
    assert Key.parse(written) == Key.parse(text)


@pytest.mark.parametrize("text", ["", "A", "Shift+A", "F25", "Ctrl+", "Ctrl", "A+Ctrl", "Hyper+A", "Home", "Ф"])
def test_what_is_no_key_or_writes_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Key.parse(text)


def test_every_default_is_a_key_of_its_own() -> None:
    assert len({str(Key.parse(key)) for key in DEFAULTS.values()}) == len(DEFAULTS)
    assert hotkeys({}).conflicts == ()
    assert dict(hotkeys({}).keys) == dict(DEFAULTS)


def test_the_keys_that_hold_in_the_whole_system() -> None:
    found = hotkeys({"global.accept": "Meta+F2", "global.end": ""}).system_wide
    assert {name: str(key) for name, key in found.items()} == {
        "accept": "Meta+F2",
        "mute": "Ctrl+Alt+M",
        "transfer": "Ctrl+Alt+T",
        "dial": "Ctrl+Alt+D",
    }


def test_a_chosen_key_is_taken_from_the_default_that_had_it() -> None:
    found = hotkeys({"accept": "F6"})
    assert (found.keys["accept"], found.keys["hold"], found.keys["mute"]) == ("F6", "", "F7")
    assert found.conflicts == (Conflict("F6", "accept", "hold"),)


def test_a_key_chosen_twice_goes_to_the_first() -> None:
    found = hotkeys({"mute": "F6", "hold": "F6"})
    assert (found.keys["hold"], found.keys["mute"]) == ("F6", "")
    assert found.conflicts == (Conflict("F6", "hold", "mute"),)


def test_keys_that_change_places_are_no_conflict() -> None:
    found = hotkeys({"accept": "F6", "hold": "F2"})
    assert (found.keys["accept"], found.keys["hold"], found.conflicts) == ("F6", "F2", ())


def test_one_action_may_have_one_key_everywhere() -> None:
    found = hotkeys({"accept": "Ctrl+Alt+A"})
    assert (found.keys["accept"], found.keys["global.accept"], found.conflicts) == ("Ctrl+Alt+A", "Ctrl+Alt+A", ())


def test_no_key_at_all() -> None:
    found = hotkeys({"accept": "", "end": ""})
    assert (found.keys["accept"], found.keys["end"], found.conflicts) == ("", "", ())
