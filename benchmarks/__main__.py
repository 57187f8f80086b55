"""``make bench``: measures, prints, and writes ``build/bench.json`` (keys: the product's interface).

Machines are shared and noisy: ratios are of one run, everything else is a median unless its name says otherwise.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import calls, idle, start

RESULT = Path("build/bench.json")

PARTS: Mapping[str, Callable[[], Mapping[str, float]]] = {
    "start": start.measure,
    "idle": idle.measure,
    "calls": calls.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these (default: all)")
    chosen = parser.parse_args().parts or list(PARTS)
    figures: dict[str, float] = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    for name in chosen:
        part = {key: round(value, 3) for key, value in PARTS[name]().items()}
        print("\n".join(f"{key:42} {value}" for key, value in part.items()), flush=True)
        figures |= part
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
