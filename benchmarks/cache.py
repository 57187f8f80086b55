"""The cache with a million clients, through the whole stack: look-up, search, the first pull, and the windows in it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from benchmarks.canned import pages, recording, served
from benchmarks.figures import median, percentile
from benchmarks.floors import bare, naive
from benchmarks.processes import pss_mb
from ctidesk.adapters.cache.connection import open_reader
from ctidesk.adapters.cache.file import CacheFile
from ctidesk.adapters.cache.rows import SELECT
from ctidesk.adapters.cache.text import words_of
from ctidesk.domain.keyboard_layout import other_layout
from tests.peers.processes import descendants

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "1000000"))
NAIVE_ROWS = 300_000  # of the slow way a part will do; the desk's same part stands beside it
SAMPLE_EVERY_S = 0.5
SECRET = "1f" * 32
BARE_SEARCH = f"{SELECT} JOIN words ON words.rowid = c.key WHERE words MATCH ? LIMIT 50"


def measure() -> Mapping[str, float]:
    folder = recording(CLIENTS)
    with tempfile.TemporaryDirectory(dir="build") as scratch:
        place = Path(scratch)
        _sample(folder, place)
        floor_rows, floor_s = bare(folder, place / "floor.sqlite")
        part_rows, part_s = bare(folder, place / "part.sqlite", NAIVE_ROWS)
        naive_rows, naive_s = naive(folder, place / "naive.sqlite", NAIVE_ROWS)
        (place / "floor.sqlite").unlink()
        with served(folder) as url:
            desk, peak_mb = _desk(url, place)
        rate, floor = desk["rows"] / desk["first_s"], floor_rows / floor_s
        searched, least = desk["search_ms"], _bare_search(place, desk["queries"])
        return {
            "lookup_p50_ms": median(desk["look_up_ms"]),
            "lookup_p99_ms": percentile(desk["look_up_ms"], 99),
            "search_p50_ms": median(searched),
            "search_p99_ms": percentile(searched, 99),
            "search_over_fts_floor": sum(searched) / sum(least),
            "ingest_rows_per_s": rate,
            "ingest_over_floor": rate / floor,
            "ingest_rows_per_s_over_naive": rate / floor * (part_rows / part_s) / (naive_rows / naive_s),
            "resync_rows_per_s": desk["again_rows"] / desk["again_s"],
            "ui_stall_p99_ms": percentile(desk["late_ms"], 99),
            "ui_stall_p999_ms": percentile(desk["late_ms"], 99.9),
            "ui_stall_max_ms": max(desk["late_ms"]),
            "ui_stall_resync_p99_ms": percentile(desk["late_again_ms"], 99),
            "ui_stall_quiet_p99_ms": percentile(desk["quiet_ms"], 99),
            "ui_stall_quiet_p999_ms": percentile(desk["quiet_ms"], 99.9),
            "pull_peak_mb": peak_mb,
            **_encrypted(folder, place, part_rows / part_s),
        }


def _sample(folder: Path, place: Path) -> None:
    """What will be looked up and typed: from one page in ten, so that it is of everywhere."""
    dice = random.Random(2013)
    rows = [row for n, (_, page) in enumerate(pages(folder)) if n % 10 == 3 for row in _some(page, dice)]
    dice.shuffle(rows)
    numbers = [number for row in rows for name in ("mobilephone", "telephone1") if (number := row.get(name))]
    (place / "numbers.txt").write_text("\n".join(numbers))
    (place / "texts.txt").write_text("\n".join(text for row in rows if len(text := _typed(row, dice)) > 1))


def _some(page: bytes, dice: random.Random) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = msgspec.json.decode(page)["value"]
    return dice.sample(rows, min(200, len(rows)))


def _typed(row: dict[str, str], dice: random.Random) -> str:
    """Two to ten letters, as an operator types them."""
    name = (row.get("fullname") or row.get("name") or "").replace("«", "").replace("»", "")
    words, size, kind = name.split(), dice.randint(2, 10), dice.random()
    if kind < 0.15:
        dice.shuffle(words)
    elif kind < 0.3 and len(words) > 1:
        words = [words[0][: size // 2 + 1], words[1][: size // 2]]
    text = " ".join(words)[:size].strip()
    if kind > 0.95:
        return other_layout(text)
    if kind > 0.9 and len(text) > 4:
        place = dice.randrange(len(text))
        return text[:place] + dice.choice("абвгдеж") + text[place + 1 :]
    if kind > 0.85:
        return str(row.get("emailaddress1") or text)[:size]
    return str(row.get("telephone1") or text)[: size + 3] if kind > 0.8 else text


def _desk(url: str, place: Path) -> tuple[dict[str, list[float]], float]:
    """What the desk in its own process measured, and the most memory that it and its engine had (PSS)."""
    environ = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "CTIDESK_CRM_KIND": "webapi",
        "CTIDESK_CRM_URL": url,
        "CTIDESK_CRM_AUTH": "none",
        "BENCH_SAMPLE": str(place),
    }
    command = [sys.executable, "-m", "benchmarks.pulling", str(place / "profile")]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    with process, _sampled(process.pid) as sizes_mb:
        told, _ = process.communicate(timeout=1200)
    assert process.returncode == 0, "the desk did not end well"
    return json.loads(told), max(sizes_mb)


@contextmanager
def _sampled(process: int) -> Iterator[list[float]]:
    sizes_mb, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLE_EVERY_S):
            try:
                sizes_mb.append(sum(map(pss_mb, [process, *descendants(process)])))
            except OSError:
                continue  # one of them has just ended

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield sizes_mb
    finally:
        done.set()
        thread.join()


def _bare_search(place: Path, queries: Sequence[str]) -> list[float]:
    """The same words as one prefix query to FTS5, rows and all: no order, no second reading."""
    (file,) = (place / "profile").glob("cache-*.sqlite")
    took_ms = []
    with closing(open_reader(CacheFile(file))) as db:
        for words in map(words_of, queries):
            began = time.perf_counter()
            if words:
                db.execute(BARE_SEARCH, (" AND ".join(f'"{word}"*' for word in words),)).fetchall()
            took_ms.append((time.perf_counter() - began) * 1000)
    return took_ms


def _encrypted(folder: Path, place: Path, plain: float) -> Mapping[str, float]:
    rows, seconds = bare(folder, place / "part.sqlcipher", NAIVE_ROWS, key=SECRET)
    return {"encrypted_ingest_over_plain": rows / seconds / plain}
