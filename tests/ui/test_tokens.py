"""Everything written can be read: AA contrast of every text on every ground it may stand on."""

from __future__ import annotations

import pytest

from ctidesk.ui.stylesheet import stylesheet
from ctidesk.ui.tokens import DARK, LIGHT, Palette, contrast, mix, text_pairs


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(palette: Palette) -> None:
    poor = {(ink, ground): contrast(ink, ground) for ink, ground in text_pairs(palette)}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_and_the_field_are_seen(palette: Palette) -> None:
    assert contrast(palette.blue, palette.surface) >= 3
    assert contrast(palette.blue, palette.alarm) >= 3
    assert contrast(palette.text, palette.surface) >= 3  # around a filled button
    assert contrast(palette.strong_line, palette.surface) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_icons_of_states_are_seen(palette: Palette) -> None:
    """WCAG 2, 1.4.11: what must be seen to be understood has 3 to 1 against what is around it."""
    for colour in palette.states:
        for ground in (palette.surface, palette.raised, palette.soft(colour), palette.alarm):
            assert contrast(colour, ground) >= 3, (colour, ground)


def test_contrast_of_black_and_white() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0


def test_mix() -> None:
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"


def test_the_stylesheet_sets_no_fonts() -> None:
    assert "font" not in stylesheet(LIGHT)
