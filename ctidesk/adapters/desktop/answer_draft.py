"""The answers of a first start that is not done yet: a file beside the cache, gone when it is done."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)


class AnswerDraft:
    """:class:`ctidesk.ports.AnswerDraft` as one JSON object of texts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Mapping[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("what was answered before cannot be read: %s", error)
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    def write(self, answers: Mapping[str, str]) -> None:
        new = self._path.with_suffix(".new")
        try:
            new.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
            new.replace(self._path)
        except OSError as error:
            log.warning("what was answered cannot be kept: %s", error)

    def discard(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("what was answered cannot be removed: %s", error)
