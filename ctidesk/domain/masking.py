"""Texts that leave the operator's desk: secrets and personal data are taken out, what helps to find a fault stays.

The same name, number or address has the same stand-in throughout one :class:`Mask`, so that a call can be followed
through it. A text that our program writes is English: letters of other scripts in it come from data, and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SECRET, TEXT = "<secret>", "<text>"

_KEY = (
    r"(?:passw|pwd|passphrase|secret|token|api[_-]?key|authorization|credential|cookie|parol|парол"
    r"|code_verifier|assertion|private[_-]?key)[\w.-]*"
)
_SAID = r"\b((?:password|passwd|pwd|passphrase|parol|пароль)(?:\s+(?:is|was))?"
_PROSE = (
    "is|was|are|were|has|of|in|for|from|to|by|at|on|with|and|or|not|the|a|again|missing|refused|wrong|needed|wanted|kept"
    "|given|set|asked|expired|changed|accepted|empty|field"
)
"""What follows the word where it is no password itself."""
_HEADERS = re.compile(r"(?i)((?:proxy-)?authorization|(?:set-)?cookie)([\"']?\s*[:=]\s*)[^\r\n]+")
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_HEADERS, rf"\1\2{SECRET}"),
    (re.compile(rf"(?i)({_KEY}[\"']?\s*[:=]\s*)(\"[^\"\r\n]*\"?|'[^'\r\n]*'?|[^\s,;&}}\]]+)"), rf"\1{SECRET}"),
    # OAuth's (RFC 6749, 4.1.2; RFC 7636, 4.3)
    (
        re.compile(
            r"(?i)((?:[?&]|%3F|%26)(?:code|state|code_challenge|session_state)(?:=|%3D))[^\s&\"'<>#%]+(?:%(?!26)[^\s&\"'<>#%]*)*"
        ),
        rf"\1{SECRET}",
    ),
    (re.compile(rf"(?i){_SAID}\s+)(?!(?:{_PROSE})\b|{SECRET})[^\s,;<>]+"), rf"\1{SECRET}"),
    (re.compile(r"(?i)\b(response|cnonce)=\"?[\w+/=-]+\"?"), rf"\1={SECRET}"),  # RFC 7616
    (re.compile(r"(?i)\b(bearer|basic|negotiate|ntlm|digest)\s+[\w.~+/=-]{6,}"), rf"\1 {SECRET}"),
    (re.compile(r"\beyJ[\w-]{6,}(?:\.[\w-]*){1,4}"), SECRET),  # a JSON web token (RFC 7519)
    (re.compile(r"(?i)\b(inline:)[\w+/=]+"), rf"\1{SECRET}"),  # RFC 4568
    (re.compile(r"(\w://)[^/\s@]+@"), rf"\1{SECRET}@"),
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_ADDRESS = rf"\b{_OCTET}(?:\.{_OCTET}){{3}}(?!\.?\d)"
_VERSION = r"\b(?:\d+(?:\.\d+)+\.?(?:post|dev|rc|a|b)\d+|20\d\d\.\d\d?\.\d\d?(?![.-]?\d))"
_MAIL = re.compile(rf"(?i)(?<![\w.+-])(?!sips?:)[\w.+-]+@(?:(?={_ADDRESS})|[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]+)")
# Without a user a SIP URI names a host (RFC 3261, 19.1.1), which stays; but somebody's link has a number alone.
_SIP_USER = re.compile(
    r"(?i)\b(?:(sips?:)([^\s@;?<>\"/]++)[^\s@<>\"]*+(?=@)"
    rf"|(sips?:)(?!{_ADDRESS})(\+?[\d().-]+)(?![\w.])"
    r"|(tel:|callto:|ctidesk:)([^\s@;?<>\"/]+))"
)
_SHOWN_NAME = re.compile(r"\"[^\"\r\n]*\"(\s*<(?:sips?|tel):)", re.I)
_PROTECTED = (
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",  # a record
    r"(?<![\d-])(?:19|20)\d\d-[01]\d-[0-3]\d(?!-?\d)(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?",  # a time
    rf"{_ADDRESS}(?::\d+)?",
    r"^(?:m=\w+ \d+(?:/\d+)? [\w/]+[ \d]*|o=- \d+ \d+|a=candidate:.*)",  # of a session (RFC 8866, 8839)
    _VERSION,
    r"0x[0-9a-f]+",
    r"\d+ (?:records|bytes)\b",
)
_NUMBER = re.compile(
    rf"(?i)(?P<kept>{'|'.join(_PROTECTED)})|\+?\(?\d(?:(?!\s+(?:{_ADDRESS}|{_VERSION}))[\s().-]{{0,2}}\d){{6,}}"
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z](?:[\s.-]{0,2}[^\W\d_a-zA-Z])*")
_PERSONAL = re.compile(r"(?im)^(\s*(?:username|auth_username|display_name|operator)\s*=)\s*(?![\"']{2}\s*$)(\S.*)$")

_HOME = re.compile(
    r"(?i)((?<![\w.-])/(?:home|Users)/|\b[a-z]:(?:\\{1,2}|/)(?:Users|Documents and Settings)(?:\\{1,2}|/))"
    r"([^/\\\r\n\"'<>:|?*]+)"
)
_NOBODY = frozenset({"public", "default", "all users", "shared"})

_COMMENT = re.compile(r"^\s*#.*$", re.M)

_NUMBERS = frozenset({"number", "raw_number", "dialled", "redial", "offer", "to", "by", "transferred_to"})
_NAMES = frozenset({"name", "by_name", "organization", "account", "display_name", "username"})
_TEXTS = frozenset(
    {
        *("note", "disposition", "device", "detail", "notice", "error"),
        *("registration_error", "settings_error", "outbox_error"),  # what each is about, its problem's id says
    }
)
_VERSIONS = frozenset({"version", "ctidesk", "python", "packages"})
_WORD = re.compile(r"\w+")
_SHORTEST_KNOWN = 3
_LONGEST_LINE = 2000
"""What is longer is no line of ours; it is cut, so that no text takes more than its share of time."""


class Mask:
    """``names`` and ``secrets`` are known ones, taken out wherever they stand; ``home`` is the user's folder."""

    def __init__(self, names: Iterable[str] = (), secrets: Iterable[str] = (), home: str = "") -> None:
        self._names = _by_first_word(_known(names))
        known = _known(secrets)
        self._secrets = re.compile("|".join("".join(map(_written, secret)) for secret in known)) if known else None
        self._home = home
        self._stand_ins: dict[str, dict[str, str]] = {}

    def text(self, text: str, *, ours: bool = True) -> str:
        """``ours``: our program wrote it, in English; in a sentence for the operator, or a device's name, letters of
        other scripts stay."""
        return "\n".join(self._line(_cut(line), ours) for line in text.split("\n"))

    def _line(self, text: str, ours: bool) -> str:
        if self._secrets:
            text = self._secrets.sub(SECRET, text)
        if self._home:
            text = text.replace(self._home, "~")
        text = _HOME.sub(self._other_home, text)
        for pattern, stand_in in _SECRETS:
            text = pattern.sub(stand_in, text)
        text = _SHOWN_NAME.sub(rf'"{TEXT}"\1', text)
        text = _SIP_USER.sub(self._user, text)
        text = _MAIL.sub(self._mail, text)
        text = self._nameless(text) if self._names else text
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
        if key in _VERSIONS:
            return value
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

    def _nameless(self, text: str) -> str:
        parts, end = [], 0
        for word in _WORD.finditer(text):
            start = word.start()
            name = self._name_at(text, start, word[0]) if start >= end else ""
            if name:
                parts += [text[end:start], self._stand_in("name", name)]
                end = start + len(name)
        return "".join((*parts, text[end:]))

    def _name_at(self, text: str, start: int, word: str) -> str:
        """The longest known name that stands there, whole."""
        for name in self._names.get(word.lower(), ()):
            there, beyond = text[start : start + len(name)], text[start + len(name) : start + len(name) + 1]
            if there.lower() == name and not _WORD.match(beyond):
                return name
        return ""

    def _other_home(self, found: re.Match[str]) -> str:
        return found[1] + (found[2] if found[2].lower() in _NOBODY else self._stand_in("name", found[2]))

    def _user(self, found: re.Match[str]) -> str:
        scheme, user = (part for part in found.groups() if part)
        return f"{scheme}{self._stand_in('number', _digits(user))}"

    def _mail(self, found: re.Match[str]) -> str:
        """At an address of the network, which stays, a user."""
        user, _, domain = found[0].partition("@")
        if domain:
            return self._stand_in("mail", found[0])
        return f"{self._stand_in('number' if user.strip('+').isdecimal() else 'mail', user)}@"

    def _numbered(self, found: re.Match[str]) -> str:
        return found[0] if found["kept"] else self._stand_in("number", _digits(found[0]))

    def _stand_in(self, kind: str, value: str) -> str:
        known = self._stand_ins.setdefault(kind, {})
        return known.setdefault(value.casefold(), f"<{kind}-{len(known) + 1}>")


