"""The Russian translation is whole and its compiled form is current."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "translations" / "ctidesk_ru.ts"
COMPILED = SOURCE.with_suffix(".qm")


def test_no_entry_is_unfinished() -> None:
    for message in ElementTree.parse(SOURCE).iter("message"):
        translation = message.find("translation")
        assert translation is not None and translation.get("type") is None, message.findtext("source")
        forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
        assert all(forms) and len(forms) == (3 if message.get("numerus") else 1)


def test_every_text_of_the_source_is_there(tmp_path: Path) -> None:
    copy = tmp_path / "ctidesk_ru.ts"
    copy.write_bytes(SOURCE.read_bytes())
    files = sorted(str(file) for file in (ROOT / "ctidesk" / "ui").rglob("*.py"))
    _tool("lupdate", "-locations", "none", *files, "-ts", str(copy))
    assert _sources(copy) == _sources(SOURCE)


def test_no_text_hides_from_the_tool() -> None:
    """lupdate does not look into f-strings: every literal given to ``tr`` must be in the file."""
    known = {source for _, source, _ in _sources(SOURCE)}
    for file in (ROOT / "ctidesk" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                text = node.args[0]
                assert isinstance(text, ast.Constant) and text.value in known, (file, node.lineno)


def test_the_compiled_file_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    _tool("lrelease", str(SOURCE), "-qm", str(fresh))
    assert fresh.read_bytes() == COMPILED.read_bytes()


def _tool(name: str, *arguments: str) -> None:
    tool = Path(sys.executable).parent / f"pyside6-{name}"
    subprocess.run([str(tool), *arguments], check=True, capture_output=True)


def _sources(file: Path) -> set[tuple[str | None, str | None, str | None]]:
    found = set()
    for context in ElementTree.parse(file).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") not in ("vanished", "obsolete"):
                found.add((context.findtext("name"), message.findtext("source"), message.findtext("comment")))
    return found
