"""All example desks by name: those of calls and records, of telephony, of signing in."""

from __future__ import annotations

from tests.ui import examples, sign_in_examples, telephony_examples

EXAMPLES = {**examples.EXAMPLES, **telephony_examples.EXAMPLES, **sign_in_examples.EXAMPLES}
