"""All example desks by name: those of calls and records, of telephony, and of the history."""

from __future__ import annotations

from tests.ui import examples, history_examples, telephony_examples

EXAMPLES = {**examples.EXAMPLES, **telephony_examples.EXAMPLES, **history_examples.EXAMPLES}
