"""Where the panel stands: at the edge of its screen, or floating where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ctidesk.domain.screen import Strip
from ctidesk.domain.settings import UiSettings
from ctidesk.ui import docking
from ctidesk.ui.docking import device_strip
from ctidesk.ui.placement import Placement
from ctidesk.ui.windows import Windows
from tests.ui import examples
from tests.ui import telephony_examples as tel
from tests.ui.examples import at


@pytest.mark.parametrize(
    ("place", "origin", "ratio", "strip"),
    [
        (QRect(0, 0, 1920, 44), QPoint(0, 0), 1.0, Strip(0, 0, 1920, 44)),
        (QRect(0, 28, 1280, 44), QPoint(0, 0), 1.5, Strip(0, 42, 1920, 108)),
        (QRect(3840, 0, 1920, 44), QPoint(3840, 0), 2.0, Strip(3840, 0, 7680, 88)),
    ],
)
def test_a_place_in_device_pixels(place: QRect, origin: QPoint, ratio: float, strip: Strip) -> None:
    assert device_strip(place, origin, ratio) == strip


def test_what_stays_is_kept_free_and_what_can_be_dismissed_is_not(show) -> None:
    shown = show()
    reserved: list[Strip] = []
    shown.windows.reserve_edge(lambda window, strip: reserved.append(strip))
    for desk in (examples.idle(), examples.outgoing_busy(), tel.muted(), examples.pbx_away(), tel.consulting()):
        shown.render(desk, at(75))
    shown.render(examples.idle())
    assert [strip.bottom for strip in reserved] == [44, 76, 44]
    assert {(strip.left, strip.top, strip.right) for strip in reserved} == {(0, 0, 1920)}


def test_a_new_panel_takes_the_same_edge(show, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop went dark while the edge is taken by the old one."""
    shown = show().render(examples.idle())
    place = shown.panel.pos()
    reserved: list[int] = []
    shown.windows.reserve_edge(lambda window, strip: reserved.append(window))
    shown.windows._drop_all()
    shown.windows._panel = shown.windows._make_panel()
    shown.render(examples.idle())
    assert shown.panel.pos() == place
    assert len(set(reserved)) == 2


def test_where_no_window_may_say_its_place_the_panel_floats(show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docking.QGuiApplication, "platformName", lambda: "wayland")
    shown = show().render(examples.idle())
    assert shown.panel.width() < QGuiApplication.primaryScreen().geometry().width()


def test_a_floating_panel_comes_back(qapp, tmp_path: Path) -> None:
    settings = UiSettings(theme="light", dock="floating")
    for first in (True, False):
        windows = Windows(settings, {}, tmp_path / "windows.ini")
        windows.render(examples.idle(), at(0))
        if first:
            windows._panel.resize(1000, windows._panel.height())
            windows._panel.move(300, 500)
        assert (windows._panel.width(), windows._panel.pos()) == (1000, QPoint(300, 500))
        windows.close()


@pytest.mark.parametrize(
    ("kept", "place"),
    [
        (QPoint(5000, 300), QPoint(460, 0)),
        (QPoint(-3000, -3000), QPoint(460, 0)),
        (QPoint(1500, 1060), QPoint(920, 1036)),
        (QPoint(-200, 10), QPoint(0, 10)),
        (None, QPoint(460, 0)),
    ],
)
def test_a_screen_that_has_gone_leaves_the_panel_on_one_that_is_there(qapp, kept: QPoint | None, place: QPoint) -> None:
    placement = Placement(None)
    panel = QWidget()
    panel.setObjectName("panel")
    panel.resize(1000, 44)
    if kept is not None:
        panel.move(kept)
        placement.remember(panel)
    placement.open_floating(panel, 1000)
    assert panel.pos() == place
    panel.deleteLater()


def test_the_docked_panel_remembers_its_screen(qapp, tmp_path: Path) -> None:
    placement = Placement(tmp_path / "windows.ini")
    placement.keep_screen("test")
    placement.save()
    assert docking.Dock(Placement(tmp_path / "windows.ini")).screen().name() == "test"
    placement.keep_screen("one that has gone")
    assert docking.Dock(placement).screen() is QGuiApplication.primaryScreen()


def test_moving_on_is_offered_only_where_there_is_another_screen(show) -> None:
    menu = show().render(examples.idle()).panel.menu
    menu.menu_of_now()
    assert not menu._screens.isVisible()
