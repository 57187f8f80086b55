"""What PJSIP writes to its log: warnings go to stderr, whole messages to the trace, the rest nowhere."""

from __future__ import annotations

import re
import sys
from typing import Any

import pjsua2 as pj

from ctidesk.adapters.telephony.pjsip.shielded import shielded
from ctidesk.adapters.telephony.sip_trace import SipTrace

_WARNINGS, _MESSAGES = 2, 4
_MESSAGE = re.compile(r"\s*pjsua_core\.c\s*\.*(TX|RX) \d+ bytes .*? (?:to|from) (.*?):\n(.*)", re.S)
_END = "--end msg--"


class Log(pj.LogWriter):  # type: ignore[misc]  # pjsua2 is untyped
    def __init__(self, trace: SipTrace) -> None:
        super().__init__()
        self._trace = trace

    @shielded
    def write(self, entry: Any) -> None:
        text = str(entry.msg)
        message = _MESSAGE.match(text) if entry.level == _MESSAGES else None
        if message:
            self._trace.note(f"{message[1]} {message[2]}", message[3].partition(_END)[0].rstrip("\r\n") + "\n")
        elif entry.level <= _WARNINGS:
            print(text.strip(), file=sys.stderr)


def used(config: Any, log: Log) -> None:
    """Have a ``LogConfig`` write to ``log``, which then belongs to the endpoint."""
    config.level = config.consoleLevel = _MESSAGES
    config.msgLogging = 1
    config.decor = pj.PJ_LOG_HAS_SENDER
    config.writer = log
    log.__disown__()
