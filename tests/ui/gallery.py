"""Every window of every example, in both languages, both themes and two scales: ``python -m tests.ui.gallery``.

Pictures go to ``build/gallery/<language>-<theme>-<scale>/``. A scale holds for a whole process, so that each
combination is one.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "build" / "gallery"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", nargs="+", default=["ru", "en"])
    parser.add_argument("--themes", nargs="+", default=["light", "dark"])
    parser.add_argument("--scales", nargs="+", default=["1", "2"])
    parser.add_argument("--width", type=int, default=1440, help="of the panel")
    parser.add_argument("--only", nargs="*", default=[], help="names of examples")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _paint(options.languages[0], options.themes[0], options.scales[0], options.width, options.only)
        return
    for language, theme, scale in itertools.product(options.languages, options.themes, options.scales):
        _start(language, theme, scale, options.width, options.only)


def _start(language: str, theme: str, scale: str, width: int, only: list[str]) -> None:
    command = [sys.executable, "-m", "tests.ui.gallery", "--one", "--width", str(width)]
    command += ["--languages", language, "--themes", theme, "--scales", scale, "--only", *only]
    screen = {"name": "gallery", "width": 2560 * int(scale), "height": 1440 * int(scale)}
    GALLERY.mkdir(parents=True, exist_ok=True)
    config = GALLERY / f"screen-{scale}.json"
    config.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    platform = os.environ.get("QT_QPA_PLATFORM", f"offscreen:configfile={config}")
    quiet = "*.debug=false;default.warning=false"  # the platform says of each window what it does not do
    environment = {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": platform, "QT_LOGGING_RULES": quiet}
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **environment})


def _paint(language: str, theme: str, scale: str, width: int, only: list[str]) -> None:
    from ctidesk.domain.settings import UiSettings
    from ctidesk.ui.application import make_application
    from ctidesk.ui.windows import Windows
    from tests.ui import tray_pictures
    from tests.ui.every_example import EXAMPLES

    ui = UiSettings(language=language, theme=theme, dock="floating")  # type: ignore[arg-type]
    app = make_application(ui)
    folder = GALLERY / f"{language}-{theme}-{scale}"
    if not only or "tray" in only:
        tray_pictures.save(ui, folder)
    for name, example in EXAMPLES.items():
        if only and name not in only:
            continue
        windows = Windows(ui, {})
        windows._panel.resize(width, windows._panel.height())
        windows.render(example.make(), example.now)
        app.processEvents()
        for picture in windows.screenshot(folder):
            picture.rename(folder / f"{name}.{picture.name}")
        windows.close()
    app.processEvents()


if __name__ == "__main__":
    main()
