"""How long to wait before another try: doubling, with jitter, up to five minutes (``design/crm.md``, sync 7)."""

from __future__ import annotations

import random

LONGEST_S = 300.0


def wait_s(tries: int, retry_after_s: float | None = None) -> float:
    """Seconds before try number ``tries`` + 1; what the server asks for is obeyed."""
    if retry_after_s is not None:
        return max(0.1, retry_after_s)
    return min(LONGEST_S, 2.0 ** min(tries, 10)) * random.uniform(0.8, 1.2)
