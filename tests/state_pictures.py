"""``docs/states.md``: the state machines, drawn from their tables.

``python -m tests.state_pictures`` writes the page; a test checks that it is current.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from ctidesk.domain import call, transfer
from ctidesk.usecases.transfer import ON_ENTRY

PAGE = Path(__file__).parents[1] / "docs" / "states.md"


def page() -> str:
    return "\n".join(
        [
            "# State machines",
            "",
            "Drawn from the tables (`python -m tests.state_pictures`).",
            "",
            "## A leg (`ctidesk/domain/call.py`)",
            "",
            *_diagram(call.TRANSITIONS, (call.LegState.RINGING, call.LegState.DIALING)),
            "",
            "## A transfer (`ctidesk/domain/transfer.py`)",
            "",
            "`caller_gone` in a phase where nobody has taken him over ends in `failed`: there is nobody to give back.",
            "",
            *_diagram(transfer.TRANSITIONS, (transfer.Phase.RINGING, transfer.Phase.REFERRED)),
            "",
            "| on entering | the line is told |",
            "|---|---|",
            *(f"| {phase} | {', '.join(_name(command) for command in told)} |" for phase, told in ON_ENTRY.items()),
            "",
        ]
    )


def _diagram(table: Mapping[tuple[StrEnum, StrEnum], StrEnum], first: Iterable[StrEnum]) -> list[str]:
    steps: dict[tuple[str, str], list[str]] = {}
    for (state, step), following in table.items():
        steps.setdefault((state, following), []).append(step)
    arrows = [f"    {state} --> {following}: {', '.join(names)}" for (state, following), names in steps.items()]
    return ["```mermaid", "stateDiagram-v2", *(f"    [*] --> {state}" for state in first), *arrows, "```"]


def _name(command: object) -> str:
    return getattr(command, "__name__", "").strip("_").replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
