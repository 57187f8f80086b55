"""A telephone number: classified before it is parsed (``1001`` is an extension, not ``+71001``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_NOBODY = frozenset({"", "anonymous", "unknown", "unavailable", "restricted", "private", "asserted-identity"})
_EXTENSION_TAIL = re.compile(r"(?:доб|ext|вн|добав\w*|extension)\.?\s*:?\s*(\d{1,8})\s*$|[#;x]\s*(\d{1,8})\s*$", re.I)
_SEPARATOR = re.compile(r"\s*[,;/|]\s*|\s+(?:или|и|or)\s+")
_ALLOWED = re.compile(r"[\d\s()+*#.\-–—\u00a0\u202f]*")


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
    def reversed_national(self) -> str:
        """The last ten digits backwards: a suffix look-up is then a range on an index."""
        return self.digits[-10:][::-1]


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """How a country writes numbers: country code, trunk prefix and length of a national number.

    Only plans with one national length are here; the numbering adapter covers the rest of the world.
    """

    country_code: str
    trunk_prefix: str
    national_length: int


PLANS: dict[str, NumberPlan] = {
    "RU": NumberPlan("7", "8", 10),
    "KZ": NumberPlan("7", "8", 10),
    "US": NumberPlan("1", "1", 10),
    "CA": NumberPlan("1", "1", 10),
}


def split_field(text: str) -> tuple[str, ...]:
    """The numbers that one field holds: «8 495 1234567, 8 916 1234567 доб. 12» is two, extensions left off."""
    return tuple(part for part in (_EXTENSION_TAIL.sub("", p).strip() for p in _SEPARATOR.split(text)) if part)


def classify(raw: str, extension_lengths: tuple[int, ...]) -> tuple[NumberKind, str]:
    """Kind and bare digits of a number as it came from a PBX, a field or a hand."""
    text = raw.strip().removeprefix("tel:").removeprefix("sip:").split("@")[0].split(";")[0]
    if text.lower() in _NOBODY:
        return NumberKind.NONE, ""
    if not _ALLOWED.fullmatch(text):
        return NumberKind.NONE, ""
    digits = "".join(c for c in text if c in "0123456789")
    if "*" in text or "#" in text:
        return NumberKind.FEATURE_CODE, digits
    if not digits:
        return NumberKind.NONE, ""
    if len(digits) in extension_lengths or (len(digits) < 7 and "+" not in text):
        return NumberKind.EXTENSION, digits
    return NumberKind.EXTERNAL, digits


def cheap_e164(raw: str, digits: str, plan: NumberPlan) -> str:
    """E.164 of a well-formed national or international number of ``plan``, or empty where it takes more thought."""
    national = plan.national_length
    if len(digits) == national and not raw.lstrip().startswith("+"):
        return f"+{plan.country_code}{digits}"
    if len(digits) != national + 1:
        return ""
    starts_plus = raw.lstrip().startswith("+")
    if digits.startswith(plan.country_code):
        return f"+{digits}"
    if not starts_plus and digits.startswith(plan.trunk_prefix):
        return f"+{plan.country_code}{digits[1:]}"
    return ""


def parse(raw: str, country: str = "RU", extension_lengths: tuple[int, ...] = (3, 4, 5)) -> PhoneNumber:
    """The number in ``raw``; ``e164`` stays empty where only a full numbering library can tell."""
    kind, digits = classify(raw, extension_lengths)
    plan = PLANS.get(country)
    e164 = cheap_e164(raw.strip(), digits, plan) if kind is NumberKind.EXTERNAL and plan else ""
    return PhoneNumber(raw, kind, digits, e164)
