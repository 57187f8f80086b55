"""Whom TLS trusts, and why it did not: the system's trust anchors, the account's own, PJSIP's verdict in our words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pjsua2 as pj

from ctidesk.domain.errors import Problem, ProblemId

_TRUST_STORES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)

# The first flag that is set names the problem; whatever else PJSIP finds wrong is "not trusted".
_VERDICTS: Mapping[int, ProblemId] = {
    pj.PJ_SSL_CERT_EVALIDITY_PERIOD: ProblemId.PBX_CERTIFICATE_EXPIRED,
    pj.PJ_SSL_CERT_EIDENTITY_NOT_MATCH: ProblemId.PBX_CERTIFICATE_OTHER_NAME,
}


def tls_config(ca_file: str) -> Any:
    """Raises ``OSError`` where ``ca_file`` cannot be read."""
    tls = pj.TlsConfig()
    tls.verifyServer = True  # PJSIP's default is False
    stores = (os.environ.get("SSL_CERT_FILE", ""), *_TRUST_STORES)
    system = next((store for store in stores if store and Path(store).is_file()), "")
    if ca_file:  # PJSIP reads the file or the buffer, never both
        tls.CaBuf = "\n".join(Path(name).read_text("ascii", "ignore") for name in (system, ca_file) if name)
    else:
        tls.CaListFile = system
    return tls


def fault(info: Any, server: str) -> Problem | None:
    """What the ``TlsInfo`` of a connection that was not made says against the certificate of ``server``."""
    if info.isEmpty() or not info.verifyStatus:
        return None
    id = next((id for flag, id in _VERDICTS.items() if info.verifyStatus & flag), ProblemId.PBX_CERTIFICATE_UNTRUSTED)
    return Problem.of(id, f"{'; '.join(info.verifyMsgs)} ({info.remoteCertInfo.subjectCn})", server=server)
