"""A Windows of one's own, by Wine: a prefix and a home in a folder, no screen, nothing of the caller's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from places import BUILD, PACKAGING

_LONGEST_S = 1500


class Wine:
    """``with Wine(folder) as windows: windows.run("C:\\\\x.exe", …)``. Its processes end with it."""

    def __init__(self, folder: Path) -> None:
        self.prefix = folder / "prefix"
        self._home = folder / "home"
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        own = {"WINEPREFIX": str(self.prefix), "HOME": str(self._home), "WINEDEBUG": "-all", "WINEARCH": "win64"}
        self.environ = {**kept, **own, "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d"}

    def __enter__(self) -> Wine:
        self._home.mkdir(parents=True, exist_ok=True)
        if not (self.prefix / "system.reg").exists():
            self.run("wineboot", "--init", check=False)
            self._end()
        for library in _stand_ins():
            (self.drive / "windows" / "system32" / library.name).write_bytes(library.read_bytes())
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        subprocess.run(["wineserver", "--kill"], env=self.environ, check=False, stderr=subprocess.DEVNULL)
        subprocess.run(["wineserver", "--wait"], env=self.environ, check=False, stderr=subprocess.DEVNULL)

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    def run(
        self, *words: object, environ: Mapping[str, str] | None = None, said: str | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; ``said`` is its standard input. Streams are pipes or the null device: Python under Wine
        does not begin with files."""
        command = ["wine", *(str(word) for word in words)]
        done = subprocess.run(
            command,
            env={**self.environ, **(environ or {})},
            input=said,
            stdin=subprocess.DEVNULL if said is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_S,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"{command}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done


def path(file: Path) -> str:
    """What Windows calls a file of this machine."""
    return "Z:" + str(file).replace("/", "\\")


def _stand_ins() -> Iterator[Path]:
    """Libraries that programs ask Windows 10 for and Wine 8 has not."""
    for source in sorted((PACKAGING / "windows" / "for_wine").glob("*.c")):
        made = BUILD / "windows" / f"{source.stem}.dll"
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            made.parent.mkdir(parents=True, exist_ok=True)
            command = ["x86_64-w64-mingw32-gcc", "-shared", "-s", "-o", made, source, "-ladvapi32"]
            subprocess.run(command, check=True)
        yield made
