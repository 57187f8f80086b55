"""``make package``: the installers, what is inside them, and their sums, in dist/."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import time
from collections.abc import Callable, Mapping

import deb
import freezing
import installer
import inventory
import windows_build
from places import DIST, ICONS, PACKAGING, ROOT, SHIPPED, VERSION


def main() -> None:
    parser = argparse.ArgumentParser(prog="packaging/build.py", description=__doc__)
    parser.add_argument("systems", nargs="*", choices=[*SYSTEMS, []], help="only these (default: all)")
    DIST.mkdir(exist_ok=True)
    _draw_icons()
    for system in parser.parse_args().systems or SYSTEMS:
        began = time.monotonic()
        SYSTEMS[system]()
        print(f"{system}: {time.monotonic() - began:.0f} s", flush=True)
    print(_sums())


def _draw_icons() -> None:
    command = [SHIPPED / "bin/python", PACKAGING / "icons.py", ROOT / "resources/icons/ctidesk.svg", ICONS]
    subprocess.run(command, check=True)


def _linux() -> None:
    freezing.freeze()
    inventory.write(freezing.frozen(), DIST / f"ctidesk-{VERSION}-linux.cdx.json")
    deb.build()


def _windows() -> None:
    windows_build.freeze()
    inventory.write(windows_build.frozen(), DIST / f"ctidesk-{VERSION}-windows.cdx.json")
    installer.build()


def _sums() -> str:
    """As ``sha256sum --check`` reads them."""
    files = sorted(path for path in DIST.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines))
    return "\n".join(f"{path.stat().st_size / 1e6:7.1f} MB  dist/{path.name}" for path in files)


SYSTEMS: Mapping[str, Callable[[], None]] = {"linux": _linux, "windows": _windows}


if __name__ == "__main__":
    main()
