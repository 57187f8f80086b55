"""All example desks by name: those of calls and records, of telephony, and of the outbox."""

from __future__ import annotations

from tests.ui import examples, telephony_examples, unsent_examples

EXAMPLES = {**examples.EXAMPLES, **telephony_examples.EXAMPLES, **unsent_examples.EXAMPLES}
