"""All example desks by name."""

from __future__ import annotations

from tests.ui import (
    card_examples,
    examples,
    first_start_examples,
    form_examples,
    history_examples,
    list_examples,
    outside_examples,
    settings_examples,
    sign_in_examples,
    telephony_examples,
    unsent_examples,
)

EXAMPLES = {
    **examples.EXAMPLES,
    **telephony_examples.EXAMPLES,
    **sign_in_examples.EXAMPLES,
    **list_examples.EXAMPLES,
    **card_examples.EXAMPLES,
    **form_examples.EXAMPLES,
    **unsent_examples.EXAMPLES,
    **history_examples.EXAMPLES,
    **settings_examples.EXAMPLES,
    **first_start_examples.EXAMPLES,
    **outside_examples.EXAMPLES,
}
