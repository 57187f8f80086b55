"""What may follow each verb of ``ctidesk ctl``. Imports nothing of ours: ``--help`` reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "status": "",
    "wait": "PATH=VALUE [--timeout S]",
    "accept": "",
    "end": "",
    "hold": "",
    "resume": "",
    "mute": "",
    "unmute": "",
    "dtmf": "DIGITS",
    "transfer": "NUMBER",
    "consult": "NUMBER",
    "complete-transfer": "",
    "cancel-transfer": "",
    "directory": "",
    "dial": "NUMBER",
    "redial": "",
    "note": "TEXT",
    "disposition": "[CODE]",
    "set-status": "available|inactive|wrap_up",
    "select": "ENTITY ID",
    "show": "ENTITY ID | settings",
    "sync": "[--full|--cancel]",
    "sign-in": "",
    "lookup": "NUMBER",
    "search": "TEXT [--limit N]",
    "calls": "[--limit N] [--kind all|incoming|outgoing|missed] [--period today|yesterday|week|all] [--text TEXT]",
    "create": "contact|account|case FIELD=VALUE …",
    "update": "contact|account|case ID FIELD=VALUE …",
    "rebind": "contact|account ID [--save-number]",
    "outbox": "[retry SEQ | discard SEQ | resolve SEQ FIELD=mine|theirs …]",
    "open": "URI",
    "sip-messages": "",
    "screenshot": "DIR",
    "activate": "",
    "quit": "",
    "events": "",
}

_OPTION = re.compile(r"\[--[^]]*\]")


def usage(verb: str) -> str:
    return f"{verb} {WORDS[verb]}".strip()


def takes_no_words(verb: str) -> bool:
    """Options may follow all the same."""
    return not _OPTION.sub("", WORDS.get(verb, "WORD")).strip()
