"""A browser for BROWSER: goes to an address and sends the form on, as the authority's own page would by script."""

from __future__ import annotations

import os
import re
import ssl
import sys
from html import unescape

import httpx2


def command() -> str:
    """What BROWSER holds (webbrowser, Python's standard library)."""
    return f"{sys.executable} {os.path.abspath(__file__)} %s"  # noqa: PTH100


def main(address: str) -> None:
    trust = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    with httpx2.Client(verify=trust, trust_env=False) as http:
        page = http.get(address).raise_for_status().text
        action = re.search(r'action="([^"]*)"', page)
        assert action, page
        fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', page))
        http.post(unescape(action[1]), data={name: unescape(value) for name, value in fields.items()})


if __name__ == "__main__":
    main(sys.argv[1])
