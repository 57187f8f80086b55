"""``make bench``: measures, prints, and writes ``build/bench.json`` (keys: the product's interface).

Machines are shared and noisy: ratios are of one run, everything else is a median unless its name says otherwise.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import audio, beside_baresip, cache, calls, changes, frozen, idle, start

RESULT = Path("build/bench.json")

PARTS: Mapping[str, Callable[[], Mapping[str, float]]] = {
    "start": start.measure,
    "idle": idle.measure,
    "cache": cache.measure,
    "calls": calls.measure,
    "changes": changes.measure,
    "sync": calls.measure_under_sync,
    "audio": audio.measure,
    "baresip": beside_baresip.measure,
    "frozen": frozen.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these (default: all)")
    chosen = parser.parse_args().parts or list(PARTS)
    for name in chosen:
        write(PARTS[name]())


def write(figures: Mapping[str, float]) -> None:
    """Print, and put beside what ``build/bench.json`` holds already."""
    new = {key: round(value, 3) for key, value in figures.items()}
    print("\n".join(f"{key:42} {value}" for key, value in new.items()), flush=True)
    known: dict[str, float] = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(known | new, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
