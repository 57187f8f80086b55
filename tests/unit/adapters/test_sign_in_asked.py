"""What a server's challenges mean for ``[crm] auth``."""

from __future__ import annotations

import pytest

from ctidesk.adapters.crm.sign_in_asked import way


@pytest.mark.parametrize(
    ("challenges", "auth"),
    [
        (["Negotiate", "NTLM"], "negotiate"),
        (["NTLM"], "ntlm"),
        (['Basic realm="crm, Negotiate, x"'], "basic"),
        (['Basic realm="crm"'], "basic"),
        (["Bearer authorization_uri=https://login.microsoftonline.com/common, resource_id=https://crm/"], "oauth"),
        (["Bearer authorization_uri=https://adfs/", "Negotiate", "NTLM"], "negotiate"),
        (["negotiate, ntlm"], "negotiate"),
        (["Digest realm=x"], "negotiate"),
        ([], "negotiate"),
    ],
)
def test_the_scheme_that_is_preferred(challenges: list[str], auth: str) -> None:
    assert way(challenges) == auth
