"""``docs/states.md``, and the picture in ``docs/architecture.md``: the state machines, drawn from their tables.

``python -m tests.state_pictures`` writes them; a test checks that they are current.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from ctidesk.domain import call, transfer
from ctidesk.usecases.transfer import ON_ENTRY

DOCS = Path(__file__).parents[1] / "docs"
PAGE, HOUSE = DOCS / "states.md", DOCS / "architecture.md"


def page() -> str:
    return "\n".join(
        [
            "# State machines",
            "",
            "Drawn from the tables (`python -m tests.state_pictures`).",
            "",
            "## A leg (`ctidesk/domain/call.py`)",
            "",
            *leg(),
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


def leg() -> list[str]:
    """The picture of a call, for ``docs/architecture.md`` too."""
    return _diagram(call.TRANSITIONS, (call.LegState.RINGING, call.LegState.DIALING))


def house() -> str:
    """The page with its picture drawn anew."""
    before, _, rest = HOUSE.read_text(encoding="utf-8").partition("```mermaid")
    return before + "\n".join(leg()) + rest.partition("```")[2]


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
    HOUSE.write_text(house(), encoding="utf-8")
