"""The numbering plans of the world, by ``phonenumbers``.

That library costs about 14 µs a number and its import a tenth of a second: well-formed numbers of the configured
country never reach it, and it is imported with the first number that does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ctidesk.domain.phone_number import NumberKind, PhoneNumber, bare, parse, split_field


@dataclass(frozen=True, slots=True)
class PhoneNumbering:
    """``country`` (ISO 3166) is where numbers without a country code belong."""

    country: str = "RU"
    extension_lengths: tuple[int, ...] = (3, 4, 5)

    def parse(self, raw: str) -> PhoneNumber:
        number = parse(raw, self.country, self.extension_lengths)
        if number.e164 or number.kind is not NumberKind.EXTERNAL:
            return number
        return replace(number, e164=self._e164(number))

    def _e164(self, number: PhoneNumber) -> str:
        text = "".join(split_field(bare(number.raw))[:1])
        # PBXs deliver the international "00" whatever the country itself dials.
        abroad = f"+{number.digits[2:]}" if number.digits.startswith("00") and not text.startswith("+") else ""
        return _possible(text, self.country) or (_possible(abroad, self.country) if abroad else "")


def _possible(text: str, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
