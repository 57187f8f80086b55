"""All example desks by name: those of calls and records, and those of telephony."""

from __future__ import annotations

from tests.ui import examples, telephony_examples

EXAMPLES = {**examples.EXAMPLES, **telephony_examples.EXAMPLES}
