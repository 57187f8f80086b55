"""Report descriptors as the makers of headsets write them: the same keys, told in four ways."""

from __future__ import annotations


def _hex(text: str) -> bytes:
    return bytes.fromhex("".join(line.split("#")[0] for line in text.splitlines()))


LEVELS = _hex("""
    05 0B 09 05 A1 01              # telephony, headset, application
      85 02 15 00 25 01 75 01      # report 2, bits
      95 01 09 20 81 22            # hook switch: a state
      95 01 09 97 81 22            # line busy tone
      95 01 09 2F 81 06            # phone mute: a change
      95 02 09 21 09 24 81 06      # flash, redial: changes
      95 0B 81 01                  # padding
      05 08                        # LEDs
      95 04 09 17 09 18 09 09 09 20 91 22   # off-hook, ring, mute, hold
      95 0C 91 01
    C0
    06 00 FF 09 01 A1 01 85 05 15 00 26 FF 00 75 08 95 3F 09 01 81 02 C0   # the maker's own
""")
"""A state for the hook, changes for the rest; numbered reports."""

PUSHES = _hex("""
    05 0B 09 05 A1 01
      15 00 25 01 75 01
      95 05 81 01                  # padding first
      95 02 09 20 09 2F 81 02      # hook and mute: push-buttons
      95 01 81 01
      05 08 95 03 09 09 09 17 09 18 91 02   # mute, off-hook, ring
      95 05 91 01
    C0
""")
"""Push-buttons that fall back by themselves; reports without numbers."""

TWO_WAY = _hex("""
    05 0B 09 05 A1 01
      A4                           # kept, and taken back below
      15 FF 25 01 75 02 95 02 09 20 09 2F 81 06   # two bits: 1 on, -1 off
      B4
      75 04 95 01 81 01
      15 00 25 01 05 08 75 01 95 02 19 17 29 18 91 02 95 06 91 01
    C0
""")

SELECTING = _hex("""
    05 0B 09 05 A1 01
      85 07 15 01 25 04 75 04 95 01
      0B 20 00 0B 00 0B 2F 00 0B 00 0B 26 00 0B 00 0B 24 00 0B 00   # hook, mute, drop, redial with their page
      81 00
      75 04 95 01 81 01
    C0
""")
"""One field that says which key is down; no lights."""
