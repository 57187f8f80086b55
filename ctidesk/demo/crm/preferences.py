"""The Prefer header."""

import re
from dataclasses import dataclass

LARGEST_PAGE = 5000
PREFERENCE = re.compile(r'([\w.-]+)(?:\s*=\s*("[^"]*"|[^,;\s]+))?')


@dataclass(frozen=True, slots=True)
class Preferences:
    page_size: int | None = None
    annotations: str = ""
    representation: bool = False
    tracks: bool = False

    @property
    def page(self) -> int:
        return self.page_size or LARGEST_PAGE

    def wants(self, annotation: str) -> bool:
        return any(each.strip() in ("*", annotation) for each in self.annotations.split(","))

    def applied(self, *, writing: bool) -> dict[str, str]:
        """The Preference-Applied header: a written record has no pages, a page no representation."""
        asked = {
            "odata.track-changes": self.tracks and not writing,
            "return=representation": self.representation and writing,
            f"odata.maxpagesize={self.page_size}": self.page_size and not writing,
            f'odata.include-annotations="{self.annotations}"': self.annotations,
        }
        applied = ",".join(text for text, given in asked.items() if given)
        return {"Preference-Applied": applied} if applied else {}


def parse(header: str) -> Preferences:
    given = {name.lower(): value.strip('"') for name, value in PREFERENCE.findall(header)}
    size = given.get("odata.maxpagesize", "")
    return Preferences(
        page_size=min(int(size), LARGEST_PAGE) if size.isdecimal() and int(size) else None,
        annotations=given.get("odata.include-annotations", ""),
        representation=given.get("return") == "representation",
        tracks="odata.track-changes" in given,
    )