def _cut(line: str) -> str:
    """At a blank: half a secret would not be recognised."""
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE].rpartition(" ")[0] + " …"


def _digits(number: str) -> str:
    """The last ten: the ways to write one number are one."""
    digits = "".join(char for char in number if char.isdecimal())
    return digits[-10:] or number


def _written(char: str) -> str:
    """A pattern: as it is, in a URL or a form (RFC 3986, 2.1), in JSON (RFC 8259, 7). Nobody escapes ASCII's letters
    and figures."""
    if char.isascii() and char.isalnum():
        return char
    in_url = "".join(f"%{byte:02x}" for byte in char.encode(errors="surrogatepass"))
    in_json = "".join(f"\\\\u{unit.hex()}" for unit in _units(char))
    forms = (rf"\\*{re.escape(char)}", rf"(?i:{in_url})", rf"(?i:{in_json})", *(["\\+"] if char == " " else []))
    return f"(?:{'|'.join(forms)})"


def _units(char: str) -> Iterator[bytes]:
    """UTF-16's, as JSON's escapes have them."""
    whole = char.encode("utf-16-be", "surrogatepass")
    yield from (whole[place : place + 2] for place in range(0, len(whole), 2))


def _known(words: Iterable[str]) -> list[str]:
    """Longest first: a whole name goes before a part of it."""
    return sorted({word.strip() for word in words if len(word.strip()) >= _SHORTEST_KNOWN}, key=len, reverse=True)


def _by_first_word(names: Iterable[str]) -> dict[str, list[str]]:
    """In small letters, and beginning with a word."""
    found: dict[str, list[str]] = {}
    for name in names:
        first = _WORD.match(name)
        if first:
            found.setdefault(first[0].lower(), []).append(name.lower())
    return found
