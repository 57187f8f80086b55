"""A telephone number: classified before it is parsed (``1001`` is an extension, not ``+71001``)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_NOBODY = frozenset({"", "anonymous", "unknown", "unavailable", "restricted", "private", "asserted-identity"})
_WRAPPING = re.compile(r"^.*<([^<>]*)>.*$", re.S)
_SCHEME = re.compile(r"^(?:sips?|tel|callto):", re.I)
_TAIL = r"(?:доб|ext|вн|добав\w*|внутр\w*|extension)\.?\s*:?\s*(\d{1,8})"
_EXTENSION_TAIL = re.compile(rf"\s*[,;]?\s*(?:\({_TAIL}\s*\)|{_TAIL}|(?<=[\d\s)])[#;x]\s*(\d{{1,8}}))\s*$", re.I)
_TAIL_INSIDE = re.compile(rf"\s*[,;]?\s*(?:\({_TAIL}\s*\)|\b{_TAIL})(?=\s*(?:[,;/|]|$|или\b|и\b|or\b))", re.I)
_SEPARATOR = re.compile(r"\s*[,;/|\n]\s*|\s+(?:или|и|or)\s+")
_ALLOWED = re.compile(r"[0-9\s()+*#.\-–—\u2011\u00a0\u202f]*")
_PLAIN = re.compile(r"[\d ()+.\-]*", re.ASCII)
_NO_MARKS = str.maketrans("", "", " ()+*#.-–—\t\r\n\u00a0\u202f\u2011")
_TO_ASCII = str.maketrans("–—\u2011\u00a0\u202f", "---  ")
_SHORTEST_EXTERNAL = 7


class NumberKind(StrEnum):
    NONE = "none"
    EXTENSION = "extension"
    FEATURE_CODE = "feature_code"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """``raw`` as written, ``e164`` with a leading plus (empty where it has none), ``digits`` without anything else."""

    raw: str
    kind: NumberKind
    digits: str
    e164: str = ""

    def __str__(self) -> str:
        return self.e164 or (self.raw if self.kind is NumberKind.FEATURE_CODE else self.digits)

    @property
    def full_digits(self) -> str:
        """The digits of the E.164 form where there is one: trunk prefixes are gone from it."""
        return self.e164[1:] or self.digits

    @property
    def reversed_national(self) -> str:
        """The last ten digits backwards: a suffix look-up is then a range on an index."""
        return self.full_digits[-10:][::-1]

    @property
    def spellings(self) -> tuple[str, ...]:
        """The digits as delivered, internationally, and with the trunk prefix of a known plan: what a mask may mean."""
        forms = [self.digits, self.e164[1:]]
        for plan in PLANS.values():
            if len(self.e164) == 1 + len(plan.country_code) + plan.national_length and self.e164.startswith(
                f"+{plan.country_code}"
            ):
                forms.append(plan.trunk_prefix + self.e164[-plan.national_length :])
        return tuple(dict.fromkeys(form for form in forms if form))


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """How a country writes numbers: country code, trunk prefix, length of a national number, the digits that one
    begins with, and the prefix of a call abroad.

    Only plans with one national length are here; the numbering adapter covers the rest of the world.
    """

    country_code: str
    trunk_prefix: str
    national_length: int
    leading: str
    abroad: str

    def national(self, digits: str) -> str:
        """``digits`` where they are a national number, else empty."""
        return digits if len(digits) == self.national_length and digits[0] in self.leading else ""


PLANS: dict[str, NumberPlan] = {
    "RU": NumberPlan("7", "8", 10, "34789", "810"),
    "KZ": NumberPlan("7", "8", 10, "7", "810"),
    "US": NumberPlan("1", "1", 10, "23456789", "011"),
    "CA": NumberPlan("1", "1", 10, "23456789", "011"),
}


@dataclass(frozen=True, slots=True)
class FieldNumber:
    """A number as a field holds it; ``extension``: the digits to be dialled behind it, empty where there are none."""

    number: str
    extension: str = ""


def read_field(text: str) -> tuple[FieldNumber, ...]:
    """The numbers that one field holds: «8 495 1234567, 8 916 1234567 доб. 12» is two, the other with an extension."""
    if _PLAIN.fullmatch(text):
        return (FieldNumber(text.strip()),) if text.strip() else ()
    text = _TAIL_INSIDE.sub(r" доб. \1\2", text)  # without the comma before it, which would part it from its number
    read = (_without_tail(part) for part in _SEPARATOR.split(text))
    return tuple(each for each in read if each.number)


def split_field(text: str) -> tuple[str, ...]:
    """The same, extensions left off."""
    return tuple(each.number for each in read_field(text))


def _without_tail(part: str) -> FieldNumber:
    tail = _EXTENSION_TAIL.search(part)
    if tail is None:
        return FieldNumber(part.strip())
    return FieldNumber(part[: tail.start()].strip(), next(digits for digits in tail.groups() if digits))


_FIELD = frozenset("0123456789+*#()- ")


def first_number(text: str) -> str:
    """The first number in whatever was pasted, a long one before «кв. 5».

    «Тел.: 8 (495) 123-45-67 доб. 12» gives «8 (495) 123-45-67».
    """
    if _FIELD.issuperset(text):
        return text
    text = unicodedata.normalize("NFKC", text).strip()
    parts = split_field(bare(text) if _SCHEME.match(text) else text)
    numbers = [number for number in ("".join(c for c in part if c in _FIELD).strip() for part in parts) if number]
    long = (number for number in numbers if len(number.translate(_NO_MARKS)) >= _SHORTEST_EXTERNAL)
    with_digits = (number for number in numbers if any(char.isdecimal() for char in number))
    return next(long, None) or next(with_digits, "")


def bare(raw: str) -> str:
    """What a SIP or tel URI, or a name-addr, dials: ``"Ann" <sip:1001@pbx>`` is ``1001``."""
    text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw)
    if "<" in text:
        text = _WRAPPING.sub(r"\1", text)
    text = text.strip()
    if text[:1].isalpha():
        text = _SCHEME.sub("", text).partition(";")[0]
    if "%" in text:
        text = text.replace("%2B", "+").replace("%2b", "+").replace("%20", " ").replace("%23", "#")
    return text.partition("@")[0]


def classify(raw: str, extension_lengths: tuple[int, ...]) -> tuple[NumberKind, str]:
    """Kind and bare digits of a number as it came from a PBX, a field or a hand."""
    text = raw if _PLAIN.fullmatch(raw) else _dialled(raw)
    digits = text.translate(_NO_MARKS)
    return _kind(text, digits, extension_lengths), digits


def _dialled(raw: str) -> str:
    """The first number in a text that is not a plain number; empty where there is none."""
    text = bare(raw)
    if text.lower() in _NOBODY:
        return ""
    first = "".join(split_field(text)[:1])
    if _PLAIN.fullmatch(first) and len(first) >= _SHORTEST_EXTERNAL:
        return first
    return next((t.translate(_TO_ASCII) for t in (text, first) if _ALLOWED.fullmatch(t)), "")


def _kind(text: str, digits: str, extension_lengths: tuple[int, ...]) -> NumberKind:
    if not digits.isdecimal():
        return NumberKind.FEATURE_CODE if "*" in text or "#" in text else NumberKind.NONE
    if "*" in text or "#" in text:
        return NumberKind.FEATURE_CODE
    if "+" not in text and (len(digits) in extension_lengths or len(digits) < _SHORTEST_EXTERNAL):
        return NumberKind.EXTENSION
    return NumberKind.EXTERNAL


def cheap_e164(raw: str, digits: str, plan: NumberPlan) -> str:
    """E.164 of a well-formed national or international number of ``plan``, or empty where it takes more thought."""
    if "+" in raw:
        international = digits.startswith(plan.country_code) and bare(raw).startswith("+")
        national = plan.national(digits[len(plan.country_code) :]) if international else ""
    elif digits.startswith(plan.abroad):
        national = ""
    elif len(digits) == plan.national_length + 1 and digits[0] in (plan.country_code, plan.trunk_prefix):
        national = plan.national(digits[1:])
    else:
        national = plan.national(digits)
    return f"+{plan.country_code}{national}" if national else ""


def parse(raw: str, country: str = "RU", extension_lengths: tuple[int, ...] = (3, 4, 5)) -> PhoneNumber:
    """The number in ``raw``; ``e164`` stays empty where only a full numbering library can tell."""
    kind, digits = classify(raw, extension_lengths)
    plan = PLANS.get(country)
    e164 = cheap_e164(raw, digits, plan) if kind is NumberKind.EXTERNAL and plan else ""
    return PhoneNumber(raw, kind, digits, e164)
