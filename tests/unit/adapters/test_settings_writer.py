"""One value into the user's file; nothing else in it moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctidesk.adapters.settings_file import load
from ctidesk.adapters.settings_writer import keep, keep_all
from ctidesk.domain.errors import ProblemId, SettingsError


def test_comments_order_and_other_values_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('# ours\n[sip]\nserver = "pbx"  # the old one\n\n[audio]\ninput = "Jabra"\n', encoding="utf-8")
    keep(file, "audio", "output", "Динамик «2»")
    assert file.read_text(encoding="utf-8") == (
        '# ours\n[sip]\nserver = "pbx"  # the old one\n\n[audio]\ninput = "Jabra"\noutput = "Динамик «2»"\n'
    )
    assert load([file], {}).audio.output == "Динамик «2»"


def test_a_file_that_is_not_there_is_made_for_the_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    keep(file, "audio", "ring", "default")
    assert load([file], {}).audio.ring == "default"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[audio\n", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        keep(file, "audio", "ring", "default")
    assert refused.value.problem.id is ProblemId.CONFIG_UNWRITABLE
    assert file.read_text(encoding="utf-8") == "[audio\n"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError):
        keep(tmp_path / "file" / "config.toml", "audio", "ring", "default")


def test_several_at_once_and_defaults_are_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '[sip]\nserver = "pbx"  # the old one\nsrtp = "off"\n\n[ui]\ntheme = "dark"  # mine\n', encoding="utf-8"
    )
    keep_all(
        file,
        {
            ("sip", "srtp"): "required",
            ("sip", "no_answer_s"): 45,
            ("ui", "theme"): None,
            ("links", "dial"): None,
            ("calls", "results"): ("Решено", "Позвонить"),
            ("hotkeys", "global.accept"): "Ctrl+F2",
            ("crm", "schema"): {"contact": {"middlename": "new_middle"}},
        },
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith('[sip]\nserver = "pbx"  # the old one\nsrtp = "required"\nno_answer_s = 45\n')
    assert "theme" not in text and "links" not in text
    settings = load([file], {})
    assert settings.calls.results == ("Решено", "Позвонить")
    assert settings.hotkeys == {"global.accept": "Ctrl+F2"}
    assert settings.crm.schema == {"contact": {"middlename": "new_middle"}}
