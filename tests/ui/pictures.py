"""The pictures of README and guide, from the gallery's examples: ``python -m tests.ui.pictures``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.ui.gallery import GALLERY, ROOT

PICTURES = {
    "panel-ringing": "ringing-many.panel",
    "panel-conversation": "conversation.panel",
    "panel-wrap-up": "wrap-up.panel",
    "incoming-notice": "ringing-many.incoming_notice",
    "client-search": "search-spoken.client_search",
    "client-card": "cards.contact_card",
    "panel-consulting": "consulting.panel",
    "transfer-form": "form.transfer_form",
    "transfer-notice": "ringing-handed-over.transfer_notice",
    "history": "history.history",
    "unsent": "unsent-conflict.unsent",
}


GUIDE = ("panel-conversation", "incoming-notice", "client-search", "client-card", "transfer-form", "history", "unsent")
DOCS = ROOT / "docs"


def main() -> None:
    only = sorted({source.split(".")[0] for source in PICTURES.values()})
    command = [sys.executable, "-m", "tests.ui.gallery", "--scales", "2", "--width", "1440"]
    subprocess.run([*command, "--only", *only], check=True, cwd=ROOT)
    taken = [
        _take(name, f"ru-{theme}-2", DOCS / "pictures", f"-{theme}") for theme in ("light", "dark") for name in PICTURES
    ]
    taken += [
        _take(name, f"{lang}-light-2", DOCS / "guide" / "pictures" / lang) for lang in ("ru", "en") for name in GUIDE
    ]
    if shutil.which("optipng"):
        subprocess.run(["optipng", "-quiet", "-o4", "-strip", "all", *taken], check=True)


def _take(name: str, variant: str, folder: Path, suffix: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(GALLERY / variant / f"{PICTURES[name]}.png", folder / f"{name}{suffix}.png"))


if __name__ == "__main__":
    main()
