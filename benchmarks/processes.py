"""What a process has, by /proc (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def pss_mb(process: int) -> float:
    """Its share of all it has mapped."""
    return _smaps_mb(process, "Pss:")


def dirty_mb(process: int) -> float:
    """What it alone has written: unlike the share, this does not move when others that map the same libraries end."""
    return _smaps_mb(process, "Private_Dirty:") + _smaps_mb(process, "SwapPss:")


def _smaps_mb(process: int, key: str) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024


def cpu_s(process: int) -> float:
    """Processor time used so far, user and system."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def sockets(process: int) -> int:
    links = (str(entry.readlink()) for entry in Path(f"/proc/{process}/fd").iterdir())
    return sum(link.startswith("socket:") for link in links)


def command_line(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
