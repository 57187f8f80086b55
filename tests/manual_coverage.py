"""``docs/manual-coverage.md``: which test carries which promise of the manual.

``python -m tests.manual_coverage`` writes the page from the tests' own marks; a test checks that it is current.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "manual-coverage.md"

PROMISES: dict[str, str] = {
    "M1": "Only members of the configured working groups",
    "M2": "Wrap-up seconds per user",
    "M3": "Ignored numbers",
    "M4": "Employee numbers and directories",
    "M5.1": "Operator status, a split button",
    "M5.2": "«Принять звонок»",
    "M5.3": "«Завершить звонок»",
    "M5.4": "«Перевести звонок» / «Отменить перевод»",
    "M5.5": "«Перепривязать звонок»",
    "M5.6": "«Определитель номера»",
    "M6": "The connection indicator (Table 3)",
    "M7": "Requested and effective status",
    "M8": "Button availability (Table 4)",
    "M9": "Accepting opens the client search",
    "M10": "Rejecting while it rings",
    "M11": "The client search window",
    "M12": "Choosing a client links the call and opens the card",
    "M13": "Manual search and rebind",
    "M14": "«Создать клиента»",
    "M15": "«Создать организацию»",
    "M16": "Open worksheets and cases",
    "M17": "The transfer form",
    "M18": "Unavailable colleagues",
    "M19": "Cancelling a transfer",
    "M20": "The transfer notice",
    "M21": "Click-to-call from the client card",
    "M22": "Click-to-call from the organization card",
    "M23": "Click-to-call from the card of a call",
    "M24": "Ending, wrap-up and its end",
    "M25": "One phone-call record a call",
    "D1": "Transfer is on in a conversation",
    "D2": "Rebind with and without the number",
    "D3": "Open worksheets and cases on the card",
    "D4": "«Доступен» is chosen, «Активный» is shown",
    "D5": "A transfer that can be cancelled until answered",
    "D6": "Wrap-up follows a conversation only",
    "D7": "The open form",
    "D8": "Employee numbers have a number",
    "D9": "How ignored numbers are compared",
    "D10": "A second call is refused",
    "D11": "Where a colleague's status comes from",
    "D12": "What travels with a transfer",
    "D13": "The headset's hook button",
    "D14": "Hold, mute, keypad, history and the rest",
    "D15": "One spelling of every label",
    "D16": "Inactive records",
}

_MARK = re.compile(r"mark\.manual\(([^)]*)\)")
_TEST = re.compile(r"^\s*(?:async )?def (test_\w+)|^(Test\w+)\s*=|^class (Test\w+)", re.M)


def carried() -> dict[str, list[str]]:
    """Promise -> the tests that carry it, as ``file::test``."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for mark in _MARK.finditer(text):
            test = _TEST.search(text, mark.start())
            name = next((group for group in test.groups() if group), "") if test else ""
            for promise in re.findall(r'"([MD][\d.]+)"', mark[1]):
                found[promise].append(f"{path.relative_to(ROOT)}::{name}")
    return found


def page() -> str:
    """The page as it ought to be."""
    tests = carried()
    rows = [f"| {promise} | {text} | {_cell(tests.get(promise, []))} |" for promise, text in PROMISES.items()]
    head = [
        "# The manual's promises and the tests that carry them",
        "",
        "Written by `python -m tests.manual_coverage` from the tests' own marks. An empty row is not built yet.",
        "",
        "| promise | what it is | tests |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _cell(tests: list[str]) -> str:
    return "<br>".join(f"`{test}`" for test in sorted(set(tests)))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
