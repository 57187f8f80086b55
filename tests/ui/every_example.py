"""All example desks by name: those of calls and records, of telephony, of lists, cards and the history."""

from __future__ import annotations

from tests.ui import card_examples, examples, history_examples, list_examples, telephony_examples

EXAMPLES = {
    **examples.EXAMPLES,
    **telephony_examples.EXAMPLES,
    **list_examples.EXAMPLES,
    **card_examples.EXAMPLES,
    **history_examples.EXAMPLES,
}
