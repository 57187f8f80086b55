"""When silence on the wire is said, and when it is taken back."""

from __future__ import annotations

from ctidesk.adapters.telephony.pjsip.listening import Listening


def test_five_seconds_without_a_packet() -> None:
    leg = Listening()
    assert [leg.look(packets, now) for now, packets in enumerate((10, 20, 20, 20, 20, 20, 20, 20))] == [
        *(None,) * 6,
        True,
        None,
    ]
    assert leg.look(21, 9) is False


def test_none_are_expected_on_hold() -> None:
    leg = Listening()
    assert [leg.look(5, 0), leg.look(None, 3), leg.look(5, 6), leg.look(5, 10)] == [None] * 4
    assert leg.look(5, 11) is True
    assert leg.look(None, 12) is False
