"""Whom TLS trusts, and why it did not: OpenSSL's verdict in our words."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Mapping

from ctidesk.domain.commands import SipAccount
from ctidesk.domain.errors import Problem, ProblemId

# X509_V_ERR_*; whatever else OpenSSL finds wrong is "not trusted".
_VERDICTS: Mapping[int, ProblemId] = {
    9: ProblemId.PBX_CERTIFICATE_EXPIRED,  # not yet valid
    10: ProblemId.PBX_CERTIFICATE_EXPIRED,
    62: ProblemId.PBX_CERTIFICATE_OTHER_NAME,
    64: ProblemId.PBX_CERTIFICATE_OTHER_NAME,  # its address
}


def tls_context(account: SipAccount) -> ssl.SSLContext | None:
    """Certificates are always verified, against the system's trust anchors and the account's own.

    Raises ``OSError`` where the account's cannot be read; a file that holds none adds none.
    """
    if account.transport != "tls":
        return None
    context = ssl.create_default_context()
    if account.tls_ca_file:
        with contextlib.suppress(ssl.SSLError):
            context.load_verify_locations(account.tls_ca_file)
    return context


def verdict(error: ssl.SSLCertVerificationError, server: str) -> Problem:
    id = _VERDICTS.get(error.verify_code, ProblemId.PBX_CERTIFICATE_UNTRUSTED)
    return Problem.of(id, error.verify_message, server=server)
