"""Programs of other people that the tests start. A missing one fails the test and names its package."""

from __future__ import annotations

import shutil


def program(name: str, package: str) -> str:
    """The path of ``name``; raises an error that names Debian's package where it is missing."""
    path = shutil.which(name)
    if path is None:
        raise RuntimeError(f"{name} is missing: apt-get install {package} (make test does it)")
    return path
