"""What may follow each verb of ``ctidesk ctl``; nothing where it is empty. Imports nothing: ``--help`` reads it."""

from __future__ import annotations

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
    "set-status": "available|inactive|wrap_up",
    "select": "ENTITY ID",
    "show": "ENTITY ID",
    "sync": "[--full]",
    "lookup": "NUMBER",
    "search": "TEXT [--limit N]",
    "calls": "[--limit N]",
    "outbox": "",
    "screenshot": "DIR",
    "activate": "",
    "quit": "",
    "events": "",
}


def usage(verb: str) -> str:
    return f"{verb} {WORDS[verb]}".strip()


def takes_no_words(verb: str) -> bool:
    """Options may follow all the same."""
    return WORDS.get(verb, "word").partition("[")[0] == ""
