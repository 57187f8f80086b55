"""Part of ``make lint``: is a known vulnerability in what is locked? By pip-audit, which asks PyPI's advisory service.

A finding fails. Where the service cannot be asked, which is no fault of the sources, one line says that nothing was
checked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from places import PACKAGING

LISTS = ("test", "build", "freeze")  # what is shipped is a part of the first
_UNREACHABLE = ("ConnectionError", "Timeout", "ServiceError", "SSLError", "ProxyError")


def main() -> int:
    lists = [word for name in LISTS for word in ("--requirement", str(PACKAGING / f"requirements-{name}.txt"))]
    how = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *how, *lists], capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return _not_asked(done.stderr)
    return judge(packages)


def _not_asked(errors: str) -> int:
    last = errors.strip().splitlines()[-1] if errors.strip() else "no answer"
    if any(name in errors for name in _UNREACHABLE):
        return _nothing_checked(last[:200])
    print(errors, file=sys.stderr)
    return 1


def judge(packages: list[dict[str, Any]]) -> int:
    """``packages`` as pip-audit's JSON has them; the exit status."""
    checked = [package for package in packages if "skip_reason" not in package]
    if not checked:
        return _nothing_checked("it knows none of the packages")
    found = [(package, known) for package in checked for known in package["vulns"]]
    for package, known in found:
        mended = ", ".join(known["fix_versions"]) or "none yet"
        print(f"audit: {package['name']} {package['version']}: {known['id']}, mended in: {mended} (then: make lock)")
    skipped = sorted(package["name"] for package in packages if "skip_reason" in package)
    rest = f"; not known to the service: {', '.join(skipped)}" if skipped else ""
    print(f"audit: {len(checked)} packages checked, {len(found)} known vulnerabilities{rest}")
    return 1 if found else 0


def _nothing_checked(why: str) -> int:
    print(f"audit: NOTHING WAS CHECKED, the advisory service cannot be asked from here ({why})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
