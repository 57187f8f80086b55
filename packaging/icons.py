"""The product's drawing in the sizes that desktops ask for, by Qt, which is shipped anyway."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 20, 24, 32, 40, 48, 64, 256)


def main(drawing: str, folder: str) -> None:
    """``icons.py DRAWING.svg FOLDER``: FOLDER/N.png for every N, and FOLDER/ctidesk.ico."""
    QGuiApplication(["icons", "-platform", "offscreen"])
    out, picture = Path(folder), QSvgRenderer(drawing)
    out.mkdir(parents=True, exist_ok=True)
    for size in HICOLOR:
        (out / f"{size}.png").write_bytes(_png(picture, size))
    (out / "ctidesk.ico").write_bytes(_ico({size: _png(picture, size) for size in ICO}))


def _png(picture: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    picture.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    """PNGs in an ICO file, which Windows reads since Vista (ICONDIR and ICONDIRENTRY of the Windows SDK)."""
    entries, at = b"", 6 + 16 * len(pictures)
    for size, data in pictures.items():
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return struct.pack("<3H", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


if __name__ == "__main__":
    main(*sys.argv[1:])
