"""Which processes there are, by /proc (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path


def descendants(pid: int) -> list[int]:
    own = [child for task in _names(f"/proc/{pid}/task") for child in _children(pid, task)]
    return own + [each for child in own for each in descendants(child)]


def _names(folder: str) -> list[str]:
    try:
        return [entry.name for entry in Path(folder).iterdir()]
    except FileNotFoundError:
        return []  # a short-lived one has gone meanwhile


def _children(pid: int, task: str) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
    except OSError:
        return []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
