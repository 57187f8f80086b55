"""The look's tokens, once: colours of both themes, spacing, sizes of text. Every colour anywhere comes from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = str

RADIUS = 6
STEP = 4
PANEL_HEIGHT = 44
STRIP_HEIGHT = 32
CONTROL_HEIGHT = 32
ROW_HEIGHT = 32

TEXT_PX = 13
QUIET_PX = 12
CALLER_PX = 15
TITLE_PX = 20

LABELS_FROM_PX = 1200
"""Narrower panels show the action buttons as icons."""
FIELD_FROM_PX = 900
"""Narrower panels fold the number field into a button."""
NOTE_FROM_PX = 1280
"""Narrower panels have no button for the note; its key and the menu's entry stay."""
CALLER_LEAST_PX = 240
"""Words on buttons, the state's word last, give way where less were left for the caller."""
NUMBER_LEAST_PX = 220
"""So much the caller's number and the timer need; the number field gives way to them."""

ANIMATION_MS = 150


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme. ``alarm`` is behind the whole panel while it rings: seen from the corner of the eye."""

    dark: bool
    surface: Colour
    raised: Colour
    line: Colour
    strong_line: Colour
    text: Colour
    quiet: Colour
    green: Colour
    red: Colour
    amber: Colour
    blue: Colour
    violet: Colour
    on_fill: Colour
    alarm: Colour

    def soft(self, colour: Colour) -> Colour:
        """The state's colour thinned on the surface, for large areas."""
        return mix(self.surface, colour, 0.12 if self.dark else 0.06)

    @property
    def chosen(self) -> Colour:
        """Behind the current row of a list in which colours are read."""
        return mix(self.surface, self.blue, 0.09 if self.dark else 0.06)

    def hover(self, colour: Colour) -> Colour:
        """A filled button under the pointer: a little stronger against its text."""
        return mix(colour, "#FFFFFF" if self.dark else "#000000", 0.12)

    @property
    def hovered(self) -> Colour:
        """A quiet button under the pointer."""
        return mix(self.raised, self.text, 0.06)

    @property
    def pressed(self) -> Colour:
        return mix(self.raised, self.text, 0.12)

    @property
    def disabled(self) -> Colour:
        """Text of what cannot be pressed now: fainter, but it can still be read."""
        return mix(self.quiet, self.surface, 0.08)

    @property
    def states(self) -> tuple[Colour, ...]:
        return (self.green, self.red, self.amber, self.blue, self.violet)


LIGHT = Palette(
    dark=False,
    surface="#FFFFFF",
    raised="#F5F6F8",
    line="#D8DEE4",
    strong_line="#8C959F",
    text="#1B1F24",
    quiet="#57606A",
    green="#1A7F37",
    red="#CF222E",
    amber="#9A6700",
    blue="#0969DA",
    violet="#8250DF",
    on_fill="#FFFFFF",
    alarm="#FFF1CC",
)

DARK = Palette(
    dark=True,
    surface="#15181D",
    raised="#1C2128",
    line="#30363D",
    strong_line="#6E7681",
    text="#E6EDF3",
    quiet="#9DA7B1",
    green="#3FB950",
    red="#F85149",
    amber="#D29922",
    blue="#58A6FF",
    violet="#A371F7",
    on_fill="#0D1117",
    alarm="#38290A",
)


def mix(under: Colour, over: Colour, share: float) -> Colour:
    """``over`` laid on ``under`` with the opacity ``share``."""
    pairs = zip(_channels(under), _channels(over), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2 (1 to 21)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_pairs(p: Palette) -> tuple[tuple[Colour, Colour], ...]:
    """Every text colour with every background it may stand on; all of them reach AA (4.5)."""
    softs = tuple(p.soft(colour) for colour in p.states)
    plain = (
        (text, ground) for text in (p.text, p.quiet) for ground in (p.surface, p.raised, p.hovered, p.alarm, *softs)
    )
    stated = tuple(pair for c in p.states for pair in ((c, p.surface), (c, p.soft(c)), (c, p.raised)))
    chosen = ((ink, p.chosen) for ink in (p.text, p.quiet, p.green, p.red, p.violet))
    filled = ((p.on_fill, ground) for c in (p.green, p.red, p.blue, p.amber) for ground in (c, p.hover(c)))
    faint = ((p.disabled, ground) for ground in (p.surface, p.raised, p.alarm))
    pressed = ((p.text, ground) for ground in (p.pressed, p.hovered))
    links = ((p.blue, p.soft(p.blue)), (p.blue, p.soft(p.amber)), (p.blue, p.soft(p.red)))
    return (*plain, *stated, *chosen, *filled, *faint, *pressed, *links)


def _channels(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: Colour) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
