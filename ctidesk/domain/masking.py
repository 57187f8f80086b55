"""Texts that leave the operator's desk: secrets and personal data are taken out, what helps to find a fault stays.

The same name, number or address has the same stand-in throughout one :class:`Mask`, so that a call can be followed
through it. A text that our program writes is English: letters of other scripts in it come from data, and go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

SECRET, TEXT = "<secret>", "<text>"

_KEY = (
    r"[\w.-]*(?:passw|passwd|pwd|passphrase|secret|token|api[_-]?key|authorization|credential|cookie|parol|парол"
    r"|code_verifier|assertion|private[_-]?key)[\w.-]*"
)
_HEADERS = re.compile(r"(?i)((?:proxy-)?authorization|(?:set-)?cookie)([\"']?\s*[:=]\s*)[^\r\n]+")
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_HEADERS, rf"\1\2{SECRET}"),
    (re.compile(rf"(?i)({_KEY}[\"']?\s*[:=]\s*)(\"[^\"\r\n]*\"?|'[^'\r\n]*'?|[^\s,;&}}\]]+)"), rf"\1{SECRET}"),
    (re.compile(r"(?i)\b(response|cnonce)=\"?[\w+/=-]+\"?"), rf"\1={SECRET}"),  # RFC 7616
    (re.compile(r"(?i)\b(bearer|basic|negotiate|ntlm|digest)\s+[\w.~+/=-]{6,}"), rf"\1 {SECRET}"),
    (re.compile(r"\beyJ[\w-]{6,}(?:\.[\w-]*){1,4}"), SECRET),  # a JSON web token (RFC 7519)
    (re.compile(r"(?i)\b(inline:)[\w+/=]+"), rf"\1{SECRET}"),  # RFC 4568
    (re.compile(r"(\w://)[^/\s@]+@"), rf"\1{SECRET}@"),
)
_MAIL = re.compile(r"(?<![\w.+-])(?!sips?:)[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_SIP_USER = re.compile(r"(?i)\b(sips?:|tel:|callto:|ctidesk:)([^\s@;?<>\"/]+)")
_SHOWN_NAME = re.compile(r"\"[^\"\r\n]*\"(\s*<(?:sips?|tel):)", re.I)
_PROTECTED = (
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",  # a record
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?",  # a time
    r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?",  # an address of the network
    r"0x[0-9a-f]+",
    r"\d+ (?:records|bytes)\b",
)
_NUMBER = re.compile(rf"(?i)(?P<kept>{'|'.join(_PROTECTED)})|\+?\(?\d(?:[\s().-]{{0,2}}\d){{6,}}")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z](?:[\s.-]{0,2}[^\W\d_a-zA-Z])*")
_PERSONAL = re.compile(r"(?im)^(\s*(?:username|auth_username|display_name|operator)\s*=)\s*(?![\"']{2}\s*$)(\S.*)$")

_COMMENT = re.compile(r"^\s*#.*$", re.M)

_NUMBERS = frozenset({"number", "raw_number", "dialled", "redial", "offer", "to", "by", "transferred_to"})
_NAMES = frozenset({"name", "by_name", "organization", "account", "display_name", "username"})
_TEXTS = frozenset(
    {"note", "disposition", "device", "notice", "registration_error", "settings_error", "error", "detail"}
)
_SHORTEST_KNOWN = 3


class Mask:
    """``names`` and ``secrets`` are known ones, taken out wherever they stand."""

    def __init__(self, names: Iterable[str] = (), secrets: Iterable[str] = ()) -> None:
        self._names = _any_of(names, r"(?<!\w)(?:{})(?!\w)")
        self._secrets = _any_of(secrets, "{}")
        self._stand_ins: dict[str, dict[str, str]] = {}

    def text(self, text: str, *, ours: bool = True) -> str:
        """``ours``: our program wrote it, in English; in a sentence for the operator, or a device's name, letters of
        other scripts stay."""
        if self._secrets:
            text = self._secrets.sub(SECRET, text)
        for pattern, stand_in in _SECRETS:
            text = pattern.sub(stand_in, text)
        text = _SHOWN_NAME.sub(rf'"{TEXT}"\1', text)
        text = _SIP_USER.sub(lambda found: found[1] + self._stand_in("number", _digits(found[2])), text)
        text = _MAIL.sub(self._named("mail"), text)
        if self._names:
            text = self._names.sub(self._named("name"), text)
        text = _NUMBER.sub(self._numbered, text)
        return _OTHER_SCRIPT.sub(TEXT, text) if ours else text

    def settings(self, text: str) -> str:
        """A configuration file, broken ones too; without its comments."""
        text = _COMMENT.sub("# …", text)
        return self.text(_PERSONAL.sub(self._account, text))

    def _account(self, found: re.Match[str]) -> str:
        value = found[2].strip(" \t\r\"'")
        return f'{found[1]} "{self._stand_in("name", value)}"'

    def value(self, value: Any, key: str = "") -> Any:
        """What JSON has; personal by its key, or by what it looks like."""
        if isinstance(value, Mapping):
            return {name: self.value(each, name) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each, key) for each in value]
        if not isinstance(value, str) or not value:
            return value
        if key in _NUMBERS:
            return self._stand_in("number", _digits(value))
        if key in _NAMES:
            return self._stand_in("name", value)
        return TEXT if key in _TEXTS else self.text(value, ours=False)

    def _named(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda found: self._stand_in(kind, found[0])

    def _numbered(self, found: re.Match[str]) -> str:
        return found[0] if found["kept"] else self._stand_in("number", _digits(found[0]))

    def _stand_in(self, kind: str, value: str) -> str:
        known = self._stand_ins.setdefault(kind, {})
        return known.setdefault(value.casefold(), f"<{kind}-{len(known) + 1}>")


def _digits(number: str) -> str:
    """The last ten: the ways to write one number are one."""
    digits = "".join(char for char in number if char.isdecimal())
    return digits[-10:] or number


def _any_of(words: Iterable[str], where: str) -> re.Pattern[str] | None:
    """Longest first: a whole name goes before a part of it."""
    known = sorted({word.strip() for word in words if len(word.strip()) >= _SHORTEST_KNOWN}, key=len, reverse=True)
    return re.compile(where.replace("{}", "|".join(map(re.escape, known))), re.I) if known else None
