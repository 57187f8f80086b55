"""A certificate authority of the tests' own."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two PEM files."""

    pem: Path
    key: Path


class Authority:
    """``ca_file`` is what a desk trusts; :meth:`issue` makes what a server shows."""

    def __init__(self, folder: Path, name: str = "ca") -> None:
        self._folder = folder
        self._name = _name(f"the tests' {name}")
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ca_file = folder / f"{name}.pem"
        self.ca_file.write_bytes(_pem(self._signed(self._name, self._key, ca=True)))

    def issue(self, host: str, *, since: timedelta = -DAY, until: timedelta = DAY) -> Certificate:
        """For ``host`` (name or address), valid from ``since`` to ``until`` as seen from now."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        made = self._signed(_name(host), key, alternative=_alternative(host), since=since, until=until)
        files = Certificate(self._folder / f"{host}.pem", self._folder / f"{host}.key")
        files.pem.write_bytes(_pem(made))
        kind, open_to_all = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        files.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, open_to_all))
        return files

    def _signed(
        self,
        subject: x509.Name,
        key: rsa.RSAPrivateKey,
        *,
        ca: bool = False,
        alternative: x509.GeneralName | None = None,
        since: timedelta = -DAY,
        until: timedelta = DAY,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder(self._name, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(now + since)
            .not_valid_after(now + until)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if alternative:
            builder = builder.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _alternative(host: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(host))
    return x509.DNSName(host)
