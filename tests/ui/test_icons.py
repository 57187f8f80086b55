"""One family: 24 grid, one weight, any colour, crisp at any ratio."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from ctidesk.ui.icons import icon, pixmap
from ctidesk.ui.resources import folder

FAMILY = sorted(file.stem for file in (folder("resources") / "icons").glob("*.svg") if file.stem != "ctidesk")


@pytest.mark.parametrize("name", FAMILY)
def test_one_grid_and_weight(name: str) -> None:
    text = (folder("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text and 'stroke-width="1.75"' in text
    assert 'stroke="currentColor"' in text and "#" not in text


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", FAMILY)
def test_it_is_drawn_in_the_colour_asked_for(qapp, name: str, ratio: float) -> None:
    image = pixmap(name, "#CF222E", 24, ratio)
    assert image.size() == QSize(round(24 * ratio), round(24 * ratio))
    assert _strongest(image) == QColor("#CF222E")


def test_an_icon_is_drawn_at_the_size_it_is_shown(qapp) -> None:
    shown = icon("handset", "#1A7F37", "#57606A")
    twice = shown.pixmap(QSize(18, 18), 2.0)
    assert twice.size() == QSize(36, 36)
    assert _strongest(twice) == QColor("#1A7F37")
    assert _strongest(shown.pixmap(QSize(18, 18), 2.0, QIcon.Mode.Disabled)) == QColor("#57606A")


def test_the_applications_icon(qapp) -> None:
    assert not QIcon(str(folder("resources") / "icons" / "ctidesk.svg")).pixmap(64, 64).isNull()


def _strongest(picture: QPixmap) -> QColor:
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    best = max(pixels, key=lambda colour: colour.alpha())
    return QColor(best.red(), best.green(), best.blue())


def test_a_picture_is_made_once(qapp: object) -> None:
    """A label that is given a new one each second of a call would grow without end."""
    from ctidesk.ui.icons import pixmap

    first = pixmap("lock", "#123456", 14, 1.0)
    assert pixmap("lock", "#123456", 14, 1.0) is first
    assert pixmap("lock", "#123456", 14, 2.0) is not first
