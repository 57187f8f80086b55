"""Drawings and translations are found in a checkout, beside a wheel and in a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ctidesk.ui import resources


@pytest.fixture(autouse=True)
def nothing_remembered():
    resources.folder.cache_clear()
    yield
    resources.folder.cache_clear()


def test_in_a_checkout() -> None:
    assert resources.icon_file("bell").is_file()
    assert resources.translation_file("ru").is_file()


@pytest.mark.parametrize("where", ["frozen", "installed"])
def test_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str) -> None:
    root = tmp_path if where == "frozen" else tmp_path / "share" / "ctidesk"
    (root / "resources").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "lib" / "ctidesk" / "ui" / "resources.py"))
    if where == "frozen":
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    else:
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert resources.folder("resources") == root / "resources"


def test_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="resources"):
        resources.folder("resources")
