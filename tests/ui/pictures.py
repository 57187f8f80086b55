"""The pictures of the README, from the gallery's examples: ``python -m tests.ui.pictures``."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.ui.gallery import GALLERY, ROOT

PICTURES = {
    "panel-ringing": "ringing-many.panel",
    "panel-conversation": "conversation.panel",
    "panel-wrap-up": "wrap-up.panel",
    "incoming-notice": "ringing-many.incoming_notice",
    "client-search": "answered-many.client_search",
    "client-card": "cards.contact_card",
    "panel-consulting": "consulting.panel",
    "transfer-form": "form.transfer_form",
    "transfer-notice": "ringing-handed-over.transfer_notice",
    "history": "history.history",
    "unsent": "unsent-conflict.unsent",
}


def main() -> None:
    only = sorted({source.split(".")[0] for source in PICTURES.values()})
    command = [sys.executable, "-m", "tests.ui.gallery", "--languages", "ru", "--scales", "2", "--width", "1440"]
    subprocess.run([*command, "--only", *only], check=True, cwd=ROOT)
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        for name, source in PICTURES.items():
            shutil.copy(GALLERY / f"ru-{theme}-2" / f"{source}.png", folder / f"{name}-{theme}.png")
    if shutil.which("optipng"):
        subprocess.run(["optipng", "-quiet", "-o4", "-strip", "all", *folder.glob("*.png")], check=True)


if __name__ == "__main__":
    main()
