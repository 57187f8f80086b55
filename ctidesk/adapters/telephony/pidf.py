"""Presence documents: PIDF (RFC 3863) with RPID activities (RFC 4480). Pure text, nothing of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from ctidesk.domain.presence import Presence

_LONGEST = 65_536  # a NOTIFY by UDP is never longer

# What our own desks write, and the notes of telephones and PBXs, in small letters.
_NOTES: Mapping[str, Presence] = {
    "available": Presence.AVAILABLE,
    "ready": Presence.AVAILABLE,
    "online": Presence.AVAILABLE,
    "busy": Presence.BUSY,
    "on the phone": Presence.BUSY,
    "on hold": Presence.BUSY,
    "ringing": Presence.BUSY,
    "ring": Presence.BUSY,  # FreeSWITCH adds with whom: "Ring 1003"
    "talk": Presence.BUSY,
    "call": Presence.BUSY,
    "hold": Presence.BUSY,
    "wrap-up": Presence.WRAP_UP,
    "inactive": Presence.INACTIVE,
    "away": Presence.INACTIVE,
    "dnd": Presence.INACTIVE,
    "not online": Presence.INACTIVE,
    "offline": Presence.INACTIVE,
    "unavailable": Presence.INACTIVE,
}
_ACTIVITIES: Mapping[str, Presence] = {
    "on-the-phone": Presence.BUSY,
    "busy": Presence.BUSY,
    "meeting": Presence.BUSY,
    "away": Presence.INACTIVE,
    "permanent-absence": Presence.INACTIVE,
    "vacation": Presence.INACTIVE,
    "sleeping": Presence.INACTIVE,
}


def note_of(presence: Presence) -> str:
    """The word by which our desks tell each other apart what PIDF alone cannot."""
    return next(word for word, meant in _NOTES.items() if meant is presence)


def body_of(message: str) -> str:
    """The document of a NOTIFY; empty where it has none."""
    head, _, body = message.partition("\r\n\r\n")
    return body if "pidf+xml" in head.lower() else ""


def read(document: str) -> Presence:
    """What a document says of somebody. ``UNKNOWN`` for one that is empty, broken, or says nothing.

    Of several tuples the newest counts: an engine that was killed leaves its own behind until it expires.
    """
    root = _parsed(document)
    if root is None:
        return Presence.UNKNOWN
    tuples = sorted(_all(root, "tuple"), key=lambda each: _text(each, "timestamp"), reverse=True)
    if not tuples:
        return Presence.UNKNOWN
    if _text(tuples[0], "basic").lower() == "closed":
        return Presence.INACTIVE
    return _note(tuples[0]) or _activity(root) or _note(root) or Presence.AVAILABLE


def _parsed(document: str) -> ElementTree.Element | None:
    text = document.strip()
    if not text or len(text) > _LONGEST or "<!" in text.replace("<!--", ""):  # no DTD, no entity of its own
        return None
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return None


def _note(element: ElementTree.Element) -> Presence | None:
    notes = ((note.text or "").strip().lower() for note in _all(element, "note"))
    known = (_NOTES.get(note) or _NOTES.get(note.partition(" ")[0]) for note in notes)
    return next((meant for meant in known if meant), None)


def _activity(root: ElementTree.Element) -> Presence | None:
    found = (_ACTIVITIES.get(_name(each)) for activities in _all(root, "activities") for each in activities)
    return next((meant for meant in found if meant), None)


def _text(element: ElementTree.Element, name: str) -> str:
    return next(((each.text or "").strip() for each in _all(element, name)), "")


def _all(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """By local name: PBXs disagree on the namespaces of notes and activities."""
    return (each for each in element.iter() if _name(each) == name)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
