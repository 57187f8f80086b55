"""The record that a field of a form points to: looked for by what is typed, chosen from what is found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ctidesk.domain.records import Match


@dataclass(frozen=True, slots=True)
class Choice:
    """``name``: what the chosen record is called; ``text``: what is typed instead, until something is chosen for it
    (empty: nothing is looked for). ``found`` is what the copy has for it, ``seeking``: its answer is awaited.
    """

    name: str = ""
    text: str = ""
    found: tuple[Match, ...] = ()
    seeking: bool = False

    def typed(self, text: str) -> Choice:
        """What was found for the letters before stays until the answer is here. The name typed out again is it."""
        if text == self.name:
            return Choice(self.name)
        return replace(self, text=text, seeking=True)

    def answered(self, text: str, found: tuple[Match, ...]) -> Choice:
        """The answer to letters that are no longer there is nothing."""
        return replace(self, found=found, seeking=False) if text == self.text else self


NOTHING_CHOSEN = Choice()
