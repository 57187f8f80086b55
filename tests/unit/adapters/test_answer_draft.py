"""The draft of a first start: survives a kill, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctidesk.adapters.desktop.answer_draft import AnswerDraft


def test_what_is_written_is_read_and_gone_when_discarded(tmp_path: Path) -> None:
    draft = AnswerDraft(tmp_path / "first-start.json")
    assert draft.read() == {}
    draft.write({"server": "АТС"})
    assert AnswerDraft(tmp_path / "first-start.json").read() == {"server": "АТС"}
    draft.discard()
    draft.discard()
    assert draft.read() == {} and not [*tmp_path.iterdir()]


@pytest.mark.parametrize("text", ["", "[1]", "{", "\x00", "null"])
def test_what_makes_no_sense_is_no_draft(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text, encoding="utf-8")
    assert AnswerDraft(tmp_path / "x").read() == {}


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    draft = AnswerDraft(tmp_path / "missing" / "x")
    draft.write({"server": "pbx"})
    assert draft.read() == {}
